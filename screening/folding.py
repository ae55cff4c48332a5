"""Characters of names: one Unicode form, every script in Latin letters (pure)."""

import re
import unicodedata

from anyascii import anyascii

from screening import native
from screening.given_names import NATIVE as PERSONAL_NAMES
from screening.memory import Memory

MAX_NAME_CHARACTERS = 10_000


class NameTooLong(ValueError):
    """The text is too long to be a name; the message says the limit."""


_CONTROL = {"Cc": " ", "Zl": " ", "Zp": " ", "Cf": "", "Cs": "", "Co": "", "Cn": "", "So": " ", "Sk": " "}
_LAST_LATIN = 0x24F
_LETTERS = re.compile(r"\w+")
_CYRILLIC_TWINS = "аеорсухіјѕԁһӏкмнтвАВЕКМНОРСТУХІЈЅԀҺ", "aeopcyxijsdhlkmhtbABEKMHOPCTYXIJSDH"
_GREEK_TWINS = "αορνικτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aopviktuxABEZHIKMNOPTYX"
_TWINS = str.maketrans("".join(part[0] for part in (_CYRILLIC_TWINS, _GREEK_TWINS)),
                       "".join(part[1] for part in (_CYRILLIC_TWINS, _GREEK_TWINS)))  # fmt: skip
# Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]+"
)
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]+")
_SYLLABLE = re.compile(r"[A-Z][a-z]*|[a-z]+|\d+")
_LONGEST_NATIVE = max(map(len, native.UNSPACED))
_PERSON_SIGNS = 4  # so many signs are a person's name, each a word of its own

# Letters of Arabic that writers exchange, and signs that only say how to read it.
_ARABIC_LETTERS = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ة": "ه", "ۀ": "ه", "ک": "ك", "ؤ": "و",
    "ـ": None, **dict.fromkeys(map(chr, range(0x64B, 0x653))), "\u0670": None,
})  # fmt: skip
_ARABIC = re.compile(r"[\u0620-\u06d3]+")
_ARABIC_ARTICLE = re.compile(r"(?<!\w)\u0627\u0644(?=\w{2}|(?!\w))")
_SEMIVOWEL = re.compile(r"(?<=[b-df-hj-np-tvxz])[wy](?=[b-df-hj-np-tvxz]|$)")
_ARABIC_PREFIXES = ("وال", "لل", "ال", "بال")
_HEBREW_PREFIXES = frozenset("הלבומ")
_LEAST_PREFIXED = 3
_HEBREW_QUOTES = re.compile("(?<=[\u05d0-\u05ea])[\"'\u05f3\u05f4\u201d](?=[\u05d0-\u05ea])")


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
    """Read a word of Latin and Cyrillic or Greek letters as Latin: one was typed to look like the other."""
    word = match.group()
    mixed = any(c.isascii() and c.isalpha() for c in word) and any("\u0370" <= c <= "\u052f" for c in word)
    return word.translate(_TWINS) if mixed else word


# ---------------------------------------------------------------------------- scripts that part no words


def _organisation_signs(match: re.Match[str]) -> str:
    """Read a run of signs by the longest known words; what is between them is a word by its sound."""
    run, read, sound = match.group(), [], ""
    position = 0
    while position < len(run):
        for length in range(min(_LONGEST_NATIVE, len(run) - position), 0, -1):
            english = native.UNSPACED.get(run[position : position + length])
            if english:
                read += [_sound(sound), english]
                sound = ""
                position += length
                break
        else:
            sound += run[position]
            position += 1
    return f" {' '.join([*read, _sound(sound)])} "


def _sound(signs: str) -> str:
    return anyascii(signs).lower().replace(" ", "")


def _syllables(match: re.Match[str]) -> str:
    """Read a run of signs by syllable when it is as short as a person's name, else as one word."""
    signs = match.group()
    syllables = _SYLLABLE.findall(anyascii(signs))
    return f" {' '.join(syllables) if len(signs) <= _PERSON_SIGNS else ''.join(syllables)} "


# ------------------------------------------------------------------------------------------------ Arabic


def _arabic_word(match: re.Match[str], known: dict[str, str]) -> str:
    """Read a word of Arabic letters: known words and names as they are usually written, without the article."""
    word = match.group()
    if word in known:
        return known[word]
    for prefix in _ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            rest = word[len(prefix) :]
            return f"al {known.get(rest) or _voiced(rest)}"
    if word[0] == "و" and word[1:] in known and len(word) > 3:
        return f"and {known[word[1:]]}"
    return _voiced(word)


def _voiced(word: str) -> str:
    """Return a word of Arabic letters by its sound, w and y between consonants as the vowels they stand for."""
    sound = str(anyascii(word)).lower()
    return _SEMIVOWEL.sub(lambda letter: "u" if letter.group() == "w" else "i", sound)


def _as_read(table: dict[str, str]) -> dict[str, str]:
    return {word.replace(" ", "").replace("_", "").translate(_ARABIC_LETTERS): latin for word, latin in table.items()}


_NAMES = _as_read(PERSONAL_NAMES)
_NAMES_AND_WORDS = _NAMES | _as_read(native.SPACED)


def _person_arabic(match: re.Match[str]) -> str:
    return _arabic_word(match, _NAMES)


def _organisation_arabic(match: re.Match[str]) -> str:
    return _arabic_word(match, _NAMES_AND_WORDS)


def _known(word: str) -> str:
    """Return the English of a word, Hebrew prefixes apart."""
    if word[:1] in _HEBREW_PREFIXES and word not in _NAMES_AND_WORDS and len(word) > _LEAST_PREFIXED:
        word = word[1:] if word[1:] in _NAMES_AND_WORDS else word
    return _NAMES_AND_WORDS.get(word, word)


# ------------------------------------------------------------------------------------------------- words


def _plain(written: str) -> tuple[str, str]:
    """Return text between two spaces in lower-case ASCII, by its sound, and its script."""
    text = _clean(written)
    script = _script(text)
    text = _LETTERS.sub(_untwin, text)
    if script:
        text = _ARABIC_ARTICLE.sub(" al ", text)
        text = _IDEOGRAPHS.sub(_syllables, text)
    return _ascii(text), script


def _ascii(text: str) -> str:
    return " ".join(str(anyascii(word)) for word in text.split()).casefold()


# Surnames as their bearers spell them; the rest of a Korean name by McCune and Reischauer, as lists do.
_KOREAN_SURNAMES = {
    "김": "kim", "이": "lee", "리": "ri", "박": "park", "최": "choi", "정": "chung", "강": "kang",
    "조": "cho", "윤": "yoon", "장": "jang", "임": "lim", "림": "rim", "오": "oh", "서": "seo",
    "신": "shin", "권": "kwon", "안": "ahn", "고": "ko", "문": "moon", "백": "paek", "노": "roh",
    "구": "koo", "곽": "kwak", "우": "woo", "유": "yoo", "류": "ryu", "주": "ju",
}  # fmt: skip
_HANGUL_NAME = re.compile(r"^[\uac00-\ud7af]{1,4}$")
_KOREAN_SOUNDS = (("eo", "o"), ("eu", "u"))


def _korean(name: str) -> str:
    """Return a Korean person's name as it is usually spelt."""
    syllables = [str(anyascii(sign)).lower() for sign in name]
    for written, sound in _KOREAN_SOUNDS:
        syllables = [syllable.replace(written, sound) for syllable in syllables]
    syllables = ["k" + s[1:] if s.startswith("g") else s for s in syllables]
    return " ".join([_KOREAN_SURNAMES.get(name[0], syllables[0]), *syllables[1:]])


def _person_english(written: str) -> str:
    if _HANGUL_NAME.match(written):
        return _korean(written)
    text = _ARABIC.sub(_person_arabic, _clean(written).translate(_ARABIC_LETTERS))
    return _ascii(_NAMES.get(text, _IDEOGRAPHS.sub(_syllables, text)))


def _organisation_english(written: str) -> str:
    text = _ARABIC.sub(_organisation_arabic, _clean(written).translate(_ARABIC_LETTERS))
    text = _known(_HEBREW_QUOTES.sub("", text))
    return _ascii(_UNSPACED.sub(_organisation_signs, text))


_PLAIN: Memory[tuple[str, str]] = Memory(_plain)
_PERSON_ENGLISH: Memory[str] = Memory(_person_english)
_ORGANISATION_ENGLISH: Memory[str] = Memory(_organisation_english)


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
            latin, written_in = _PLAIN[word]
            folded.append(latin)
            script = script or written_in
    return " ".join(folded), script or "Latn"


def in_english(name: str, *, person: bool) -> str:
    """Return `name` in lower-case ASCII, words that are known in their own script in English or as usually spelt.

    Args:
        name: text in any script, as for `fold`.
        person: whether it names a person; words for kinds of organisations are then part of the name.
    """
    known = _PERSON_ENGLISH if person else _ORGANISATION_ENGLISH
    return " ".join(word.lower() if word.isascii() else known[word] for word in name.split())
