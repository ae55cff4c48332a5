"""Two parties side by side: for each field same, close, different or not known, with the reason (pure)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from core.i18n import N_
from screening.names import MAX_NAME_CHARACTERS, normalise
from supplychain.lists.cells import fold

CLOSE_ADDRESS = 75.0  # per cent of words in common
SAME, CLOSE, DIFFERENT, UNKNOWN = "same", "close", "different", "unknown"
COMMON_IN_ADDRESSES = frozenset(
    ["road", "street", "lane", "avenue", "block", "building", "floor", "plot", "unit", "zone", "industrial", "park",
     "area", "estate", "district", "city", "town", "village", "north", "south", "east", "west", "phase", "sector",
     "export", "free", "trade", "main", "near", "office", "house", "gate", "port"]
)  # fmt: skip


@dataclass(frozen=True)
class Party:
    """What is known of one side; countries are ISO codes, identifiers are by scheme."""

    name: str
    other_names: Sequence[str] = ()
    countries: Sequence[str] = ()
    addresses: Sequence[str] = ()
    identifiers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    birth_dates: Sequence[str] = ()


@dataclass(frozen=True)
class Line:
    """One field of the comparison; `reason` is a marked sentence, both sides are lists of what is known.

    `shared` are those values of either side that the other side has too.
    """

    field: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    verdict: str
    reason: str = ""
    shared: frozenset[str] = frozenset()


def compare(ours: Party, theirs: Party, *, threshold: float, score: float) -> list[Line]:
    """Return the comparison field by field; `score` is that of the names, `threshold` the one alerts begin at."""
    return [
        _names(ours, theirs, threshold, score),
        _other_names(ours, theirs),
        _sets("country", ours.countries, theirs.countries),
        _addresses(ours, theirs),
        _identifiers(ours, theirs),
        _sets("birth_date", ours.birth_dates, theirs.birth_dates),
    ]


def _key(name: str) -> str:
    return normalise(name[:MAX_NAME_CHARACTERS]).compare


def _names(ours: Party, theirs: Party, threshold: float, score: float) -> Line:
    left, right = (ours.name,), (theirs.name,)
    if _key(ours.name) and _key(ours.name) == _key(theirs.name):
        return Line("name", left, right, SAME)
    if score >= threshold:
        return Line("name", left, right, CLOSE, N_("See the score, word by word."))
    return Line("name", left, right, DIFFERENT)


def _other_names(ours: Party, theirs: Party) -> Line:
    left, right = tuple(ours.other_names), tuple(theirs.other_names)
    our_keys = {_key(name) for name in (*left, ours.name)} - {""}
    their_keys = {_key(name) for name in (*right, theirs.name)} - {""}
    shared = {name for name in right if _key(name) in our_keys} | {name for name in left if _key(name) in their_keys}
    if shared:
        return Line("other_names", left, right, SAME, N_("One of the names is the same."), frozenset(shared))
    return Line("other_names", left, right, DIFFERENT if left and right else UNKNOWN)


def _sets(name: str, left: Sequence[str], right: Sequence[str]) -> Line:
    verdict = UNKNOWN
    shared = frozenset(left) & frozenset(right)
    if left and right:
        verdict = SAME if shared else DIFFERENT
    return Line(name, tuple(left), tuple(right), verdict, shared=shared)


def _addresses(ours: Party, theirs: Party) -> Line:
    left, right = tuple(ours.addresses), tuple(theirs.addresses)
    if not left or not right:
        return Line("address", left, right, UNKNOWN)
    pairs = [(fold(one), fold(other)) for one in left for other in right]
    if any(one and one == other for one, other in pairs):
        return Line("address", left, right, SAME)
    alike = max(fuzz.token_set_ratio(one.lower(), other.lower()) for one in left for other in right)
    if alike >= CLOSE_ADDRESS:
        return Line("address", left, right, CLOSE, N_("Most words of the address are the same."))
    shared = set().union(*map(_telling, left)) & set().union(*map(_telling, right))
    if shared:
        return Line("address", left, right, CLOSE, N_("A telling word of the address is the same."))
    return Line("address", left, right, DIFFERENT)


def _telling(address: str) -> set[str]:
    """Return the words of an address that say which one it is: no numbers, and no words that most addresses have."""
    words = re.findall(r"[^\W\d_]{4,}", address.casefold())
    return {word for word in words if word not in COMMON_IN_ADDRESSES}


def _identifiers(ours: Party, theirs: Party) -> Line:
    sides = [
        {f"{scheme}: {value}": fold(str(value)) for scheme, values in known.items() for value in values}
        for known in (ours.identifiers, theirs.identifiers)
    ]
    left, right = (tuple(side) for side in sides)
    both = set(sides[0].values()) & set(sides[1].values()) - {""}
    if both:
        shared = frozenset(text for side in sides for text, bare in side.items() if bare in both)
        return Line("identifiers", left, right, SAME, shared=shared)
    if set(ours.identifiers) & set(theirs.identifiers):
        return Line("identifiers", left, right, DIFFERENT)
    return Line("identifiers", left, right, UNKNOWN)


LABELS: dict[str, str] = {
    "name": N_("Name"),
    "other_names": N_("Other names"),
    "country": N_("Country"),
    "address": N_("Address"),
    "identifiers": N_("Numbers"),
    "birth_date": N_("Dates of birth"),
}


def as_party(details: Mapping[str, Any], schemes: Mapping[str, str], **known: Any) -> Party:
    """Return our supplier as a party: `schemes` maps its details to the names that flagged lists use."""
    identifiers = {schemes[key]: [str(details[key])] for key in schemes if details.get(key)}
    return Party(identifiers=identifiers, **known)
