"""Check one row of a supplier list: clean it, convert it, say what is wrong, decide whether it is usable.

Pure: no database. Findings that need one (an identifier known under another name, a licence that is not in
force, a flagged entity) are added by the service.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from core.text import fold_digits
from supplychain.lists import cells, conversions, countries, identifiers, places
from supplychain.lists.catalogue import CATALOGUE
from supplychain.lists.cells import CODES_OF_COUNTRIES, Noticed
from supplychain.lists.columns import REQUIRED, Mapping
from supplychain.lists.findings import Finding, shown
from supplychain.lists.refusal import Note
from supplychain.lists.repeats import Repeats

Status = Literal["accepted", "rejected", "duplicate", "blank"]

_LIMITS = {
    "external_ref": 64,
    "address": 500,
    "notes": 2000,
    "city": 120,
    "broker_licence_no": 60,
    "subdivision": 200,
    "postal_code": 40,
    "products": 2000,
    "sector_text": 1000,
    "hs_codes": 1000,
}
_USUAL_LIMIT = 300
_SMALLEST_LIMIT = min(_LIMITS.values())
_SUGGESTIONS = 200
"""Different unknown country names looked up in one file; a search among 7,000 names is not free."""
_WORKERS = ("workers_total", "workers_migrant", "workers_agency", "workers_female", "workers_via_broker")
_SUBCOUNTS = _WORKERS[1:]
_HS = re.compile(r"\d{2}(?:\d{2}){0,4}")
_ISIC = re.compile(r"[A-U]|[A-U]?\d{2,4}")
_CODES = frozenset(
    {"external_ref", "postal_code", "reg_number", "broker_licence_no", "buys_from_ref", *identifiers.SCHEMES}
)
_TEXTS = frozenset({"supplier_name", "local_name", "address", "city", "parent_company", "broker_name"})
_WORDS = CODES_OF_COUNTRIES | {"products", "fee_payer"}
"""Converted columns whose text is no figure; in all others the digits of every script count."""
_TYPED = _TEXTS | _CODES
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,3}", re.IGNORECASE)
_SHEET_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?: "
    r"\d\d:\d\d:\d\d)?|\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-\d\d(?:\d\d)?)?"
)
_PERSONAL = (
    ("document", re.compile(r"\b(?:passport|passeport|pasaporte|pasaport|identity card|id "
                            r"card|nid)\b\W{0,3}(?:no|number|nr)?\W{0,3}"
                            r"[A-Z]{0,3}\d{5,}", re.IGNORECASE)),
    ("email", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}")),
    ("phone", re.compile(r"(?<![\w-])\+?\d(?:[\s().-]{0,2}\d){8,14}(?!\w)")),
)  # fmt: skip
_TITLE = re.compile(r"(?:Mrs?\.?|(?:Ms|Dr|Sra?|Srta|Mme|Hr|Fr)\.|Herr|Frau|Señora?) \w")


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A checked row: JSON-safe values under the names of the template, findings, and what became of it."""

    row: int
    values: dict[str, Any]
    findings: list[Finding]
    status: Status
    duplicate_of: int | None = None


@dataclass(slots=True)
class CheckContext:
    """What is remembered between the rows of one file.

    Attributes:
        day_first: how this file writes 03/04/2025, if a person has said; asked once per file.
        counts: rows checked so far by what became of them.
    """

    day_first: bool | None = None
    counts: dict[Status, int] = field(
        default_factory=lambda: {"accepted": 0, "rejected": 0, "duplicate": 0, "blank": 0}
    )
    repeats: Repeats = field(default_factory=Repeats)
    suggestions: dict[str, str | None] = field(default_factory=dict)

    def suggest(self, name: str) -> str | None:
        """The country that an unknown name may have meant; nothing after 200 different ones."""
        if name not in self.suggestions:
            if len(self.suggestions) >= _SUGGESTIONS:
                return None
            self.suggestions[name] = countries.suggest(name)
        return self.suggestions[name]

    def finish(self) -> list[Finding]:
        """Findings that need the whole file: R27 and R28."""
        return self.repeats.finish()


def check_row(
    values: dict[str, str],
    context: CheckContext,
    *,
    row: int,
    notes: Sequence[Note] = (),
    mapping: Mapping | None = None,
) -> CheckedRow:
    """Check one row.

    Args:
        values: raw text under the names of the template, from `Mapping.apply`.
        context: one for the whole file; it remembers the row.
        row: number of the row as a spreadsheet program shows it.
        notes: the parser's remarks about the row.
        mapping: turns the parser's column numbers into names of the template.
    """
    noticed: Noticed = []
    cleaned: dict[str, Any] = {}
    for name, raw in values.items():
        if text := cells.clean(name, raw, noticed):
            cleaned[name] = text
    for code, column, params in notes:
        noticed.append((code, _name(column, mapping), params))
    if not cleaned and not noticed:
        context.counts["blank"] += 1
        return CheckedRow(row, {}, [], "blank")
    _convert(cleaned, context, noticed)
    _judge(cleaned, noticed)
    findings = [_finding(row, *each) for each in noticed]
    findings += context.repeats.refer(row, cleaned)
    status: Status = "accepted"
    other = None
    if any(CATALOGUE[finding.code].severity == "E" for finding in findings):
        status = "rejected"
    else:
        other, repeated = context.repeats.compare(row, cleaned)
        findings += repeated
        status = "accepted" if other is None else "duplicate"
    context.counts[status] += 1
    return CheckedRow(row, cleaned, findings, status, other)


def _name(column: int | None, mapping: Mapping | None) -> str:
    if column is None or mapping is None or column >= len(mapping.columns):
        return ""
    return mapping.columns[column] or mapping.headers[column]


def _finding(row: int, code: str, column: str, params: dict[str, Any]) -> Finding:
    return Finding(code, row, column or None, {"field": column, **params} if column else params)


def _convert(cleaned: dict[str, Any], context: CheckContext, noticed: Noticed) -> None:
    """Turn text into codes, figures, dates and lists, in place; leave out what cannot be, and say so."""
    for name in REQUIRED:
        if name not in cleaned:
            noticed.append(("R01", name, {}))
    for name, text in list(cleaned.items()):
        if len(text) > _SMALLEST_LIMIT and len(text) > _LIMITS.get(name, _USUAL_LIMIT):
            noticed.append(("R02", name, {"length": len(text), "limit": _LIMITS.get(name, _USUAL_LIMIT)}))
        if converter := _CONVERTERS.get(name):
            figure = text if text.isascii() or name in _WORDS else fold_digits(text)
            value = converter(name, figure, context, noticed)
            if value is None:
                del cleaned[name]
            else:
                cleaned[name] = value
        elif name in _TYPED:
            _spreadsheet(name, text, noticed)


def _spreadsheet(name: str, text: str, noticed: Noticed) -> None:
    """Dates and powers of ten that a spreadsheet program made out of names and numbers."""
    if _SHEET_DATE.fullmatch(text):
        noticed.append(("R17", name, {"reason": "date", "value": text}))
    elif name in _CODES and _SCIENTIFIC.fullmatch(text):
        noticed.append(("R17", name, {"reason": "number", "value": text}))


def _country(name: str, text: str, context: CheckContext, noticed: Noticed) -> str | None:
    if code := countries.find(text):
        return code
    meant = context.suggest(text)
    params = {"value": shown(text)}
    if name == "country":
        noticed.append(
            ("R03", name, params | ({"reason": "suggestion", "suggestion": meant} if meant else {}))
        )
    else:
        noticed.append(("R36", name, params | {"reason": "country"}))
    return None


def _degrees(name: str, text: str, _context: CheckContext, noticed: Noticed) -> float | None:
    value = conversions.degrees(text)
    if value is None:
        noticed.append(("R06", name, {"value": shown(text)}))
    return value


def _workers(name: str, text: str, _context: CheckContext, noticed: Noticed) -> list[int] | None:
    value = conversions.head_count(text)
    if value is None:
        noticed.append(("R36", name, {"reason": "number", "value": shown(text)}))
    return value


def _tier(name: str, text: str, _context: CheckContext, noticed: Noticed) -> int | None:
    value = conversions.tier(text)
    if value is None:
        noticed.append(("R27", name, {"value": shown(text)}))
    return value


def _list(name: str, text: str, _context: CheckContext, noticed: Noticed) -> list[str] | None:
    values = conversions.several(text)
    if name != "products":
        form = _HS if name == "hs_codes" else _ISIC
        values = [value.replace(".", "").replace(" ", "").upper() for value in values]
        noticed.extend(
            ("R32", name, {"value": shown(value)}) for value in values if not form.fullmatch(value)
        )
    return values or None


def _payer(name: str, text: str, _context: CheckContext, noticed: Noticed) -> str | None:
    value = conversions.payer(text)
    if value is None:
        noticed.append(("R36", name, {"reason": "choice", "value": shown(text)}))
    if value == "worker":
        noticed.append(("R31", name, {}))
    return value


def _day(name: str, text: str, context: CheckContext, noticed: Noticed) -> str | None:
    try:
        value = conversions.day(text, day_first=context.day_first)
    except conversions.AmbiguousDate:
        noticed.append(("R36", name, {"reason": "ambiguous", "value": shown(text)}))
        return None
    if value is None:
        noticed.append(("R36", name, {"reason": "date", "value": shown(text)}))
    return value


def _identifier(name: str, text: str, _context: CheckContext, noticed: Noticed) -> str | None:
    value = identifiers.compact(text)
    _spreadsheet(name, text, noticed)
    if value.isdigit() and len(value) == {"duns": 8, "gln": 12}.get(name):
        noticed.append(("R16", name, {"value": value}))
    elif fault := identifiers.fault(name, value):
        noticed.append(("R09", name, {"value": shown(text), **fault}))
    return value or None


_Converter = Callable[[str, str, CheckContext, Noticed], Any]
_CONVERTERS: dict[str, _Converter] = {
    **dict.fromkeys(CODES_OF_COUNTRIES, _country),
    **dict.fromkeys(("lat", "lng"), _degrees),
    **dict.fromkeys(_WORKERS, _workers),
    **dict.fromkeys(("products", "hs_codes", "isic"), _list),
    **dict.fromkeys(("relationship_start", "relationship_end"), _day),
    **dict.fromkeys(identifiers.SCHEMES, _identifier),
    "tier": _tier,
    "fee_payer": _payer,
}


def _judge(values: dict[str, Any], noticed: Noticed) -> None:
    """What only shows when the columns of a row are seen together."""
    if "address" in values:
        places.judge_address(values, noticed)
    if "lat" in values or "lng" in values:
        places.judge_point(values, noticed)
    if "subdivision" in values or "postal_code" in values:
        places.judge_area(values, noticed)
    if total := values.get("workers_total"):
        noticed.extend(
            ("R26", name, {"value": values[name][0], "total": total[1]})
            for name in _SUBCOUNTS
            if name in values and values[name][0] > total[1]
        )
    if "broker_name" in values and "broker_licence_no" not in values:
        noticed.append(("R29", "broker_licence_no", {"value": shown(values["broker_name"])}))
    start, end = values.get("relationship_start"), values.get("relationship_end")
    if start and end and end < start:
        noticed.append(("R36", "relationship_end", {"reason": "order", "value": end}))
    if _TITLE.match(values.get("supplier_name", "")):
        noticed.append(("R34", "supplier_name", {"value": shown(values["supplier_name"])}))
    if notes := values.get("notes"):
        noticed.extend(("R33", "notes", {"reason": kind}) for kind, form in _PERSONAL if form.search(notes))
