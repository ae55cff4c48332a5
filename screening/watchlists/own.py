"""Lists that Fairgate keeps itself from what a trade above it knows; the door through which that trade keeps them.

Each change is a version of the list like any other: it can be looked up, compared, and those who screened against the
version before hear of it. Call these in the transaction of the fact, or in a job that it deferred.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from core import clock, ids
from core.actor import Actor
from core.db import db
from core.errors import Conflict
from core.i18n import N_
from screening.watchlists import queries, service, writing
from screening.watchlists.models import FlaggedEntity, FlaggedName, Watchlist, WatchlistSnapshot
from screening.watchlists.records import EntityRecord
from screening.watchlists.writing import Tally

FORMAT = "own"


@dataclass(frozen=True)
class OwnList:
    """A list that Fairgate keeps: its short name, its name, and whose list it is."""

    code: str
    title: str
    publisher: str


def keep_entity(kept: OwnList, record: EntityRecord, *, by: Actor) -> WatchlistSnapshot | None:
    """Put an entity on the list, or bring what is said of it up to date; None when it is there already, just so."""
    return _apply(kept, [record], [], by)


def lift_entity(kept: OwnList, entity_key: str, *, by: Actor) -> WatchlistSnapshot | None:
    """Take an entity off the list: it is delisted, and stays in the history. None when it was not on it."""
    return _apply(kept, [], [entity_key], by)


def rebuild(kept: OwnList, records: Iterable[EntityRecord], *, by: Actor) -> WatchlistSnapshot | None:
    """Make the list hold exactly `records`; None when it does already. Idempotent."""
    watchlist = _locked(kept)
    every = list(records)
    tally = writing.compare(every, watchlist.id)
    if not (tally.added or tally.changed or tally.removed):
        return None
    return _next(watchlist, lambda sequence: writing.write(every, watchlist.id, sequence), by)


def _apply(kept: OwnList, records: Sequence[EntityRecord], gone: Sequence[str], by: Actor) -> WatchlistSnapshot | None:
    watchlist = _locked(kept)
    if not writing.differs(records, gone, watchlist.id):
        return None
    return _next(watchlist, lambda sequence: writing.amend(records, gone, watchlist.id, sequence), by)


def _next(watchlist: Watchlist, write: Callable[[int], Tally], by: Actor) -> WatchlistSnapshot:
    """Write the next version, and tell those who screened against the one before."""
    sequence = queries.in_use(watchlist)
    current = queries.snapshot(watchlist, sequence) if sequence is not None else None
    tally = write((sequence or 0) + 1)
    if current is not None:
        service.supersede(current, by)
    tally.entities, tally.names, digest = _content(watchlist)
    snapshot = service.made(
        watchlist, (sequence or 0) + 1, tally, by=by, format=FORMAT, source_hash=digest, published_on=clock.today()
    )
    service.announce(snapshot, by=by)
    return snapshot


def _content(watchlist: Watchlist) -> tuple[int, int, str]:
    """Return how many entities and names are on the list now, and a hash of them all: the list is its own source."""
    now = (FlaggedEntity.watchlist_id == watchlist.id, FlaggedEntity.to_sequence.is_(None))
    hashes = select(FlaggedEntity.content_hash).where(*now).order_by(FlaggedEntity.entity_key)
    digest, entities = hashlib.sha256(), 0
    for content_hash in db.session.execute(hashes).scalars():
        digest.update(content_hash.encode())
        entities += 1
    names = select(func.count()).select_from(FlaggedName).join(FlaggedEntity, FlaggedName.entity_id == FlaggedEntity.id)
    return entities, db.session.execute(names.where(*now)).scalar_one(), digest.hexdigest()


def _locked(kept: OwnList) -> Watchlist:
    """Return the list, locked, made when it is not there yet. Raises Conflict when an imported one has its code."""
    locked = select(Watchlist).where(Watchlist.code == kept.code).with_for_update()
    known = db.session.execute(locked).scalar_one_or_none()
    if known is not None and not known.built_in:
        message = N_("An imported list has the code %(list)s, which Fairgate needs for its own list. Drop that list.")
        raise Conflict("watchlist-code-taken", message, list=kept.code)
    if known is not None:
        return known
    made = Watchlist(
        id=ids.new_id(), code=kept.code, title=kept.title, publisher=kept.publisher, built_in=True,
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made
