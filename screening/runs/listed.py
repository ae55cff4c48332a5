"""The current flagged entities as an index in memory, kept per process while the lists stay the same."""

import re
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from core import clock
from core.db import db
from screening.index import Entry, NameIndex
from screening.names import Kind
from screening.watchlists.models import (
    FlaggedEntity,
    FlaggedName,
    Schema,
    SnapshotStatus,
    Watchlist,
    WatchlistSnapshot,
)

_FETCHED = 5_000
_KIND: dict[str, Kind] = {Schema.PERSON: "person", Schema.LEGAL_ENTITY: "unknown"}


@dataclass(frozen=True)
class Listed:
    """The lists screened against: how to find a name or an identifier, and what the lists were.

    Attributes:
        snapshots: ids of the current snapshots, sorted: what makes this index the right one.
        names: finds entity ids (as text) by name.
        identifiers: bare value of an identifier to the ids of the entities that have it; to be confirmed by
            scoring.
        lists: code, title, sequence, hash, day and size of each list, as a run records them.
    """

    snapshots: tuple[UUID, ...]
    names: NameIndex
    identifiers: Mapping[str, tuple[UUID, ...]]
    lists: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Material:
    """What an index of the lists is built from, read within a transaction so that it can be built outside of one."""

    snapshots: tuple[UUID, ...]
    lists: tuple[dict[str, Any], ...]
    names: list[Entry]
    identifiers: dict[str, tuple[UUID, ...]]


_lock = threading.Lock()
_kept: list[Listed] = []


def current() -> Listed:
    """Return the index of the lists as they are now; builds it when a list has changed since."""
    snapshots = _snapshots()
    with _lock:
        if not _kept or _kept[0].snapshots != _key(snapshots):
            _kept[:] = []  # the old one goes before the new one is built: two at once would double the memory
            _kept[:] = [_build(_read(snapshots))]
        return _kept[0]


def read() -> Material | None:
    """Return what a new index is to be built from, None when the one kept is still right."""
    snapshots = _snapshots()
    if _kept and _kept[0].snapshots == _key(snapshots):
        return None
    return _read(snapshots)


def keep(material: Material | None) -> None:
    """Build and keep an index, outside of any transaction: building may take longer than one may stand idle."""
    if material is not None:
        with _lock:
            _kept[:] = []
            _kept[:] = [_build(material)]


def kept(*, at_once: int) -> Listed | None:
    """Return the index when it is the right one for the lists as they are now, in one query.

    Args:
        at_once: of so many names at most an index is built here and now; otherwise None is returned.
    """
    snapshots = _snapshots()
    found = _kept[:]
    if found and found[0].snapshots == _key(snapshots):
        return found[0]
    return current() if sum(row.names for row in snapshots) <= at_once else None


def bare(value: str) -> str:
    """Return an identifier without spaces, punctuation and case."""
    return re.sub(r"[\W_]", "", value).casefold()


def _snapshots() -> list[WatchlistSnapshot]:
    statement = (
        select(WatchlistSnapshot)
        .join(WatchlistSnapshot.watchlist)
        .where(WatchlistSnapshot.status == SnapshotStatus.CURRENT)
        .order_by(Watchlist.code)
    )
    return list(db.session.execute(statement).scalars())


def _key(snapshots: list[WatchlistSnapshot]) -> tuple[UUID, ...]:
    return tuple(sorted(row.id for row in snapshots))


def _read(snapshots: list[WatchlistSnapshot]) -> Material:
    lists = tuple(
        {"code": row.watchlist.code, "title": row.watchlist.title, "sequence": row.sequence,
         "source_hash": row.source_hash, "imported_at": row.imported_at.isoformat(),
         "published_on": row.published_on.isoformat() if row.published_on else None, "entities": row.entities,
         "names": row.names}
        for row in snapshots
    )  # fmt: skip
    return Material(_key(snapshots), lists, list(_entries()), _identifiers())


def _build(material: Material) -> Listed:
    return Listed(material.snapshots, NameIndex.build(material.names), material.identifiers, material.lists)


def _entries() -> Iterator[Entry]:
    """Yield every name on a list now, a few thousand rows at a time."""
    statement = (
        select(FlaggedEntity.id, FlaggedEntity.schema, FlaggedName.name, FlaggedName.weak)
        .join(FlaggedName, FlaggedName.entity_id == FlaggedEntity.id)
        .where(FlaggedEntity.to_sequence.is_(None), _still_listed())
        .order_by(FlaggedEntity.id, FlaggedName.position)
        .execution_options(yield_per=_FETCHED)
    )
    for entity_id, schema, name, weak in db.session.execute(statement):
        yield str(entity_id), name, _KIND.get(schema, "organisation"), weak


def _still_listed() -> ColumnElement[bool]:
    """Leave out whom the publisher itself has taken off, although the entity still stands in its file."""
    return or_(FlaggedEntity.delisted_on.is_(None), FlaggedEntity.delisted_on > clock.today())


def _identifiers() -> dict[str, tuple[UUID, ...]]:
    statement = (
        select(FlaggedEntity.id, FlaggedEntity.identifiers)
        .where(FlaggedEntity.to_sequence.is_(None), FlaggedEntity.identifiers != {}, _still_listed())
        .execution_options(yield_per=_FETCHED)
    )
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    for entity_id, identifiers in db.session.execute(statement):
        for values in identifiers.values():
            for value in values:
                found[bare(value)].append(entity_id)
    return {value: tuple(dict.fromkeys(entities)) for value, entities in found.items()}
