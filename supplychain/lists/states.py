"""States of a supplier list."""

import enum


class Status(enum.StrEnum):
    """Where an uploaded supplier list stands."""

    UPLOADED = "uploaded"
    PARSED = "parsed"  # columns proposed, waits for the person
    FAILED = "failed"
    CHECKED = "checked"  # every row accepted or refused, waits for the person
    IMPORTING = "importing"
    LIVE = "live"
    CANCELLED = "cancelled"


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.UPLOADED: frozenset({S.PARSED, S.FAILED, S.CANCELLED}),
    S.PARSED: frozenset({S.CHECKED, S.FAILED, S.CANCELLED}),
    S.CHECKED: frozenset({S.PARSED, S.IMPORTING, S.CANCELLED}),
    S.IMPORTING: frozenset({S.LIVE, S.FAILED}),
    S.FAILED: frozenset(),
    S.LIVE: frozenset(),
    S.CANCELLED: frozenset(),
}


class RowStatus(enum.StrEnum):
    """What became of one row."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    BLANK = "blank"
