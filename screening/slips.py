"""Slips of the keyboard, and other transliterations, in words that many names have (pure).

A slip in a rare word is evidence that the alignment weighs. A slip in *limited* or *international* says nothing
about whose name it is, yet makes a common word look like a rare one: it is mended.
"""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from screening import legal_forms, sounds, words
from screening.weights import known_word

_LEGAL_WORDS = ("limited", "liability", "company", "joint", "stock", "public", "private", "corporation",
                "incorporated", "partnership", "obshchestvo", "aktsionernoe", "ltda", "gmbh", "proprietary",
                "publichnoe", "nepublichnoe", "otvetstvennostyu", "ogranichennoy", "sociedad", "gesellschaft",
                "anonyme", "sirketi", "cooperative", "foundation", "association", "establishment")  # fmt: skip
_LEAST_LEGAL, _LEAST_LEGAL_TWO = 4, 7
_LEAST_ENGLISH, _LEAST_OTHER = 7, 8  # letters of a common word of which one may be wrong
_LEAST_SOUND = 6  # letters from which a word is known by its sound


def _shortened(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _deletions(known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return by every text that a known word becomes with up to one letter left out those words."""
    found: dict[str, dict[str, None]] = {}
    for word in known:
        for text in {word} | _shortened(word):
            found.setdefault(text, {})[word] = None
    return {text: tuple(known) for text, known in found.items()}


_COMMON = {word for word in words.GENERIC if len(word) >= _LEAST_ENGLISH} | {
    word for word in words.COMMON if len(word) >= _LEAST_OTHER
}
_COMMON_DELETIONS = _deletions(_COMMON)
_SOUNDS = {sounds.skeleton(word): word for word in sorted(words.COMMON, reverse=True) if len(word) >= _LEAST_SOUND} | {
    sounds.skeleton(word): word for word in words.GENERIC if len(word) >= _LEAST_SOUND
}
_NEAR_LETTERS = {"k": "c"}  # company is kompani where c is k


def _by_first_letter() -> dict[str, tuple[str, ...]]:
    letters = {word[0] for word in _LEGAL_WORDS}
    found = {letter: tuple(word for word in _LEGAL_WORDS if word[0] == letter) for letter in letters}
    return found | {other: found[letter] for other, letter in _NEAR_LETTERS.items()}


_LEGAL_BY_LETTER = _by_first_letter()


def _nearest(word: str) -> str | None:
    """Return the common word one slip away, the first of the alphabet of several."""
    near = list(_COMMON_DELETIONS.get(word, ()))
    for place in range(len(word)):
        near += _COMMON_DELETIONS.get(word[:place] + word[place + 1 :], ())
    return min((known for known in near if OSA.distance(word, known, score_cutoff=1) <= 1), default=None)


def legal_word(word: str) -> str:
    """Return the word of a legal form that `word` is a slip for, else the word."""
    if len(word) < _LEAST_LEGAL or word in legal_forms.WORDS or known_word(word) or not word.isalpha():
        return word
    most = 2 if len(word) >= _LEAST_LEGAL_TWO - 1 else 1
    # a slip seldom touches the first letter but to put it second
    for letter in word[:2]:
        legal = _LEGAL_BY_LETTER.get(letter)
        if legal:
            near = process.extractOne(word, legal, scorer=OSA.distance, processor=None, score_cutoff=most)
            if near and (near[1] == 1 or len(near[0]) >= _LEAST_LEGAL_TWO):
                return str(near[0])
    return word


def common_word(word: str) -> str:
    """Return the common word that `word` is a slip for or sounds like, else the word."""
    if len(word) < _LEAST_SOUND or word in words.COMMON or known_word(word) or not word.isalpha():
        return word
    return _SOUNDS.get(sounds.skeleton(word)) or _nearest(word) or word
