"""Reads of agencies, their names, phones and people."""

from uuid import UUID

from sqlalchemy import select

from core import ids
from core.actor import Actor
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from licensing.agencies.models import Agency, AgencyName, AgencyPerson, AgencyPhone, NameKind, PersonRole

MOST = 200
UNKNOWN = N_("There is no such agency, or it is not yours to see.")


def own(by: Actor) -> Agency | None:
    """Return the agency of the actor's organisation, if it has begun to exist."""
    statement = select(Agency).where(Agency.organisation_id == by.organisation_id)
    return db.session.execute(statement).scalar_one_or_none()


def get(agency_id: UUID) -> Agency:
    """Return an agency that the actor may see: its own, any for regulators, else published. Or NotFound."""
    agency = db.session.get(Agency, agency_id)
    if agency is None:
        raise NotFound("agency-unknown", UNKNOWN)
    return agency


def by_reference(reference: str) -> Agency:
    """Return the agency of a public reference, however it was typed. Raises NotFound as `get`."""
    tidy = ids.tidy_reference(reference) or reference
    agency = db.session.execute(select(Agency).where(Agency.reference == tidy)).scalar_one_or_none()
    if agency is None:
        raise NotFound("agency-unknown", UNKNOWN)
    return agency


def names(agency_id: UUID) -> list[AgencyName]:
    """Return the names of an agency: the legal one, then the others, the oldest first."""
    legal_first = AgencyName.kind != NameKind.LEGAL
    statement = select(AgencyName).where(AgencyName.agency_id == agency_id)
    return list(db.session.scalars(statement.order_by(legal_first, AgencyName.created_at, AgencyName.id).limit(MOST)))


def phones(agency_id: UUID) -> list[AgencyPhone]:
    """Return the telephone numbers of an agency, the oldest first."""
    statement = select(AgencyPhone).where(AgencyPhone.agency_id == agency_id)
    return list(db.session.scalars(statement.order_by(AgencyPhone.created_at, AgencyPhone.id).limit(MOST)))


def people(agency_id: UUID) -> list[AgencyPerson]:
    """Return the people who are with an agency now: the principal, then the others, the oldest entry first."""
    principal_first = AgencyPerson.role != PersonRole.PRINCIPAL
    statement = (
        select(AgencyPerson)
        .where(AgencyPerson.agency_id == agency_id, AgencyPerson.removed_at.is_(None), AgencyPerson.left_on.is_(None))
        .order_by(principal_first, AgencyPerson.created_at, AgencyPerson.id)
    )
    return list(db.session.scalars(statement.limit(MOST)))


def people_over_time(agency_id: UUID) -> list[AgencyPerson]:
    """Return everyone who is or was with an agency, by name and then in the order of time."""
    order = (AgencyPerson.name, AgencyPerson.joined_on, AgencyPerson.created_at)
    statement = select(AgencyPerson).where(AgencyPerson.agency_id == agency_id)
    return list(db.session.scalars(statement.order_by(*order).limit(MOST)))


def person(agency: Agency, person_id: UUID) -> AgencyPerson:
    """Return a person of an agency, also one who was removed. Raises NotFound."""
    found = db.session.get(AgencyPerson, person_id)
    if found is None or found.agency_id != agency.id:
        raise NotFound("person-unknown", N_("There is no such person at this agency."))
    return found
