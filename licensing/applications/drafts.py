"""How long a draft is kept: from the last time somebody saved it, and never taken away without a warning."""

from datetime import timedelta

from sqlalchemy import select

from core import clock as time
from core.actor import Actor
from core.db import db, move
from licensing.applications import letters, plan
from licensing.applications.models import Application
from licensing.applications.states import Status
from licensing.clocks import queries as clocks
from licensing.clocks import service as clock_service
from licensing.clocks.models import Clock, ReminderSent
from licensing.clocks.states import Kind
from licensing.costs import queries as costs
from licensing.evidence import queries as papers
from licensing.evidence import service as paper_service
from licensing.evidence.states import Status as PaperStatus


def keep(application: Application, *, by: Actor) -> None:
    """Let the time for which a draft is kept begin anew with this save; what is no draft any more is not timed."""
    if application.status != Status.DRAFT:
        clock_service.stop(Kind.DRAFT, application.id, by=by)
        return
    last = clocks.last_day_of(Kind.DRAFT)
    present = clocks.open_clock(Kind.DRAFT, application.id)
    if last is None or present is None:
        clock_service.start(Kind.DRAFT, application, by=by)
    elif present.due_on < last:
        clock_service.extend(Kind.DRAFT, application.id, last, by=by, reason="The draft was saved")


def warned(clock: Clock) -> bool:
    """Tell whether somebody was reminded that this draft ends on this day."""
    statement = select(ReminderSent.id).where(
        ReminderSent.kind == Kind.DRAFT, ReminderSent.subject_id == clock.subject_id,
        ReminderSent.due_on == clock.due_on,
    )  # fmt: skip
    return db.session.execute(statement.limit(1)).first() is not None


def end(clock: Clock, by: Actor) -> None:
    """Empty a draft whose time is over: only after a warning, else it is warned of first and kept until then.

    What the agency told of itself stays, so that a new application begins with it. Where the installation sets no day
    for a warning, a draft is never emptied.
    """
    application = db.session.get_one(Application, clock.subject_id)
    if application.status != Status.DRAFT:
        return
    if not warned(clock):
        days = clocks.reminder_days().get(Kind.DRAFT)
        if days:
            clock_service.start(Kind.DRAFT, application, by=by, due_on=time.today() + timedelta(days=days[0]))
        return
    plan.save(application, [plan.Entry(line.item_code, None) for line in costs.plan_of(application.id)], by=by)
    for item in papers.items(application.id):
        if item.status == PaperStatus.RECEIVED:
            paper_service.remove(item, by=by)
    application.destinations, application.sectors, application.workers_a_year = [], [], None
    application.completed_parts = []
    move(application, Status.LAPSED, action="licensing.application.lapse", by=by, rule=clock.instrument or None,
         reason="The draft was not touched until its last day")  # fmt: skip
    db.session.flush()
    letters.draft_ended(application)
