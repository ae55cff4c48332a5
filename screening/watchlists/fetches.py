"""Fetches lists from their publishers: set up by a person, run by schedule, recorded when it fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from sqlalchemy import select

from core import clock, jobs, trail
from core.actor import Actor
from core.db import db, transaction
from core.errors import Conflict, Invalid, Problem, Unavailable
from core.files import plain_name
from core.i18n import N_
from core.text import clean_line
from screening.watchlists import deliveries, fetching, formats, importing, keeping, queries, service
from screening.watchlists.fetching import FetchError, Got, Rules
from screening.watchlists.importing import Source
from screening.watchlists.models import Delivery, Watchlist, WatchlistSource
from screening.watchlists.service import BUILT_IN, Imported
from screening.watchlists.states import Channel, Every

MOST_ADDRESSES = 6
PERIODS = {Every.DAILY: timedelta(days=1), Every.WEEKLY: timedelta(days=7)}
FIRST_RETRY = timedelta(minutes=15)
# A fetch that has not ended after this long was killed: another may begin.
LEASE = timedelta(minutes=45)
OFF = N_(
    "This installation does not fetch lists. Whoever runs it can allow it with FAIRGATE_FETCH=1; a file can be uploaded"
    " instead."
)
STALE = N_("Somebody changed these settings while you had the page open. Look at them again.")


@dataclass(frozen=True)
class Asked:
    """Where and how often a list is to be fetched; `format` None has it recognised from what comes."""

    urls: tuple[str, ...]
    every: Every
    format: str | None = None


def allowed() -> bool:
    """Tell whether this installation fetches lists at all."""
    return jobs.settings().fetch


def rules() -> Rules:
    """Return the bounds of a download; a tests' installation may ask its own machine."""
    return Rules(loopback=jobs.settings().testing)


def set_up(watchlist: Watchlist, asked: Asked, *, reason: str, version: int | None, by: Actor) -> WatchlistSource:
    """Say where and how often a list is fetched.

    Raises Invalid with the fields at fault, Conflict when the settings changed since `version` or Fairgate keeps the
    list itself.
    """
    if watchlist.built_in:
        raise Conflict("watchlist-built-in", BUILT_IN)
    faults = _faults(asked, clean_line(reason))
    if faults:
        raise Invalid("fetch-settings", next(iter(faults.values())), faults)
    source = service.source_of(watchlist)
    if version is not None and source.version != version:
        raise Conflict("watchlist-settings-changed", STALE)
    before = {"urls": list(source.urls), "every": str(source.every), "format": source.format}
    if list(asked.urls) != source.urls:
        source.validators = {}  # they speak of what stood at the old addresses
    source.urls, source.format, source.every = list(asked.urls), asked.format, asked.every
    source.failures, source.due_at = 0, None if asked.every == Every.OFF else clock.now()
    after = {"urls": list(asked.urls), "every": str(asked.every), "format": asked.format}
    trail.record("screening.watchlist.set-source", source, by=by, reason=clean_line(reason), watchlist=watchlist.code,
                 before=before, after=after)  # fmt: skip
    db.session.flush()
    return source


def _faults(asked: Asked, reason: str) -> dict[str, str]:
    faults = {}
    if not reason:
        faults["reason"] = N_("Say why this is set.")
    if asked.every != Every.OFF and not asked.urls:
        faults["urls"] = N_("Enter the address the list is fetched from, or choose not to fetch it.")
    if len(asked.urls) > MOST_ADDRESSES:
        faults["urls"] = N_("Enter at most 6 addresses, one on a line.")
    if asked.format is not None and asked.format not in formats.FORMATS:
        faults["format"] = N_("Choose one of the forms.")
    for url in asked.urls:
        try:
            fetching.check_address(url, rules())
        except FetchError as error:
            faults["urls"] = error.detail % error.values
    return faults


def due(limit: int = 200) -> list[str]:
    """Return the codes of the lists whose time has come and that no one fetches now."""
    now = clock.now()
    free = WatchlistSource.claimed_at.is_(None) | (WatchlistSource.claimed_at < now - LEASE)
    statement = (
        select(Watchlist.code)
        .join(WatchlistSource, WatchlistSource.watchlist_id == Watchlist.id)
        .where(WatchlistSource.every != Every.OFF, WatchlistSource.due_at <= now, free)
        .order_by(WatchlistSource.due_at)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())


def ask_for(watchlist: Watchlist, *, by: Actor) -> None:
    """Have a list fetched as soon as may be; the caller defers the job.

    Raises Unavailable where fetching is not allowed, Conflict without an address or while a fetch runs.
    """
    if not allowed():
        raise Unavailable("fetch-off", OFF)
    source = queries.source(watchlist)
    if source is None or not source.urls:
        raise Conflict("fetch-nowhere", N_("No address is set for this list."))
    if _claimed(source):
        raise Conflict("fetch-running", N_("This list is being fetched now. Look again in a few minutes."))
    trail.record("screening.watchlist.ask-fetch", source, by=by, watchlist=watchlist.code)


def fetch(code: str, *, by: Actor) -> Imported | Delivery | None:
    """Fetch one list now, in transactions of its own, and import what is new.

    Returns None when the publisher has nothing new, the delivery when what came waits for a person. Raises FetchError
    or Invalid when nothing could be had or it is broken: both are on the list's page then, and it is tried again later.
    """
    source = _claim(code, by)
    try:
        with TemporaryDirectory(prefix="fairgate-fetch-") as folder:
            files = _downloaded(source, Path(folder))
            came = _taken_in(code, source, files, Path(folder), by) if files else None
    except Problem as problem:
        _failed(code, source, problem, by)
        raise
    except BaseException:
        _release(code)
        raise
    _succeeded(code, files)
    return came


def _claim(code: str, by: Actor) -> WatchlistSource:
    if not allowed():
        raise Unavailable("fetch-off", OFF)
    with transaction(actor=by):
        watchlist = queries.get(code)
        statement = select(WatchlistSource).where(WatchlistSource.watchlist_id == watchlist.id)
        source = db.session.execute(statement.with_for_update(of=WatchlistSource)).scalar_one_or_none()
        if source is None or not source.urls:
            raise Conflict("fetch-nowhere", N_("No address is set for this list."))
        if _claimed(source):
            raise Conflict("fetch-running", N_("This list is being fetched now. Look again in a few minutes."))
        source.claimed_at = clock.now()
        db.session.flush()
        db.session.expunge(source)
    return source


def _claimed(source: WatchlistSource) -> bool:
    return source.claimed_at is not None and source.claimed_at > clock.now() - LEASE


def _downloaded(source: WatchlistSource, folder: Path) -> list[Got]:
    """Return what stands at the addresses; nothing when all say that it is what we have."""
    validators = source.validators if all(url in source.validators for url in source.urls) else {}
    if validators:
        got = [_one(url, folder, number, validators[url]) for number, url in enumerate(source.urls)]
        if not any(got):
            return []
        if all(got):
            return [one for one in got if one]
    # a list of several files is taken whole: those that did not change are asked for once more
    return [one for number, url in enumerate(source.urls) if (one := _one(url, folder, number, {}))]


def _one(url: str, folder: Path, number: int, validators: dict[str, str]) -> Got | None:
    name = plain_name(unquote(urlsplit(url).path)).strip(".") or f"list-{number}"
    return fetching.download(url, folder / name, rules(), validators)


def _taken_in(code: str, source: WatchlistSource, got: Sequence[Got], folder: Path, by: Actor) -> Imported | Delivery:
    files = [one.path for one in got]
    if len(files) == 1:
        inside = folder / "unpacked"
        inside.mkdir()
        files = keeping.unpacked(files[0], inside)
    here = Source(code, tuple(files), format=source.format)
    return importing.attempt(here, channel=Channel.FETCH, by=by)


def _succeeded(code: str, got: Sequence[Got]) -> None:
    with transaction():
        source = service.source_of(queries.get(code))
        source.claimed_at, source.checked_at, source.failures = None, clock.now(), 0
        source.due_at = _next(source, 0)
        if got and len(got) == len(source.urls):
            each = zip(source.urls, got, strict=True)
            source.validators = {url: one.validators for url, one in each if one.validators}


def _failed(code: str, claimed: WatchlistSource, problem: Problem, by: Actor) -> None:
    with transaction():
        watchlist = queries.get(code)
        source = service.source_of(watchlist)
        source.claimed_at, source.failures = None, source.failures + 1
        source.due_at = _next(source, source.failures)
        if not isinstance(problem, Invalid):  # a broken source was recorded where it was read
            deliveries.fail(watchlist, " ".join(claimed.urls), problem, by=by)


def _release(code: str) -> None:
    """Let another fetch begin: this one was stopped from outside."""
    with transaction():
        service.source_of(queries.get(code)).claimed_at = None


def _next(source: WatchlistSource, failures: int) -> datetime | None:
    """Return when to fetch again: in a period, or after a failure sooner, each time twice as long."""
    if source.every == Every.OFF:
        return None
    period = PERIODS[Every(source.every)]
    return clock.now() + (min(FIRST_RETRY * 2 ** min(failures - 1, 12), period) if failures else period)
