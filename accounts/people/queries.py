"""Reads of persons."""

from uuid import UUID

from sqlalchemy import func, select

from accounts.people.models import Person
from core.db import db


def by_email(email: str) -> Person | None:
    """Return the person with this e-mail address, whatever its case."""
    statement = select(Person).where(func.lower(Person.email) == email.strip().lower())
    return db.session.execute(statement).scalar_one_or_none()


def get(person_id: UUID) -> Person | None:
    """Return a person by id."""
    return db.session.get(Person, person_id)
