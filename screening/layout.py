"""Names laid out as arrays, so that compiled code can compare any two of them (pure)."""

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from screening import legal_forms
from screening.legal_forms import LegalForm
from screening.names import Kind, NormalisedName
from screening.vocabulary import Words, lay_out
from screening.weights import TokenWeights

KINDS: tuple[Kind, ...] = ("unknown", "person", "organisation")
UNKNOWN, PERSON, ORGANISATION = range(3)
_KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}

_FORM_NUMBERS: dict[str, int] = {}
for _form in legal_forms.FORMS.values():
    _FORM_NUMBERS.setdefault(_form.text, len(_FORM_NUMBERS))
# A word for any company says nothing of the kind of company.
_FAMILIES = sorted({form.family for form in legal_forms.FORMS.values()} - {"company"})
_COUNTRIES = sorted({country for form in legal_forms.FORMS.values() for country in form.countries})
_HALF = 63  # bits used of each of the two numbers that hold a set of countries

Longs = npt.NDArray[np.int64]


# Columns of the table of readings: the words from FIRST to LAST (not included), kind, which set of legal forms, and
# whether it was written in a script of which a word may become several in Latin letters.
FIRST, LAST, KIND, FORMS, AMBIGUOUS = range(5)
# Scripts whose words are read into Latin letters nearly letter by letter.
PLAIN_SCRIPTS = frozenset({"Latn", "Cyrillic", "Greek", "Armenian", "Georgian"})
# Columns of the table of sets of legal forms: numbers of forms and of words that may be glued to a word of the name,
# families as bits, countries as bits of two numbers.
FORM_FIRST, FORM_LAST, GLUED_FIRST, GLUED_LAST, FAMILIES, COUNTRIES, MORE_COUNTRIES = range(7)


class Names(NamedTuple):
    """Readings of names, laid out one after the other.

    Attributes:
        words: the distinct words.
        tokens: numbers of words, of all readings.
        table: a row per reading: FIRST … AMBIGUOUS.
        sets: a row per set of legal forms: FORM_FIRST … MORE_COUNTRIES.
        numbers: numbers of legal forms, then numbers of glued words.
    """

    words: Words
    tokens: Longs
    table: Longs
    sets: Longs
    numbers: Longs


class Gatherer:
    """Takes readings one by one and numbers their words and sets of legal forms."""

    def __init__(self) -> None:
        self.vocabulary: dict[str, int] = {}
        self.sets: dict[tuple[tuple[LegalForm, ...], tuple[str, ...]], int] = {}
        self._sets_of: dict[tuple[LegalForm, ...], int] = {}
        self.tokens = array("i")
        self.sizes = array("i")
        self.kinds = array("B")
        self.forms = array("i")
        self.scripts = array("B")

    def add(self, reading: NormalisedName) -> None:
        """Take one reading."""
        vocabulary = self.vocabulary
        for token in reading.tokens:
            number = vocabulary.get(token)
            if number is None:
                number = vocabulary[token] = len(vocabulary)
            self.tokens.append(number)
        self.sizes.append(len(reading.tokens))
        self.kinds.append(_KIND_NUMBERS[reading.kind])
        self.scripts.append(reading.script not in PLAIN_SCRIPTS)
        number = self._sets_of.get(reading.legal_forms)
        if number is None:
            number = self.sets.setdefault((reading.legal_forms, reading.glued_forms), len(self.sets))
            self._sets_of[reading.legal_forms] = number
        self.forms.append(number)

    def merge(self, other: "Gatherer") -> None:
        """Take all that another has gathered, after what is here."""
        words = np.array(
            [self.vocabulary.setdefault(word, len(self.vocabulary)) for word in other.vocabulary], np.int32
        )
        sets = np.array([self.sets.setdefault(key, len(self.sets)) for key in other.sets], np.int32)
        if len(other.tokens):
            self.tokens.frombytes(words[np.frombuffer(other.tokens, np.int32)].tobytes())
        if len(other.forms):
            self.forms.frombytes(sets[np.frombuffer(other.forms, np.int32)].tobytes())
        self.sizes.extend(other.sizes)
        self.kinds.extend(other.kinds)
        self.scripts.extend(other.scripts)

    def lay_out(self, weights: TokenWeights) -> Names:
        """Return what was gathered as arrays."""
        for _, texts in self.sets:
            for word in texts:
                self.vocabulary.setdefault(word, len(self.vocabulary))
        sets = list(self.sets)
        forms = [_FORM_NUMBERS[form.text] for forms, _ in sets for form in forms]
        glued = [self.vocabulary[word] for _, texts in sets for word in texts]
        laid_sets = np.zeros((len(sets), 7), np.int64)
        _spans(laid_sets, FORM_FIRST, [len(forms) for forms, _ in sets])
        _spans(laid_sets, GLUED_FIRST, [len(texts) for _, texts in sets])
        laid_sets[:, GLUED_FIRST : GLUED_LAST + 1] += len(forms)
        for row, (held, _) in enumerate(sets):
            laid_sets[row, FAMILIES] = _bits(_FAMILIES, {form.family for form in held})
            laid_sets[row, COUNTRIES], laid_sets[row, MORE_COUNTRIES] = _country_bits(held)
        table = np.zeros((len(self.sizes), 5), np.int64)
        _spans(table, FIRST, self.sizes)
        table[:, KIND] = self.kinds
        table[:, FORMS] = self.forms
        table[:, AMBIGUOUS] = self.scripts
        words = lay_out(list(self.vocabulary), weights)
        return Names(words, np.array(self.tokens, np.int64), table, laid_sets, np.array(forms + glued, np.int64))


def lay_out_names(readings: Iterable[NormalisedName], weights: TokenWeights) -> Names:
    """Return readings as arrays, in their order."""
    gatherer = Gatherer()
    for reading in readings:
        gatherer.add(reading)
    return gatherer.lay_out(weights)


def _spans(table: Longs, column: int, sizes: Sequence[int]) -> None:
    """Write where runs of these sizes begin and end, one after the other, to two columns."""
    table[:, column + 1] = np.cumsum(np.array(sizes, np.int64))
    table[1:, column] = table[:-1, column + 1]


def _bits(places: Sequence[str], chosen: set[str]) -> int:
    return sum(1 << bit for bit, place in enumerate(places) if place in chosen)


def _country_bits(forms: tuple[LegalForm, ...]) -> tuple[int, int]:
    chosen = {country for form in forms for country in form.countries}
    return _bits(_COUNTRIES[:_HALF], chosen), _bits(_COUNTRIES[_HALF : 2 * _HALF], chosen)


if len(_COUNTRIES) > 2 * _HALF or len(_FAMILIES) > _HALF:
    raise ValueError("More countries or families of legal forms than there are bits for; see layout.Names.")
