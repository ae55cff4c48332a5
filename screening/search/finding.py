"""Which listed names are like a name, and whose numbers are like a number, by the index kept in memory (pure)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from screening.runs.listed import Listed, bare
from screening.scoring import Explanation
from screening.search.asking import Asked


@dataclass(frozen=True)
class Name:
    """A listed name that is like the one asked for; without an explanation when only a number led to its bearer."""

    name: str
    weak: bool
    explanation: Explanation | None


Found = dict[UUID, list[Name]]


def find(lists: Listed, asked: Asked, *, threshold: float, most: int) -> Found:
    """Return the versions of listed parties that may be meant, each with the names that led to it."""
    found: defaultdict[UUID, list[Name]] = defaultdict(list)
    if asked.name:
        for match in lists.names.search(asked.name, asked.kind, threshold=threshold, k=most):
            found[UUID(str(match.entry_id))].append(Name(match.name, match.weak, match.explanation))
    if asked.identifier:
        for entity_id in lists.identifiers.get(bare(asked.identifier), ()):
            found[entity_id].append(Name("", weak=False, explanation=None))
    return dict(found)


def holds(values: Sequence[str], number: str) -> bool:
    """Tell whether a number is among some, without spaces, punctuation and case."""
    return bare(number) in {bare(value) for value in values}
