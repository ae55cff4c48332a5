"""Figures of the work: how old open cases are, what came and went by month, on which grounds was decided.

Each is one question to the database over a bounded span, answered from indexes: the last twelve months, or open cases.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import case, func, select, text

from core import clock
from core.db import db
from licensing.applications.models import Application, ApplicationDecision, LegalGround
from licensing.applications.states import WITH_REGULATOR
from licensing.clocks import queries as clocks
from licensing.clocks.states import Kind as ClockKind

# Moves that repeat what was counted before: granted when it was decided, received when it first came.
AGAIN = frozenset({("pending-activation", "granted"), ("returned", "submitted")})
MONTHS = 12
WEEKS = 13  # columns of the ages; the last takes all that are older
MOST_GROUNDS = 20
# What flowed, each told by a move of an application: the status it came to, or (inspected) the one it left.
FLOWS: tuple[str, ...] = ("received", "returned", "inspected", "granted", "refused")
AFTER = {
    "submitted": "received", "returned": "returned", "pending-activation": "granted", "granted": "granted",
    "refused": "refused",
}  # fmt: skip


@dataclass(frozen=True)
class Month:
    """What happened in one month: the first day, and a number for each of FLOWS."""

    first: date
    counts: dict[str, int]


@dataclass(frozen=True)
class ByGround:
    """How often was decided so on one ground."""

    outcome: str
    code: str
    sentence: str
    count: int


def ages() -> list[int]:
    """Return how many cases with the regulator are so many whole weeks old, by the days of the regulator; one query."""
    today = clock.today()
    edges = [_midnight(today - timedelta(days=7 * week - 1)) for week in range(1, WEEKS)]
    week = case(*((Application.submitted_at >= edge, number) for number, edge in enumerate(edges)), else_=WEEKS - 1)
    statement = (
        select(week.label("week"), func.count())
        .where(Application.submitted_at.is_not(None), Application.status.in_(WITH_REGULATOR))
        .group_by("week")
    )
    found = {row[0]: row[1] for row in db.session.execute(statement)}
    return [found.get(number, 0) for number in range(WEEKS)]


def flow() -> list[Month]:
    """Return the last twelve months, the present one included, oldest first; two queries."""
    firsts = _months()
    since = _midnight(firsts[0])
    counts = {first: dict.fromkeys(FLOWS, 0) for first in firsts}
    for month, before, after, count in db.session.execute(MOVES, {"since": since, "zone": str(clock.zone())}):
        told = counts.get(month)
        if told is None:
            continue
        if before == "inspection":
            told["inspected"] += count
        if (before, after) not in AGAIN and after in AFTER:
            told[AFTER[after]] += count
    return [Month(first, counts[first]) for first in firsts]


# One that is returned twice is counted twice. The trail cannot be changed, so neither can these figures.
MOVES = text(
    """
    SELECT date_trunc('month', e.at AT TIME ZONE :zone)::date AS month, e.detail->>'before' AS before,
           e.detail->>'after' AS after, count(*) AS count
    FROM audit_entry e
    WHERE e.subject_table = 'application' AND e.at >= :since AND e.action LIKE 'licensing.application.%'
      AND e.detail ? 'after'
    GROUP BY 1, 2, 3
    """
)


def grounds() -> list[ByGround]:
    """Return the decisions of the last twelve months by outcome and ground, the most frequent first; one query."""
    since = _midnight(_months()[0])
    decision, count = ApplicationDecision, func.count().label("count")
    statement = (
        select(decision.outcome, decision.ground_code, LegalGround.sentence, count)
        .join(LegalGround, LegalGround.code == decision.ground_code)
        .where(decision.decided_at >= since)
        .group_by(decision.outcome, decision.ground_code, LegalGround.sentence)
        .order_by(count.desc(), decision.outcome, decision.ground_code)
        .limit(MOST_GROUNDS)
    )
    return [ByGround(*row) for row in db.session.execute(statement)]


def target() -> int | None:
    """Return within how many days a new application is to be decided, where a rule says so."""
    today = clock.today()
    last = clocks.last_day_of(ClockKind.DECIDE_NEW, today)
    return (last - today).days if last else None


def _months() -> list[date]:
    first = clock.today().replace(day=1)
    found = [first]
    for _number in range(MONTHS - 1):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found[::-1]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.zone())
