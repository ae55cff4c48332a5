"""Which word of one name stands for which word of the other (pure, compiled).

`align` works on names laid out as arrays (`layout.Names`) and leaves what it found in a `Bench`: the pairs, each
with its similarity, weight and reason, and the words of either name that were left over.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from screening import spelling
from screening.compiled import compiled_plain
from screening.model import FINDINGS, POINTS
from screening.sounds import write_skeleton
from screening.spelling import EXACT, INITIAL, JOINED, edits, shared_letters
from screening.vocabulary import (
    ALPHA,
    BONE_END,
    BONE_START,
    CODE,
    END,
    FLAGS,
    GENERIC,
    LONGEST,
    NUMBER,
    START,
    Words,
    same,
)

MOST_WORDS = 40
_MOST_PAIRS = 4096  # found before the best are taken; only names of forty words that all look alike have more
# Below this two words are two words.
_LEAST = 0.35
_INITIAL = 0.75
_JOINED = 0.97
_JOINED_LEAST = 0.8
_JOINED_LENGTH = 4
_PREFERRED = 0.01  # a letter for both words before a letter for one
_ABD = np.frombuffer(b"abd", np.uint8).copy()
_WEIGHTLESS = 0.1  # added to a weight when pairs compete, so that light words pair too

# Columns of what competes and of what was taken. `second` is the second word of two that are written as one, a word
# of a legal form when `formed`; `whole_asked` says that the word written whole is the one of the name asked for.
MINE, THEIRS, SECOND, FORMED, WHOLE_ASKED, REASON = range(6)
SIMILARITY, WEIGHT, TELLS = range(3)

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Bench(NamedTuple):
    """Where two names are laid beside each other; one per thread.

    Attributes:
        found: what may pair: MINE … REASON, places of words in their names.
        graded: SIMILARITY and WEIGHT of what may pair.
        taken: pairs, as `found`.
        values: SIMILARITY, WEIGHT and TELLS (1 for a word that is neither generic nor a number) of the pairs.
        left: per word of the name asked for (0) and of the listed name (1), whether it is left over.
        counts: how many pairs were taken.
        marks: room for `spelling.shared_letters`.
        rows: room for `spelling.edits`.
        text: room for a word made of two (0) and its skeleton (1).
        left_over: weight and class of the words left over, of the name asked for (0) and of the listed name (1).
        findings: what speaks against a match (`model.FINDINGS`).
        points: what each kind of disagreement costs, in ten-thousandths (`model.POINTS`).
    """

    found: Longs
    graded: Floats
    taken: Longs
    values: Floats
    left: npt.NDArray[np.bool_]
    counts: Longs
    marks: npt.NDArray[np.uint64]
    rows: Longs
    text: npt.NDArray[np.uint8]
    left_over: Floats
    findings: Floats
    points: Longs


def new_bench() -> Bench:
    """Return a bench with nothing on it."""
    return Bench(
        np.zeros((_MOST_PAIRS, 6), np.int64), np.zeros((_MOST_PAIRS, 2)), np.zeros((2 * MOST_WORDS, 6), np.int64),
        np.zeros((2 * MOST_WORDS, 3)), np.zeros((2, MOST_WORDS), np.bool_), np.zeros(1, np.int64),
        np.zeros(256, np.uint64), np.zeros((3, 2 * LONGEST + 2), np.int64), np.zeros((2, 4 * LONGEST + 2), np.uint8),
        np.zeros((2, MOST_WORDS, 2)), np.zeros(len(FINDINGS)), np.zeros(len(POINTS), np.int64),
    )  # fmt: skip


@compiled_plain
def align(
    a: Words, asked: Any, asked_forms: Any, b: Words, listed: Any, listed_forms: Any, person: bool, bench: Bench
) -> None:
    """Pair the words of two names one to one, best pairs first.

    Args:
        a: words of the name asked for, and `asked` their numbers in order.
        asked: see `a`.
        asked_forms: numbers of words of legal forms that may be glued to a word of the other name.
        b: words of the listed name, and `listed` their numbers in order.
        listed: see `b`.
        listed_forms: as `asked_forms`.
        person: whether order means nothing and a letter may stand for a given name.
        bench: where to leave what was found.
    """
    bench.counts[0] = 0
    left_asked, left_listed = len(asked), len(listed)
    bench.left[0, :left_asked] = True
    bench.left[1, :left_listed] = True
    for i in range(len(asked)):
        for j in range(len(listed)):
            if bench.left[1, j] and _equal(a, asked[i], b, listed[j]):
                bench.left[0, i], bench.left[1, j] = False, False
                _take(bench, i, j, -1, 0, 0, EXACT, 1.0, a.weight[asked[i]], _tells(b, listed[j]))
                left_asked -= 1
                left_listed -= 1
                break
    if not ((left_asked and left_listed) or (left_asked and len(listed_forms)) or (left_listed and len(asked_forms))):
        return
    count = _single(a, asked, b, listed, person, bench)
    if left_asked:
        count = _joined(a, asked, bench.left[0], b, listed, bench.left[1], listed_forms, person, 1, bench, count)
    if left_listed:
        count = _joined(b, listed, bench.left[1], a, asked, bench.left[0], asked_forms, person, 0, bench, count)
    _take_best(a, asked, b, listed, bench, count)


@compiled_plain
def _equal(a: Words, i: int, b: Words, j: int) -> bool:
    return a.codes[i, CODE] == b.codes[j, CODE] and same(
        a.text, a.table[i, START], a.table[i, END], b.text, b.table[j, START], b.table[j, END]
    )


@compiled_plain
def _tells(b: Words, j: int) -> float:
    return 0.0 if b.table[j, FLAGS] & (GENERIC | NUMBER) else 1.0


@compiled_plain
def _take(
    bench: Bench, i: int, j: int, second: int, formed: int, whole_asked: int, reason: int, value: float, weight: float,
    tells: float,
) -> None:  # fmt: skip
    at = bench.counts[0]
    bench.counts[0] = at + 1
    row, values = bench.taken[at], bench.values[at]
    row[MINE], row[THEIRS], row[SECOND], row[FORMED], row[WHOLE_ASKED], row[REASON] = (
        i, j, second, formed, whole_asked, reason
    )  # fmt: skip
    values[SIMILARITY], values[WEIGHT], values[TELLS] = value, weight, tells


@compiled_plain
def _note(
    bench: Bench, count: int, i: int, j: int, second: int, formed: int, whole_asked: int, reason: int, value: float,
    weight: float,
) -> int:  # fmt: skip
    if count >= _MOST_PAIRS:
        return count
    row = bench.found[count]
    row[MINE], row[THEIRS], row[SECOND], row[FORMED], row[WHOLE_ASKED], row[REASON] = (
        i, j, second, formed, whole_asked, reason
    )  # fmt: skip
    bench.graded[count, SIMILARITY], bench.graded[count, WEIGHT] = value, weight
    return count + 1


@compiled_plain
def _single(a: Words, asked: Any, b: Words, listed: Any, person: bool, bench: Bench) -> int:
    count = 0
    for i in range(len(asked)):
        if not bench.left[0, i]:
            continue
        mine = asked[i]
        for j in range(len(listed)):
            if not bench.left[1, j]:
                continue
            theirs = listed[j]
            if person and (
                a.table[mine, END] - a.table[mine, START] == 1 or b.table[theirs, END] - b.table[theirs, START] == 1
            ):
                alike = a.text[a.table[mine, START]] == b.text[b.table[theirs, START]] and a.table[mine, FLAGS] & ALPHA
                value, reason = (_INITIAL, INITIAL) if alike else (0.0, 0)
            else:
                value, reason = spelling.similar(a, mine, b, theirs, bench.marks, bench.rows)
            if value < _LEAST:
                continue
            weight = min(a.weight[mine], b.weight[theirs])
            count = _note(bench, count, i, j, -1, 0, 0, reason, value, weight)
            if reason == INITIAL:  # the letter is short for the servant and for whose servant he is
                k = _follows_abd(a, asked, i)
                if k >= 0 and bench.left[0, k]:
                    count = _note(bench, count, i, j, k, 0, 0, INITIAL, value, weight + _PREFERRED)
                k = _follows_abd(b, listed, j)
                if k >= 0 and bench.left[1, k]:
                    count = _note(bench, count, i, j, k, 0, 1, INITIAL, value, weight + _PREFERRED)
    return count


@compiled_plain
def _follows_abd(words: Words, tokens: Any, place: int) -> int:
    """Return the place of the word that goes with *abd* (servant of) at `place`, past the article; else -1."""
    start = words.table[tokens[place], START]
    if not same(words.text, start, words.table[tokens[place], END], _ABD, 0, 3):
        return -1
    place += 1
    if place < len(tokens) and words.table[tokens[place], END] - words.table[tokens[place], START] == 2:
        place += 1
    return place if place < len(tokens) else -1


@compiled_plain
def _joined(
    a: Words, whole: Any, left_whole: Any, b: Words, parts: Any, left_parts: Any, forms: Any, person: bool,
    whole_asked: int, bench: Bench, count: int,
) -> int:  # fmt: skip
    """Find words of one name that are two words of the other, or a word and a legal form, written as one."""
    for i in range(len(whole)):
        word = whole[i]
        length = a.table[word, END] - a.table[word, START]
        if not left_whole[i] or length < _JOINED_LENGTH or length > LONGEST:
            continue
        first = a.text[a.table[word, START]]
        for j in range(len(parts)):
            if not left_parts[j]:
                continue
            part = parts[j]
            begins = b.text[b.table[part, START]] == first
            rest = length - (b.table[part, END] - b.table[part, START])
            if begins and rest >= 0:
                low, high = (0, len(parts)) if person else (j + 1, min(j + 2, len(parts)))
                for k in range(low, high):
                    if k != j and left_parts[k] and abs(rest - b.table[parts[k], END] + b.table[parts[k], START]) <= 1:
                        value = _as_one(a, word, b, part, parts[k], bench)
                        if value >= _JOINED_LEAST:
                            weight = min(a.weight[word], b.weight[part] + b.weight[parts[k]])
                            count = _note_joined(bench, count, i, j, k, 0, whole_asked, value, weight)
            for f in range(len(forms)):
                form = forms[f]
                if abs(rest - (b.table[form, END] - b.table[form, START])) > 1:
                    continue
                value = 0.0
                if begins:
                    value = _as_one(a, word, b, part, form, bench)
                if value < _JOINED_LEAST and b.text[b.table[form, START]] == first:
                    value = _as_one(a, word, b, form, part, bench)
                if value >= _JOINED_LEAST:
                    weight = min(a.weight[word], b.weight[part])
                    count = _note_joined(bench, count, i, j, f, 1, whole_asked, value, weight)
    return count


@compiled_plain
def _note_joined(
    bench: Bench, count: int, i: int, j: int, second: int, formed: int, whole_asked: int, value: float, weight: float
) -> int:
    value = np.floor(value * _JOINED * 1e4 + 0.5) / 1e4
    if whole_asked:
        return _note(bench, count, i, j, second, formed, 1, JOINED, value, weight)
    return _note(bench, count, j, i, second, formed, 0, JOINED, value, weight)


@compiled_plain
def _as_one(a: Words, word: int, b: Words, one: int, other: int, bench: Bench) -> float:
    """Return how alike a word is to two others written as one."""
    size = 0
    for part in (one, other):
        for at in range(b.table[part, START], min(b.table[part, END], b.table[part, START] + LONGEST)):
            bench.text[0, size] = b.text[at]
            size += 1
    start, end = a.table[word, START], a.table[word, END]
    if same(a.text, start, end, bench.text[0], 0, size):
        return 1.0
    length = write_skeleton(bench.text[0], 0, size, bench.text[1])
    if same(a.text, a.table[word, BONE_START], a.table[word, BONE_END], bench.text[1], 0, length):
        return spelling.VALUE_SAME_SOUND
    if size > LONGEST:
        return 0.0
    common = shared_letters(a.text, start, end, bench.text[0], 0, size, bench.marks)
    if end - start + size - 2 * common <= 2 and edits(a.text, start, end, bench.text[0], 0, size, bench.rows) == 1:
        return spelling.ONE_EDIT_VALUES[min(max(end - start, size), len(spelling.ONE_EDIT_VALUES) - 1)]
    if min(end - start, size) >= spelling.SOUND_LENGTH:
        bone_start, bone_end = a.table[word, BONE_START], a.table[word, BONE_END]
        if edits(a.text, bone_start, bone_end, bench.text[1], 0, length, bench.rows) == 1:
            return spelling.VALUE_SIMILAR_SOUND
    return 0.0


@compiled_plain
def _take_best(a: Words, asked: Any, b: Words, listed: Any, bench: Bench, count: int) -> None:
    while True:
        best = -1
        most = 0.0
        for n in range(count):
            row = bench.found[n]
            if not _free(bench, row):
                continue
            worth = bench.graded[n, SIMILARITY] * (bench.graded[n, WEIGHT] + _WEIGHTLESS)
            # ties are broken by the words themselves, never by position: the order of a person's names means nothing
            if best < 0 or worth > most or (worth == most and _before(a, asked, b, listed, row, bench.found[best])):
                best, most = n, worth
        if best < 0:
            return
        row = bench.found[best]
        i, j, second = row[MINE], row[THEIRS], row[SECOND]
        bench.left[0, i], bench.left[1, j] = False, False
        if second >= 0 and not row[FORMED]:
            if row[WHOLE_ASKED]:
                bench.left[1, second] = False
            else:
                bench.left[0, second] = False
        tells = 1.0 if second >= 0 and row[WHOLE_ASKED] else _tells(b, listed[j])
        value, weight = bench.graded[best, SIMILARITY], bench.graded[best, WEIGHT]
        _take(bench, i, j, second, row[FORMED], row[WHOLE_ASKED], row[REASON], value, weight, tells)


@compiled_plain
def _free(bench: Bench, row: Any) -> bool:
    if not (bench.left[0, row[MINE]] and bench.left[1, row[THEIRS]]):
        return False
    if row[SECOND] < 0 or row[FORMED]:
        return True
    return bench.left[1, row[SECOND]] if row[WHOLE_ASKED] else bench.left[0, row[SECOND]]


@compiled_plain
def _before(a: Words, asked: Any, b: Words, listed: Any, one: Any, other: Any) -> bool:
    """Tell whether the words of one pair stand before those of another in the dictionary."""
    order = _compare(a, asked[one[MINE]], a, asked[other[MINE]])
    if order == 0:
        order = _compare(b, listed[one[THEIRS]], b, listed[other[THEIRS]])
    if order == 0:
        return one[SECOND] < other[SECOND]
    return order < 0


@compiled_plain
def _compare(a: Words, i: int, b: Words, j: int) -> int:
    short = min(a.table[i, END] - a.table[i, START], b.table[j, END] - b.table[j, START])
    for at in range(short):
        mine, theirs = a.text[a.table[i, START] + at], b.text[b.table[j, START] + at]
        if mine != theirs:
            return -1 if mine < theirs else 1
    return (a.table[i, END] - a.table[i, START]) - (b.table[j, END] - b.table[j, START])
