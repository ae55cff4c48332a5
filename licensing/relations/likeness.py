"""When two people are one: names compared in any script, days of birth where they are known (pure)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from licensing.relations.states import Kind
from screening.names import NormalisedName, normalise, search_keys
from screening.scoring import ALERT_THRESHOLD, score

# Without a day of birth on one side only a name that is nearly equal counts.
NAME_ALONE = 0.93
MOST_COMPARED = 40  # of the names that share keys with one person, those that share most


@dataclass(frozen=True)
class Person:
    """A person of an agency, one of its sub-agents, or somebody banned."""

    agency_id: UUID | None
    name: str
    birth_date: date | None
    keys: frozenset[str]
    words: str = ""  # what the person is or was there, for the evidence

    @property
    def normalised(self) -> NormalisedName:
        """The name as it is compared."""
        return normalise(self.name, "person")

    @property
    def key(self) -> str:
        """What spellings of this person's name, in one order, share."""
        return self.normalised.compare[:300]

    @property
    def shown(self) -> str:
        """The person as evidence shows it: the name, and what the person is; no day of birth."""
        return f"{self.name} ({self.words})" if self.words else self.name


def person(agency_id: UUID | None, name: str, birth_date: date | None, words: str = "") -> Person:
    """Return a person with the keys by which the name is found."""
    return Person(agency_id, name, birth_date, frozenset(search_keys(name, "person")), words)


def alike(ours: Person, theirs: Person, *, alone: float = NAME_ALONE) -> tuple[Kind, float] | None:
    """Return which kind of likeness two people have and its score (0 to 1), or None.

    `alone` is the score that a name needs where a day of birth is not known on both sides.

    Two different days of birth are two people, however alike the names.
    """
    both = ours.birth_date is not None and theirs.birth_date is not None
    if both and ours.birth_date != theirs.birth_date:
        return None
    found = score(ours.normalised, theirs.normalised).score
    if found < (ALERT_THRESHOLD if both else alone):
        return None
    return (Kind.PERSON if both else Kind.PERSON_NAME), round(found, 3)


def pairs(
    ours: list[Person], candidates: list[Person], *, alone: float = NAME_ALONE
) -> list[tuple[Person, Person, Kind, float]]:
    """Return who of `ours` is like whom of `candidates`; each of ours is compared with at most 40 of them."""
    found = []
    for one in ours:
        sharing = [(len(one.keys & other.keys), other) for other in candidates if one.keys & other.keys]
        sharing.sort(key=lambda pair: -pair[0])
        for _count, other in sharing[:MOST_COMPARED]:
            verdict = alike(one, other, alone=alone)
            if verdict is not None:
                found.append((one, other, *verdict))
    return found
