"""Cells, dates and numbers as publishers write them, made uniform (pure)."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T Z+-].*)?$")
_WORDS = re.compile(r"^(?:(\d{1,2})[ -])?([A-Za-z]{3,9})\.?[ -](\d{4})$")
_AMERICAN_WORDS = re.compile(r"^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})$")
_SLASHES = re.compile(r"^(\d{1,2}|dd)[/.-](\d{1,2}|mm)[/.-](\d{4})$")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")


def line(text: str | None) -> str:
    """Return the text on one line with single spaces; nothing gives the empty text."""
    return " ".join(text.split()) if text else ""


# What Windows-1252 has where Latin-1 and Unicode have controls: quotation marks and dashes, often wrongly decoded.
_MISREAD = re.compile(r"[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")


def repaired(text: str) -> str:
    """Return the text with the signs of Windows-1252 that were taken for controls put right: ’ instead of U+0092."""
    return _MISREAD.sub(lambda found: found[0].encode("latin-1").decode("cp1252"), text)


def is_latin(text: str) -> bool:
    """Tell whether every letter of a text is a Latin one."""
    return all(unicodedata.name(sign, "").startswith(("LATIN", "MODIFIER")) for sign in text if sign.isalpha())


def unique(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return the values once each, in their order, without what is empty."""
    return tuple(dict.fromkeys(value for value in values if value))


def parts(cell: str | None, separator: str = ";") -> tuple[str, ...]:
    """Split a cell that holds several values."""
    return unique(line(part) for part in (cell or "").split(separator))


def iso_date(text: str | None, *, month_first: bool = False) -> str | None:
    """Return a date as ISO, possibly only year or year and month; None when there is none to be read.

    Args:
        text: ``1971-05-31``, ``31 May 1971``, ``May 1971``, ``31/05/1971``, ``dd/mm/1971`` or a year; with a time of
            day it is cut off.
        month_first: whether ``05/06/1971`` is the sixth of May, as in the United States.
    """
    bare = line(text)
    if found := _ISO.match(bare):
        return _date(found[1], found[2], found[3])
    if found := _WORDS.match(bare):
        return _date(found[3], _month(found[2]), found[1])
    if found := _AMERICAN_WORDS.match(bare):
        return _date(found[3], _month(found[1]), found[2])
    if found := _SLASHES.match(bare):
        first, second = (found[2], found[1]) if month_first else (found[1], found[2])
        return _date(found[3], second, first)
    return None


def first_year(text: str | None) -> str | None:
    """Return the first year that stands in a text such as “circa 1970”."""
    found = _YEAR.search(text or "")
    return found[1] if found else None


def span(first: str, last: str, most: int = 20) -> tuple[str, ...]:
    """Return the years of a span, at most `most` of them after the first, or nothing when it is no span."""
    if not (first.isdigit() and last.isdigit()) or int(last) < int(first):
        return ()
    return tuple(str(year) for year in range(int(first), min(int(last), int(first) + most) + 1))


def facts(pairs: Iterable[tuple[str, str | None]]) -> str | None:
    """Return “Label: value; Label: value” of the pairs that have a value, or None."""
    return "; ".join(f"{label}: {line(value)}" for label, value in pairs if line(value)) or None


def _month(word: str) -> str | None:
    found = word[:3].lower()
    return str(_MONTHS.index(found) + 1) if found in _MONTHS else None


def _date(year: str, month: str | None, day: str | None) -> str:
    """Return as much of a date as exists: an impossible or missing day or month is left out."""
    if month is None or not month.isdigit() or not 1 <= int(month) <= len(_MONTHS):
        return year
    if day is None or not day.isdigit() or int(day) == 0:
        return f"{year}-{int(month):02d}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return f"{year}-{int(month):02d}"
