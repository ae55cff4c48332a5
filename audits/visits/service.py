"""Commands on audits: plan, start, submit with a summary, accept or send back, break off."""

from datetime import date, timedelta

from audits.engagements import queries as engagements
from audits.findings import queries as findings
from audits.findings.states import Status as FindingStatus
from audits.visits.models import Audit
from audits.visits.queries import commissions, records
from audits.visits.states import AuditType, Status
from core import clock, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, NotFound, Refused
from core.i18n import N_
from core.text import clean_line, clean_text
from supplychain.suppliers.models import Supplier

LONGEST_STANDARD = 200
LONGEST_TEXT = 10_000
SHORTEST_SUMMARY = 20
FARTHEST = timedelta(days=2 * 366)


def plan(
    supplier: Supplier, *, standard: str, audit_type: AuditType, starts_on: date, ends_on: date | None, by: Actor
) -> Audit:
    """Plan an audit of `supplier`: by its own company, or by an auditor firm whose engagement runs.

    Raises NotFound when the supplier is not the actor's to audit, Invalid when something is missing or impossible.
    """
    own = supplier.organisation_id == by.organisation_id
    engagement = None if own else engagements.running(supplier.id, by=by)
    if not own and engagement is None:
        raise NotFound("supplier-not-found", N_("There is no such supplier. Check the address."))
    standard = clean_line(standard)
    faults: dict[str, str] = {}
    if not 0 < len(standard) <= LONGEST_STANDARD:
        faults["standard"] = N_("Name the standard in at most 200 characters.")
    if ends_on is not None and ends_on < starts_on:
        faults["ends_on"] = N_("The last day cannot be before the first day.")
    if abs(starts_on - clock.today()) > FARTHEST:
        faults["starts_on"] = N_("The first day must be within two years of today.")
    elif engagement is not None and not engagement.starts_on <= starts_on <= engagement.ends_on:
        faults["starts_on"] = N_("Choose a day within your engagement for this supplier.")
    if faults:
        raise Invalid("audit-unfit", N_("Check what you entered."), faults)
    audit = Audit(
        id=ids.new_id(), organisation_id=supplier.organisation_id, reference=ids.new_reference("V"),
        supplier_id=supplier.id, supplier=supplier, auditor_organisation_id=None if own else by.organisation_id,
        standard=standard, audit_type=AuditType(audit_type), status=Status.PLANNED, starts_on=starts_on,
        ends_on=ends_on, summary=None, lead_auditor=by.person_id, lead_auditor_name=by.name, created_at=clock.now(),
        submitted_at=None, version=1,
    )  # fmt: skip
    db.session.add(audit)
    trail.record("audits.audit.plan", audit, by=by, supplier=supplier.reference, standard=standard)
    db.session.flush()
    return audit


def start(audit: Audit, *, version: int, by: Actor) -> None:
    """Begin the audit; findings can be recorded from now on. Raises Refused to who does not record it, Conflict."""
    _refuse_others(audit, by)
    _refuse_stale(audit, version)
    move(audit, Status.IN_PROGRESS, action="audits.audit.start", by=by)
    db.session.flush()


def submit(audit: Audit, summary: str | None, *, version: int, by: Actor) -> int:
    """Hand the audit to the company with a summary; its draft findings become open. Returns how many.

    Raises Invalid without a summary of at least 20 characters, Refused to who does not record it, Conflict.
    """
    _refuse_others(audit, by)
    _refuse_stale(audit, version)
    if audit.status != Status.IN_PROGRESS:
        raise Conflict("audit-not-in-progress", N_("This audit is not in progress. Reload the page."))
    text = clean_text(summary or "")
    if not SHORTEST_SUMMARY <= len(text) <= LONGEST_TEXT:
        message = N_("Sum the audit up in at least 20 characters.")
        raise Invalid("summary-short", message, {"summary": message})
    drafts = findings.in_state(audit, FindingStatus.DRAFT)
    audit.summary = text
    audit.submitted_at = clock.now()
    audit.ends_on = audit.ends_on or max(audit.starts_on, clock.today())
    move(audit, Status.SUBMITTED, action="audits.audit.submit", by=by, findings=len(drafts))
    for finding in drafts:
        move(finding, FindingStatus.OPEN, action="audits.finding.issue", by=by, severity=finding.severity)
    db.session.flush()
    return len(drafts)


def accept(audit: Audit, *, version: int, by: Actor) -> None:
    """Accept a submitted audit as final: by the company, and by someone else than who led it.

    Raises Refused to others, Conflict when it is not submitted.
    """
    _refuse_outsiders(audit, by)
    if audit.lead_auditor == by.person_id:
        raise Refused("four-eyes", N_("You led this audit. Someone else in your company must accept it."))
    _refuse_stale(audit, version)
    move(audit, Status.FINAL, action="audits.audit.accept", by=by)
    db.session.flush()


def send_back(audit: Audit, reason: str | None, *, version: int, by: Actor) -> None:
    """Send a submitted audit back to who records it, with what is missing. Issued findings stay as they are."""
    _refuse_outsiders(audit, by)
    _refuse_stale(audit, version)
    move(audit, Status.IN_PROGRESS, action="audits.audit.send_back", by=by, reason=_reason(reason))
    audit.submitted_at = None
    db.session.flush()


def abort(audit: Audit, reason: str | None, *, version: int, by: Actor) -> None:
    """Break an audit off with a reason, such as access denied; its drafts are withdrawn. Either side may."""
    if not (records(audit, by) or commissions(audit, by)):
        raise Refused("not-your-audit", N_("This audit is recorded by someone else."))
    _refuse_stale(audit, version)
    text = _reason(reason)
    drafts = findings.in_state(audit, FindingStatus.DRAFT)
    move(audit, Status.ABORTED, action="audits.audit.abort", by=by, reason=text)
    for finding in drafts:
        move(finding, FindingStatus.WITHDRAWN, action="audits.finding.discard", by=by, reason=text)
    db.session.flush()


def _reason(text: str | None) -> str:
    cleaned = clean_text(text or "")
    if not 0 < len(cleaned) <= LONGEST_TEXT:
        message = N_("Say why.")
        raise Invalid("reason-missing", message, {"reason": message})
    return cleaned


def _refuse_others(audit: Audit, by: Actor) -> None:
    if not records(audit, by):
        raise Refused("not-your-audit", N_("This audit is recorded by someone else. You can read it."))


def _refuse_outsiders(audit: Audit, by: Actor) -> None:
    if not commissions(audit, by):
        raise Refused("not-your-company", N_("The company that commissioned this audit decides about it."))


def _refuse_stale(audit: Audit, version: int) -> None:
    if audit.version != version:
        raise Conflict(
            "audit-changed", N_("This audit was changed in the meantime. Look at it as it is now, then try again.")
        )
