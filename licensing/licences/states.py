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
    """What a regulator may do to a licence (licensing.md 6.3)."""

    SUSPEND = "suspend"
    LIFT = "lift"  # end a suspension
    REVOKE = "revoke"
    CANCEL = "cancel"
    SURRENDER = "surrender"
    FREEZE = "freeze"  # no new workers: everywhere, for one country or for one employer
    UNFREEZE = "unfreeze"
    WATCH = "watch"
    UNWATCH = "unwatch"
    WAIVE = "waive"  # excuse the holder from a condition
    SET_ASIDE = "set-aside"  # carry out the order of a tribunal that a measure must go


# Two people confirm these, and neither of them proposed it (licensing.md 6.4, rule 2).
THREE_PEOPLE = frozenset({Measure.REVOKE, Measure.CANCEL, Measure.WAIVE})
# The holder is heard before one of these, unless it is decided with immediate effect.
HEARD_FIRST = frozenset({Measure.SUSPEND, Measure.REVOKE, Measure.CANCEL})
# One officer's act takes effect at once; a second person looks at it afterwards.
AT_ONCE = frozenset({Measure.FREEZE})


class ProposalStatus(enum.StrEnum):
    """Where a measure stands."""

    DRAFT = "draft"  # written by a rule; a person must take it up before it is a proposal
    PROPOSED = "proposed"
    SECONDED = "seconded"  # one of the two who must confirm has done so
    ACTING = "acting"  # in effect, and waiting for a second person
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # nobody confirmed it in time


W = ProposalStatus
PROPOSAL_MOVES: dict[ProposalStatus, frozenset[ProposalStatus]] = {
    W.DRAFT: frozenset({W.PROPOSED, W.WITHDRAWN}),
    W.PROPOSED: frozenset({W.SECONDED, W.CONFIRMED, W.DECLINED, W.WITHDRAWN}),
    W.SECONDED: frozenset({W.CONFIRMED, W.DECLINED}),
    W.ACTING: frozenset({W.CONFIRMED, W.DECLINED, W.LAPSED}),
    W.CONFIRMED: frozenset(),
    W.DECLINED: frozenset(),
    W.WITHDRAWN: frozenset(),
    W.LAPSED: frozenset(),
}
WAITING = frozenset({W.DRAFT, W.PROPOSED, W.SECONDED, W.ACTING})


class Scope(enum.StrEnum):
    """For whom a freeze stops new workers."""

    ALL = "all"
    CORRIDOR = "corridor"  # a country that workers are sent to
    EMPLOYER = "employer"


class ConditionStatus(enum.StrEnum):
    """How far a condition has come."""

    OPEN = "open"
    EVIDENCE = "evidence-submitted"
    SATISFIED = "satisfied"
    BREACHED = "breached"
    WAIVED = "waived"


C = ConditionStatus
CONDITION_MOVES: dict[ConditionStatus, frozenset[ConditionStatus]] = {
    C.OPEN: frozenset({C.EVIDENCE, C.SATISFIED, C.BREACHED, C.WAIVED}),
    C.EVIDENCE: frozenset({C.OPEN, C.SATISFIED, C.BREACHED, C.WAIVED}),
    C.BREACHED: frozenset({C.EVIDENCE, C.SATISFIED, C.WAIVED}),
    C.SATISFIED: frozenset(),
    C.WAIVED: frozenset(),
}
UNMET = frozenset({C.OPEN, C.EVIDENCE, C.BREACHED})


class Severity(enum.StrEnum):
    """How much hangs on a condition; a breach of a minor one drafts no measure."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class AppealKind(enum.StrEnum):
    """What the holder asks for."""

    FACTS = "facts"  # only that wrong facts are put right, before any appeal
    APPEAL = "appeal"


class AppealStatus(enum.StrEnum):
    """How an appeal ended, or that it has not."""

    LODGED = "lodged"
    UPHELD = "upheld"  # the decision stands
    QUASHED = "quashed"  # the decision is gone
    VARIED = "varied"  # another decision takes its place
    WITHDRAWN = "withdrawn"


A = AppealStatus
APPEAL_MOVES: dict[AppealStatus, frozenset[AppealStatus]] = {
    A.LODGED: frozenset({A.UPHELD, A.QUASHED, A.VARIED, A.WITHDRAWN}),
    A.UPHELD: frozenset(),
    A.QUASHED: frozenset(),
    A.VARIED: frozenset(),
    A.WITHDRAWN: frozenset(),
}


class WindDown(enum.StrEnum):
    """What must be in order before a licence may be given back (licensing.md 6.3)."""

    ORDERS = "open-orders"
    REFUNDS = "refunds"
    FILES = "files"
    WAGES = "wages"
    WORKERS = "workers-told"
