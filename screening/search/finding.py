"""Which listed names are like a name, and whose numbers are like a number, by the index kept in memory (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from screening.index import Hit
from screening.runs.listed import Listed
from screening.runs.parties import bare
from screening.scoring import Explanation
from screening.search.asking import Asked


@dataclass(frozen=True)
class Name:
    """A listed name that is like the one asked for; without an explanation when only a number led to its bearer."""

    name: str
    weak: bool
    explanation: Explanation | None


Found = dict[UUID, list[Name]]
_SPARE = 20  # parties beyond those wanted: what else is known may change their order
_MOST_NAMES = 1_000  # of one question; a name as common as that says nothing


def find(lists: Listed, questions: Sequence[Asked], *, threshold: float) -> list[Found]:
    """Return for each question the versions of listed parties that may be meant, with the names that led to them."""
    asked = [(question.name, question.kind) for question in questions if question.name]
    rows = iter(lists.names.index.hits(asked, threshold=threshold, k=_MOST_NAMES))
    return [_found(lists, question, next(rows) if question.name else []) for question in questions]


def _found(lists: Listed, asked: Asked, hits: Sequence[Hit]) -> Found:
    """Explain the best of what was hit: of each party its best name, and its best weak alias, which may gain more."""
    names, index = lists.names, lists.names.index
    best: dict[UUID, dict[bool, Hit]] = {}
    for hit in hits:
        entity_id = lists.entities[names.owners[hit.entry]]
        if entity_id in best or len(best) < asked.most + _SPARE:
            best.setdefault(entity_id, {}).setdefault(hit.entry in names.weak, hit)
    found: Found = {
        entity_id: [
            Name(match.name, match.weak, match.explanation)
            for match in (index.explain(asked.name, asked.kind, hit) for hit in sorts.values())
        ]
        for entity_id, sorts in best.items()
    }
    if asked.identifier:
        for place in lists.numbers.places({"": [asked.identifier]}):
            found.setdefault(lists.entities[place], []).append(Name("", weak=False, explanation=None))
    return found


def holds(values: Sequence[str], number: str) -> bool:
    """Tell whether a number is among some, without spaces, punctuation and case."""
    return bare(number) in {bare(value) for value in values}
