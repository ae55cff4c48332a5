"""Identifiers of companies and sites: their form and their check digits."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.i18n import N_

_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_OS_ID = re.compile(r"[A-Z]{2}[0-9]{7}[0-9A-Z]{6}")
_MARKS = re.compile(r"[\s.\-–/]+")


@dataclass(frozen=True, slots=True)
class Scheme:
    """An identifier scheme: what to tell people it looks like, its form, and its check if it has one."""

    expected: str
    form: re.Pattern[str]
    check: Callable[[str], bool]


def compact(value: str) -> str:
    """`value` without spaces, points, hyphens, in capitals."""
    return _MARKS.sub("", value).upper()


def lei_valid(value: str) -> bool:
    """ISO 17442: letters count 10 to 35, the whole number modulo 97 is 1 (ISO 7064)."""
    return int("".join(str(int(character, 36)) for character in value)) % 97 == 1


def gln_valid(value: str) -> bool:
    """GS1: weights 1 and 3 from the left over 13 digits, the sum is a multiple of 10."""
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(value)) % 10 == 0


def _no_check(value: str) -> bool:
    return bool(value)


# D-U-N-S numbers have had no usable check digit since 2006, so only their form is looked at; the last
# character of an Open Supply Hub ID is left to its issuer.
SCHEMES: dict[str, Scheme] = {
    "lei": Scheme(N_("20 letters and digits"), _LEI, lei_valid),
    "gln": Scheme(N_("13 digits"), re.compile(r"[0-9]{13}"), gln_valid),
    "duns": Scheme(N_("9 digits"), re.compile(r"[0-9]{9}"), _no_check),
    "os_id": Scheme(N_("15 letters and digits starting with a country code"), _OS_ID, _no_check),
}


def fault(scheme: str, value: str) -> dict[str, str] | None:
    """What is wrong with a compact `value`, as params of R09; None when nothing is.

    Raises:
        KeyError: `scheme` is not one of SCHEMES.
    """
    rule = SCHEMES[scheme]
    if not rule.form.fullmatch(value):
        return {"expected": rule.expected}
    if not rule.check(value):
        return {"reason": "check", "expected": rule.expected}
    return None
