"""Our own list format: one name per row, entity attributes repeated; CSV with a header, or JSON objects (pure).

Rows of one entity stand together, so that a list of any length is read with the memory of one entity.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from screening.watchlists.countries import country_code
from screening.watchlists.formats import objects, tables
from screening.watchlists.formats.opening import Opening
from screening.watchlists.records import (
    MAX_NAME,
    NAME_KINDS,
    EntityRecord,
    FormatError,
    NameRecord,
    encoding_of,
)

COLUMNS = (
    "list_id", "list_version", "entity_id", "entity_type", "name", "name_kind", "name_lang", "country",
    "birth_date", "id_type", "id_value", "address", "program", "reason", "listed_on",
    "delisted_on", "source_url", "remarks", "raw",
)  # fmt: skip
REQUIRED = ("entity_id", "entity_type", "name")
SCHEMA = {
    "person": "Person",
    "org": "Organization",
    "vessel": "Vessel",
    "aircraft": "Airplane",
    "unknown": "LegalEntity",
}
_DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$")
Row = dict[str, list[str]]


def is_csv(opening: Opening) -> bool:
    """Tell whether a file is in our own format as CSV."""
    return opening.has_columns(*REQUIRED)


def is_json(opening: Opening) -> bool:
    """Tell whether a file is in our own format as JSON lines."""
    return opening.has_keys(*REQUIRED)


def read_csv(files: Sequence[Path], _report: object) -> Iterator[EntityRecord]:
    """Yield the entities of a CSV file in our own format; FormatError for the first bad row."""
    return _entities(_csv_rows(files[0]), files[0])


def read_json(files: Sequence[Path], _report: object) -> Iterator[EntityRecord]:
    """Yield the entities of JSON lines in our own format; FormatError for the first bad line."""
    return _entities(_json_rows(files[0]), files[0])


def _entities(rows: Iterator[tuple[int, Row]], path: Path) -> Iterator[EntityRecord]:
    seen: set[str] = set()
    versions: dict[str, str] = {}
    for key, group in groupby(rows, key=lambda item: item[1]["entity_id"][0]):
        found = list(group)
        line = found[0][0]
        if key in seen:
            sentence = f"The entity {key} was already read: the rows of one entity have to stand together."
            raise FormatError(line, "entity_id", sentence, path.name)
        seen.add(key)
        _one_version(versions, found, path.name)
        yield _entity(found, path.name)


def _one_version(versions: dict[str, str], rows: list[tuple[int, Row]], file: str) -> None:
    """Refuse a file in which two lists, or two versions of one, are mixed."""
    for line, row in rows:
        for name in ("list_id", "list_version"):
            value = next(iter(row.get(name) or []), "")
            if value and versions.setdefault(name, value) != value:
                sentence = f"The file holds {versions[name]} and {value}. Give each its own file."
                raise FormatError(line, name, sentence, file)


def _csv_rows(path: Path) -> Iterator[tuple[int, Row]]:
    with path.open(encoding=encoding_of(path), newline="") as file:
        reader = csv.DictReader(tables.lines(file, path.name), strict=True)
        try:
            missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
            if missing:
                raise FormatError(1, missing[0], f"The column {missing[0]} is missing.", path.name)
            for row in reader:
                if None in row:
                    raise FormatError(reader.line_num, "", "The row has more cells than the header.", path.name)
                cells = {name: _several(name, value or "") for name, value in row.items()}
                yield reader.line_num, _checked(cells, reader.line_num, path.name)
        except csv.Error as error:
            raise FormatError(reader.line_num, "", f"The row cannot be read: {error}.", path.name) from error


def _several(name: str, value: str) -> list[str]:
    """Split the cells that may hold several values by semicolons."""
    if name in {"country", "birth_date", "id_type", "id_value", "address", "program"}:
        return [part.strip() for part in value.split(";") if part.strip()]
    return [value.strip()] if value.strip() else []


def _json_rows(path: Path) -> Iterator[tuple[int, Row]]:
    for number, found in objects.objects(path):
        yield (
            number,
            _checked(
                {name: _listed(name, found.get(name), number, path.name) for name in COLUMNS if name != "raw"},
                number,
                path.name,
            ),
        )


def _listed(name: str, value: object, line: int, file: str) -> list[str]:
    values = value if isinstance(value, list) else [value]
    if any(not isinstance(v, str | int | None) or isinstance(v, bool) for v in values):
        raise FormatError(line, name, "Only texts and whole numbers are possible here.", file)
    return [str(v).strip() for v in values if v is not None and str(v).strip()]


def _checked(cells: Row, line: int, file: str) -> Row:
    """Return the row when each value is possible."""
    for name in REQUIRED:
        if not cells.get(name):
            raise FormatError(line, name, "The value is missing.", file)
    if cells["entity_type"][0] not in SCHEMA:
        raise FormatError(line, "entity_type", f"The type has to be one of {', '.join(SCHEMA)}.", file)
    _check_name(cells, line, file)
    for name in ("birth_date", "listed_on", "delisted_on"):
        if any(not _DATE.match(value) for value in cells.get(name, [])):
            raise FormatError(line, name, "A date is written like 1980-05-31, 1980-05 or 1980.", file)
    unknown = [value for value in cells.get("country", []) if country_code(value) is None]
    if unknown:
        raise FormatError(line, "country", f"The country “{unknown[0]}” is not known.", file)
    if len(cells.get("id_type", [])) != len(cells.get("id_value", [])):
        raise FormatError(line, "id_value", "There are not as many identifiers as types of identifiers.", file)
    return cells


def _check_name(cells: Row, line: int, file: str) -> None:
    if len(cells["name"][0]) > MAX_NAME:
        raise FormatError(line, "name", f"The name has more than {MAX_NAME:,} characters.", file)
    kind = (cells.get("name_kind") or ["primary"])[0]
    if kind not in NAME_KINDS:
        raise FormatError(line, "name_kind", f"The kind of name has to be one of {', '.join(NAME_KINDS)}.", file)
    if any(not _LANGUAGE.match(value) for value in cells.get("name_lang", [])):
        raise FormatError(line, "name_lang", "A language is written like en or sr-Latn.", file)


def _entity(rows: list[tuple[int, Row]], file: str) -> EntityRecord:
    first = rows[0][1]
    if any(row["entity_type"] != first["entity_type"] for _, row in rows):
        line = next(line for line, row in rows if row["entity_type"] != first["entity_type"])
        raise FormatError(line, "entity_type", "The rows of this entity name different types.", file)
    names = [
        NameRecord(
            row["name"][0],
            (row.get("name_kind") or ["primary"])[0],
            next(iter(row.get("name_lang") or []), None),
        )
        for _, row in rows
    ]
    caption = next((name.name for name in names if name.kind == "primary"), names[0].name)
    return EntityRecord(
        entity_key=first["entity_id"][0],
        schema=SCHEMA[first["entity_type"][0]],
        caption=caption,
        names=tuple(dict.fromkeys(names)),
        programs=_all(rows, "program"),
        countries=tuple(dict.fromkeys(country_code(value) or "" for value in _all(rows, "country"))),
        birth_dates=_all(rows, "birth_date"),
        identifiers=_identifiers(rows),
        addresses=_all(rows, "address"),
        reason=_first(rows, "reason"),
        remarks=_first(rows, "remarks"),
        listed_on=_first(rows, "listed_on"),
        delisted_on=_first(rows, "delisted_on"),
        source_url=_first(rows, "source_url"),
    )


def _all(rows: list[tuple[int, Row]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for _, row in rows for value in row.get(name) or []))


def _first(rows: list[tuple[int, Row]], name: str) -> str | None:
    return next(iter(_all(rows, name)), None)


def _identifiers(rows: list[tuple[int, Row]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for _, row in rows:
        for scheme, value in zip(row.get("id_type") or [], row.get("id_value") or [], strict=True):
            found.setdefault(scheme, {})[value] = None
    return {scheme: tuple(values) for scheme, values in sorted(found.items())}
