"""Reads of an officer's desk: the figures, how old open cases are, and the cases to take forward."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select

from core import clock
from core.actor import Actor
from core.db import db
from licensing.applications.models import Application
from licensing.applications.states import WITH_REGULATOR, Status
from licensing.assessment import queue
from licensing.assessment.queue import CaseRow
from licensing.assessment.rules import AGES, Urgency
from licensing.assignments.models import CaseAssignment
from licensing.assignments.queries import is_waiting
from licensing.assignments.states import Task

MOST_ON_DESK = 50


@dataclass(frozen=True)
class Desk:
    """What an officer sees first: figures, ages in the order of rules.AGES, and the cases to take forward."""

    late: int
    week: int
    returned: int
    ready: int
    later: int
    untaken: int  # nobody has them to assess
    undecided: int  # nobody has them to decide
    ages: list[int] = field(default_factory=list)
    mine: list[CaseRow] = field(default_factory=list)
    waiting_for_another: list[CaseRow] = field(default_factory=list)


def desk(by: Actor) -> Desk:
    """Return the desk of `by`; four queries whatever the number of cases."""

    def count(condition: ColumnElement[bool]) -> Any:
        return func.count().filter(condition)

    figures = db.session.execute(
        select(
            count(queue.due(Urgency.LATE)), count(queue.due(Urgency.WEEK)),
            count(Application.status == Status.RETURNED), count(is_waiting(Task.DECIDE)),
            count(queue.due(Urgency.LATER)), count(and_(is_waiting(Task.ASSESS), ~_taken(Task.ASSESS))),
            count(and_(is_waiting(Task.DECIDE), ~_taken(Task.DECIDE))),
            *(count(condition) for condition in _ages()),
        ).select_from(Application).where(queue.OF_OPEN)
    ).one()  # fmt: skip
    mine = queue.some(queue.held_by(by.person_id), MOST_ON_DESK) if by.person_id else []
    waiting = queue.some(
        and_(Application.recommended_by == by.person_id, Application.status == Status.RECOMMENDED), MOST_ON_DESK
    )
    late, week, returned, ready, later, untaken, undecided = figures[:7]
    return Desk(
        late,
        week,
        returned,
        ready,
        later,
        untaken,
        undecided,
        ages=list(figures[7:]),
        mine=mine,
        waiting_for_another=waiting,
    )


def _taken(task: Task) -> ColumnElement[bool]:
    return exists().where(
        CaseAssignment.application_id == Application.id, CaseAssignment.task == task, CaseAssignment.ended_at.is_(None)
    )


def _ages() -> list[ColumnElement[bool]]:
    """Return the condition for each bar of the ages: from so many days ago to so many, in the regulator's days."""
    here = Application.status.in_(WITH_REGULATOR)
    found, younger = [], None
    for bound, _name in AGES:
        since = _days_ago(bound) if bound is not None else None
        parts: list[ColumnElement[bool]] = [here]
        if since is not None:
            parts.append(Application.submitted_at >= since)
        if younger is not None:
            parts.append(Application.submitted_at < younger)
        found.append(and_(*parts))
        younger = since
    return found


def _days_ago(days: int) -> datetime:
    """Return the first instant of the day that was so many days ago."""
    return datetime.combine(clock.today() - timedelta(days=days), time(), clock.zone())
