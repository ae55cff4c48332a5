"""Names made comparable: scripts folded, annotations and legal forms set aside, words in one spelling (pure).

The result is stored beside names, so every change of behaviour here is a new ``NORMALISER_VERSION``.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from screening import legal_forms, sounds, words
from screening.annotations import split_readings
from screening.folding import MAX_NAME_CHARACTERS, NameTooLong, clean, fold, script
from screening.legal_forms import LegalForm
from screening.weights import known_word

__all__ = [
    "MAX_NAME_CHARACTERS", "NORMALISER_VERSION", "Kind", "LegalForm", "NameTooLong", "NormalisedName",
    "normalise", "search_keys",
]  # fmt: skip

NORMALISER_VERSION = "names-1"
MAX_WORDS = 40
MAX_WORD_CHARACTERS = 60
MAX_KEYS = 64

Kind = Literal["person", "organisation", "unknown"]


@dataclass(frozen=True, slots=True)
class NormalisedName:
    """A name as it is compared.

    Attributes:
        original: what was given.
        kind: ``person``, ``organisation`` or ``unknown``.
        tokens: the words that are compared, folded to lower-case ASCII, in natural order (given name first).
        legal_forms: legal forms that were set aside, in order.
        numbers: those of the tokens that are numbers.
        titles: titles of a person that were set aside.
        annotations: parts that say something about the name (``formerly``, ``c/o``, ``so-called``).
        script: ``Latn`` or the script of the first letter that is not Latin, by its Unicode name.
        variant: which reading of the original this is; a code of ``wording.VARIANTS``.
        alternatives: further readings, such as the former name that stood in brackets.
    """

    original: str
    kind: Kind
    tokens: tuple[str, ...]
    legal_forms: tuple[LegalForm, ...] = ()
    numbers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    annotations: tuple[str, ...] = ()
    script: str = "Latn"
    variant: str = "whole"
    alternatives: tuple["NormalisedName", ...] = ()

    @property
    def compare(self) -> str:
        """The canonical text: names with equal texts are the same name."""
        return " ".join(sorted(self.tokens) if self.kind == "person" else self.tokens)

    @property
    def empty(self) -> bool:
        """Whether nothing is left to compare; such a name matches nothing."""
        return not self.tokens

    @property
    def glued_forms(self) -> tuple[str, ...]:
        """The words of legal forms that writers may glue to a word of the name."""
        found = {word: None for form in self.legal_forms for word in form.text.split() if len(word) > 1}
        found.update({words.GLUED[word]: None for word in found if word in words.GLUED})
        return tuple(found)

    @property
    def readings(self) -> tuple["NormalisedName", ...]:
        """This reading and its alternatives."""
        return (self, *self.alternatives)


# ------------------------------------------------------------------------------------------------ words

_DOTTED = re.compile(r"\b(?:\w\.\s?){2,}(?:\w\b)?|\b(?:\w/){1,2}\w\b")
_DIGIT_LETTERS = str.maketrans("013459", "oieasg")
_WORD = re.compile(r"[a-z0-9]+")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11",
          "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xx": "20"}  # fmt: skip
_LEGAL_WORDS = ("limited", "liability", "company", "joint", "stock", "public", "private", "corporation",
                "incorporated", "partnership", "obshchestvo", "aktsionernoe", "ltda", "gmbh")  # fmt: skip
_ABD = frozenset({"abdul", "abdel", "abdal", "abdol", "abdoul", "abdool", "abd", "abdu"})
_ABD_GLUED = re.compile(r"^abd(?:[aeou]|ou|oo)[ldrnstz]?(?=l|.)")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_APOSTROPHES = str.maketrans("", "", "'`\u2019\u2018\u02bc\u02bb\u00b4")


def _split(text: str, kind: Kind) -> list[str]:
    """Return the words of a folded text: dotted letters joined, apostrophes dropped."""
    text = text.translate(_APOSTROPHES).replace("&", " and ").replace("+", " and ")
    if kind != "person":
        text = _DOTTED.sub(lambda m: re.sub(r"\W", "", m.group()) + " ", text)
    found = [word[:MAX_WORD_CHARACTERS] for word in _WORD.findall(text)]
    return _join_letters(found[:MAX_WORDS]) if kind != "person" else found[:MAX_WORDS]


def _join_letters(found: list[str]) -> list[str]:
    """Join neighbouring single letters, so that A B C and ABC are one word."""
    joined: list[str] = []
    run = ""
    for word in [*found, ""]:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        if word:
            joined.append(word)
    return joined


def _organisation_words(found: list[str]) -> tuple[list[str], list[LegalForm]]:
    spelled = [words.ABBREVIATIONS.get(word) or _legal_word(word) for word in found]
    if len(spelled) > 1:
        ambiguous = words.AMBIGUOUS_ABBREVIATIONS
        spelled = [w if w in ambiguous else s for w, s in zip(found, spelled, strict=True)]
    rest, forms = _take_legal_forms(spelled)
    numbered = [_ROMAN.get(word, word) if position else word for position, word in enumerate(rest)]
    return numbered, forms


@lru_cache(maxsize=1 << 16)
def _legal_word(word: str) -> str:
    """Return the word of a legal form that `word` is a slip for, else the word."""
    if len(word) < 4 or known_word(word) or word in legal_forms.FIRST_WORDS:
        return word
    for legal in _LEGAL_WORDS:
        if abs(len(legal) - len(word)) <= 1 and OSA.distance(word, legal, score_cutoff=1) == 1:
            return legal
    return word


def _form_at(spelled: list[str], start: int) -> tuple[int, LegalForm | None]:
    """Return how many words from `start` make the longest legal form there, and the form."""
    if spelled[start] in legal_forms.FIRST_WORDS:
        for length in range(min(legal_forms.LONGEST, len(spelled) - start), 0, -1):
            form = legal_forms.FORMS.get(tuple(spelled[start : start + length]))
            if form:
                return length, form
    return 1, None


def _take_legal_forms(spelled: list[str]) -> tuple[list[str], list[LegalForm]]:
    """Set legal forms aside; a short one counts only where legal forms stand."""
    spans: list[tuple[int, int, LegalForm | None]] = []
    position = 0
    while position < len(spelled):
        length, form = _form_at(spelled, position)
        spans.append((position, length, form))
        position += length
    rest: list[str] = []
    forms: list[LegalForm] = []
    for index, (start, length, form) in enumerate(spans):
        beside = (index > 0 and spans[index - 1][2]) or (index + 1 < len(spans) and spans[index + 1][2])
        edge = index == len(spans) - 1 or (index == 0 and spelled[start] in legal_forms.LEADING)
        ordinary = length == 1 and spelled[start] in legal_forms.SHORT and not (edge or beside)
        if form and not ordinary:
            forms.append(form)
        if form is None or ordinary or form.text in legal_forms.KEPT:
            rest.extend(spelled[start : start + length])
    return rest, forms


def _person_words(found: list[str]) -> tuple[list[str], list[str]]:
    """Return the words of a person's name without titles, and the titles."""
    kept = [word for word in found if word not in words.TITLES]
    if not any(len(word) > 1 for word in kept):
        kept = found
    titles = [word for word in found if word in words.TITLES] if len(kept) < len(found) else []
    return [part for word in kept for part in _person_word(word)], titles


@lru_cache(maxsize=1 << 14)
def _person_word(word: str) -> tuple[str, ...]:
    if word in _ABD:
        return ("abd",)
    if word.startswith("abd") and len(word) > 8 and not word.startswith("abdull"):
        glued = _ABD_GLUED.match(word)
        if glued and len(word) - glued.end() >= 4:
            return ("abd", word[glued.end() :])
    if len(word) >= 4 and any(c.isdigit() for c in word[1:-1]) and sum(c.isalpha() for c in word) >= 3:
        return (word.translate(_DIGIT_LETTERS),)
    return (word,)


def _number(word: str) -> str:
    ordinal = _ORDINAL.match(word)
    if ordinal:
        word = ordinal.group(1)
    return (word.lstrip("0") or "0") if word.isdigit() else word


# ----------------------------------------------------------------------------------------------- public


def normalise(name: str, kind: Kind = "unknown") -> NormalisedName:
    """Make a name comparable.

    Args:
        name: any text; of more than 40 words the first 40 are compared.
        kind: what bears the name. ``unknown`` is treated as an organisation, whose rules keep more.

    Raises:
        NameTooLong: for more than ``MAX_NAME_CHARACTERS`` characters.
    """
    cleaned = clean(name)
    # a run of signs must not cost more than its length; forty words of sixty letters are all that is read
    folded = " ".join(fold(cleaned).split())[: MAX_WORDS * MAX_WORD_CHARACTERS]
    main, seconds, aside = split_readings(folded)
    reading = _read(name, main, kind, script(cleaned), aside)
    if not seconds:
        return reading
    others = tuple(
        replace(_read(name, text, kind, reading.script, aside), variant=variant) for variant, text in seconds
    )
    return replace(reading, alternatives=tuple(other for other in others if not other.empty))


def _read(name: str, text: str, kind: Kind, written_in: str, aside: tuple[str, ...]) -> NormalisedName:
    if kind == "person":
        family, comma, given = text.partition(",")
        found = _split(f"{given} {family}" if comma else text, kind)
        tokens, titles = _person_words(found)
        forms: list[LegalForm] = []
    else:
        tokens, forms = _organisation_words(_split(text, kind))
        titles = []
    tokens = [_number(word) for word in tokens]
    return NormalisedName(
        original=name,
        kind=kind,
        tokens=tuple(tokens),
        legal_forms=tuple(forms),
        numbers=tuple(word for word in tokens if word.isdigit()),
        titles=tuple(titles),
        annotations=aside,
        script=written_in,
    )


def search_keys(name: str, kind: Kind = "unknown") -> tuple[str, ...]:
    """Return short keys for finding stored names that may be `name`: such names share at least one.

    Keys of a word are its sound, its consonants, and its consonants less one; neighbours are also keyed
    together. Common words and particles have none unless the name has nothing else.

    Raises:
        NameTooLong: as ``normalise``.
    """
    keys: dict[str, None] = {}
    for reading in normalise(name, kind).readings:
        told = [w for w in reading.tokens if len(w) > 1 and w not in words.GENERIC | words.PARTICLES]
        chosen = told or list(reading.tokens)
        glued = [a + b for a, b in zip(reading.tokens, reading.tokens[1:], strict=False)]
        for word in (*chosen, *glued):
            keys["s:" + sounds.skeleton(word)] = None
        for word in chosen:
            bare = sounds.consonants(word)
            keys["c:" + bare] = None
            if len(bare) >= 4:
                keys.update(("c:" + bare[:i] + bare[i + 1 :], None) for i in range(len(bare)))
    return tuple(keys)[:MAX_KEYS]
