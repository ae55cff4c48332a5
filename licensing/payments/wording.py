"""What fees, states and reasons are called."""

from core.i18n import N_
from licensing.payments.states import (
    DisputeStatus,
    FeeKind,
    Method,
    OrderStatus,
    RefundReason,
    RefundStatus,
    ScheduleStatus,
    TransferStatus,
)

KINDS: dict[str, str] = {
    FeeKind.APPLICATION: N_("Application fee"),
    FeeKind.LICENCE: N_("Licence fee"),
    FeeKind.LATE: N_("Fee for a late renewal"),
}
STATUSES: dict[str, str] = {
    OrderStatus.DUE: N_("To pay"),
    OrderStatus.PROCESSING: N_("Waiting for the bank"),
    OrderStatus.PAID: N_("Paid"),
    OrderStatus.DISPUTED: N_("Disputed"),
    OrderStatus.CHARGED_BACK: N_("Taken back by the bank"),
    OrderStatus.REFUNDED: N_("Paid back"),
    OrderStatus.VOID: N_("No longer asked for"),
}
TAGS: dict[str, str] = {
    OrderStatus.DUE: "warn", OrderStatus.PROCESSING: "wait", OrderStatus.PAID: "good", OrderStatus.DISPUTED: "bad",
    OrderStatus.CHARGED_BACK: "bad", OrderStatus.REFUNDED: "neutral", OrderStatus.VOID: "neutral",
}  # fmt: skip
METHODS: dict[str, str] = {Method.CARD: N_("Card (Stripe)"), Method.TRANSFER: N_("Bank transfer")}
REASONS: dict[str, str] = {
    RefundReason.WITHDRAWN: N_("The application was withdrawn"),
    RefundReason.OVERCHARGED: N_("Too much was asked for"),
    RefundReason.NOT_DUE: N_("The fee was never due"),
    RefundReason.SERVICE_FAILED: N_("We did not do what the fee is for"),
    RefundReason.OTHER: N_("Another reason"),
}
REFUNDS: dict[str, str] = {
    RefundStatus.PROPOSED: N_("Waits for approval"),
    RefundStatus.SECONDED: N_("Waits for a second approval"),
    RefundStatus.APPROVED: N_("Approved"),
    RefundStatus.SENT: N_("On its way"),
    RefundStatus.DONE: N_("Paid back"),
    RefundStatus.FAILED: N_("Did not arrive"),
    RefundStatus.DECLINED: N_("Declined"),
}
TRANSFERS: dict[str, str] = {
    TransferStatus.RECORDED: N_("Waits for confirmation"),
    TransferStatus.CONFIRMED: N_("Confirmed"),
    TransferStatus.DECLINED: N_("Declined"),
}
DISPUTES: dict[str, str] = {
    DisputeStatus.OPEN: N_("Open"),
    DisputeStatus.WON: N_("Won"),
    DisputeStatus.LOST: N_("Lost"),
}
SCHEDULES: dict[str, str] = {
    ScheduleStatus.PROPOSED: N_("Proposed"),
    ScheduleStatus.ACTIVE: N_("In force"),
    ScheduleStatus.DECLINED: N_("Declined"),
}
TYPES: dict[str, str] = {
    "any": N_("Every application"), "new": N_("New licences"), "renewal": N_("Renewals"),
    "variation": N_("Variations"), "reinstatement": N_("Reinstatements"),
}  # fmt: skip
ACTIONS: dict[str, str] = {
    "licensing.payment.raise": N_("Asked for"),
    "licensing.payment.void": N_("No longer asked for"),
    "licensing.payment.await-bank": N_("Waiting for the bank"),
    "licensing.payment.not-received": N_("The money did not arrive"),
    "licensing.payment.receive": N_("Paid"),
    "licensing.payment.disputed": N_("Disputed: the bank took it back"),
    "licensing.payment.dispute-won": N_("Dispute won: paid again"),
    "licensing.payment.charged-back": N_("Dispute lost: not paid"),
    "licensing.payment.refunded": N_("Paid back in full"),
    "licensing.payment.refund-part": N_("Paid back in part"),
    "licensing.payment.refund-returned": N_("A refund came back"),
    "licensing.refund.propose": N_("Refund proposed"),
    "licensing.refund.second": N_("Refund approved by a first person"),
    "licensing.refund.approve": N_("Refund approved"),
    "licensing.refund.send": N_("Refund on its way"),
    "licensing.refund.done": N_("Refund arrived"),
    "licensing.refund.fail": N_("Refund did not arrive"),
    "licensing.refund.decline": N_("Refund declined"),
    "licensing.transfer.record": N_("Bank transfer recorded"),
    "licensing.transfer.confirm": N_("Bank transfer confirmed"),
    "licensing.transfer.decline": N_("Bank transfer declined"),
    "licensing.dispute.open": N_("Dispute opened"),
    "licensing.dispute.win": N_("Dispute won"),
    "licensing.dispute.lose": N_("Dispute lost"),
}
ENTRIES: dict[str, str] = {
    "raised": N_("Asked for"), "voided": N_("No longer asked for"), "payment": N_("Payment"), "refund": N_("Refund"),
    "refund-returned": N_("Refund that came back"), "dispute": N_("Taken back by the bank"),
    "dispute-won": N_("Given back by the bank"), "dispute-lost": N_("Lost to a dispute"),
    "dispute-returned": N_("Given back after a lost dispute"),
}  # fmt: skip
ACCOUNTS: dict[str, str] = {
    "receivable": N_("Owed by the agency"), "income": N_("Income from fees"), "card": N_("Money at Stripe"),
    "bank": N_("Money at the bank"), "disputed": N_("Disputed money"),
}  # fmt: skip
