"""Replays a demonstration's history: each act at its instant, by its person, with the rights of the web process."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import func, select

from accounts.organisations.models import Organisation
from core import clock, countries, ids, installation, jobs
from core.actor import SYSTEM, Actor
from core.db import db, transaction
from core.errors import Conflict, Invalid, Problem
from core.i18n import N_
from core.roles import APP
from demonstration import audit_acts, licensing_acts, payment_acts, security_acts, supplychain_acts
from demonstration.cast import CAST
from demonstration.folder import Act, Folder
from licensing.law import papers, securities
from licensing.law import service as law
from licensing.standards import service as standards

Perform = Callable[[Act, Folder, Actor], None]
ACTS: dict[str, tuple[Perform, ...]] = {
    **{name: (perform,) for name, perform in licensing_acts.ACTS.items()},
    **{name: (perform,) for name, perform in security_acts.ACTS.items()},
    **supplychain_acts.ACTS,
    **audit_acts.ACTS,
    **payment_acts.ACTS,
}


def load(folder: Folder, *, progress: Callable[[int, int], None] = lambda _done, _all: None) -> dict[str, int]:
    """Load a demonstration into an empty system; return how many rows of what there are then.

    Raises Conflict when the system is not empty, and Invalid naming the line that could not be replayed: what was
    replayed before it stays, so start again from an empty system.
    """
    with transaction():
        if db.session.execute(select(func.count()).select_from(Organisation)).scalar_one():
            raise Conflict("not-empty", N_("This system holds data already. Load a demonstration into an empty one."))
    CAST.clear()
    begun = min([act.at for act in folder.history], default=folder.clock)
    with ids.seeded(folder.seed):
        with clock.frozen(begun), transaction():
            law.load(folder.path)
            papers.load(folder.path)
            securities.load(folder.path)
            countries.settle(installation.facts()["jurisdiction"])
            CAST.gather(folder)
        for number, act in enumerate(folder.history, start=1):
            _replay(act, folder)
            progress(number, len(folder.history))
        with clock.frozen(folder.clock), transaction():
            standards.load(folder.path)
            installation.state("demonstration_clock", _stand(folder.clock))
    return counts()


def _stand(stands_at: datetime) -> dict[str, str]:
    real = datetime.now(UTC)  # noqa: TID251  the distance to the real clock is what is recorded here
    return {"stands_at": stands_at.isoformat(), "real": real.isoformat()}


def _replay(act: Act, folder: Folder) -> None:
    steps = ACTS.get(act.act)
    if steps is None:
        raise Invalid("no-such-act", N_("%(where)s: there is no act called “%(act)s”."), where=act.where, act=act.act)
    by = CAST.actor(act.by, act.where)
    with clock.frozen(act.at):
        for perform in steps:
            try:
                with transaction(actor=by, role=None if by == SYSTEM else APP, timeout="60s"):
                    perform(act, folder, by)
            except Problem as problem:
                raise _named(act, problem) from problem
            jobs.drain()


def _named(act: Act, problem: Problem) -> Invalid:
    """Return the refusal of an act with the line that it stands on."""
    detail = problem.detail % problem.values if problem.values else problem.detail
    faults = "; ".join(f"{field}: {fault}" for field, fault in problem.fields.items())
    message = N_("%(where)s (%(act)s %(subject)s): %(why)s %(faults)s")
    return Invalid("act-refused", message, where=act.where, act=act.act, subject=act.subject, why=detail, faults=faults)


COUNTED = ("organisation", "person", "agency", "application", "licence", "flagged_entity", "supplier", "alert", "audit",
           "finding", "audit_entry")  # fmt: skip


def counts() -> dict[str, int]:
    """Return how many rows the main tables hold."""
    with transaction():
        return {
            table: db.session.execute(db.select(func.count()).select_from(db.text(table))).scalar_one()
            for table in COUNTED
        }
