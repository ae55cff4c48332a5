"""Lists of flagged entities in the forms their publishers give them: recognise and read (pure).

Every reader yields `EntityRecord`, streams, and names line, column and fault of the first bad row.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.watchlists import ofac, simple
from screening.watchlists.records import EntityRecord, FormatError, NameRecord, content_hash, encoding_of

__all__ = ["FORMATS", "EntityRecord", "FormatError", "NameRecord", "content_hash", "detect", "read"]

# Product names of the formats: not translated.
FORMATS: dict[str, str] = {
    "ofac_sdn": "OFAC SDN (CSV)",
    "ofac_consolidated": "OFAC Consolidated (CSV)",
    "fairgate_csv": "Fairgate CSV",
    "fairgate_jsonl": "Fairgate JSON lines",
}


def read(source: Path | Sequence[Path], format: str) -> Iterator[EntityRecord]:  # noqa: A002  the word of the trade
    """Yield the entities of a list.

    Args:
        source: a file, a folder, or the files that belong together.
        format: a code of ``FORMATS``.

    Raises:
        FormatError: when the format is not known, or for the first row that is not as it should be.
    """
    if format in ofac.FILES:
        return ofac.read(source, format)
    if format in FORMATS:
        paths = [source] if isinstance(source, Path) else list(source)
        if len(paths) != 1 or not paths[0].is_file():
            raise FormatError(0, "", "One file is needed.")
        return simple.read(paths[0], format)
    raise FormatError(0, "", f"The format “{format}” is not known.")


def detect(path: Path) -> str:
    """Return the format code of a file or folder, judged by content, and for OFAC by file names.

    Raises:
        FormatError: when it is none we know.
    """
    for recognise in (_ofac, _json_lines, _csv):
        code = recognise(path)
        if code:
            return code
    raise FormatError(0, "", "This is not a list in a format we know.", path.name)


def _ofac(path: Path) -> str | None:
    names = {entry.name.lower() for entry in path.iterdir()} if path.is_dir() else {path.name.lower()}
    for code, files in ofac.FILES.items():
        if files["primary"] in names:
            return code
    return None


def _first_line(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open(encoding=encoding_of(path), newline="") as file:
        return file.readline(simple.MAX_LINE)


def _json_lines(path: Path) -> str | None:
    try:
        found = json.loads(_first_line(path))
    except (ValueError, RecursionError):
        return None
    return "fairgate_jsonl" if isinstance(found, dict) and set(simple.REQUIRED) <= found.keys() else None


def _csv(path: Path) -> str | None:
    header = next(csv.reader([_first_line(path)]), [])
    return "fairgate_csv" if set(simple.REQUIRED) <= set(header) else None
