"""Words laid out as arrays: their letters, their sounds, what they weigh and what is known of them (pure, compiled).

Words are compared many at once and without any object of Python.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from screening import words as tables
from screening.compiled import compiled, compiled_plain
from screening.place_names import PLACE_WORDS
from screening.sounds import write_consonants, write_skeleton
from screening.weights import TokenWeights, known_word

# What is known of a word.
ALPHA, NUMBER, GENERIC, KNOWN, PLACE = 1, 2, 4, 8, 16

LONGEST = 60  # letters of a word; the rest is not compared
LONGEST = 60  # letters of a word; the rest is not compared

Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

# Columns of the table of words: where letters, skeleton and consonants begin and end in the text, flags, and the
# number of the given name that the word is a short form of, or -1; its different letters and digits as bits.
START, END, BONE_START, BONE_END, BARE_START, BARE_END, FLAGS, NICK, LETTERS = range(9)
CODE, BONE_CODE = range(2)


class Words(NamedTuple):
    """Words laid out one after the other. Few arrays, because each costs time in every call and in compiling.

    Attributes:
        text: ASCII letters and digits of all words, then their skeletons, then their consonants.
        table: a row per word: START … LETTERS.
        weight: how much a word tells, 0.04 to 1.
        codes: a row per word: hash of its letters (CODE) and of its skeleton (BONE_CODE).
    """

    text: Bytes
    table: Longs
    weight: npt.NDArray[np.float64]
    codes: npt.NDArray[np.uint64]


def _given_names() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for long in tables.SHORT_NAMES.values():
        numbers.setdefault(long, len(numbers))
    return {**numbers, **{short: numbers[long] for short, long in tables.SHORT_NAMES.items()}}


_GIVEN_NAMES = _given_names()


def flags_of(text: str) -> int:
    """Return what is known of a word."""
    return (
        ALPHA * text.isalpha() | NUMBER * text.isdigit() | GENERIC * (text in tables.GENERIC)
        | KNOWN * known_word(text) | PLACE * (text in PLACE_WORDS)
    )  # fmt: skip


def lay_out(texts: Sequence[str], weights: TokenWeights) -> Words:
    """Lay words out for comparison.

    Args:
        texts: folded words of ASCII letters and digits, as in ``NormalisedName.tokens``.
        weights: what words weigh.
    """
    letters = np.frombuffer("".join(texts).encode("ascii", "replace"), np.uint8).copy()
    table = np.zeros((len(texts), 9), np.int64)
    table[:, END] = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
    table[1:, START] = table[:-1, END]
    table[:, FLAGS] = [flags_of(text) for text in texts]
    table[:, NICK] = [_GIVEN_NAMES.get(text, -1) for text in texts]
    weight = np.fromiter(map(weights.weight, texts), np.float64, len(texts))
    codes = np.zeros((len(texts), 2), np.uint64)
    return Words(_sound_out(letters, table, codes), table, weight, codes)


# ------------------------------------------------------------------------------------------------ hashes

_BASIS, _PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)
_HALF, _SPREAD = np.uint64(32), np.uint64(0x9E3779B97F4A7C15)


@compiled_plain
def code_of(letters: Any, start: int, end: int, left_out: int, also_out: int) -> Any:
    """Return a hash of the letters from `start` to `end` but those at `left_out` and `also_out` (or -1)."""
    code = _BASIS
    for at in range(start, end):
        if at != left_out and at != also_out:
            code = (code ^ np.uint64(letters[at])) * _PRIME
    return (code ^ (code >> _HALF)) * _SPREAD


@compiled
def _sound_out(letters: Any, table: Any, codes: Any) -> Any:
    """Fill in where skeletons and consonants stand, and the hashes; return the text."""
    count = len(letters)
    text = np.empty(5 * count + 4 * len(table) + 4, np.uint8)
    text[:count] = letters
    for word in range(len(table)):
        start, end = table[word, START], table[word, END]
        for at in range(start, end):
            table[word, LETTERS] |= 1 << (text[at] & 63)
        codes[word, CODE] = code_of(text, start, end, -1, -1)
        length = write_skeleton(text, start, min(end, start + LONGEST), text[count:])
        table[word, BONE_START], table[word, BONE_END] = count, count + length
        codes[word, BONE_CODE] = code_of(text, count, count + length, -1, -1)
        start, count = count, count + length
        length = write_consonants(text, start, count, text[count:])
        table[word, BARE_START], table[word, BARE_END] = count, count + length
        count += length
    return text[:count].copy()


@compiled_plain
def same(one: Any, start: int, end: int, other: Any, other_start: int, other_end: int) -> bool:
    """Tell whether two runs of letters are equal."""
    if end - start != other_end - other_start:
        return False
    for step in range(end - start):
        if one[start + step] != other[other_start + step]:
            return False
    return True
