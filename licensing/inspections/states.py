"""States of an inspection, and the words for what is drawn, seen and concluded."""

import enum


class Status(enum.StrEnum):
    """Where an inspection stands."""

    PLANNED = "planned"
    VISITING = "visiting"
    REPORTED = "reported"
    CLOSED = "closed"
    CANCELLED = "cancelled"


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.PLANNED: frozenset({S.VISITING, S.CANCELLED}),
    S.VISITING: frozenset({S.REPORTED, S.CANCELLED}),
    S.REPORTED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
    S.CANCELLED: frozenset(),
}
OPEN = frozenset({S.PLANNED, S.VISITING})
TOLD = frozenset({S.REPORTED, S.CLOSED})  # the agency reads the report


class FrameKind(enum.StrEnum):
    """What a list that an agency declares is a list of."""

    WORKERS = "workers"
    PLACEMENTS = "placements"
    FILES = "files"
    PREMISES = "premises"


class Seen(enum.StrEnum):
    """What became of one thing that was drawn."""

    SEEN = "seen"
    NOT_AVAILABLE = "not-available"
    REFUSED = "refused"


class Outcome(enum.StrEnum):
    """What an inspection came to."""

    IN_ORDER = "in-order"
    SHORTCOMINGS = "shortcomings"
    SERIOUS = "serious"
