"""The coefficients of the score: what each kind of disagreement costs (pure).

Fitted by ``bench/fit_screening.py``; docs/decisions/0010 says on what. Every coefficient is at least zero,
which makes the score monotone: more of what speaks against a match never raises it.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from screening.words import GENERIC

MODEL_VERSION = "scoring-1"
ALERT_THRESHOLD = 0.7
QUALIFY_FLOOR = 0.55

# A rule, not a fitted cost: numbers, common words, legal forms and one short name alone never make an alert.
BARE = 0.35
# what a unit of each finding costs, by whose rules names are compared
COEFFICIENTS: dict[str, dict[str, float]] = {
    "person": {
        "spelling": 0.801, "few_spelling": 0.0, "query_any": 1.292, "query_share": 0.164, "query_most": 0.016,
        "entry_any": 0.643, "entry_share": 0.189, "entry_most": 0.014, "conflict_any": 0.0,
        "conflict_most": 0.0, "little": 0.012, "not_much": 0.084, "single": 0.0, "bare": BARE,
    },
    "organisation": {
        "spelling": 0.565, "few_spelling": 0.808, "query_any": 0.743, "query_share": 0.316, "query_most": 0.0,
        "entry_any": 0.922, "entry_share": 0.118, "entry_most": 0.147, "conflict_any": 0.556,
        "conflict_most": 0.012, "little": 0.081, "not_much": 0.0, "single": 0.015, "bare": BARE,
    },
}  # fmt: skip
GROUPS = {
    "spelling": ("spelling", "few_spelling"),
    "unmatched_query": ("query_any", "query_share", "query_most"),
    "unmatched_entry": ("entry_any", "entry_share", "entry_most"),
    "conflict": ("conflict_any", "conflict_most"),
    "little_evidence": ("little", "not_much", "single", "bare"),
}
LEGAL = {
    "none": 0.0,
    "same": 0.0,
    "missing": 0.044,
    "same_family": 0.045,
    "other_country": 0.067,
    "other_family": 0.183,
}
CIRCUMSTANCES = {"weak_alias": 0.15, "other_kind": 0.12}

_ANY, _ANY_CONFLICT = 0.12, 0.1  # up to this share a first word left over counts in full
_LITTLE, _NOT_MUCH = 1.8, 2.6  # weight of agreeing words: one rare word has 1
_TELLING = 0.5
_STRONG_WEIGHT, _STRONG_SIMILARITY = 0.3, 0.7

Floats = npt.NDArray[np.floating[Any]]


def findings(found: Any) -> dict[str, float]:
    """Return what speaks against a match, each at least zero.

    Args:
        found: an ``Explanation`` or an ``Alignment``: pairs and unmatched words.
    """
    pairs = found.pairs
    ours = [weight for _, weight in found.unmatched_query]
    theirs = [weight for _, weight in found.unmatched_entry]
    agreed = evidence = 0.0
    telling = 0.0
    strong = 0
    whole = not ours and not theirs
    for pair in pairs:
        agreed += pair.weight
        evidence += pair.weight * pair.similarity
        strong += pair.weight > _STRONG_WEIGHT and pair.similarity > _STRONG_SIMILARITY
        whole = whole and pair.reason == "exact"
        if pair.entry not in GENERIC and not pair.entry.isdigit():
            telling += pair.weight * pair.similarity
    missing, lacking = sum(ours), sum(theirs)
    query_share, entry_share = missing / (agreed + missing), lacking / (agreed + lacking)
    query_most, entry_most = max(ours, default=0.0), max(theirs, default=0.0)
    # Words left over dilute a slip only as far as a first one costs in full: more of them must never raise the score.
    spelling = (agreed - evidence) / (agreed + min(max(missing, lacking), agreed * _ANY / (1 - _ANY)))
    # names that agree in every word agree, however common the words are
    little = 0.0 if whole else max(0.0, _LITTLE - evidence)
    return {
        "spelling": spelling,
        "few_spelling": spelling * max(0.0, _LITTLE - evidence),
        "query_any": min(query_share, _ANY),
        "query_share": query_share,
        "query_most": query_most,
        "entry_any": min(entry_share, _ANY),
        "entry_share": entry_share,
        "entry_most": entry_most,
        "conflict_any": min(query_share, entry_share, _ANY_CONFLICT),
        "conflict_most": min(query_most, entry_most),
        "little": little,
        "not_much": 0.0 if whole else max(0.0, _NOT_MUCH - evidence),
        "single": float(not whole and strong < 2),
        "bare": float(not whole and telling < _TELLING),
    }


def losses(found: Any, kind: str, legal_relation: str, circumstances: tuple[str, ...]) -> dict[str, float]:
    """Return how many points each kind of disagreement costs.

    Args:
        found: an ``Explanation`` or an ``Alignment``: pairs and unmatched words.
        kind: by whose rules, ``person`` or ``organisation``.
        legal_relation: a key of ``LEGAL``.
        circumstances: keys of ``CIRCUMSTANCES``.
    """
    values, costs = findings(found), COEFFICIENTS[kind]
    lost = {code: sum(costs[name] * values[name] for name in names) for code, names in GROUPS.items()}
    lost["legal_form"] = LEGAL[legal_relation] if kind == "organisation" else 0.0
    for circumstance in circumstances:
        lost[circumstance] = CIRCUMSTANCES[circumstance]
    return lost


def bound(
    kind: str,
    *,
    query_share: Floats,
    entry_share: Floats,
    spelling: Floats,
    evidence: Floats,
    whole: npt.NDArray[np.bool_],
) -> Floats:
    """Return the most that names can score of which only this is known.

    Args:
        kind: by whose rules.
        query_share: least share of the query's weight without counterpart.
        entry_share: least share of the listed name's weight without counterpart.
        spelling: least share of the weight lost by spelling.
        evidence: most weight that can agree.
        whole: whether the names may agree word for word.
    """
    costs = COEFFICIENTS[kind]
    few = np.maximum(0.0, _LITTLE - evidence)
    lost = costs["spelling"] * spelling + costs["few_spelling"] * spelling * few
    lost += costs["query_any"] * np.minimum(query_share, _ANY) + costs["query_share"] * query_share
    lost += costs["entry_any"] * np.minimum(entry_share, _ANY) + costs["entry_share"] * entry_share
    lost += costs["conflict_any"] * np.minimum(np.minimum(query_share, entry_share), _ANY_CONFLICT)
    little = costs["little"] * few + costs["not_much"] * np.maximum(0.0, _NOT_MUCH - evidence)
    most: Floats = 1.0 - lost - np.where(whole, 0.0, little)
    return most
