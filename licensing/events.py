"""What licensing tells the rest of the house: facts of ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class LicenceIssued:
    """A licence was granted."""

    licence_id: UUID


@dataclass(frozen=True)
class LicenceStatusChanged:
    """A licence is no longer in the state it was: suspended, revoked, lifted, surrendered, conditioned, frozen."""

    licence_id: UUID


@dataclass(frozen=True)
class ApplicationSubmitted:
    """An application was handed in and waits for an officer."""

    application_id: UUID
