"""Reads of an officer's desk: the figures, how old open cases are, and the cases to take forward."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from accounts.permissions import Permission
from core import clock
from core.actor import Actor
from core.db import db
from licensing.applications.models import Application, ApplicationCheck
from licensing.applications.states import WITH_REGULATOR, Status
from licensing.assessment import queue
from licensing.assessment.queue import CaseRow
from licensing.assessment.rules import AGES, Urgency

MOST_ON_DESK = 50
DECIDABLE = tuple(status for status in Status if status.value in ("recommended", "representations"))
UNTAKEN = tuple(status for status in Status if status.value in ("submitted", "quashed"))


@dataclass(frozen=True)
class Desk:
    """What an officer sees first: figures, ages in the order of rules.AGES, and the cases to take forward."""

    late: int
    week: int
    returned: int
    ready: int
    later: int
    untaken: int
    ages: list[int] = field(default_factory=list)
    mine: list[CaseRow] = field(default_factory=list)
    waiting_for_another: list[CaseRow] = field(default_factory=list)


def desk(by: Actor) -> Desk:
    """Return the desk of `by`; two queries whatever the number of cases."""

    def count(condition: ColumnElement[bool]) -> Any:
        return func.count().filter(condition)

    figures = db.session.execute(
        select(
            count(queue.due(Urgency.LATE)), count(queue.due(Urgency.WEEK)),
            count(Application.status == Status.RETURNED), count(Application.status.in_(DECIDABLE)),
            count(queue.due(Urgency.LATER)), count(Application.status.in_(UNTAKEN)),
            *(count(condition) for condition in _ages()),
        ).select_from(Application).where(queue.OF_OPEN)
    ).one()  # fmt: skip
    cases = queue.some(_actionable(by), MOST_ON_DESK)
    late, week, returned, ready, later, untaken = figures[:6]
    return Desk(
        late,
        week,
        returned,
        ready,
        later,
        untaken,
        ages=list(figures[6:]),
        mine=[row for row in cases if row.recommended_by != by.person_id],
        waiting_for_another=[row for row in cases if row.recommended_by == by.person_id],
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


def _actionable(by: Actor) -> ColumnElement[bool]:
    """Return the condition for cases that `by` can take forward, and those it recommended itself."""
    with_us = Application.status.in_(WITH_REGULATOR)
    possible = [Application.recommended_by == by.person_id]
    if by.may(Permission.CHECK_APPLICATIONS):
        possible.append(Application.status.not_in(DECIDABLE))
    if by.may(Permission.DECIDE_APPLICATIONS):
        checked = select(ApplicationCheck.application_id).where(ApplicationCheck.by_person == by.person_id)
        possible.append(and_(Application.status.in_(DECIDABLE), Application.id.not_in(checked)))
    return and_(with_us, or_(*possible))
