"""Jobs around activation: a fee is paid, a renewal handed in, or an application ended."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from core import clock, jobs, trail
from core.actor import SYSTEM
from core.db import db
from core.events import on
from core.i18n import long_date
from licensing.applications import timing
from licensing.applications.models import Application
from licensing.applications.states import ASKING, WITH_REGULATOR, Kind
from licensing.applications.states import Status as ApplicationStatus
from licensing.events import (
    ApplicationEnded,
    ApplicationRefused,
    ApplicationSubmitted,
    DecisionQuashed,
    FeeSettled,
    LicenceRenewed,
)
from licensing.licences import activation, force, letters, queries
from licensing.licences.models import Licence
from licensing.licences.states import LIVE, Status
from licensing.payments import queries as payments
from licensing.securities import queries as securities

GATES = (force.licence_fee, force.late_fee)  # registered by being imported
LONGER = timedelta(days=30)


@jobs.job("licensing.licences.activate", timeout="60s")
def activate(application_id: str) -> None:
    """Put a granted licence in force if nothing is missing; idempotent."""
    activation.activate_if_ready(UUID(application_id), by=SYSTEM)


@jobs.job("licensing.licences.activate_waiting", timeout="60s")
def activate_waiting(licence_id: str) -> None:
    """Look whether what else was granted for a licence can be in force now that it was brought back; idempotent."""
    waiting = select(Application.id).where(
        Application.licence_id == UUID(licence_id), Application.status == ApplicationStatus.PENDING_ACTIVATION
    )
    for application_id in list(db.session.execute(waiting.limit(10)).scalars()):
        activation.activate_if_ready(application_id, by=SYSTEM)


@jobs.job("licensing.licences.note_renewal", timeout="60s")
def note_renewal(application_id: str) -> None:
    """Let a licence run on while a renewal handed in in time is decided (licensing.md 6.3); idempotent.

    In time is as many days before the last one as the jurisdiction says; the security must hold, and nothing may be
    unpaid.
    """
    application = db.session.get(Application, UUID(application_id))
    if application is None or application.kind != Kind.RENEWAL or application.status not in WITH_REGULATOR:
        return
    licence = _locked(application.licence_id)
    if licence is None or licence.renewal_pending_until is not None or licence.status != Status.ACTIVE:
        return
    last = queries.last_day(licence.valid)
    in_time = timing.lodged_in_time(application, last)
    if not in_time or payments.to_pay(application.id) or not securities.cover_of(licence).sufficient:
        return
    licence.renewal_pending_until = max(application.due_on or last, last + LONGER)
    trail.record("licensing.licence.renewal-lodged", licence, by=SYSTEM, application=application.reference,
                 until=licence.renewal_pending_until.isoformat())  # fmt: skip


@jobs.job("licensing.licences.end_continuation", timeout="60s")
def end_continuation(application_id: str) -> None:
    """End what let a licence run on, when its renewal is refused, withdrawn or lapsed; idempotent."""
    application = db.session.get(Application, UUID(application_id))
    licence = _locked(application.licence_id) if application is not None else None
    if application is None or application.kind != Kind.RENEWAL or licence is None:
        return
    if licence.renewal_pending_until is not None and application.status not in WITH_REGULATOR:
        licence.renewal_pending_until = None
        trail.record("licensing.licence.renewal-ended", licence, by=SYSTEM, application=application.reference)


@jobs.job("licensing.licences.keep_continuations", schedule="40 1 * * *")
def keep_continuations() -> None:
    """Let licences run on whose renewal we have not decided in time: our delay is not the holder's; idempotent."""
    statement = (
        select(Licence)
        .join(Application, Application.licence_id == Licence.id)
        .where(
            Application.kind == Kind.RENEWAL,
            Application.status.in_(ASKING),
            Licence.status.in_(LIVE),
            Licence.renewal_pending_until < clock.today() + timedelta(days=3),
        )
        .limit(500)
        .with_for_update(of=Licence, skip_locked=True)
    )
    for licence in db.session.execute(statement).scalars():
        licence.renewal_pending_until = clock.today() + LONGER
        trail.record("licensing.licence.renewal-continued", licence, by=SYSTEM,
                     until=licence.renewal_pending_until.isoformat())  # fmt: skip


@jobs.job("licensing.licences.write_renewal", timeout="60s")
def write_renewal(licence_id: str, application_id: str) -> None:
    """Write to the agency that its licence has a further term, or says something else; one letter each."""
    licence = db.session.get(Licence, UUID(licence_id))
    application = db.session.get(Application, UUID(application_id))
    if licence is not None and application is not None:
        letters.send(
            licence.organisation_id, "renewed", f"renewed:{application.id}", number=licence.number,
            reference=application.reference, agency=licence.agency.legal_name,
            last=long_date(queries.last_day(licence.valid)),
        )  # fmt: skip


def _locked(licence_id: UUID | None) -> Licence | None:
    statement = select(Licence).where(Licence.id == licence_id)
    return db.session.execute(
        statement.with_for_update(of=Licence).execution_options(populate_existing=True)
    ).scalar_one_or_none()


@on(FeeSettled)
def on_settled(fact: FeeSettled) -> None:
    """Look whether the licence can be in force now."""
    jobs.defer(activate, application_id=str(fact.application_id))


@on(ApplicationSubmitted)
def on_submitted(fact: ApplicationSubmitted) -> None:
    """Let the licence run on if this renews it in time."""
    jobs.defer(note_renewal, application_id=str(fact.application_id))


@on(DecisionQuashed)
def on_quashed(fact: DecisionQuashed) -> None:
    """Let the licence run on again if this renews it in time: it is looked at once more."""
    jobs.defer(note_renewal, application_id=str(fact.application_id))


@on(ApplicationRefused)
def on_refused(fact: ApplicationRefused) -> None:
    """Nothing lets the licence run on any more."""
    jobs.defer(end_continuation, application_id=str(fact.application_id))


@on(ApplicationEnded)
def on_ended(fact: ApplicationEnded) -> None:
    """Nothing lets the licence run on any more."""
    jobs.defer(end_continuation, application_id=str(fact.application_id))


@on(LicenceRenewed)
def on_renewed(fact: LicenceRenewed) -> None:
    """Tell the agency; what else was granted for this licence may have waited for it."""
    jobs.defer(write_renewal, licence_id=str(fact.licence_id), application_id=str(fact.application_id))
    jobs.defer(activate_waiting, licence_id=str(fact.licence_id))
