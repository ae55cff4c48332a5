"""From the cleaned text of a row's cells to codes, figures, dates and lists; what cannot be is left out and said.

Pure: no database.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.text import fold_digits
from supplychain.lists import conversions, countries, identifiers
from supplychain.lists.cells import CODES_OF_COUNTRIES, Noticed
from supplychain.lists.columns import REQUIRED
from supplychain.lists.findings import shown

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
WORKERS = ("workers_total", "workers_migrant", "workers_agency", "workers_female", "workers_via_broker")
_HS = re.compile(r"\d{2}(?:\d{2}){0,4}")
_ISIC = re.compile(r"[A-U]|[A-U]?\d{2,4}")
_CODES = frozenset(
    {"external_ref", "postal_code", "reg_number", "broker_licence_no", "buys_from_ref", *identifiers.SCHEMES}
)
_TEXTS = frozenset({"supplier_name", "local_name", "address", "city", "parent_company", "broker_name"})
_WORDS = CODES_OF_COUNTRIES | {"products", "fee_payer"}
"""Converted columns whose text is no figure; in all others the digits of every script count."""
_TYPED = _TEXTS | _CODES
_POWER = r"\d(?:[.,]\d+)?[Ee]\+?\d{1,3}"
_SCIENTIFIC, _SCIENTIFICS = re.compile(_POWER), re.compile(rf"\0{_POWER}(?=\0)")
_DATE = (
    r"(?:\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?"
    r"|\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-\d\d(?:\d\d)?)?)"
)
_SHEET_DATE, _SHEET_DATES = re.compile(_DATE), re.compile(rf"\0{_DATE}(?=\0)")


@dataclass(slots=True)
class Habits:
    """What is the same for a whole file, and what was looked up in it.

    Attributes:
        day_first: how this file writes 03/04/2025, if a person has said; asked once per file.
        suggestions: countries that unknown names may have meant.
    """

    day_first: bool | None = None
    suggestions: dict[str, str | None] = field(default_factory=dict)

    def suggest(self, name: str) -> str | None:
        """The country that an unknown name may have meant; nothing after 200 different ones."""
        if name not in self.suggestions:
            if len(self.suggestions) >= _SUGGESTIONS:
                return None
            self.suggestions[name] = countries.suggest(name)
        return self.suggestions[name]


def limit(name: str) -> int:
    """The most characters a cell of this column may have."""
    return _LIMITS.get(name, _USUAL_LIMIT)


def _figure(name: str, text: str) -> str:
    return text if text.isascii() or name in _WORDS else fold_digits(text)


def convert(cleaned: dict[str, Any], habits: Habits, noticed: Noticed) -> None:
    """Turn text into codes, figures, dates and lists, in place; leave out what cannot be, and say so."""
    for name in REQUIRED:
        if name not in cleaned:
            noticed.append(("R01", name, {}))
    for name, text in list(cleaned.items()):
        if len(text) > _SMALLEST_LIMIT and len(text) > limit(name):
            noticed.append(("R02", name, {"length": len(text), "limit": limit(name)}))
        if converter := CONVERTERS.get(name):
            value = converter(name, _figure(name, text), habits, noticed)
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


def _country(name: str, text: str, habits: Habits, noticed: Noticed) -> str | None:
    if code := countries.find(text):
        return code
    meant = habits.suggest(text)
    params = {"value": shown(text)}
    if name == "country":
        noticed.append(
            ("R03", name, params | ({"reason": "suggestion", "suggestion": meant} if meant else {}))
        )
    else:
        noticed.append(("R36", name, params | {"reason": "country"}))
    return None


def _degrees(name: str, text: str, _habits: Habits, noticed: Noticed) -> float | None:
    value = conversions.degrees(text)
    if value is None:
        noticed.append(("R06", name, {"value": shown(text)}))
    return value


def _workers(name: str, text: str, _habits: Habits, noticed: Noticed) -> list[int] | None:
    value = conversions.head_count(text)
    if value is None:
        noticed.append(("R36", name, {"reason": "number", "value": shown(text)}))
    return value


def _tier(name: str, text: str, _habits: Habits, noticed: Noticed) -> int | None:
    value = conversions.tier(text)
    if value is None:
        noticed.append(("R27", name, {"value": shown(text)}))
    return value


def _list(name: str, text: str, _habits: Habits, noticed: Noticed) -> list[str] | None:
    values = conversions.several(text)
    if name != "products":
        form = _HS if name == "hs_codes" else _ISIC
        values = [value.replace(".", "").replace(" ", "").upper() for value in values]
        noticed.extend(
            ("R32", name, {"value": shown(value)}) for value in values if not form.fullmatch(value)
        )
    return values or None


def _payer(name: str, text: str, _habits: Habits, noticed: Noticed) -> str | None:
    value = conversions.payer(text)
    if value is None:
        noticed.append(("R36", name, {"reason": "choice", "value": shown(text)}))
    if value == "worker":
        noticed.append(("R31", name, {}))
    return value


def _day(name: str, text: str, habits: Habits, noticed: Noticed) -> str | None:
    try:
        value = conversions.day(text, day_first=habits.day_first)
    except conversions.AmbiguousDate:
        noticed.append(("R36", name, {"reason": "ambiguous", "value": shown(text)}))
        return None
    if value is None:
        noticed.append(("R36", name, {"reason": "date", "value": shown(text)}))
    return value


def _identifier(name: str, text: str, _habits: Habits, noticed: Noticed) -> str | None:
    value = identifiers.compact(text)
    _spreadsheet(name, text, noticed)
    if value.isdigit() and len(value) == {"duns": 8, "gln": 12}.get(name):
        noticed.append(("R16", name, {"value": value}))
    elif fault := identifiers.fault(name, value):
        noticed.append(("R09", name, {"value": shown(text), **fault}))
    return value or None


Converter = Callable[[str, str, Habits, Noticed], Any]
CONVERTERS: dict[str, Converter] = {
    **dict.fromkeys(CODES_OF_COUNTRIES, _country),
    **dict.fromkeys(("lat", "lng"), _degrees),
    **dict.fromkeys(WORKERS, _workers),
    **dict.fromkeys(("products", "hs_codes", "isic"), _list),
    **dict.fromkeys(("relationship_start", "relationship_end"), _day),
    **dict.fromkeys(identifiers.SCHEMES, _identifier),
    "tier": _tier,
    "fee_payer": _payer,
}


def quietly(name: str, text: str, habits: Habits) -> Any:
    """What a cell of a converted column means when there is nothing to say about it, else None."""
    if name in CODES_OF_COUNTRIES:
        return countries.find(text)  # without a search for what an unknown name may have meant
    noticed: Noticed = []
    value = CONVERTERS[name](name, _figure(name, text), habits, noticed)
    return None if noticed else value


def spoilt(name: str, column: str) -> bool:
    """Whether a spreadsheet program may have made a date or a power of ten out of some cell of a whole column.

    Args:
        name: the column.
        column: its cells, with NUL before, between and after them.
    """
    if name not in _TYPED:
        return False
    return bool(_SHEET_DATES.search(column) or (name in _CODES and _SCIENTIFICS.search(column)))
