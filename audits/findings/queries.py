"""Reads of findings; a company sees those of an auditor firm once they are issued."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from audits.findings.models import Finding
from audits.findings.states import Severity, Status
from audits.visits.models import Audit
from core import clock
from core.actor import Actor
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.ids import tidy_reference
from core.paging import Page, Paged
from core.trail import AuditEntry
from supplychain.suppliers.models import Supplier

MOST_OF_AUDIT = 500
MOST_EXPORTED = 50_000
LATE = "late"


@dataclass(frozen=True)
class FindingRow:
    """A finding with its audit and supplier."""

    finding: Finding
    audit: Audit
    supplier: Supplier

    @property
    def late(self) -> bool:
        """Tell whether the day by which it must be put right has passed while it is open."""
        return is_late(self.finding)

    @property
    def stamp(self) -> str:
        """Return what tells this wording from another: whoever changes a draft says which one was seen."""
        return stamp(self.finding)


def is_late(finding: Finding) -> bool:
    """Tell whether an open finding is past its day: computed, never stored."""
    return bool(finding.status == Status.OPEN and finding.due_on is not None and finding.due_on < clock.today())


def stamp(finding: Finding) -> str:
    """Return a short hash of all that can be changed in a draft."""
    parts = (
        finding.clause, finding.severity, finding.severity_native, finding.description, finding.due_on, finding.status
    )  # fmt: skip
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:20]


def get(reference: str, *, by: Actor, lock: bool = False) -> FindingRow:
    """Return a finding with its audit. Raises NotFound, also for one that is not the actor's to see."""
    statement = _visible(by).where(Finding.reference == (tidy_reference(reference) or reference))
    if lock:
        statement = statement.with_for_update(of=Finding)
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise NotFound("finding-not-found", N_("There is no such finding. Check the address."))
    return FindingRow(*row)


def of_audit(audit: Audit, *, by: Actor) -> list[FindingRow]:
    """Return the findings of an audit, the gravest first."""
    statement = _visible(by).where(Finding.audit_id == audit.id).order_by(*_gravest_first()).limit(MOST_OF_AUDIT)
    return [FindingRow(*row) for row in db.session.execute(statement)]


def in_state(audit: Audit, status: Status) -> list[Finding]:
    """Return the findings of an audit that are in one state, locked."""
    statement = (
        select(Finding)
        .where(Finding.audit_id == audit.id, Finding.status == status)
        .order_by(Finding.created_at, Finding.reference)
        .with_for_update()
    )
    return list(db.session.execute(statement).scalars())


@dataclass(frozen=True)
class Filter:
    """What the list of findings is narrowed to; empty means everything. `status` may be ``late``."""

    status: str = ""
    severity: str = ""
    supplier: str = ""


def search(wanted: Filter, page: Page, *, by: Actor) -> Paged[FindingRow]:
    """Return one page of findings, the earliest due first; two queries."""
    statement = _found(wanted, by)
    total = db.session.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()
    rows = db.session.execute(statement.limit(page.size).offset(page.offset))
    return Paged([FindingRow(*row) for row in rows], total, page)


def every(wanted: Filter, *, by: Actor) -> Iterator[FindingRow]:
    """Yield findings for a download."""
    statement = _found(wanted, by).limit(MOST_EXPORTED).execution_options(yield_per=1_000)
    yield from (FindingRow(*row) for row in db.session.execute(statement))


def _found(wanted: Filter, by: Actor) -> Select[*tuple[Any, ...]]:
    statement = _visible(by)
    if wanted.status == LATE:
        statement = statement.where(_late(clock.today()))
    elif wanted.status:
        statement = statement.where(Finding.status == wanted.status)
    if wanted.severity:
        statement = statement.where(Finding.severity == wanted.severity)
    if wanted.supplier:
        statement = statement.where(Supplier.reference == wanted.supplier)
    is_open = Finding.status == Status.OPEN
    return statement.order_by(is_open.desc(), Finding.due_on.asc().nulls_last(), *_gravest_first())


def _visible(by: Actor) -> Select[*tuple[Any, ...]]:
    """Return the select of (finding, audit, supplier): drafts, and drafts thrown away, only for who records them."""
    recorder = func.coalesce(Audit.auditor_organisation_id, Audit.organisation_id)
    discarded = exists().where(
        AuditEntry.subject_table == "finding", AuditEntry.subject_id == Finding.id,
        AuditEntry.action == "audits.finding.discard",
    )  # fmt: skip
    issued = or_(
        Finding.status.in_((Status.OPEN, Status.CLOSED_VERIFIED)), and_(Finding.status == Status.WITHDRAWN, ~discarded)
    )
    return (
        select(Finding, Audit, Supplier)
        .join(Audit, Audit.id == Finding.audit_id)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .where(or_(recorder == by.organisation_id, issued))
    )


def _late(today: date) -> ColumnElement[bool]:
    return and_(Finding.status == Status.OPEN, Finding.due_on < today)


def _gravest_first() -> tuple[Any, ...]:
    rank = case({str(severity): number for number, severity in enumerate(Severity)}, value=Finding.severity)
    return rank, Finding.created_at, Finding.reference


@dataclass(frozen=True)
class Open:
    """The open findings of a supplier, or of a whole company: how many of each severity, how many late."""

    severities: list[tuple[str, int]]
    total: int
    late: int


def open_findings(supplier_id: UUID | None = None) -> Open:
    """Return the open findings by severity, the gravest first; one query."""
    late = func.count().filter(Finding.due_on < clock.today())
    statement = select(Finding.severity, func.count(), late).where(Finding.status == Status.OPEN)
    if supplier_id is not None:
        statement = statement.where(Finding.supplier_id == supplier_id)
    rows = {row[0]: (row[1], row[2]) for row in db.session.execute(statement.group_by(Finding.severity))}
    return Open(
        [(str(severity), rows[severity][0]) for severity in Severity if severity in rows],
        sum(count for count, _late_ones in rows.values()),
        sum(late_ones for _count, late_ones in rows.values()),
    )
