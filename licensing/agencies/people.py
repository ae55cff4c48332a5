"""Commands on the people of an agency: one principal, shares of control that add up, removal with undo.

People of an agency that is on the register are kept over time: a new role or share is a new row from that day on.
"""

from uuid import UUID

from core import clock, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Conflict, Invalid
from core.i18n import N_
from licensing.agencies import entries, facts, holder, queries
from licensing.agencies.facts import PersonFacts
from licensing.agencies.models import Agency, AgencyPerson, PersonRole
from screening.names import search_keys

MOST_PEOPLE = 100
WHOLE = 100  # percent
OVER_TIME = frozenset({"role", "control_percent"})
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
    holder.refuse_unasked(agency)
    _refuse_misfit(told, present)
    return _begin(agency, told, by=by)


def change(agency: Agency, person: AgencyPerson, given: PersonFacts, *, by: Actor) -> None:
    """Change what is recorded of a person. Raises Invalid naming the fields, Conflict when the person has left.

    Names and dates are mended in place. A role or share that the register has seen ends, and a new row begins today.
    """
    told = facts.person(given, today=clock.today())
    before = told_of(person)
    if told == before:
        return
    if person.left_on is not None:
        raise Conflict("person-left", N_("This entry has ended, because it was changed or removed. Reload the page."))
    holder.refuse_unasked(agency)
    _refuse_misfit(told, [other for other in queries.people(agency.id) if other.id != person.id])
    changed = [name for name in CHANGEABLE if getattr(told, name) != getattr(before, name)]
    seen = agency.published_at is not None and person.joined_on < clock.today()
    if seen and set(changed) & OVER_TIME:
        person.left_on = clock.today()
        trail.record("licensing.agency-person.end", person, by=by, changed=changed)
        db.session.flush()
        _begin(agency, told, continues=person.id, by=by)
        return
    for name in changed:
        setattr(person, name, getattr(told, name))
    person.name_keys = list(search_keys(person.name, "person"))
    trail.record("licensing.agency-person.change", person, by=by, changed=changed)
    db.session.flush()
    entries.changed(agency)


def succeed_principal(agency: Agency, given: PersonFacts, *, by: Actor) -> AgencyPerson:
    """Let another person answer for the licence: the present principal authority leaves, the new one begins today.

    Under a granted application only (`holder.applying`), when the agency holds a licence. Raises Invalid, Conflict.
    """
    told = facts.person(PersonFacts(**{**vars(given), "role": PersonRole.PRINCIPAL}), today=clock.today())
    holder.refuse_unasked(agency)
    present = queries.people(agency.id)
    leaving = [person for person in present if person.role == PersonRole.PRINCIPAL]
    same = [person for person in present if (person.name, person.birth_date) == (told.name, told.birth_date)]
    for person in {row.id: row for row in (*leaving, *same)}.values():
        person.left_on = clock.today()
        trail.record("licensing.agency-person.end", person, by=by, changed=["role"])
    db.session.flush()
    _refuse_misfit(told, [person for person in present if person.left_on is None])
    return _begin(agency, told, continues=same[0].id if same else None, by=by)


def remove(agency: Agency, person_id: UUID, *, by: Actor) -> AgencyPerson:
    """Take a person off the list; the record stays, so that it can be undone and so that nobody is forgotten.

    Removing again changes nothing. Raises NotFound.
    """
    person = queries.person(agency, person_id)
    if person.removed_at is None and person.left_on is None:
        holder.refuse_unasked(agency)
        person.removed_at, person.left_on = clock.now(), clock.today()
        trail.record("licensing.agency-person.remove", person, by=by)
        db.session.flush()
        entries.changed(agency)
    return person


def restore(agency: Agency, person_id: UUID, *, by: Actor) -> AgencyPerson:
    """Undo a removal. Raises NotFound, and Invalid when another principal or other shares took the place."""
    person = queries.person(agency, person_id)
    if person.removed_at is not None:
        holder.refuse_unasked(agency)
        _refuse_misfit(told_of(person), queries.people(agency.id))
        person.removed_at = person.left_on = None
        trail.record("licensing.agency-person.restore", person, by=by)
        db.session.flush()
        entries.changed(agency)
    return person


def _begin(agency: Agency, told: PersonFacts, *, continues: UUID | None = None, by: Actor) -> AgencyPerson:
    row = AgencyPerson(
        id=ids.new_id(), organisation_id=agency.organisation_id, agency_id=agency.id, created_at=clock.now(),
        joined_on=clock.today(), name_keys=list(search_keys(told.name, "person")), continues_id=continues,
        application_id=holder.granted(), **vars(told),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.agency-person.add", row, by=by, role=told.role)
    db.session.flush()
    entries.changed(agency)
    return row


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
