"""States of a screening run."""

import enum


class Status(enum.StrEnum):
    """How far a run has come."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.RUNNING: frozenset({S.DONE, S.FAILED}),
    S.DONE: frozenset(),
    S.FAILED: frozenset(),
}
