"""Two readings of names compared: words paired, legal forms related, points lost (pure, compiled)."""

from typing import Any

import numpy as np

from screening import model
from screening.alignment import Bench, align
from screening.compiled import compiled, compiled_plain
from screening.layout import (
    AMBIGUOUS,
    COUNTRIES,
    FAMILIES,
    FIRST,
    FORM_FIRST,
    FORM_LAST,
    FORMS,
    GLUED_FIRST,
    GLUED_LAST,
    KIND,
    LAST,
    MORE_COUNTRIES,
    ORGANISATION,
    PERSON,
    Names,
)
from screening.vocabulary import FLAGS, GENERIC, NUMBER, PLACE

_NONE, _SAME, _MISSING, _SAME_FAMILY, _OTHER_COUNTRY, _OTHER_FAMILY = (
    model.RELATIONS.index(code) for code in ("none", "same", "missing", "same_family", "other_country", "other_family")
)


@compiled_plain
def compare(a: Names, i: int, b: Names, j: int, weak: bool, bench: Bench) -> int:
    """Compare reading `i` of the names asked for with reading `j` of the listed names.

    What was found is left on the bench.

    Returns:
        The score in ten-thousandths.
    """
    asked = a.tokens[a.table[i, FIRST] : a.table[i, LAST]]
    listed = b.tokens[b.table[j, FIRST] : b.table[j, LAST]]
    ours, theirs = a.table[i, FORMS], b.table[j, FORMS]
    kind, other = a.table[i, KIND], b.table[j, KIND]
    person = by_persons_rules(kind, other)
    align(
        a.words, asked, a.numbers[a.sets[ours, GLUED_FIRST] : a.sets[ours, GLUED_LAST]],
        b.words, listed, b.numbers[b.sets[theirs, GLUED_FIRST] : b.sets[theirs, GLUED_LAST]],
        person, bench,
    )  # fmt: skip
    mine = lacking = 0
    for place in range(len(asked)):
        if bench.left[0, place]:
            bench.left_over[0, mine, 0] = a.words.weight[asked[place]]
            bench.left_over[0, mine, 1] = class_of(a.words.table[asked[place], FLAGS])
            mine += 1
    for place in range(len(listed)):
        if bench.left[1, place]:
            bench.left_over[1, lacking, 0] = b.words.weight[listed[place]]
            bench.left_over[1, lacking, 1] = class_of(b.words.table[listed[place], FLAGS])
            lacking += 1
    transliterated = a.table[i, AMBIGUOUS] != b.table[j, AMBIGUOUS]
    relation = _NONE if person else relate(a, ours, b, theirs)
    return model.lose_points(
        bench.values[: bench.counts[0]], bench.left_over[0, :mine], bench.left_over[1, :lacking], person,
        relation, weak, is_other_kind(kind, other), transliterated, bench.findings, bench.points,
    )  # fmt: skip


@compiled
def compare_all(a: Names, b: Names, pairs: Any, weak: Any, bench: Bench) -> Any:
    """Return the scores of pairs of readings, in ten-thousandths; what the last pair showed is left on the bench.

    Args:
        a: names asked for.
        b: listed names.
        pairs: a row per pair: reading of `a`, reading of `b`.
        weak: per pair, whether the listed name is a weak alias.
        bench: room for the comparison.
    """
    scores = np.empty(len(pairs), np.int64)
    for n in range(len(pairs)):
        scores[n] = compare(a, pairs[n, 0], b, pairs[n, 1], weak[n], bench)
    return scores


@compiled
def describe_all(a: Names, b: Names, pairs: Any, bench: Bench) -> Any:
    """Return what was found in pairs of readings, for fitting the coefficients.

    Returns:
        A row per pair: the FINDINGS, place of the legal relation in RELATIONS, whether persons' rules held, one is of
        another kind, one was transliterated, and whether any words agree.
    """
    rows = np.zeros((len(pairs), len(bench.findings) + 5))
    for n in range(len(pairs)):
        i, j = pairs[n, 0], pairs[n, 1]
        compare(a, i, b, j, weak=False, bench=bench)
        kind, other = a.table[i, KIND], b.table[j, KIND]
        person = by_persons_rules(kind, other)
        rows[n, :-5] = bench.findings
        rows[n, -5] = _NONE if person else relate(a, a.table[i, FORMS], b, b.table[j, FORMS])
        rows[n, -4] = person
        rows[n, -3] = is_other_kind(kind, other)
        rows[n, -2] = a.table[i, AMBIGUOUS] != b.table[j, AMBIGUOUS]
        rows[n, -1] = bench.counts[0] > 0
    return rows


@compiled_plain
def by_persons_rules(one: int, other: int) -> bool:
    """Tell whether two kinds are compared as persons are: one is a person and none an organisation."""
    return (one == PERSON or other == PERSON) and one != ORGANISATION and other != ORGANISATION


@compiled_plain
def is_other_kind(one: int, other: int) -> bool:
    """Tell whether one is a person and the other an organisation."""
    return (one == PERSON and other == ORGANISATION) or (one == ORGANISATION and other == PERSON)


@compiled_plain
def class_of(flags: int) -> int:
    """Return what kind of word is left over: a place in ``model.CLASSES``."""
    if flags & NUMBER:
        return model.NUMBER_LEFT
    if flags & GENERIC:
        return model.ACTIVITY_LEFT
    return model.PLACE_LEFT if flags & PLACE else model.OTHER_LEFT


@compiled_plain
def relate(a: Names, ours: int, b: Names, theirs: int) -> int:
    """Return how two sets of legal forms relate: a place in ``model.RELATIONS``."""
    start, end = a.sets[ours, FORM_FIRST], a.sets[ours, FORM_LAST]
    other_start, other_end = b.sets[theirs, FORM_FIRST], b.sets[theirs, FORM_LAST]
    if start == end and other_start == other_end:
        return _NONE
    for n in range(start, end):
        for m in range(other_start, other_end):
            if a.numbers[n] == b.numbers[m]:
                return _SAME
    if a.sets[ours, FAMILIES] == 0 or b.sets[theirs, FAMILIES] == 0:
        return _MISSING
    if a.sets[ours, FAMILIES] & b.sets[theirs, FAMILIES] == 0:
        return _OTHER_FAMILY
    here, more = a.sets[ours, COUNTRIES], a.sets[ours, MORE_COUNTRIES]
    there, more_there = b.sets[theirs, COUNTRIES], b.sets[theirs, MORE_COUNTRIES]
    if (here | more) != 0 and (there | more_there) != 0 and (here & there) == 0 and (more & more_there) == 0:
        return _OTHER_COUNTRY
    return _SAME_FAMILY
