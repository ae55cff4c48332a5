"""Jobs of lists: read what was uploaded, import what a person took, fetch what is due."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from core import jobs
from core.actor import SYSTEM, Actor
from core.db import db, transaction
from core.errors import Conflict, Invalid, Problem
from core.logs import log
from core.trail import AuditEntry
from screening.watchlists import deliveries, fetches, formats, guards, importing, keeping, queries, service, writing
from screening.watchlists.importing import LONGEST, Source
from screening.watchlists.models import Delivery
from screening.watchlists.records import FormatError
from screening.watchlists.states import DeliveryStatus


@jobs.job("screening.watchlists.read", transactional=False)
def read(delivery_id: str) -> None:
    """Read an upload and count what it would change. Idempotent: one that is past this step is left alone."""
    try:
        with transaction(timeout=LONGEST), TemporaryDirectory(prefix="fairgate-list-") as folder:
            delivery = deliveries.by_id(UUID(delivery_id), lock=True)
            if delivery is None or delivery.status != DeliveryStatus.RECEIVED:
                return
            source, tally, findings = _looked_at(delivery, Path(folder))
            deliveries.was_read(delivery, source.format or "", tally, findings)
    except Problem as problem:
        _refuse(delivery_id, problem)


@jobs.job("screening.watchlists.take", transactional=False)
def take(delivery_id: str) -> None:
    """Import what a person took. Idempotent: one that is past this step is left alone.

    When the list has changed since the person looked, it is compared anew and waits again.
    """
    try:
        with transaction(timeout=LONGEST), TemporaryDirectory(prefix="fairgate-list-") as folder:
            delivery = deliveries.by_id(UUID(delivery_id), lock=True)
            if delivery is None or delivery.status != DeliveryStatus.CONFIRMED:
                return
            if delivery.against != queries.in_use(delivery.watchlist):
                _source, tally, findings = _looked_at(delivery, Path(folder))
                deliveries.ask_again(delivery, tally, findings)
                return
            with keeping.taken_out(delivery_id=delivery.id) as files:
                came = importing.take(_source_of(delivery, files, Path(folder)), by=_taker(delivery), accept_size=True)
                deliveries.was_applied(delivery, came)
    except Problem as problem:
        _refuse(delivery_id, problem)


def _looked_at(delivery: Delivery, folder: Path) -> tuple[Source, writing.Tally, list[guards.Finding]]:
    """Return a delivery's source, what it would change, and what speaks against it.

    Raises Invalid when it is broken.
    """
    watchlist = delivery.watchlist
    with keeping.taken_out(delivery_id=delivery.id) as files:
        source = _source_of(delivery, files, folder)
        try:
            paths = list(source.files)
            records = formats.read(paths if len(paths) > 1 else paths[0], source.format or "")
            tally = writing.compare(records, watchlist.id)
        except FormatError as error:
            raise importing.broken(error) from error
    if tally.entities == 0:
        raise Invalid("list-empty", service.EMPTY)
    sequence = queries.in_use(watchlist)
    before = queries.snapshot(watchlist, sequence).entities if sequence is not None else None
    return source, tally, guards.judge(before, tally.entities, queries.expected(watchlist))


def _source_of(delivery: Delivery, files: list[Path], folder: Path) -> Source:
    parts = keeping.unpacked(files[0], folder) if len(files) == 1 else files
    return Source(
        code=delivery.watchlist.code, files=tuple(parts), format=delivery.format, published_on=delivery.published_on
    ).recognised()


def _taker(delivery: Delivery) -> Actor:
    return replace(SYSTEM, name=delivery.decided_by_name or SYSTEM.name)


def _refuse(delivery_id: str, problem: Problem) -> None:
    with transaction(timeout=LONGEST):
        delivery = deliveries.by_id(UUID(delivery_id), lock=True)
        if delivery is not None and delivery.status in (DeliveryStatus.RECEIVED, DeliveryStatus.CONFIRMED):
            deliveries.is_broken(delivery, problem)


@jobs.job("screening.watchlists.withdraw", timeout="900s")
def withdraw(code: str, entry_id: str) -> None:
    """Take a list out of use for the reason, and in the name, that a trail entry gives. Idempotent: once is enough."""
    entry = db.session.get_one(AuditEntry, UUID(entry_id))
    try:
        service.withdraw(code, entry.reason or "", by=replace(SYSTEM, name=entry.actor_name))
    except Conflict:
        return  # it is out of use already


@jobs.job("screening.watchlists.fetch_due", schedule="*/15 * * * *")
def fetch_due() -> None:
    """Have every list fetched whose time has come. Idempotent: a list that is being fetched is not asked for again."""
    if fetches.allowed():
        for code in fetches.due():
            jobs.defer(fetch, key=f"screening.watchlists.fetch:{code}", code=code)


@jobs.job("screening.watchlists.fetch", retries=1, transactional=False)
def fetch(code: str) -> None:
    """Fetch one list. Idempotent: what is in use already changes nothing.

    A failure is recorded with the list and tried again by its own schedule, later each time.
    """
    try:
        fetches.fetch(code, by=SYSTEM)
    except Problem as problem:
        log().warning("watchlist.fetch.failed", list=code, kind=problem.code)
