"""Characters of names: one Unicode form, every script in Latin letters (pure)."""

import re
import unicodedata

from anyascii import anyascii

from screening.memory import Memory

MAX_NAME_CHARACTERS = 10_000


class NameTooLong(ValueError):
    """The text is too long to be a name; the message says the limit."""


_CYRILLIC_TWINS = str.maketrans("аеорсухіјѕԁһӏАВЕКМНОРСТУХІЈЅ", "aeopcyxijsdhlABEKMHOPCTYXIJS")
_CONTROL = {"Cc": " ", "Zl": " ", "Zp": " ", "Cf": "", "Cs": "", "Co": "", "Cn": "", "So": " ", "Sk": " "}
_UNSPACED = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]+")
_SYLLABLE = re.compile(r"[A-Z][a-z]*|[a-z]+|\d+")
_ARABIC_ARTICLE = re.compile(r"(?<!\w)\u0627\u0644(?=\w{2}|(?!\w))")
_LETTERS = re.compile(r"\w+")
_LAST_LATIN = 0x24F


def _clean(text: str) -> str:
    """Return `text` in one Unicode form, without characters that cannot be part of a name."""
    # compatibility forms may be many times longer (U+FDFA is one character and eighteen)
    text = unicodedata.normalize("NFKC", text)[: 2 * MAX_NAME_CHARACTERS]
    return "".join(_CONTROL.get(unicodedata.category(c), c) for c in text)


def _script(text: str) -> str:
    """Return the script of the first letter that is not Latin, by its Unicode name; nothing if all are."""
    for character in text:
        if ord(character) > _LAST_LATIN and character.isalpha():
            return unicodedata.name(character, "UNKNOWN").split()[0].title()
    return ""


def _untwin(match: re.Match[str]) -> str:
    """Read a word of Latin and Cyrillic letters as Latin: one of the two was typed to look like the other."""
    word = match.group()
    mixed = any(c.isascii() and c.isalpha() for c in word) and any("\u0400" <= c <= "\u04ff" for c in word)
    return word.translate(_CYRILLIC_TWINS) if mixed else word


def _spaced(match: re.Match[str]) -> str:
    """Transliterate a run of Chinese, Japanese or Korean signs; a short one, a person's name, by syllable."""
    run = anyascii(match.group())
    syllables = _SYLLABLE.findall(run)
    return f" {' '.join(syllables) if len(match.group()) <= 4 else ''.join(syllables)} "


def _latin(written: str) -> tuple[str, str]:
    """Return text between two spaces in lower-case ASCII, and its script."""
    text = _clean(written)
    script = _script(text)
    text = _LETTERS.sub(_untwin, text)
    text = _ARABIC_ARTICLE.sub(" al ", text)
    text = _UNSPACED.sub(_spaced, text)
    return " ".join(str(anyascii(word)) for word in text.split()).casefold(), script


_KNOWN: Memory[tuple[str, str]] = Memory(_latin)


def fold(name: str) -> tuple[str, str]:
    """Return `name` in lower-case ASCII, and ``Latn`` or the script of its first letter that is not Latin.

    Raises:
        NameTooLong: for more than ``MAX_NAME_CHARACTERS`` characters.
    """
    if len(name) > MAX_NAME_CHARACTERS:
        raise NameTooLong(f"A name can have at most {MAX_NAME_CHARACTERS:,} characters; it has {len(name):,}.")
    if name.isascii():
        return name.lower(), "Latn"
    folded: list[str] = []
    script = ""
    for word in name.split():
        if word.isascii():
            folded.append(word.lower())
        else:
            latin, written_in = _KNOWN[word]
            folded.append(latin)
            script = script or written_in
    return " ".join(folded), script or "Latn"
