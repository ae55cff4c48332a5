"""What officers found about an agency's telephone numbers, web addresses and places: recorded, never edited."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from core import clock, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Conflict, Invalid
from core.i18n import N_
from licensing.agencies import addresses, entries, queries
from licensing.agencies.models import Agency
from licensing.agencies.tables import AgencyPremises, AgencyVerification, AgencyWeb, Contact, Method, Verdict
from licensing.agencies.told import web_key

MOST = 1_000
SHORTEST_NOTE, LONGEST_NOTE = 10, 2_000


@dataclass(frozen=True)
class Item:
    """Something that can be verified: what it is, its value as compared, how it is shown, and what was last found."""

    contact: str
    value: str
    shown: str
    label: str
    found: AgencyVerification | None

    @property
    def verified(self) -> bool:
        """Tell whether an officer found it to be the agency's own."""
        return self.found is not None and self.found.verdict == Verdict.VERIFIED

    @property
    def verified_at(self) -> datetime | None:
        """Return when that was."""
        return self.found.at if self.found and self.verified else None


def items(agency: Agency) -> list[Item]:
    """Return everything of an agency that can be verified, with what was last found; four queries."""
    newest = latest(agency.id)
    found = [(Contact.PHONE, row.e164, row.e164, row.label) for row in queries.phones(agency.id)]
    if agency.website and (key := web_key(agency.website)):
        found.append((Contact.WEB, key, agency.website, "website"))
    found += [(Contact.WEB, row.key, row.url, row.kind) for row in entries.of(AgencyWeb, agency.id)]
    if agency.address:
        found.append((Contact.PREMISES, place_of(agency), f"{agency.address}, {agency.city}", "main-office"))
    places = entries.of(AgencyPremises, agency.id)
    found += [(Contact.PREMISES, value_of(row), f"{row.address}, {row.city}", row.kind) for row in places]
    unique = {(str(contact), value): (shown, label) for contact, value, shown, label in reversed(found)}
    return [
        Item(contact, value, shown, label, newest.get((contact, value)))
        for (contact, value), (shown, label) in reversed(unique.items())
    ]


def latest(agency_id: UUID) -> dict[tuple[str, str], AgencyVerification]:
    """Return the newest finding about each value of an agency, by contact and value."""
    statement = select(AgencyVerification).where(AgencyVerification.agency_id == agency_id)
    rows = db.session.scalars(statement.order_by(AgencyVerification.at, AgencyVerification.id).limit(MOST))
    return {(row.contact, row.value): row for row in rows}


def verify(
    agency: Agency, contact: str, value: str, *, verdict: str, method: str, note: str, by: Actor
) -> AgencyVerification:
    """Record what an officer found about one of the agency's contacts; a later finding supersedes an earlier one.

    Raises Invalid naming `verdict`, `method` or `note`; Conflict when the agency no longer gives this value.
    """
    faults: dict[str, str] = {}
    if verdict not in set(Verdict):
        faults["verdict"] = N_("Choose what you found.")
    if method not in set(Method):
        faults["method"] = N_("Choose how you verified it.")
    sound = (note or "").strip()
    if not SHORTEST_NOTE <= len(sound) <= LONGEST_NOTE:
        faults["note"] = N_("Say in 10 to 2,000 characters what you did and whom you spoke to.")
    if faults:
        raise Invalid("verification-refused", N_("Check what you entered."), faults)
    if not any((item.contact, item.value) == (contact, value) for item in items(agency)):
        raise Conflict("contact-gone", N_("The agency does not give this number or address any more. Reload the page."))
    row = AgencyVerification(
        id=ids.new_id(), organisation_id=agency.organisation_id, agency_id=agency.id, contact=contact, value=value,
        verdict=verdict, method=method, note=sound, by_person=by.person_id, by_name=by.name, at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.agency-verification.record", row, by=by, reason=sound, value=value, verdict=str(verdict))
    db.session.flush()
    return row


def place_of(agency: Agency) -> str:
    """Return the value by which an agency's main office is known."""
    return addresses.key_of(agency.address, agency.city, agency.country) or _plain(agency.address, agency.city)


def value_of(row: AgencyPremises) -> str:
    """Return the value by which a place is known."""
    return row.address_key or _plain(row.address, row.city)


def _plain(address: str, city: str) -> str:
    return f"{address}, {city}".casefold()[:300]
