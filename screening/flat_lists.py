"""Flat list files: one listed name a row, as benches and exchanges write them (pure).

The columns are those of the screening bench: ``list_id, entity_id, type, name, is_primary, alias_kind, country,
program``. Only ``entity_id``, ``type`` and ``name`` have to be there. The full contract for lists, with identifiers
and dates, is ``screening.watchlists.simple``; its ``entity_type`` and ``name_kind`` are understood here too.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from screening.index import Entry
from screening.names import MAX_NAME_CHARACTERS, Kind

KINDS: dict[str, Kind] = {
    "person": "person",
    "org": "organisation",
    "vessel": "organisation",
    "aircraft": "organisation",
    "unknown": "unknown",
}
WEAK = frozenset({"weak", "low"})  # "Low" is the word of the UN's list
MOST_NAMES = 10_000_000
_SPELLINGS = {"entity_id": ("entity_id",), "type": ("type", "entity_type"), "name": ("name",)}


class FlatListError(ValueError):
    """The file is not a flat list; the message names file, line and remedy."""


def entries(path: Path) -> Iterator[Entry]:
    """Yield id, name, kind and whether the alias is weak, of every named row.

    Args:
        path: a CSV file in UTF-8 with a header.

    Raises:
        FlatListError: for the first row that is not as it should be.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _entries(csv.reader(file), path.name)
    except UnicodeDecodeError as error:
        raise FlatListError(f"{path.name} is not written in UTF-8; save it as UTF-8 and try again.") from error
    except OSError as error:
        raise FlatListError(f"{path.name} cannot be read: {error.strerror or error}.") from error


def _entries(rows: Iterator[list[str]], file: str) -> Iterator[Entry]:
    header = next(rows, [])
    places = {name: _place(header, spellings, file) for name, spellings in _SPELLINGS.items()}
    alias = next((header.index(name) for name in ("alias_kind", "name_kind") if name in header), None)
    ids, types, names = places["entity_id"], places["type"], places["name"]
    width = max(ids, types, names, alias or 0) + 1
    number = 1
    try:
        for number, row in enumerate(rows, 2):
            if len(row) < width:
                if not row:
                    continue
                raise FlatListError(f"{file}, row {number}: it has {len(row)} cells and {width} are needed.")
            name = row[names]
            if not name or name.isspace():
                continue
            yield row[ids], _checked(name, number, file), _kind(row[types], number, file), _weak(row, alias)
    except csv.Error as error:
        raise FlatListError(f"{file}, row {number + 1}: it cannot be read as CSV ({error}).") from error


def _place(header: list[str], spellings: tuple[str, ...], file: str) -> int:
    for name in spellings:
        if name in header:
            return header.index(name)
    raise FlatListError(f"{file} has no column {spellings[0]}; the first row has to name the columns.")


def _kind(value: str, number: int, file: str) -> Kind:
    kind = KINDS.get(value)
    if kind is None:
        raise FlatListError(f"{file}, row {number}: the type “{value}” is not one of {', '.join(KINDS)}.")
    return kind


def _checked(name: str, number: int, file: str) -> str:
    if len(name) > MAX_NAME_CHARACTERS:
        raise FlatListError(f"{file}, row {number}: the name has more than {MAX_NAME_CHARACTERS:,} characters.")
    if number > MOST_NAMES:
        raise FlatListError(f"{file} has more than {MOST_NAMES:,} names; split it into several lists.")
    return name


def _weak(row: list[str], alias: int | None) -> bool:
    return alias is not None and row[alias].strip().casefold() in WEAK
