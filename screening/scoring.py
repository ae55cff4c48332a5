"""How strongly two names agree, with every point of the score accounted for (pure).

The score starts at 1 and loses points, never gains any: each loss is a non-negative coefficient times what
was found, so more disagreement never scores higher. An explanation holds what was found; `recompute` needs
no more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from screening.alignment import (
    FORMED,
    MINE,
    REASON,
    SECOND,
    SIMILARITY,
    THEIRS,
    WEIGHT,
    WHOLE_ASKED,
    Bench,
    new_bench,
)
from screening.comparison import class_of, compare_all, relate
from screening.layout import FORMS, PLAIN_SCRIPTS, lay_out_names
from screening.model import (
    ALERT_THRESHOLD,
    FINDINGS,
    MODEL_VERSION,
    POINTS,
    QUALIFY_FLOOR,
    RELATIONS,
    WHOLE,
    lose_points,
)
from screening.names import NormalisedName
from screening.qualifiers import Attributes, compare_attributes, shared_identifier
from screening.spelling import REASONS
from screening.vocabulary import flags_of
from screening.weights import TokenWeights, background
from screening.words import GENERIC

__all__ = [
    "ALERT_THRESHOLD", "MODEL_VERSION", "QUALIFY_FLOOR", "Attributes", "Explanation", "TokenPair",
    "TokenWeights", "identifier_match", "qualify", "recompute", "score",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TokenPair:
    """Two words that stand for each other; `reason` is a code of ``wording.REASONS``."""

    query: str
    entry: str
    similarity: float
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was found when two names were compared, and the score it makes.

    Attributes:
        score: 0 to 1; an alert from ``ALERT_THRESHOLD``.
        pairs: words that stand for each other.
        unmatched_query: words of the name asked for that the listed name lacks, with their weights.
        unmatched_entry: words of the listed name that the name asked for lacks.
        legal_relation: a code of ``wording.LEGAL_RELATIONS``.
        contributions: points by code of ``wording.CONTRIBUTIONS``; they add up to the score.
        variant: which reading agreed; a code of ``wording.VARIANTS``.
        kind: by whose rules: ``person`` or ``organisation``.
        circumstances: ``weak_alias``, ``other_kind``, ``transliterated``.
        qualifiers: what countries, dates of birth said: ``{"country": "agrees", "birth_date": "differs"}``.
        aside_query: titles, legal forms and annotations set aside, for display; ``aside_entry`` likewise.
        model: version of the scoring.
    """

    score: float
    pairs: tuple[TokenPair, ...]
    unmatched_query: tuple[tuple[str, float], ...]
    unmatched_entry: tuple[tuple[str, float], ...]
    legal_relation: str
    contributions: Mapping[str, float]
    variant: str = "whole"
    kind: str = "organisation"
    circumstances: tuple[str, ...] = ()
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    aside_query: tuple[str, ...] = ()
    aside_entry: tuple[str, ...] = ()
    model: str = MODEL_VERSION

    def as_dict(self) -> dict[str, Any]:
        """Return the explanation as JSON-safe values."""
        return {
            "score": self.score,
            "model": self.model,
            "variant": self.variant,
            "kind": self.kind,
            "legal_relation": self.legal_relation,
            "pairs": [
                {
                    "query": p.query,
                    "entry": p.entry,
                    "similarity": p.similarity,
                    "weight": p.weight,
                    "reason": p.reason,
                }
                for p in self.pairs
            ],
            "unmatched_query": [list(item) for item in self.unmatched_query],
            "unmatched_entry": [list(item) for item in self.unmatched_entry],
            "contributions": dict(self.contributions),
            "circumstances": list(self.circumstances),
            "qualifiers": dict(self.qualifiers),
            "aside_query": list(self.aside_query),
            "aside_entry": list(self.aside_entry),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Explanation":
        """Return the explanation that `as_dict` gave."""
        return cls(
            score=stored["score"],
            pairs=tuple(TokenPair(**pair) for pair in stored["pairs"]),
            unmatched_query=tuple((word, weight) for word, weight in stored["unmatched_query"]),
            unmatched_entry=tuple((word, weight) for word, weight in stored["unmatched_entry"]),
            legal_relation=stored["legal_relation"],
            contributions=dict(stored["contributions"]),
            variant=stored["variant"],
            kind=stored["kind"],
            circumstances=tuple(stored["circumstances"]),
            qualifiers=dict(stored["qualifiers"]),
            aside_query=tuple(stored["aside_query"]),
            aside_entry=tuple(stored["aside_entry"]),
            model=stored["model"],
        )


def score(
    query: NormalisedName, entry: NormalisedName, weights: TokenWeights | None = None, *, weak: bool = False
) -> Explanation:
    """Compare two names; of several readings the best counts.

    Args:
        query: the name asked for.
        entry: the listed name.
        weights: weights of words; those that ship with the package when None.
        weak: whether the listed name is a weak alias, which needs corroboration.
    """
    weigh = weights or background()
    asked, listed = lay_out_names(query.readings, weigh), lay_out_names(entry.readings, weigh)
    bench = new_bench()
    pairs = np.array([(i, j) for i in range(len(query.readings)) for j in range(len(entry.readings))])
    best = int(np.argmax(compare_all(asked, listed, pairs, np.full(len(pairs), weak), bench)))
    compare_all(asked, listed, pairs[best : best + 1], np.array([weak]), bench)
    one, other = pairs[best].tolist()
    related = RELATIONS[relate(asked, int(asked.table[one, FORMS]), listed, int(listed.table[other, FORMS]))]
    return _explain(query.readings[one], entry.readings[other], related, bench, weigh, weak=weak)


def _explain(
    query: NormalisedName, entry: NormalisedName, relation: str, bench: Bench, weights: TokenWeights, *, weak: bool
) -> Explanation:
    """Return what lies on the bench in words."""
    kinds = {query.kind, entry.kind}
    person = "person" in kinds and "organisation" not in kinds
    return _summed(
        Explanation(
            score=0.0,
            pairs=tuple(_pairs(query, entry, bench)),
            unmatched_query=_left(query, bench.left[0], weights),
            unmatched_entry=_left(entry, bench.left[1], weights),
            legal_relation="none" if person else relation,
            contributions={},
            variant=query.variant if query.variant != "whole" else entry.variant,
            kind="person" if person else "organisation",
            circumstances=("weak_alias",) * weak
            + ("other_kind",) * (kinds == {"person", "organisation"})
            + ("transliterated",) * ((query.script in PLAIN_SCRIPTS) != (entry.script in PLAIN_SCRIPTS)),
            aside_query=_aside(query),
            aside_entry=_aside(entry),
        )
    )


def _pairs(query: NormalisedName, entry: NormalisedName, bench: Bench) -> Iterator[TokenPair]:
    for row, values in zip(bench.taken[: bench.counts[0]].tolist(), bench.values.tolist(), strict=False):
        one, other = query.tokens[row[MINE]], entry.tokens[row[THEIRS]]
        if row[SECOND] >= 0:
            side = entry if row[WHOLE_ASKED] else query
            second = side.glued_forms[row[SECOND]] if row[FORMED] else side.tokens[row[SECOND]]
            one, other = (one, f"{other} {second}") if row[WHOLE_ASKED] else (f"{one} {second}", other)
        yield TokenPair(one, other, values[SIMILARITY], values[WEIGHT], REASONS[row[REASON]])


def _left(name: NormalisedName, left: Any, weights: TokenWeights) -> tuple[tuple[str, float], ...]:
    return tuple(
        (token, weights.weight(token)) for token, over in zip(name.tokens, left.tolist(), strict=False) if over
    )


def _aside(name: NormalisedName) -> tuple[str, ...]:
    return (*name.titles, *name.annotations, *(form.text for form in name.legal_forms))


def _summed(found: Explanation) -> Explanation:
    points = _points(found)
    return _with(found, contributions=points, score=round(sum(points.values()), 4))


def _with(found: Explanation, **changes: Any) -> Explanation:
    values = {name: getattr(found, name) for name in Explanation.__slots__}
    return Explanation(**{**values, **changes})


def _points(found: Explanation) -> dict[str, float]:
    """Return the points of what was found; they add up to the score."""
    if found.variant == "identifier":
        return {"identifier": 1.0}
    points = _name_points(found)
    name_score = max(0.0, sum(points.values()))
    for code, gain in compare_attributes(found.qualifiers).items():
        points[code] = gain
    total = sum(points.values())
    most = _most(name_score - points.get("weak_alias", 0.0), name_score)
    limited = min(max(total, 0.0), most)
    if abs(limited - total) >= 0.00005:
        points["limit"] = round(limited - total, 4)
    return points


def findings(found: Explanation) -> dict[str, float]:
    """Return what speaks against a match by code of ``model.FINDINGS``, each at least zero."""
    return dict(zip(FINDINGS, _lost(found)[0].tolist(), strict=True))


def _lost(found: Explanation) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return the findings of an explanation, and the points they cost."""
    rows = [(pair.similarity, pair.weight, float(_tells(pair.entry))) for pair in found.pairs]
    sides = [
        np.array([(weight, class_of(flags_of(word))) for word, weight in left], np.float64).reshape(-1, 2)
        for left in (found.unmatched_query, found.unmatched_entry)
    ]
    values, lost = np.zeros(len(FINDINGS)), np.zeros(len(POINTS), np.int64)
    lose_points(
        np.array(rows), *sides, found.kind == "person", RELATIONS.index(found.legal_relation),
        "weak_alias" in found.circumstances, "other_kind" in found.circumstances,
        "transliterated" in found.circumstances, values, lost,
    )  # fmt: skip
    return values, lost


def _name_points(found: Explanation) -> dict[str, float]:
    """Return the points of the names alone, from what was found."""
    if not found.pairs:
        return {"agreement": 0.0}
    lost = _lost(found)[1]
    points = {"agreement": 1.0}
    points.update({code: -loss / WHOLE for code, loss in zip(POINTS, lost.tolist(), strict=True) if loss})
    return points


def _tells(word: str) -> bool:
    return word not in GENERIC and not word.isdigit()


def _most(without_weak: float, name_score: float) -> float:
    """Return the most a score can be: what only countries and dates support must not become an alert."""
    if without_weak >= ALERT_THRESHOLD:
        return 1.0
    return max(name_score, ALERT_THRESHOLD - 0.0001)


def recompute(stored: Mapping[str, Any]) -> float:
    """Return the score that a stored explanation leads to, from what was found alone.

    Raises:
        ValueError: when it was made by another version of the scoring.
    """
    if stored["model"] != MODEL_VERSION:
        raise ValueError(f"This was scored by {stored['model']}; this is {MODEL_VERSION}.")
    return _summed(Explanation.from_dict(stored)).score


# ------------------------------------------------------------------------------------------- attributes


def qualify(explanation: Explanation, subject: Attributes, entity: Attributes) -> Explanation:
    """Raise or lower a score by what else is known of the two parties.

    Countries and dates of birth never create an alert: a name that scores below ``ALERT_THRESHOLD`` stays
    below, except that corroboration may undo the loss of a weak alias. Values that one side lacks say
    nothing.
    """
    if explanation.variant == "identifier":
        return explanation
    return _summed(_with(explanation, qualifiers=subject.against(entity)))


def identifier_match(subject: Attributes, entity: Attributes) -> Explanation | None:
    """Return an explanation with score 1 when both have the same identifier of one scheme, else None.

    Names do not matter here: a tax number, licence number or IMO number is a route of its own.
    """
    shared = shared_identifier(subject, entity)
    if shared is None:
        return None
    scheme, value = shared
    return Explanation(
        score=1.0,
        pairs=(TokenPair(value, value, 1.0, 1.0, "same_identifier"),),
        unmatched_query=(),
        unmatched_entry=(),
        legal_relation="none",
        contributions={"identifier": 1.0},
        variant="identifier",
        qualifiers={"identifier": scheme},
    )
