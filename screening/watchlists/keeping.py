"""Keeps source files compressed in the database: of a delivery while it waits, of a version that deltas go on from."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from core import ids
from core.db import db
from core.errors import Invalid, TooLarge
from core.files import CHUNK, plain_name
from core.i18n import N_
from screening.watchlists.models import WatchlistFile

# What is kept waits in a row of the database: a larger source is imported again instead of kept.
MOST_BYTES = 200_000_000
MOST_KEPT = 60_000_000  # compressed
MOST_PARTS = 12
TOO_LARGE = N_(
    "The source is larger than %(most)s MB. Whoever runs this installation can import it on the command line."
)


def keep(files: Sequence[Path], *, delivery_id: UUID | None = None, snapshot_id: UUID | None = None) -> None:
    """Store the files of a delivery or of a snapshot. Raises TooLarge."""
    kept = 0
    for position, path in enumerate(files):
        with path.open("rb") as file:
            content, size = _packed(file)
        kept += len(content)
        if kept > MOST_KEPT:
            raise too_large(MOST_BYTES)
        row = WatchlistFile(
            id=ids.new_id(), delivery_id=delivery_id, snapshot_id=snapshot_id, position=position,
            name=plain_name(path.name), size=size, content=content,
        )  # fmt: skip
        db.session.add(row)
    db.session.flush()


def too_large(most_bytes: int) -> TooLarge:
    """Return the refusal of a source beyond a bound."""
    return TooLarge("list-too-large", TOO_LARGE, most=most_bytes // 1_000_000)


def _packed(file: BinaryIO) -> tuple[bytes, int]:
    packer, parts, size = zlib.compressobj(6), [], 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise too_large(MOST_BYTES)
        parts.append(packer.compress(chunk))
    return b"".join([*parts, packer.flush()]), size


@contextmanager
def taken_out(*, delivery_id: UUID | None = None, snapshot_id: UUID | None = None) -> Iterator[list[Path]]:
    """Give the kept files by their names in a folder that is gone afterwards; none when nothing is kept."""
    here = WatchlistFile.delivery_id == delivery_id if delivery_id else WatchlistFile.snapshot_id == snapshot_id
    rows = select(WatchlistFile).where(here).order_by(WatchlistFile.position)
    statement = rows.options(undefer(WatchlistFile.content))
    with TemporaryDirectory(prefix="fairgate-list-") as folder:
        files = []
        for row in db.session.execute(statement).scalars():
            path = Path(folder) / row.name
            path.write_bytes(zlib.decompress(row.content))
            db.session.expunge(row)
            files.append(path)
        yield files


def drop(*, delivery_id: UUID | None = None, snapshot_id: UUID | None = None) -> None:
    """Forget the kept files of a delivery or snapshot."""
    here = WatchlistFile.delivery_id == delivery_id if delivery_id else WatchlistFile.snapshot_id == snapshot_id
    db.session.execute(delete(WatchlistFile).where(here))


def unpacked(path: Path, folder: Path) -> list[Path]:
    """Return the files of a ZIP archive, unpacked flat into `folder`; of anything else, the file itself.

    Raises Invalid when the archive is damaged, locked or holds too many parts, TooLarge when it would grow too large.
    """
    if not zipfile.is_zipfile(path):
        return [path]
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir() and not part.filename.startswith("__")]
            if len(parts) > MOST_PARTS:
                message = N_("The archive holds more than %(most)s files. Send only those of the list.")
                raise Invalid("list-archive", message, most=MOST_PARTS)
            return _extracted(archive, parts, folder)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise Invalid("list-archive", N_("The archive is damaged or locked. Send the files as they are.")) from error


def _extracted(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], folder: Path) -> list[Path]:
    files, left = [], MOST_BYTES
    for part in parts:
        path = folder / plain_name(part.filename)
        with archive.open(part) as packed, path.open("wb") as out:
            while chunk := packed.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise too_large(MOST_BYTES)
                out.write(chunk)
        files.append(path)
    return files
