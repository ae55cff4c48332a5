"""Cells of government tables that hold a company, its other names and its subsidiaries in one sentence (pure).

Such as “A Co., Ltd. (including two aliases: B; and C) and its eight X-based subsidiaries, which include D, E, and F”.
The sentences are written by people, so what is read out of one is to be confirmed by a person.
"""

import re
from dataclasses import dataclass

from screening.watchlists.formats.texts import line
from screening.watchlists.records import NameRecord

_AKA = r"also known as|a\.?k\.?a\.?|a/k/a|doing business as|d/b/a"
_FKA = r"formerly known as|f\.?k\.?a\.?|f/k/a"
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = rf"(?:(?P<count>{'|'.join(_NUMBERS)}|\d+) )?"
_ALIASES = re.compile(
    rf"^(?:(?:and|including|with) )?{_COUNT}"
    rf"(?P<word>{_FKA}|former names?|formerly|{_AKA}|known as|alias(?:es)?)"
    r"(?!\w)\.?:?,? ?(?P<list>.+)$",
    re.IGNORECASE,
)
_SUBSIDIARIES = re.compile(
    rf",? and its {_COUNT}(?:[\w’'() -]{{1,40}}?-based )?subsidiar(?:y|ies)\b"
    r"(?:,? ?(?:which includes?|including|namely))?:? ?(?P<list>.*)$",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r",? and (?:all )?(?:its |their )?"
    r"(?P<who>(?:subsidiaries|affiliates|subordinate and affiliated entities|affiliated entities|subordinates).*)$",
    re.IGNORECASE,
)
_LEGAL_FORM = r"(?:co|ltd|limited|inc|llc|l\.l\.c|corp|corporation|company|lp|plc|s\.?a|sdn|bhd|gmbh|pvt|group|jsc|ooo)"
_COMMA = re.compile(rf",\s+(?!{_LEGAL_FORM}\b)", re.IGNORECASE)
_ENDS_A_NAME = re.compile(rf"{_LEGAL_FORM}\.?\)?$", re.IGNORECASE)
# An “and” that joins two words of one name, not two names.
_ONE_NAME = re.compile(
    r"\b(import|science|industry|trade|research|agriculture|textile|cotton|arts|energy|development|engineering) and"
    r" (export|technology|trade|industry|development|animal|apparel|linen|garments?|crafts|chemical|construction)\b",
    re.IGNORECASE,
)
# A longer cell is no sentence about a company; it is left whole, and is then too long for a name.
LONGEST_CELL = 5_000
_TO_CONFIRM = "Names read out of one cell, to be confirmed by a person"


@dataclass(frozen=True)
class Party:
    """What a cell says.

    Attributes:
        names: the main name first.
        subsidiaries: each with its own names.
        family: what is said of unnamed relations, such as “subsidiaries”.
        certain: whether the cell is nothing but one name.
    """

    names: tuple[NameRecord, ...]
    subsidiaries: tuple["Party", ...] = ()
    family: str = ""
    certain: bool = True

    def note(self, cell: str) -> str | None:
        """Return what a person should know who confirms the names, or None when there is nothing to confirm."""
        return None if self.certain else f"{_TO_CONFIRM}: “{line(cell)}”."


def parse(cell: str) -> Party:
    """Return the company of a cell with its other names and its subsidiaries."""
    text = line(cell)
    if len(text) > LONGEST_CELL:
        return Party((NameRecord(text),), certain=False)
    subsidiaries: tuple[Party, ...] = ()
    family = ""
    found = _SUBSIDIARIES.search(text)
    if found and found["list"]:
        listed = _listed(found["list"], _count(found["count"]))
        subsidiaries = tuple(party for item in listed if (party := parse(item)).names)
        text = text[: found.start()]
    if relations := _FAMILY.search(text):
        family, text = relations["who"], text[: relations.start()]
    elif found and not found["list"]:
        family, text = "subsidiaries", text[: found.start()]
    main, aliases = _brackets(text)
    names = tuple(dict.fromkeys([NameRecord(main.strip(" ;,")), *aliases]))
    certain = len(names) == 1 and not subsidiaries and not family
    return Party(tuple(name for name in names if name.name), subsidiaries, family, certain)


def _count(word: str | None) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdigit() else _NUMBERS.index(word.lower()) + 1


def _brackets(text: str) -> tuple[str, list[NameRecord]]:
    """Return the text without the brackets that hold other names, and those names."""
    kept, aliases = [], []
    at = 0
    while (start := text.find("(", at)) != -1:
        end = _closing(text, start)
        said = _ALIASES.match(text[start + 1 : end].strip())
        kept.append(text[at:start] if said else text[at : end + 1])
        if said:
            aliases += _names(said)
        at = end + 1
    kept.append(text[at:])
    main = re.sub(r"\s+", " ", "".join(kept)).strip()
    # without brackets: “A, also known as B”, “A a/k/a B”
    bare = re.split(rf",? ({_AKA}|{_FKA}):? ", main, flags=re.IGNORECASE)
    for word, other in zip(bare[1::2], bare[2::2], strict=True):
        aliases += [NameRecord(other.strip(" ;,"), "fka" if word.lower().startswith("f") else "aka")]
    return bare[0], aliases


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return len(text)


def _names(said: re.Match[str]) -> list[NameRecord]:
    kind = "fka" if said["word"].lower().startswith("f") else "aka"
    found = []
    for item in _listed(said["list"], _count(said["count"])):
        former = re.match(r"^(?:and )?formerly known as:? (.+)$", item, re.IGNORECASE)
        found.append(NameRecord(former[1], "fka") if former else NameRecord(item, kind))
    return found


def _listed(text: str, count: int | None) -> list[str]:
    """Split a list of names: at semicolons, else at commas that do not belong to a legal form, and at its “and”."""
    text = re.sub(r"\s+and formerly known as ", "; formerly known as ", _ONE_NAME.sub("\\1 \0 \\2", text))
    items = _outside_brackets(text, re.compile(r";\s*")) if ";" in text else _outside_brackets(text, _COMMA)
    items = [re.sub(r"^and ", "", item.strip(" ,")) for item in items if item.strip(" ,")]
    while items and (count is None or len(items) < count):
        first, conjunction, second = items[-1].rpartition(" and ")
        if not conjunction or (count is None and not _ENDS_A_NAME.search(first.strip())):
            break
        items[-1:] = [first.strip(" ,"), second.strip()]
    return [item.replace(" \0 ", " and ") for item in items if item]


def _outside_brackets(text: str, separator: re.Pattern[str]) -> list[str]:
    items, begin = [], 0
    for found in separator.finditer(text):
        before = text[: found.start()]
        if before.count("(") <= before.count(")"):
            items.append(text[begin : found.start()])
            begin = found.end()
    return [*items, text[begin:]]
