"""States of an audit, as far as one audit is recorded and read."""

import enum


class Status(enum.StrEnum):
    """Where an audit stands."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    FINAL = "final"
    ABORTED = "aborted"


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.PLANNED: frozenset({S.IN_PROGRESS, S.ABORTED}),
    S.IN_PROGRESS: frozenset({S.SUBMITTED, S.ABORTED}),
    S.SUBMITTED: frozenset({S.FINAL, S.IN_PROGRESS}),
    S.FINAL: frozenset(),
    S.ABORTED: frozenset(),
}


class AuditType(enum.StrEnum):
    """How an audit was announced."""

    ANNOUNCED = "announced"
    SEMI_ANNOUNCED = "semi-announced"
    UNANNOUNCED = "unannounced"
