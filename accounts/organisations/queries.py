"""Reads of organisations and members."""

from uuid import UUID

from sqlalchemy import select

from accounts.organisations.models import Membership, Organisation
from accounts.permissions import Kind, Role
from core.db import db


def get(organisation_id: UUID) -> Organisation | None:
    """Return an organisation by id."""
    return db.session.get(Organisation, organisation_id)


def regulator() -> Organisation | None:
    """Return the regulator that this deployment serves, if one has been founded."""
    statement = (
        select(Organisation).where(Organisation.kind == Kind.REGULATOR).order_by(Organisation.created_at).limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def of_kind(kind: Kind, limit: int = 200) -> list[Organisation]:
    """Return organisations of one kind by name."""
    statement = select(Organisation).where(Organisation.kind == kind).order_by(Organisation.name).limit(limit)
    return list(db.session.execute(statement).scalars())


def memberships_of(person_id: UUID | None) -> list[Membership]:
    """Return the present memberships of a person, oldest first; those of an officer who helps an agency come last."""
    statement = (
        select(Membership)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .order_by(Membership.role == Role.ASSISTANT, Membership.created_at, Membership.id)
        .limit(50)
    )
    return list(db.session.execute(statement).scalars())


def addresses_of(organisation_id: UUID, limit: int = 50) -> list[str]:
    """Return the e-mail addresses of the present members of an organisation, for letters to it."""
    statement = (
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
        .where(Membership.role != Role.ASSISTANT)  # who enters an agency's papers is not whom its letters are for
        .limit(limit)
    )
    return sorted({row.person.email for row in db.session.execute(statement).scalars()})
