"""Listed names laid out so that they can be searched: postings, keys, sums (pure, compiled)."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from screening.compiled import compiled, compiled_plain
from screening.keys import (
    all_keys,
)
from screening.layout import FIRST, LAST, Names
from screening.vocabulary import END, FLAGS, GENERIC, START, Words

TELLING = 0.3  # words that weigh less are in too many names to look up; they count as covered
_DOORS_PER_KEY = 2
_LETTERS = 26
_A, _LAST_LETTER = ord("a"), ord("z")

Numbers = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint64]

# Columns of tables. Of a reading: which listed name it is of, how many of its words are single letters, the first
# letters of its words as bits.
OWNER, LETTERS, INITIALS = range(3)
# Of a reading: weight of its telling words, and of all.
TELLS, TOTAL = range(2)
# Of a listed name: number of its entity, and whether it is a weak alias.
ENTITY, WEAK = range(2)
# Of a word: where the readings begin and end in which it stands, and those of them none of whose words tells.
POSTED, POSTED_END, PLAIN, PLAIN_END = range(4)


class Listed(NamedTuple):
    """Listed names, ready to be searched. Few arrays, because each costs time in every call and in compiling.

    Attributes:
        names: the readings.
        readings: a row per reading: OWNER, LETTERS, INITIALS.
        sums: a row per reading: TELLS, TOTAL.
        entries: a row per listed name: ENTITY, WEAK.
        postings: readings, by word; `places` a row per word: POSTED … PLAIN_END.
        places: see `postings`.
        codes: keys, sorted, of words and of neighbouring words written as one.
        values: what each key stands for: a word, or -1 less a reading.
        doors: place in `codes` of the first key whose first bits are at least the number of the door.
        shift: how many bits of a key do not count for its door.
        order: words in the order of the dictionary; after them, the generic ones again.
    """

    names: Names
    readings: Longs
    sums: npt.NDArray[np.float64]
    entries: Longs
    postings: Numbers
    places: Longs
    codes: Codes
    values: Numbers
    doors: Numbers
    shift: Codes
    order: Numbers


def lay_out_listed(names: Names, owners: npt.NDArray[np.int32], entries: npt.NDArray[np.int64]) -> Listed:
    """Lay readings out for searching.

    Args:
        names: the readings.
        owners: per reading, which listed name it is of.
        entries: per listed name: ENTITY, WEAK.
    """
    readings, sums = np.zeros((len(owners), 3), np.int64), np.zeros((len(owners), 2))
    readings[:, OWNER] = owners
    plain = sum_up(names, readings, sums)
    codes, values = all_keys(names)
    by_code = np.argsort(codes)
    codes = codes[by_code]
    shift = np.uint64(64 - max(1, int(_DOORS_PER_KEY * len(codes)).bit_length()))
    doors = np.searchsorted(codes >> shift, np.arange((1 << 64) >> int(shift), dtype=np.uint64))
    order = _dictionary(names)
    generic = order[(names.words.table[order, FLAGS] & GENERIC) > 0]
    return Listed(
        names, readings, sums, entries, *_postings(names, plain), codes, values[by_code], doors.astype(np.int32),
        np.array([shift]), np.concatenate((order, generic)),
    )  # fmt: skip


def _postings(names: Names, plain: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    readings = np.repeat(np.arange(len(plain), dtype=np.int32), names.table[:, LAST] - names.table[:, FIRST])
    places = np.zeros((len(names.words.table), 4), np.int64)
    postings = []
    for column, chosen in ((POSTED, slice(None)), (PLAIN, plain[readings])):
        tokens = names.tokens[chosen]
        postings.append(readings[chosen][np.argsort(tokens, kind="stable")])
        places[:, column + 1] = np.cumsum(np.bincount(tokens, minlength=len(places)))
        places[1:, column] = places[:-1, column + 1]
    places[:, PLAIN : PLAIN_END + 1] += len(postings[0])
    return np.concatenate(postings), places


def _dictionary(names: Names) -> npt.NDArray[np.int32]:
    """Return the words in the order of the dictionary."""
    text = names.words.text.tobytes()
    spelled = [text[start:end] for start, end in names.words.table[:, : END + 1].tolist()]
    return np.array(sorted(range(len(spelled)), key=spelled.__getitem__), np.int32)


@compiled_plain
def tells(names: Names, start: int, end: int) -> bool:
    """Tell whether any of the words from `start` to `end` tells."""
    for at in range(start, end):
        if names.words.weight[names.tokens[at]] >= TELLING:
            return True
    return False


@compiled_plain
def stood_before(names: Names, start: int, at: int) -> bool:
    """Tell whether the word at `at` also stands between `start` and there."""
    for before in range(start, at):
        if names.tokens[before] == names.tokens[at]:
            return True
    return False


@compiled_plain
def initial(words: Words, word: int) -> int:
    """Return the number of a word's first letter, 26 for a digit."""
    letter = words.text[words.table[word, START]]
    return np.int64(letter) - _A if _A <= letter <= _LAST_LETTER else _LETTERS


@compiled
def sum_up(names: Names, readings: Any, sums: Any) -> Any:
    """Fill in LETTERS, INITIALS, TELLS and TOTAL of all readings; return of which no word tells."""
    plain = np.zeros(len(names.table), np.bool_)
    for reading in range(len(names.table)):
        start, end = names.table[reading, FIRST], names.table[reading, LAST]
        for at in range(start, end):
            word = names.tokens[at]
            weight = names.words.weight[word]
            sums[reading, TOTAL] += weight
            if weight >= TELLING and not stood_before(names, start, at):
                sums[reading, TELLS] += weight
            readings[reading, LETTERS] += names.words.table[word, END] - names.words.table[word, START] == 1
            readings[reading, INITIALS] |= 1 << initial(names.words, word)
        plain[reading] = sums[reading, TELLS] == 0.0
    return plain
