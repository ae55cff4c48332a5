"""How a word sounds when its spelling is only one of several transliterations (pure, compiled).

Two keys per word. The *skeleton* folds spellings that writers of one name use for the same sound (Sechin,
Setchin; Dmitriy, Dmitri). The *consonants* drop the vowels, which transliterations from Arabic and Persian
choose freely (Mohammed, Muhammad) and which unvocalised Arabic does not write at all.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from screening.compiled import compiled_plain

# Written group to sound; of several that begin at a letter the longest is read.
_GROUPS = (
    ("shch", "S"), ("stch", "S"), ("tsch", "C"), ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"),
    ("dzh", "i"), ("dj", "i"), ("zh", "z"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"),
    ("bh", "b"), ("ck", "k"), ("cz", "C"), ("tz", "ts"), ("ce", "se"), ("cie", "se"), ("ci", "si"), ("cy", "si"),
    ("c", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "e"), ("j", "i"),
    ("y", "i"),
)  # fmt: skip
_WIDE = 4  # letters of the longest group
_LETTERS = 128

Bytes = npt.NDArray[np.uint8]


def _table() -> tuple[Bytes, Bytes, npt.NDArray[np.int16]]:
    """Lay the groups out for the compiler: written letters, sounds, and where those of a first letter begin."""
    ordered = sorted(_GROUPS, key=lambda pair: (pair[0][0], -len(pair[0])))
    written = np.zeros((len(ordered), _WIDE), np.uint8)
    sounds = np.zeros((len(ordered), 2), np.uint8)
    first = np.zeros(_LETTERS + 1, np.int16)
    for row, (group, sound) in enumerate(ordered):
        written[row, : len(group)] = list(group.encode())
        sounds[row, : len(sound)] = list(sound.encode())
        first[ord(group[0]) + 1 :] = row + 1
    return written, sounds, first


_WRITTEN, _SOUNDS, _FIRST = _table()
_A, _E, _I, _O, _U = (ord(letter) for letter in "aeiou")
_F, _H, _V, _Y, _STAR = ord("f"), ord("h"), ord("v"), ord("y"), ord("*")


@compiled_plain
def is_vowel(letter: int) -> bool:
    """Tell whether a letter, by its ASCII number, is a vowel."""
    return letter == _A or letter == _E or letter == _I or letter == _O or letter == _U


@compiled_plain
def write_skeleton(word: Any, start: int, end: int, out: Any) -> int:
    """Write the skeleton of the letters from `start` to `end` to `out` (twice as long at least); return its length."""
    if end - start >= 2 and word[start] == _Y and word[start + 1] == _E:
        start += 1
    hard_f = end - start >= 2 and word[end - 1] == _F
    if hard_f:
        last = end - 1
        while last > start and word[last] == _F:
            last -= 1
        hard_f = word[last] == _O or word[last] == _E
        if hard_f:
            end = last + 1
    elif end - start >= 2 and word[end - 1] == _H and is_vowel(word[end - 2]):
        end -= 1
    length = 0
    at = start
    while at < end:
        read = 0
        letter = word[at]
        if letter < _LETTERS:
            for row in range(_FIRST[letter], _FIRST[letter + 1]):
                size = 0
                while size < _WIDE and _WRITTEN[row, size] != 0:
                    if at + size >= end or word[at + size] != _WRITTEN[row, size]:
                        size = -1
                        break
                    size += 1
                if size > 0:
                    read = size
                    for sound in _SOUNDS[row]:
                        if sound != 0 and (length == 0 or out[length - 1] != sound):
                            out[length] = sound
                            length += 1
                    break
        if read == 0:
            read = 1
            if length == 0 or out[length - 1] != letter:
                out[length] = letter
                length += 1
        at += read
    if hard_f and (length == 0 or out[length - 1] != _V):
        out[length] = _V
        length += 1
    return length


@compiled_plain
def write_consonants(bones: Any, start: int, end: int, out: Any) -> int:
    """Write the consonants of a skeleton to `out`, a first vowel as ``*``; return how many."""
    length = 0
    for at in range(start, end):
        letter = bones[at]
        if is_vowel(letter):
            if at == start:
                out[length] = _STAR
                length += 1
        elif length == 0 or out[length - 1] != letter:
            out[length] = letter
            length += 1
    return length


def skeleton(word: str) -> str:
    """Return the key that spellings of one sound share.

    Args:
        word: a folded word of ASCII letters and digits, as in ``NormalisedName.tokens``.
    """
    letters = np.frombuffer(word.encode("ascii", "replace"), np.uint8)
    out = np.empty(2 * len(letters) + 2, np.uint8)
    return out[: write_skeleton(letters, 0, len(letters), out)].tobytes().decode("ascii")


def consonants(word: str) -> str:
    """Return the consonants of the skeleton; a first vowel stays as ``*``, whichever it is."""
    bones = np.frombuffer(skeleton(word).encode("ascii"), np.uint8)
    out = np.empty(len(bones) + 1, np.uint8)
    return out[: write_consonants(bones, 0, len(bones), out)].tobytes().decode("ascii")
