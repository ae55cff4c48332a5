"""What a worker typed, read: a licence number, a reference, a telephone number, a name (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers

from core import ids
from core.text import clean_line, fold_digits
from screening.names import normalise

# Names have at most 300 characters; what is longer is read up to there, so that no text can keep the server busy.
MOST_CHARACTERS = 300
LEAST_LETTERS = 3
_NO_NAME = 2  # letters before figures, as in RA-00417; “Gulf 21” may be a name
LEAST_PHONE, MOST_PHONE = 6, 17  # digits; E.164 has at most 15, a trunk or international prefix may stand before

_LABELS = re.compile(
    r"\b(?:NO|NR|NUM|NUMBER|LIC|LICEN[CS]E|REG|REGISTRATION|TEL|PHONE|MOBILE|MOB|CALL|WHATSAPP|VIBER|IMO)\b[.:]?"
)
_NUMBER = re.compile(r"([A-Z]{0,4}?)([0-9OIL]{1,9})")
_LOOKALIKES = str.maketrans("OIL", "011")
_PHONE = re.compile(r"[+(]{0,2}[0-9][0-9 ()./+\-]*")


@dataclass(frozen=True)
class Question:
    """What the text may be; the register looks for all of it.

    `letters` and `figures` are the parts of a licence number, ``RA`` and ``417`` for ``ra 00417``; `phones` are E.164.
    `refusal` is ``empty`` or ``short`` when there is nothing to look for.
    """

    text: str
    letters: str = ""
    figures: str = ""
    reference: str = ""
    phones: tuple[str, ...] = ()
    name: str = ""
    refusal: str = ""


def read(text: str, regions: Sequence[str]) -> Question:
    """Read what was typed.

    Args:
        text: anything; digits of every script, any separators, any case.
        regions: ISO 3166-1 alpha-2 codes of the countries whose way of writing telephone numbers is understood.
    """
    cleaned = clean_line(text[: 4 * MOST_CHARACTERS])[:MOST_CHARACTERS]
    folded = _LABELS.sub(" ", fold_digits(cleaned).upper()).strip()
    signs = [sign for sign in folded if sign.isalnum()]
    if not signs and not _letters(cleaned):
        return Question(cleaned, refusal="empty")
    letters, figures = _licence_number(folded)
    number = bool(figures) and len(letters) <= _NO_NAME
    found = Question(
        cleaned, letters, figures, ids.tidy_reference(folded) or "", phones_in(cleaned, regions),
        name="" if number else _name(cleaned, folded),
    )  # fmt: skip
    if not (found.figures or found.reference or found.phones or found.name):
        return Question(cleaned, refusal="short")
    return found


def phones_in(text: str, regions: Sequence[str]) -> tuple[str, ...]:
    """Return what `text` can be as a telephone number, in E.164 form, in each of `regions` and internationally."""
    written = _LABELS.sub(" ", fold_digits(clean_line(text[:MOST_CHARACTERS])).upper()).strip(" :.")
    if not _PHONE.fullmatch(written):
        return ()
    digits = re.sub(r"[^0-9]", "", written)
    if not LEAST_PHONE <= len(digits) <= MOST_PHONE:
        return ()
    found: dict[str, None] = {}
    if written.startswith("+") or digits.startswith("00"):
        _add(found, "+" + digits.removeprefix("00"), None)
        return tuple(found)
    for region in regions:
        _add(found, digits, region)
    _add(found, "+" + digits, None)  # the country's code typed without its plus
    return tuple(found)


def _add(found: dict[str, None], written: str, region: str | None) -> None:
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return
    if phonenumbers.is_possible_number(number):
        found[phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)] = None


def _licence_number(folded: str) -> tuple[str, str]:
    compact = re.sub(r"[\W_]+", "", folded)
    match = _NUMBER.fullmatch(compact)
    if match is None or not any(sign.isdigit() for sign in match[2]):
        return "", ""
    return match[1], match[2].translate(_LOOKALIKES).lstrip("0")


def _name(cleaned: str, folded: str) -> str:
    """Return `cleaned` when it has enough letters to be a name; figures alone are none."""
    if not re.search(r"[^\W\d_]", folded) or _letters(cleaned) < LEAST_LETTERS:
        return ""
    return cleaned


def _letters(text: str) -> int:
    """Count the letters and figures that are compared: one sign of some scripts is a whole syllable."""
    return sum(len(token) for token in normalise(text, "organisation").tokens)


def shown(e164: str) -> str:
    """Return a telephone number as people write it between countries: ``+977 1-4000000``."""
    number = phonenumbers.parse(e164)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
