"""All customers of the installation as an index in memory: built from PostgreSQL once, then kept up to date.

Like a log: one large part and a few small ones of what came later. What changed is read by the transaction that wrote
it, so nothing is missed that committed late; a changed row is dead in the older part and alive in the newest.
"""

import threading
from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import any_, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import BigInteger

from core.db import db
from screening.runs.comparing import Agreement, Names, Numbers, Pair, backward
from screening.runs.models import ScreeningSubject
from screening.runs.parties import ListedParty, Party, of_content

Whole = np.ndarray[Any, np.dtype[Any]]

_FETCHED = 5_000
_ALIKE = 4  # parts whose sizes differ by less than this factor are made one
OLDEST = text("SELECT CAST(pg_snapshot_xmin(pg_current_snapshot())::text AS bigint)")


@dataclass
class Rows:
    """Stored customers as they are read, before they are indexed."""

    ids: "array[int]" = field(default_factory=lambda: array("q"))
    revisions: "array[int]" = field(default_factory=lambda: array("q"))
    names: list[tuple[int, str, Any, bool]] = field(default_factory=list)
    numbers: list[tuple[str, int]] = field(default_factory=list)

    def add(self, row_id: int, revision: int, content: dict[str, Any]) -> None:
        """Add one customer."""
        place = len(self.ids)
        self.ids.append(row_id)
        self.revisions.append(revision)
        self.names.extend((place, name, content["party"], False) for name in content["names"])
        self.numbers.extend((value, place) for many in content["identifiers"].values() for value in many)


class Part:
    """Some customers, indexed; `ids` rise, and what is no longer so is dead."""

    def __init__(self, rows: Rows) -> None:
        self.ids = np.array(rows.ids, np.int64)
        self.revisions = np.array(rows.revisions, np.int64)
        self.dead = np.zeros(len(self.ids), bool)
        self.names = Names.build(rows.names)
        self.numbers = Numbers(rows.numbers)

    def known(self, ids: Whole, revisions: Whole) -> Whole:
        """Return which of some rows are held here, alive, as they are now."""
        at = np.searchsorted(self.ids, ids)
        inside = at < len(self.ids)
        at[~inside] = 0
        if not len(self.ids):
            return inside
        same: Whole = inside & (self.ids[at] == ids) & (self.revisions[at] == revisions) & ~self.dead[at]
        return same

    def bury(self, ids: Whole) -> None:
        """Count some rows as dead."""
        at = np.searchsorted(self.ids, ids)
        at = at[at < len(self.ids)]
        self.dead[at[np.isin(self.ids[at], ids)]] = True

    def living(self) -> Whole:
        """Return the ids that count."""
        alive: Whole = self.ids[~self.dead]
        return alive


@dataclass(frozen=True)
class News:
    """What was read for a refresh: the rows that changed, which of them are gone, and how many there must be then."""

    whole: bool
    rows: Rows
    gone: Whole
    mark: int
    counts: dict[UUID, int]


class Customers:
    """The index of one process."""

    def __init__(self) -> None:
        self.parts: tuple[Part, ...] = ()
        self.counts: dict[UUID, int] = {}
        self._mark: int | None = None
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return sum(len(part.living()) for part in self.parts)

    def refresh(self) -> None:
        """Bring the index up to date within the present transaction, which must not have written customers itself."""
        news = self.read()
        while not self.take(news):
            news = self.read(whole=True)

    def read(self, *, whole: bool = False) -> News:
        """Read what changed since the last time, or everything."""
        whole = whole or self._mark is None
        mark: int = db.session.execute(OLDEST).scalar_one()
        subject = ScreeningSubject
        columns = (subject.id, subject.revision, subject.content, subject.gone_at)
        statement = select(*columns).order_by(subject.id).execution_options(yield_per=_FETCHED)
        if whole:
            statement = statement.where(subject.gone_at.is_(None))
        else:
            statement = statement.where(subject.changed_tx >= self._mark)
        rows, gone = Rows(), array("q")
        for row_id, revision, content, gone_at in db.session.execute(statement):
            if gone_at is None:
                rows.add(row_id, revision, content)
            else:
                gone.append(row_id)
        held = select(subject.organisation_id, func.count()).where(subject.gone_at.is_(None))
        counts = {row[0]: row[1] for row in db.session.execute(held.group_by(subject.organisation_id))}
        return News(whole, rows, np.array(gone, np.int64), mark, counts)

    def take(self, news: News) -> bool:
        """Index what was read; no transaction is needed. Tells whether the index now holds all there is."""
        with self._lock:
            if news.whole:
                self.parts = ()  # the old ones go first: twice a million customers would not fit
                self.parts = (Part(news.rows),)
            else:
                self._add(news)
            self._mark, self.counts = news.mark, news.counts
            return len(self) == sum(news.counts.values())

    def _add(self, news: News) -> None:
        ids, revisions = np.array(news.rows.ids, np.int64), np.array(news.rows.revisions, np.int64)
        new = np.ones(len(ids), bool)
        for part in self.parts:
            new &= ~part.known(ids, revisions)
        for part in self.parts:
            part.bury(np.concatenate([ids[new], news.gone]))
        if new.any():
            self.parts = (*self.parts, Part(_only(news.rows, new)))

    def tidy(self) -> None:
        """Make one part of those of like size, so that there are never many; reads them again."""
        with self._lock:
            while len(self.parts) > 1 and len(self.parts[-2].ids) < _ALIKE * len(self.parts[-1].ids):
                ids = np.sort(np.concatenate([part.living() for part in self.parts[-2:]]))
                self.parts = (*self.parts[:-2], Part(_rows(ids.tolist())))

    def agreements(self, entities: Sequence[ListedParty]) -> dict[Pair, Agreement]:
        """Return the agreements of listed parties with all customers; reads those that may agree."""
        found: dict[Pair, Agreement] = {}
        for part in self.parts:
            found |= backward(entities, part.names, part.numbers, partial(_fetch, part))
        return found


def _only(rows: Rows, chosen: Whole) -> Rows:
    if chosen.all():
        return rows
    place = np.cumsum(chosen) - 1
    kept = Rows(
        array("q", np.array(rows.ids)[chosen].tolist()), array("q", np.array(rows.revisions)[chosen].tolist())
    )
    kept.names = [(int(place[at]), name, kind, weak) for at, name, kind, weak in rows.names if chosen[at]]
    kept.numbers = [(value, int(place[at])) for value, at in rows.numbers if chosen[at]]
    return kept


def _rows(ids: Sequence[int]) -> Rows:
    rows = Rows()
    columns = (ScreeningSubject.id, ScreeningSubject.revision, ScreeningSubject.content)
    statement = select(*columns).where(ScreeningSubject.id == any_(literal(list(ids), ARRAY(BigInteger))))
    for row in db.session.execute(statement.order_by(ScreeningSubject.id).execution_options(yield_per=_FETCHED)):
        rows.add(*row)
    return rows


def _fetch(part: Part, places: Collection[int]) -> dict[int, Party]:
    """Return the customers at some places of a part, unless they have changed since it was made."""
    wanted = {int(part.ids[place]): place for place in places if not part.dead[place]}
    if not wanted:
        return {}
    subject = ScreeningSubject
    statement = select(
        subject.id, subject.revision, subject.organisation_id, subject.kind, subject.subject_id, subject.content
    ).where(subject.id == any_(literal(list(wanted), ARRAY(BigInteger))), subject.gone_at.is_(None))
    return {
        wanted[row.id]: of_content((row.kind, row.subject_id), row.content, row.organisation_id)
        for row in db.session.execute(statement)
        if row.revision == part.revisions[wanted[row.id]]
    }


_kept = Customers()


def held() -> Customers:
    """Return the index of this process."""
    return _kept
