"""Where a ban stands, and what a review of it may say."""

import enum


class Status(enum.StrEnum):
    """Where a ban of a person stands."""

    PROPOSED = "proposed"
    SECONDED = "seconded"  # one of the two who must confirm has done so
    IN_FORCE = "in-force"
    DECLINED = "declined"
    LIFTED = "lifted"  # a review ended it before its day
    ENDED = "ended"  # its last day has passed


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.PROPOSED: frozenset({S.SECONDED, S.DECLINED}),
    S.SECONDED: frozenset({S.IN_FORCE, S.DECLINED}),
    S.IN_FORCE: frozenset({S.LIFTED, S.ENDED}),
    S.DECLINED: frozenset(),
    S.LIFTED: frozenset(),
    S.ENDED: frozenset(),
}
WAITING = frozenset({S.PROPOSED, S.SECONDED})


class ReviewStatus(enum.StrEnum):
    """Where a review of a ban stands: one person proposes to lift it, another decides."""

    PROPOSED = "proposed"
    LIFTED = "lifted"
    KEPT = "kept"


R = ReviewStatus
REVIEW_MOVES: dict[ReviewStatus, frozenset[ReviewStatus]] = {
    R.PROPOSED: frozenset({R.LIFTED, R.KEPT}),
    R.LIFTED: frozenset(),
    R.KEPT: frozenset(),
}
