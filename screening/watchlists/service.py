"""Commands on lists of flagged entities: import a version, withdraw a list; a broken feed never replaces a good one."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from psycopg.errors import CheckViolation, DataError
from sqlalchemy import Select, select, update

from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_
from core.text import clean_line
from screening.events import WatchlistChanged
from screening.watchlists import writing
from screening.watchlists.models import SnapshotStatus, Watchlist, WatchlistSnapshot
from screening.watchlists.records import EntityRecord, FormatError

# A list that loses more than a tenth of its entities at once is taken for a broken feed.
LARGEST_SHRINK = 0.10
# What the retired versions of a withdrawn list are numbered before: the version in which nothing was on it.
_AFTER_WITHDRAWAL = 2


@dataclass(frozen=True)
class Imported:
    """What came out of an import: the current snapshot, and whether it is a new one."""

    snapshot: WatchlistSnapshot
    new: bool


def import_snapshot(  # noqa: PLR0913  a snapshot says where it came from, or it is no evidence
    watchlist_code: str,
    title: str,
    publisher: str,
    records: Iterable[EntityRecord],
    *,
    format: str,  # noqa: A002  the word of the trade
    source_hash: str,
    published_on: date | None,
    by: Actor,
    accept_shrink: bool = False,
    source_url: str | None = None,
) -> Imported:
    """Make `records` the current version of a list, in the caller's transaction.

    Args:
        watchlist_code: which list; it is founded when there is none by that code.
        title: its name, as people know it; for a known list empty keeps the one it has.
        publisher: whose list it is; likewise.
        records: its entities, read once and in batches; the whole list is never in memory.
        format: a code of ``formats.FORMATS``.
        source_hash: SHA-256 of the source (`hash_of`); the current snapshot's again changes nothing.
        published_on: the day the publisher gave it out, where known.
        by: who imports it.
        accept_shrink: take it although it lost more than a tenth of its entities.
        source_url: where it is published.

    Raises:
        Invalid: when the source is broken, empty, or much shorter than before; nothing is changed then.
    """
    watchlist = _found(watchlist_code, title, publisher, source_url)
    before = _newest(watchlist)
    current = before if before is not None and before.status == SnapshotStatus.CURRENT else None
    if current is not None and current.source_hash == source_hash:
        return Imported(current, new=False)
    sequence = 1 if before is None else before.sequence + (1 if current else _AFTER_WITHDRAWAL)
    tally = _write(records, watchlist, sequence)
    if tally.entities == 0:
        message = N_("There is no entity in this list. The list that was imported before stays in use.")
        raise Invalid("list-empty", message)
    if current is not None:
        _refuse_shrink(current.entities, tally.entities, accepted=accept_shrink)
        _supersede(current, by)
    snapshot = WatchlistSnapshot(
        id=ids.new_id(), watchlist_id=watchlist.id, watchlist=watchlist, sequence=sequence, imported_at=clock.now(),
        status=SnapshotStatus.CURRENT, format=format, source_hash=source_hash, published_on=published_on,
        imported_by_name=by.name, entities=tally.entities, names=tally.names, added=tally.added,
        changed=tally.changed, removed=tally.removed,
    )  # fmt: skip
    _announce(snapshot, accept_shrink=accept_shrink, by=by)
    return Imported(snapshot, new=True)


def _announce(snapshot: WatchlistSnapshot, *, accept_shrink: bool, by: Actor) -> None:
    """Write a new snapshot with its trail, and tell those who screened against the one before."""
    db.session.add(snapshot)
    trail.record(
        "screening.watchlist_snapshot.import", snapshot, by=by, watchlist=snapshot.watchlist.code,
        sequence=snapshot.sequence, source_hash=snapshot.source_hash, entities=snapshot.entities, added=snapshot.added,
        changed=snapshot.changed, removed=snapshot.removed, accepted_shrink=accept_shrink,
    )  # fmt: skip
    db.session.flush()
    events.publish(WatchlistChanged(snapshot.watchlist_id, snapshot.sequence))


def withdraw(watchlist_code: str, reason: str, *, by: Actor) -> int:
    """Take a list out of use; its snapshots and entities stay as history. Returns how many entities were on it.

    Raises NotFound when there is no such list, Invalid without a reason, Conflict when it is not in use.
    """
    watchlist = db.session.execute(_locked(watchlist_code)).scalar_one_or_none()
    if watchlist is None:
        raise NotFound("watchlist-not-found", N_("There is no list with this code."))
    if not clean_line(reason):
        message = N_("Say why the list is withdrawn.")
        raise Invalid("reason-missing", message, {"reason": message})
    newest = _newest(watchlist)
    if newest is None or newest.status != SnapshotStatus.CURRENT:
        raise Conflict("watchlist-not-in-use", N_("This list is not in use."))
    entities = writing.close_all(watchlist.id, newest.sequence + 1)
    _supersede(newest, by, verb="withdraw", reason=clean_line(reason))
    events.publish(WatchlistChanged(watchlist.id, newest.sequence + 1))
    return entities


def hash_of(files: Sequence[Path]) -> str:
    """Return the SHA-256 of a source: the file's own, or for several files that of their names and hashes in order."""
    digests = []
    for path in sorted(files, key=lambda item: item.name):
        with path.open("rb") as file:
            digests.append((path.name, hashlib.file_digest(file, "sha256").hexdigest()))
    if len(digests) == 1:
        return digests[0][1]
    return hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in digests).encode()).hexdigest()


def _found(code: str, title: str, publisher: str, source_url: str | None) -> Watchlist:
    """Return the list of that code, locked against a second import at the same time; found it when it is new."""
    known = db.session.execute(_locked(code)).scalar_one_or_none()
    if known is not None:
        known.title = clean_line(title) or known.title
        known.publisher = clean_line(publisher) or known.publisher
        known.source_url = source_url or known.source_url
        return known
    if not clean_line(title) or not clean_line(publisher):
        raise Invalid("list-unnamed", N_("A new list needs its title and its publisher."))
    watchlist = Watchlist(
        id=ids.new_id(), code=code, title=clean_line(title), publisher=clean_line(publisher), source_url=source_url,
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(watchlist)
    db.session.flush()
    return watchlist


def _locked(code: str) -> Select[Watchlist]:
    return select(Watchlist).where(Watchlist.code == code).with_for_update()


def _newest(watchlist: Watchlist) -> WatchlistSnapshot | None:
    statement = (
        select(WatchlistSnapshot)
        .where(WatchlistSnapshot.watchlist_id == watchlist.id)
        .order_by(WatchlistSnapshot.sequence.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return db.session.execute(statement).scalar_one_or_none()


def _write(records: Iterable[EntityRecord], watchlist: Watchlist, sequence: int) -> writing.Tally:
    try:
        return writing.write(records, watchlist.id, sequence)
    except FormatError as error:
        raise Invalid("list-broken", N_("The list cannot be read: %(fault)s"), fault=str(error)) from error
    except (DataError, CheckViolation) as error:
        fault = str(error).splitlines()[0]
        message = N_("The list holds something that cannot be stored: %(fault)s")
        raise Invalid("list-unfit", message, fault=fault) from error


def _refuse_shrink(before: int, now: int, *, accepted: bool) -> None:
    if not accepted and now < before * (1 - LARGEST_SHRINK):
        raise Invalid(
            "list-shrank",
            N_("The list would shrink from %(before)s to %(now)s entities. That is more than a tenth, so it may be"
               " broken. The list that was imported before stays in use."),
            before=before, now=now,
        )  # fmt: skip


def _supersede(snapshot: WatchlistSnapshot, by: Actor, *, verb: str = "supersede", reason: str | None = None) -> None:
    db.session.execute(
        update(WatchlistSnapshot)
        .where(WatchlistSnapshot.id == snapshot.id)
        .values(status=SnapshotStatus.SUPERSEDED)
        .execution_options(synchronize_session="fetch")
    )
    trail.record(f"screening.watchlist_snapshot.{verb}", snapshot, by=by, reason=reason, sequence=snapshot.sequence)
