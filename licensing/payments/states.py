"""States of orders, attempts, refunds, transfers, disputes and fee schedules, and the moves between them."""

import enum


class FeeKind(enum.StrEnum):
    """What a fee is for."""

    APPLICATION = "application-fee"
    LICENCE = "licence-fee"
    LATE = "late-fee"


class Basis(enum.StrEnum):
    """What a fee is counted from."""

    FLAT = "flat"
    WORKERS = "workers-a-year"  # as declared in the application


class ScheduleStatus(enum.StrEnum):
    """Where a version of a fee schedule stands."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"


class OrderStatus(enum.StrEnum):
    """Where an order stands. It moves forwards only; what came back from a bank is a state of its own."""

    DUE = "due"
    PROCESSING = "processing"  # the payer has done everything; the money is on its way
    PAID = "paid"
    DISPUTED = "disputed"  # the payer's bank has taken the money back for now
    CHARGED_BACK = "charged-back"  # … and for good
    REFUNDED = "refunded"  # all of it
    VOID = "void"  # no longer asked for; nothing was paid


class AttemptStatus(enum.StrEnum):
    """Where one visit to Stripe's pay page stands."""

    STARTED = "started"  # its idempotency key is taken; Stripe has not answered yet
    OPEN = "open"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    EXPIRED = "expired"


class RefundStatus(enum.StrEnum):
    """Where a refund stands."""

    PROPOSED = "proposed"
    SECONDED = "seconded"  # one of the two who must approve a large one has
    APPROVED = "approved"
    SENT = "sent"  # Stripe has taken it and the bank has not answered yet
    DONE = "done"
    FAILED = "failed"
    DECLINED = "declined"


class TransferStatus(enum.StrEnum):
    """Where a bank transfer stands that an officer has seen on the account."""

    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class DisputeStatus(enum.StrEnum):
    """Where a dispute of a card payment stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class TaskStatus(enum.StrEnum):
    """Whether a difference between our books and Stripe's still needs an officer."""

    OPEN = "open"
    CLOSED = "closed"


class Method(enum.StrEnum):
    """How an order was paid."""

    CARD = "card"  # through Stripe Checkout, whatever the payer chose there
    TRANSFER = "transfer"


class RefundReason(enum.StrEnum):
    """Why money goes back (licensing.md row 44: reasons are codes, as in sbc-pay)."""

    WITHDRAWN = "withdrawn"
    OVERCHARGED = "overcharged"
    NOT_DUE = "not-due"  # the fee was never due: the application goes on without it
    SERVICE_FAILED = "service-failed"
    OTHER = "other"


S, A, R = OrderStatus, AttemptStatus, RefundStatus
SCHEDULE_MOVES = {ScheduleStatus.PROPOSED: frozenset({ScheduleStatus.ACTIVE, ScheduleStatus.DECLINED})}
ORDER_MOVES: dict[OrderStatus, frozenset[OrderStatus]] = {
    S.DUE: frozenset({S.PROCESSING, S.PAID, S.VOID}),
    S.PROCESSING: frozenset({S.DUE, S.PAID, S.VOID}),
    S.PAID: frozenset({S.DISPUTED, S.REFUNDED}),
    S.DISPUTED: frozenset({S.PAID, S.CHARGED_BACK}),
    S.CHARGED_BACK: frozenset({S.PAID}),  # a bank may give back what it took, late
    S.REFUNDED: frozenset({S.PAID}),  # a refund that the bank sent back
}
ATTEMPT_MOVES: dict[AttemptStatus, frozenset[AttemptStatus]] = {
    A.STARTED: frozenset({A.OPEN, A.FAILED}),
    A.OPEN: frozenset({A.PROCESSING, A.SUCCEEDED, A.FAILED, A.EXPIRED}),
    A.PROCESSING: frozenset({A.SUCCEEDED, A.FAILED, A.EXPIRED}),
    A.FAILED: frozenset({A.SUCCEEDED}),  # Stripe has the last word on whether money came
    A.EXPIRED: frozenset({A.SUCCEEDED}),
}
REFUND_MOVES: dict[RefundStatus, frozenset[RefundStatus]] = {
    R.PROPOSED: frozenset({R.SECONDED, R.APPROVED, R.DECLINED}),
    R.SECONDED: frozenset({R.APPROVED, R.DECLINED}),
    R.APPROVED: frozenset({R.SENT, R.DONE, R.FAILED}),
    R.SENT: frozenset({R.DONE, R.FAILED}),
    R.DONE: frozenset({R.FAILED}),  # a bank may send a refund back days later
}
TRANSFER_MOVES = {TransferStatus.RECORDED: frozenset({TransferStatus.CONFIRMED, TransferStatus.DECLINED})}
DISPUTE_MOVES = {
    DisputeStatus.OPEN: frozenset({DisputeStatus.WON, DisputeStatus.LOST}),
    DisputeStatus.LOST: frozenset({DisputeStatus.WON}),
}
TASK_MOVES = {TaskStatus.OPEN: frozenset({TaskStatus.CLOSED})}

LIVE_ATTEMPTS = frozenset({A.STARTED, A.OPEN, A.PROCESSING})
UNPAID = frozenset({S.DUE, S.PROCESSING})
WITH_MONEY = frozenset({S.PAID, S.DISPUTED, S.CHARGED_BACK, S.REFUNDED})  # a payment was received once
