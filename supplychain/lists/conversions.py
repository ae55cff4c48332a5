"""From the text of a cell to a figure, a date, a list or a choice; None when it is none of it."""

import re
from datetime import date

_FLOAT = re.compile(r"([+-]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NSEWnsew]?)")
_RANGE = re.compile(r"(\d+)\s*(?:-|–|—|~|to|a|à|bis|至)\s*(\d+)")
_GROUPED = re.compile(r"(?<=\d)[,.'’\s\u00a0\u202f](?=\d{3}(?!\d))")
_ABOUT = re.compile(r"^(?:about|approx\.?|ca\.?|circa|around|~|≈)\s*", re.IGNORECASE)
_TIER = re.compile(r"(?:tier|t|rang|nivel|nível|stufe)?\s*(\d{1,2})", re.IGNORECASE)
_SPLIT = re.compile(r"\s*[|;；、\n]\s*")
_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_LOCAL_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_WORD_DATE = re.compile(r"(\d{1,2})[-\s.]+([A-Za-z]{3})[a-z]*\.?[-\s,]+(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MANY = 10_000_000
_PAYERS = {
    word: payer
    for payer, words in {
        "employer": "employer|company|buyer|supplier|factory|employeur|entreprise|empleador|empresa"
        "|empregador|işveren"
        "|arbeitgeber|datore di lavoro|صاحب العمل|নিয়োগকর্তা|雇主|公司|employer pays",
        "worker": "worker|workers|employee|employees|migrant|candidate|travailleur|trabajador|trabalhador"
        "|işçi|çalışan"
        "|arbeitnehmer|lavoratore|العامل|শ্রমিক|工人|员工|worker pays",
        "shared": "shared|both|split|partagé|compartido|compartilhado|paylaşılan|geteilt|مشترك|共同|双方",
        "unknown": "unknown|not known|don't know|inconnu|desconocido|desconhecido|bilinmiyor|unbekannt"
        "|غير معروف|未知",
    }.items()
    for word in words.split("|")
}


class AmbiguousDate(Exception):
    """A date such as 03/04/2025, which two countries read differently."""


def degrees(text: str) -> float | None:
    """Decimal degrees, with a point or a comma, with N, S, E, W after it if any."""
    found = _FLOAT.fullmatch(text)
    if found is None:
        return None
    value = float(found[1].replace(",", "."))
    return -abs(value) if found[2].upper() in ("S", "W") else value


def head_count(text: str) -> list[int] | None:
    """A number of people as lowest and highest: 420, 1,200, 100-500, <100, 1000+."""
    if text.isdecimal():
        return [int(text), int(text)] if len(text) < 8 else None
    plain = _GROUPED.sub("", _ABOUT.sub("", text)).strip()
    if found := _RANGE.fullmatch(plain):
        low, high = int(found[1]), int(found[2])
        return [low, high] if low <= high < _MANY else None
    plain = plain.removesuffix(".0")
    digits = plain.strip("<>+≤≥ ")
    if not (digits.isdecimal()) or int(digits[:9]) >= _MANY or len(digits) > 8:
        return None
    if plain.startswith(("<", "≤")):
        return [0, int(digits)]
    return [int(digits), int(digits)]


def tier(text: str) -> int | None:
    """A tier from 1 to 99, written as 1 or Tier 1."""
    found = _TIER.fullmatch(text.removesuffix(".0"))
    return int(found[1]) or None if found else None


def several(text: str) -> list[str]:
    """The values of a cell that holds several, with | or ; between them."""
    return [part for part in _SPLIT.split(text.strip("|;； ")) if part]


def payer(text: str) -> str | None:
    """Who pays the fee: employer, worker, shared or unknown."""
    return _PAYERS.get(text.casefold())


def day(text: str, *, day_first: bool | None) -> str | None:
    """A date as YYYY-MM-DD.

    Args:
        text: the cell.
        day_first: how this file writes 03/04/2025; None when nobody has said.

    Raises:
        AmbiguousDate: both readings are dates and `day_first` is None.
    """
    if found := _ISO_DATE.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _WORD_DATE.fullmatch(text)) and found[2].lower() in _MONTHS:
        return _date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
    found = _LOCAL_DATE.fullmatch(text)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    as_day, as_month = _date(year, second, first), _date(year, first, second)
    if as_day and as_month and as_day != as_month:
        if day_first is None:
            raise AmbiguousDate(text)
        return as_day if day_first else as_month
    return as_day or as_month


def _date(year: int, month: int, number: int) -> str | None:
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None
