"""Commands on clocks: start, pause, resume, stop; what follows when one runs out is registered in ``acts``."""

from datetime import date
from typing import Any
from uuid import UUID

from core import clock as time
from core import ids, trail
from core.actor import Actor
from core.db import db, move
from licensing.clocks import queries
from licensing.clocks.calendar import last_day, left, resumed
from licensing.clocks.models import Clock
from licensing.clocks.states import Kind, Status, Unit


def start(kind: Kind, subject: Any, *, by: Actor, due_on: date | None = None) -> Clock | None:
    """Start a clock on a matter (a mapped row with id and organisation_id); one that is open is returned as it is.

    `due_on` sets the last day by hand, as for a condition; else the rule in force today counts. None when neither
    says how long the step may take: then it has no last day.
    """
    present = queries.open_clock(kind, subject.id)
    if present is not None:
        return present
    rule = queries.rule(kind)
    today = time.today()
    if due_on is None:
        if rule is None:
            return None
        due_on = last_day(today, rule.amount, Unit(rule.unit), queries.calendar())
    row = Clock(
        id=ids.new_id(), organisation_id=subject.organisation_id, kind=kind, subject_table=subject.__tablename__,
        subject_id=subject.id, status=Status.RUNNING, started_on=today, due_on=due_on,
        unit=rule.unit if rule else Unit.DAYS, instrument=rule.instrument if rule else "", started_at=time.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.clock.start", row, by=by, rule=row.instrument or None, kind=str(kind),
                 due_on=due_on.isoformat())  # fmt: skip
    db.session.flush()
    return row


def pause(kind: Kind, subject_id: UUID, *, by: Actor, reason: str | None = None) -> None:
    """Let a running clock stand still, keeping what is left of it; one that does not run stays as it is."""
    row = queries.open_clock(kind, subject_id)
    if row is None or row.status != Status.RUNNING:
        return
    row.remaining = left(time.today(), row.due_on, Unit(row.unit), queries.calendar())
    move(row, Status.PAUSED, action="licensing.clock.pause", by=by, reason=reason, remaining=row.remaining)
    db.session.flush()


def resume(kind: Kind, subject_id: UUID, *, by: Actor) -> date | None:
    """Let a paused clock run on; return its new last day, or None when none was paused."""
    row = queries.open_clock(kind, subject_id)
    if row is None or row.status != Status.PAUSED or row.remaining is None:
        return None
    row.due_on = resumed(time.today(), row.remaining, Unit(row.unit), queries.calendar())
    row.remaining = None
    move(row, Status.RUNNING, action="licensing.clock.resume", by=by, due_on=row.due_on.isoformat())
    db.session.flush()
    return row.due_on


def stop(kind: Kind, subject_id: UUID, *, by: Actor, reason: str | None = None) -> None:
    """End a clock because what it waited for happened; without an open one, nothing changes."""
    row = queries.open_clock(kind, subject_id)
    if row is None:
        return
    row.remaining, row.ended_at = None, time.now()
    move(row, Status.STOPPED, action="licensing.clock.stop", by=by, reason=reason)
    db.session.flush()


def extend(kind: Kind, subject_id: UUID, due_on: date, *, by: Actor, reason: str) -> None:
    """Set another last day for an open clock, with the reason. ValueError when none is open."""
    row = queries.open_clock(kind, subject_id)
    if row is None:
        message = f"no clock of kind {kind} is open on {subject_id}"
        raise ValueError(message)
    before, row.due_on = row.due_on, due_on
    trail.record("licensing.clock.extend", row, by=by, reason=reason, before=before.isoformat(),
                 due_on=due_on.isoformat())  # fmt: skip
    db.session.flush()


def stop_all(subject_id: UUID, *, by: Actor, reason: str | None = None) -> None:
    """End every open clock of a matter, when it is decided, withdrawn or lapsed."""
    for row in queries.of([subject_id]).get(subject_id, []):
        row.remaining, row.ended_at = None, time.now()
        move(row, Status.STOPPED, action="licensing.clock.stop", by=by, reason=reason)
    db.session.flush()
