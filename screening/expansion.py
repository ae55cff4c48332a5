"""From a word to the listed words it may stand for: same sound, same consonants, one edit (pure)."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from screening import words
from screening.alignment import similarity
from screening.sounds import consonants, skeleton

Ids = npt.NDArray[np.int32]
Values = npt.NDArray[np.float32]

_WORTH = 0.5  # less alike, and a word is not looked up: such a pair only counts beside others that agree
_LONGEST_EDITED = 24
_MOST_SHARING = 400  # a key that so many listed words share says nothing
_CACHED = 1 << 17


class Expansion:
    """The words of a list, findable by what they may be written like.

    Args:
        vocabulary: listed words; their position is their number.
        couples: neighbouring words written as one, numbered on from the vocabulary.
    """

    def __init__(self, vocabulary: list[str], couples: list[str]) -> None:
        self._words = [*vocabulary, *couples]
        self._numbers: dict[str, list[int]] = {}
        self._keys: dict[str, list[int]] = {}
        self._found: dict[str, tuple[Ids, Values]] = {}
        for number, word in enumerate(self._words):
            self._numbers.setdefault(word, []).append(number)
            for key in _keys(word, edited=number < len(vocabulary)):
                self._keys.setdefault(key, []).append(number)

    def find(self, word: str) -> tuple[Ids, Values]:
        """Return the numbers of the listed words that `word` may stand for, and how alike they are."""
        found = self._found.get(word)
        if found is None:
            if len(self._found) >= _CACHED:
                self._found.clear()
            found = self._found[word] = self._find(word)
        return found

    def _find(self, word: str) -> tuple[Ids, Values]:
        best: dict[int, float] = dict.fromkeys(self._numbers.get(word, ()), 1.0)
        for key in _keys(word, edited=True):
            sharing = self._keys.get(key, ())
            if len(sharing) > _MOST_SHARING:
                continue
            for number in sharing:
                if number not in best:
                    best[number] = similarity(word, self._words[number])[0]
        kept = [(number, value) for number, value in best.items() if value >= _WORTH]
        numbers = np.fromiter((number for number, _ in kept), np.int32, len(kept))
        return numbers, np.fromiter((value for _, value in kept), np.float32, len(kept))


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
    if len(bare) > 1:
        yield "c" + bare
    if 3 <= len(word) <= _LONGEST_EDITED:
        yield from {word[:i] + word[i + 1 :] for i in range(len(word))}
        if len(bones) > 4:
            yield from {"s" + bones[:i] + bones[i + 1 :] for i in range(len(bones))}
    for article in ("al", "el", "abd"):
        if word.startswith(article) and len(word) > len(article) + 3:
            yield "p" + word[len(article) :]
    if len(word) > 3:
        yield "p" + word
    if word in words.SHORT_NAMES or word in _LONG_NAMES:
        yield "n" + words.SHORT_NAMES.get(word, word)


_LONG_NAMES = frozenset(words.SHORT_NAMES.values())
