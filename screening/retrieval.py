"""Finding the listed names that may be a name: lookups, covers, bounds (pure, compiled).

Each telling word of a name is looked up among the listed words by keys: itself, its sound, its consonants, and
itself with one or two letters left out. The names those words stand in are weighed by how much they cover of both
names; a bound on the score decides which are compared word by word. Nothing here depends on how many names are
listed, so a pair of names is found, or not, whatever else is on the list.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from screening.comparison import by_persons_rules, is_other_kind
from screening.compiled import compiled
from screening.keys import KEY_COUPLE, KEY_SOUND, KEY_WORD, MOST_COUPLES, MOST_KEYS, couple_code, couples_of, write_keys
from screening.layout import FIRST, KIND, LAST, Names
from screening.model import CIRCUMSTANCES, WHOLE, most_points
from screening.spelling import (
    ABBREVIATED,
    ALPHA,
    BONE_CODE,
    END,
    FLAGS,
    START,
    Words,
    code_of,
    in_order,
    same,
    similar,
)

TELLING = 0.3  # words that weigh less are in too many names to look up; they count as covered
WORTH = 0.5  # less alike, and a word is not looked up: such a pair only counts beside others that agree
_SLACK = 0.005
_FLIPPED_SLACK = 0.06
_MANGLED = 0.68  # the most that two words can be alike without sharing a key
_TWO_WORDS = 2.0  # the most that two words weigh
_ABBREVIATION = 8  # longer words are short for nothing
_OTHER_KIND = CIRCUMSTANCES["other_kind"]
_LETTERS = 26
_A, _LAST_LETTER = ord("a"), ord("z")
_MOST_BITS = 40

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


# --------------------------------------------------------------------------------------------- lookups


@compiled
def first_of(listed: Listed, code: Any) -> int:
    """Return the place of the first key equal to `code`, or of what stands behind where it would be."""
    place = np.int64(listed.doors[np.int64(code >> listed.shift[0])])
    while place < len(listed.codes) and listed.codes[place] < code:
        place += 1
    return place


@compiled
def look_up(asked: Words, listed: Listed, marks: Any, rows: Any) -> Any:
    """Find the listed words that each asked word may be a spelling of.

    Returns:
        Three arrays: numbers of listed words; how alike they are; and where those of each asked word begin. Those of
        one asked word stand with the likest first.
    """
    words = listed.names.words
    start = np.zeros(len(asked.table) + 1, np.int64)
    found, values = np.empty(1024, np.int64), np.empty(1024, np.float64)
    tried = np.zeros(len(words.table), np.int64)
    room = np.empty(MOST_KEYS, np.uint64)
    candidates = np.empty(len(words.table), np.int64)
    for word in range(len(asked.table)):
        many = _gather(asked, word, listed, room, tried, candidates)
        at = first = start[word]
        if at + many > len(found):
            found = np.concatenate((found, np.empty(len(found) + many, np.int64)))
            values = np.concatenate((values, np.empty(len(values) + many, np.float64)))
        for n in range(many):
            value, _ = similar(asked, word, words, candidates[n], marks, rows)
            if value >= WORTH:
                place = at
                while place > first and values[place - 1] < value:
                    found[place], values[place] = found[place - 1], values[place - 1]
                    place -= 1
                found[place], values[place] = candidates[n], value
                at += 1
        start[word + 1] = at
    return found, values, start


@compiled
def _gather(asked: Words, word: int, listed: Listed, room: Any, tried: Any, out: Any) -> int:
    """Write the listed words that share a key with an asked word to `out`; return how many."""
    count = 0
    words, text = listed.names.words, asked.text
    start, end = asked.table[word, START], asked.table[word, END]
    many = write_keys(asked, word, room)
    if end - start > ABBREVIATED and asked.table[word, FLAGS] & ALPHA:
        for cut in range(start + ABBREVIATED, end - 1):  # what the word begins with may be short for it
            room[many] = code_of(text, start, cut, -1, -1) ^ KEY_WORD
            many += 1
    for n in range(many):
        place = first_of(listed, room[n])
        while place < len(listed.codes) and listed.codes[place] == room[n]:
            value = np.int64(listed.values[place])
            if value >= 0 and tried[value] != word + 1:
                tried[value] = word + 1
                out[count] = value
                count += 1
            place += 1
    if not (end - start >= 3 and asked.table[word, FLAGS] & ALPHA):
        return count
    if end - start <= _ABBREVIATION:
        for n in range(len(words.table), len(listed.order)):  # the generic words it may be short for
            other = np.int64(listed.order[n])
            first, last = words.table[other, START], words.table[other, END]
            if words.text[first] > text[start]:
                break
            if words.text[first] == text[start] and last - first - (end - start) >= 2 and tried[other] != word + 1:
                if in_order(text, start, end, words.text, first, last):
                    tried[other] = word + 1
                    out[count] = other
                    count += 1
    if end - start >= ABBREVIATED:
        place = _begins(words, listed.order, text, start, end)
        while place < len(words.table):
            other = np.int64(listed.order[place])
            first = words.table[other, START]
            if words.table[other, END] - first < end - start:
                break
            if not same(words.text, first, first + end - start, text, start, end):
                break
            if tried[other] != word + 1:
                tried[other] = word + 1
                out[count] = other
                count += 1
            place += 1
    return count


@compiled
def _begins(words: Words, order: Any, text: Any, start: int, end: int) -> int:
    """Return the place in the dictionary of the first word that begins with the letters from `start` to `end`."""
    low, high = 0, len(words.table)
    while low < high:
        middle = (low + high) // 2
        other = np.int64(order[middle])
        first, last = words.table[other, START], words.table[other, END]
        step = 0
        while step < end - start and first + step < last and words.text[first + step] == text[start + step]:
            step += 1
        if step == end - start:
            high = middle
        elif first + step == last or words.text[first + step] < text[start + step]:
            low = middle + 1
        else:
            high = middle
    return low


# ------------------------------------------------------------------------------------------------ search


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
        kept = _keep(asked, reading, listed, threshold, flipped, kept, cover)
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
    """Cover what the words of a reading may stand for; return how many readings were touched."""
    words = asked.words
    start, end = asked.table[reading, FIRST], asked.table[reading, LAST]
    mark = reading + 1
    all_words = flipped or not _tells(asked, start, end)
    touched = 0
    for at in range(start, min(end, start + _MOST_BITS)):
        word = asked.tokens[at]
        weight = words.weight[word]
        if _stood_before(asked, start, at) or (not all_words and weight < TELLING):
            continue
        bit = np.uint64(1) << np.uint64(at - start)
        for n in range(near_start[word], near_start[word + 1]):
            touched = _cover_word(listed, near_words[n], weight, near_values[n], bit, all_words, mark, cover, touched)
        code = words.codes[word, BONE_CODE] ^ KEY_COUPLE
        place = first_of(listed, code)
        while place < len(listed.codes) and listed.codes[place] == code:
            # its two words may weigh as much as two can; the comparison will tell
            touched = _touch(cover, -1 - np.int64(listed.values[place]), mark, bit, _TWO_WORDS, 0.0, touched)
            place += 1
    for n in range(couples_of(asked, reading, pairs)):
        code = couple_code(words, pairs[n, 0], pairs[n, 1], room) ^ KEY_SOUND
        place = first_of(listed, code)
        if place == len(listed.codes) or listed.codes[place] != code:
            continue
        bits = np.uint64(0)
        for at in range(start, min(end, start + _MOST_BITS)):
            if asked.tokens[at] == pairs[n, 0] or asked.tokens[at] == pairs[n, 1]:
                bits |= np.uint64(1) << np.uint64(at - start)
        while place < len(listed.codes) and listed.codes[place] == code:
            word = np.int64(listed.values[place])
            if word >= 0:
                touched = _cover_word(listed, word, _TWO_WORDS, 1.0, bits, all_words, mark, cover, touched)
            place += 1
    return touched


@compiled
def _tells(names: Names, start: int, end: int) -> bool:
    """Tell whether any of the words from `start` to `end` tells."""
    for at in range(start, end):
        if names.words.weight[names.tokens[at]] >= TELLING:
            return True
    return False


@compiled
def _stood_before(names: Names, start: int, at: int) -> bool:
    for before in range(start, at):
        if names.tokens[before] == names.tokens[at]:
            return True
    return False


@compiled
def _cover_word(
    listed: Listed, word: int, weight: float, value: float, bits: Any, all_words: bool, mark: int, cover: Cover,
    touched: int,
) -> int:  # fmt: skip
    theirs = listed.names.words.weight[word]
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
def _keep(asked: Names, reading: int, listed: Listed, threshold: int, flipped: bool, touched: int, cover: Cover) -> int:
    """Keep of the readings touched those whose score may reach the threshold; return how many."""
    start, end, kind = asked.table[reading, FIRST], asked.table[reading, LAST], asked.table[reading, KIND]
    words = asked.words
    all_words = flipped or not _tells(asked, start, end)
    total = wanted = 0.0
    single = 0
    twice = False
    for at in range(start, end):
        word = asked.tokens[at]
        total += words.weight[word]
        again = _stood_before(asked, start, at)
        twice = twice or again
        if not again and (all_words or words.weight[word] >= TELLING):
            wanted += words.weight[word]
        single += words.table[word, END] - words.table[word, START] == 1
    # flipped, the bound is of the same pair from its other side: near enough to leave out what is far off
    least = threshold / WHOLE - (_FLIPPED_SLACK if flipped else _SLACK)
    kept = 0
    for n in range(touched):
        entry = np.int64(cover.touched[n])
        other = listed.names.table[entry, KIND]
        person = by_persons_rules(kind, other)
        covered = mangled = 0.0
        for at in range(start, min(end, start + _MOST_BITS)):
            word = asked.tokens[at]
            weight = words.weight[word]
            if not all_words and weight < TELLING:
                continue
            if cover.bits[entry] >> np.uint64(at - start) & np.uint64(1):
                covered += weight
            elif listed.readings[entry, INITIALS] >> initial(words, word) & 1 and not _stood_before(asked, start, at):
                mangled += weight
        missing = max(0.0, wanted - covered)
        lacking = max(0.0, listed.sums[entry, TELLS] - cover.sums[entry, _COVERED])
        lost = np.float64(cover.sums[entry, _LOST])
        if person:  # a letter may stand for any word that nothing else covers
            missing = max(0.0, missing - listed.readings[entry, LETTERS])
            lacking = max(0.0, lacking - single)
        if twice:  # a word asked twice may stand for two different listed ones
            lacking = 0.0
        both = min(min(missing, lacking), mangled)
        missing, lacking, lost = missing - both, lacking - both, lost + (1.0 - _MANGLED) * both
        # the true totals lie between: pairs weigh as much as the lighter of their words
        ours, theirs = max(total, 0.01), max(listed.sums[entry, TOTAL], 0.01)
        mine, other_share = missing / max(ours, missing), lacking / max(theirs, lacking)
        if flipped:
            mine, other_share = other_share, mine
        agreed = min(ours - missing, theirs - lacking) - lost
        whole = missing + lacking + lost < 0.01
        bound = most_points(person, mine, other_share, lost / max(ours, theirs), agreed, whole)
        if is_other_kind(kind, other):
            bound -= _OTHER_KIND
        if bound >= least:
            cover.touched[kept] = entry
            kept += 1
    return kept


@compiled
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
            if weight >= TELLING and not _stood_before(names, start, at):
                sums[reading, TELLS] += weight
            readings[reading, LETTERS] += names.words.table[word, END] - names.words.table[word, START] == 1
            readings[reading, INITIALS] |= 1 << initial(names.words, word)
        plain[reading] = sums[reading, TELLS] == 0.0
    return plain
