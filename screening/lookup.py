"""Finding the listed words that a word may be a spelling of, by the keys they share (pure, compiled)."""

from typing import Any

import numpy as np

from screening.compiled import compiled, compiled_plain
from screening.keys import KEY_WORD, MOST_KEYS, write_keys
from screening.listed import Listed
from screening.spelling import ABBREVIATED, in_order, similar
from screening.vocabulary import ALPHA, END, FLAGS, START, Words, code_of, same

WORTH = 0.5  # less alike, and a word is not looked up: such a pair only counts beside others that agree
_ABBREVIATION = 8  # longer words are short for nothing


@compiled_plain
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


@compiled_plain
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


@compiled_plain
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
