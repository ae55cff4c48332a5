"""What the codes of lists mean, in words, marked for translation."""

from core.i18n import N_
from screening.watchlists.models import Schema
from screening.watchlists.queries import Change
from screening.watchlists.states import Channel, DeliveryStatus, Every, SnapshotStatus

SCHEMAS: dict[str, str] = {
    Schema.PERSON: N_("Person"),
    Schema.ORGANIZATION: N_("Organisation"),
    Schema.COMPANY: N_("Company"),
    Schema.LEGAL_ENTITY: N_("Person or organisation"),
    Schema.VESSEL: N_("Ship"),
    Schema.AIRPLANE: N_("Aircraft"),
}

NAME_KINDS: dict[str, str] = {
    "primary": N_("Main name"),
    "aka": N_("Also known as"),
    "fka": N_("Formerly known as"),
    "weak": N_("Weak alias"),
    "original_script": N_("In its own script"),
}

CHANGES: dict[str, str] = {
    Change.ADDED: N_("Added"),
    Change.CHANGED: N_("Changed"),
    Change.REMOVED: N_("Removed"),
}

STATES: dict[str, tuple[str, str]] = {
    SnapshotStatus.CURRENT: (N_("In use"), "good"),
    SnapshotStatus.SUPERSEDED: (N_("Earlier version"), "neutral"),
}

DELIVERIES: dict[str, tuple[str, str]] = {
    DeliveryStatus.RECEIVED: (N_("Being read"), "progress"),
    DeliveryStatus.WAITING: (N_("Waits for a decision"), "wait"),
    DeliveryStatus.CONFIRMED: (N_("Being imported"), "progress"),
    DeliveryStatus.APPLIED: (N_("Imported"), "good"),
    DeliveryStatus.REFUSED: (N_("Refused: broken"), "bad"),
    DeliveryStatus.REJECTED: (N_("Not taken"), "neutral"),
    DeliveryStatus.FAILED: (N_("Could not be fetched"), "bad"),
}

CHANNELS: dict[str, str] = {
    Channel.UPLOAD: N_("Uploaded"),
    Channel.FETCH: N_("Fetched"),
    Channel.COMMAND: N_("On the command line"),
}

PERIODS: dict[str, str] = {
    Every.OFF: N_("Not by itself"),
    Every.DAILY: N_("Every day"),
    Every.WEEKLY: N_("Every week"),
}

# The attributes in which two versions of an entity may differ.
ATTRIBUTES: dict[str, str] = {
    "caption": N_("Name shown"),
    "schema": N_("Kind"),
    "names": N_("Names"),
    "programs": N_("Programmes"),
    "countries": N_("Countries"),
    "birth_dates": N_("Dates of birth"),
    "addresses": N_("Addresses"),
    "identifiers": N_("Numbers"),
    "reason": N_("Reason"),
    "remarks": N_("Remarks of the publisher"),
    "listed_on": N_("Listed on"),
    "delisted_on": N_("Taken off on"),
    "source_url": N_("Address at the publisher"),
}

# Schemes of identifiers as the readers call them; one that is not here is shown as the publisher names it.
SCHEMES: dict[str, str] = {
    "passport": N_("Passport"),
    "national_id": N_("National identity number"),
    "tax_id": N_("Tax number"),
    "registration_number": N_("Registration number"),
    "identification_number": N_("Identification number"),
    "residency_number": N_("Residence permit number"),
    "travel_document": N_("Travel document"),
    "driving_licence": N_("Driving licence"),
    "licence": N_("Licence number"),
    "imo": N_("IMO number of the ship"),
    "imo_company": N_("IMO number of the company"),
    "mmsi": N_("MMSI of the ship"),
    "call_sign": N_("Call sign"),
    "phone": N_("Telephone"),
    "email": N_("E-mail address"),
    "website": N_("Website"),
    "bic": N_("Bank identifier (BIC)"),
    "duns": N_("D-U-N-S number"),
    "vat": N_("VAT number"),
    "lei": N_("Legal entity identifier (LEI)"),
    "document": N_("Number of a document"),
    "identifier": N_("Number of a kind that is not told"),
}


def scheme(code: str) -> str:
    """Return the name of a scheme of identifiers, still to be translated."""
    return SCHEMES.get(code) or code.replace("_", " ").capitalize()
