"""Deltas: the operations ADD, MOD and DEL that bring a FollowTheMoney list from one version to the next."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from core import trail
from core.actor import Actor
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_
from screening.watchlists import importing, keeping, queries, service
from screening.watchlists.importing import Source
from screening.watchlists.models import WatchlistSnapshot
from screening.watchlists.records import FormatError
from screening.watchlists.service import Imported
from screening.watchlists.states import SnapshotStatus

MOST_OPERATIONS = 1_000_000
FILE = "entities.delta.json"
_OPERATIONS = frozenset({"ADD", "MOD", "DEL"})

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
    index = _index(path)
    if index is not None:
        return Chain(start, tuple((version, path.parent / version / FILE) for version in sorted(index)))
    if not start or not end:
        message = N_("Say with --from and --to between which versions this delta lies.")
        raise Invalid("delta-versions", message)
    return Chain(start, ((end, path),))


def _index(path: Path) -> dict[str, Any] | None:
    if path.stat().st_size > importing.LARGEST_INDEX:
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return None
    versions = found.get("versions") if isinstance(found, dict) else None
    return versions if isinstance(versions, dict) and versions else None


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
    operations = _operations(ahead)
    if not operations:
        return _advance(current, chain.end, by=by)
    with keeping.taken_out(snapshot_id=current.id) as files, TemporaryDirectory(prefix="fairgate-list-") as folder:
        if len(files) != 1:
            raise Invalid("delta-without-source", NO_SOURCE, full=FULL, end=chain.end)
        rewritten = Path(folder) / files[0].name
        _rewrite(files[0], operations, rewritten)
        source = Source(code, (rewritten,), format=current.format, source_url=watchlist.source_url, version=chain.end)
        return importing.take(source, by=by, accept_size=accept_size)


def _advance(current: WatchlistSnapshot, version: str, *, by: Actor) -> Imported:
    """Note that the version in use is also the publisher's newer one: nothing changed in between."""
    if current.status == SnapshotStatus.CURRENT and current.publisher_version != version:
        current.publisher_version = version
        trail.record("screening.watchlist_snapshot.advance", current, by=by, sequence=current.sequence, version=version)
    return Imported(current, new=False)


def _operations(ahead: tuple[tuple[str, Path], ...]) -> dict[str, str | None]:
    """Return what becomes of each entity: its new line, or None when it leaves; later steps win."""
    found: dict[str, str | None] = {}
    for version, path in ahead:
        if not path.is_file():
            raise NotFound("delta-missing", N_("The delta of the version %(version)s is not there."), version=version)
        for key, line in _read(path):
            found[key] = line
            if len(found) > MOST_OPERATIONS:
                message = N_("The delta changes more than %(most)s entities. Import the full file instead.")
                raise Invalid("delta-too-large", message, most=MOST_OPERATIONS)
    return found


def _read(path: Path) -> Iterator[tuple[str, str | None]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                found = json.loads(line)
                operation, entity = found["op"], found["entity"]
                key = entity["id"]
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                fault = FormatError(number, "", "This is no operation on an entity.", path.name)
                raise importing.broken(fault) from error
            if operation not in _OPERATIONS or not isinstance(key, str):
                fault = FormatError(number, "op", f"The operation “{str(operation)[:20]}” is not known.", path.name)
                raise importing.broken(fault)
            yield key, None if operation == "DEL" else json.dumps(entity, ensure_ascii=False, separators=(",", ":"))


def _rewrite(before: Path, operations: dict[str, str | None], after: Path) -> None:
    """Write a full file with the operations done: changed lines in their places, new ones at the end."""
    left = dict(operations)
    with before.open(encoding="utf-8") as source, after.open("w", encoding="utf-8") as out:
        for line in source:
            if not line.strip():
                continue
            key = json.loads(line)["id"]
            if key not in operations:
                out.write(line if line.endswith("\n") else line + "\n")
            elif (fresh := left.pop(key, None)) is not None:
                out.write(fresh + "\n")
        out.writelines(line + "\n" for line in left.values() if line is not None)
