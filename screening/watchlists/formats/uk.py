"""The UK Sanctions List (CSV) of the Foreign, Commonwealth and Development Office (pure).

The first line says “Report Date: …”; rows of one party share ``Unique ID``, one row a name, address or document.
A person's family name stands in Name 6, given names in Name 1 to 5; a company's or ship's name in Name 6.
Published at https://www.gov.uk/government/publications/the-uk-sanctions-list; no file of the publisher was at hand to
test with.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.watchlists.countries import country_code
from screening.watchlists.formats import tables
from screening.watchlists.formats.opening import Opening
from screening.watchlists.formats.tables import Row
from screening.watchlists.formats.texts import facts, first_year, iso_date, line, unique
from screening.watchlists.records import EntityRecord, NameRecord

TITLE = "UK Sanctions List (CSV)"
KEY = "Unique ID"
NEEDED = (KEY, "Name 6", "Name 1", "Name type", "Regime Name")
_HEADER_WITHIN = 5
_TYPES = ("Individual, Entity, Ship", "Designation Type", "Type of designation")
_SCHEMA = {"individual": "Person", "entity": "Organization", "ship": "Vessel"}
_SOURCE = "https://www.gov.uk/government/publications/the-uk-sanctions-list"
_SEVERAL = re.compile(r"\s*(?:[|;]|\(\d+\))\s*")
_NUMBERS = {
    "Passport number": "passport", "National Identifier number": "national_id",
    "Business registration number (s)": "registration_number", "IMO number": "imo",
    "Hull identification number (HIN)": "hull_number", "Phone number": "phone", "Website": "website",
    "Email address": "email",
}  # fmt: skip
_REMARKS = (
    "Title", "Position", "Gender", "Town of birth", "Country of birth", "Other Information", "Sanctions Imposed",
    "Designation source", "UN Reference Number", "OFSI Group ID", "Type of entity", "Subsidiaries", "Parent Company",
    "Parent company", "National Identifier additional information", "Passport additional information",
    "Current owner/operator (s)", "Previous owner/operator (s)", "Current believed flag of ship", "Previous flags",
    "Type of ship", "Tonnage of ship", "Length of ship", "Year Built", "Last Updated",
)  # fmt: skip


def recognise(opening: Opening) -> bool:
    """Tell whether one of the first lines has the list's columns."""
    return _header_line(opening) is not None


def _header_line(opening: Opening) -> int | None:
    for at in range(_HEADER_WITHIN):
        if opening.has_columns(*NEEDED, line=at):
            return at + 1
    return None


def read(files: Sequence[Path], _report: object) -> Iterator[EntityRecord]:
    """Yield the parties; FormatError for the first row that is not as it should be."""
    at = _header_line(Opening(files[0])) or 2
    for rows in tables.grouped(lambda: tables.rows(files[0], NEEDED, header_line=at), KEY):
        yield _entity(rows)


def _entity(rows: Sequence[Row]) -> EntityRecord:
    key = rows[0][KEY]
    kind = next((row[column].lower() for row in rows for column in _TYPES if row[column]), "")
    if kind and kind not in _SCHEMA:
        raise rows[0].wrong(_TYPES[0], f"The type “{kind}” is not known.")
    names = tuple(dict.fromkeys(_names(rows)))
    if not names:
        raise rows[0].wrong("Name 6", f"The party {key} has no name.")
    main = next((name for name in names if name.kind == "primary"), names[0])
    return EntityRecord(
        entity_key=key,
        schema=_SCHEMA.get(kind, "LegalEntity"),
        caption=main.name,
        names=(main, *(name for name in names if name is not main)),
        programs=_all(rows, "Regime Name"),
        countries=unique(
            country_code(part) for column in ("Nationality(/ies)", "Address Country", "Current believed flag of ship")
            for text in _all(rows, column) for part in ([text] if country_code(text) else re.split(r"[|;,/]", text))
        ),
        birth_dates=unique(
            iso_date(text) or first_year(text) for cell in _all(rows, "D.O.B") for text in _SEVERAL.split(cell)
        ),
        identifiers=_identifiers(rows),
        addresses=unique(_address(row) for row in rows),
        reason="; ".join(_all(rows, "UK Statement of Reasons")) or None,
        remarks=facts((column, "; ".join(_all(rows, column))) for column in _REMARKS),
        listed_on=min(unique(iso_date(text) for text in _all(rows, "Date Designated")), default=None),
        source_url=_SOURCE,
    )  # fmt: skip


def _all(rows: Sequence[Row], column: str) -> tuple[str, ...]:
    return unique(line(row[column]) for row in rows)


def _names(rows: Sequence[Row]) -> Iterator[NameRecord]:
    primary = None
    for row in rows:
        name = " ".join(part for at in (1, 2, 3, 4, 5, 6) if (part := line(row[f"Name {at}"])))
        kind = _kind(row)
        if name and kind == "primary":
            # each address repeats the main name; another spelling of it is an alias
            kind = "primary" if primary in {None, name} else "aka"
            primary = primary or name
        if name:
            yield NameRecord(name, kind)
        original = line(row["Name non-latin script"])
        if original:
            yield NameRecord(original, "original_script", _LANGUAGES.get(row["Non-latin script language"].lower()))


_LANGUAGES = {
    "arabic": "ar", "belarusian": "be", "burmese": "my", "chinese": "zh", "dari": "prs", "farsi": "fa", "hebrew": "he",
    "kazakh": "kk", "korean": "ko", "pashto": "ps", "persian": "fa", "russian": "ru", "serbian": "sr",
    "ukrainian": "uk", "urdu": "ur",
}  # fmt: skip


def _kind(row: Row) -> str:
    strength, kind = row["Alias strength"].lower(), row["Name type"].lower()
    if "low" in strength or "weak" in strength:
        return "weak"
    if "fka" in kind or "former" in kind or "f.k.a" in kind or "f.k.a" in strength:
        return "fka"
    return "primary" if kind == "primary name" else "aka"


def _address(row: Row) -> str:
    columns = (*(f"Address Line {at}" for at in range(1, 7)), "Address Postal Code", "Address Country")
    return ", ".join(part for column in columns if (part := line(row[column])))


def _identifiers(rows: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for column, scheme in _NUMBERS.items():
        for cell in _all(rows, column):
            values = [value for value in _SEVERAL.split(cell) if value]
            if scheme == "imo":
                values = [value.upper().removeprefix("IMO").strip() for value in values]
            if values:
                found.setdefault(scheme, []).extend(values)
    return {scheme: unique(values) for scheme, values in sorted(found.items())}
