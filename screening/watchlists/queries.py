"""Reads of lists of flagged entities: what is in use, what changed, one entity in all its versions."""

import enum
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, any_, exists, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from screening.watchlists.models import FlaggedEntity, FlaggedName, Schema, SnapshotStatus, Watchlist, WatchlistSnapshot

MOST_LISTS = 200
MOST_VERSIONS = 50
MOST_WORDS = 8


class Change(enum.StrEnum):
    """How an entity differs between a snapshot and the one before."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class ListRow:
    """A list with its newest snapshot."""

    watchlist: Watchlist
    newest: WatchlistSnapshot

    @property
    def in_use(self) -> bool:
        """Tell whether names are screened against it."""
        return bool(self.newest.status == SnapshotStatus.CURRENT)


def overview(limit: int = MOST_LISTS) -> list[ListRow]:
    """Return every list with its newest snapshot, by title; one query."""
    newest = (
        select(WatchlistSnapshot.watchlist_id, func.max(WatchlistSnapshot.sequence).label("sequence"))
        .group_by(WatchlistSnapshot.watchlist_id)
        .subquery()
    )
    statement = (
        select(WatchlistSnapshot)
        .join(
            newest,
            and_(
                newest.c.watchlist_id == WatchlistSnapshot.watchlist_id, newest.c.sequence == WatchlistSnapshot.sequence
            ),
        )
        .join(WatchlistSnapshot.watchlist)
        .order_by(func.lower(Watchlist.title), Watchlist.code)
        .limit(limit)
    )
    return [ListRow(row.watchlist, row) for row in db.session.execute(statement).scalars()]


def get(code: str) -> Watchlist:
    """Return a list by its code. Raises NotFound."""
    found = db.session.execute(select(Watchlist).where(Watchlist.code == code)).scalar_one_or_none()
    if found is None:
        raise NotFound("watchlist-not-found", N_("There is no list with this code."))
    return found


def snapshot(watchlist: Watchlist, sequence: int | None = None) -> WatchlistSnapshot:
    """Return a snapshot of a list, the newest without `sequence`. Raises NotFound."""
    statement = select(WatchlistSnapshot).where(WatchlistSnapshot.watchlist_id == watchlist.id)
    if sequence is not None:
        statement = statement.where(WatchlistSnapshot.sequence == sequence)
    found = db.session.execute(statement.order_by(WatchlistSnapshot.sequence.desc()).limit(1)).scalar_one_or_none()
    if found is None:
        raise NotFound("snapshot-not-found", N_("There is no such version of this list."))
    return found


def snapshots(watchlist: Watchlist, page: Page) -> Paged[WatchlistSnapshot]:
    """Return the versions of a list, newest first."""
    statement = (
        select(WatchlistSnapshot)
        .where(WatchlistSnapshot.watchlist_id == watchlist.id)
        .order_by(WatchlistSnapshot.sequence.desc())
    )
    return paged(statement, page)


@dataclass(frozen=True)
class Filter:
    """What the entities of a list are narrowed to; empty means everything that is on it now."""

    text: str = ""
    schema: str = ""
    country: str = ""


def entities(watchlist: Watchlist, wanted: Filter, page: Page) -> Paged[FlaggedEntity]:
    """Return one page of the entities that are on a list now, with their names."""
    statement = select(FlaggedEntity).where(
        FlaggedEntity.watchlist_id == watchlist.id, FlaggedEntity.to_sequence.is_(None)
    )
    if wanted.text:
        statement = statement.where(or_(FlaggedEntity.entity_key == wanted.text.strip(), _named(wanted.text)))
    if wanted.schema:
        statement = statement.where(FlaggedEntity.schema == wanted.schema)
    if wanted.country:
        statement = statement.where(any_(FlaggedEntity.countries) == wanted.country)
    return paged(_in_order(statement), page)


def _named(text: str) -> Any:
    """Return the condition that one name of the entity holds every word of `text`, in any order and case."""
    words = text.split()[:MOST_WORDS]
    escaped = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in words]
    return exists().where(
        FlaggedName.entity_id == FlaggedEntity.id, *(FlaggedName.name.ilike(f"%{word}%") for word in escaped)
    )


def _in_order(statement: Select[Any]) -> Select[Any]:
    ordered = statement.order_by(func.lower(FlaggedEntity.caption), FlaggedEntity.id)
    return ordered.options(selectinload(FlaggedEntity.names))


def differences(watchlist: Watchlist, sequence: int, change: Change, page: Page) -> Paged[FlaggedEntity]:
    """Return the entities that a snapshot added, changed (as they became) or removed (as they were last)."""
    other = aliased(FlaggedEntity)
    same = and_(other.watchlist_id == FlaggedEntity.watchlist_id, other.entity_key == FlaggedEntity.entity_key)
    before = exists().where(same, other.to_sequence == sequence - 1)
    after = exists().where(same, other.from_sequence == sequence)
    condition = {
        Change.ADDED: and_(FlaggedEntity.from_sequence == sequence, ~before),
        Change.CHANGED: and_(FlaggedEntity.from_sequence == sequence, before),
        Change.REMOVED: and_(FlaggedEntity.to_sequence == sequence - 1, ~after),
    }[change]
    statement = select(FlaggedEntity).where(FlaggedEntity.watchlist_id == watchlist.id, condition)
    return paged(_in_order(statement), page)


def versions(watchlist: Watchlist, entity_key: str) -> list[FlaggedEntity]:
    """Return an entity in all its versions with their names, newest first. Raises NotFound when there is none."""
    statement = (
        select(FlaggedEntity)
        .where(FlaggedEntity.watchlist_id == watchlist.id, FlaggedEntity.entity_key == entity_key)
        .order_by(FlaggedEntity.from_sequence.desc())
        .options(selectinload(FlaggedEntity.names))
        .limit(MOST_VERSIONS)
    )
    found = list(db.session.execute(statement).scalars())
    if not found:
        raise NotFound("entity-not-found", N_("There is no such entity on this list."))
    return found


def days_of(watchlist: Watchlist, sequences: set[int]) -> dict[int, WatchlistSnapshot]:
    """Return the snapshots of some sequence numbers by number."""
    statement = select(WatchlistSnapshot).where(
        WatchlistSnapshot.watchlist_id == watchlist.id, WatchlistSnapshot.sequence.in_(sequences)
    )
    return {row.sequence: row for row in db.session.execute(statement).scalars()}


@dataclass(frozen=True)
class Shape:
    """How many entities of each kind, and of which countries most, are on a list now."""

    schemas: list[tuple[str, int]]
    countries: list[tuple[str, int]]


def shape(watchlist: Watchlist, most: int = 12) -> Shape:
    """Return what a list is made of; two queries."""
    now = (FlaggedEntity.watchlist_id == watchlist.id, FlaggedEntity.to_sequence.is_(None))
    kinds = select(FlaggedEntity.schema, func.count()).where(*now).group_by(FlaggedEntity.schema)
    country = func.unnest(FlaggedEntity.countries).label("country")
    each = select(country).where(*now).subquery()
    lands = select(each.c.country, func.count()).group_by(each.c.country).order_by(func.count().desc(), each.c.country)
    counted: dict[str, int] = {row[0]: row[1] for row in db.session.execute(kinds)}
    return Shape(
        [(str(schema), counted[schema]) for schema in Schema if schema in counted],
        [(row[0], row[1]) for row in db.session.execute(lands.limit(most))],
    )


def countries(watchlist: Watchlist) -> list[str]:
    """Return the codes of every country that entities of a list belong to now."""
    country = func.unnest(FlaggedEntity.countries)
    statement = select(country).distinct().where(
        FlaggedEntity.watchlist_id == watchlist.id, FlaggedEntity.to_sequence.is_(None)
    )
    return sorted(str(code) for code in db.session.execute(statement).scalars())
