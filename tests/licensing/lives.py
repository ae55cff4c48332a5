"""Longer lives for tests: the lengths of steps as data, time that passes, licences that are renewed."""

from datetime import date, timedelta

from accounts.sessions.service import start
from core import clock
from core.actor import SYSTEM, Actor
from core.db import db, own_role, transaction
from licensing.applications import changes, queries, service
from licensing.applications.parts import FILLED_IN
from licensing.applications.states import CheckKind, CheckResult, Kind, Outcome
from licensing.assessment import queries as cases_of
from licensing.assessment import service as assessment
from licensing.clocks import jobs
from licensing.clocks.models import ClockRule
from licensing.clocks.states import Unit
from licensing.licences.models import Licence
from licensing.licences.service import expire
from licensing.licences.states import Status
from tests.factories import actor
from tests.licensing import cases


def lengths(**days: int) -> None:
    """Set how many days steps take: ``lengths(reply_to_return=20)``."""
    with transaction(role="none"):
        for kind, amount in days.items():
            db.session.merge(
                ClockRule(kind=kind.replace("_", "-"), effective_from=date(2020, 1, 1), amount=amount, unit=Unit.DAYS,
                          instrument="Regulation, s. 1")
            )  # fmt: skip


def run_out() -> None:
    """Do what follows from the clocks that have run out by now, as the worker does."""
    token = own_role.set("fairgate_worker")
    try:
        jobs.act()
    finally:
        own_role.reset(token)


def ended(number: str) -> None:
    """Mark what has run out as expired, as the worker does every hour."""
    with transaction(actor=SYSTEM, role="none"):
        expire(by=SYSTEM)
    assert cases.licence_of(number).status == Status.EXPIRED


def asked(number: str, by: Actor, kind: Kind = Kind.RENEWAL, **changed: object) -> str:
    """Begin a renewal (or other change) of a licence and hand it in; return its reference."""
    with transaction(actor=by):
        reference = changes.begin(number, kind, by=by).reference
    with transaction(actor=by):
        application = queries.get(reference, by=by, lock=True)
        for name, value in changed.items():
            setattr(application, name, value)
        for part in FILLED_IN:
            assert service.mark(application, part, finish=True, by=by) == []
        service.submit(application, declared=True, by=by)
    return reference


def decided(reference: str, outcome: Outcome = Outcome.GRANT, ground: str = "standards-met") -> Licence | None:
    """Check, recommend and decide a case, by three people."""
    officer = actor("officer")
    cases.screen(reference)
    with transaction(actor=officer):
        application = cases_of.get(reference)
        assessment.start(application, by=officer)
        for kind in CheckKind:
            if application.checks_asked is None or kind in application.checks_asked:
                assessment.record_check(application, kind, CheckResult.PASS, reason=cases.REASON, by=officer)
        assessment.recommend(application, outcome, reason=cases.REASON, by=officer)
    return decide(reference, outcome, ground)


def decide(reference: str, outcome: Outcome = Outcome.GRANT, ground: str = "standards-met") -> Licence | None:
    """Decide a recommended case by another person; return the licence if it is in force at once."""
    decider = actor("decider")
    with transaction(actor=decider):
        return assessment.decide(
            cases_of.get(reference), outcome, ground_code=ground, reason=cases.REASON, by=decider
        )


def later(days: int):
    """The clock, some days on."""
    return clock.frozen(clock.now() + timedelta(days=days))


def bearer(membership) -> dict[str, str]:
    """The header by which the API knows a person."""
    with transaction(actor=None):
        return {"Authorization": f"Bearer {start(membership).secret}"}
