"""The current flagged entities as an index in memory, kept per process while the lists stay the same."""

import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.types import Uuid

from core import clock
from core.db import db
from screening.names import Kind
from screening.runs.comparing import Names, Numbers
from screening.runs.parties import ListedName, ListedParty, attributes_of, listed_key
from screening.watchlists.models import FlaggedEntity, FlaggedName, SnapshotStatus, Watchlist, WatchlistSnapshot
from screening.watchlists.records import kind_of

_FETCHED = 5_000


@dataclass(frozen=True)
class Listed:
    """The lists screened against: how to find a name or an identifier, and what the lists were.

    Attributes:
        snapshots: ids of the current snapshots, sorted: what makes this index the right one.
        names: finds listed parties, by their places, by name.
        numbers: finds them by identifier.
        entities: the id of the version at each place.
        lists: code, title, sequence, hash, days and size of each list, as a run records them.
    """

    snapshots: tuple[UUID, ...]
    names: Names
    numbers: Numbers
    entities: Sequence[UUID]
    lists: tuple[dict[str, Any], ...]

    def fetch(self, places: Collection[int]) -> dict[int, ListedParty]:
        """Return the parties at some places that are listed today, in one query."""
        wanted = {self.entities[place]: place for place in places}
        if not wanted:
            return {}
        found = parties(FlaggedEntity.id == any_(literal(list(wanted), ARRAY(Uuid))))
        return {wanted[party.id]: party for party in found}


@dataclass(frozen=True)
class Material:
    """What an index of the lists is built from, read within a transaction so that it can be built outside of one."""

    snapshots: tuple[UUID, ...]
    lists: tuple[dict[str, Any], ...]
    names: list[tuple[UUID, str, Kind, bool]]
    numbers: list[tuple[str, UUID]]


_lock = threading.Lock()
_kept: list[Listed] = []


def current() -> Listed:
    """Return the index of the lists as they are now; builds it when a list has changed since."""
    snapshots = _snapshots()
    wanted = _key(snapshots)
    with _lock:
        if not _kept or _kept[0].snapshots != wanted:
            _kept[:] = []  # the old one goes before the new one is built: two at once would double the memory
            _kept[:] = [_build(_read(snapshots))]
        return _kept[0]


def kept(*, at_once: int) -> Listed | None:
    """Return the index when it is the right one for the lists as they are now, in one query.

    Args:
        at_once: of so many names at most an index is built here and now; otherwise None is returned.
    """
    in_use = select(WatchlistSnapshot.id, WatchlistSnapshot.names).where(
        WatchlistSnapshot.status == SnapshotStatus.CURRENT
    )
    rows = db.session.execute(in_use).all()  # asked with every name, so no more than what tells one index from another
    found = _kept[:]
    if found and found[0].snapshots == tuple(sorted(row[0] for row in rows)):
        return found[0]
    return current() if sum(row[1] for row in rows) <= at_once else None


def read() -> Material | None:
    """Return what a new index is to be built from, None when the one kept is still right."""
    snapshots = _snapshots()
    if _kept and _kept[0].snapshots == _key(snapshots):
        return None
    return _read(snapshots)


def keep(material: Material | None, *, meanwhile: bool = False) -> None:
    """Build and keep an index, outside of any transaction: building may take longer than one may stand idle.

    `meanwhile` keeps the old one until the new one is there: who asks meanwhile gets its answer, for twice the memory.
    """
    if material is not None:
        with _lock:
            if not meanwhile:
                _kept[:] = []
            _kept[:] = [_build(material)]


def last() -> Listed | None:
    """Return the index that is kept, right for the lists as they are now or not; None before the first."""
    found = _kept[:]
    return found[0] if found else None


def names_in_use() -> tuple[dict[str, Any], ...]:
    """Return what a run records of each list that is in use."""
    return _told(_snapshots())


def _key(snapshots: Iterable[WatchlistSnapshot]) -> tuple[UUID, ...]:
    return tuple(sorted(row.id for row in snapshots))


def _snapshots() -> list[WatchlistSnapshot]:
    statement = (
        select(WatchlistSnapshot)
        .join(WatchlistSnapshot.watchlist)
        .where(WatchlistSnapshot.status == SnapshotStatus.CURRENT)
        .order_by(Watchlist.code)
    )
    return list(db.session.execute(statement).scalars())


def _told(snapshots: Iterable[WatchlistSnapshot]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"code": row.watchlist.code, "title": row.watchlist.title, "sequence": row.sequence,
         "source_hash": row.source_hash, "imported_at": row.imported_at.isoformat(),
         "published_on": row.published_on.isoformat() if row.published_on else None, "entities": row.entities,
         "names": row.names}
        for row in snapshots
    )  # fmt: skip


def _read(snapshots: list[WatchlistSnapshot]) -> Material:
    names = (
        select(FlaggedEntity.id, FlaggedEntity.schema, FlaggedName.name, FlaggedName.weak)
        .join(FlaggedName, FlaggedName.entity_id == FlaggedEntity.id)
        .where(still_listed())
        .order_by(FlaggedEntity.id, FlaggedName.position)
        .execution_options(yield_per=_FETCHED)
    )
    numbers = (
        select(FlaggedEntity.id, FlaggedEntity.identifiers)
        .where(FlaggedEntity.identifiers != {}, still_listed())
        .execution_options(yield_per=_FETCHED)
    )
    return Material(
        _key(snapshots), _told(snapshots),
        [(entity, name, kind_of(schema), weak) for entity, schema, name, weak in db.session.execute(names)],
        [(value, entity) for entity, known in db.session.execute(numbers) for many in known.values() for value in many],
    )  # fmt: skip


def _build(material: Material) -> Listed:
    places: dict[UUID, int] = {}
    rows = [
        (places.setdefault(entity, len(places)), name, kind, weak) for entity, name, kind, weak in material.names
    ]
    numbers = Numbers((value, places[entity]) for value, entity in material.numbers if entity in places)
    return Listed(material.snapshots, Names.build(rows), numbers, list(places), material.lists)


def still_listed() -> ColumnElement[bool]:
    """Return the condition for who is on a list today.

    Not whom the publisher itself has taken off, although the entity still stands in its file.
    """
    off = or_(FlaggedEntity.delisted_on.is_(None), FlaggedEntity.delisted_on > clock.today())
    return FlaggedEntity.to_sequence.is_(None) & off


def parties(chosen: ColumnElement[bool], *, limit: int | None = None) -> list[ListedParty]:
    """Return listed parties that are on a list today with all that is compared of them, by id, in one query."""
    name = func.json_build_array(FlaggedName.name, FlaggedName.weak)
    names = (
        select(func.json_agg(aggregate_order_by(name, FlaggedName.position)))
        .where(FlaggedName.entity_id == FlaggedEntity.id)
        .scalar_subquery()
    )
    columns = (
        FlaggedEntity.id, FlaggedEntity.watchlist_id, FlaggedEntity.entity_key, FlaggedEntity.schema,
        FlaggedEntity.caption, FlaggedEntity.countries, FlaggedEntity.birth_dates, FlaggedEntity.identifiers,
    )  # fmt: skip
    statement = select(*columns, names.label("names")).where(chosen, still_listed()).order_by(FlaggedEntity.id)
    if limit is not None:
        statement = statement.limit(limit)
    return [
        ListedParty(
            row.id, listed_key(row.watchlist_id, row.entity_key), kind_of(row.schema), row.caption,
            tuple(ListedName(name, weak) for name, weak in row.names or ()), attributes_of(row._asdict()),
        )
        for row in db.session.execute(statement)
    ]  # fmt: skip
