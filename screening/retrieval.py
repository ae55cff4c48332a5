"""Finding the listed names that may be a name: lookups, covers, bounds (pure, compiled).

Each telling word of a name is looked up among the listed words by keys: itself, its sound, its consonants, and
itself with one or two letters left out. The names those words stand in are weighed by how much they cover of both
names; a bound on the score decides which are compared word by word. Nothing here depends on how many names are
listed, so a pair of names is found, or not, whatever else is on the list.
"""

from typing import Any

import numpy as np

from screening.bounds import COVERED, LOST, MOST_BITS, TWO_WORDS, Cover, keep
from screening.compiled import compiled, compiled_plain
from screening.keys import KEY_COUPLE, KEY_SOUND, KEY_WORD, MOST_COUPLES, couple_code, couples_of, write_couple
from screening.layout import FIRST, KIND, LAST, PERSON, Names
from screening.listed import (
    PLAIN,
    POSTED,
    TELLING,
    Listed,
    stood_before,
    tells,
)
from screening.lookup import first_of
from screening.spelling import VALUE_ABBREVIATION
from screening.vocabulary import BONE_CODE, LONGEST, code_of

_LEAST_SLIPPED = 7  # letters of two words written as one of which one may be wrong
_BEGINNING = 0.95


@compiled
def search(
    asked: Names, near_words: Any, near_values: Any, near_start: Any, listed: Listed, threshold: int, flipped: bool,
    cover: Cover, room: Any,
) -> Any:  # fmt: skip
    """Return which readings may agree: a row per pair, reading asked for and listed reading.

    Args:
        asked: the readings asked for.
        near_words: see `look_up`; likewise `near_values` and `near_start`.
        near_values: see `near_words`.
        near_start: see `near_words`.
        listed: what is searched.
        threshold: the least score, in ten-thousandths.
        flipped: the names asked for are the listed ones, and those searched are compared with them.
        cover: room for the search.
        room: two rows of 4 × LONGEST + 2 letters.
    """
    found = np.empty((1024, 2), np.int64)
    pairs = np.empty((MOST_COUPLES, 2), np.int64)
    chosen, sums, weights = np.empty((MOST_BITS, 4), np.int64), np.empty(4), np.empty(MOST_BITS)
    count = 0
    for reading in range(len(asked.table)):
        if asked.table[reading, FIRST] == asked.table[reading, LAST]:
            continue
        kept = _look_around(asked, reading, near_words, near_values, near_start, listed, flipped, cover, pairs, room)
        kept = keep(
            asked, reading, near_words, near_start, listed, threshold, flipped, kept, cover, chosen, sums, weights
        )
        if count + kept > len(found):
            found = np.concatenate((found, np.empty((len(found) + kept, 2), np.int64)))
        found[count : count + kept, 0] = reading
        found[count : count + kept, 1] = cover.touched[:kept]
        count += kept
    return found[:count].copy()


@compiled_plain
def _look_around(
    asked: Names, reading: int, near_words: Any, near_values: Any, near_start: Any, listed: Listed, flipped: bool,
    cover: Cover, pairs: Any, room: Any,
) -> int:  # fmt: skip
    """Cover what the words of a reading may stand for, two as one first; return how many readings were touched."""
    words = asked.words
    start, end = asked.table[reading, FIRST], asked.table[reading, LAST]
    mark = reading + 1
    all_words = flipped or not tells(asked, start, end)
    touched = 0
    for at in range(start, min(end, start + MOST_BITS)):
        word = asked.tokens[at]
        weight = words.weight[word]
        if stood_before(asked, start, at) or (not all_words and weight < TELLING):
            continue
        bit = np.uint64(1) << np.uint64(at - start)
        code = words.codes[word, BONE_CODE] ^ KEY_COUPLE
        place = first_of(listed, code)
        while place < len(listed.codes) and listed.codes[place] == code:
            # its two words may weigh as much as two can; the comparison will tell
            touched = _touch(cover, -1 - np.int64(listed.values[place]), mark, bit, TWO_WORDS, 0.0, touched)
            place += 1
    for n in range(couples_of(asked, reading, pairs)):
        bits = np.uint64(0)
        for at in range(start, min(end, start + MOST_BITS)):
            if asked.tokens[at] == pairs[n, 0] or asked.tokens[at] == pairs[n, 1]:
                bits |= np.uint64(1) << np.uint64(at - start)
        size = write_couple(words, pairs[n, 0], pairs[n, 1], room)
        code = couple_code(room, size) ^ KEY_SOUND
        # of neighbours then with each letter left out in turn: a slip in what is written as one
        slips = flipped or (n < end - start - 1 and asked.table[reading, KIND] != PERSON)
        slips = slips and _LEAST_SLIPPED <= size <= LONGEST
        for left_out in range(-1, size if slips else 0):
            if left_out >= 0:
                code = code_of(room[0], 0, size, left_out, -1) ^ KEY_WORD
            place = first_of(listed, code)
            while place < len(listed.codes) and listed.codes[place] == code:
                word = np.int64(listed.values[place])
                if word >= 0:
                    touched = _cover_word(listed, word, TWO_WORDS, 1.0, bits, all_words, mark, cover, touched)
                place += 1
    for at in range(start, min(end, start + MOST_BITS)):
        word = asked.tokens[at]
        weight = words.weight[word]
        if not stood_before(asked, start, at) and (all_words or weight >= TELLING):
            bit = np.uint64(1) << np.uint64(at - start)
            for n in range(near_start[word], near_start[word + 1]):
                touched = _cover_word(
                    listed, near_words[n], weight, near_values[n], bit, all_words, mark, cover, touched
                )
    return touched


@compiled_plain
def _cover_word(
    listed: Listed, word: int, weight: float, value: float, bits: Any, all_words: bool, mark: int, cover: Cover,
    touched: int,
) -> int:  # fmt: skip
    theirs = listed.names.words.weight[word]
    if value == VALUE_ABBREVIATION:
        value = _BEGINNING  # what a word begins with may be the first of two words written as one
    lost = min(weight, theirs) * (1.0 - value)
    column = POSTED if all_words or theirs >= TELLING else PLAIN
    for place in range(listed.places[word, column], listed.places[word, column + 1]):
        touched = _touch(cover, np.int64(listed.postings[place]), mark, bits, theirs, lost, touched)
    return touched


@compiled_plain
def _touch(cover: Cover, entry: int, mark: int, bits: Any, theirs: float, lost: float, touched: int) -> int:
    if cover.seen[entry] != mark:
        cover.seen[entry] = mark
        cover.bits[entry] = bits
        cover.sums[entry, COVERED] = theirs
        cover.sums[entry, LOST] = lost
        cover.touched[touched] = entry
        return touched + 1
    if cover.bits[entry] & bits != bits:
        cover.bits[entry] |= bits
        cover.sums[entry, COVERED] += theirs
        cover.sums[entry, LOST] += lost
    return touched
