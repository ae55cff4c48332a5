"""Reads of papers that officers enter."""

from uuid import UUID

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from licensing.assisted.models import AssistedEntry

UNKNOWN = N_("There are no such papers.")


def get(entry_id: UUID, *, lock: bool = False) -> AssistedEntry:
    """Return one entry. Raises NotFound."""
    statement = select(AssistedEntry).where(AssistedEntry.id == entry_id)
    row = db.session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()
    if row is None:
        raise NotFound("papers-unknown", UNKNOWN)
    return row


def of(organisation_id: UUID) -> list[AssistedEntry]:
    """Return what was entered for an organisation, newest first."""
    statement = (
        select(AssistedEntry).where(AssistedEntry.organisation_id == organisation_id)
        .order_by(AssistedEntry.begun_at.desc()).limit(50)
    )  # fmt: skip
    return list(db.session.execute(statement).scalars())


def open_of(organisation_id: UUID) -> AssistedEntry | None:
    """Return the papers that are being entered for an organisation."""
    return next((row for row in of(organisation_id) if row.finished_at is None), None)


def recent(page: Page) -> Paged[AssistedEntry]:
    """Return all entries, those that are open first, then the newest."""
    statement = select(AssistedEntry).order_by(
        AssistedEntry.finished_at.is_not(None), AssistedEntry.begun_at.desc(), AssistedEntry.id
    )
    return paged(statement, page)
