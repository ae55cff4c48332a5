"""The words of screening runs, marked for translation (pure)."""

from core.i18n import N_
from screening.runs.models import Scope, SubjectKind
from screening.runs.states import Status

STATUSES: dict[str, str] = {
    Status.RUNNING: N_("Under way"),
    Status.DONE: N_("Done"),
    Status.FAILED: N_("Failed"),
}
TAGS: dict[str, str] = {Status.RUNNING: "progress", Status.DONE: "good", Status.FAILED: "bad"}
SCOPES: dict[str, str] = {
    Scope.APPLICATION: N_("An application"),
    Scope.SUPPLIER_LIST: N_("A supplier list"),
    Scope.LIST_CHANGE: N_("A flagged list changed"),
    Scope.RECHECK: N_("Everyone, anew"),
    Scope.COMPANY: N_("All suppliers"),
    Scope.HOLDERS: N_("All licence holders"),
}
KINDS: dict[str, str] = {
    SubjectKind.AGENCY: N_("Agencies, with all their names"),
    SubjectKind.AGENCY_PERSON: N_("People of agencies"),
    SubjectKind.SUPPLIER: N_("Suppliers, with both names"),
    SubjectKind.SUPPLIER_BROKER: N_("Labour brokers of suppliers"),
    SubjectKind.SUPPLIER_OWNER: N_("Parent companies of suppliers"),
}
# Who would be screened if the data knew of them.
NOT_MODELLED: tuple[str, ...] = (
    N_("sub-agents of agencies"),
    N_("owners of suppliers beyond the parent company that a list names"),
    N_("people of suppliers"),
)
