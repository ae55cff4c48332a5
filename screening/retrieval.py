"""Finding the listed names that may be a name: lookups, covers, bounds (pure, compiled).

Each telling word of a name is looked up among the listed words by keys: itself, its sound, its consonants, and
itself with one or two letters left out. The names those words stand in are weighed by how much they cover of both
names; a bound on the score decides which are compared word by word. Nothing here depends on how many names are
listed, so a pair of names is found, or not, whatever else is on the list.
"""

from typing import Any, NamedTuple

import numpy as np

from screening.comparison import by_persons_rules, is_other_kind
from screening.compiled import compiled
from screening.keys import KEY_COUPLE, KEY_SOUND, KEY_WORD, MOST_COUPLES, couple_code, couples_of, write_couple
from screening.layout import FIRST, KIND, LAST, Names
from screening.listed import (
    INITIALS,
    LETTERS,
    PLAIN,
    POSTED,
    TELLING,
    TELLS,
    TOTAL,
    Codes,
    Floats,
    Listed,
    Numbers,
    initial,
    stood_before,
    tells,
)
from screening.lookup import first_of
from screening.model import CIRCUMSTANCES, WHOLE, most_points
from screening.spelling import ALIKE_LENGTHS, VALUE_ABBREVIATION
from screening.vocabulary import BONE_CODE, END, LONGEST, START, Words, code_of, same

_SLACK = 0.005
_FLIPPED_SLACK = 0.06
_MANGLED = 0.5  # the most that two words can be alike without sharing a key
_LEAST_SLIPPED = 7  # letters of two words written as one of which one may be wrong
_BEGINNING = 0.95
_TWO_WORDS = 2.0  # the most that two words weigh
_OTHER_KIND = CIRCUMSTANCES["other_kind"]
_MOST_BITS = 40


class Cover(NamedTuple):
    """How much of the readings touched is covered; one per search at a time.

    Attributes:
        seen: number of the search in which a reading was last touched.
        bits: which of the words asked for are covered.
        sums: a row per reading: weight covered in it, weight lost by spelling.
        touched: readings touched in this search.
    """

    seen: Numbers
    bits: Codes
    sums: Floats
    touched: Numbers


_COVERED, _LOST = range(2)


def new_cover(readings: int) -> Cover:
    """Return room to search so many readings."""
    return Cover(
        np.zeros(readings, np.int32), np.zeros(readings, np.uint64), np.zeros((readings, 2), np.float32),
        np.zeros(readings, np.int32),
    )  # fmt: skip


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
    count = 0
    for reading in range(len(asked.table)):
        if asked.table[reading, FIRST] == asked.table[reading, LAST]:
            continue
        kept = _look_around(asked, reading, near_words, near_values, near_start, listed, flipped, cover, pairs, room)
        kept = _keep(asked, reading, near_words, near_start, listed, threshold, flipped, kept, cover)
        if count + kept > len(found):
            found = np.concatenate((found, np.empty((len(found) + kept, 2), np.int64)))
        found[count : count + kept, 0] = reading
        found[count : count + kept, 1] = cover.touched[:kept]
        count += kept
    return found[:count].copy()


@compiled
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
    for at in range(start, min(end, start + _MOST_BITS)):
        word = asked.tokens[at]
        weight = words.weight[word]
        if stood_before(asked, start, at) or (not all_words and weight < TELLING):
            continue
        bit = np.uint64(1) << np.uint64(at - start)
        code = words.codes[word, BONE_CODE] ^ KEY_COUPLE
        place = first_of(listed, code)
        while place < len(listed.codes) and listed.codes[place] == code:
            # its two words may weigh as much as two can; the comparison will tell
            touched = _touch(cover, -1 - np.int64(listed.values[place]), mark, bit, _TWO_WORDS, 0.0, touched)
            place += 1
    for n in range(couples_of(asked, reading, pairs)):
        bits = np.uint64(0)
        for at in range(start, min(end, start + _MOST_BITS)):
            if asked.tokens[at] == pairs[n, 0] or asked.tokens[at] == pairs[n, 1]:
                bits |= np.uint64(1) << np.uint64(at - start)
        size = write_couple(words, pairs[n, 0], pairs[n, 1], room)
        code = couple_code(room, size) ^ KEY_SOUND
        # then with each letter left out in turn: a slip in what is written as one
        for left_out in range(-1, size if _LEAST_SLIPPED <= size <= LONGEST else 0):
            if left_out >= 0:
                code = code_of(room[0], 0, size, left_out, -1) ^ KEY_WORD
            place = first_of(listed, code)
            while place < len(listed.codes) and listed.codes[place] == code:
                word = np.int64(listed.values[place])
                if word >= 0:
                    touched = _cover_word(listed, word, _TWO_WORDS, 1.0, bits, all_words, mark, cover, touched)
                place += 1
    for at in range(start, min(end, start + _MOST_BITS)):
        word = asked.tokens[at]
        weight = words.weight[word]
        if not stood_before(asked, start, at) and (all_words or weight >= TELLING):
            bit = np.uint64(1) << np.uint64(at - start)
            for n in range(near_start[word], near_start[word + 1]):
                touched = _cover_word(
                    listed, near_words[n], weight, near_values[n], bit, all_words, mark, cover, touched
                )
    return touched


@compiled
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


@compiled
def _touch(cover: Cover, entry: int, mark: int, bits: Any, theirs: float, lost: float, touched: int) -> int:
    if cover.seen[entry] != mark:
        cover.seen[entry] = mark
        cover.bits[entry] = bits
        cover.sums[entry, _COVERED] = theirs
        cover.sums[entry, _LOST] = lost
        cover.touched[touched] = entry
        return touched + 1
    if cover.bits[entry] & bits != bits:
        cover.bits[entry] |= bits
        cover.sums[entry, _COVERED] += theirs
        cover.sums[entry, _LOST] += lost
    return touched


@compiled
def _mangled(words: Words, word: int, names: Names, entry: int) -> float:
    """Return the weight of the heaviest word of a reading that may be a mangled form of a word, or -1.

    That is one with the same first letter and of similar length.
    """
    first, length = words.text[words.table[word, START]], words.table[word, END] - words.table[word, START]
    heaviest = -1.0
    for at in range(names.table[entry, FIRST], names.table[entry, LAST]):
        other = names.tokens[at]
        start, end = names.words.table[other, START], names.words.table[other, END]
        if names.words.text[start] == first and abs(end - start - length) <= ALIKE_LENGTHS:
            heaviest = max(heaviest, names.words.weight[other])
    return heaviest


@compiled
def _begins_with_one(words: Words, asked: Names, start: int, end: int, names: Names, entry: int) -> bool:
    """Tell whether a longer word asked for begins with a whole word of a reading."""
    for at in range(start, end):
        word = asked.tokens[at]
        first, last = words.table[word, START], words.table[word, END]
        for place in range(names.table[entry, FIRST], names.table[entry, LAST]):
            other = names.tokens[place]
            size = names.words.table[other, END] - names.words.table[other, START]
            begin = names.words.table[other, START]
            if 2 <= size < last - first and same(
                words.text, first, first + size, names.words.text, begin, begin + size
            ):
                return True
    return False


@compiled
def _light(near_words: Any, near_start: Any, listed: Listed, word: int, entry: int) -> bool:
    """Tell whether a reading has a word that does not tell, and was not covered, for which an asked word may stand."""
    names = listed.names
    for n in range(near_start[word], near_start[word + 1]):
        if names.words.weight[near_words[n]] < TELLING:
            for at in range(names.table[entry, FIRST], names.table[entry, LAST]):
                if names.tokens[at] == near_words[n]:
                    return True
    return False


@compiled
def _sum_asked(asked: Names, start: int, end: int, all_words: bool) -> Any:
    """Return weight, weight looked up, number of single letters, whether a word stands twice; of `start` to `end`."""
    total = wanted = 0.0
    single = 0
    twice = False
    for at in range(start, end):
        word = asked.tokens[at]
        weight = asked.words.weight[word]
        total += weight
        again = stood_before(asked, start, at)
        twice = twice or again
        if not again and (all_words or weight >= TELLING):
            wanted += weight
        single += asked.words.table[word, END] - asked.words.table[word, START] == 1
    return total, wanted, single, twice


@compiled
def _bound(
    person: bool, flipped: bool, missing: float, lacking: float, lost: float, ours: float, theirs: float,
    heaviest: float, words: int,
) -> float:  # fmt: skip
    """Return the most that two readings can score of which so much weight is missing, lacking and lost.

    Args:
        person: by whose rules.
        flipped: see `search`.
        missing: weight of the words asked for without counterpart.
        lacking: weight of the listed words without counterpart.
        lost: weight lost by spelling.
        ours: weight of all words asked for.
        theirs: weight of all listed words.
        heaviest: weight of the heaviest word asked for without counterpart.
        words: how many listed words there are.
    """
    mine, other = missing / max(ours, missing), lacking / max(theirs, lacking)
    mine_most, other_most = min(heaviest, missing), lacking / words
    if flipped:
        mine, other, mine_most, other_most = other, mine, other_most, mine_most
    agreed = min(ours - missing, theirs - lacking) - lost
    whole = missing + lacking + lost < 0.01
    return most_points(person, mine, other, mine_most, other_most, lost / max(ours, theirs), agreed, whole)


@compiled
def _keep(
    asked: Names, reading: int, near_words: Any, near_start: Any, listed: Listed, threshold: int, flipped: bool,
    touched: int, cover: Cover,
) -> int:  # fmt: skip
    """Keep of the readings touched those whose score may reach the threshold; return how many."""
    start, end, kind = asked.table[reading, FIRST], asked.table[reading, LAST], asked.table[reading, KIND]
    words = asked.words
    all_words = flipped or not tells(asked, start, end)
    total, wanted, single, twice = _sum_asked(asked, start, end, all_words)
    # flipped, the bound is of the same pair from its other side: near enough to leave out what is far off
    least = threshold / WHOLE - (_FLIPPED_SLACK if flipped else _SLACK)
    kept = 0
    for n in range(touched):
        entry = np.int64(cover.touched[n])
        other = listed.names.table[entry, KIND]
        person = by_persons_rules(kind, other)
        covered = mangled = theirs = lost = heaviest = 0.0
        for at in range(start, min(end, start + _MOST_BITS)):
            word = asked.tokens[at]
            weight = words.weight[word]
            if (not all_words and weight < TELLING) or stood_before(asked, start, at):
                continue
            if cover.bits[entry] >> np.uint64(at - start) & np.uint64(1) or _light(
                near_words, near_start, listed, word, entry
            ):
                covered += weight
                continue
            other_weight = -1.0
            if listed.readings[entry, INITIALS] >> initial(words, word) & 1:
                other_weight = _mangled(words, word, listed.names, entry)
            if other_weight >= 0.0:
                mangled, theirs = mangled + weight, theirs + other_weight
                lost += (1.0 - _MANGLED) * min(weight, other_weight)
            else:
                heaviest = max(heaviest, weight)
        missing = max(0.0, wanted - covered)
        lacking = max(0.0, listed.sums[entry, TELLS] - cover.sums[entry, _COVERED])
        if flipped and _begins_with_one(words, asked, start, end, listed.names, entry):
            lacking = max(0.0, lacking - _TWO_WORDS)  # two words of a party may be one listed word with a slip
        if person:  # a letter may stand for any word that nothing else covers
            missing = max(0.0, missing - listed.readings[entry, LETTERS])
            lacking = max(0.0, lacking - single)
        if twice:  # a word asked twice may stand for two different listed ones
            lacking = 0.0
        if lacking > 0.0 and missing > 0.0:
            missing, lacking = max(0.0, missing - mangled), max(0.0, lacking - theirs)
        else:
            lost = 0.0
        lost += np.float64(cover.sums[entry, _LOST])
        # the true totals lie between: pairs weigh as much as the lighter of their words
        bound = _bound(
            person, flipped, missing, lacking, lost, max(total, 0.01), max(listed.sums[entry, TOTAL], 0.01), heaviest,
            listed.names.table[entry, LAST] - listed.names.table[entry, FIRST],
        )  # fmt: skip
        if is_other_kind(kind, other):
            bound -= _OTHER_KIND
        if bound >= least:
            cover.touched[kept] = entry
            kept += 1
    return kept
