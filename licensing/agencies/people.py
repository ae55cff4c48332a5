"""Commands on the people of an agency: one principal, shares of control that add up, removal with undo."""

from uuid import UUID

from core import clock, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Invalid
from core.i18n import N_
from licensing.agencies import facts, queries
from licensing.agencies.facts import PersonFacts
from licensing.agencies.models import Agency, AgencyPerson, PersonRole

MOST_PEOPLE = 100
WHOLE = 100  # percent
CHANGEABLE = ("name", "role", "nationality", "birth_date", "control_percent")


def told_of(person: AgencyPerson) -> PersonFacts:
    """Return the facts recorded of a person."""
    return PersonFacts(**{name: getattr(person, name) for name in CHANGEABLE})


def add(agency: Agency, given: PersonFacts, *, by: Actor) -> AgencyPerson:
    """Add a person; one with the very same facts is returned as is. Raises Invalid naming the fields."""
    told = facts.person(given, today=clock.today())
    present = queries.people(agency.id)
    for known in present:
        if told_of(known) == told:
            return known
    if len(present) >= MOST_PEOPLE:
        raise Invalid("too-many-people", facts.CHECK, {"name": N_("There are 100 people. Remove one first.")})
    _refuse_misfit(told, present)
    row = AgencyPerson(
        id=ids.new_id(), organisation_id=agency.organisation_id, agency_id=agency.id, created_at=clock.now(),
        **vars(told),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.agency-person.add", row, by=by, role=told.role)
    db.session.flush()
    return row


def change(agency: Agency, person: AgencyPerson, given: PersonFacts, *, by: Actor) -> None:
    """Change what is recorded of a person. Raises Invalid naming the fields."""
    told = facts.person(given, today=clock.today())
    before = told_of(person)
    if told == before:
        return
    _refuse_misfit(told, [other for other in queries.people(agency.id) if other.id != person.id])
    changed = [name for name in CHANGEABLE if getattr(told, name) != getattr(before, name)]
    for name in changed:
        setattr(person, name, getattr(told, name))
    trail.record("licensing.agency-person.change", person, by=by, changed=changed)
    db.session.flush()


def remove(agency: Agency, person_id: UUID, *, by: Actor) -> AgencyPerson:
    """Take a person off the list; the record stays, so that it can be undone and so that nobody is forgotten.

    Removing again changes nothing. Raises NotFound.
    """
    person = queries.person(agency, person_id)
    if person.removed_at is None:
        person.removed_at, person.left_on = clock.now(), clock.today()
        trail.record("licensing.agency-person.remove", person, by=by)
        db.session.flush()
    return person


def restore(agency: Agency, person_id: UUID, *, by: Actor) -> AgencyPerson:
    """Undo a removal. Raises NotFound, and Invalid when another principal or other shares took the place."""
    person = queries.person(agency, person_id)
    if person.removed_at is not None:
        _refuse_misfit(told_of(person), queries.people(agency.id))
        person.removed_at = person.left_on = None
        trail.record("licensing.agency-person.restore", person, by=by)
        db.session.flush()
    return person


def _refuse_misfit(told: PersonFacts, others: list[AgencyPerson]) -> None:
    """Refuse a second principal authority, and shares of control beyond the whole."""
    if told.role == PersonRole.PRINCIPAL:
        for other in others:
            if other.role == PersonRole.PRINCIPAL:
                sentence = N_("%(name)s is the principal authority already. There can be only one.")
                raise Invalid("second-principal", sentence, {"role": sentence}, name=other.name)
    taken = sum(other.control_percent for other in others)
    if round(taken + told.control_percent, 2) > WHOLE:
        sentence = N_("The shares of all people add up to more than 100 percent. At most %(left)s is left.")
        left = f"{max(WHOLE - taken, 0):g}%"
        raise Invalid("control-beyond-whole", sentence, {"control_percent": sentence}, left=left)
