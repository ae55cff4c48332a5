"""The coefficients of the score: what each kind of disagreement costs (pure).

Fitted by ``bench/fit_screening.py``; see docs/decisions/0010. Every coefficient is at least zero, which makes the
score monotone: more of what speaks against a match never raises it.
"""

from typing import Any

MODEL_VERSION = "scoring-1"
ALERT_THRESHOLD = 0.7
QUALIFY_FLOOR = 0.55

# contribution: {finding: coefficient}, by whose rules names are compared
COEFFICIENTS: dict[str, dict[str, float]] = {
    "person": {
        "spelling": 0.6, "worst_spelling": 0.15,
        "query_share": 0.35, "query_most": 0.1,
        "entry_share": 0.3, "entry_most": 0.05,
        "conflict_share": 0.8, "conflict_most": 0.25,
        "number_conflict": 0.4, "number_missing": 0.1,
        "initials": 0.03,
        "evidence_some": 0.15, "evidence_little": 0.3, "single": 0.05,
    },
    "organisation": {
        "spelling": 0.6, "worst_spelling": 0.15,
        "query_share": 0.35, "query_most": 0.1,
        "entry_share": 0.35, "entry_most": 0.05,
        "conflict_share": 0.8, "conflict_most": 0.25,
        "number_conflict": 0.4, "number_missing": 0.1,
        "initials": 0.03,
        "evidence_some": 0.15, "evidence_little": 0.3, "single": 0.05,
    },
}  # fmt: skip
GROUPS = {
    "spelling": ("spelling", "worst_spelling"),
    "unmatched_query": ("query_share", "query_most"),
    "unmatched_entry": ("entry_share", "entry_most"),
    "conflict": ("conflict_share", "conflict_most"),
    "numbers": ("number_conflict", "number_missing"),
    "initials": ("initials",),
    "little_evidence": ("evidence_some", "evidence_little", "single"),
}
LEGAL = {
    "none": 0.0,
    "same": 0.0,
    "missing": 0.01,
    "same_family": 0.01,
    "other_country": 0.04,
    "other_family": 0.06,
}
CIRCUMSTANCES = {"weak_alias": 0.15, "other_kind": 0.12}


def findings(found: Any) -> dict[str, float]:
    """Return what speaks against a match, each at least zero.

    Args:
        found: an ``Explanation`` or an ``Alignment``: pairs and unmatched words.
    """
    pairs = found.pairs
    ours = [weight for _, weight in found.unmatched_query]
    theirs = [weight for _, weight in found.unmatched_entry]
    agreed = sum(pair.weight for pair in pairs)
    evidence = sum(pair.weight * pair.similarity for pair in pairs)
    query_share = sum(ours) / (agreed + sum(ours))
    entry_share = sum(theirs) / (agreed + sum(theirs))
    numbers = [
        any(word.isdigit() for word, _ in side) for side in (found.unmatched_query, found.unmatched_entry)
    ]
    whole = not ours and not theirs and all(pair.reason == "exact" for pair in pairs)
    strong = sum(pair.weight > 0.3 and pair.similarity > 0.7 for pair in pairs)
    return {
        "spelling": (agreed - evidence) / (agreed + max(sum(ours), sum(theirs))),
        "worst_spelling": max(pair.weight * (1 - pair.similarity) for pair in pairs),
        "query_share": query_share,
        "query_most": max(ours, default=0.0),
        "entry_share": entry_share,
        "entry_most": max(theirs, default=0.0),
        "conflict_share": min(query_share, entry_share),
        "conflict_most": min(max(ours, default=0.0), max(theirs, default=0.0)),
        "number_conflict": float(all(numbers)),
        "number_missing": float(any(numbers) and not all(numbers)),
        "initials": float(sum(pair.reason == "initial" for pair in pairs)),
        "evidence_some": 0.0 if whole else max(0.0, 1.8 - evidence),
        "evidence_little": 0.0 if whole else max(0.0, 0.9 - evidence),
        "single": float(not whole and strong < 2),
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
