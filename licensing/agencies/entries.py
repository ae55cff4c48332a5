"""How entries of an agency come, go and come back: one row each, never deleted, each act in the trail."""

from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import select

from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Invalid, NotFound
from core.i18n import N_
from licensing.agencies import facts
from licensing.agencies.models import Agency
from licensing.events import AgencyChanged

Row = TypeVar("Row", bound=Any)
MOST = 200
NOT_HERE = N_("There is no such entry at this agency.")


def of(kind: type[Row], agency_id: UUID, *, removed: bool = False) -> list[Row]:
    """Return the entries of a table that an agency has now (or, with `removed`, ever had), the oldest first."""
    statement = select(kind).where(kind.agency_id == agency_id)
    if not removed:
        statement = statement.where(kind.removed_at.is_(None))
    return list(db.session.scalars(statement.order_by(kind.created_at, kind.id).limit(MOST)))


def get(kind: type[Row], agency: Agency, row_id: UUID) -> Row:
    """Return an entry of an agency, also a removed one. Raises NotFound."""
    row: Any = db.session.get(kind, row_id)
    if row is None or row.agency_id != agency.id:
        raise NotFound("not-here", NOT_HERE)
    return cast("Row", row)


def put(
    kind: type[Row], agency: Agency, values: dict[str, Any], *, same: tuple[str, ...], field: str, most: int, by: Actor
) -> Row:
    """Add an entry; one equal in the columns `same` is returned as it is. Raises Invalid when there are `most`."""
    present = of(kind, agency.id)
    for known in present:
        if all(getattr(known, name) == values[name] for name in same):
            return known
    if len(present) >= most:
        sentence = N_("There are %(most)s entries, and no more can be kept. Remove one first.")
        raise Invalid("too-many-entries", facts.CHECK, {field: sentence}, most=most)
    row: Row = kind(
        id=ids.new_id(), organisation_id=agency.organisation_id, agency_id=agency.id, created_at=clock.now(), **values
    )
    db.session.add(row)
    trail.record(f"licensing.{dashed(kind)}.add", row, by=by)
    db.session.flush()
    changed(agency)
    return row


def remove(kind: type[Row], agency: Agency, row_id: UUID, *, by: Actor) -> Row:
    """Take an entry away; the row stays, so that it can come back. Removing again changes nothing. Raises NotFound."""
    row = get(kind, agency, row_id)
    if row.removed_at is None:
        row.removed_at = clock.now()
        trail.record(f"licensing.{dashed(kind)}.remove", row, by=by)
        db.session.flush()
        changed(agency)
    return row


def restore(kind: type[Row], agency: Agency, row_id: UUID, *, by: Actor) -> Row:
    """Undo a removal. Raises NotFound."""
    row = get(kind, agency, row_id)
    if row.removed_at is not None:
        row.removed_at = None
        trail.record(f"licensing.{dashed(kind)}.restore", row, by=by)
        db.session.flush()
        changed(agency)
    return row


def changed(agency: Agency) -> None:
    """Tell who compares agencies that this one says something else now; drafts nobody saw are nobody's business."""
    if agency.published_at is not None:
        events.publish(AgencyChanged(agency.id))


def dashed(kind: type[Any]) -> str:
    """Return the name of a table as the trail writes it."""
    return str(kind.__tablename__).replace("_", "-")
