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
