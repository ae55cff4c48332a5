"""How a word sounds when its spelling is only one of several transliterations (pure).

Two keys per word. The *skeleton* folds spellings that writers of one name use for the same sound (Sechin,
Setchin; Dmitriy, Dmitri). The *consonants* drop the vowels, which transliterations from Arabic and Persian
choose freely (Mohammed, Muhammad) and which unvocalised Arabic does not write at all.
"""

import re
from functools import lru_cache

_LETTERS = (
    ("shch", "S"), ("stch", "S"), ("tsch", "C"), ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"),
    ("dzh", "j"), ("dj", "j"), ("zh", "z"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"),
    ("bh", "b"), ("ck", "k"), ("cz", "C"), ("tz", "ts"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"),
    ("q", "k"), ("x", "ks"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "e"), ("j", "i"),
    ("y", "i"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = str.maketrans("", "", "aeiou")
_FINAL_F = re.compile(r"(?<=[oe])f+$")
_FINAL_H = re.compile(r"(?<=[aeiou])h$")


@lru_cache(maxsize=1 << 17)
def skeleton(word: str) -> str:
    """Return the key that spellings of one sound share.

    Args:
        word: a folded word of ASCII letters and digits, as in ``NormalisedName.tokens``.
    """
    if word.startswith("ye"):
        word = word[1:]
    word = _FINAL_H.sub("", _FINAL_F.sub("v", word))
    for written, sound in _LETTERS:
        if written in word:
            word = word.replace(written, sound)
    return _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=1 << 17)
def consonants(word: str) -> str:
    """Return the consonants of the skeleton; a first vowel stays as ``*``, whichever it is."""
    bones = skeleton(word)
    bare = _DOUBLED.sub(r"\1", bones.translate(_VOWELS))
    return "*" + bare if bones[:1] in "aeiou" else bare
