"""Who is screened, as the comparison sees them: all names of a party and what else is known of it (pure)."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from screening.names import MAX_NAME_CHARACTERS, Kind
from screening.scoring import Attributes

Key = tuple[str, UUID]  # kind of subject, subject


@dataclass(frozen=True)
class Subject:
    """One name to screen.

    Attributes:
        kind: a SubjectKind: what is screened.
        id: its id. Several subjects with one id are several names of one party; the best agreement counts.
        name: the name as written.
        party: person, organisation or unknown.
        attributes: what else is known of it.
    """

    kind: str
    id: UUID
    name: str
    party: Kind
    attributes: Attributes = field(default_factory=Attributes)


@dataclass(frozen=True)
class Party:
    """A customer with all its names.

    Attributes:
        key: what it is, and its id.
        names: as written, each once.
        party: person, organisation or unknown.
        attributes: countries, dates of birth and identifiers of it.
        organisation_id: whose customer it is, where several organisations' are compared at once.
    """

    key: Key
    names: tuple[str, ...]
    party: Kind
    attributes: Attributes
    organisation_id: UUID | None = None

    def content(self) -> dict[str, Any]:
        """Return the party as it is stored."""
        known = self.attributes
        return {
            "party": self.party, "names": list(self.names), "countries": list(known.countries),
            "birth_dates": list(known.birth_dates),
            "identifiers": {scheme: list(values) for scheme, values in known.identifiers.items()},
        }  # fmt: skip


@dataclass(frozen=True)
class ListedName:
    """One name of a listed entity."""

    name: str
    weak: bool = False


@dataclass(frozen=True)
class ListedParty:
    """A version of a listed party.

    Attributes:
        id: of this version.
        listed_key: of the party, whichever version.
        kind: person, organisation or unknown.
        caption: the name it goes by.
        names: every name that is compared.
        attributes: countries, dates of birth and identifiers of it.
    """

    id: UUID
    listed_key: str
    kind: Kind
    caption: str
    names: tuple[ListedName, ...]
    attributes: Attributes


def of_subjects(subjects: Iterable[Subject]) -> Iterable[Party]:
    """Yield the parties whose names follow each other."""
    for key, rows in groupby(subjects, key=lambda subject: (subject.kind, subject.id)):
        held = list(rows)
        yield Party(
            key, tuple(dict.fromkeys(row.name[:MAX_NAME_CHARACTERS] for row in held)), held[0].party,
            _together([row.attributes for row in held]),
        )  # fmt: skip


def _together(known: Sequence[Attributes]) -> Attributes:
    if all(one == known[0] for one in known):
        return known[0]
    identifiers: dict[str, tuple[str, ...]] = {}
    for one in known:
        for scheme, values in one.identifiers.items():
            identifiers[scheme] = tuple(dict.fromkeys((*identifiers.get(scheme, ()), *values)))
    return Attributes(
        tuple(dict.fromkeys(code for one in known for code in one.countries)),
        tuple(dict.fromkeys(day for one in known for day in one.birth_dates)),
        identifiers,
    )


def of_content(key: Key, content: Mapping[str, Any], organisation_id: UUID | None = None) -> Party:
    """Return a party from what `Party.content` gave."""
    return Party(key, tuple(content["names"]), content["party"], attributes_of(content), organisation_id)


def attributes_of(stored: Mapping[str, Any]) -> Attributes:
    """Return attributes from their stored form."""
    return Attributes(
        tuple(stored["countries"]), tuple(stored["birth_dates"]),
        {scheme: tuple(values) for scheme, values in stored["identifiers"].items()},
    )  # fmt: skip


def listed_key(watchlist_id: UUID, entity_key: str) -> str:
    """Return the key of a listed party: a new version of its entry is the same party."""
    return hashlib.sha256(f"{watchlist_id}|{entity_key}".encode()).hexdigest()[:40]


def bare(value: str) -> str:
    """Return an identifier without spaces, punctuation and case."""
    return re.sub(r"[\W_]", "", value).casefold()


def plain(text: str) -> str:
    """Return a text without case, punctuation and spacing.

    Not the normaliser's form: that changes with its version, and a decision must outlive it.
    """
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def digest(parts: Iterable[str]) -> str:
    """Return the SHA-256 of some texts in their order."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
