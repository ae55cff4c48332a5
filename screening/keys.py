"""Keys under which words are found: themselves, their sound, their consonants, themselves less a letter or two.

Two words that are alike enough to be looked up share a key (pure, compiled).
"""

from typing import Any

import numpy as np

from screening.compiled import compiled, compiled_plain
from screening.layout import FIRST, FORMS, GLUED_FIRST, GLUED_LAST, KIND, LAST, PERSON, Names
from screening.sounds import write_skeleton
from screening.spelling import CONSONANTS, EDITED, SOUND_LENGTH, TWICE_EDITED
from screening.vocabulary import (
    BARE_END,
    BARE_START,
    BONE_CODE,
    BONE_END,
    BONE_START,
    CODE,
    END,
    FLAGS,
    LONGEST,
    NICK,
    NUMBER,
    START,
    Words,
    code_of,
    same,
)

MOST_KEYS = 512  # of one word
MOST_COUPLES = 128  # of one reading
_LONGEST_TWICE_EDITED = 20
_LONGEST_EDITED = 24
# What a key is made of keeps keys of different kinds apart.
KEY_WORD, KEY_SOUND, KEY_COUPLE, _BARE, _SOUND_EDITED, _ARTICLE, _NICKNAME, _PLURAL = (
    np.uint64(n * 0x9E3779B97F4A7C15 & (1 << 64) - 1) for n in range(1, 9)
)
_ARTICLES = tuple(np.frombuffer(text, np.uint8).copy() for text in (b"al", b"el", b"abd", b"abdul"))
_I, _S, _Y = ord("i"), ord("s"), ord("y")


@compiled_plain
def write_keys(words: Words, word: int, out: Any) -> int:
    """Write the keys of a word to `out`, which has room for MOST_KEYS; return how many."""
    start, end = words.table[word, START], words.table[word, END]
    length = end - start
    text = words.text
    out[0] = words.codes[word, CODE] ^ KEY_WORD
    if length < 2 or words.table[word, FLAGS] & NUMBER or length > LONGEST:
        return 1
    out[1] = words.codes[word, BONE_CODE] ^ KEY_SOUND
    count = 2
    bare_start, bare_end = words.table[word, BARE_START], words.table[word, BARE_END]
    if bare_end - bare_start >= CONSONANTS:
        out[count] = code_of(text, bare_start, bare_end, -1, -1) ^ _BARE
        count += 1
    if EDITED <= length <= _LONGEST_EDITED:
        twice = TWICE_EDITED <= length <= _LONGEST_TWICE_EDITED
        for left_out in range(start, end):
            out[count] = code_of(text, start, end, left_out, -1) ^ KEY_WORD
            count += 1
            if twice:
                for also in range(left_out + 1, end):
                    out[count] = code_of(text, start, end, left_out, also) ^ KEY_WORD
                    count += 1
        if length >= SOUND_LENGTH:
            bone_start, bone_end = words.table[word, BONE_START], words.table[word, BONE_END]
            for left_out in range(bone_start, bone_end):
                out[count] = code_of(text, bone_start, bone_end, left_out, -1) ^ _SOUND_EDITED
                count += 1
    if words.table[word, NICK] >= 0:
        out[count] = np.uint64(words.table[word, NICK]) ^ _NICKNAME
        count += 1
    if length > 3:  # without the article before it, and without the ending of the plural
        out[count] = code_of(text, start, end, -1, -1) ^ _ARTICLE
        count += 1
        for article in _ARTICLES:
            size = len(article)
            if length > size + 3 and same(text, start, start + size, article, 0, size):
                out[count] = code_of(text, start + size, end, -1, -1) ^ _ARTICLE
                count += 1
        if text[end - 1] == _Y:
            out[count] = code_of(text, start, end - 1, -1, -1) ^ _PLURAL
            count += 1
        elif length > 4 and text[end - 1] == _S and text[end - 3] == _I:
            out[count] = code_of(text, start, end - 3, -1, -1) ^ _PLURAL
            count += 1
    return count


@compiled_plain
def write_couple(words: Words, one: int, other: int, room: Any) -> int:
    """Write two words as one to the first row of `room` (rows of 4 × LONGEST + 2); return how many letters."""
    size = 0
    for word in (one, other):
        start = words.table[word, START]
        for at in range(start, min(words.table[word, END], start + LONGEST)):
            room[0, size] = words.text[at]
            size += 1
    return size


@compiled_plain
def couple_code(room: Any, size: int) -> Any:
    """Return the hash of the sound of what `write_couple` wrote."""
    length = write_skeleton(room[0], 0, min(size, LONGEST), room[1])
    return code_of(room[1], 0, length, -1, -1)


@compiled_plain
def couples_of(names: Names, reading: int, out: Any) -> int:
    """Write the pairs of words of a reading that may be written as one to `out`; return how many.

    These are neighbours, of a person of up to four names any two, and the first or last word with a legal form.
    """
    start, end = names.table[reading, FIRST], names.table[reading, LAST]
    count = 0
    person = names.table[reading, KIND] == PERSON
    if person and end - start <= 4:
        for one in range(start, end):
            for other in range(start, end):
                if one != other:
                    out[count, 0], out[count, 1] = names.tokens[one], names.tokens[other]
                    count += 1
        return count
    for one in range(start, end - 1):
        out[count, 0], out[count, 1] = names.tokens[one], names.tokens[one + 1]
        count += 1
    if person and end - start > 2:
        out[count, 0], out[count, 1] = names.tokens[end - 1], names.tokens[start]
        count += 1
    forms = names.table[reading, FORMS]
    for form in range(names.sets[forms, GLUED_FIRST], names.sets[forms, GLUED_LAST]):
        if end > start and count + 3 <= len(out):
            out[count, 0], out[count, 1] = names.tokens[end - 1], names.numbers[form]
            out[count + 1, 0], out[count + 1, 1] = names.numbers[form], names.tokens[start]
            out[count + 2, 0], out[count + 2, 1] = names.numbers[form], names.tokens[end - 1]
            count += 3
    return count


@compiled
def all_keys(names: Names) -> Any:
    """Return the keys of all words and of all that may be written as one, and what each stands for.

    Returns:
        Two arrays: keys; and the number of a word, or -1 less the number of a reading.
    """
    room = np.empty(MOST_KEYS, np.uint64)
    pairs = np.empty((MOST_COUPLES, 2), np.int64)
    letters = np.empty((2, 4 * LONGEST + 2), np.uint8)
    codes, values = np.empty(0, np.uint64), np.empty(0, np.int32)
    for writing in (False, True):  # once to count, once to write
        count = 0
        for word in range(len(names.words.table)):
            many = write_keys(names.words, word, room)
            if writing:
                codes[count : count + many] = room[:many]
                values[count : count + many] = word
            count += many
        for reading in range(len(names.table)):
            many = couples_of(names, reading, pairs)
            if writing:
                for n in range(many):
                    codes[count + n] = (
                        couple_code(letters, write_couple(names.words, pairs[n, 0], pairs[n, 1], letters)) ^ KEY_COUPLE
                    )
                values[count : count + many] = -1 - reading
            count += many
        if not writing:
            codes, values = np.empty(count, np.uint64), np.empty(count, np.int32)
    return codes, values
