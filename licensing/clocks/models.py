"""Tables of clocks: the calendar, the length of each kind, the clocks that run, the reminders that were sent."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Id, Instant, Model, one_of
from licensing.clocks.states import MOVES, Kind, Status, Unit


class WorkingWeek(Model):
    """Which weekdays are not worked, from a day on; the newest that has begun counts."""

    __tablename__ = "working_week"
    __table_args__ = (
        CheckConstraint("weekend <@ ARRAY[1,2,3,4,5,6,7] AND cardinality(weekend) < 7", name="weekend_days"),
    )

    effective_from: Mapped[date] = mapped_column(primary_key=True)
    weekend: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    instrument: Mapped[str] = mapped_column(Text)


class Holiday(Model):
    """A day that is not worked."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class ClockRule(Model):
    """How long a step may take, and where that is written; a later rule never changes a clock that runs."""

    __tablename__ = "clock_rule"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("unit", Unit),
        CheckConstraint("amount BETWEEN 0 AND 2000", name="amount_sound"),
        CheckConstraint("effective_to IS NULL OR effective_to >= effective_from", name="effective_order"),
    )

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    effective_from: Mapped[date] = mapped_column(primary_key=True)
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(String(20))
    instrument: Mapped[str] = mapped_column(Text)
    effective_to: Mapped[date | None]


class ReminderRule(Model):
    """How many days before its last day somebody is reminded of a kind of clock."""

    __tablename__ = "reminder_rule"
    __table_args__ = (
        one_of("kind", Kind),
        CheckConstraint("days_before BETWEEN 0 AND 400", name="days_before_sound"),
    )

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    days_before: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Clock(Model):
    """One step of one matter with its last day."""

    __tablename__ = "clock"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("unit", Unit),
        one_of("status", Status),
        CheckConstraint("(status = 'paused') = (remaining IS NOT NULL)", name="paused_with_rest"),
        CheckConstraint("(status IN ('stopped', 'acted')) = (ended_at IS NOT NULL)", name="ended_when"),
        # One clock of a kind runs on a matter, however often a request is repeated.
        Index("uq_clock_one_open", "kind", "subject_id", unique=True,
              postgresql_where="status IN ('running','paused')"),
        Index("ix_clock_due", "kind", "due_on", postgresql_where="status = 'running'"),
        Index("ix_clock_subject", "subject_table", "subject_id"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # whose matter it is
    kind: Mapped[str] = mapped_column(String(30))
    subject_table: Mapped[str] = mapped_column(String(63))
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    status: Mapped[str] = mapped_column(String(10), default=Status.RUNNING)
    started_on: Mapped[date]
    due_on: Mapped[date]  # the last day in time
    unit: Mapped[str] = mapped_column(String(20))
    instrument: Mapped[str] = mapped_column(Text)
    remaining: Mapped[int | None]  # days or working days left while paused
    started_at: Mapped[Instant]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ReminderSent(Model):
    """A reminder that was sent, or passed over because a later one was due already: never twice."""

    __tablename__ = "reminder_sent"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "due_on", "days_before", name="uq_reminder_sent_once"),
        one_of("kind", Kind),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    due_on: Mapped[date]
    days_before: Mapped[int]
    sent_at: Mapped[Instant]
