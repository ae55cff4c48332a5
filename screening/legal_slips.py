"""Legal forms that were misspelled, glued together or shuffled: LLk, Companyltd, de S.A. C.V. (pure)."""

from screening import legal_forms, sounds, words
from screening.memory import Memory
from screening.weights import known_word

_SHORTEST, _LONGEST = 2, 4  # letters of a word of a legal form of which another spelling is looked for
_LEAST_PART = 2
_LEAST_GLUED = 5
_TOKENS = frozenset(word for form in legal_forms.FORMS for word in form)
# Words of legal forms that are written together with the next: elsewhere they are syllables (sas-co).
_GLUED_BEFORE = frozenset({"co", "company", "pte", "pvt", "pty", "private", "proprietary", "and", "sdn"})
_GLUED_AFTER = frozenset({"ltd", "limited", "co", "company", "bhd", "inc", "llc"})
# Mexican companies are written with their letters in any order; nothing else is called so.
_LETTERS_TOGETHER = {"sacv": ("sa", "de", "cv"), "sadecv": ("sa", "de", "cv"), "sade": ("sa", "de")}


def _by_sound() -> dict[str, str]:
    found: dict[str, str] = {}
    for form in legal_forms.FORMS:
        for word in form:
            if _SHORTEST <= len(word) <= _LONGEST and word not in words.PARTICLES:
                found.setdefault(sounds.skeleton(word), word)
    return found | {sounds.skeleton("co"): "company", sounds.skeleton("inc"): "incorporated"}


_SOUNDS = _by_sound()


def _respelled(word: str) -> str:
    """Return the word of a legal form that sounds like `word`, which is no word otherwise, else `word`."""
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha() or word in _TOKENS or known_word(word):
        return word
    return _SOUNDS.get(sounds.skeleton(word), word)


def _parted(word: str) -> tuple[str, ...]:
    """Return the words of legal forms that are glued in `word`, else nothing."""
    if word in _LETTERS_TOGETHER:
        return _LETTERS_TOGETHER[word]
    if len(word) < _LEAST_GLUED or not word.isalpha() or known_word(word):
        return ()
    for cut in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
        one, other = word[:cut], word[cut:]
        if one in _GLUED_BEFORE and other in _GLUED_AFTER:
            return words.ABBREVIATIONS.get(one, one), words.ABBREVIATIONS.get(other, other)
    return ()


_RESPELLED, _PARTED = Memory(_respelled), Memory(_parted)


def mended(found: list[str]) -> list[str]:
    """Return the words of an organisation's name with slips in its legal form mended; at its ends only.

    Args:
        found: two words at least, abbreviations spelled out.
    """
    last = _PARTED[found[-1]]
    if last:
        before = found[:-1]
        if last == _LETTERS_TOGETHER["sacv"] and before and before[-1] == "de":
            before = before[:-1]
        return [*before, *last]
    end = _RESPELLED[found[-1]]
    if end != found[-1]:
        found = [*found[:-1], end]
    first = _RESPELLED[found[0]]
    if first != found[0] and first in legal_forms.LEADING | legal_forms.UNMISTAKABLE:
        found = [first, *found[1:]]
    return found
