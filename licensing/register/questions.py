"""What a worker typed: a licence number, a telephone number, or a name, in any script (pure)."""

import enum
import re
from dataclasses import dataclass

import phonenumbers

from core.text import clean_line, fold_digits

LONGEST = 120
SHORTEST_NAME = 3
# RA-00417, ra 417, Ra.No:417: letters of the prefix, anything between, at most six figures.
_NUMBER = re.compile(r"^(?:ra)?[\s.\-/:#]*(?:no)?[\s.\-/:#]*0*([1-9]\d{0,5})$", re.IGNORECASE)
_PHONE_SIGNS = re.compile(r"^[+(]?[\d\s().\-/]{6,30}$")


class Kind(enum.StrEnum):
    """What kind of question was asked."""

    EMPTY = "empty"
    SHORT = "short"
    NUMBER = "number"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True)
class Question:
    """A question as understood: `text` is what to show again, `sought` what to look for."""

    kind: Kind
    text: str
    sought: str


def read(typed: str, region: str) -> Question:
    """Return what was asked; `region` (ISO 3166-1) is where a telephone number without country code belongs."""
    text = clean_line(typed)[:LONGEST]
    folded = fold_digits(text)
    if not re.search(r"\w", text):
        return Question(Kind.EMPTY, text, "")
    number = _NUMBER.match(folded)
    if number:
        return Question(Kind.NUMBER, text, number[1])
    phone = e164(folded, region)
    if phone:
        return Question(Kind.PHONE, text, phone)
    if sum(sign.isalnum() for sign in text) < SHORTEST_NAME:
        return Question(Kind.SHORT, text, "")
    return Question(Kind.NAME, text, text)


def e164(typed: str, region: str) -> str | None:
    """Return a telephone number in E.164 form, or None when it cannot be one."""
    folded = fold_digits(clean_line(typed))
    if not _PHONE_SIGNS.match(folded):
        return None
    if folded.startswith("00"):  # the way abroad in most of the world
        folded = "+" + folded[2:].lstrip()
    try:
        number = phonenumbers.parse(folded, region or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
