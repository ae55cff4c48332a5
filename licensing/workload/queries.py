"""Reads of the views that an officer keeps, and of who else is in a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from core import clock
from core.actor import Actor
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from licensing.workload.models import CasePresence, SavedView

MOST_VIEWS = 20
READS_FOR = timedelta(minutes=10)  # after so long without a page of the case, a reader has left
WRITES_FOR = timedelta(minutes=30)  # as long as an officer's session lasts without a request


def views(by: Actor) -> list[SavedView]:
    """Return the views that `by` keeps, by name; there are at most 20."""
    statement = (
        select(SavedView)
        .where(SavedView.person_id == by.person_id, SavedView.deleted_at.is_(None))
        .order_by(SavedView.name, SavedView.id)
        .limit(MOST_VIEWS)
    )
    return list(db.session.scalars(statement))


def view(view_id: UUID, *, by: Actor) -> SavedView:
    """Return a view of one's own, also a deleted one. Raises NotFound."""
    statement = select(SavedView).where(SavedView.id == view_id, SavedView.person_id == by.person_id)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound("view-not-found", N_("There is no such view, or it is not yours. Open the queue again."))
    return found


def deleted_view(view_id: UUID, *, by: Actor) -> SavedView | None:
    """Return a view of one's own that was deleted and can still be brought back."""
    statement = select(SavedView).where(
        SavedView.id == view_id, SavedView.person_id == by.person_id, SavedView.deleted_at.is_not(None)
    )
    return db.session.scalars(statement).one_or_none()


@dataclass(frozen=True)
class Present:
    """Someone who has a case open: since when, and whether a form of it is open for writing."""

    person_id: UUID
    name: str
    writing: bool
    minutes: int


def present(application_id: UUID) -> Sequence[CasePresence]:
    """Return the rows of who has a case open now, writers first; there is one row a person."""
    now = clock.now()
    statement = (
        select(CasePresence)
        .where(CasePresence.application_id == application_id, CasePresence.seen_at > now - WRITES_FOR)
        .order_by(CasePresence.writing.desc(), CasePresence.opened_at)
        .limit(20)
    )
    return [row for row in db.session.scalars(statement) if row.writing or row.seen_at > now - READS_FOR]


def others(rows: Sequence[CasePresence], by: Actor) -> list[Present]:
    """Return who of `rows` is someone else than `by`."""
    return [
        Present(row.person_id, row.person_name, row.writing, minutes(row.opened_at, clock.now()))
        for row in rows
        if row.person_id != by.person_id
    ]


def minutes(since: datetime, now: datetime) -> int:
    """Return whole minutes between two instants, none below 0."""
    return max(0, int((now - since).total_seconds() // 60))
