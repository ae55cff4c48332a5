"""Characters of names: one Unicode form, every script in Latin letters (pure)."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

MAX_NAME_CHARACTERS = 10_000


class NameTooLong(ValueError):
    """The text is too long to be a name; the message says the limit."""


_CYRILLIC_TWINS = str.maketrans("аеорсухіјѕԁһӏАВЕКМНОРСТУХІЈЅ", "aeopcyxijsdhlABEKMHOPCTYXIJS")
_CONTROL = {"Cc": " ", "Zl": " ", "Zp": " ", "Cf": "", "Cs": "", "Co": "", "Cn": "", "So": " ", "Sk": " "}
_UNSPACED = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]+")
_SYLLABLE = re.compile(r"[A-Z][a-z]*|[a-z]+|\d+")
_ARABIC_ARTICLE = re.compile(r"(?<![\w])\u0627\u0644(?=\w{2})")


def clean(name: str) -> str:
    """Return `name` in one Unicode form, without characters that cannot be part of a name.

    Raises:
        NameTooLong: for more than ``MAX_NAME_CHARACTERS`` characters.
    """
    if len(name) > MAX_NAME_CHARACTERS:
        raise NameTooLong(f"A name can have at most {MAX_NAME_CHARACTERS:,} characters; it has {len(name):,}.")
    if name.isascii() and name.isprintable():
        return name
    # compatibility forms may be many times longer (U+FDFA is one character and eighteen)
    text = unicodedata.normalize("NFKC", name)[: 2 * MAX_NAME_CHARACTERS]
    return "".join(_CONTROL.get(unicodedata.category(c), c) for c in text)


def script(text: str) -> str:
    """Return ``Latn`` or the script of the first letter that is not Latin, by its Unicode name."""
    if text.isascii():
        return "Latn"
    for character in text:
        if ord(character) > 0x24F and character.isalpha():
            return unicodedata.name(character, "UNKNOWN").split()[0].title()
    return "Latn"


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


@lru_cache(maxsize=1 << 14)
def _foreign_word(word: str) -> str:
    return str(anyascii(word))


def fold(text: str) -> str:
    """Return `text` in lower-case ASCII."""
    if not text.isascii():
        text = re.sub(r"\w+", _untwin, text)
        text = _ARABIC_ARTICLE.sub("\u0627\u0644 ", text).replace("\u0627\u0644 ", " al ")
        text = _UNSPACED.sub(_spaced, text)
        text = " ".join(_foreign_word(word) for word in text.split())
    return text.casefold()
