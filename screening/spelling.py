"""How alike two words are, and why (pure, compiled)."""

from typing import Any

import numpy as np

from screening.compiled import compiled_plain
from screening.vocabulary import (
    ALPHA,
    BARE_END,
    BARE_START,
    BONE_CODE,
    BONE_END,
    BONE_START,
    CODE,
    END,
    FLAGS,
    GENERIC,
    KNOWN,
    LETTERS,
    LONGEST,
    NICK,
    NUMBER,
    START,
    Words,
    same,
)

# Reasons, as codes of ``wording.REASONS``; a compiled function gives the place in this tuple.
REASONS = (
    "different", "exact", "same_sound", "same_consonants", "similar_sound", "one_edit", "two_edits", "alike",
    "initial", "abbreviation", "short_name", "plural", "particle", "joined",
)  # fmt: skip
(DIFFERENT, EXACT, SAME_SOUND, SAME_CONSONANTS, SIMILAR_SOUND, ONE_EDIT, TWO_EDITS, ALIKE, INITIAL, ABBREVIATION,
 SHORT_NAME, PLURAL, PARTICLE, JOINED) = range(len(REASONS))  # fmt: skip

# Words with the same first letter are alike from a share of letters in common, a length, up to a difference of it.
ALIKE_SHARE, ALIKE_LENGTH, ALIKE_LENGTHS = 0.6, 4, 2
# So many consonants name a word; fewer are shared by too many.
CONSONANTS, SOUND_LENGTH = 3, 6
# From so many letters on the start of any word is short for it.
ABBREVIATED = 5
EDITED = 4  # a shorter word with another letter is another word more often than a slip
TWICE_EDITED = 6
# Similarity of a pair by reason. An edit weighs more in a short word.
VALUE_SAME_SOUND = 0.96
VALUE_SHORT_SOUND = 0.9
VALUE_SAME_CONSONANTS = 0.81
VALUE_SIMILAR_SOUND = 0.8
VALUE_SHORT_NAME = 0.9
VALUE_ABBREVIATION = 0.78
VALUE_PARTICLE = 0.94
_SHARED_LETTERS = 0.4  # with fewer letters in common nothing but a short name is the same word
_LEAST_SHARED = 0.5
_SLIGHT = 0.5
_OTHER_WORDS = 0.5
_SYLLABLE = 4
_STEM = 5
_LONGEST_GRADED = 8
ONE_EDIT_VALUES = np.array([0, 0, 0, 0.5, 0.74, 0.84, 0.89, 0.91, 0.93])  # by length of the longer
_TWO_EDITS = np.array([0, 0, 0, 0, 0, 0.42, 0.62, 0.72, 0.78, 0.84])
_ARTICLES = tuple(np.frombuffer(text, np.uint8) for text in (b"al", b"el", b"abd", b"abdul"))
_I, _S, _Y, _EE = ord("i"), ord("s"), ord("y"), ord("e")


@compiled_plain
def shared_letters(one: Any, start: int, end: int, other: Any, other_start: int, other_end: int, marks: Any) -> int:
    """Return the length of the longest common subsequence (bit-parallel; Hyyrö 2004).

    Args:
        one: letters; at most 64 from `start` to `end`.
        start: first letter.
        end: after the last.
        other: letters of the other word; `other_start`, `other_end` likewise.
        other_start: see `start`.
        other_end: see `end`.
        marks: 256 zeroes, and again zeroes afterwards.
    """
    bit = np.uint64(1)
    for at in range(start, end):
        marks[one[at]] |= bit
        bit = bit << np.uint64(1)
    row = ~np.uint64(0)
    for at in range(other_start, other_end):
        hit = row & marks[other[at]]
        row = (row + hit) | (row - hit)
    for at in range(start, end):
        marks[one[at]] = np.uint64(0)
    zeroes = ~row
    if end - start < 64:
        zeroes &= (np.uint64(1) << np.uint64(end - start)) - np.uint64(1)
    return ones(zeroes)


@compiled_plain
def ones(bits: Any) -> int:
    """Return how many bits of 64 are set."""
    bits = bits - ((bits >> np.uint64(1)) & np.uint64(0x5555555555555555))
    bits = (bits & np.uint64(0x3333333333333333)) + ((bits >> np.uint64(2)) & np.uint64(0x3333333333333333))
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((bits * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled_plain
def edits(one: Any, start: int, end: int, other: Any, other_start: int, other_end: int, rows: Any) -> int:
    """Return how many letters were dropped, added, replaced or swapped with their neighbour; 3 for three or more.

    Args:
        one: letters, from `start` to `end`.
        start: first letter.
        end: after the last.
        other: letters of the other word; `other_start`, `other_end` likewise.
        other_start: see `start`.
        other_end: see `end`.
        rows: room for three rows of at least ``other_end - other_start + 1`` numbers.
    """
    while start < end and other_start < other_end and one[start] == other[other_start]:
        start += 1
        other_start += 1
    while start < end and other_start < other_end and one[end - 1] == other[other_end - 1]:
        end -= 1
        other_end -= 1
    length, width = end - start, other_end - other_start
    if length == 0 or width == 0:
        return min(3, length + width)
    if abs(length - width) > 2:
        return 3
    for column in range(width + 1):
        rows[0, column] = column
    for line in range(1, length + 1):
        now, last, before = line % 3, (line - 1) % 3, (line - 2) % 3
        rows[now, 0] = line
        least = line
        for column in range(1, width + 1):
            mine, theirs = one[start + line - 1], other[other_start + column - 1]
            value = min(rows[last, column] + 1, rows[now, column - 1] + 1, rows[last, column - 1] + (mine != theirs))
            if line > 1 and column > 1 and mine == other[other_start + column - 2] and theirs == one[start + line - 2]:
                value = min(value, rows[before, column - 2] + 1)
            rows[now, column] = value
            least = min(least, value)
        if least > 2:
            return 3
    return min(3, rows[length % 3, width])


# -------------------------------------------------------------------------------------------------- words


@compiled_plain
def similar(a: Words, i: int, b: Words, j: int, marks: Any, rows: Any) -> Any:
    """Return how alike word `i` of `a` and word `j` of `b` are, 0 to 1, and the number of the reason; symmetric."""
    if a.codes[i, CODE] == b.codes[j, CODE] and same(
        a.text, a.table[i, START], a.table[i, END], b.text, b.table[j, START], b.table[j, END]
    ):
        return 1.0, EXACT
    if a.table[i, END] - a.table[i, START] <= b.table[j, END] - b.table[j, START]:
        return _similar(a, i, b, j, marks, rows)
    return _similar(b, j, a, i, marks, rows)


@compiled_plain
def _similar(a: Words, i: int, b: Words, j: int, marks: Any, rows: Any) -> Any:
    """Compare two words of which the first is not the longer."""
    s, e, bs, be = a.table[i, START], a.table[i, END], b.table[j, START], b.table[j, END]
    short, long = min(e - s, LONGEST), min(be - bs, LONGEST)
    e, be = s + short, bs + long
    if not (a.table[i, FLAGS] & b.table[j, FLAGS] & ALPHA):
        return _with_digits(a, i, b, j, rows)
    if short < 2:
        return 0.0, DIFFERENT
    nicknames = a.table[i, NICK] >= 0 and a.table[i, NICK] == b.table[j, NICK]
    # the letters that both have, and those that the shorter has twice, are the most they can share
    mask = a.table[i, LETTERS]
    if ones(np.uint64(mask & b.table[j, LETTERS])) + short - ones(np.uint64(mask)) < _LEAST_SHARED * short:
        return (VALUE_SHORT_NAME, SHORT_NAME) if nicknames else (0.0, DIFFERENT)
    common = shared_letters(a.text, s, e, b.text, bs, be, marks)
    share = 2.0 * common / (short + long)
    if share < _SHARED_LETTERS:
        return (VALUE_SHORT_NAME, SHORT_NAME) if nicknames else (0.0, DIFFERENT)
    if a.codes[i, BONE_CODE] == b.codes[j, BONE_CODE]:
        if long <= _SYLLABLE and a.text[s] != b.text[bs] and common == short - 1:
            return ONE_EDIT_VALUES[long], ONE_EDIT  # Jong is not Yong, although j and y often sound alike
        return (VALUE_SAME_SOUND if short > 2 else VALUE_SHORT_SOUND), SAME_SOUND
    more = long - short
    best, reason = 0.0, DIFFERENT
    if more <= 2 and short >= _STEM and _same_stem(a.text, s, e, b.text, bs, be):
        best, reason = VALUE_SAME_SOUND, PLURAL
    elif short >= 4 and (more == 2 or more == 3 or more == 5) and _glued(a.text, s, e, b.text, bs, be):
        best, reason = VALUE_PARTICLE, PARTICLE
    elif nicknames:
        best, reason = VALUE_SHORT_NAME, SHORT_NAME
    known = bool(a.table[i, FLAGS] & b.table[j, FLAGS] & KNOWN)
    if more <= 2 and best < VALUE_SAME_CONSONANTS:
        best, reason = _by_edits(a.text, s, e, b.text, bs, be, common, known, rows, best, reason)
        best, reason = _by_sound(a, i, b, j, short, known, rows, best, reason)
    if a.text[s] == b.text[bs] and best < VALUE_ABBREVIATION:
        if short >= 3 and more >= 2 and _abbreviates(a, i, s, e, b, j, bs, be):
            best, reason = VALUE_ABBREVIATION, ABBREVIATION
        elif more <= ALIKE_LENGTHS and short >= ALIKE_LENGTH and share >= ALIKE_SHARE and not known:
            value = np.floor(((share - ALIKE_SHARE) * 1.2 + 0.2) * 1e4 + 0.5) / 1e4
            if value > best:
                best, reason = value, ALIKE
    return best, reason


@compiled_plain
def _with_digits(a: Words, i: int, b: Words, j: int, rows: Any) -> Any:
    """Compare words with digits: other digits are another thing (M5, M6), other letters may be a slip."""
    if (a.table[i, FLAGS] | b.table[j, FLAGS]) & NUMBER:
        return 0.0, DIFFERENT
    at, end, other, other_end = a.table[i, START], a.table[i, END], b.table[j, START], b.table[j, END]
    if abs((end - at) - (other_end - other)) > 1 or end - at > LONGEST:
        return 0.0, DIFFERENT
    while True:  # the same digits in the same order
        while at < end and a.text[at] > 57:
            at += 1
        while other < other_end and b.text[other] > 57:
            other += 1
        if at == end or other == other_end:
            break
        if a.text[at] != b.text[other]:
            return 0.0, DIFFERENT
        at += 1
        other += 1
    if at != end or other != other_end:
        return 0.0, DIFFERENT
    if edits(a.text, a.table[i, START], end, b.text, b.table[j, START], other_end, rows) > 1:
        return 0.0, DIFFERENT
    return 0.6, ONE_EDIT


@compiled_plain
def _by_edits(
    one: Any,
    s: int,
    e: int,
    other: Any,
    bs: int,
    be: int,
    common: int,
    known: bool,
    rows: Any,
    best: float,
    reason: int,
) -> Any:
    short, long = e - s, be - bs
    if short < 3 or short + long - 2 * common > 4:  # each edit changes at most two letters of the two
        return best, reason
    distance = edits(one, s, e, other, bs, be, rows)
    if distance == 1:
        value, why = ONE_EDIT_VALUES[min(long, _LONGEST_GRADED)], ONE_EDIT
    elif distance == 2:
        value, why = _TWO_EDITS[min(long, _LONGEST_GRADED + 1)], TWO_EDITS
    else:
        return best, reason
    if value <= _SLIGHT and one[s] != other[bs]:
        return best, reason  # Tong and Myong: so short a word with another beginning is another word
    if known and value > _OTHER_WORDS:
        value = _OTHER_WORDS  # mining and dining, Ivan and Iran: neither is a slip for the other
    return (value, why) if value > best else (best, reason)


@compiled_plain
def _by_sound(a: Words, i: int, b: Words, j: int, short: int, known: bool, rows: Any, best: float, reason: int) -> Any:
    s, e, bs, be = a.table[i, BARE_START], a.table[i, BARE_END], b.table[j, BARE_START], b.table[j, BARE_END]
    if same(a.text, s, e, b.text, bs, be):
        if e - s >= CONSONANTS and best < VALUE_SAME_CONSONANTS:
            return VALUE_SAME_CONSONANTS, SAME_CONSONANTS
        return best, reason
    if short >= SOUND_LENGTH and not known and best < VALUE_SIMILAR_SOUND:
        s, e, bs, be = a.table[i, BONE_START], a.table[i, BONE_END], b.table[j, BONE_START], b.table[j, BONE_END]
        if edits(a.text, s, e, b.text, bs, be, rows) == 1:
            return VALUE_SIMILAR_SOUND, SIMILAR_SOUND
    return best, reason


@compiled_plain
def _same_stem(one: Any, s: int, e: int, other: Any, bs: int, be: int) -> bool:
    """Tell whether two words are singular and plural of one."""
    mine, theirs = _ends_in_ies(one, s, e), _ends_in_ies(other, bs, be)
    if mine:
        e -= 3
    elif one[e - 1] == _S:
        e -= 1
    if theirs:
        be -= 3
    elif other[be - 1] == _S:
        be -= 1
    if mine == theirs:
        return same(one, s, e, other, bs, be)
    if mine:
        return other[be - 1] == _Y and same(one, s, e, other, bs, be - 1)
    return one[e - 1] == _Y and same(one, s, e - 1, other, bs, be)


@compiled_plain
def _ends_in_ies(letters: Any, start: int, end: int) -> bool:
    return end - start > 3 and letters[end - 3] == _I and letters[end - 2] == _EE and letters[end - 1] == _S


@compiled_plain
def _glued(one: Any, s: int, e: int, other: Any, bs: int, be: int) -> bool:
    """Tell whether the longer word is the shorter with an article before it."""
    more = (be - bs) - (e - s)
    if not same(one, s, e, other, bs + more, be):
        return False
    for article in _ARTICLES:
        if len(article) == more and same(article, 0, more, other, bs, bs + more):
            return True
    return False


@compiled_plain
def _abbreviates(a: Words, i: int, s: int, e: int, b: Words, j: int, bs: int, be: int) -> bool:
    """Tell whether the shorter word is short for the longer: its beginning, or letters of a generic word in order."""
    begins = same(a.text, s, e, b.text, bs, bs + (e - s))
    if begins and e - s >= ABBREVIATED:
        return True
    return (
        bool(b.table[j, FLAGS] & GENERIC)
        and (begins or not (a.table[i, FLAGS] & KNOWN))
        and in_order(a.text, s, e, b.text, bs, be)
    )


@compiled_plain
def in_order(one: Any, s: int, e: int, other: Any, bs: int, be: int) -> bool:
    """Tell whether the letters of one word stand in the other in the same order."""
    at = s
    for place in range(bs, be):
        if at < e and one[at] == other[place]:
            at += 1
    return at == e
