"""What changed on a list between two of its versions: who came, who changed from what to what, who left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from core.db import db
from screening.names import Kind
from screening.watchlists.models import FlaggedEntity, FlaggedName
from screening.watchlists.records import kind_of

# More than this is not a change but another list: whoever asks looks at the whole list instead.
MOST_CHANGES = 50_000


class Named(NamedTuple):
    """One name of an entity: as published, what it is, and whether it is too weak to mean much by itself."""

    name: str
    kind: str
    weak: bool


@dataclass(frozen=True, slots=True)
class EntityVersion:
    """One version of a flagged entity with all that is compared of it; cheap to read by the thousand.

    `id` is that of the row in ``flagged_entity``; `entity_key` stays the same through all versions.
    """

    id: UUID
    entity_key: str
    schema: str
    caption: str
    programs: tuple[str, ...]
    countries: tuple[str, ...]
    birth_dates: tuple[str, ...]
    identifiers: dict[str, list[str]]
    addresses: tuple[str, ...]
    reason: str | None
    remarks: str | None
    listed_on: date | None
    delisted_on: date | None
    source_url: str | None
    names: tuple[Named, ...]

    @property
    def kind(self) -> Kind:
        """What ``screening.names`` treats the names as."""
        return kind_of(self.schema)

    def compared(self) -> tuple[Any, ...]:
        """Return what a score can rest on: two versions that agree in it are screened alike."""
        return (
            self.kind, frozenset(self.names), frozenset(self.countries), frozenset(self.birth_dates),
            {scheme: frozenset(values) for scheme, values in self.identifiers.items()}, frozenset(self.addresses),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changes:
    """What lies between two versions of a list.

    Attributes:
        added: who is on the later version only.
        changed: pairs (as it was, as it is) of who is on both and differs in anything the publisher says.
        removed: who is on the earlier version only.
        complete: False when there were more than was asked for; the lists are empty then, and the whole list is to
            be looked at.
    """

    added: list[EntityVersion] = field(default_factory=list)
    changed: list[tuple[EntityVersion, EntityVersion]] = field(default_factory=list)
    removed: list[EntityVersion] = field(default_factory=list)
    complete: bool = True


def changed_entities(watchlist_id: UUID, since: int, to: int, *, most: int = MOST_CHANGES) -> Changes:
    """Return how the version `to` of a list differs from the version `since`; two queries, both by an index.

    `since` 0 is the time before the first version, and a number at which a list was withdrawn is a version without
    anybody on it. Versions between the two do not count: who came and left again is not named.
    """
    here = FlaggedEntity.watchlist_id == watchlist_id
    came = and_(FlaggedEntity.from_sequence > since, FlaggedEntity.from_sequence <= to, _on(to))
    ended = and_(FlaggedEntity.to_sequence >= since, FlaggedEntity.to_sequence < to)
    left = and_(ended, FlaggedEntity.from_sequence <= since)
    after = _versions(select(FlaggedEntity).where(here, came).limit(most + 1))
    before = _versions(select(FlaggedEntity).where(here, left).limit(most + 1))
    if len(after) > most or len(before) > most:
        return Changes(complete=False)
    was = {row.entity_key: row for row in before}
    now = {row.entity_key for row in after}
    return Changes(
        added=[row for row in after if row.entity_key not in was],
        changed=[(was[row.entity_key], row) for row in after if row.entity_key in was],
        removed=[row for row in before if row.entity_key not in now],
    )


def _on(sequence: int) -> ColumnElement[bool]:
    """Return the condition that a row of ``flagged_entity`` was on the list at `sequence`."""
    return and_(
        FlaggedEntity.from_sequence <= sequence,
        or_(FlaggedEntity.to_sequence.is_(None), FlaggedEntity.to_sequence >= sequence),
    )


def _versions(chosen: Select[Any]) -> list[EntityVersion]:
    """Return the chosen rows with their names, ordered by key, without making mapped objects of them."""
    entity = aliased(FlaggedEntity, chosen.subquery())
    name = func.json_build_array(FlaggedName.name, FlaggedName.kind, FlaggedName.weak)
    names = (
        select(func.json_agg(aggregate_order_by(name, FlaggedName.position)))
        .where(FlaggedName.entity_id == entity.id)
        .correlate(entity)
        .scalar_subquery()
    )
    columns = (
        entity.id, entity.entity_key, entity.schema, entity.caption, entity.programs, entity.countries,
        entity.birth_dates, entity.identifiers, entity.addresses, entity.reason, entity.remarks,
        entity.listed_on, entity.delisted_on, entity.source_url,
    )  # fmt: skip
    statement = select(*columns, names.label("names")).order_by(entity.entity_key)
    return [_version(row) for row in db.session.execute(statement)]


def _version(row: Sequence[Any]) -> EntityVersion:
    key, entity_key, schema, caption, *several = row
    programs, countries, births, identifiers, addresses, reason, remarks, on, off, url, names = several
    return EntityVersion(
        key, entity_key, schema, caption, tuple(programs), tuple(countries), tuple(births), identifiers,
        tuple(addresses), reason, remarks, on, off, url, tuple(Named(*one) for one in names or ()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One attribute in which two versions of an entity differ: what left it and what came to it."""

    attribute: str
    left: list[str]
    came: list[str]


def differing(before: EntityVersion, after: EntityVersion) -> list[Difference]:
    """Return in which attributes two versions of an entity differ, value by value."""
    was, now = dict(_attributes(before)), dict(_attributes(after))
    return [
        Difference(name, _without(was[name], now[name]), _without(now[name], was[name]))
        for name in was
        if set(was[name]) != set(now[name])
    ]


def _without(these: list[str], those: list[str]) -> list[str]:
    return [one for one in these if one not in those]


def _attributes(row: EntityVersion) -> Iterator[tuple[str, list[str]]]:
    yield "caption", [row.caption]
    yield "schema", [row.schema]
    yield "names", [f"{name.name} ({name.kind})" for name in row.names]
    yield from (("programs", list(row.programs)), ("countries", list(row.countries)))
    yield from (("birth_dates", list(row.birth_dates)), ("addresses", list(row.addresses)))
    yield "identifiers", [f"{scheme}: {value}" for scheme, values in row.identifiers.items() for value in values]
    for name in ("reason", "remarks", "listed_on", "delisted_on", "source_url"):
        value = getattr(row, name)
        yield name, [] if value is None else [str(value)]


COLUMNS = ("change", "entity_key", "caption", "attribute", "before", "after")


def rows(found: Changes) -> Iterator[tuple[str, ...]]:
    """Yield every difference as a row of a table, with its head; several values of one cell are separated by “;”."""
    yield COLUMNS
    for row in found.added:
        yield from (("added", row.entity_key, row.caption, name, "", text) for name, text in _told(row))
    for before, after in found.changed:
        for item in differing(before, after):
            yield "changed", after.entity_key, after.caption, item.attribute, "; ".join(item.left), "; ".join(item.came)
    for row in found.removed:
        yield from (("removed", row.entity_key, row.caption, name, text, "") for name, text in _told(row))


def _told(row: EntityVersion) -> list[tuple[str, str]]:
    return [(name, "; ".join(values)) for name, values in _attributes(row) if values]


def pairs_of(found: Sequence[FlaggedEntity], sequence: int) -> dict[str, list[Difference]]:
    """Return for entities that the version `sequence` changed what changed, by key; one query for a page of them."""
    if not found:
        return {}
    statement = select(FlaggedEntity).where(
        FlaggedEntity.watchlist_id == found[0].watchlist_id,
        FlaggedEntity.to_sequence == sequence - 1,
        FlaggedEntity.entity_key.in_([row.entity_key for row in found]),
    )
    was = {row.entity_key: row for row in _versions(statement)}
    return {row.entity_key: differing(was[row.entity_key], version_of(row)) for row in found if row.entity_key in was}


def version_of(row: FlaggedEntity) -> EntityVersion:
    """Return a mapped row, whose names are loaded, as a version."""
    return EntityVersion(
        row.id, row.entity_key, row.schema, row.caption, tuple(row.programs), tuple(row.countries),
        tuple(row.birth_dates), row.identifiers, tuple(row.addresses), row.reason, row.remarks, row.listed_on,
        row.delisted_on, row.source_url, tuple(Named(name.name, name.kind, name.weak) for name in row.names),
    )  # fmt: skip
