"""Commands of assisted entry: an officer begins to enter an agency's papers, goes on, and is done."""

from datetime import date

from accounts.organisations import queries as organisations
from accounts.organisations import service as membership
from accounts.people import queries as people
from accounts.permissions import Kind, Role
from accounts.sessions import service as sessions
from core import clock, countries, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Conflict, Invalid
from core.i18n import N_
from core.text import clean_line, clean_text
from licensing.agencies import queries as agencies
from licensing.assisted import queries
from licensing.assisted.models import AssistedEntry

SHORTEST_NOTE, LONGEST_NOTE = 10, 2000
CHECK = N_("Check what you entered.")
OTHER = N_("%(name)s is entering papers of this agency. Wait until they are done.")


def begin(
    *, received_on: date, note: str, by: Actor, agency_reference: str = "", agency_name: str = "", country: str = ""
) -> AssistedEntry:
    """Begin to enter papers: of an agency that is known by its reference, else of a new one.

    The officer becomes a member of the agency's organisation in the role of assistant, and acts for it from the next
    request on. Papers that the same officer is entering already are gone on with. Raises Invalid naming the fields,
    NotFound for an unknown reference, Conflict while another officer enters papers of the agency.
    """
    sound = _checked(received_on, note, agency_reference, agency_name, country)
    if agency_reference:
        organisation = organisations.get(agencies.by_reference(agency_reference).organisation_id)
    else:
        organisation = membership.found(kind=Kind.BROKER, name=clean_line(agency_name), country=country, by=by)
    if organisation is None:
        raise Conflict("agency-without-organisation", N_("This agency has no organisation to act for."))
    present = queries.open_of(organisation.id)
    if present is not None and present.person_id != by.person_id:
        raise Conflict("papers-open", OTHER, name=present.person_name)
    row = present or AssistedEntry(
        id=ids.new_id(), organisation_id=organisation.id, agency_name=organisation.name, person_id=by.person_id,
        person_name=by.name, received_on=received_on, note=sound, begun_at=clock.now(),
    )  # fmt: skip
    if present is None:
        db.session.add(row)
        trail.record("licensing.assisted-entry.begin", row, by=by, reason=sound, agency=organisation.name,
                     received_on=received_on.isoformat())  # fmt: skip
        db.session.flush()
    go_on(row, by=by)
    return row


def go_on(row: AssistedEntry, *, by: Actor) -> None:
    """Act for the agency again. Raises Conflict when the papers are done or another officer's."""
    if row.finished_at is not None:
        raise Conflict("papers-done", N_("These papers are entered already. Begin anew for further ones."))
    if row.person_id != by.person_id:
        raise Conflict("papers-open", OTHER, name=row.person_name)
    person, organisation = people.get(row.person_id), organisations.get(row.organisation_id)
    if person is None or organisation is None:
        raise Conflict("agency-without-organisation", N_("This agency has no organisation to act for."))
    if all(item.organisation_id != organisation.id for item in organisations.memberships_of(person.id)):
        membership.admit(person, organisation, Role.ASSISTANT, by=by)
    sessions.switch(str(organisation.id), by=by)


def finish(row: AssistedEntry, *, by: Actor) -> None:
    """Leave the agency and act for the regulator again; done twice, nothing changes.

    Raises Conflict for another officer's papers.
    """
    if row.finished_at is not None:
        return
    if row.person_id != by.person_id:
        raise Conflict("papers-open", OTHER, name=row.person_name)
    held = organisations.memberships_of(by.person_id)
    for item in held:
        if item.organisation_id == row.organisation_id and item.role == Role.ASSISTANT:
            membership.dismiss(item, "The papers are entered.", by=by)
    row.finished_at = clock.now()
    trail.record("licensing.assisted-entry.finish", row, by=by, agency=row.agency_name)
    db.session.flush()


def _checked(received_on: date, note: str, reference: str, name: str, country: str) -> str:
    """Return the note, trimmed. Raises Invalid with every fault at once."""
    faults = {}
    sound = clean_text(note).strip()
    if not SHORTEST_NOTE <= len(sound) <= LONGEST_NOTE:
        faults["note"] = N_("Say in 10 to 2,000 characters who signed the papers and why they came on paper.")
    if received_on > clock.today():
        faults["received_on"] = N_("The papers cannot have come in after today.")
    if not reference and not clean_line(name):
        faults["agency_name"] = N_("Enter the name of the agency, or the reference of one that is known.")
    if not reference and not countries.known(country.upper()):
        faults["country"] = N_("Choose the country where it is registered.")
    if faults:
        raise Invalid("papers-refused", CHECK, faults)
    return sound
