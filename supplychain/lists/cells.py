"""One cell: remove what must not be there, notice what looks wrong, keep everything else as it was typed."""

import re
import unicodedata
from collections.abc import Collection
from typing import Any

Noticed = list[tuple[str, str, dict[str, Any]]]
"""Code, column of the template, params."""

# everything that makes a cell worth a closer look; most cells do not match and are taken as they are
_SUSPECT = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\u3000\ufeff\ufffd\ufffe\uffff\ud800-\udfff\u25a1"
    r"#ÃÂâÐÑï]"
    r"|^[\s=+\-@]|\s$|\s\s"
)
# the same for a whole column with NUL around its cells; rather too much than too little, the cells are looked at then
_ODD = re.compile(
    r"[\x01-\x1f\x7f-\xa0\xad\u061c\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff\ufffd-\uffff"
    r"\ud800-\udfff\u25a1#ÃÂâÐÑï]"
)
_EDGES = ("\0 ", " \0", "  ", "\0=", "\0+", "\0-", "\0@")
_REMOVED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_MOJIBAKE = re.compile(
    r"\ufffd|\u25a1|ï¿½|â€|Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\xa0-\xbf]"
    r"|(?:[ÐÑ][\x80-\xbfŒŽ‘’“”•–—]){2}"
)
_ERRORS = frozenset(
    {"#n/a", "#ref!", "#name?", "#value!", "#div/0!", "#null!", "#num!", "#spill!", "#calc!", "#getting_data"}
)
_FORMULA = re.compile(r"=\s*[A-Za-z(+\-\d\"'$@]")
_NUMBER = re.compile(r"[+-]?[\d.,\s]*\d%?")
_NOTHING = (
    "n/a|n/a.|n.a.|n.a|na|n\\a|#n/a n/a|none|null|nil|tbd|tbc|tba|to be confirmed|to be determined"
    "|not available|not applicable|not known|unknown|no data|-|--|---|–|—|.|..|...|?|??|???|*|/|//|_|0000"
    "|s/o|n/d|nd|n.d.|no aplica|sin dato|sin datos|desconocido|inconnu|non disponible|sans objet"
    "|não aplicável|nao aplicavel|desconhecido|yok|bilinmiyor|k.a.|keine angabe|unbekannt|无|不详|未知"
    "|暂无|無|غير متوفر|لا يوجد|প্রযোজ্য নয়"
)
_PLACEHOLDERS = frozenset(_NOTHING.split("|"))
_LONGEST_PLACEHOLDER = max(map(len, _PLACEHOLDERS))
CODES_OF_COUNTRIES = frozenset(
    {"country", "parent_country", "broker_country", "corridor_from", "corridor_to"}
)
_FIGURES = frozenset({"lat", "lng", "tier"})


def clean(column: str, raw: str, noticed: Noticed) -> str:
    """The text of a cell, or "" when it holds nothing; what was found is added to `noticed`."""
    if len(raw) <= _LONGEST_PLACEHOLDER and _stands_for_nothing(column, raw.strip()):
        noticed.append(("R20", column, {"value": raw.strip()}))
        return ""
    value = raw
    if _SUSPECT.search(raw):
        value = _repaired(column, raw, noticed)
        if value:
            _judge(column, value, noticed)
            if value.lower() in _ERRORS or not value.strip("#"):
                return ""
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def stands_out(column: str, raw: str) -> bool:
    """Whether `clean` would find anything in a cell or change it."""
    if len(raw) <= _LONGEST_PLACEHOLDER and _stands_for_nothing(column, raw.strip()):
        return True
    return bool(_SUSPECT.search(raw)) or not (raw.isascii() or unicodedata.is_normalized("NFC", raw))


def any_stands_out(column: str, joined: str, distinct: Collection[str]) -> bool:
    """Whether some cell of a whole column may stand out.

    Args:
        column: of the template.
        joined: its cells with NUL before, between and after them.
        distinct: its different cells.
    """
    if _ODD.search(joined) or any(edge in joined for edge in _EDGES):
        return True
    if not (joined.isascii() or unicodedata.is_normalized("NFC", joined)):
        return True
    return any(_stands_for_nothing(column, cell) for cell in distinct if len(cell) <= _LONGEST_PLACEHOLDER)


def _stands_for_nothing(column: str, text: str) -> bool:
    if text.casefold() not in _PLACEHOLDERS:
        return False
    # NA is Namibia, ND and the like are no countries; "unknown" is an answer to who pays
    return not (column in CODES_OF_COUNTRIES and text == "NA") and not (
        column == "fee_payer" and text.isalpha()
    )


def _repaired(column: str, raw: str, noticed: Noticed) -> str:
    value = _BIDI.sub("", raw)
    if value != raw:
        noticed.append(("R14", column, {}))
    stripped = _REMOVED.sub("", value)
    if stripped != value:
        noticed.append(("R13", column, {}))
    return _SPACES.sub(" ", stripped).strip()


def _judge(column: str, value: str, noticed: Noticed) -> None:
    shown = {"value": value if len(value) <= 80 else value[:79] + "…"}
    if value[0] == "#" and (value.lower() in _ERRORS or not value.strip("#")):
        noticed.append(("R19", column, shown))
        return
    if _MOJIBAKE.search(value):
        noticed.append(("R15", column, shown))
    if value[0] in "=+-@" and column not in _FIGURES and not _NUMBER.fullmatch(value):
        formula = value[0] == "=" and _FORMULA.match(value)
        if formula:
            noticed.append(("R17", column, {"reason": "text", **shown}))
        noticed.append(("R18", column, shown))


def fold(value: str) -> str:
    """Letters and digits only, without case and Latin accents, to compare rows of one file."""
    if not value.isascii():
        value = _ACCENTS.sub("", unicodedata.normalize("NFKD", value))
    return _FOLDED.sub("", value.casefold())


_FOLDED = re.compile(r"[^\w\u0900-\u0dff\u0e00-\u0eff]+|_+")
_ALL_FOLDED = re.compile(r"[^\0\w\u0900-\u0dff\u0e00-\u0eff]+|_+")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")


def fold_all(joined: str) -> list[str]:
    """The cells of a column, given with NUL between them, each folded."""
    if joined.isascii():
        return joined.lower().encode().translate(None, _UNFOLDED).decode().split("\0")
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", joined)).casefold()
    return _ALL_FOLDED.sub("", text).split("\0")


_UNFOLDED = bytes(code for code in range(1, 128) if not chr(code).isalnum())
