"""The coefficients of the score: what each kind of disagreement costs (pure).

Fitted by ``bench/fit_screening.py``; docs/screening-model.md says on what. Every coefficient is at least zero,
which makes the score monotone: more of what speaks against a match never raises it.
"""

from typing import Any

import numpy as np

from screening.compiled import compiled_plain

MODEL_VERSION = "scoring-2"
ALERT_THRESHOLD = 0.7
QUALIFY_FLOOR = 0.55

# A rule, not a fitted cost: numbers, common words, legal forms and one short name alone never make an alert.
BARE = 0.35
# what a unit of each finding costs, by whose rules names are compared
COEFFICIENTS: dict[str, dict[str, float]] = {
    "person": {
        "spelling": 0.691, "few_spelling": 0.21, "query_any": 1.232, "query_share": 0.084, "query_most": 0.0,
        "query_place": 0.0, "query_number": 0.0, "entry_any": 0.743, "entry_share": 0.059, "entry_most": 0.014,
        "entry_number": 0.0, "conflict_any": 0.13, "conflict_most": 0.22, "activities": 0.0, "little": 0.0,
        "not_much": 0.084, "single": 0.0, "bare": BARE,
    },
    "organisation": {
        "spelling": 0.355, "few_spelling": 0.808, "query_any": 0.723, "query_share": 0.386, "query_most": 0.13,
        "query_place": 0.11, "query_number": 0.04, "entry_any": 0.712, "entry_share": 0.078, "entry_most": 0.127,
        "entry_number": 0.09, "conflict_any": 0.136, "conflict_most": 0.0, "activities": 0.46, "little": 0.081,
        "not_much": 0.0, "single": 0.015, "bare": BARE,
    },
}  # fmt: skip
GROUPS = {
    "spelling": ("spelling", "few_spelling"),
    "unmatched_query": ("query_any", "query_share", "query_most", "query_place", "query_number"),
    "unmatched_entry": ("entry_any", "entry_share", "entry_most", "entry_number"),
    "conflict": ("conflict_any", "conflict_most", "activities"),
    "little_evidence": ("little", "not_much", "single", "bare"),
}
LEGAL = {
    "none": 0.0,
    "same": 0.0,
    "missing": 0.044,
    "same_family": 0.135,
    "other_country": 0.067,
    "other_family": 0.183,
}
CIRCUMSTANCES = {"weak_alias": 0.15, "other_kind": 0.12, "transliterated": 0.12}
# Classes of words left over.
OTHER_LEFT, ACTIVITY_LEFT, PLACE_LEFT, NUMBER_LEFT = range(4)

_ANY, _ANY_CONFLICT = 0.12, 0.1  # up to this share a first word left over counts in full
_LITTLE, _NOT_MUCH = 1.8, 2.6  # weight of agreeing words: one rare word has 1
_TELLING = 0.5
_STRONG_WEIGHT, _STRONG_SIMILARITY = 0.3, 0.7

# Points are whole ten-thousandths, so that they add up exactly and every machine finds the same score.
WHOLE = 10_000
RELATIONS = tuple(LEGAL)
POINTS = (*GROUPS, "legal_form", *CIRCUMSTANCES)  # the places in `out` of `lose_points`
FINDINGS = tuple(name for names in GROUPS.values() for name in names)
_COSTS = np.array([[COEFFICIENTS[kind][name] for name in FINDINGS] for kind in ("organisation", "person")])
_RELATION_POINTS = np.array([round(LEGAL[relation] * WHOLE) for relation in RELATIONS])
_CIRCUMSTANCE_POINTS = np.array([round(cost * WHOLE) for cost in CIRCUMSTANCES.values()])
_GROUP_ENDS = np.cumsum([len(names) for names in GROUPS.values()])
(SPELLING, FEW_SPELLING, QUERY_ANY, QUERY_SHARE, QUERY_MOST, QUERY_PLACE, QUERY_NUMBER, ENTRY_ANY, ENTRY_SHARE,
 ENTRY_MOST, ENTRY_NUMBER, CONFLICT_ANY, CONFLICT_MOST, ACTIVITIES, LITTLE, NOT_MUCH, SINGLE,
 IS_BARE) = range(len(FINDINGS))  # fmt: skip
_SIMILARITY, _WEIGHT, _TELLS = range(3)


@compiled_plain
def find(pairs: Any, mine: Any, theirs: Any, out: Any) -> None:
    """Write what speaks against a match to `out`, in the order of FINDINGS, each at least zero.

    Args:
        pairs: a row per pair of words: similarity, weight, and 1 when the listed word is neither generic nor a number.
        mine: a row per word of the name asked for that has no counterpart: its weight and class (OTHER_LEFT …).
        theirs: likewise of the listed name.
        out: room for as many numbers as there are FINDINGS.
    """
    agreed = evidence = telling = 0.0
    strong = 0
    whole = len(mine) == 0 and len(theirs) == 0
    for n in range(len(pairs)):
        weight, similarity = pairs[n, _WEIGHT], pairs[n, _SIMILARITY]
        agreed += weight
        evidence += weight * similarity
        telling += pairs[n, _TELLS] * weight * similarity
        strong += weight > _STRONG_WEIGHT and similarity > _STRONG_SIMILARITY
        whole = whole and similarity == 1.0
    missing, query_most, query_activity, query_place, query_number = _sum_left(mine)
    lacking, entry_most, entry_activity, _, entry_number = _sum_left(theirs)
    query_share, entry_share = missing / (agreed + missing), lacking / (agreed + lacking)
    # Words left over dilute a slip only as far as a first one costs in full: more of them must never raise the score.
    spelling = (agreed - evidence) / (agreed + min(max(missing, lacking), agreed * _ANY / (1 - _ANY)))
    # names that agree in every word agree, however common the words are
    little = 0.0 if whole else max(0.0, _LITTLE - evidence)
    not_much = 0.0 if whole else max(0.0, _NOT_MUCH - evidence)
    out[SPELLING] = spelling
    out[FEW_SPELLING] = spelling * max(0.0, _LITTLE - evidence)
    out[QUERY_ANY] = min(query_share, _ANY)
    out[QUERY_SHARE] = query_share
    out[QUERY_MOST] = query_most
    out[QUERY_PLACE] = query_place
    out[QUERY_NUMBER] = query_number
    out[ENTRY_ANY] = min(entry_share, _ANY)
    out[ENTRY_SHARE] = entry_share
    out[ENTRY_MOST] = entry_most
    out[ENTRY_NUMBER] = entry_number
    out[CONFLICT_ANY] = min(query_share, entry_share, _ANY_CONFLICT)
    out[CONFLICT_MOST] = min(query_most, entry_most)
    out[ACTIVITIES] = min(query_activity, entry_activity)
    out[LITTLE] = little
    out[NOT_MUCH] = not_much
    out[SINGLE] = 1.0 if not whole and strong < 2 else 0.0
    out[IS_BARE] = 1.0 if not whole and telling < _TELLING else 0.0


@compiled_plain
def _sum_left(left: Any) -> Any:
    """Return of words left over the weight of all and of the heaviest, the heaviest generic word, place, number."""
    total = most = activity = place = number = 0.0
    for n in range(len(left)):
        weight, kind = left[n, 0], left[n, 1]
        total += weight
        most = max(most, weight)
        if kind == ACTIVITY_LEFT:
            activity = max(activity, weight)
        elif kind == PLACE_LEFT:
            place = 1.0
        elif kind == NUMBER_LEFT:
            number = 1.0
    return total, most, activity, place, number


@compiled_plain
def lose_points(
    pairs: Any,
    mine: Any,
    theirs: Any,
    person: bool,
    relation: int,
    weak: bool,
    other_kind: bool,
    transliterated: bool,
    room: Any,
    out: Any,
) -> int:
    """Write what each kind of disagreement costs to `out`, in ten-thousandths; return what is left of WHOLE.

    Args:
        pairs: see `find`.
        mine: see `find`.
        theirs: see `find`.
        person: by whose rules.
        relation: place of the relation of the legal forms in RELATIONS.
        weak: whether the listed name is a weak alias.
        other_kind: whether one is a person and the other an organisation.
        transliterated: whether one was written in a script of which a word may become several in Latin letters.
        room: room for the FINDINGS.
        out: room for the POINTS.
    """
    out[:] = 0
    if len(pairs) == 0:
        return 0
    find(pairs, mine, theirs, room)
    costs = _COSTS[1 if person else 0]
    finding = 0
    left = WHOLE
    for group in range(len(_GROUP_ENDS)):
        lost = 0.0
        while finding < _GROUP_ENDS[group]:
            lost += costs[finding] * room[finding]
            finding += 1
        out[group] = np.int64(np.floor(lost * WHOLE + 0.5))
        left -= out[group]
    groups = len(_GROUP_ENDS)
    out[groups] = 0 if person else _RELATION_POINTS[relation]
    out[groups + 1] = _CIRCUMSTANCE_POINTS[0] if weak else 0
    out[groups + 2] = _CIRCUMSTANCE_POINTS[1] if other_kind else 0
    out[groups + 3] = _CIRCUMSTANCE_POINTS[2] if transliterated else 0
    return max(0, left - out[groups] - out[groups + 1] - out[groups + 2] - out[groups + 3])


@compiled_plain
def most_points(
    person: bool, query_share: float, entry_share: float, query_most: float, entry_most: float, spelling: float,
    evidence: float, agreed: float, whole: bool,
) -> float:  # fmt: skip
    """Return the most that names can score, 0 to 1, of which only this is known.

    Args:
        person: by whose rules.
        query_share: least share of the query's weight without counterpart.
        entry_share: least share of the listed name's weight without counterpart.
        query_most: least weight of the heaviest word of the query without counterpart.
        entry_most: least weight of the heaviest word of the listed name without counterpart.
        spelling: least share of the weight lost by spelling.
        evidence: most weight that can agree, less what spelling loses.
        agreed: most weight that can agree, however spelled.
        whole: whether the names may agree word for word.
    """
    costs = _COSTS[1 if person else 0]
    few = max(0.0, _LITTLE - evidence)
    lost = costs[SPELLING] * spelling + costs[FEW_SPELLING] * spelling * few
    lost += costs[QUERY_ANY] * min(query_share, _ANY) + costs[QUERY_SHARE] * query_share
    lost += costs[ENTRY_ANY] * min(entry_share, _ANY) + costs[ENTRY_SHARE] * entry_share
    lost += costs[CONFLICT_ANY] * min(query_share, entry_share, _ANY_CONFLICT)
    lost += costs[QUERY_MOST] * query_most + costs[ENTRY_MOST] * entry_most
    lost += costs[CONFLICT_MOST] * min(query_most, entry_most)
    if not whole:
        if agreed < _TELLING:
            lost += BARE
        lost += costs[LITTLE] * few + costs[NOT_MUCH] * max(0.0, _NOT_MUCH - evidence)
    return 1.0 - lost
