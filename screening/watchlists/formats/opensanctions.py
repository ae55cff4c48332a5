"""OpenSanctions' simplified table ``targets.simple.csv``, of any of its data sets (pure).

Its data are CC BY-NC 4.0: who imports them needs a licence for it. Columns:
https://www.opensanctions.org/docs/bulk/csv/; no file of the publisher was at hand to test with.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.watchlists.countries import country_code
from screening.watchlists.formats import ftm_properties, tables
from screening.watchlists.formats.opening import Opening
from screening.watchlists.formats.tables import Row
from screening.watchlists.formats.texts import facts, iso_date, line, unique
from screening.watchlists.records import EntityRecord, NameRecord, Report, Skipped

TITLE = "OpenSanctions targets.simple.csv"
NEEDED = ("id", "schema", "name", "aliases", "birth_date", "countries", "identifiers", "dataset")


def recognise(opening: Opening) -> bool:
    """Tell whether a file begins with the table's columns."""
    return opening.has_columns(*NEEDED)


def read(files: Sequence[Path], report: Report) -> Iterator[EntityRecord]:
    """Yield the targets that are persons, organisations, ships or aircraft; FormatError for the first bad row."""
    for row in tables.rows(files[0], NEEDED):
        for column in ("id", "schema"):
            if not row[column]:
                raise row.wrong(column, "The value is missing.")
        schema = ftm_properties.schema(row["schema"])
        if schema is None:
            report(Skipped(row.line, row["name"], f"A {row['schema']} is neither a party nor a ship."))
        elif not row["name"]:
            raise row.wrong("name", "The name is missing.")
        else:
            yield _entity(row, schema)


def _several(cell: str) -> tuple[str, ...]:
    """Split a cell: values between semicolons, in quotation marks where they hold one themselves."""
    return unique(line(value) for value in next(csv.reader([cell], delimiter=";"), []))


def _entity(row: Row, schema: str) -> EntityRecord:
    name = line(row["name"])
    numbers = {
        "identifier": _several(row["identifiers"]), "phone": _several(row["phones"]), "email": _several(row["emails"]),
    }  # fmt: skip
    return EntityRecord(
        entity_key=row["id"],
        schema=schema,
        caption=name,
        names=(NameRecord(name), *(NameRecord(alias, "aka") for alias in _several(row["aliases"]) if alias != name)),
        programs=unique([*_several(row["program_ids"]), *_several(row["dataset"])]),
        countries=unique(country_code(code) for code in _several(row["countries"])),
        birth_dates=unique(iso_date(day) for day in _several(row["birth_date"])),
        identifiers={scheme: values for scheme, values in sorted(numbers.items()) if values},
        addresses=_several(row["addresses"]),
        reason="; ".join(_several(row["sanctions"])) or None,
        remarks=facts([("First seen by OpenSanctions", row["first_seen"]), ("Last changed", row["last_change"])]),
        source_url=f"https://www.opensanctions.org/entities/{row['id']}/",
    )
