"""Reads of audits; row-level security lets a company see its own, an auditor those of its running engagements."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, func, or_, select

from audits.findings.models import Finding
from audits.findings.states import Status as FindingStatus
from audits.visits.models import Audit
from audits.visits.states import Status
from core import clock
from core.actor import Actor
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.ids import tidy_reference
from core.paging import Page, Paged, paged
from core.trail import AuditEntry
from supplychain.suppliers.models import Supplier

MOST_EXPORTED = 50_000
MOST_EVENTS = 500
UNDER_WAY = (Status.PLANNED, Status.IN_PROGRESS, Status.SUBMITTED)


def records(audit: Audit, by: Actor) -> bool:
    """Tell whether the actor's side records this audit: the auditor firm, or the company when it audits itself."""
    return (audit.auditor_organisation_id or audit.organisation_id) == by.organisation_id


def commissions(audit: Audit, by: Actor) -> bool:
    """Tell whether the actor's company commissioned this audit, and so accepts it."""
    return audit.organisation_id == by.organisation_id


def get(reference: str, *, lock: bool = False) -> Audit:
    """Return an audit by its reference. Raises NotFound, also for one that is not the actor's to see."""
    statement = select(Audit).where(Audit.reference == (tidy_reference(reference) or reference))
    if lock:
        statement = statement.with_for_update(of=Audit)
    found: Audit | None = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("audit-not-found", N_("There is no such audit. Check the address."))
    return found


@dataclass(frozen=True)
class Filter:
    """What the list of audits is narrowed to; empty means everything."""

    text: str = ""
    status: str = ""
    supplier: str = ""


def search(wanted: Filter, page: Page) -> Paged[Audit]:
    """Return one page of audits: those under way first, the earliest day first; then the others, newest first."""
    return paged(_found(wanted), page)


def every(wanted: Filter) -> Iterator[Audit]:
    """Yield audits for a download."""
    statement = _found(wanted).limit(MOST_EXPORTED).execution_options(yield_per=1_000)
    yield from db.session.execute(statement).scalars()


def _found(wanted: Filter) -> Select[Any]:
    statement = select(Audit)
    if wanted.text:
        pattern = "%" + wanted.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        named = select(Supplier.id).where(Supplier.name.ilike(pattern))
        statement = statement.where(
            or_(
                Audit.reference == (tidy_reference(wanted.text) or wanted.text),
                Audit.standard.ilike(pattern),
                Audit.supplier_id.in_(named),
            )
        )
    if wanted.status:
        statement = statement.where(Audit.status == wanted.status)
    if wanted.supplier:
        chosen = select(Supplier.id).where(Supplier.reference == wanted.supplier)
        statement = statement.where(Audit.supplier_id.in_(chosen))
    under_way = Audit.status.in_(UNDER_WAY)
    return statement.order_by(
        under_way.desc(), case((under_way, Audit.starts_on)), Audit.starts_on.desc(), Audit.reference
    )


def of_supplier(supplier_id: UUID, limit: int = 5) -> list[Audit]:
    """Return the newest audits of a supplier."""
    statement = (
        select(Audit)
        .where(Audit.supplier_id == supplier_id)
        .order_by(Audit.starts_on.desc(), Audit.reference)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())


def next_visit() -> Audit | None:
    """Return the next audit that is planned for a later day, if any."""
    statement = (
        select(Audit)
        .where(Audit.status == Status.PLANNED, Audit.starts_on > clock.today())
        .order_by(Audit.starts_on, Audit.reference)
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def counts(by: Actor) -> dict[str, int]:
    """Return how many audits are in each state; `by` is who looks, row-level security does the rest."""
    statement = select(Audit.status, func.count()).group_by(Audit.status)
    return {row[0]: row[1] for row in db.session.execute(statement)} if by.organisation_id else {}


@dataclass(frozen=True)
class Tally:
    """How many findings of an audit are open, and how many of these are late; drafts are the recorder's own."""

    open: int = 0
    late: int = 0
    drafts: int = 0


def tallies(audits: Collection[UUID]) -> dict[UUID, Tally]:
    """Return the tally of each audit in one query; an audit without findings is left out."""
    if not audits:
        return {}
    is_open = Finding.status == FindingStatus.OPEN
    statement = (
        select(
            Finding.audit_id,
            func.count().filter(is_open),
            func.count().filter(and_(is_open, Finding.due_on < clock.today())),
            func.count().filter(Finding.status == FindingStatus.DRAFT),
        )
        .where(Finding.audit_id.in_(audits))
        .group_by(Finding.audit_id)
    )
    return {row[0]: Tally(*row[1:]) for row in db.session.execute(statement)}


def events_of(subjects: Collection[UUID]) -> list[AuditEntry]:
    """Return what was done to an audit and its findings, newest first, as far as the actor may know it."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.subject_table.in_(("audit", "finding")), AuditEntry.subject_id.in_(subjects))
        .order_by(AuditEntry.at.desc(), AuditEntry.id)
        .limit(MOST_EVENTS)
    )
    return list(db.session.execute(statement).scalars())
