"""Commands on lists of flagged entities: import a version, withdraw a list; a broken feed never replaces a good one."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from psycopg.errors import CheckViolation, DataError
from sqlalchemy import Select, select, update

from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_
from core.text import clean_line
from screening.events import WatchlistChanged
from screening.watchlists import guards, queries, writing
from screening.watchlists.guards import Finding
from screening.watchlists.models import Watchlist, WatchlistSnapshot, WatchlistSource
from screening.watchlists.records import EntityRecord, FormatError
from screening.watchlists.states import Every, SnapshotStatus

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_CODE = 60
EMPTY = N_("There is no entity in this list. The list that was imported before stays in use.")
BUILT_IN = N_("Fairgate keeps this list itself: it is not imported, fetched or withdrawn.")
# What the retired versions of a withdrawn list are numbered before: the version in which nothing was on it.
_AFTER_WITHDRAWAL = 2


@dataclass(frozen=True)
class Imported:
    """What came out of an import: the current snapshot, and whether it is a new one."""

    snapshot: WatchlistSnapshot
    new: bool


class Suspect(Invalid):
    """A source was read whole but is not of the size expected: a person may take it all the same.

    Attributes:
        findings: everything that speaks against it.
        tally: what it holds, and how that differs from the version in use.
    """

    def __init__(self, findings: Sequence[Finding], tally: writing.Tally) -> None:
        first = findings[0]
        super().__init__(first.code, first.text, **first.values)
        self.findings, self.tally = list(findings), tally


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
    accept_size: bool = False,
    source_url: str | None = None,
    publisher_version: str | None = None,
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
        accept_size: take it although it is not of the size expected (`guards.judge`).
        source_url: where it is published.
        publisher_version: the publisher's own mark of the version, from which deltas go on.

    Raises:
        Invalid: when the source is broken or empty; nothing is changed then, and the caller rolls back.
        Suspect: when it is not of the size expected. Conflict: for a list that Fairgate keeps itself.
    """
    watchlist = _found(watchlist_code, title, publisher, source_url, by=by)
    if watchlist.built_in:
        raise Conflict("watchlist-built-in", BUILT_IN)
    before = _newest(watchlist)
    current = before if before is not None and before.status == SnapshotStatus.CURRENT else None
    if current is not None and current.source_hash == source_hash:
        return Imported(current, new=False)
    sequence = 1 if before is None else before.sequence + (1 if current else _AFTER_WITHDRAWAL)
    tally = _write(records, watchlist, sequence)
    accepted = _judge(tally, current, watchlist, accept_size=accept_size)
    if current is not None:
        supersede(current, by)
    snapshot = made(
        watchlist, sequence, tally, format=format, source_hash=source_hash, published_on=published_on,
        publisher_version=publisher_version, by=by,
    )  # fmt: skip
    announce(snapshot, by=by, accepted=accepted)
    return Imported(snapshot, new=True)


def _judge(
    tally: writing.Tally, current: WatchlistSnapshot | None, watchlist: Watchlist, *, accept_size: bool
) -> list[str]:
    """Return the codes of what was accepted against the guards. Raises Suspect for what was not."""
    if tally.entities == 0:
        raise Invalid("list-empty", EMPTY)
    findings = guards.judge(current.entities if current else None, tally.entities, queries.expected(watchlist))
    if findings and not accept_size:
        raise Suspect(findings, tally)
    return [finding.code for finding in findings]


def made(watchlist: Watchlist, sequence: int, tally: writing.Tally, *, by: Actor, **source: Any) -> WatchlistSnapshot:
    """Return the snapshot of a version that was written; `source` says where it came from."""
    return WatchlistSnapshot(
        id=ids.new_id(), watchlist_id=watchlist.id, watchlist=watchlist, sequence=sequence, imported_at=clock.now(),
        status=SnapshotStatus.CURRENT, imported_by_name=by.name, entities=tally.entities, names=tally.names,
        added=tally.added, changed=tally.changed, removed=tally.removed, **source,
    )  # fmt: skip


def announce(snapshot: WatchlistSnapshot, *, by: Actor, accepted: Sequence[str] = ()) -> None:
    """Write a new snapshot with its trail, and tell those who screened against the one before."""
    db.session.add(snapshot)
    trail.record(
        "screening.watchlist_snapshot.import", snapshot, by=by, watchlist=snapshot.watchlist.code,
        sequence=snapshot.sequence, source_hash=snapshot.source_hash, entities=snapshot.entities, added=snapshot.added,
        changed=snapshot.changed, removed=snapshot.removed, accepted=list(accepted),
    )  # fmt: skip
    db.session.flush()
    events.publish(WatchlistChanged(snapshot.watchlist_id, snapshot.sequence))


def withdraw(watchlist_code: str, reason: str, *, by: Actor) -> int:
    """Take a list out of use; its snapshots and entities stay as history. Returns how many entities were on it.

    Raises NotFound when there is no such list, Invalid without a reason, Conflict when it is not in use.
    """
    watchlist = locked(watchlist_code)
    if watchlist.built_in:
        raise Conflict("watchlist-built-in", BUILT_IN)
    if not clean_line(reason):
        message = N_("Say why the list is withdrawn.")
        raise Invalid("reason-missing", message, {"reason": message})
    newest = _newest(watchlist)
    if newest is None or newest.status != SnapshotStatus.CURRENT:
        raise Conflict("watchlist-not-in-use", N_("This list is not in use."))
    entities = writing.close_all(watchlist.id, newest.sequence + 1)
    supersede(newest, by, verb="withdraw", reason=clean_line(reason))
    events.publish(WatchlistChanged(watchlist.id, newest.sequence + 1))
    return entities


def ask_withdrawal(watchlist: Watchlist, reason: str, *, by: Actor) -> trail.AuditEntry:
    """Record that a person wants a list taken out of use; the caller defers `withdraw`, with this entry as its reason.

    Raises as `withdraw`.
    """
    if watchlist.built_in:
        raise Conflict("watchlist-built-in", BUILT_IN)
    if not clean_line(reason):
        message = N_("Say why the list is withdrawn.")
        raise Invalid("reason-missing", message, {"reason": message})
    if queries.in_use(watchlist) is None:
        raise Conflict("watchlist-not-in-use", N_("This list is not in use."))
    return trail.record("screening.watchlist.ask-withdrawal", watchlist, by=by, reason=clean_line(reason),
                        watchlist=watchlist.code)  # fmt: skip


def hash_of(files: Sequence[Path]) -> str:
    """Return the SHA-256 of a source: the file's own, or for several files that of their names and hashes in order."""
    digests = []
    for path in sorted(files, key=lambda item: item.name):
        with path.open("rb") as file:
            digests.append((path.name, hashlib.file_digest(file, "sha256").hexdigest()))
    if len(digests) == 1:
        return digests[0][1]
    return hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in digests).encode()).hexdigest()


def _found(code: str, title: str, publisher: str, source_url: str | None, *, by: Actor) -> Watchlist:
    """Return the list of that code, locked against a second import at the same time; found it when it is new."""
    known = db.session.execute(_locked(code)).scalar_one_or_none()
    if known is not None:
        known.title = clean_line(title) or known.title
        known.publisher = clean_line(publisher) or known.publisher
        known.source_url = source_url or known.source_url
        return known
    if not clean_line(title) or not clean_line(publisher):
        raise Invalid("list-unnamed", N_("A new list needs its title and its publisher."))
    return found(code, title, publisher, source_url=source_url, by=by)


def found(code: str, title: str, publisher: str, *, source_url: str | None = None, by: Actor) -> Watchlist:
    """Set up a list that has no version yet.

    Raises Invalid when the code is no short name in small letters, or title or publisher are missing; Conflict when
    there is such a list.
    """
    faults = {}
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE or code == "new":
        faults["code"] = N_("Enter a short name in small letters, figures and hyphens, such as ofac-sdn.")
    if not clean_line(title):
        faults["title"] = N_("Enter the name of the list.")
    if not clean_line(publisher):
        faults["publisher"] = N_("Enter who publishes the list.")
    if faults:
        raise Invalid("list-unnamed", next(iter(faults.values())), faults)
    if db.session.execute(select(Watchlist.id).where(Watchlist.code == code)).scalar_one_or_none():
        raise Conflict("watchlist-exists", N_("There is a list with this code already."))
    watchlist = Watchlist(
        id=ids.new_id(), code=code, title=clean_line(title), publisher=clean_line(publisher), source_url=source_url,
        built_in=False, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(watchlist)
    trail.record("screening.watchlist.found", watchlist, by=by, code=code, publisher=watchlist.publisher)
    db.session.flush()
    return watchlist


def expect(watchlist: Watchlist, least: int | None, most: int | None, *, reason: str, by: Actor) -> WatchlistSource:
    """Set how many entities a list should hold; None takes a bound away.

    Raises Invalid when the bounds are no range or there is no reason.
    """
    if not clean_line(reason):
        message = N_("Say why this size is expected.")
        raise Invalid("reason-missing", message, {"reason": message})
    if (least is not None and least < 1) or (most is not None and most < 1):
        message = N_("Enter a whole number of at least 1.")
        raise Invalid("expected-range", message, {"least" if least is not None and least < 1 else "most": message})
    if least is not None and most is not None and least > most:
        message = N_("The most must not be less than the least.")
        raise Invalid("expected-range", message, {"most": message})
    source = source_of(watchlist)
    before = [source.expected_least, source.expected_most]
    source.expected_least, source.expected_most = least, most
    trail.record("screening.watchlist.expect", source, by=by, reason=clean_line(reason), watchlist=watchlist.code,
                 before=before, after=[least, most])  # fmt: skip
    db.session.flush()
    return source


def source_of(watchlist: Watchlist) -> WatchlistSource:
    """Return how a list is looked after, made where nobody said anything yet."""
    known = queries.source(watchlist)
    if known is not None:
        return known
    made = WatchlistSource(
        id=ids.new_id(), watchlist_id=watchlist.id, watchlist=watchlist, urls=[], every=Every.OFF, failures=0,
        validators={},
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def locked(code: str) -> Watchlist:
    """Return a list, locked against other writers until the transaction ends. Raises NotFound."""
    known = db.session.execute(_locked(code)).scalar_one_or_none()
    if known is None:
        raise NotFound("watchlist-not-found", N_("There is no list with this code."))
    return known


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


def supersede(snapshot: WatchlistSnapshot, by: Actor, *, verb: str = "supersede", reason: str | None = None) -> None:
    """Take a snapshot out of use, with its trail entry."""
    db.session.execute(
        update(WatchlistSnapshot)
        .where(WatchlistSnapshot.id == snapshot.id)
        .values(status=SnapshotStatus.SUPERSEDED)
        .execution_options(synchronize_session="fetch")
    )
    trail.record(f"screening.watchlist_snapshot.{verb}", snapshot, by=by, reason=reason, sequence=snapshot.sequence)
