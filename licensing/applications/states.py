"""Kinds and states of an application, and the moves between them (licensing.md 6.2)."""

import enum


class Kind(enum.StrEnum):
    """What an application asks for."""

    NEW = "new"
    RENEWAL = "renewal"  # a further term of a licence that runs, or ended within the days of grace
    VARIATION = "variation"  # a change of what a licence says; its term stays
    REINSTATEMENT = "reinstatement"  # a suspended licence back, or one that ended longer ago than the days of grace


class Status(enum.StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    AWAITING_FEE = "awaiting-fee"  # declared and frozen; handed in once the application fee is there
    SUBMITTED = "submitted"
    COMPLETENESS = "completeness"
    RETURNED = "returned"
    CHECKS = "checks"
    INSPECTION = "inspection"
    ASSESSMENT = "assessment"
    RECOMMENDED = "recommended"
    MINDED_TO_REFUSE = "minded-to-refuse"  # the agency was told why, and may answer
    REPRESENTATIONS = "representations"  # it has answered, or its time is over
    PENDING_ACTIVATION = "pending-activation"  # granted; in force once bond and licence fee are there
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # by the passing of time: no answer, no bond or fee, or a draft left alone
    QUASHED = "quashed"  # a court or an appeal undid the decision; other people look again


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.DRAFT: frozenset({S.AWAITING_FEE, S.WITHDRAWN, S.LAPSED}),
    S.AWAITING_FEE: frozenset({S.SUBMITTED, S.DRAFT, S.WITHDRAWN, S.LAPSED}),
    S.SUBMITTED: frozenset({S.COMPLETENESS, S.WITHDRAWN}),
    S.COMPLETENESS: frozenset({S.CHECKS, S.RETURNED, S.WITHDRAWN}),
    S.RETURNED: frozenset({S.COMPLETENESS, S.WITHDRAWN, S.LAPSED}),
    S.CHECKS: frozenset({S.INSPECTION, S.ASSESSMENT, S.RETURNED, S.WITHDRAWN}),
    S.INSPECTION: frozenset({S.CHECKS, S.ASSESSMENT, S.WITHDRAWN}),
    S.ASSESSMENT: frozenset({S.RECOMMENDED, S.CHECKS, S.WITHDRAWN}),
    S.RECOMMENDED: frozenset({S.PENDING_ACTIVATION, S.REFUSED, S.MINDED_TO_REFUSE, S.CHECKS, S.WITHDRAWN}),
    S.MINDED_TO_REFUSE: frozenset({S.REPRESENTATIONS, S.WITHDRAWN}),
    S.REPRESENTATIONS: frozenset({S.REFUSED, S.RECOMMENDED, S.ASSESSMENT, S.WITHDRAWN}),
    S.PENDING_ACTIVATION: frozenset({S.GRANTED, S.LAPSED, S.QUASHED, S.WITHDRAWN}),
    S.GRANTED: frozenset(),
    S.REFUSED: frozenset({S.QUASHED}),
    S.WITHDRAWN: frozenset(),
    S.LAPSED: frozenset(),
    S.QUASHED: frozenset({S.ASSESSMENT, S.WITHDRAWN}),
}
WITH_BROKER = frozenset({S.DRAFT, S.RETURNED})  # may be changed
# What the regulator works on: the clock of the decision runs.
WITH_REGULATOR = frozenset({S.SUBMITTED, S.COMPLETENESS, S.CHECKS, S.INSPECTION, S.ASSESSMENT, S.RECOMMENDED,
                            S.MINDED_TO_REFUSE, S.REPRESENTATIONS, S.QUASHED})  # fmt: skip
# Handed in and not decided: the public reads that the agency has asked.
ASKING = WITH_REGULATOR | {S.RETURNED, S.PENDING_ACTIVATION}
ENDED = frozenset({S.GRANTED, S.REFUSED, S.WITHDRAWN, S.LAPSED})
OPEN = frozenset(Status) - ENDED
# Where a recommendation stands on the case, and where a decision does.
WITH_RECOMMENDATION = frozenset({S.RECOMMENDED, S.MINDED_TO_REFUSE, S.REPRESENTATIONS, S.PENDING_ACTIVATION, S.GRANTED,
                                 S.REFUSED})  # fmt: skip
DECIDED = frozenset({S.PENDING_ACTIVATION, S.GRANTED, S.REFUSED})


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
