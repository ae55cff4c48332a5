"""The United States' Consolidated Screening List (CSV): eleven lists of three departments in one (pure).

Two layouts: 28 columns until about 2020, and 29 since, which begin with ``_id``. Several values stand in one cell,
between semicolons. Columns: https://developer.trade.gov/consolidated-screening-list.html
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.watchlists.countries import country_code
from screening.watchlists.formats import ofac_remarks, tables
from screening.watchlists.formats.opening import Opening
from screening.watchlists.formats.tables import Row
from screening.watchlists.formats.texts import facts, first_year, iso_date, line, parts, span, unique
from screening.watchlists.records import EntityRecord, NameRecord

TITLE = "US Consolidated Screening List (CSV)"
NEEDED = ("source", "entity_number", "type", "programs", "name", "addresses", "alt_names", "ids", "start_date")
_SCHEMA = {
    "individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "entity": "Organization", "": "LegalEntity",
}  # fmt: skip
# What State adds to names: it is no part of them.
_SUCCESSORS = re.compile(r"[;,] and any successor.*$", re.IGNORECASE)
_YEARS = re.compile(r"(\d{4})(?:-\d\d-\d\d)? (?:to|-) (\d{4})")
_RISK = re.compile(r"risk|order|sanction|directive|subject to", re.IGNORECASE)


def recognise(opening: Opening) -> bool:
    """Tell whether a file begins with the list's columns."""
    return opening.has_columns(*NEEDED)


def read(files: Sequence[Path], _report: object) -> Iterator[EntityRecord]:
    """Yield the parties in the order of the list; FormatError for the first row that is not as it should be."""
    for row in tables.rows(files[0], NEEDED):
        if not row["source"]:
            raise row.wrong("source", "The source list is missing.")
        if not row["name"]:
            raise row.wrong("name", "The name is missing.")
        if row["type"].lower() not in _SCHEMA:
            raise row.wrong("type", f"The type “{row['type']}” is not known.")
        yield _entity(row)


def _entity(row: Row) -> EntityRecord:
    name = _SUCCESSORS.sub("", line(row["name"]))
    numbers = tuple(_fact(part) for part in parts(row["ids"]))
    addresses = _several(row["addresses"])
    born = parts(row["dates_of_birth"])
    return EntityRecord(
        entity_key=_key(row),
        schema=_SCHEMA[row["type"].lower()],
        caption=name,
        names=tuple(dict.fromkeys([
            NameRecord(name),
            *(NameRecord(alias, "aka") for alias in _several(_SUCCESSORS.sub("", row["alt_names"])) if alias != name),
        ])),
        programs=unique([line(row["source"]), *parts(row["programs"])]),
        countries=unique(country_code(text) for text in (
            *(address.rpartition(",")[2] for address in addresses), *parts(row["citizenships"]),
            *parts(row["nationalities"]), row["vessel_flag"],
        )),
        birth_dates=unique(day for text in born for day in _birth_dates(text)),
        identifiers=ofac_remarks.identifiers([*numbers, f"Call Sign {row['call_sign']}"]),
        addresses=addresses,
        reason=facts([
            ("Federal Register", row["federal_register_notice"]),
            ("Licence requirement", row["license_requirement"]), ("Licence policy", row["license_policy"]),
            ("Grounds", "; ".join(number for number in numbers if _RISK.search(number))),
        ]),
        remarks=facts([
            ("Remarks", row["remarks"]), ("Title", row["title"]), ("Born in", row["places_of_birth"]),
            ("Date of birth", row["dates_of_birth"]), ("Standard order", row["standard_order"]),
            ("Numbers", row["ids"]), ("Vessel type", row["vessel_type"]), ("Vessel flag", row["vessel_flag"]),
            ("Vessel owner", row["vessel_owner"]), ("Gross tonnage", row["gross_tonnage"]),
            ("Gross registered tonnage", row["gross_registered_tonnage"]),
            ("The name goes on", row["name"][len(name):].strip(" ;,")), ("List", row["source_list_url"]),
        ]),
        listed_on=iso_date(row["start_date"]),
        delisted_on=iso_date(row["end_date"]),
        source_url=row["source_information_url"] or row["source_list_url"] or None,
    )  # fmt: skip


def _several(cell: str) -> tuple[str, ...]:
    """Return the values of a cell; the last of several may begin with “and”."""
    first, *others = parts(cell) or ("",)
    return unique([first, *(value.removeprefix("and ") for value in others)])


def _key(row: Row) -> str:
    """Return the list's own key; where it has none, one made from what names the party."""
    if row["_id"]:
        return row["_id"]
    if row["entity_number"]:
        return f"{_short(row['source'])}-{row['entity_number']}"
    named = "\n".join(line(row[column]).casefold() for column in ("source", "name", "addresses", "start_date"))
    return f"{_short(row['source'])}-{hashlib.sha256(named.encode()).hexdigest()[:24]}"


def _short(source: str) -> str:
    found = re.search(r"\(([A-Z]{2,6})\)", source)
    return found.group(1) if found else "CSL"


def _fact(number: str) -> str:
    """Return one of the ids as OFAC's remarks have it: “label value”.

    Until about 2020 “US, 80-0890696, Tax ID No.”, since then “Tax ID No., 80-0890696, US”.
    """
    cells = [cell.strip() for cell in number.split(",")]
    for at in (0, len(cells) - 1):
        if cells[at] in ofac_remarks.SCHEMES and len(cells) > 1:
            value = cells[1] if at == 0 else cells[at - 1]
            return f"{cells[at]} {value}"
    return number


def _birth_dates(text: str) -> Iterator[str | None]:
    found = _YEARS.search(text)
    if found:
        yield from span(found[1], found[2])
    else:
        yield iso_date(text) or first_year(text)
