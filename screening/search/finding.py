"""Which listed names are like a name, and whose numbers are like a number, by the index kept in memory (pure)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

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
_ALIASES = 5  # names of one party that may be like the one asked for


def find(lists: Listed, asked: Asked, *, threshold: float, most: int) -> Found:
    """Return the versions of listed parties that may be meant, each with the names that led to it."""
    found: defaultdict[UUID, list[Name]] = defaultdict(list)
    if asked.name:
        names = lists.names
        for match in names.index.search(asked.name, asked.kind, threshold=threshold, k=_ALIASES * most):
            entity_id = lists.entities[names.owners[int(match.entry_id)]]
            if entity_id in found or len(found) < most:
                found[entity_id].append(Name(match.name, match.weak, match.explanation))
    if asked.identifier:
        for place in lists.numbers.places({"": [asked.identifier]}):
            found[lists.entities[place]].append(Name("", weak=False, explanation=None))
    return dict(found)


def holds(values: Sequence[str], number: str) -> bool:
    """Tell whether a number is among some, without spaces, punctuation and case."""
    return bare(number) in {bare(value) for value in values}
