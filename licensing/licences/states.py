"""States of a licence, the moves between them, and the measures that cause them."""

import enum


class Status(enum.StrEnum):
    """The state of a licence; what happens at the end of its validity is computed from the dates."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    SURRENDERED = "surrendered"
    REVOKED = "revoked"
    CANCELLED = "cancelled"  # void from the beginning: got by fraud


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.ACTIVE: frozenset({S.SUSPENDED, S.EXPIRED, S.SURRENDERED, S.REVOKED, S.CANCELLED}),
    S.SUSPENDED: frozenset({S.ACTIVE, S.EXPIRED, S.SURRENDERED, S.REVOKED, S.CANCELLED}),
    S.EXPIRED: frozenset({S.ACTIVE, S.CANCELLED}),  # back by a further term only
    S.SURRENDERED: frozenset({S.CANCELLED}),
    S.REVOKED: frozenset({S.CANCELLED}),
    S.CANCELLED: frozenset(),
}
LIVE = frozenset({S.ACTIVE, S.SUSPENDED})


class Measure(enum.StrEnum):
    """What a regulator may do to a licence: proposed by one person, decided by another."""

    SUSPEND = "suspend"
    LIFT = "lift"  # end a suspension
    REVOKE = "revoke"
    CANCEL = "cancel"
    SURRENDER = "surrender"
    FREEZE = "freeze"  # no new workers
    UNFREEZE = "unfreeze"
    WATCH = "watch"
    UNWATCH = "unwatch"


class ProposalStatus(enum.StrEnum):
    """Where a proposed measure stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


PROPOSAL_MOVES: dict[ProposalStatus, frozenset[ProposalStatus]] = {
    ProposalStatus.PROPOSED: frozenset({ProposalStatus.CONFIRMED, ProposalStatus.DECLINED}),
    ProposalStatus.CONFIRMED: frozenset(),
    ProposalStatus.DECLINED: frozenset(),
}
