"""States of a version of a set of standards, and what may be found of a standard."""

import enum


class Status(enum.StrEnum):
    """Where a version of a set stands."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.PROPOSED: frozenset({S.ACTIVE, S.DECLINED}),
    S.ACTIVE: frozenset(),  # a later version takes its place; what was asked of whom stays
    S.DECLINED: frozenset(),
}


class FindingOutcome(enum.StrEnum):
    """What was found of one standard."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"
    UNSURE = "unsure"


class EvidenceKind(enum.StrEnum):
    """What a finding rests on."""

    CHECK = "check"
    FILE = "file"
    INSPECTION = "inspection"


class Moment(enum.StrEnum):
    """When a score was kept."""

    RECOMMENDATION = "recommendation"
    DECISION = "decision"
