"""Reads of the trail; row-level security bounds them to the organisation, and licensing's own to the regulator."""

from sqlalchemy import select

from core.paging import Page, Paged, paged
from core.trail import AuditEntry


def search(page: Page, *, text: str = "") -> Paged[AuditEntry]:
    """Return entries, newest first; `text` is the beginning of an action or a person's name."""
    statement = select(AuditEntry).order_by(AuditEntry.at.desc(), AuditEntry.id)
    sought = text.strip()
    if sought:
        starts = AuditEntry.action.startswith(sought, autoescape=True)
        statement = statement.where(starts | AuditEntry.actor_name.startswith(sought, autoescape=True))
    return paged(statement, page)
