"""From a word to the listed words it may stand for: same sound, same consonants, one edit (pure)."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import takewhile

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from screening import words
from screening.alignment import (
    ABBREVIATED,
    ALIKE,
    ALIKE_LENGTH,
    ALIKE_LENGTHS,
    CONSONANTS,
    SOUND_LENGTH,
    abbreviates,
    shape_value,
    similarity,
    two_edits,
)
from screening.sounds import consonants, skeleton

_WORTH = 0.5  # less alike, and a word is not looked up: such a pair only counts beside others that agree
_LONGEST_EDITED = 24
_ABBREVIATION = 8  # longer words are short for nothing
_MOST_SHARING = 400  # a key that so many listed words share says nothing


class Expansion:
    """The words of a list, findable by what they may be written like.

    Args:
        vocabulary: listed words; their position is their number.
        couples: neighbouring words written as one, numbered on from the vocabulary.
    """

    def __init__(self, vocabulary: list[str], couples: list[str]) -> None:
        self._words = [*vocabulary, *couples]
        self._couples = len(vocabulary)
        self._numbers: dict[str, list[int]] = {}
        self._keys: dict[str, list[int]] = {}
        self._generic: dict[str, list[str]] = {}
        self._sorted = sorted(vocabulary)
        self._shapes: dict[tuple[str, int], tuple[list[int], list[str]]] = {}
        for number, word in enumerate(self._words):
            self._numbers.setdefault(word, []).append(number)
            for key in _keys(word, edited=number < len(vocabulary)):
                self._keys.setdefault(key, []).append(number)
            if word in words.GENERIC and number < len(vocabulary):
                self._generic.setdefault(word[0], []).append(word)
            if number < len(vocabulary) and len(word) >= ALIKE_LENGTH and word.isalpha():
                numbers, texts = self._shapes.setdefault((word[0], len(word)), ([], []))
                numbers.append(number)
                texts.append(word)

    def find(self, word: str) -> tuple[list[int], list[float]]:
        """Return the numbers of the listed words that `word` may be a spelling of, and how alike they are."""
        best: dict[int, float] = dict.fromkeys(self._numbers.get(word, ()), 1.0)
        for key in _keys(word, edited=True):
            sharing = self._keys.get(key, ())
            if len(sharing) > _MOST_SHARING:
                continue
            for number in sharing:
                if number not in best:
                    best[number] = similarity(word, self._words[number])[0]
        for other in self._begun(word):
            for number in self._numbers[other]:
                if number < self._couples and number not in best:
                    best[number] = similarity(word, other)[0]
        kept = [(number, value) for number, value in best.items() if value >= _WORTH]
        return [number for number, _ in kept], [value for _, value in kept]

    def _begun(self, word: str) -> Iterable[str]:
        """Yield the listed words for which `word` may be short, and those which may be short for `word`."""
        if len(word) <= _ABBREVIATION:
            yield from (long for long in self._generic.get(word[0], ()) if abbreviates(word, long))
        if len(word) < ABBREVIATED:
            return
        first = bisect_left(self._sorted, word)
        yield from takewhile(lambda other: other.startswith(word), self._sorted[first : first + _MOST_SHARING])
        yield from (word[:end] for end in range(ABBREVIATED, len(word)) if word[:end] in self._numbers)

    def joined(self, text: str) -> tuple[list[int], list[float]]:
        """Return the numbers of the listed words that two words of a query may be, written as one."""
        numbers = [number for number in self._numbers.get(text, ()) if number < self._couples]
        if not numbers:
            numbers = [number for number in self._keys.get("s" + skeleton(text), ()) if number < self._couples]
        return numbers, [1.0] * len(numbers)

    def alike(self, word: str) -> tuple[list[int], list[float]]:
        """Return the numbers of the listed words that `word` may be a mangled form of, and how alike."""
        if len(word) < ALIKE_LENGTH or not word.isalpha():
            return [], []
        kept: list[int] = []
        values: list[float] = []
        for length in range(max(ALIKE_LENGTH, len(word) - ALIKE_LENGTHS), len(word) + ALIKE_LENGTHS + 1):
            numbers, texts = self._shapes.get((word[0], length), ((), ()))
            if texts:
                ratios = cdist([word], texts, scorer=Indel.normalized_similarity, score_cutoff=ALIKE)[0]
                places = np.flatnonzero(ratios)
                kept += [numbers[place] for place in places]
                # two letters replaced are four in the ratio: such a pair may count as two edits
                slips = ratios[places] >= 1 - 4 / (len(word) + length)
                shapes = shape_value(ratios[places])
                values += np.where(slips, np.maximum(shapes, two_edits(max(length, len(word)))), shapes).tolist()
        return kept, values


def _keys(word: str, *, edited: bool) -> Iterable[str]:
    """Yield the keys under which a word is found; two words one edit apart share one."""
    if len(word) < 2 or word.isdigit():
        return
    bones = skeleton(word)
    yield "s" + bones
    if not edited:
        return
    yield word
    bare = consonants(word)
    if len(bare) >= CONSONANTS:
        yield "c" + bare
    if 3 <= len(word) <= _LONGEST_EDITED:
        yield from {word[:i] + word[i + 1 :] for i in range(len(word))}
        if len(word) >= SOUND_LENGTH:
            yield from {"s" + bones[:i] + bones[i + 1 :] for i in range(len(bones))}
    for article in ("al", "el", "abd"):
        if word.startswith(article) and len(word) > len(article) + 3:
            yield "p" + word[len(article) :]
    if len(word) > 3:
        yield "p" + word
    if word in words.SHORT_NAMES or word in _LONG_NAMES:
        yield "n" + words.SHORT_NAMES.get(word, word)


_LONG_NAMES = frozenset(words.SHORT_NAMES.values())
