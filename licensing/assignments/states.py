"""What a person is given a case for, how, and what may stand between a person and an agency."""

import enum


class Task(enum.StrEnum):
    """What a case is given to a person for."""

    ASSESS = "assess"
    DECIDE = "decide"


class How(enum.StrEnum):
    """How a case came to a person."""

    NEXT = "next"  # by the rule: late first, then oldest
    TAKEN = "taken"  # by working on it
    GIVEN = "given"  # by another person


class Interest(enum.StrEnum):
    """What stands between a person and an agency (licensing.md 6.4, rule 3)."""

    RELATIVE = "relative"
    SHAREHOLDING = "shareholding"
    EMPLOYER = "employer"
    OTHER = "other"


class ReviewOutcome(enum.StrEnum):
    """What a second look at a grant came to."""

    CONFIRMED = "confirmed"
    DOUBTFUL = "doubtful"


# In which states of a case there is something to do, by task; states that an installation does not use do no harm.
WAITING: dict[Task, frozenset[str]] = {
    Task.ASSESS: frozenset({"submitted", "completeness", "checks", "inspection", "assessment", "quashed"}),
    Task.DECIDE: frozenset({"recommended", "representations"}),
}
