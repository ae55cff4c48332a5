"""Reads of lists of flagged entities: what is in use, what changed, one entity in all its versions."""

import enum
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, any_, exists, func, or_, select
from sqlalchemy.orm import aliased, lazyload, selectinload

from core import clock
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from screening.watchlists.guards import Expected
from screening.watchlists.models import (
    Delivery,
    FlaggedEntity,
    FlaggedName,
    Schema,
    Watchlist,
    WatchlistFile,
    WatchlistSnapshot,
    WatchlistSource,
)
from screening.watchlists.states import DeliveryStatus, Every, SnapshotStatus

MOST_LISTS = 200
MOST_VERSIONS = 50
MOST_WORDS = 8
# After this long without a look at the publisher's version a list is shown as old; by hand a month is the usual.
STALE_AFTER = {Every.OFF: timedelta(days=31), Every.DAILY: timedelta(days=2), Every.WEEKLY: timedelta(days=9)}


class Change(enum.StrEnum):
    """How an entity differs between a snapshot and the one before."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class ListRow:
    """A list with its newest snapshot (None before its first version), how it is looked after, and what waits."""

    watchlist: Watchlist
    newest: WatchlistSnapshot | None
    source: WatchlistSource | None = None
    waiting: int = 0

    @property
    def in_use(self) -> bool:
        """Tell whether names are screened against it."""
        return self.newest is not None and self.newest.status == SnapshotStatus.CURRENT

    @property
    def stale(self) -> bool:
        """Tell whether it should have been looked at again: a schedule is late, or nobody imported it for long."""
        if self.newest is None or self.watchlist.built_in:
            return False
        every = self.source.every if self.source else Every.OFF
        seen = max(filter(None, (self.newest.imported_at, self.source.checked_at if self.source else None)))
        return bool(clock.now() - seen > STALE_AFTER[Every(every)])


def overview(limit: int = MOST_LISTS) -> list[ListRow]:
    """Return every list with its newest snapshot, by title; one query."""
    sequence = (
        select(func.max(WatchlistSnapshot.sequence))
        .where(WatchlistSnapshot.watchlist_id == Watchlist.id)
        .correlate(Watchlist)
        .scalar_subquery()
    )
    waiting = (
        select(func.count())
        .where(Delivery.watchlist_id == Watchlist.id, Delivery.status == DeliveryStatus.WAITING)
        .correlate(Watchlist)
        .scalar_subquery()
    )
    newest = and_(WatchlistSnapshot.watchlist_id == Watchlist.id, WatchlistSnapshot.sequence == sequence)
    statement = (
        select(Watchlist, WatchlistSnapshot, WatchlistSource, waiting)
        .outerjoin(WatchlistSnapshot, newest)
        .outerjoin(WatchlistSource, WatchlistSource.watchlist_id == Watchlist.id)
        .order_by(func.lower(Watchlist.title), Watchlist.code)
        .options(lazyload(WatchlistSnapshot.watchlist), lazyload(WatchlistSource.watchlist))
        .limit(limit)
    )
    return [ListRow(*row) for row in db.session.execute(statement)]


def row(watchlist: Watchlist) -> ListRow:
    """Return one list as `overview` does."""
    newest = (
        select(WatchlistSnapshot)
        .where(WatchlistSnapshot.watchlist_id == watchlist.id)
        .order_by(WatchlistSnapshot.sequence.desc())
        .limit(1)
    )
    found = db.session.execute(newest).scalar_one_or_none()
    return ListRow(watchlist, found, source(watchlist), len(waiting(watchlist)))


def get(code: str) -> Watchlist:
    """Return a list by its code. Raises NotFound."""
    found = db.session.execute(select(Watchlist).where(Watchlist.code == code)).scalar_one_or_none()
    if found is None:
        raise NotFound("watchlist-not-found", N_("There is no list with this code."))
    return found


def source(watchlist: Watchlist) -> WatchlistSource | None:
    """Return how a list is looked after; None where nobody said anything yet."""
    statement = select(WatchlistSource).where(WatchlistSource.watchlist_id == watchlist.id)
    return db.session.execute(statement).scalar_one_or_none()


def expected(watchlist: Watchlist) -> Expected:
    """Return how many entities a list should hold."""
    known = source(watchlist)
    return Expected(known.expected_least, known.expected_most) if known else Expected()


def in_use(watchlist: Watchlist) -> int | None:
    """Return the number of the version that names are screened against now."""
    statement = select(WatchlistSnapshot.sequence).where(
        WatchlistSnapshot.watchlist_id == watchlist.id, WatchlistSnapshot.status == SnapshotStatus.CURRENT
    )
    return db.session.execute(statement).scalar_one_or_none()


def with_files(watchlist_id: UUID) -> list[UUID]:
    """Return the snapshots of a list whose source files are kept."""
    statement = (
        select(WatchlistFile.snapshot_id)
        .join(WatchlistSnapshot, WatchlistSnapshot.id == WatchlistFile.snapshot_id)
        .where(WatchlistSnapshot.watchlist_id == watchlist_id)
        .distinct()
    )
    return [found for found in db.session.execute(statement).scalars() if found is not None]


def waiting(watchlist: Watchlist) -> list[Delivery]:
    """Return what waits for a person's decision, newest first."""
    statement = _deliveries(watchlist).where(Delivery.status == DeliveryStatus.WAITING).limit(MOST_VERSIONS)
    return list(db.session.execute(statement).scalars())


def deliveries(watchlist: Watchlist, page: Page) -> Paged[Delivery]:
    """Return what came in for a list and did not become a version at once, newest first."""
    return paged(_deliveries(watchlist), page)


def _deliveries(watchlist: Watchlist) -> Select[Any]:
    statement = select(Delivery).where(Delivery.watchlist_id == watchlist.id)
    return statement.order_by(Delivery.received_at.desc(), Delivery.id)


def delivery(watchlist: Watchlist, delivery_id: UUID) -> Delivery:
    """Return one delivery of a list. Raises NotFound."""
    statement = select(Delivery).where(Delivery.watchlist_id == watchlist.id, Delivery.id == delivery_id)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("delivery-not-found", N_("There is no such delivery of this list."))
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
