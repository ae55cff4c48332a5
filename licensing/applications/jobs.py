"""Jobs of applications: what follows when a fee is paid, and when a last day passes."""

from uuid import UUID

from sqlalchemy import select

from core import jobs
from core.actor import SYSTEM, Actor
from core.db import db
from core.events import on
from core.i18n import N_
from licensing.applications import ending, fee_gates, letters, service, timing
from licensing.applications.models import Application
from licensing.applications.states import WITH_REGULATOR
from licensing.clocks.acts import Ending, on_due, remind
from licensing.clocks.models import Clock
from licensing.clocks.states import Kind
from licensing.events import FeeSettled
from licensing.payments.states import FeeKind

GATES = (fee_gates.application_fee,)  # registered by being imported
LAPSES: dict[Kind, str] = {
    Kind.REPLY_TO_RETURN: N_("The agency did not answer until the last day."),
    Kind.ACTIVATION: N_("Bond and fee were not there on the last day."),
}


def locked(application_id: UUID) -> Application | None:
    """Return an application as it is now, its row held until the end of the transaction."""
    statement = select(Application).where(Application.id == application_id)
    return db.session.execute(
        statement.with_for_update(of=Application).execution_options(populate_existing=True)
    ).scalar_one_or_none()


@jobs.job("licensing.applications.enter_if_paid", timeout="60s")
def enter_if_paid(application_id: str) -> None:
    """Hand in a declared application whose fee is paid; idempotent: one that is handed in stays so."""
    application = locked(UUID(application_id))
    if application is not None:
        service.enter_if_paid(application, by=SYSTEM)


@on(FeeSettled)
def on_settled(fact: FeeSettled) -> None:
    """Go on with what waited for the fee."""
    if fact.kind == FeeKind.APPLICATION:
        jobs.defer(enter_if_paid, application_id=str(fact.application_id))


@on_due(Kind.REPLY_TO_RETURN)
@on_due(Kind.ACTIVATION)
def lapse(clock: Clock, by: Actor) -> None:
    """End what the agency left alone."""
    application = locked(clock.subject_id)
    if application is not None:
        ending.lapse(application, LAPSES[Kind(clock.kind)], by=by)


@on_due(Kind.OBJECTIONS)
def close_objections(clock: Clock, by: Actor) -> None:
    """Note that nobody can object any more: the page closes by the date itself."""
    application = locked(clock.subject_id)
    if application is not None:
        timing.note(application, "objections-closed", by=by, last_day=clock.due_on.isoformat())


@on_due(Kind.ACKNOWLEDGE)
@on_due(Kind.COMPLETENESS)
def note_overdue(clock: Clock, by: Actor) -> None:
    """Note in the case that a step of ours is late: the desk shows it, the figures count it."""
    application = locked(clock.subject_id)
    if application is not None and application.status in WITH_REGULATOR:
        timing.note(application, "overdue", by=by, step=clock.kind, last_day=clock.due_on.isoformat())


@on_due(Kind.DECIDE_NEW)
@on_due(Kind.DECIDE_RENEWAL)
def say_late(clock: Clock, by: Actor) -> None:
    """Tell the agency that we are late and that it may ask why; nothing is granted by the passing of time."""
    application = locked(clock.subject_id)
    if application is not None and application.status in WITH_REGULATOR:
        timing.note(application, "overdue", by=by, step=clock.kind, last_day=clock.due_on.isoformat())
        letters.late(application)


@remind(Kind.REPLY_TO_RETURN)
@remind(Kind.ACTIVATION)
@remind(Kind.REPRESENTATIONS)
def remind_agency(ending: Ending, days_left: int) -> None:
    """Write to the agency that its last day comes near."""
    application = db.session.get(Application, ending.subject_id)
    if application is not None:
        letters.reminded(application, ending.due_on, days_left)
