"""How much a word tells: rare words much, common words little (pure).

Weights come from ``frequencies.txt`` alone, never from the list at hand. A list that changes by one entity
must not change the score of any other pair, or a re-screening of the changes could not equal a full run.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import log

from screening import legal_forms, words

_PARTICLE = 0.04
_LETTER_PARTICLES = frozenset("ye")  # the Spanish and Italian "and"
_HONORIFIC = 0.12
_LEGAL_WORD = 0.12
_LETTER = 0.15
_SHORT_NUMBER = 0.6
_LONG_NUMBER = 0.8
_GENERIC_AT_MOST = 0.4
_BY_LENGTH = {2: 0.55, 3: 0.85}
_UNSEEN = 2  # a word that is not in the table stands in fewer than six names


@dataclass(frozen=True)
class TokenWeights:
    """Weights of words, 0.04 to 1.

    Attributes:
        names: how many names were counted.
        counts: in how many of them a word stands.
    """

    names: int
    counts: dict[str, int]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", {})

    def weight(self, token: str) -> float:
        """Return the weight of a word of a normalised name."""
        known: dict[str, float] = self._known  # type: ignore[attr-defined]
        found = known.get(token)
        if found is None:
            if len(known) > 1 << 19:
                known.clear()
            found = known[token] = round(self._weigh(token), 4)
        return found

    def _weigh(self, token: str) -> float:
        if token in words.PARTICLES and (len(token) > 1 or token in _LETTER_PARTICLES):
            return _PARTICLE
        if token in words.HONORIFICS:
            return _HONORIFIC
        if token.isdigit():
            return _SHORT_NUMBER if len(token) < 3 else _LONG_NUMBER
        if len(token) == 1:
            return _LETTER
        if token in legal_forms.SHORT or token in legal_forms.VOCABULARY:
            return _LEGAL_WORD
        count = self.counts.get(token, _UNSEEN)
        rarity = log(self.names / count) / log(self.names / _UNSEEN)
        weight = max(_HONORIFIC, rarity) * _BY_LENGTH.get(len(token), 1.0)
        return min(weight, _GENERIC_AT_MOST) if token in words.GENERIC else weight


@cache
def background() -> TokenWeights:
    """Return the weights that ship with the package; see ``bench/word_frequencies.py``."""
    text = resources.files("screening").joinpath("frequencies.txt").read_text(encoding="utf-8")
    counts = {word: int(count) for word, _, count in (line.partition(" ") for line in text.splitlines())}
    return TokenWeights(counts.pop("names"), counts)


def known_word(token: str) -> bool:
    """Whether a word stands in many names, so that one letter's difference to another makes another word."""
    return token in background().counts or token in words.GENERIC or token in words.ORDINARY
