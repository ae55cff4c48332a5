"""What the checks of a case allow, whether it is late, how old it is (pure)."""

import enum
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from core.i18n import N_
from licensing.applications.states import CheckKind, CheckResult, Outcome

WEEK = timedelta(days=7)


class Check(Protocol):
    """What a rule needs to know of one recorded check."""

    @property
    def kind(self) -> str:
        """Return a CheckKind."""

    @property
    def result(self) -> str:
        """Return a CheckResult."""

    @property
    def at(self) -> datetime:
        """Return when it was recorded."""

    @property
    def by_person(self) -> UUID:
        """Return who recorded it."""


Recorded = TypeVar("Recorded", bound=Check)

KINDS: dict[CheckKind, str] = {
    CheckKind.IDENTITY: N_("Who the agency is"),
    CheckKind.FIT_AND_PROPER: N_("Its people are fit and proper"),
    CheckKind.PREMISES: N_("Its office exists"),
    CheckKind.PHONES: N_("Its phone numbers are its own"),
    CheckKind.FEE_PLAN: N_("Workers pay nothing"),
    CheckKind.SCREENING: N_("No one is on a flagged list"),
}
QUESTIONS: dict[CheckKind, str] = {
    CheckKind.IDENTITY: N_("Does the trade register know this agency under this name and number?"),
    CheckKind.FIT_AND_PROPER: N_("Does anything speak against the people who own, direct or speak for it?"),
    CheckKind.PREMISES: N_("Does the agency have an office at this address?"),
    CheckKind.PHONES: N_("Do these numbers lead to this agency, and to no other?"),
    CheckKind.FEE_PLAN: N_("Does every cost have a payer who is not the worker, and is the plan credible?"),
    CheckKind.SCREENING: N_("Is any name that looks alike the same person or organisation?"),
}
RESULTS: dict[CheckResult, str] = {
    CheckResult.PASS: N_("Pass"),
    CheckResult.FAIL: N_("Fail"),
    CheckResult.UNSURE: N_("Unsure"),
}


def latest(checks: Iterable[Recorded], *, since: datetime | None) -> dict[str, Recorded]:
    """Return the newest result of each kind.

    Results recorded before `since` (when the application was last handed in) do not count: they were about
    other answers.
    """
    newest: dict[str, Recorded] = {}
    for check in sorted(checks, key=lambda item: item.at):
        if since is None or check.at >= since:
            newest[check.kind] = check
    return newest


def missing(newest: dict[str, Recorded], asked: Sequence[str] | None = None) -> list[CheckKind]:
    """Return the kinds of check without a result that counts; `asked` names those asked for (None: every kind)."""
    return [kind for kind in CheckKind if kind not in newest and (asked is None or kind in asked)]


def outcomes(newest: dict[str, Recorded], asked: Sequence[str] | None = None) -> list[Outcome]:
    """Return what may be recommended: nothing until every check has a result, only refusal when one failed.

    An unsure check does not forbid granting: the officer says in the reason why it may be granted all the
    same.
    """
    if missing(newest, asked):
        return []
    if any(check.result == CheckResult.FAIL for check in newest.values()):
        return [Outcome.REFUSE]
    return [Outcome.GRANT, Outcome.REFUSE]


class Urgency(enum.StrEnum):
    """When a case must be decided, seen from today."""

    LATE = "late"
    WEEK = "week"
    LATER = "later"


URGENCIES: dict[Urgency, str] = {
    Urgency.LATE: N_("Late"),
    Urgency.WEEK: N_("Due this week"),
    Urgency.LATER: N_("Later"),
}


def urgency(due_on: date | None, today: date) -> Urgency:
    """Return how urgent a case is; the due day itself still counts, and a week is the next seven days."""
    if due_on is None or due_on > today + WEEK:
        return Urgency.LATER
    return Urgency.LATE if due_on < today else Urgency.WEEK


# Upper bound in days of each bar of the picture of ages; the last has none.
AGES: tuple[tuple[int | None, str], ...] = (
    (7, N_("Up to 1 week")),
    (14, N_("1 to 2 weeks")),
    (30, N_("2 weeks to 1 month")),
    (60, N_("1 to 2 months")),
    (None, N_("Over 2 months")),
)


# What a case may be flagged with, as the queue is narrowed by it.
FLAG_NAMES: dict[str, str] = {
    "listed": N_("A name like one on a list"),
    "unscreened": N_("Not screened yet"),
    "failed": N_("A check failed"),
}
