"""What officers and agencies call forms, states and purposes of securities, marked for translation."""

from core.i18n import N_
from licensing.securities.states import (
    CallStatus,
    Form,
    FormulaStatus,
    OrderStatus,
    Purpose,
    Status,
)

FORMS: dict[str, str] = {
    Form.LETTER_OF_CREDIT: N_("Letter of credit"),
    Form.SURETY_BOND: N_("Surety bond"),
    Form.CASH: N_("Cash deposit"),
    Form.INSURANCE: N_("Insurance"),
}
STATUSES: dict[str, str] = {
    Status.LODGED: N_("To verify"),
    Status.VERIFIED: N_("Verified"),
    Status.NOTICE: N_("Will not be renewed"),
    Status.REPLACED: N_("Replaced, held for claims"),
    Status.REJECTED: N_("Not accepted"),
    Status.EXPIRED: N_("Ended"),
    Status.CALLED: N_("Called in full"),
    Status.RELEASED: N_("Released"),
}
TAGS: dict[str, str] = {
    Status.LODGED: "wait",
    Status.VERIFIED: "good",
    Status.NOTICE: "warn",
    Status.REPLACED: "neutral",
    Status.REJECTED: "bad",
    Status.EXPIRED: "bad",
    Status.CALLED: "bad",
    Status.RELEASED: "neutral",
}
PURPOSES: dict[str, str] = {
    Purpose.REFUND_WORKERS: N_("Refund of what workers paid"),
    Purpose.WAGES: N_("Unpaid wages"),
    Purpose.REPATRIATION: N_("Journey home of workers"),
    Purpose.PENALTY: N_("Penalty"),
}
CALL_STATUSES: dict[str, str] = {
    CallStatus.PROPOSED: N_("Waits for others"),
    CallStatus.CONFIRMED: N_("Confirmed, to be paid"),
    CallStatus.DECLINED: N_("Declined"),
    CallStatus.PAID: N_("Paid"),
}
CALL_TAGS: dict[str, str] = {
    CallStatus.PROPOSED: "wait",
    CallStatus.CONFIRMED: "progress",
    CallStatus.DECLINED: "neutral",
    CallStatus.PAID: "good",
}
ORDER_STATUSES: dict[str, str] = {
    OrderStatus.OPEN: N_("Waits for the agency"),
    OrderStatus.BREACHED: N_("Missed"),
    OrderStatus.MET: N_("Met"),
    OrderStatus.CANCELLED: N_("Cancelled"),
}
ORDER_TAGS: dict[str, str] = {
    OrderStatus.OPEN: "wait",
    OrderStatus.BREACHED: "bad",
    OrderStatus.MET: "good",
    OrderStatus.CANCELLED: "neutral",
}
FORMULA_STATUSES: dict[str, str] = {
    FormulaStatus.PROPOSED: N_("Waits for others"),
    FormulaStatus.ACTIVE: N_("Confirmed"),
    FormulaStatus.DECLINED: N_("Declined"),
}
FORMULA_TAGS: dict[str, str] = {
    FormulaStatus.PROPOSED: "wait",
    FormulaStatus.ACTIVE: "good",
    FormulaStatus.DECLINED: "neutral",
}
EVENTS: dict[str, tuple[str, str]] = {
    "security.lodge": (N_("Lodged"), "info"),
    "security.verify": (N_("Verified"), "good"),
    "security.reject": (N_("Not accepted"), "bad"),
    "security.notice": (N_("The issuer will not renew it"), "warn"),
    "security.keep": (N_("The issuer renews it after all"), "good"),
    "security.replace": (N_("Replaced"), "neutral"),
    "security.expire": (N_("Ended"), "bad"),
    "security.draw": (N_("Money called"), "warn"),
    "security.exhaust": (N_("Called in full"), "bad"),
    "security.await-claims": (N_("Held for claims"), "info"),
    "security.hold": (N_("Held for a licence again"), "info"),
    "security.release": (N_("Released"), "neutral"),
    "security-call.propose": (N_("Call proposed"), "info"),
    "security-call.support": (N_("Call confirmed by a first person"), "info"),
    "security-call.confirm": (N_("Call confirmed by a second person"), "warn"),
    "security-call.decline": (N_("Call declined"), "neutral"),
    "security-call.pay": (N_("Call paid by the issuer"), "good"),
    "security-release.propose": (N_("Release proposed"), "info"),
    "security-release.confirm": (N_("Release confirmed"), "neutral"),
    "security-release.decline": (N_("Release declined"), "neutral"),
}
