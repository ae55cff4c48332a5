"""Takes the files of a list in: the one way of the command line, of an upload that was confirmed, and of a fetch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from core.actor import Actor
from core.db import transaction
from core.errors import Invalid, NotFound, TooLarge
from core.i18n import N_
from screening.watchlists import deliveries, formats, keeping, queries, service
from screening.watchlists.models import Delivery
from screening.watchlists.records import FormatError, LeftOut
from screening.watchlists.service import Imported, Suspect
from screening.watchlists.states import Channel

# An import may copy a million names; pages keep their five seconds.
LONGEST = "900s"
# Deltas speak of single lines of these, so that the source of the version in use is kept.
WITH_DELTAS = frozenset({"ftm"})


@dataclass(frozen=True)
class Source:
    """A source of a list as it lies on this machine, and what is known about it.

    Attributes:
        code: which list; title and publisher found it when there is none by that code.
        files: the files that make it up.
        format: a code of ``formats.FORMATS``; None has it recognised.
        version: the publisher's own mark of the version, where deltas start from one.
    """

    code: str
    files: tuple[Path, ...]
    title: str = ""
    publisher: str = ""
    format: str | None = None
    published_on: date | None = None
    source_url: str | None = None
    version: str | None = None

    def recognised(self) -> "Source":
        """Return it with its format. Raises Invalid when it is none we know, or when a part is missing."""
        try:
            found = self.format or formats.detect(_whole(self.files))
        except FormatError as error:
            raise broken(error) from error
        return replace(self, format=found)

    @property
    def digest(self) -> str:
        """SHA-256 of the source."""
        return service.hash_of(self.files)

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(path.stat().st_size for path in self.files)


def _whole(files: Sequence[Path]) -> Path:
    """Return what a format is recognised by: the file, or the folder that several lie in."""
    return files[0] if len(files) == 1 else files[0].parent


def broken(error: FormatError) -> Invalid:
    """Return the refusal of a source that has not the form it should have."""
    return Invalid("list-broken", N_("The list cannot be read: %(fault)s"), fault=str(error))


def take(source: Source, *, by: Actor, accept_size: bool = False) -> Imported:
    """Import a recognised source in the caller's transaction. Raises as `service.import_snapshot`."""
    files = list(source.files)
    left_out = LeftOut()
    records = formats.read(files if len(files) > 1 else files[0], source.format or "", skipped=left_out)
    came = service.import_snapshot(
        source.code, source.title, source.publisher, records, format=source.format or "", source_hash=source.digest,
        published_on=source.published_on, by=by, accept_size=accept_size, source_url=source.source_url,
        publisher_version=source.version,
    )  # fmt: skip
    if came.new:
        came.snapshot.left_out = left_out.as_json()
    if came.new and source.format in WITH_DELTAS:
        _keep_for_deltas(came, files)
    return came


def _keep_for_deltas(came: Imported, files: list[Path]) -> None:
    """Keep the source of the version in use, and only of that: a delta replaces single lines of it."""
    earlier = queries.with_files(came.snapshot.watchlist_id)
    for snapshot_id in earlier:
        keeping.drop(snapshot_id=snapshot_id)
    try:
        keeping.keep(files, snapshot_id=came.snapshot.id)
    except TooLarge:
        keeping.drop(snapshot_id=came.snapshot.id)  # then only full versions can follow, which is always right


def attempt(source: Source, *, channel: Channel, by: Actor, accept_size: bool = False) -> Imported | Delivery:
    """Import a source in transactions of its own; what is not taken leaves its trace on the list's page.

    Returns the version, or the delivery that waits for a person because its size is not what is expected. Raises
    Invalid when the source is broken: that is recorded too, where there is a list by that code.
    """
    try:
        known = source.recognised()
        with transaction(actor=by, timeout=LONGEST):
            return take(known, by=by, accept_size=accept_size)
    except Suspect as suspect:
        with transaction(actor=by, timeout=LONGEST):
            return _held(known, suspect, channel=channel, by=by)
    except Invalid as problem:
        with transaction(actor=by, timeout=LONGEST):
            _refused(source, problem, channel=channel, by=by)
        raise


def _held(source: Source, suspect: Suspect, *, channel: Channel, by: Actor) -> Delivery:
    came = deliveries.Came(
        channel, _name(source), source.format, source.digest, source.size, source.published_on, source.files
    )
    return deliveries.hold(queries.get(source.code), came, suspect, by=by)


def _refused(source: Source, problem: Invalid, *, channel: Channel, by: Actor) -> None:
    try:
        watchlist = queries.get(source.code)
    except NotFound:
        return  # a list that was never there has no page to show it on
    came = deliveries.Came(channel, _name(source), source.format, source.digest, source.size, source.published_on)
    deliveries.refuse(watchlist, came, problem, by=by)


def _name(source: Source) -> str:
    return ", ".join(path.name for path in source.files)[:300]
