"""The words for what an agency tells and what officers found, marked for the catalogues (pure)."""

from core.i18n import N_
from licensing.agencies.models import NameKind, PersonRole
from licensing.agencies.tables import (
    CompanyTie,
    Contact,
    Method,
    PremisesKind,
    SubAgentKind,
    SubAgentScope,
    Verdict,
    WebKind,
)

NAMES: dict[str, str] = {
    NameKind.LEGAL: N_("Legal name"),
    NameKind.TRADING: N_("Trading name"),
    NameKind.FORMER: N_("Former name"),
    NameKind.LOCAL: N_("Name in another script"),
}
ROLES: dict[str, str] = {
    PersonRole.PRINCIPAL: N_("Principal authority"),
    PersonRole.DIRECTOR: N_("Director"),
    PersonRole.OWNER: N_("Owner"),
    PersonRole.REPRESENTATIVE: N_("Representative"),
}
PLACES: dict[str, str] = {
    "main-office": N_("Main office"),
    PremisesKind.OFFICE: N_("Office"),
    PremisesKind.BRANCH: N_("Branch"),
    PremisesKind.TRAINING_CENTRE: N_("Training centre"),
    PremisesKind.SHELTER: N_("Shelter"),
}
WEB: dict[str, str] = {
    WebKind.WEBSITE: N_("Website"),
    WebKind.SOCIAL: N_("Social network"),
    WebKind.MESSENGER: N_("Messenger"),
}
TIES: dict[str, str] = {
    CompanyTie.PARENT: N_("Parent company"),
    CompanyTie.SUBSIDIARY: N_("Subsidiary"),
    CompanyTie.SAME_OWNER: N_("Company of the same owner"),
    CompanyTie.PARTNER_ABROAD: N_("Partner abroad"),
}
AGENT_KINDS: dict[str, str] = {SubAgentKind.PERSON: N_("Person"), SubAgentKind.FIRM: N_("Firm")}
SCOPES: dict[str, str] = {
    SubAgentScope.FIND_WORKERS: N_("Find workers"),
    SubAgentScope.DOCUMENTS: N_("Help with documents"),
    SubAgentScope.TRAINING: N_("Train workers"),
    SubAgentScope.TRAVEL: N_("Arrange travel"),
}
CONTACTS: dict[str, str] = {
    Contact.PHONE: N_("Telephone number"),
    Contact.WEB: N_("Web address"),
    Contact.PREMISES: N_("Place"),
}
VERDICTS: dict[str, str] = {
    Verdict.VERIFIED: N_("Verified: it is theirs"),
    Verdict.NOT_THEIRS: N_("Not theirs"),
    Verdict.UNREACHABLE: N_("Nobody could be reached"),
}
VERDICT_TAGS: dict[str, str] = {Verdict.VERIFIED: "good", Verdict.NOT_THEIRS: "bad", Verdict.UNREACHABLE: "warn"}
METHODS: dict[str, str] = {
    Method.CALLED: N_("Called"),
    Method.VISITED: N_("Visited"),
    Method.TRADE_REGISTER: N_("Looked in the trade register"),
    Method.WRITTEN_ANSWER: N_("Had a written answer"),
    Method.PUBLIC_PAGE: N_("Looked at the public page"),
}
UNVERIFIED = N_("Not verified")
