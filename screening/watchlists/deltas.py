"""Deltas: the operations ADD, MOD and DEL that bring a FollowTheMoney list from one version to the next."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from core import trail
from core.actor import Actor
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_
from screening.watchlists import importing, keeping, queries, service
from screening.watchlists.formats import ftm
from screening.watchlists.formats.opening import Opening
from screening.watchlists.importing import Source
from screening.watchlists.models import WatchlistSnapshot
from screening.watchlists.records import FormatError
from screening.watchlists.service import Imported
from screening.watchlists.states import SnapshotStatus

FILE = "entities.delta.json"

CHAIN = N_(
    "The delta leads from the version %(start)s on, and the version in use is %(ours)s. Import the full file of the"
    " newest version (%(full)s) instead, with --version %(end)s."
)
NO_SOURCE = N_(
    "The source of the version in use was not kept, so that a delta cannot be applied to it. Import the full file of"
    " the newest version (%(full)s) instead, with --version %(end)s."
)
FULL = "entities.ftm.json"


@dataclass(frozen=True)
class Chain:
    """Steps from one of the publisher's versions to the next, oldest first.

    Attributes:
        start: the version that the first step starts from; None where the publisher does not say.
        steps: (the version a step leads to, its file); a file that is not there is only needed when it is applied.
    """

    start: str | None
    steps: tuple[tuple[str, Path], ...]

    @property
    def end(self) -> str:
        """The version the last step leads to."""
        return self.steps[-1][0]

    def after(self, version: str | None) -> tuple[tuple[str, Path], ...] | None:
        """Return the steps that lead on from `version`; None when the chain does not touch it."""
        known = [self.start, *(name for name, _file in self.steps)]
        return self.steps[known.index(version) :] if version is not None and version in known else None


def steps(path: Path, start: str | None, end: str | None) -> Chain:
    """Read a chain: a ``delta.json`` whose versions lie in folders beside it, or one delta file between two versions.

    Raises Invalid when it is neither, or the versions of a single file are not given.
    """
    if path.stat().st_size and "versions" in Opening(path).text[:200]:
        return Chain(start, tuple((version, path.parent / version / FILE) for version, _at in _index(path)))
    if not start or not end:
        message = N_("Say with --from and --to between which versions this delta lies.")
        raise Invalid("delta-versions", message)
    return Chain(start, ((end, path),))


def _index(path: Path) -> list[tuple[str, str]]:
    try:
        versions = ftm.read_delta_index(path)
    except FormatError as error:
        raise importing.broken(error) from error
    if not versions:
        raise Invalid("delta-empty", N_("The index names no version."))
    return versions


def bring_up_to_date(code: str, chain: Chain, *, by: Actor, accept_size: bool = False) -> Imported:
    """Apply the steps that lead on from the version in use, as one new version, in the caller's transaction.

    The source of the version in use is rewritten line by line and imported whole, so that what comes out is what the
    full file of the new version would give. Raises Invalid when the chain does not start from our version or a file is
    broken; Suspect when the size is not as expected.
    """
    watchlist = service.locked(code)
    sequence = queries.in_use(watchlist)
    if sequence is None:
        raise Conflict("watchlist-not-in-use", N_("This list is not in use."))
    current = queries.snapshot(watchlist, sequence)
    ahead = chain.after(current.publisher_version)
    if ahead is None:
        raise Invalid(
            "delta-chain", CHAIN, start=chain.start or chain.steps[0][0], ours=current.publisher_version or "?",
            full=FULL, end=chain.end,
        )  # fmt: skip
    changes = _files(ahead)
    if not changes:
        return _advance(current, chain.end, by=by)
    with keeping.taken_out(snapshot_id=current.id) as files, TemporaryDirectory(prefix="fairgate-list-") as folder:
        if len(files) != 1:
            raise Invalid("delta-without-source", NO_SOURCE, full=FULL, end=chain.end)
        rewritten = Path(folder) / files[0].name
        try:
            ftm.merge(files[0], changes, rewritten)
        except FormatError as error:
            raise importing.broken(error) from error
        source = Source(code, (rewritten,), format=current.format, source_url=watchlist.source_url, version=chain.end)
        return importing.take(source, by=by, accept_size=accept_size)


def _advance(current: WatchlistSnapshot, version: str, *, by: Actor) -> Imported:
    """Note that the version in use is also the publisher's newer one: nothing changed in between."""
    if current.status == SnapshotStatus.CURRENT and current.publisher_version != version:
        current.publisher_version = version
        trail.record("screening.watchlist_snapshot.advance", current, by=by, sequence=current.sequence, version=version)
    return Imported(current, new=False)


def _files(ahead: tuple[tuple[str, Path], ...]) -> list[Path]:
    """Return the files of the steps that change something. Raises NotFound when one is not there."""
    files = []
    for version, path in ahead:
        if not path.is_file():
            raise NotFound("delta-missing", N_("The delta of the version %(version)s is not there."), version=version)
        if path.stat().st_size:  # a version without changes has an empty file
            files.append(path)
    return files
