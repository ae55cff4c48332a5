"""Commands on an officer's own views, and the note of who has a case open."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, case, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from core import clock, ids
from core.actor import Actor
from core.db import db
from core.errors import Conflict, Invalid
from core.i18n import N_
from licensing.workload import queries
from licensing.workload.models import CasePresence, SavedView

LONGEST_NAME = 60
UNDO_FOR = timedelta(hours=24)
SEEN_EVERY = timedelta(minutes=1)  # reading on does not write more often than this
Filters = Mapping[str, Sequence[str]]


def save_view(name: str | None, filters: Filters, *, by: Actor) -> SavedView:
    """Keep a choice of filters under a name. Raises Invalid for an empty, long or taken name, or the 21st."""
    sound = _sound(name, by)
    if len(queries.views(by)) >= queries.MOST_VIEWS:
        message = N_("You keep 20 views already. Delete one that you no longer need, then save this one.")
        raise Invalid("too-many-views", message, {"name": message})
    kept = {key: list(values) for key, values in filters.items()}
    view = SavedView(
        id=ids.new_id(), organisation_id=by.organisation_id, person_id=by.person_id, name=sound, filters=kept,
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(view)
    db.session.flush()
    return view


def rename_view(view: SavedView, name: str | None, *, by: Actor) -> None:
    """Give a view another name. Raises Invalid as `save_view` does."""
    view.name = _sound(name, by, but=view.id)
    db.session.flush()


def delete_view(view: SavedView) -> None:
    """Put a view away; it can be brought back for a day. Deleting it twice is no error."""
    view.deleted_at = view.deleted_at or clock.now()
    db.session.flush()


def restore_view(view: SavedView, *, by: Actor) -> None:
    """Bring a deleted view back. Raises Conflict when a view of its name was saved meanwhile, or there are 20."""
    if view.deleted_at is None:
        return
    if _taken(view.name, by, but=view.id) or len(queries.views(by)) >= queries.MOST_VIEWS:
        raise Conflict(
            "view-not-restored", N_("A view of this name is there again, or you keep 20 views. Rename or delete one.")
        )
    view.deleted_at = None
    db.session.flush()


def _sound(name: str | None, by: Actor, but: UUID | None = None) -> str:
    sound = " ".join((name or "").split())
    if not 1 <= len(sound) <= LONGEST_NAME:
        message = N_("Give the view a name of 1 to 60 characters.")
        raise Invalid("view-name", message, {"name": message})
    if _taken(sound, by, but=but):
        message = N_("You have a view of this name. Choose another name.")
        raise Invalid("view-name-taken", message, {"name": message})
    return sound


def _taken(name: str, by: Actor, *, but: UUID | None) -> bool:
    statement = select(SavedView.id).where(
        SavedView.person_id == by.person_id, SavedView.deleted_at.is_(None), func.lower(SavedView.name) == name.lower()
    )
    return any(found != but for found in db.session.scalars(statement.limit(2)))


def note_presence(application_id: UUID, *, writing: bool, by: Actor) -> None:
    """Note that `by` has a case open, to read or to write; `opened_at` stays while that does not change."""
    now = clock.now()
    new = insert(CasePresence).values(
        id=ids.new_id(), organisation_id=by.organisation_id, application_id=application_id, person_id=by.person_id,
        person_name=by.name, writing=writing, opened_at=now, seen_at=now,
    )  # fmt: skip
    table = CasePresence
    goes_on = and_(table.writing == writing, table.seen_at > now - queries.WRITES_FOR)
    db.session.execute(
        new.on_conflict_do_update(
            constraint="uq_case_presence_once",
            set_={
                "writing": writing,
                "seen_at": now,
                "person_name": by.name,
                "opened_at": case((goes_on, table.opened_at), else_=now),
            },
        )
    )


def forget() -> None:
    """Delete what no page shows any more: presence of an hour ago, views deleted yesterday. Idempotent."""
    now = clock.now()
    db.session.execute(delete(CasePresence).where(CasePresence.seen_at < now - 2 * queries.WRITES_FOR))
    db.session.execute(delete(SavedView).where(SavedView.deleted_at < now - UNDO_FOR))
