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


@dataclass(frozen=True)
class ApplicationReturned:
    """An application went back to its agency with a note of what is missing."""

    application_id: UUID


@dataclass(frozen=True)
class ApplicationRefused:
    """An application was refused."""

    application_id: UUID


@dataclass(frozen=True)
class ApplicationGranted:
    """An application was granted: its licence is in force as soon as bond and licence fee are there."""

    application_id: UUID


@dataclass(frozen=True)
class RefusalIntended:
    """An agency is told that its application may be refused, and may answer."""

    application_id: UUID


@dataclass(frozen=True)
class DecisionQuashed:
    """A court or an appeal undid the decision on an application; it is looked at again."""

    application_id: UUID


@dataclass(frozen=True)
class ApplicationEnded:
    """An application was withdrawn, or lapsed."""

    application_id: UUID


@dataclass(frozen=True)
class LicenceRenewed:
    """A licence that was there before got a further term, or what it says was changed, by a decision."""

    licence_id: UUID
    application_id: UUID


@dataclass(frozen=True)
class FeeSettled:
    """A fee of an application is paid, or no longer asked for; `kind` is application-fee, licence-fee or late-fee."""

    application_id: UUID
    kind: str


@dataclass(frozen=True)
class FeeReopened:
    """A fee that was settled is open again: the bank took the money back, or it was paid back."""

    application_id: UUID
    kind: str


@dataclass(frozen=True)
class AgencyChanged:
    """An agency that is on the register says something else of itself: a number, a person, a place, an account."""

    agency_id: UUID


@dataclass(frozen=True)
class VariationGranted:
    """An application takes effect under which a licensed agency asked for changes of what workers read of it."""

    application_id: UUID


@dataclass(frozen=True)
class PaperAskedFor:
    """An officer asked an agency for a paper beyond the checklist."""

    item_id: UUID


@dataclass(frozen=True)
class MessageWritten:
    """The regulator wrote a message to an agency."""

    message_id: UUID


@dataclass(frozen=True)
class SecurityChanged:
    """What an agency is secured by is no longer what it was: verified, replaced, ended, called or released."""

    agency_id: UUID


@dataclass(frozen=True)
class MeasureTold:
    """The holder is to be told of a measure: proposed so that it may answer, decided, or ended."""

    measure_id: UUID


@dataclass(frozen=True)
class ConditionBreached:
    """The last day of a condition passed without evidence."""

    condition_id: UUID


@dataclass(frozen=True)
class AppealChanged:
    """An appeal was lodged, stayed or decided."""

    appeal_id: UUID


@dataclass(frozen=True)
class PointsRecorded:
    """Points were entered against a licence holder, or taken back."""

    licence_id: UUID


@dataclass(frozen=True)
class PersonBanned:
    """A ban of a person came into force, was lifted, or ended."""

    ban_id: UUID
