"""Writes a list into the database batch by batch: an entity is new, changed or the same by its content hash."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import all_, any_, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text, Uuid

from core import ids
from core.db import db
from core.errors import Invalid
from core.i18n import N_
from core.text import has_forbidden
from screening.watchlists.models import FlaggedEntity
from screening.watchlists.records import EntityRecord, content_hash

BATCH = 2_000
_WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ENTITY = (
    "COPY flagged_entity (id, watchlist_id, entity_key, schema, caption, programs, countries, birth_dates, identifiers,"
    " addresses, reason, remarks, listed_on, delisted_on, source_url, content_hash, from_sequence) FROM STDIN"
)
_NAME = "COPY flagged_name (entity_id, position, name, kind, weak, language) FROM STDIN"


@dataclass
class Tally:
    """What one version of a list holds, and how it differs from the one before."""

    entities: int = 0
    names: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    stayed: list[UUID] = field(default_factory=list)


def write(records: Iterable[EntityRecord], watchlist_id: UUID, sequence: int) -> Tally:
    """Write the version `sequence` of a list: only what is new or changed makes a row, the rest stays as it is.

    Memory holds one batch and one id an entity. Raises Invalid when an entity comes twice or cannot be stored.
    """
    tally = Tally()
    remaining = iter(records)
    while batch := list(islice(remaining, BATCH)):
        _write_batch(batch, watchlist_id, sequence, tally)
    tally.removed = _close_missing(watchlist_id, sequence, tally.stayed)
    return tally


def amend(records: Sequence[EntityRecord], gone: Sequence[str], watchlist_id: UUID, sequence: int) -> Tally:
    """Write the version `sequence` of a list as the one before, but for `records` and for the keys that are `gone`."""
    tally = Tally()
    if records:
        _write_batch(list(records), watchlist_id, sequence, tally)
    leaving = [row.id for row in _current(watchlist_id, list(gone)).values()]
    _close(leaving, sequence)
    tally.removed = len(leaving)
    return tally


def differs(records: Sequence[EntityRecord], gone: Sequence[str], watchlist_id: UUID) -> bool:
    """Tell whether `amend` would change anything."""
    known = _current(watchlist_id, [*(record.entity_key for record in records), *gone])
    fresh = any(
        record.entity_key not in known or known[record.entity_key].content_hash != content_hash(record)
        for record in records
    )
    return fresh or any(key in known for key in gone)


def compare(records: Iterable[EntityRecord], watchlist_id: UUID) -> Tally:
    """Return what `write` would count, and write nothing. Raises Invalid as it would."""
    tally, seen = Tally(), set[str]()
    remaining = iter(records)
    while batch := list(islice(remaining, BATCH)):
        known = _current(watchlist_id, [record.entity_key for record in batch])
        for record in batch:
            if record.entity_key in seen:
                raise _twice(record.entity_key)
            seen.add(record.entity_key)
            _refuse_unfit(record)
            before = known.get(record.entity_key)
            tally.entities += 1
            tally.names += len(record.names)
            if before is None:
                tally.added += 1
            elif before.content_hash == content_hash(record):
                tally.stayed.append(before.id)
            else:
                tally.changed += 1
    on_it = select(func.count()).where(
        FlaggedEntity.watchlist_id == watchlist_id, FlaggedEntity.to_sequence.is_(None)
    )
    tally.removed = db.session.execute(on_it).scalar_one() - len(tally.stayed) - tally.changed
    return tally


def _twice(key: str) -> Invalid:
    return Invalid("entity-twice", N_("The entity %(key)s stands in the list twice."), key=key)


def close_all(watchlist_id: UUID, sequence: int) -> int:
    """End every entity that is on a list now with the version before `sequence`; return how many there were."""
    return _close_missing(watchlist_id, sequence, [])


def _write_batch(batch: list[EntityRecord], watchlist_id: UUID, sequence: int, tally: Tally) -> None:
    keys = [record.entity_key for record in batch]
    known = _current(watchlist_id, keys)
    twice = next(iter({key for key in keys if keys.count(key) > 1} if len(set(keys)) < len(keys) else ()), None)
    twice = twice or next((key for key, row in known.items() if row.from_sequence == sequence), None)
    if twice is not None:
        raise _twice(twice)
    rows, replaced = [], []
    for record in batch:
        _refuse_unfit(record)
        digest, before = content_hash(record), known.get(record.entity_key)
        tally.entities += 1
        tally.names += len(record.names)
        if before is not None and before.content_hash == digest:
            tally.stayed.append(before.id)
            continue
        if before is None:
            tally.added += 1
        else:
            tally.changed += 1
            replaced.append(before.id)
        rows.append((ids.new_id(), digest, record))
    _close(replaced, sequence)
    _copy(rows, watchlist_id, sequence)


def _current(watchlist_id: UUID, keys: list[str]) -> dict[str, Any]:
    statement = select(
        FlaggedEntity.id, FlaggedEntity.entity_key, FlaggedEntity.content_hash, FlaggedEntity.from_sequence
    ).where(
        FlaggedEntity.watchlist_id == watchlist_id,
        FlaggedEntity.to_sequence.is_(None),
        FlaggedEntity.entity_key == any_(literal(keys, ARRAY(Text))),
    )
    return {row.entity_key: row for row in db.session.execute(statement)}


def _refuse_unfit(record: EntityRecord) -> None:
    texts = (record.caption, record.reason or "", record.remarks or "", *(name.name for name in record.names))
    if any(has_forbidden(text) for text in texts):
        raise Invalid(
            "entity-unreadable", N_("The entity %(key)s holds characters that are no text. The file is damaged."),
            key=record.entity_key,
        )  # fmt: skip
    for _word, day in _days(record):
        _day(record, day)
    if not record.names:
        raise Invalid("entity-nameless", N_("The entity %(key)s has no name."), key=record.entity_key)


def _close(entities: list[UUID], sequence: int) -> None:
    if entities:
        chosen = FlaggedEntity.id == any_(literal(entities, ARRAY(Uuid)))
        statement = update(FlaggedEntity).where(chosen).values(to_sequence=sequence - 1)
        db.session.execute(statement, execution_options={"synchronize_session": False})


def _close_missing(watchlist_id: UUID, sequence: int, stayed: list[UUID]) -> int:
    statement = (
        update(FlaggedEntity)
        .where(
            FlaggedEntity.watchlist_id == watchlist_id,
            FlaggedEntity.to_sequence.is_(None),
            FlaggedEntity.from_sequence < sequence,
            FlaggedEntity.id != all_(literal(stayed, ARRAY(Uuid))),
        )
        .values(to_sequence=sequence - 1)
    )
    result: Any = db.session.execute(statement, execution_options={"synchronize_session": False})
    return int(result.rowcount)


def _copy(rows: list[tuple[UUID, str, EntityRecord]], watchlist_id: UUID, sequence: int) -> None:
    if not rows:
        return
    connection: Any = db.session.connection().connection.driver_connection
    with connection.cursor() as cursor:
        with cursor.copy(_ENTITY) as copy:
            for entity_id, digest, record in rows:
                copy.write_row((entity_id, watchlist_id, *_columns(record), digest, sequence))
        with cursor.copy(_NAME) as copy:
            for entity_id, _digest, record in rows:
                for position, name in enumerate(record.names):
                    copy.write_row(
                        (entity_id, position, name.name, name.kind, name.kind == "weak", name.language)
                    )


def _columns(record: EntityRecord) -> Iterator[Any]:
    yield from (record.entity_key, record.schema, record.caption)
    yield from (list(record.programs), list(record.countries), list(record.birth_dates))
    yield Jsonb({scheme: list(values) for scheme, values in record.identifiers.items()})
    yield Jsonb(list(record.addresses))
    inexact = [f"{word} {day}" for word, day in _days(record) if day and not _WHOLE_DAY.fullmatch(day)]
    yield record.reason
    yield "; ".join(part for part in (record.remarks, *inexact) if part) or None
    yield from (_day(record, day) for _word, day in _days(record))
    yield record.source_url


def _days(record: EntityRecord) -> tuple[tuple[str, str | None], ...]:
    return ("listed", record.listed_on), ("delisted", record.delisted_on)


def _day(record: EntityRecord, text: str | None) -> date | None:
    """Return a whole day; a year or month alone stays in the remarks and is not made up into a day."""
    if not text or not _WHOLE_DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = N_("The entity %(key)s has a date that does not exist: %(day)s.")
        raise Invalid("day-impossible", message, key=record.entity_key, day=text) from error
