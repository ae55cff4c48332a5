"""From bytes to letters: byte order marks, UTF-8, and otherwise scored proposals to ask about.

No character is ever replaced in silence: a file that is not UTF-8 or UTF-16 with its mark is shown to the
person who uploaded it in the likely encodings, best first.
"""

import codecs
import re
import unicodedata
from functools import lru_cache
from typing import TypedDict

from supplychain.lists.precheck import OLE_MAGIC, ZIP_MAGICS
from supplychain.lists.refusal import Refused


class Proposal(TypedDict):
    """One way to read the file, with its first lines read that way."""

    encoding: str
    sample: str


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CANDIDATES = (
    "cp1252", "cp1254", "cp1250", "cp1251", "cp1253", "cp1256", "cp1258", "cp874",
    "gb18030", "big5", "shift_jis", "euc_kr",
)  # fmt: skip
ENCODINGS = frozenset(
    {*CANDIDATES, "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac_roman", "cp850"}
)
"""What a person may choose. A closed list: Python knows codecs that are no encodings."""
_BINARY_STARTS = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"RIFF",
    b"BM6", b"{\\rtf", b"SQLite format", b"OggS", b"ID3", b"MZ\x90",
)  # fmt: skip
_CONTROLS = bytes(i for i in range(32) if i not in (9, 10, 11, 12, 13, 26, 27))
_HTML = re.compile(rb"\s*(<!doctype html|<html|<table|<head|<meta)", re.IGNORECASE)
_SAMPLE_BYTES = 64 * 1024
_SAMPLE_LINES = 4
_PROPOSALS = 4


def load_codecs() -> None:
    """Load every codec now; the child process may open no file later."""
    # gb2312 judges how common a character is; cp437 names the parts of a ZIP archive
    for name in (*ENCODINGS, "ascii", "latin-1", "cp437", "gb2312"):
        codecs.lookup(name)


def decide(data: bytes, chosen: str | None) -> str:
    """The encoding of a text file.

    Args:
        data: the whole file.
        chosen: what the person chose after an F03, or None.

    Raises:
        Refused: F01 when this is no text, F03 with proposals when the encoding is open.
    """
    if chosen is not None:
        encoding = chosen.lower()
        if encoding in ENCODINGS and _decodes(data, encoding):
            return encoding
        raise Refused("F03", proposals=proposals(data))
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if _decodes(data, encoding):
                return encoding
            raise Refused("F01", reason="not_table")
    _check_text(data)
    if _decodes(data, "utf-8"):
        return "utf-8"
    raise Refused("F03", proposals=proposals(data))


def _check_text(data: bytes) -> None:
    if data.startswith(_BINARY_STARTS) or data.startswith((OLE_MAGIC, *ZIP_MAGICS)):
        raise Refused("F01", reason="not_table")
    if _HTML.match(data[:512]):
        raise Refused("F01", reason="html")
    if wide := _wide(data):
        raise Refused("F03", proposals=[{"encoding": wide, "sample": _sample(data, wide)}])
    if len(data) - len(data.translate(None, _CONTROLS)) > max(3, len(data) // 200):
        raise Refused("F01", reason="not_table")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        codecs.decode(data, encoding)
    except (UnicodeError, ValueError):
        return False
    return True


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of mostly Latin text is zero."""
    head = data[:4096]
    if len(head) < 8:
        return None
    for encoding, zeros, letters in (
        ("utf-16-le", head[1::2], head[::2]),
        ("utf-16-be", head[::2], head[1::2]),
    ):
        if (
            zeros.count(0) > 0.4 * len(zeros)
            and letters.count(0) < 0.05 * len(letters)
            and _decodes(data, encoding)
        ):
            return encoding
    return None


def proposals(data: bytes) -> list[Proposal]:
    """The likely encodings of `data`, best first, each with the first lines that show a difference."""
    scored = []
    part = _telling(data)
    for place, encoding in enumerate(CANDIDATES):
        try:
            text = part.decode(encoding)
        except UnicodeError:
            continue
        if _decodes(data, encoding):
            scored.append((score(text), -place, encoding))
    scored.sort(reverse=True)
    return [
        {"encoding": encoding, "sample": _sample(data, encoding)} for _, _, encoding in scored[:_PROPOSALS]
    ]


def _telling(data: bytes) -> bytes:
    """The lines that hold bytes beyond ASCII, up to 64 KiB of them."""
    kept: list[bytes] = []
    size = 0
    for line in data.split(b"\n"):
        if not line.isascii():
            kept.append(line)
            size += len(line)
            if size > _SAMPLE_BYTES:
                break
    return b"\n".join(kept)


def _sample(data: bytes, encoding: str) -> str:
    text = codecs.decode(data, encoding)
    lines = text.splitlines()
    telling = [line for line in lines[1:2000] if not line.isascii()]
    return "\n".join(line[:200] for line in (lines[:1] + telling)[:_SAMPLE_LINES]).replace("\0", "")


@lru_cache(maxsize=4096)
def _kind(character: str) -> tuple[str, str]:
    """Script (first word of the Unicode name) and general category."""
    name = unicodedata.name(character, "")
    return name.split(" ", 1)[0].split("-", 1)[0], unicodedata.category(character)


_FREQUENT = frozenset("éèêàâçñáíóúüöäßãõôğışçİŞøåæœłąśżźćęńřěůčťďšžŁŚŻŠŽŘČđơưățș’–“”°")
_RARE_LATIN = frozenset("ðþýÐÞÝ¤¦¬±µ¶¸¹³¾½¼×÷ƒ")


def score(text: str) -> float:
    """How much `text` looks like writing: the mean over its non-ASCII characters, higher is better."""
    total = 0.0
    count = 0
    before = " "
    for place, character in enumerate(text):
        if character > "\x7f":
            count += 1
            after = text[place + 1] if place + 1 < len(text) else " "
            total += _score_one(character, before, after)
        before = character
    return total / count if count else 0.0


def _score_one(character: str, before: str, after: str) -> float:
    script, category = _kind(character)
    if category[0] == "C":
        return -5.0
    if category[0] != "L":
        if character in _FREQUENT:
            return 0.6
        # a symbol between two letters is the usual sign of a wrong reading; Thai and Indic marks belong there
        return 0.5 if category[0] == "M" else -1.5 if before.isalpha() and after.isalpha() else -0.3
    points = 1.0
    if character in _FREQUENT:
        points += 0.3
    if character in _RARE_LATIN:
        points -= 1.2
    points -= sum(
        1.0 for beside in (before, after) if beside.isalpha() and not _mixes(script, _kind(beside)[0])
    )
    if before.islower() and character.isupper():
        points -= 1.0
    if script == "LATIN" and before > "\x7f" and before.isalpha():
        points -= 1.2  # accents are rare in Latin writing; a run of them is another script read wrongly
    if script == "HANGUL":
        points += 0.4
    if script == "CJK":
        points += _score_han(character, before, after)
    return points - (1.0 if script in {"HALFWIDTH", "FULLWIDTH", "BOPOMOFO", "YI"} else 0.0)


def _score_han(character: str, before: str, after: str) -> float:
    alone = before.isascii() and after.isascii()
    return (0.2 if _common_han(character) else -0.8) - (0.8 if alone else 0.0)


def _mixes(one: str, other: str) -> bool:
    japanese = {"CJK", "HIRAGANA", "KATAKANA"}
    return one == other or {one, other} <= japanese


@lru_cache(maxsize=8192)
def _common_han(character: str) -> bool:
    """Whether a character is among the frequent ones (first plane of GB 2312 or first plane of Big5)."""
    for encoding, low, high in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            lead = character.encode(encoding)[0]
        except UnicodeError:
            continue
        if low <= lead <= high:
            return True
    return False
