"""What each clock is called."""

from core.i18n import N_
from licensing.clocks.states import Kind, Unit

NAMES: dict[Kind, str] = {
    Kind.ACKNOWLEDGE: N_("Acknowledge an application"),
    Kind.COMPLETENESS: N_("See whether an application is complete"),
    Kind.REPLY_TO_RETURN: N_("The agency mends what was returned"),
    Kind.OBJECTIONS: N_("Anyone may object to a published application"),
    Kind.DECIDE_NEW: N_("Decide a new application"),
    Kind.DECIDE_RENEWAL: N_("Decide a renewal"),
    Kind.INSPECTION: N_("Inspect after an application was handed in"),
    Kind.REPRESENTATIONS: N_("The agency answers an intended refusal"),
    Kind.ACTIVATION: N_("Fee and security come in after a grant"),
    Kind.CONDITION: N_("Meet a condition, unless it names another day"),
    Kind.REPORT: N_("Hand in a report after its period"),
    Kind.URGENT_SUSPENSION: N_("A second person confirms an urgent suspension"),
    Kind.SHOW_CAUSE: N_("The holder answers an intended measure"),
    Kind.FREEZE_REVIEW: N_("A second officer looks at a freeze"),
    Kind.DRAFT: N_("A draft is kept"),
    Kind.SECURITY_EXPIRY: N_("A security that ends must be replaced so long before"),
    Kind.SECURITY_TOP_UP: N_("A security that is too low is raised"),
    Kind.SECURITY_RELEASE: N_("A security is held after the licence ended"),
    Kind.APPEAL: N_("Appeal against a decision"),
    Kind.PRE_APPEAL: N_("Point out a wrong fact in a decision"),
    Kind.CHANGE_NOTICE: N_("Tell of a change"),
    Kind.GRACE: N_("Renew after the licence ended"),
    Kind.RENEWAL_LODGING: N_("Hand in a renewal before the licence ends"),
    Kind.REVOCATION_NOTICE: N_("A revocation takes effect"),
    Kind.LICENCE_EXPIRY: N_("A licence ends"),
}
UNITS: dict[Unit, tuple[str, str]] = {
    Unit.DAYS: (N_("%(count)s day"), N_("%(count)s days")),
    Unit.WORKING_DAYS: (N_("%(count)s working day"), N_("%(count)s working days")),
    Unit.MONTHS: (N_("%(count)s month"), N_("%(count)s months")),
}
WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
