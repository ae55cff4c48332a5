"""Which word of one name stands for which word of the other, and why (pure)."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA, Indel

from screening import sounds, words
from screening.weights import known_word

# Words with the same first letter are alike from a share of letters in common, a length, up to a difference
# of it.
ALIKE, ALIKE_LENGTH, ALIKE_LENGTHS = 0.6, 4, 2
# So many consonants name a word; fewer are shared by too many.
CONSONANTS, SOUND_LENGTH = 3, 6
# From so many letters on the start of any word is short for it.
ABBREVIATED = 5
# Similarity of a pair by reason. An edit weighs more in a short word; below _LEAST two words are two words.
_LEAST = 0.35
_SAME_SOUND = 0.96
_SAME_CONSONANTS = 0.86
_SIMILAR_SOUND = 0.8
_SHORT_NAME = 0.9
_ABBREVIATION = 0.78
_PARTICLE_GLUED = 0.94
_INITIAL = 0.75
_JOINED = 0.97
_JOINED_LEAST = 0.8
_SHARED_LETTERS = 0.4  # with fewer letters in common nothing but a short name is the same word
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
    if not (one.isalpha() and other.isalpha()):
        return _with_digits(one, other)
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < 2:
        return 0.0, "different"
    if Indel.normalized_similarity(one, other) < _SHARED_LETTERS:
        return _by_short_name(short, long)
    bones = sounds.skeleton(one), sounds.skeleton(other)
    if bones[0] == bones[1]:
        return (_SAME_SOUND if len(short) > 2 else _SHORT_NAME), "same_sound"
    more = len(long) - len(short)
    best = _special(short, long, more)
    if more <= 2 and best[0] < _SAME_CONSONANTS:
        best = max(best, _by_edits(one, other, len(long)), _by_sound(one, other, bones))
    if short[0] == long[0] and best[0] < _ABBREVIATION:
        best = max(best, _by_abbreviation(short, long, more))
        if more <= ALIKE_LENGTHS:
            best = max(best, _by_shape(short, long))
    return best


def _special(short: str, long: str, more: int) -> tuple[float, str]:
    if more <= 2 and len(short) >= _STEM and _stem(short) == _stem(long):
        return _SAME_SOUND, "plural"
    if more in _ARTICLE_LENGTHS and len(short) >= 4 and _glued(short, long):
        return _PARTICLE_GLUED, "particle"
    return _by_short_name(short, long)


def _by_short_name(short: str, long: str) -> tuple[float, str]:
    if short in _NICKNAMES and words.SHORT_NAMES.get(short, short) == words.SHORT_NAMES.get(long, long):
        return _SHORT_NAME, "short_name"
    return 0.0, "different"


_ARTICLE_LENGTHS = frozenset({2, 3, 5})
_NICKNAMES = frozenset(words.SHORT_NAMES) | frozenset(words.SHORT_NAMES.values())


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


def _by_edits(one: str, other: str, longest: int) -> tuple[float, str]:
    distance = OSA.distance(one, other, score_cutoff=2)
    if distance > 2 or min(len(one), len(other)) < 3:
        return 0.0, "different"
    if distance == 1:
        value, reason = _ONE_EDIT.get(longest, _LONG_ONE_EDIT if longest > 7 else 0.0), "one_edit"
    else:
        value, reason = two_edits(longest), "two_edits"
    if value > _OTHER_WORDS and known_word(one) and known_word(other):
        value = _OTHER_WORDS  # mining and dining, Ivan and Iran: neither is a slip for the other
    return value, reason


def two_edits(longest: int) -> float:
    """Return how alike words two edits apart are, by the length of the longer."""
    return _TWO_EDITS.get(longest, _LONG_TWO_EDITS if longest > max(_TWO_EDITS) else 0.0)


def _by_sound(one: str, other: str, bones: tuple[str, str]) -> tuple[float, str]:
    bare = sounds.consonants(one)
    if bare == sounds.consonants(other):
        return (_SAME_CONSONANTS if len(bare) >= CONSONANTS else 0.0), "same_consonants"
    if min(len(one), len(other)) >= SOUND_LENGTH and not (known_word(one) and known_word(other)):
        distance = OSA.distance(*bones, score_cutoff=1)
        if distance == 1:
            return _SIMILAR_SOUND, "similar_sound"
    return 0.0, "different"


def _by_abbreviation(short: str, long: str, more: int) -> tuple[float, str]:
    if more < 2 or len(short) < 3:
        return 0.0, "different"
    if (len(short) >= ABBREVIATED and long.startswith(short)) or abbreviates(short, long):
        return _ABBREVIATION, "abbreviation"
    return 0.0, "different"


def abbreviates(short: str, long: str) -> bool:
    """Tell whether `short` may be short for the generic word `long`: its beginning, or letters of it in order."""
    if len(short) < 3 or len(long) - len(short) < 2 or long not in words.GENERIC:
        return False
    if long.startswith(short):
        return True
    letters = iter(long)
    return short[0] == long[0] and not known_word(short) and all(letter in letters for letter in short)


def _by_shape(one: str, other: str) -> tuple[float, str]:
    """Grade what is alike but not close enough to be a slip: it tells a mangled word from a replaced one."""
    if len(one) < ALIKE_LENGTH:
        return 0.0, "different"
    ratio = Indel.normalized_similarity(one, other, score_cutoff=ALIKE)
    if ratio < ALIKE or (known_word(one) and known_word(other)):
        return 0.0, "different"
    return round(float(shape_value(ratio)), 4), "alike"


def shape_value(ratio: Any) -> Any:
    """Return how alike two words are of which a share of letters, from ``ALIKE`` to 1, is in common.

    Args:
        ratio: a number or an array.
    """
    return (ratio - ALIKE) * 1.2 + 0.2


# ------------------------------------------------------------------------------------------------- names


def align(
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
    if (left_query and left_entry) or (left_query and entry_forms) or (left_entry and query_forms):
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


def _single(
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


def _joined(
    whole: tuple[str, ...],
    parts: tuple[str, ...],
    left_whole: list[int],
    left_parts: list[int],
    forms: tuple[str, ...],
    weigh: Callable[[str], float],
    *,
    person: bool,
) -> Iterator[Found]:
    """Yield a word of one name that is two words of the other, or a word and a legal form, glued."""
    for i in left_whole:
        word = whole[i]
        if len(word) < 4:
            continue
        for j in left_parts:
            if parts[j][0] != word[0] and not forms:
                continue
            near = left_parts if person else (j + 1,)
            for theirs, text, shown in _couples(word, parts, j, near, left_parts, forms):
                value, _ = similarity(word, text)
                if value >= _JOINED_LEAST:
                    weight = min(weigh(word), sum(weigh(parts[k]) for k in theirs))
                    yield (i,), theirs, Pair(word, shown, round(value * _JOINED, 4), weight, "joined")


def _couples(
    word: str,
    parts: tuple[str, ...],
    j: int,
    near: Iterable[int],
    left_parts: list[int],
    forms: tuple[str, ...],
) -> Iterator[tuple[tuple[int, ...], str, str]]:
    """Yield what part `j` can be joined with so that it looks like `word`."""
    part = parts[j]
    length, start = len(word) - len(part), word[0]
    if part[0] == start:
        for k in near:
            if k != j and k in left_parts and abs(length - len(parts[k])) <= 1:
                yield (j, k), part + parts[k], f"{part} {parts[k]}"
        for form in forms:
            if abs(length - len(form)) <= 1:
                yield (j,), part + form, f"{part} {form}"
    for form in forms:
        if form[0] == start and abs(length - len(form)) <= 1:
            yield (j,), form + part, f"{form} {part}"
