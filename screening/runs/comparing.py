"""Customers against listed parties, from either side, with one answer: the pairs, their scores, their evidence (pure).

`forward` asks an index of listed names for customers, `backward` an index of customers' names for listed parties.
Both come to the same pairs with the same scores: every pair of names from `QUALIFY_FLOOR` on is looked at, none is
left out because a list is long, and each is scored as the customer's name asked for against the listed one.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import numpy as np

from screening.index import Asked, Entry, NameIndex
from screening.model import WHOLE
from screening.names import MAX_NAME_CHARACTERS, Kind, NormalisedName, normalise
from screening.runs.parties import Key, ListedName, ListedParty, Party, bare, digest, plain
from screening.scoring import (
    ALERT_THRESHOLD,
    QUALIFY_FLOOR,
    Explanation,
    identifier_match,
    qualify,
    score,
)

T = TypeVar("T")
Whole = np.ndarray[Any, np.dtype[Any]]
_SLACK = 0.005  # between the score of the bulk path and the one that is explained

Pair = tuple[Key, UUID]  # subject, version of the listed party
Fetch = Callable[[set[int]], Mapping[int, T]]


@dataclass(frozen=True)
class Agreement:
    """A customer and a listed party that agree.

    Attributes:
        party: the customer.
        entity: the version of the listed party.
        name: the customer's name that agrees best.
        listed_name: the listed name it agrees with.
        explanation: what makes the score.
    """

    party: Party
    entity: ListedParty
    name: str
    listed_name: str
    explanation: Explanation

    @property
    def pair(self) -> Pair:
        """Return what it is an agreement of."""
        return self.party.key, self.entity.id

    def compared(self) -> dict[str, Any]:
        """Return field by field what the match rests on: the two names, and what else is known of both sides.

        A programme or a reason is not compared: it says what follows from being the same, not whether it is so.
        """
        ours, theirs = self.party.attributes, self.entity.attributes
        return {
            "our_name": self.name, "our_countries": sorted(ours.countries), "our_birth_dates": sorted(ours.birth_dates),
            "our_identifiers": _numbers(ours.identifiers), "their_name": self.listed_name,
            "their_countries": sorted(theirs.countries), "their_birth_dates": sorted(theirs.birth_dates),
            "their_identifiers": _numbers(theirs.identifiers),
        }  # fmt: skip

    def fingerprint(self) -> str:
        """Return the digest of what the match rests on, without case and punctuation."""
        return fingerprint_of(self.compared())

    def inputs(self) -> str:
        """Return the digest of all that was compared: the same again means that only the model can have changed."""
        known = self.compared()
        names = [*sorted(map(plain, self.party.names)), "|", *sorted(plain(one.name) for one in self.entity.names)]
        return digest([*names, *(_flat(known[field]) for field in sorted(known) if not field.endswith("_name"))])


def fingerprint_of(compared: Mapping[str, Any]) -> str:
    """Return the digest of a stored `Agreement.compared`."""
    return digest(f"{field}={_flat(compared[field])}" for field in sorted(compared))


def _numbers(identifiers: Mapping[str, Iterable[str]]) -> list[str]:
    return sorted(f"{scheme}: {value}" for scheme, values in identifiers.items() for value in values)


def _flat(value: str | Sequence[str]) -> str:
    return plain(value) if isinstance(value, str) else "\x1e".join(sorted(map(plain, value)))


# --------------------------------------------------------------------------------------------- two directions


@dataclass(frozen=True)
class Names:
    """An index of names, with each name as text, the place of the party it is of, and which are weak aliases."""

    index: NameIndex
    names: Sequence[str]
    owners: Sequence[int]
    weak: Whole

    @classmethod
    def build(cls, rows: Iterable[tuple[int, str, Kind, bool]]) -> "Names":
        """Build from rows of place, name, kind and weakness; the index itself is asked for names by their number."""
        names: list[str] = []
        owners = array("l")
        weak = bytearray()

        def entries() -> Iterator[Entry]:
            for number, (place, name, kind, is_weak) in enumerate(rows):
                names.append(name)
                owners.append(place)
                weak.append(is_weak)
                yield number, name, kind, is_weak

        index = NameIndex.build(entries())
        return cls(index, names, owners, np.frombuffer(bytes(weak), bool))

    def __len__(self) -> int:
        return len(self.names)


class Numbers:
    """Which parties may have an identifier: sixteen bytes each, so that millions of them stay small.

    By a hash: `identifier_match` has the last word.
    """

    def __init__(self, rows: Iterable[tuple[str, int]]) -> None:
        held = [(hash(bare(value)), place) for value, place in rows]
        grid = np.array(held, dtype=np.int64).reshape(-1, 2)
        grid = grid[np.argsort(grid[:, 0], kind="stable")]
        self._hashes, self._places = grid[:, 0].copy(), grid[:, 1].copy()

    def __len__(self) -> int:
        return len(self._hashes)

    def places(self, identifiers: Mapping[str, Iterable[str]]) -> set[int]:
        """Return the places of the parties that may share one of these identifiers."""
        found: set[int] = set()
        for values in identifiers.values():
            for value in values:
                wanted = hash(bare(value))
                first = int(np.searchsorted(self._hashes, wanted, side="left"))
                last = int(np.searchsorted(self._hashes, wanted, side="right"))
                found.update(self._places[first:last].tolist())
        return found


def forward(
    parties: Sequence[Party], listed: Names, numbers: Numbers, entities: Fetch[ListedParty], *, threads: int = 1
) -> dict[Pair, Agreement]:
    """Return the agreements of customers with the listed parties of an index.

    Args:
        parties: the customers.
        listed: every listed name.
        numbers: who among the listed has which identifier.
        entities: fetches listed parties by their places, asked once for those that may agree.
        threads: how many threads search.
    """
    asked = [(name, party.party) for party in parties for name in party.names]
    owner = [place for place, party in enumerate(parties) for _ in party.names]
    found = _Candidates()
    for number, entry, value in _telling(listed.index, asked, listed.weak, flipped=False, threads=threads):
        listed_name = ListedName(listed.names[entry], bool(listed.weak[entry]))
        found.name(owner[number], listed.owners[entry], value, asked[number][0], listed_name)
    for place, party in enumerate(parties):
        for entity in numbers.places(party.attributes.identifiers):
            found.number(place, entity)
    known = entities(found.entities())
    return found.settle(dict(enumerate(parties)), known)


def backward(
    entities: Sequence[ListedParty], customers: Names, numbers: Numbers, parties: Fetch[Party]
) -> dict[Pair, Agreement]:
    """Return the agreements of listed parties with the customers of an index; the same as `forward` would find.

    Args:
        entities: the listed parties.
        customers: every name of every customer.
        numbers: who among the customers has which identifier.
        parties: fetches customers by their places, asked once for those that may agree; whom it no longer knows
            is left out.
    """
    asked = [(one.name, entity.kind, one.weak) for entity in entities for one in entity.names]
    owner = [(place, one) for place, entity in enumerate(entities) for one in entity.names]
    found = _Candidates()
    weak = np.array([one.weak for _, one in owner], bool)
    for number, entry, value in _telling(customers.index, asked, weak, flipped=True):
        place, listed_name = owner[number]
        found.name(customers.owners[entry], place, value, customers.names[entry], listed_name)
    for place, entity in enumerate(entities):
        for party in numbers.places(entity.attributes.identifiers):
            found.number(party, place)
    return found.settle(parties(found.parties()), dict(enumerate(entities)))


class _Candidates:
    """Pairs that may agree: of strong names and of weak ones the most alike each, and those with one identifier."""

    def __init__(self) -> None:
        self._best: dict[tuple[int, int, bool], tuple[float, str, str]] = {}
        self._numbered: set[tuple[int, int]] = set()

    def name(self, party: int, entity: int, value: float, ours: str, theirs: ListedName) -> None:
        # Whatever else is known counts alike for all names of a pair, so the most alike of each sort is enough.
        # A strong name below the threshold cannot be lifted; a weak one may be, as far as its weakness lowered it.
        if not theirs.weak and value < ALERT_THRESHOLD - _SLACK:
            return
        key, told = (party, entity, theirs.weak), (-value, ours, theirs.name)
        if key not in self._best or told < self._best[key]:
            self._best[key] = told

    def number(self, party: int, entity: int) -> None:
        self._numbered.add((party, entity))

    def parties(self) -> set[int]:
        return {key[0] for key in self._best} | {place for place, _ in self._numbered}

    def entities(self) -> set[int]:
        return {key[1] for key in self._best} | {place for _, place in self._numbered}

    def settle(self, parties: Mapping[int, Party], entities: Mapping[int, ListedParty]) -> dict[Pair, Agreement]:
        """Compare the candidates word by word and return those from the alert threshold on."""
        agreed: dict[Pair, Agreement] = {}
        for (place, other, weak), (_value, ours, theirs) in sorted(self._best.items()):
            if place not in parties or other not in entities:
                continue
            party, entity = parties[place], entities[other]
            told = qualify(_explained(ours, party.party, theirs, entity.kind, weak=weak), party.attributes,
                           entity.attributes)  # fmt: skip
            _keep(agreed, Agreement(party, entity, ours, theirs, told))
        for place, other in sorted(self._numbered):
            if place not in parties or other not in entities:
                continue
            party, entity = parties[place], entities[other]
            same = identifier_match(party.attributes, entity.attributes)
            if same is not None:
                _keep(agreed, Agreement(party, entity, party.names[0], entity.caption, same))
        return agreed


def _keep(agreed: dict[Pair, Agreement], found: Agreement) -> None:
    known = agreed.get(found.pair)
    if found.explanation.score < ALERT_THRESHOLD:
        return
    if known is None or found.explanation.score > known.explanation.score:
        agreed[found.pair] = found


def _explained(ours: str, party: Kind, theirs: str, entity: Kind, *, weak: bool) -> Explanation:
    return score(_normalised(ours, party), _normalised(theirs, entity), weak=weak)


@lru_cache(maxsize=4_096)
def _normalised(name: str, kind: Kind) -> NormalisedName:
    return normalise(name[:MAX_NAME_CHARACTERS], kind)


def _telling(
    index: NameIndex, asked: Sequence[Asked], weak: Whole, *, flipped: bool, threads: int = 1
) -> Iterator[tuple[int, int, float]]:
    """Yield the number of a name asked for, that of an indexed one, and their score, for pairs that may agree.

    Args:
        index: of listed names, or flipped of customers' names.
        asked: customers' names, or flipped the listed ones.
        weak: which of the listed names are weak aliases, by their number.
        flipped: whether the index holds the customers.
        threads: how many threads search.
    """
    found = index.find(asked, threshold=QUALIFY_FLOOR, k=None, flipped=flipped, threads=threads)
    scores = found.scores / WHOLE
    may = (scores >= ALERT_THRESHOLD - _SLACK) | weak[found.asked if flipped else found.entries]
    yield from zip(found.asked[may].tolist(), found.entries[may].tolist(), scores[may].tolist(), strict=True)
