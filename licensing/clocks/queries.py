"""Reading the calendar and the clocks."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select, union_all

from core import clock as time
from core.db import db
from licensing.clocks.calendar import Calendar, last_day
from licensing.clocks.models import Clock, ClockRule, Holiday, ReminderRule, WorkingWeek
from licensing.clocks.states import OPEN, Kind, Status, Unit

MOST_HOLIDAYS = 2000


def calendar(on: date | None = None) -> Calendar:
    """Return the calendar in force on a day (today): Saturday and Sunday off where the installation says nothing."""
    day = on or time.today()
    week = (
        select(WorkingWeek.weekend).where(WorkingWeek.effective_from <= day)
        .order_by(WorkingWeek.effective_from.desc()).limit(1)
    )  # fmt: skip
    weekend = db.session.execute(week).scalar_one_or_none()
    newest = select(Holiday.day).order_by(Holiday.day.desc()).limit(MOST_HOLIDAYS)
    holidays = frozenset(db.session.execute(newest).scalars())
    return Calendar(frozenset(weekend), holidays) if weekend is not None else Calendar(holidays=holidays)


def rule(kind: Kind, on: date | None = None) -> ClockRule | None:
    """Return the length of a step in force on a day (today), or None where the installation sets none."""
    day = on or time.today()
    statement = (
        select(ClockRule)
        .where(ClockRule.kind == kind, ClockRule.effective_from <= day)
        .where((ClockRule.effective_to.is_(None)) | (ClockRule.effective_to >= day))
        .order_by(ClockRule.effective_from.desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def last_day_of(kind: Kind, start: date | None = None) -> date | None:
    """Return the last day of a step that begins on `start` (today); None where no rule sets one."""
    found = rule(kind, start)
    if found is None:
        return None
    begins = start or time.today()
    return last_day(begins, found.amount, Unit(found.unit), calendar(begins))


def lodged_in_time(ends_on: date, lodged_on: date) -> bool:
    """Tell whether a renewal lodged on a day comes early enough before the licence's last day.

    Where the installation sets no `renewal-lodging`, the last day itself is early enough.
    """
    found = rule(Kind.RENEWAL_LODGING, lodged_on)
    if found is None:
        return lodged_on <= ends_on
    if found.unit == Unit.WORKING_DAYS:
        return lodged_on <= calendar(lodged_on).before(ends_on, found.amount)
    return last_day(lodged_on, found.amount, Unit(found.unit), calendar(lodged_on)) <= ends_on


def open_clock(kind: Kind, subject_id: UUID) -> Clock | None:
    """Return the clock of a kind that runs or stands still on a matter."""
    statement = select(Clock).where(Clock.kind == kind, Clock.subject_id == subject_id, Clock.status.in_(OPEN))
    return db.session.execute(statement).scalar_one_or_none()


def due(kind: Kind, subject_id: UUID) -> date | None:
    """Return the last day of the running clock of a kind on a matter, or None."""
    found = open_clock(kind, subject_id)
    return found.due_on if found is not None and found.status == Status.RUNNING else None


def of(subject_ids: Iterable[UUID]) -> dict[UUID, list[Clock]]:
    """Return the open clocks of several matters, soonest first, in one statement."""
    found: dict[UUID, list[Clock]] = {}
    statement = (
        select(Clock).where(Clock.subject_id.in_(list(subject_ids)), Clock.status.in_(OPEN))
        .order_by(Clock.due_on, Clock.kind)
    )  # fmt: skip
    for row in db.session.execute(statement).scalars():
        found.setdefault(row.subject_id, []).append(row)
    return found


def run_out(kinds: Iterable[str], *, limit: int) -> list[UUID]:
    """Return running clocks of `kinds` whose last day has passed, the longest overdue first."""
    today = time.today()
    each = [
        select(Clock.id, Clock.due_on).where(Clock.kind == kind, Clock.status == Status.RUNNING, Clock.due_on < today)
        .order_by(Clock.due_on).limit(limit)
        for kind in kinds
    ]  # fmt: skip
    if not each:
        return []
    together = union_all(*each).subquery()
    return list(db.session.execute(select(together.c.id).order_by(together.c.due_on).limit(limit)).scalars())


def rules() -> list[ClockRule]:
    """Return every rule, for the page that shows them."""
    return list(db.session.execute(select(ClockRule).order_by(ClockRule.kind, ClockRule.effective_from)).scalars())


def reminder_days() -> dict[str, list[int]]:
    """Return for each kind the days before the last day on which somebody is reminded, the most first."""
    found: dict[str, list[int]] = {}
    statement = select(ReminderRule).order_by(ReminderRule.kind, ReminderRule.days_before.desc())
    for row in db.session.execute(statement).scalars():
        found.setdefault(row.kind, []).append(row.days_before)
    return found


def holidays_from(day: date, *, limit: int = 100) -> list[Holiday]:
    """Return the holidays from a day on, soonest first."""
    statement = select(Holiday).where(Holiday.day >= day).order_by(Holiday.day).limit(limit)
    return list(db.session.execute(statement).scalars())
