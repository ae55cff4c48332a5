"""When an interest blocks, and how a grant is drawn for a second look (pure; licensing.md 6.4, rules 3 and 7)."""

import hashlib
from datetime import date

from core.i18n import N_
from licensing.assignments.states import How, Interest, ReviewOutcome, Task

INTERESTS: dict[Interest, str] = {
    Interest.RELATIVE: N_("A relative owns it, runs it or works there"),
    Interest.SHAREHOLDING: N_("Holds a share of it, or of what owns it"),
    Interest.EMPLOYER: N_("Works or worked for it"),
    Interest.OTHER: N_("Something else"),
}
TASKS: dict[Task, str] = {Task.ASSESS: N_("To assess"), Task.DECIDE: N_("To decide")}
HOWS: dict[How, str] = {
    How.NEXT: N_("Next by the rule"),
    How.TAKEN: N_("Taken by working on it"),
    How.GIVEN: N_("Given by another person"),
}
REVIEWS: dict[ReviewOutcome, str] = {
    ReviewOutcome.CONFIRMED: N_("The grant stands"),
    ReviewOutcome.DOUBTFUL: N_("There are doubts"),
}
YEARS_AFTER_EMPLOYER = 3  # unless the installation's fact conflict_years says otherwise (proposal, 6.4 rule 3)
SHARE_LOOKED_AT_AGAIN = 5  # per cent, unless the fact rereview_share says otherwise (proposal, 6.4 rule 7)


def blocks(kind: str, since: date, until: date | None, today: date, *, years: int = YEARS_AFTER_EMPLOYER) -> bool:
    """Tell whether a declared interest blocks on `today`: from its first day to its last, both included.

    An employer of the past goes on blocking for `years` after the last day.
    """
    if today < since:
        return False
    if until is None:
        return True
    return today <= (later(until, years) if kind == Interest.EMPLOYER else until)


def later(day: date, years: int) -> date:
    """Return the same day `years` later; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def value_of(seed: str, decision: object) -> int:
    """Return the number from 0 to 2**32 - 1 that a decision drew: anyone can work it out again from the seed."""
    return int(hashlib.sha256(f"{seed}:{decision}".encode()).hexdigest()[:8], 16)


def drawn(seed: str, decision: object, share: float) -> bool:
    """Tell whether a decision is among the `share` per cent that are looked at again."""
    return value_of(seed, decision) < share / 100 * 2**32
