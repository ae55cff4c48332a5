"""States of a security, of calls on it, of its release, of top-up orders, and of the formula that asks for it."""

import enum


class Form(enum.StrEnum):
    """In which form the money is promised (licensing.md 1.2, 1.8, 1.13)."""

    LETTER_OF_CREDIT = "letter-of-credit"
    SURETY_BOND = "surety-bond"
    CASH = "cash"
    INSURANCE = "insurance"


class Status(enum.StrEnum):
    """Where a security stands."""

    LODGED = "lodged"
    VERIFIED = "verified"
    REJECTED = "rejected"
    NOTICE = "notice-of-non-renewal"  # the issuer said that it ends; it still holds until its last day
    REPLACED = "replaced"
    EXPIRED = "expired"
    CALLED = "called"  # called in full: nothing is left
    RELEASED = "released"


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.LODGED: frozenset({S.VERIFIED, S.REJECTED}),
    S.VERIFIED: frozenset({S.NOTICE, S.REPLACED, S.EXPIRED, S.CALLED, S.RELEASED}),
    S.NOTICE: frozenset({S.VERIFIED, S.REPLACED, S.EXPIRED, S.CALLED, S.RELEASED}),
    S.REPLACED: frozenset({S.EXPIRED, S.CALLED, S.RELEASED}),
    S.REJECTED: frozenset(),
    S.EXPIRED: frozenset(),
    S.CALLED: frozenset(),
    S.RELEASED: frozenset(),
}
HELD = frozenset({S.VERIFIED, S.NOTICE})  # counts towards what is required
CALLABLE = HELD | {S.REPLACED}  # what happened while it held may still be paid from it


class CallStatus(enum.StrEnum):
    """Where a call stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    PAID = "paid"  # the issuer has paid


CALL_MOVES: dict[CallStatus, frozenset[CallStatus]] = {
    CallStatus.PROPOSED: frozenset({CallStatus.CONFIRMED, CallStatus.DECLINED}),
    CallStatus.CONFIRMED: frozenset({CallStatus.PAID}),
    CallStatus.DECLINED: frozenset(),
    CallStatus.PAID: frozenset(),
}


class Purpose(enum.StrEnum):
    """What the money of a call is for (licensing.md 1.3, 1.7, 5 row 50)."""

    REFUND_WORKERS = "refund-workers"
    WAGES = "wages"
    REPATRIATION = "repatriation"
    PENALTY = "penalty"


class ReleaseStatus(enum.StrEnum):
    """Where a release stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


RELEASE_MOVES: dict[ReleaseStatus, frozenset[ReleaseStatus]] = {
    ReleaseStatus.PROPOSED: frozenset({ReleaseStatus.CONFIRMED, ReleaseStatus.DECLINED}),
    ReleaseStatus.CONFIRMED: frozenset(),
    ReleaseStatus.DECLINED: frozenset(),
}


class OrderStatus(enum.StrEnum):
    """Where an order to bring a higher security stands."""

    OPEN = "open"
    MET = "met"
    BREACHED = "breached"  # its last day passed without enough
    CANCELLED = "cancelled"  # less is required now, or the licence has ended


ORDER_MOVES: dict[OrderStatus, frozenset[OrderStatus]] = {
    OrderStatus.OPEN: frozenset({OrderStatus.MET, OrderStatus.BREACHED, OrderStatus.CANCELLED}),
    OrderStatus.BREACHED: frozenset({OrderStatus.MET, OrderStatus.CANCELLED}),
    OrderStatus.MET: frozenset(),
    OrderStatus.CANCELLED: frozenset(),
}
STANDING = frozenset({OrderStatus.OPEN, OrderStatus.BREACHED})


class FormulaStatus(enum.StrEnum):
    """Where a version of the formula stands; the newest active one whose first day has come is in force."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"


FORMULA_MOVES: dict[FormulaStatus, frozenset[FormulaStatus]] = {
    FormulaStatus.PROPOSED: frozenset({FormulaStatus.ACTIVE, FormulaStatus.DECLINED}),
    FormulaStatus.ACTIVE: frozenset(),
    FormulaStatus.DECLINED: frozenset(),
}


class Origin(enum.StrEnum):
    """Where a version of the formula comes from."""

    LAW_FILE = "law-file"  # loaded with the jurisdiction's law, by who runs the installation
    DESK = "desk"  # proposed by one officer, confirmed by two others
