"""Jobs of clocks: do what follows when one has run out, and remind before, each exactly once."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from core import clock as time
from core import ids, jobs
from core.actor import SYSTEM
from core.db import db, move, transaction
from core.logs import log
from licensing.clocks import acts, queries
from licensing.clocks.acts import Ending
from licensing.clocks.models import Clock, ReminderSent
from licensing.clocks.states import Kind, Status

BATCH, MOST_REMINDERS = 200, 20_000


@jobs.job("licensing.clocks.act", schedule="*/10 * * * *", transactional=False)
def act() -> None:
    """Act on every clock that has run out, the oldest first; what was missed while the worker was down is made good.

    Each clock has a transaction of its own, so that one that cannot be acted upon holds up no other. Raises
    RuntimeError when there were such: they are tried again the next time.
    """
    failed: set[UUID] = set()
    while True:
        with transaction():
            found = [row for row in queries.run_out(acts.kinds(), limit=BATCH + len(failed)) if row not in failed]
        if not found:
            break
        for clock_id in found:
            try:
                act_on(clock_id)
            except Exception as error:  # noqa: BLE001  the others must not wait; all are raised together below
                log().exception("clock.act.failed", clock=str(clock_id), kind=type(error).__name__)
                failed.add(clock_id)
    if failed:
        message = f"{len(failed)} clocks could not be acted upon; see clock.act.failed in the log"
        raise RuntimeError(message)


def act_on(clock_id: UUID) -> bool:
    """Do what follows from one clock, once; return whether it was this call that did it."""
    with transaction():
        # populate_existing: the row may have been acted upon between the look and the lock
        statement = (
            select(Clock).where(Clock.id == clock_id).with_for_update().execution_options(populate_existing=True)
        )
        row = db.session.execute(statement).scalar_one()
        follows = acts.act_of(row.kind)
        if follows is None or row.status != Status.RUNNING or row.due_on >= time.today():
            return False
        row.ended_at = time.now()
        move(row, Status.ACTED, action="licensing.clock.act", by=SYSTEM, rule=row.instrument or None)
        db.session.flush()
        follows(row, SYSTEM)
        db.session.flush()
        return True


@jobs.job("licensing.clocks.remind", schedule="25 * * * *", transactional=False)
def remind() -> None:
    """Remind of what ends soon: of each ending the newest reminder that is due, once, also after days of standstill."""
    with transaction():
        days = queries.reminder_days()
    for kind, reminder in acts.reminders().items():
        if days.get(kind):
            remind_of(kind, reminder, days[kind])


def remind_of(kind: Kind, reminder: acts.Reminder, days: list[int]) -> int:
    """Write the reminders of one kind that are due; return how many were written."""
    today, written = time.today(), 0
    with transaction():
        source = reminder.endings or running(kind)
        endings = list(source(today, today + timedelta(days=days[0])))[:MOST_REMINDERS]
        sent = {
            (row.subject_id, row.due_on, row.days_before)
            for row in db.session.execute(
                select(ReminderSent.subject_id, ReminderSent.due_on, ReminderSent.days_before).where(
                    ReminderSent.kind == kind, ReminderSent.due_on >= today
                )
            )
        }
    for ending in endings:
        rest = (ending.due_on - today).days
        passed = [before for before in days if before >= rest]  # the most days first: the last one is meant
        if passed and (ending.subject_id, ending.due_on, passed[-1]) not in sent:
            with transaction():
                if note(kind, ending, passed):
                    reminder.write(ending, rest)
                    written += 1
    return written


def note(kind: Kind, ending: Ending, passed: list[int]) -> bool:
    """Note that the last of `passed` is sent, and those before it passed over; return whether it was not noted yet."""
    fresh = False
    for before in passed:
        row = db.session.execute(
            insert(ReminderSent)
            .values(id=ids.new_id(), organisation_id=ending.organisation_id, kind=kind, subject_id=ending.subject_id,
                    due_on=ending.due_on, days_before=before, sent_at=time.now())
            .on_conflict_do_nothing()
            .returning(ReminderSent.id)
        ).scalar_one_or_none()  # fmt: skip
        fresh = row is not None
    return fresh


def running(kind: Kind) -> Callable[[date, date], Iterable[Ending]]:
    """Return a function that finds the running clocks of `kind` by their last day."""

    def endings(first: date, last: date) -> Iterable[Ending]:
        statement = (
            select(Clock.subject_id, Clock.organisation_id, Clock.due_on)
            .where(Clock.kind == kind, Clock.status == Status.RUNNING, Clock.due_on.between(first, last))
            .order_by(Clock.due_on, Clock.id)
            .limit(MOST_REMINDERS)
        )
        return [Ending(*row) for row in db.session.execute(statement)]

    return endings
