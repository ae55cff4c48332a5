"""States of a finding and the normal scale of severity."""

import enum


class Status(enum.StrEnum):
    """Where a finding stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED_VERIFIED = "closed_verified"
    WITHDRAWN = "withdrawn"


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.DRAFT: frozenset({S.OPEN, S.WITHDRAWN}),
    S.OPEN: frozenset({S.CLOSED_VERIFIED, S.WITHDRAWN}),
    S.CLOSED_VERIFIED: frozenset({S.OPEN}),
    S.WITHDRAWN: frozenset(),
}


class Severity(enum.StrEnum):
    """How grave a finding is, worst first."""

    ZERO_TOLERANCE = "zero-tolerance"
    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    OBSERVATION = "observation"
