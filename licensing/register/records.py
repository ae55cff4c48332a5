"""What the public may know of an agency, as the register gives it out (pure)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from licensing.licences.status import LicenceFacts, PublicStatus, agency_status, public_status


@dataclass(frozen=True)
class Condition:
    """A rule that one licence carries, in the words that workers read."""

    text: str
    due_on: date | None


@dataclass(frozen=True)
class Licence:
    """A licence as published; `destinations` are ISO 3166-1 alpha-2 codes."""

    number: str
    facts: LicenceFacts
    destinations: tuple[str, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Phone:
    """A telephone number on the register."""

    label: str
    e164: str


@dataclass(frozen=True)
class Person:
    """A person who may speak for the agency."""

    name: str
    role: str


@dataclass(frozen=True)
class Agency:
    """An agency on the register, and its status on `day`."""

    id: UUID
    reference: str
    name: str
    town: str
    country: str
    address: str
    website: str | None
    local_name: str | None
    licences: tuple[Licence, ...]  # the newest first
    applying: bool
    phones: tuple[Phone, ...]
    people: tuple[Person, ...]
    day: date

    @property
    def status(self) -> PublicStatus:
        """What the agency is to the public."""
        return agency_status((licence.facts for licence in self.licences), self.day, applying=self.applying)

    @property
    def licence(self) -> Licence | None:
        """The licence that the status comes from; without one, the newest."""
        status = self.status
        for licence in self.licences:
            if public_status(licence.facts, self.day) is status:
                return licence
        return self.licences[0] if self.licences else None
