"""What the codes of audits, findings and engagements mean, in words, marked for translation."""

from audits.findings.states import Severity
from audits.findings.states import Status as FindingStatus
from audits.visits.states import AuditType
from audits.visits.states import Status as AuditStatus
from core.i18n import N_

AUDIT_STATES: dict[str, tuple[str, str]] = {
    AuditStatus.PLANNED: (N_("Planned"), "neutral"),
    AuditStatus.IN_PROGRESS: (N_("In progress"), "progress"),
    AuditStatus.SUBMITTED: (N_("Submitted"), "info"),
    AuditStatus.FINAL: (N_("Final"), "good"),
    AuditStatus.ABORTED: (N_("Broken off"), "neutral"),
}

TYPES: dict[str, tuple[str, str]] = {
    AuditType.ANNOUNCED: (N_("Announced"), N_("The supplier knows the day.")),
    AuditType.SEMI_ANNOUNCED: (N_("Semi-announced"), N_("The supplier knows the weeks, not the day.")),
    AuditType.UNANNOUNCED: (N_("Unannounced"), N_("The supplier knows nothing before.")),
}

SEVERITIES: dict[str, tuple[str, str]] = {
    Severity.ZERO_TOLERANCE: (N_("Zero tolerance"), "bad"),
    Severity.CRITICAL: (N_("Critical"), "bad"),
    Severity.MAJOR: (N_("Major"), "warn"),
    Severity.MINOR: (N_("Minor"), "info"),
    Severity.OBSERVATION: (N_("Observation"), "neutral"),
}

SEVERITY_HINTS: dict[str, str] = {
    Severity.ZERO_TOLERANCE: N_("Forced or child labour, danger to life: people must be protected at once."),
    Severity.CRITICAL: N_("A grave breach of law or rights, or one that is hidden on purpose."),
    Severity.MAJOR: N_("A breach that harms people or shows that a rule is not kept at all."),
    Severity.MINOR: N_("A single lapse that is easily put right."),
    Severity.OBSERVATION: N_("No breach yet. No day by which it must be put right."),
}

FINDING_STATES: dict[str, tuple[str, str]] = {
    FindingStatus.DRAFT: (N_("Draft"), "neutral"),
    FindingStatus.OPEN: (N_("Open"), "warn"),
    FindingStatus.CLOSED_VERIFIED: (N_("Closed, verified"), "good"),
    FindingStatus.WITHDRAWN: (N_("Withdrawn"), "neutral"),
}

LATE = N_("Late")

# The trail's tags as lines of a history.
EVENTS: dict[str, tuple[str, str]] = {
    "audits.audit.plan": (N_("Planned"), "neutral"),
    "audits.audit.start": (N_("Started"), "info"),
    "audits.audit.submit": (N_("Submitted"), "info"),
    "audits.audit.send_back": (N_("Sent back"), "warn"),
    "audits.audit.accept": (N_("Accepted as final"), "good"),
    "audits.audit.abort": (N_("Broken off"), "bad"),
    "audits.finding.record": (N_("Finding recorded"), "info"),
    "audits.finding.revise": (N_("Finding changed"), "neutral"),
    "audits.finding.issue": (N_("Finding issued"), "warn"),
    "audits.finding.discard": (N_("Draft withdrawn"), "neutral"),
    "audits.finding.withdraw": (N_("Finding withdrawn"), "neutral"),
    "audits.finding.close": (N_("Finding closed"), "good"),
    "audits.finding.reopen": (N_("Finding opened again"), "bad"),
}

ENGAGEMENT_STATES: dict[str, tuple[str, str]] = {
    "running": (N_("Running"), "good"),
    "coming": (N_("Not yet begun"), "wait"),
    "over": (N_("Over"), "neutral"),
    "ended": (N_("Ended early"), "neutral"),
}
