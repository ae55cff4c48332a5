"""Commands on findings: record and change drafts, withdraw, close once the remedy was verified, open again."""

from dataclasses import dataclass
from datetime import date, timedelta

from audits.findings.models import Finding
from audits.findings.queries import stamp
from audits.findings.states import Severity, Status
from audits.visits.models import Audit
from audits.visits.queries import commissions, records
from audits.visits.states import Status as AuditStatus
from core import clock, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from core.text import clean_line, clean_text

LONGEST_CLAUSE = 120
LONGEST_NATIVE = 60
LONGEST_TEXT = 10_000
SHORTEST_TEXT = 10
FARTHEST = timedelta(days=5 * 366)


@dataclass(frozen=True)
class Told:
    """What a person says of a finding; `severity_native` is the scheme's own word for how grave it is."""

    clause: str
    severity: Severity
    severity_native: str | None
    description: str
    due_on: date | None


def record(audit: Audit, told: Told, *, by: Actor) -> Finding:
    """Record a draft finding of an audit in progress.

    Raises Refused to who does not record the audit, Conflict when it is not in progress, Invalid when something is
    missing: a day by which it must be put right for everything but an observation.
    """
    require_recording(audit, by=by)
    tidied = _checked(told)
    finding = Finding(
        id=ids.new_id(), organisation_id=audit.organisation_id, reference=ids.new_reference("F"), audit_id=audit.id,
        supplier_id=audit.supplier_id, auditor_organisation_id=audit.auditor_organisation_id, clause=tidied.clause,
        severity=tidied.severity, severity_native=tidied.severity_native, description=tidied.description,
        due_on=tidied.due_on, status=Status.DRAFT, created_at=clock.now(), created_by_name=by.name, closed_at=None,
    )  # fmt: skip
    db.session.add(finding)
    trail.record("audits.finding.record", finding, by=by, audit=audit.reference, severity=str(tidied.severity))
    db.session.flush()
    return finding


def require_recording(audit: Audit, *, by: Actor) -> None:
    """Raise Refused to who does not record the audit, Conflict when it is not in progress."""
    _refuse_others(audit, by)
    if audit.status != AuditStatus.IN_PROGRESS:
        message = N_("Findings are recorded while the audit is in progress. Reload the page.")
        raise Conflict("audit-not-in-progress", message)


def revise(finding: Finding, audit: Audit, told: Told, *, seen: str, by: Actor) -> None:
    """Change a draft. `seen` is the `stamp` of what the person saw. Raises Refused, Conflict, Invalid."""
    _refuse_others(audit, by)
    if finding.status != Status.DRAFT:
        message = N_("This finding was issued and is not rewritten. Withdraw it and record a new one.")
        raise Conflict("finding-issued", message)
    if seen != stamp(finding):
        message = N_("Someone changed this finding in the meantime. Look at it as it is now, then try again.")
        raise Conflict("finding-changed", message)
    tidied = _checked(told)
    before = stamp(finding)
    finding.clause, finding.severity, finding.severity_native = tidied.clause, tidied.severity, tidied.severity_native
    finding.description, finding.due_on = tidied.description, tidied.due_on
    if stamp(finding) != before:
        trail.record("audits.finding.revise", finding, by=by, audit=audit.reference, severity=str(tidied.severity))
    db.session.flush()


def withdraw(finding: Finding, audit: Audit, reason: str | None, *, by: Actor) -> None:
    """Withdraw a draft, or an issued finding that was a mistake; it stays readable with the reason."""
    _refuse_others(audit, by)
    action = "audits.finding.discard" if finding.status == Status.DRAFT else "audits.finding.withdraw"
    text = _sentence(reason, "reason", N_("Say why you withdraw it, in at least 10 characters."))
    move(finding, Status.WITHDRAWN, action=action, by=by, reason=text)
    db.session.flush()


def close(finding: Finding, audit: Audit, note: str | None, *, by: Actor) -> None:
    """Close an open finding: someone has verified that it was put right, and says how. Either side may.

    Raises Invalid without a note of at least 10 characters.
    """
    _refuse_strangers(audit, by)
    text = _sentence(note, "note", N_("Say how you verified that it was put right, in at least 10 characters."))
    move(finding, Status.CLOSED_VERIFIED, action="audits.finding.close", by=by, reason=text)
    finding.closed_at = clock.now()
    db.session.flush()


def reopen(finding: Finding, audit: Audit, reason: str | None, *, by: Actor) -> None:
    """Open a closed finding again, because it was not put right after all."""
    _refuse_strangers(audit, by)
    text = _sentence(reason, "reason", N_("Say why it is open again, in at least 10 characters."))
    move(finding, Status.OPEN, action="audits.finding.reopen", by=by, reason=text)
    finding.closed_at = None
    db.session.flush()


def _checked(told: Told) -> Told:
    """Return what was told, tidied. Raises Invalid with every fault at once."""
    clause, native = clean_line(told.clause), clean_line(told.severity_native or "") or None
    description = clean_text(told.description)
    faults: dict[str, str] = {}
    if not 0 < len(clause) <= LONGEST_CLAUSE:
        faults["clause"] = N_("Name the clause in at most 120 characters, as the standard does.")
    if native is not None and len(native) > LONGEST_NATIVE:
        faults["severity_native"] = N_("Use at most 60 characters for the standard's own word.")
    if not SHORTEST_TEXT <= len(description) <= LONGEST_TEXT:
        faults["description"] = N_("Describe what you found in at least 10 characters.")
    if told.due_on is None and told.severity != Severity.OBSERVATION:
        faults["due_on"] = N_("Say by when this must be put right.")
    elif told.due_on is not None and not clock.today() <= told.due_on <= clock.today() + FARTHEST:
        faults["due_on"] = N_("The day must be today or later, within five years.")
    if faults:
        raise Invalid("finding-unfit", N_("Check what you entered."), faults)
    return Told(clause, Severity(told.severity), native, description, told.due_on)


def _sentence(text: str | None, field: str, message: str) -> str:
    cleaned = clean_text(text or "")
    if not SHORTEST_TEXT <= len(cleaned) <= LONGEST_TEXT:
        raise Invalid(f"{field}-missing", message, {field: message})
    return cleaned


def _refuse_others(audit: Audit, by: Actor) -> None:
    if not records(audit, by):
        raise Refused("not-your-audit", N_("This audit is recorded by someone else. You can read it."))


def _refuse_strangers(audit: Audit, by: Actor) -> None:
    if not (records(audit, by) or commissions(audit, by)):
        raise Refused("not-your-audit", N_("This audit is recorded by someone else. You can read it."))
