"""Which word of one name stands for which word of the other, and why (pure)."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

from screening import sounds, words
from screening.weights import known_word

# From what share of letters in common, and from what length, words with the same first letter are alike.
ALIKE, ALIKE_LENGTH = 0.6, 4
# Similarity of a pair by reason. An edit weighs more in a short word; below _LEAST two words are two words.
_LEAST = 0.35
_SAME_SOUND = 0.96
_SAME_CONSONANTS = 0.86
_FEW_CONSONANTS = 0.62
_SIMILAR_SOUND = 0.8
_SHORT_NAME = 0.9
_ABBREVIATION = 0.78
_PARTICLE_GLUED = 0.94
_INITIAL = 0.75
_JOINED = 0.97
_OTHER_WORDS = 0.6
_ONE_EDIT = {3: 0.5, 4: 0.74, 5: 0.84, 6: 0.89, 7: 0.91}
_TWO_EDITS = {5: 0.42, 6: 0.62, 7: 0.72, 8: 0.78}
_STEM = 5
_LONG_ONE_EDIT, _LONG_TWO_EDITS = 0.93, 0.84


class Pair(NamedTuple):
    """Two words, or words written as one, that stand for each other."""

    query: str
    entry: str
    similarity: float
    weight: float
    reason: str


class Alignment(NamedTuple):
    """Pairs, and the words of either name that have no counterpart, with their weights."""

    pairs: list[Pair]
    unmatched_query: list[tuple[str, float]]
    unmatched_entry: list[tuple[str, float]]


@lru_cache(maxsize=1 << 18)
def similarity(one: str, other: str) -> tuple[float, str]:
    """Return how alike two words are, 0 to 1, and the code of the reason; symmetric."""
    if one == other:
        return 1.0, "exact"
    if one > other:
        one, other = other, one
    if any(c.isdigit() for c in one) or any(c.isdigit() for c in other):
        return _with_digits(one, other)
    shorter = min(len(one), len(other))
    if shorter < 2:
        return 0.0, "different"
    if sounds.skeleton(one) == sounds.skeleton(other):
        return (_SAME_SOUND if shorter > 2 else _SHORT_NAME), "same_sound"
    if shorter >= _STEM and _stem(one) == _stem(other):
        return _SAME_SOUND, "plural"
    if shorter >= 4 and (_glued(one, other) or _glued(other, one)):
        return _PARTICLE_GLUED, "particle"
    if words.SHORT_NAMES.get(one, one) == words.SHORT_NAMES.get(other, other):
        return _SHORT_NAME, "short_name"
    return max(
        _by_edits(one, other), _by_sound(one, other), _by_abbreviation(one, other), _by_shape(one, other)
    )


def _with_digits(one: str, other: str) -> tuple[float, str]:
    """Compare words with digits: other digits are another thing (M5, M6), other letters may be a slip."""
    digits = [c for c in one if c.isdigit()] == [c for c in other if c.isdigit()]
    if not digits or one.isdigit() or other.isdigit() or OSA.distance(one, other) > 1:
        return 0.0, "different"
    return 0.6, "one_edit"


def _stem(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def _glued(word: str, longer: str) -> bool:
    return longer in {"al" + word, "el" + word, "abd" + word, "abdul" + word}


def _by_edits(one: str, other: str) -> tuple[float, str]:
    longest = max(len(one), len(other))
    distance = OSA.distance(one, other, score_cutoff=2)
    if distance > 2 or min(len(one), len(other)) < 3:
        return 0.0, "different"
    table, long, reason = (
        (_ONE_EDIT, _LONG_ONE_EDIT, "one_edit")
        if distance == 1
        else (_TWO_EDITS, _LONG_TWO_EDITS, "two_edits")
    )
    value = long if longest > max(table) else table.get(longest, 0.0)
    if known_word(one) and known_word(other) and one + "s" != other:
        value = min(value, _OTHER_WORDS)  # mining and dining, Ivan and Iran: neither is a slip for the other
    return value, reason


def _by_sound(one: str, other: str) -> tuple[float, str]:
    bare = sounds.consonants(one)
    if bare == sounds.consonants(other):
        return (
            _SAME_CONSONANTS if len(bare) > 2 else _FEW_CONSONANTS if len(bare) == 2 else 0.0
        ), "same_consonants"
    if min(len(one), len(other)) >= 6 and not (known_word(one) and known_word(other)):
        distance = OSA.distance(sounds.skeleton(one), sounds.skeleton(other), score_cutoff=1)
        if distance == 1:
            return _SIMILAR_SOUND, "similar_sound"
    return 0.0, "different"


def _by_abbreviation(one: str, other: str) -> tuple[float, str]:
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) < 2 or short[0] != long[0]:
        return 0.0, "different"
    generic = long in words.GENERIC
    if long.startswith(short) and len(short) >= (3 if generic else 5):
        return _ABBREVIATION, "abbreviation"
    if generic and len(short) >= 3 and not known_word(short):
        letters = iter(long)
        if all(c in letters for c in short):
            return _ABBREVIATION, "abbreviation"
    return 0.0, "different"


def _by_shape(one: str, other: str) -> tuple[float, str]:
    """Grade what is alike but not close enough to be a slip: it tells a mangled word from a replaced one."""
    if one[0] != other[0] or min(len(one), len(other)) < ALIKE_LENGTH or (known_word(one) and known_word(other)):
        return 0.0, "different"
    ratio = Indel.normalized_similarity(one, other, score_cutoff=ALIKE)
    return (round((ratio - ALIKE) * 1.2 + 0.2, 4), "alike") if ratio >= ALIKE else (0.0, "different")


# ------------------------------------------------------------------------------------------------- names


def align(  # noqa: PLR0913  two names, each with its words and what was set aside
    query: tuple[str, ...],
    entry: tuple[str, ...],
    weigh: Callable[[str], float],
    *,
    person: bool,
    query_forms: tuple[str, ...] = (),
    entry_forms: tuple[str, ...] = (),
) -> Alignment:
    """Pair the words of two names one to one, best pairs first.

    Args:
        query: words of one name, as in ``NormalisedName.tokens``.
        entry: words of the other.
        weigh: weight of a word.
        person: whether order means nothing and a letter may stand for a given name.
        query_forms: words of legal forms set aside, which may be glued to a word of the other name.
        entry_forms: likewise.
    """
    pairs: list[Pair] = []
    left_query, left_entry = list(range(len(query))), list(range(len(entry)))
    for i, word in enumerate(query):
        j = next((j for j in left_entry if entry[j] == word), None)
        if j is not None:
            left_query.remove(i)
            left_entry.remove(j)
            pairs.append(Pair(word, word, 1.0, weigh(word), "exact"))
    if left_query and left_entry or (left_query and entry_forms) or (left_entry and query_forms):
        found = [*_single(query, entry, left_query, left_entry, weigh, person=person)]
        found += _joined(query, entry, left_query, left_entry, entry_forms, weigh, person=person)
        flipped = _joined(entry, query, left_entry, left_query, query_forms, weigh, person=person)
        found += [(ours, theirs, Pair(p.entry, p.query, *p[2:])) for theirs, ours, p in flipped]
        _take_best(found, left_query, left_entry, pairs)
    return Alignment(
        pairs,
        [(query[i], weigh(query[i])) for i in left_query],
        [(entry[j], weigh(entry[j])) for j in left_entry],
    )


Found = tuple[tuple[int, ...], tuple[int, ...], Pair]


def _take_best(found: list[Found], left_query: list[int], left_entry: list[int], pairs: list[Pair]) -> None:
    # ties are broken by the words themselves, never by position: the order of a person's names means nothing
    found.sort(key=lambda item: (-item[2].similarity * (item[2].weight + 0.1), item[2].query, item[2].entry))
    for ours, theirs, pair in found:
        if all(i in left_query for i in ours) and all(j in left_entry for j in theirs):
            for i in ours:
                left_query.remove(i)
            for j in theirs:
                left_entry.remove(j)
            pairs.append(pair)


def _single(  # noqa: PLR0913
    query: tuple[str, ...],
    entry: tuple[str, ...],
    left_query: list[int],
    left_entry: list[int],
    weigh: Callable[[str], float],
    *,
    person: bool,
) -> Iterator[Found]:
    for i in left_query:
        for j in left_entry:
            one, other = query[i], entry[j]
            if person and (len(one) == 1 or len(other) == 1):
                value, reason = (_INITIAL, "initial") if one[0] == other[0] and one.isalpha() else (0.0, "")
            else:
                value, reason = similarity(one, other)
            if value >= _LEAST:
                yield (i,), (j,), Pair(one, other, value, min(weigh(one), weigh(other)), reason)


def _joined(  # noqa: PLR0913
    whole: tuple[str, ...],
    parts: tuple[str, ...],
    left_whole: list[int],
    left_parts: list[int],
    forms: tuple[str, ...],
    weigh: Callable[[str], float],
    *,
    person: bool,
) -> Iterator[Found]:
    """Yield a word of one name that is two words of the other, or a word and its legal form, written as one."""
    couples = [
        ((j, k), parts[j] + parts[k], f"{parts[j]} {parts[k]}", weigh(parts[j]) + weigh(parts[k]))
        for j in left_parts
        for k in left_parts
        if (k == j + 1 or (person and k != j))
    ]
    couples += [
        ((j,), parts[j] + form, f"{parts[j]} {form}", weigh(parts[j])) for j in left_parts for form in forms
    ]
    couples += [
        ((j,), form + parts[j], f"{form} {parts[j]}", weigh(parts[j])) for j in left_parts for form in forms
    ]
    for i in left_whole:
        word = whole[i]
        for theirs, text, shown, weight in couples:
            if abs(len(text) - len(word)) > 2 or len(word) < 4:
                continue
            value, _ = similarity(word, text)
            if value >= 0.8:
                yield (
                    (i,),
                    theirs,
                    Pair(word, shown, round(value * _JOINED, 4), min(weigh(word), weight), "joined"),
                )
