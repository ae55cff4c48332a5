"""Acts of auditors and of companies about audits, as lines of ``history.csv`` name them."""

from datetime import date

from sqlalchemy import select

from audits.engagements import service as engagements
from audits.findings import service as findings
from audits.findings.models import Finding
from audits.findings.service import Told
from audits.findings.states import Severity
from audits.findings.states import Status as FindingStatus
from audits.visits import service as visits
from audits.visits.models import Audit
from audits.visits.states import AuditType
from core.actor import Actor
from core.db import db
from core.errors import Invalid
from core.i18n import N_
from demonstration.cast import organisation_id
from demonstration.folder import Act, Folder
from supplychain.suppliers.models import Supplier


def engage(act: Act, _folder: Folder, by: Actor) -> None:
    """Let an auditor firm see a supplier; ``ground`` is the firm's key, ``more`` ``first|last day``."""
    first, last = _days(act)
    engagements.give(_supplier(act), organisation_id(act.ground), first, last, by=by)


def plan(act: Act, _folder: Folder, by: Actor) -> None:
    """Plan an audit; ``ground`` is how it is announced, ``text`` the standard, ``more`` ``first|last day``."""
    first, last = _days(act)
    visits.plan(
        _supplier(act), standard=act.text, audit_type=AuditType(act.ground), starts_on=first, ends_on=last, by=by
    )


def start(act: Act, _folder: Folder, by: Actor) -> None:
    """Begin the newest audit of the supplier."""
    audit = _audit(act)
    visits.start(audit, version=audit.version, by=by)


def record(act: Act, _folder: Folder, by: Actor) -> None:
    """Record a finding; ``ground`` is the severity, ``text`` the description, ``more`` ``clause|due day``."""
    clause, _, due = act.more.partition("|")
    told = Told(
        clause=clause, severity=Severity(act.ground), severity_native=None, description=act.text,
        due_on=date.fromisoformat(due) if due else None,
    )  # fmt: skip
    findings.record(_audit(act), told, by=by)


def submit(act: Act, _folder: Folder, by: Actor) -> None:
    """Hand the audit to the company, with its summary in ``text``."""
    audit = _audit(act)
    visits.submit(audit, act.text, version=audit.version, by=by)


def accept(act: Act, _folder: Folder, by: Actor) -> None:
    """Accept the audit as final."""
    audit = _audit(act)
    visits.accept(audit, version=audit.version, by=by)


def close(act: Act, _folder: Folder, by: Actor) -> None:
    """Close the finding of the clause in ``more`` as verified, with a note."""
    audit = _audit(act)
    statement = select(Finding).where(
        Finding.audit_id == audit.id, Finding.clause == act.more, Finding.status == FindingStatus.OPEN
    )
    finding = db.session.execute(statement).scalar_one_or_none()
    if finding is None:
        message = N_("%(where)s: there is no open finding on %(clause)s.")
        raise Invalid("no-finding", message, where=act.where, clause=act.more)
    findings.close(finding, audit, act.text, by=by)


def _supplier(act: Act) -> Supplier:
    statement = select(Supplier).where(Supplier.external_reference == act.subject).limit(1)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        message = N_("%(where)s: there is no supplier %(key)s that this person may see.")
        raise Invalid("no-supplier", message, where=act.where, key=act.subject)
    return found


def _audit(act: Act) -> Audit:
    statement = select(Audit).where(Audit.supplier_id == _supplier(act).id).order_by(Audit.created_at.desc()).limit(1)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        message = N_("%(where)s: there is no audit of %(key)s.")
        raise Invalid("no-audit", message, where=act.where, key=act.subject)
    return found


def _days(act: Act) -> tuple[date, date]:
    first, _, last = act.more.partition("|")
    return date.fromisoformat(first), date.fromisoformat(last or first)


ACTS = {
    "engage": (engage,),
    "audit": (plan,),
    "start-audit": (start,),
    "finding": (record,),
    "submit-audit": (submit,),
    "accept-audit": (accept,),
    "close-finding": (close,),
}
