"""Names made comparable: scripts folded, annotations and legal forms set aside, words in one spelling (pure).

The result is stored beside names, so every change of behaviour here is a new ``NORMALISER_VERSION``.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from screening import sounds, words
from screening.annotations import annotated, split_readings
from screening.folding import MAX_NAME_CHARACTERS, NameTooLong, fold, in_english
from screening.legal_forms import LegalForm
from screening.name_words import (
    LETTERS,
    MAX_WORD_CHARACTERS,
    MAX_WORDS,
    organisation_words,
    person_words,
    undotted,
    without_repeat,
    words_of,
)

__all__ = [
    "MAX_NAME_CHARACTERS", "NORMALISER_VERSION", "Kind", "LegalForm", "NameTooLong", "NormalisedName",
    "normalise", "search_keys",
]  # fmt: skip

NORMALISER_VERSION = "names-2"
MAX_KEYS = 64

Kind = Literal["person", "organisation", "unknown"]


class NormalisedName(NamedTuple):
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
        if not self.legal_forms:
            return ()
        found = {word: None for form in self.legal_forms for word in form.text.split() if len(word) > 1}
        found.update({words.GLUED[word]: None for word in found if word in words.GLUED})
        return tuple(found)

    @property
    def readings(self) -> tuple["NormalisedName", ...]:
        """This reading and its alternatives."""
        return (self, *self.alternatives)


def normalise(name: str, kind: Kind = "unknown") -> NormalisedName:
    """Make a name comparable.

    Args:
        name: any text; of more than 40 words the first 40 are compared.
        kind: what bears the name. ``unknown`` is treated as an organisation, whose rules keep more.

    Raises:
        NameTooLong: for more than ``MAX_NAME_CHARACTERS`` characters.
    """
    text, script = fold(name)
    if script != "Latn":
        return _foreign(name, text, kind, script)
    return _latin(name, text, kind, script)


def _foreign(name: str, text: str, kind: Kind, script: str) -> NormalisedName:
    """Read a name of another script by its sound and, where words of it are known, in English."""
    reading = _latin(name, text, kind, script)
    english = in_english(name, person=kind == "person")
    if english == text:
        return reading
    other = _latin(name, english, kind, script)
    if other.empty or other.tokens == reading.tokens:
        return reading
    plain = other._replace(variant="in_english", alternatives=())
    return reading._replace(alternatives=(*reading.alternatives, plain))


def _latin(name: str, text: str, kind: Kind, script: str) -> NormalisedName:
    found = words_of(text)
    if annotated(text, found):
        return _annotated(name, text, kind, script)
    if kind == "person":
        if "," in text:
            found = _natural_order(text)
        tokens, titles = person_words(found)
        reading = NormalisedName(name, kind, tokens, (), _numbers(tokens), titles, (), script)
        once = without_repeat(tokens)
        return reading._replace(alternatives=(reading._replace(tokens=once),)) if once else reading
    if "." in text and not LETTERS.isdisjoint(found):
        found = words_of(undotted(text))
    tokens, forms = organisation_words(found)
    return NormalisedName(name, kind, tokens, forms, _numbers(tokens), (), (), script)


def _numbers(tokens: Sequence[str]) -> tuple[str, ...]:
    return tuple([word for word in tokens if word.isdigit()])


def _natural_order(text: str) -> list[str]:
    """Return the words of a person's name written family name first, with a comma."""
    family, _comma, given = text.partition(",")
    return words_of(f"{given} {family}")


def _annotated(name: str, text: str, kind: Kind, script: str) -> NormalisedName:
    """Read a name with words beside it that are not part of it."""
    # a run of signs must not cost more than its length; forty words of sixty letters are all that is read
    main, seconds, aside = split_readings(" ".join(text.split())[: MAX_WORDS * MAX_WORD_CHARACTERS])
    others = [_read(name, text, kind, script, aside, variant) for variant, text in seconds]
    reading = _read(name, main, kind, script, aside, "whole")
    return reading._replace(alternatives=tuple(other for other in others if not other.empty)) if others else reading


def _read(name: str, text: str, kind: Kind, script: str, aside: tuple[str, ...], variant: str) -> NormalisedName:
    if kind == "person":
        tokens, titles = person_words(_natural_order(text) if "," in text else words_of(text))
        return NormalisedName(name, kind, tokens, (), _numbers(tokens), titles, aside, script, variant)
    tokens, forms = organisation_words(words_of(undotted(text)))
    return NormalisedName(name, kind, tokens, forms, _numbers(tokens), (), aside, script, variant)


_UNTELLING = words.GENERIC | words.PARTICLES


def search_keys(name: str, kind: Kind = "unknown") -> tuple[str, ...]:
    """Return short keys for finding stored names that may be `name`: such names share at least one.

    Keys of a word are its sound, its consonants, and its consonants less one; neighbours are also keyed
    together. Common words and particles have none unless the name has nothing else.

    Raises:
        NameTooLong: as ``normalise``.
    """
    keys: dict[str, None] = {}
    for reading in normalise(name, kind).readings:
        told = [w for w in reading.tokens if len(w) > 1 and w not in _UNTELLING]
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
