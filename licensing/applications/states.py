"""States of an application and the moves between them; the fee states arrive with payments."""

import enum


class Status(enum.StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECKS = "checks"
    RETURNED = "returned"
    RECOMMENDED = "recommended"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.SUBMITTED: frozenset({S.CHECKS, S.RETURNED, S.WITHDRAWN}),
    S.CHECKS: frozenset({S.RECOMMENDED, S.RETURNED, S.WITHDRAWN}),
    S.RETURNED: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.RECOMMENDED: frozenset({S.GRANTED, S.REFUSED, S.CHECKS, S.WITHDRAWN}),
    S.GRANTED: frozenset(),
    S.REFUSED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
OPEN = frozenset({S.DRAFT, S.SUBMITTED, S.CHECKS, S.RETURNED, S.RECOMMENDED})
WITH_REGULATOR = frozenset({S.SUBMITTED, S.CHECKS, S.RECOMMENDED})
WITH_BROKER = frozenset({S.DRAFT, S.RETURNED})


class CheckKind(enum.StrEnum):
    """What an officer checks before recommending."""

    IDENTITY = "identity"
    FIT_AND_PROPER = "fit-and-proper"
    PREMISES = "premises"
    PHONES = "phones"
    FEE_PLAN = "fee-plan"
    SCREENING = "screening"


class CheckResult(enum.StrEnum):
    """What came out of a check."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    UNSURE = "unsure"


class Outcome(enum.StrEnum):
    """What a recommendation or decision says."""

    GRANT = "grant"
    REFUSE = "refuse"
