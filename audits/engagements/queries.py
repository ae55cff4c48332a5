"""Reads of engagements; row-level security lets a company see those it gave and a firm those it holds."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.organisations.models import Organisation
from accounts.organisations.queries import of_kind
from accounts.permissions import Kind
from audits.visits.models import Engagement
from core import clock
from core.actor import Actor
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from supplychain.suppliers.models import Supplier

MOST_FIRMS = 500


@dataclass(frozen=True)
class EngagementRow:
    """An engagement with the names of both sides, and whether it runs today."""

    engagement: Engagement
    supplier: Supplier
    firm: str
    company: str
    runs: bool
    state: str  # ``running``, ``coming``, ``over``, ``ended``


def runs(engagement: Engagement) -> bool:
    """Tell whether an engagement lets its firm in today."""
    return engagement.ended_at is None and engagement.starts_on <= clock.today() <= engagement.ends_on


def state_of(engagement: Engagement) -> str:
    """Return ``ended`` (before its time), ``over``, ``coming`` or ``running``."""
    if engagement.ended_at is not None:
        return "ended"
    if engagement.ends_on < clock.today():
        return "over"
    return "running" if engagement.starts_on <= clock.today() else "coming"


def get(engagement_id: UUID, *, lock: bool = False) -> Engagement:
    """Return an engagement of the actor's own. Raises NotFound."""
    statement = select(Engagement).where(Engagement.id == engagement_id)
    if lock:
        statement = statement.with_for_update(of=Engagement)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("engagement-not-found", N_("There is no such engagement."))
    return found


def running(supplier_id: UUID, *, by: Actor) -> Engagement | None:
    """Return the engagement that lets the actor's firm in at a supplier today, the one that lasts longest."""
    statement = (
        select(Engagement)
        .where(
            Engagement.supplier_id == supplier_id,
            Engagement.auditor_organisation_id == by.organisation_id,
            Engagement.ended_at.is_(None),
            Engagement.starts_on <= clock.today(),
            Engagement.ends_on >= clock.today(),
        )
        .order_by(Engagement.ends_on.desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def search(page: Page, *, supplier_id: UUID | None = None, only_running: bool = False) -> Paged[EngagementRow]:
    """Return engagements with both sides' names, those that last longest first; three queries at most."""
    statement = (
        select(Engagement)
        .options(joinedload(Engagement.supplier))
        .order_by(Engagement.ended_at.is_not(None), Engagement.ends_on.desc(), Engagement.id)
    )
    if supplier_id is not None:
        statement = statement.where(Engagement.supplier_id == supplier_id)
    if only_running:
        statement = statement.where(
            Engagement.ended_at.is_(None), Engagement.starts_on <= clock.today(), Engagement.ends_on >= clock.today()
        )
    found = paged(statement, page)
    return Paged(_named(found.rows), found.total, found.page)


def row_of(engagement: Engagement) -> EngagementRow:
    """Return one engagement with the names of both sides."""
    return _named([engagement])[0]


def _named(rows: list[Engagement]) -> list[EngagementRow]:
    named = names({row.auditor_organisation_id for row in rows} | {row.organisation_id for row in rows})
    return [
        EngagementRow(
            row, row.supplier, named[row.auditor_organisation_id], named[row.organisation_id], runs(row), state_of(row)
        )
        for row in rows
    ]


def names(organisations: set[UUID]) -> dict[UUID, str]:
    """Return the names of some organisations by id."""
    if not organisations:
        return {}
    statement = select(Organisation.id, Organisation.name).where(Organisation.id.in_(organisations))
    return {row.id: row.name for row in db.session.execute(statement)}


def firms() -> list[Organisation]:
    """Return the auditor firms that can be engaged, by name."""
    return of_kind(Kind.AUDITOR, MOST_FIRMS)
