"""One table: which role may do what. Routes name a permission; a test compares every route with every role."""

import enum

from core.i18n import N_


class Role(enum.StrEnum):
    """What a person is in an organisation."""

    BROKER = "broker"
    ASSISTANT = "assistant"  # an officer who enters an agency's papers for it
    OFFICER = "officer"
    DECIDER = "decider"
    INSPECTOR = "inspector"
    ANALYST = "analyst"
    COMPLIANCE = "compliance"
    AUDITOR = "auditor"


class Kind(enum.StrEnum):
    """What an organisation is."""

    REGULATOR = "regulator"
    BROKER = "broker"
    COMPANY = "company"
    AUDITOR = "auditor"


class Permission(enum.StrEnum):
    """One thing a person may do."""

    USE_ACCOUNT = "use-account"
    PAY = "pay"  # pay the fees of the own agency, see its receipts
    SEE_PAYMENTS = "see-payments"  # orders, refunds, transfers, differences, fee schedules
    RECORD_PAYMENTS = "record-payments"  # record transfers, propose refunds and fees, settle differences
    APPROVE_PAYMENTS = "approve-payments"  # the second pair of eyes on transfers, refunds and fees
    APPLY = "apply"  # register and change the own agency, fill in and submit applications
    SEE_CASES = "see-cases"  # queue, applications, agencies, screening results
    CHECK_APPLICATIONS = "check-applications"  # record checks, return, recommend
    DECIDE_APPLICATIONS = "decide-applications"
    PROPOSE_LICENCE_MEASURES = "propose-licence-measures"  # suspend, revoke, lift, freeze: proposed
    DECIDE_LICENCE_MEASURES = "decide-licence-measures"
    INSPECT = "inspect"
    SEE_WATCHLISTS = "see-watchlists"
    SEARCH_NAMES = "search-names"  # compare a name with the flagged lists, without keeping it
    MANAGE_WATCHLISTS = "manage-watchlists"  # upload, take, reject and withdraw versions, say where they are fetched
    SEE_TRAIL = "see-trail"
    SEE_SUPPLIERS = "see-suppliers"
    UPLOAD_SUPPLIERS = "upload-suppliers"
    SEE_ALERTS = "see-alerts"
    DECIDE_ALERTS = "decide-alerts"
    CONFIRM_ALERTS = "confirm-alerts"  # the second pair of eyes on a true match
    SEE_AUDITS = "see-audits"
    RECORD_AUDITS = "record-audits"
    COMMISSION_AUDITS = "commission-audits"  # engage auditor firms, accept what they submit


P = Permission
_REGULATOR = {P.USE_ACCOUNT, P.SEE_CASES, P.SEE_PAYMENTS, P.SEE_WATCHLISTS, P.SEARCH_NAMES, P.SEE_TRAIL}
_COMPANY = {P.USE_ACCOUNT, P.SEE_SUPPLIERS, P.UPLOAD_SUPPLIERS, P.SEE_ALERTS, P.DECIDE_ALERTS, P.SEE_AUDITS,
            P.RECORD_AUDITS, P.COMMISSION_AUDITS, P.SEE_WATCHLISTS, P.SEARCH_NAMES, P.SEE_TRAIL}  # fmt: skip

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.BROKER: frozenset({P.USE_ACCOUNT, P.APPLY, P.PAY}),
    Role.ASSISTANT: frozenset({P.USE_ACCOUNT, P.APPLY}),
    Role.OFFICER: frozenset(_REGULATOR | {P.CHECK_APPLICATIONS, P.PROPOSE_LICENCE_MEASURES, P.RECORD_PAYMENTS}),
    # A decider also proposes and checks: the person, not the role, is what may not do both on one matter.
    Role.DECIDER: frozenset(
        _REGULATOR
        | {P.CHECK_APPLICATIONS, P.DECIDE_APPLICATIONS, P.PROPOSE_LICENCE_MEASURES, P.DECIDE_LICENCE_MEASURES}
        | {P.MANAGE_WATCHLISTS, P.RECORD_PAYMENTS, P.APPROVE_PAYMENTS}
    ),
    Role.INSPECTOR: frozenset(_REGULATOR | {P.INSPECT}),
    Role.ANALYST: frozenset(_COMPANY),
    Role.COMPLIANCE: frozenset(_COMPANY | {P.CONFIRM_ALERTS}),
    Role.AUDITOR: frozenset({P.USE_ACCOUNT, P.SEE_AUDITS, P.RECORD_AUDITS, P.SEARCH_NAMES}),
}

ROLES_OF_KIND: dict[Kind, frozenset[Role]] = {
    Kind.REGULATOR: frozenset({Role.OFFICER, Role.DECIDER, Role.INSPECTOR}),
    Kind.BROKER: frozenset({Role.BROKER, Role.ASSISTANT}),
    Kind.COMPANY: frozenset({Role.ANALYST, Role.COMPLIANCE}),
    Kind.AUDITOR: frozenset({Role.AUDITOR}),
}

ROLE_NAMES: dict[Role, str] = {
    Role.BROKER: N_("Broker"),
    Role.ASSISTANT: N_("Officer entering papers for an agency"),
    Role.OFFICER: N_("Licensing officer"),
    Role.DECIDER: N_("Decider"),
    Role.INSPECTOR: N_("Inspector"),
    Role.ANALYST: N_("Analyst"),
    Role.COMPLIANCE: N_("Compliance lead"),
    Role.AUDITOR: N_("Auditor"),
}
