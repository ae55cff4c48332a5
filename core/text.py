"""Text from people: cleaned of what cannot be seen, never silently changed in what can."""

import re
import unicodedata

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
# What no database text and no page may hold: controls (but tab and line ends) and lone surrogates.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def clean_line(text: str) -> str:
    """Return one line of text: NFC, single spaces, no invisible direction marks that could reorder a name."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def clean_text(text: str) -> str:
    """Return text of several lines, NFC, with uniform line ends and no invisible direction marks."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_INVISIBLE.sub("", line).rstrip() for line in lines).strip()


def has_forbidden(text: str) -> bool:
    """Tell whether `text` holds control characters or lone surrogates."""
    return FORBIDDEN.search(text) is not None


def fold_digits(text: str) -> str:
    """Return `text` with the digits of every script (Arabic-Indic, Bengali, Devanagari …) as 0–9."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
