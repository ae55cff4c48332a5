"""Another regulator's open register of licences: CSV or JSON with a number, a name and a status (pure).

Regulators name their columns differently, so the usual names are known. A licence in force is left out; any other
makes its holder a flagged entity, whose programme is the status. Whether a licence has run out by its date alone is
not judged here: a register that is kept says so in its status.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from screening.watchlists.countries import country_code
from screening.watchlists.formats import tables
from screening.watchlists.formats.objects import objects, texts
from screening.watchlists.formats.opening import Opening
from screening.watchlists.formats.texts import facts, iso_date, parts, unique
from screening.watchlists.records import EntityRecord, FormatError, NameRecord, Report, Skipped

TITLE_CSV = "Open register of licences (CSV)"
TITLE_JSON = "Open register of licences (JSON)"
# What we call a column: how registers call it, folded.
COLUMNS = {
    "number": ("licence number", "license number", "licence no", "license no", "licence", "license",
               "number", "lic no"),
    "name": ("name", "agency name", "agency", "company name", "company", "licensee", "holder", "name of agency",
             "legal name"),
    "status": ("status", "licence status", "license status", "current status", "state of licence"),
    "trading_names": ("trading names", "trading name", "trade name", "trade names", "also known as", "local name",
                      "other names", "aliases"),
    "phones": ("phones", "phone", "telephone", "telephones", "phone number", "phone no", "contact number", "mobile"),
    "begins": ("granted on", "issued on", "issue date", "date of issue", "valid from", "licensed since", "start date"),
    "ends": ("expires on", "expiry date", "valid until", "valid to", "last day", "end date", "date of expiry"),
    "since": ("status since", "status date", "status changed on", "date of status", "revoked on", "suspended on"),
    "reason": ("reason", "remarks", "grounds", "note", "notes"),
    "address": ("address", "office address", "addresses"),
    "country": ("country", "country code"),
    "email": ("email", "e mail"),
    "website": ("website", "web site", "url"),
}  # fmt: skip
_OURS = {theirs: ours for ours, names in COLUMNS.items() for theirs in names}
_NEEDED = ("number", "name", "status")
_IN_FORCE = frozenset(
    ("active", "in force", "valid", "licensed", "current", "granted", "renewed", "good standing", "registered", "live")
)
_NO_LICENCE_YET = frozenset(("pending", "applied", "in process", "under review", "submitted", "draft"))
_SEVERAL = re.compile(r"[;|\n]")
Cells = dict[str, tuple[str, ...]]


def _folded(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", name.lower()))


def is_csv(opening: Opening) -> bool:
    """Tell whether a file begins with columns for number, name and status of licences."""
    return _has_needed(opening.header(_delimiter(opening)))


def is_json(opening: Opening) -> bool:
    """Tell whether a JSON file begins with an object that has number, name and status of a licence."""
    return opening.is_json and _has_needed(re.findall(r'"([^"\\]{1,60})"\s*:', opening.text))


def _has_needed(names: Sequence[str]) -> bool:
    ours = [_OURS.get(_folded(name)) for name in names]
    # “name” and “status” alone are in many tables
    licence = any("licen" in name.lower() for name in names) or "lic no" in map(_folded, names)
    return licence and set(_NEEDED) <= set(ours)


def _delimiter(opening: Opening) -> str:
    first = opening.lines[0] if opening.lines else ""
    return max(",;\t", key=first.count)


def read_csv(files: Sequence[Path], report: Report) -> Iterator[EntityRecord]:
    """Yield the holders of licences not in force; FormatError for the first row that is not as it should be."""
    opening = Opening(files[0])
    delimiter = _delimiter(opening)
    for name in _NEEDED:
        if name not in {_OURS.get(_folded(column)) for column in opening.header(delimiter)}:
            sentence = f"No column holds the {name}. It may be called: {', '.join(COLUMNS[name])}."
            raise FormatError(1, name, sentence, files[0].name)
    for row in tables.rows(files[0], (), delimiter=delimiter):
        cells: Cells = {}
        for column, text in row.cells.items():
            _put(cells, column, _SEVERAL.split(text) if _OURS.get(_folded(column)) in _LISTS else [text])
        yield from _flagged(cells, row.line, files[0].name, report)


_LISTS = frozenset(("trading_names", "phones", "address"))


def read_json(files: Sequence[Path], report: Report) -> Iterator[EntityRecord]:
    """Yield the holders of licences not in force; FormatError for the first object that is not as it should be."""
    for at, found in objects(files[0]):
        for licence in _licences(found):
            cells: Cells = {}
            for column, value in licence.items():
                _put(cells, column, _values(value))
            yield from _flagged(cells, at, files[0].name, report)


def _licences(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the licences of an object: itself, or those of the list it holds, as an API's page of answers does."""
    lists = [value for value in found.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    if lists and not any(_OURS.get(_folded(column)) == "number" for column in found):
        return [item for item in lists[0] if isinstance(item, dict)]
    return [found]


def _values(value: Any) -> tuple[str, ...]:
    """Return the texts of a value; of objects, such as telephone numbers with a label, their number or name."""
    items = value if isinstance(value, list) else [value]
    return unique(
        text
        for item in items
        for text in (texts(item.get("number") or item.get("name")) if isinstance(item, dict) else texts(item))
    )


def _put(cells: Cells, column: str, values: Sequence[str]) -> None:
    ours = _OURS.get(_folded(column))
    if ours:
        cells[ours] = unique([*cells.get(ours, ()), *(" ".join(value.split()) for value in values)])


def _flagged(cells: Cells, line: int, file: str, report: Report) -> Iterator[EntityRecord]:
    for name in _NEEDED:
        if not cells.get(name):
            raise FormatError(line, name, "The value is missing.", file)
    status = cells["status"][0]
    folded = _folded(status)
    if folded in _IN_FORCE:
        report(Skipped(line, cells["name"][0], "The licence is in force."))
    elif folded in _NO_LICENCE_YET:
        report(Skipped(line, cells["name"][0], "There is no licence yet."))
    else:
        yield _entity(cells, status)


def _entity(cells: Cells, status: str) -> EntityRecord:
    def first(name: str) -> str:
        return next(iter(cells.get(name, ())), "")

    name = first("name")
    others = unique(other for said in cells.get("trading_names", ()) for other in parts(said))
    numbers = {
        "licence": cells["number"],
        "phone": cells.get("phones", ()),
        "email": cells.get("email", ()),
        "website": cells.get("website", ()),
    }
    return EntityRecord(
        entity_key=first("number"),
        schema="Organization",
        caption=name,
        names=(NameRecord(name), *(NameRecord(other, "aka") for other in others if other != name)),
        programs=(f"Licence {status.lower()}",),
        countries=unique(country_code(text) for text in cells.get("country", ())),
        identifiers={scheme: values for scheme, values in sorted(numbers.items()) if values},
        addresses=cells.get("address", ()),
        reason=first("reason") or None,
        remarks=facts([
            ("Licence number", first("number")), ("Status", status), ("Status since", first("since")),
            ("Licence from", first("begins")), ("Licence until", first("ends")),
        ]),
        listed_on=iso_date(first("since")),
    )  # fmt: skip
