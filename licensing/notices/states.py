"""States of a notice about a licence holder."""

import enum


class Status(enum.StrEnum):
    """Where a notice stands."""

    OPEN = "open"
    SAME = "same"
    NOT_SAME = "not-same"
    ENDED = "ended"  # nobody had looked, and the two no longer match


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.OPEN: frozenset({S.SAME, S.NOT_SAME, S.ENDED}),
    S.SAME: frozenset({S.OPEN}),  # only by a change on either side, never by a click
    S.NOT_SAME: frozenset({S.OPEN}),
    S.ENDED: frozenset({S.OPEN}),
}
LOOKED_AT = frozenset({S.SAME, S.NOT_SAME})
