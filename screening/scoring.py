"""How strongly two names agree, with every point of the score accounted for (pure).

The score starts at 1 and loses points, never gains any: each loss is a non-negative coefficient times what
was found, so more disagreement never scores higher. An explanation holds what was found; `recompute` needs
no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from screening.alignment import Alignment, align
from screening.model import ALERT_THRESHOLD, MODEL_VERSION, QUALIFY_FLOOR, losses
from screening.names import NormalisedName
from screening.qualifiers import Attributes, compare_attributes, shared_identifier
from screening.weights import TokenWeights, background

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
        circumstances: ``weak_alias``, ``other_kind``.
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
    best: Explanation | None = None
    for one in query.readings:
        for other in entry.readings:
            found = _score(one, other, weigh, weak=weak)
            if best is None or found.score > best.score:
                best = found
    assert best is not None  # noqa: S101  every name has at least one reading
    return best


def _score(query: NormalisedName, entry: NormalisedName, weights: TokenWeights, *, weak: bool) -> Explanation:
    compared = compare(query, entry, weights, weak=weak)
    found = Explanation(
        score=0.0,
        pairs=tuple(TokenPair(*pair) for pair in compared.aligned.pairs),
        unmatched_query=tuple(compared.aligned.unmatched_query),
        unmatched_entry=tuple(compared.aligned.unmatched_entry),
        legal_relation=compared.legal_relation,
        contributions={},
        variant=query.variant if query.variant != "whole" else entry.variant,
        kind=compared.kind,
        circumstances=compared.circumstances,
        aside_query=_aside(query),
        aside_entry=_aside(entry),
    )
    return _summed(found)


class Comparison(NamedTuple):
    """What was found when two readings were compared, before it is explained."""

    aligned: Alignment
    kind: str
    legal_relation: str
    circumstances: tuple[str, ...]

    @property
    def score(self) -> float:
        """The score before qualifiers, as `score` gives it to four digits."""
        return round(max(0.0, sum(_name_points(self.aligned, *self[1:]).values())), 4)


def compare(query: NormalisedName, entry: NormalisedName, weights: TokenWeights, *, weak: bool) -> Comparison:
    """Compare one reading of each name; quicker than `score`, for those who look at many candidates."""
    kinds = {query.kind, entry.kind}
    person = "person" in kinds and "organisation" not in kinds
    aligned = align(
        query.tokens,
        entry.tokens,
        weights.weight,
        person=person,
        query_forms=query.glued_forms,
        entry_forms=entry.glued_forms,
    )
    circumstances = ("weak_alias",) * weak + ("other_kind",) * (kinds == {"person", "organisation"})
    relation = "none" if person else legal_relation(query, entry)
    return Comparison(aligned, "person" if person else "organisation", relation, circumstances)


def _aside(name: NormalisedName) -> tuple[str, ...]:
    return (*name.titles, *name.annotations, *(form.text for form in name.legal_forms))


def legal_relation(query: NormalisedName, entry: NormalisedName) -> str:
    """Return how the legal forms of two names relate; a code of ``wording.LEGAL_RELATIONS``."""
    ours, theirs = query.legal_forms, entry.legal_forms
    if not ours and not theirs:
        return "none"
    if {form.text for form in ours} & {form.text for form in theirs}:
        return "same"
    telling = [{form.family for form in forms if form.family != "company"} for forms in (ours, theirs)]
    if not telling[0] or not telling[1]:
        return "missing"
    if not telling[0] & telling[1]:
        return "other_family"
    places = [{place for form in forms for place in form.countries} for forms in (ours, theirs)]
    if places[0] and places[1] and not places[0] & places[1]:
        return "other_country"
    return "same_family"


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
    points = _name_points(found, found.kind, found.legal_relation, found.circumstances)
    name_score = max(0.0, sum(points.values()))
    for code, gain in compare_attributes(found.qualifiers).items():
        points[code] = gain
    total = sum(points.values())
    most = _most(name_score - points.get("weak_alias", 0.0), name_score)
    limited = min(max(total, 0.0), most)
    if abs(limited - total) >= 0.00005:
        points["limit"] = round(limited - total, 4)
    return points


def _name_points(found: Any, kind: str, relation: str, circumstances: tuple[str, ...]) -> dict[str, float]:
    if not found.pairs:
        return {"agreement": 0.0}
    points = {"agreement": 1.0}
    for code, loss in losses(found, kind, relation, circumstances).items():
        if loss:
            points[code] = -round(loss, 4)
    return points


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
