"""The most that two names can score, known before they are compared word by word (pure, compiled)."""

from typing import Any, NamedTuple

import numpy as np

from screening.comparison import by_persons_rules, is_other_kind
from screening.compiled import compiled_plain
from screening.layout import FIRST, KIND, LAST, Names
from screening.listed import (
    INITIALS,
    LETTERS,
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
from screening.model import CIRCUMSTANCES, WHOLE, most_points
from screening.spelling import ALIKE_LENGTHS
from screening.vocabulary import END, START, Words, same

_SLACK = 0.005
_FLIPPED_SLACK = 0.06
_MANGLED = 0.5  # the most that two words can be alike without sharing a key
TWO_WORDS = 2.0  # the most that two words weigh
_OTHER_KIND = CIRCUMSTANCES["other_kind"]
MOST_BITS = 40


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


COVERED, LOST = range(2)


def new_cover(readings: int) -> Cover:
    """Return room to search so many readings."""
    return Cover(
        np.zeros(readings, np.int32), np.zeros(readings, np.uint64), np.zeros((readings, 2), np.float32),
        np.zeros(readings, np.int32),
    )  # fmt: skip


@compiled_plain
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


@compiled_plain
def _begins_with_one(asked: Names, reading: int, names: Names, entry: int) -> bool:
    """Tell whether a longer word asked for begins with a whole word of a listed reading."""
    words, others = asked.words, names.words
    for at in range(asked.table[reading, FIRST], asked.table[reading, LAST]):
        word = asked.tokens[at]
        first, last = words.table[word, START], words.table[word, END]
        for place in range(names.table[entry, FIRST], names.table[entry, LAST]):
            begin, size = others.table[names.tokens[place], START], others.table[names.tokens[place], END]
            size -= begin
            if 2 <= size < last - first and same(words.text, first, first + size, others.text, begin, begin + size):
                return True
    return False


@compiled_plain
def _light(near_words: Any, near_start: Any, listed: Listed, word: int, entry: int) -> bool:
    """Tell whether a reading has a word that does not tell, and was not covered, for which an asked word may stand."""
    names = listed.names
    for n in range(near_start[word], near_start[word + 1]):
        if names.words.weight[near_words[n]] < TELLING:
            for at in range(names.table[entry, FIRST], names.table[entry, LAST]):
                if names.tokens[at] == near_words[n]:
                    return True
    return False


# Columns of the words looked up: number, place in the name, first letter, whether a word that tells little is near.
_NUMBER, _PLACE, _INITIAL, _NEAR_LIGHT = range(4)
# Of what is known of a whole reading asked for: weight of all words, of those looked up, single letters, repetition.
_ALL, _WANTED, _SINGLE, _TWICE = range(4)


@compiled_plain
def _sum_up_asked(
    asked: Names,
    reading: int,
    near_words: Any,
    near_start: Any,
    listed: Listed,
    all_words: bool,
    chosen: Any,
    sums: Any,
) -> int:
    """Fill in the words looked up and the sums of a reading; return how many words."""
    words = asked.words
    start, end = asked.table[reading, FIRST], asked.table[reading, LAST]
    sums[:] = 0.0
    count = 0
    for at in range(start, end):
        word = asked.tokens[at]
        weight = words.weight[word]
        sums[_ALL] += weight
        sums[_SINGLE] += words.table[word, END] - words.table[word, START] == 1
        if stood_before(asked, start, at):
            sums[_TWICE] = 1.0
        elif all_words or weight >= TELLING:
            sums[_WANTED] += weight
            if at - start < MOST_BITS:
                light = 0
                for n in range(near_start[word], near_start[word + 1]):
                    if listed.names.words.weight[near_words[n]] < TELLING:
                        light = 1
                chosen[count, _NUMBER], chosen[count, _PLACE] = word, at - start
                chosen[count, _INITIAL], chosen[count, _NEAR_LIGHT] = initial(words, word), light
                count += 1
    return count


@compiled_plain
def _most(
    asked: Names, reading: int, near_words: Any, near_start: Any, listed: Listed, flipped: bool, chosen: Any,
    count: int, sums: Any, entry: int, cover: Cover,
) -> float:  # fmt: skip
    """Return the most that a reading asked for and a listed one can score."""
    words = asked.words
    covered = mangled = theirs = lost = heaviest = 0.0
    for n in range(count):
        word = chosen[n, _NUMBER]
        weight = words.weight[word]
        if cover.bits[entry] >> np.uint64(chosen[n, _PLACE]) & np.uint64(1) or (
            chosen[n, _NEAR_LIGHT] and _light(near_words, near_start, listed, word, entry)
        ):
            covered += weight
            continue
        other_weight = -1.0
        if listed.readings[entry, INITIALS] >> chosen[n, _INITIAL] & 1:
            other_weight = _mangled(words, word, listed.names, entry)
        if other_weight >= 0.0:
            mangled, theirs = mangled + weight, theirs + other_weight
            lost += (1.0 - _MANGLED) * min(weight, other_weight)
        else:
            heaviest = max(heaviest, weight)
    kind, other = asked.table[reading, KIND], listed.names.table[entry, KIND]
    person = by_persons_rules(kind, other)
    missing = max(0.0, sums[_WANTED] - covered)
    lacking = max(0.0, listed.sums[entry, TELLS] - cover.sums[entry, COVERED])
    if flipped and _begins_with_one(asked, reading, listed.names, entry):
        lacking = max(0.0, lacking - TWO_WORDS)  # two words of a party may be one listed word with a slip
    if person:  # a letter may stand for any word that nothing else covers
        missing = max(0.0, missing - listed.readings[entry, LETTERS])
        lacking = max(0.0, lacking - sums[_SINGLE])
    if sums[_TWICE] > 0.0:  # a word asked twice may stand for two different listed ones
        lacking = 0.0
    ours, total = max(sums[_ALL], 0.01), max(listed.sums[entry, TOTAL], 0.01)
    count = listed.names.table[entry, LAST] - listed.names.table[entry, FIRST]
    # the true totals lie between: pairs weigh as much as the lighter of their words
    spelled = np.float64(cover.sums[entry, LOST])
    bound = _bound(person, flipped, missing, lacking, spelled, ours, total, heaviest, count)
    if mangled > 0.0:  # or words that are like none of the other name are mangled forms of what is left over there
        missing, lacking = max(0.0, missing - mangled), max(0.0, lacking - theirs)
        bound = max(bound, _bound(person, flipped, missing, lacking, spelled + lost, ours, total, heaviest, count))
    return bound - _OTHER_KIND if is_other_kind(kind, other) else bound


@compiled_plain
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
    agreed = min(ours - missing, theirs - lacking)
    whole = missing + lacking + lost < 0.01
    return most_points(
        person, mine, other, mine_most, other_most, lost / max(ours, theirs), agreed - lost, agreed, whole
    )


@compiled_plain
def _at_best(
    chosen: Any, weights: Any, count: int, sums: Any, bits: Any, initials: int, told: float, covered_there: float,
    single_there: float, lost: float, total: float, words: int, person: bool, flipped: bool,
) -> Any:  # fmt: skip
    """Return a bound that is quick to know, and whether a closer look could lower it.

    Words that may be mangled forms of each other count as agreeing. Takes numbers and plain arrays only: handing
    over tuples of arrays would cost more than the sum.
    """
    covered = open_to_doubt = heaviest = 0.0
    for n in range(count):
        if bits >> np.uint64(chosen[n, _PLACE]) & np.uint64(1):
            covered += weights[n]
        elif chosen[n, _NEAR_LIGHT] or initials >> chosen[n, _INITIAL] & 1:
            open_to_doubt += weights[n]
        else:
            heaviest = max(heaviest, weights[n])
    doubt = open_to_doubt > 0.0 or flipped
    missing = max(0.0, sums[_WANTED] - covered - open_to_doubt)
    lacking = 0.0 if doubt or sums[_TWICE] > 0.0 else max(0.0, told - covered_there)
    if flipped:  # two listed words may be like one word of the party, which then stands for the better one alone
        lost = 0.0
    if person:
        missing = max(0.0, missing - single_there)
        lacking = max(0.0, lacking - sums[_SINGLE])
    bound = _bound(person, flipped, missing, lacking, lost, max(sums[_ALL], 0.01), max(total, 0.01), heaviest, words)
    return bound, doubt


@compiled_plain
def keep(
    asked: Names, reading: int, near_words: Any, near_start: Any, listed: Listed, threshold: int, flipped: bool,
    touched: int, cover: Cover, chosen: Any, sums: Any, weights: Any,
) -> int:  # fmt: skip
    """Keep of the readings touched those whose score may reach the threshold; return how many.

    `chosen`, `sums` and `weights` are room: MOST_BITS × 4 whole numbers, 4 and MOST_BITS numbers.
    """
    all_words = flipped or not tells(asked, asked.table[reading, FIRST], asked.table[reading, LAST])
    count = _sum_up_asked(asked, reading, near_words, near_start, listed, all_words, chosen, sums)
    for n in range(count):
        weights[n] = asked.words.weight[chosen[n, _NUMBER]]
    # flipped, the bound is of the same pair from its other side: near enough to leave out what is far off
    least = threshold / WHOLE - (_FLIPPED_SLACK if flipped else _SLACK)
    kind, table, readings, of_listed = asked.table[reading, KIND], listed.names.table, listed.readings, listed.sums
    bits, covers, entries = cover.bits, cover.sums, cover.touched
    kept = 0
    for n in range(touched):
        entry = np.int64(entries[n])
        other = table[entry, KIND]
        bound, doubt = _at_best(
            chosen, weights, count, sums, bits[entry], readings[entry, INITIALS], of_listed[entry, TELLS],
            covers[entry, COVERED], readings[entry, LETTERS], covers[entry, LOST], of_listed[entry, TOTAL],
            table[entry, LAST] - table[entry, FIRST], by_persons_rules(kind, other), flipped,
        )  # fmt: skip
        if is_other_kind(kind, other):
            bound -= _OTHER_KIND
        if doubt and not flipped and bound >= least:
            bound = _most(asked, reading, near_words, near_start, listed, flipped, chosen, count, sums, entry, cover)
        if bound >= least:
            entries[kept] = entry
            kept += 1
    return kept
