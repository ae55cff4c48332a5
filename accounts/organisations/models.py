"""Tables of organisations and memberships."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.people.models import Person
from accounts.permissions import Kind, Role
from core.db import Id, Instant, Model, NameText, one_of, within


class Organisation(Model):
    """A regulator, broker, company or auditor firm: the tenant of everything it owns."""

    __tablename__ = "organisation"
    __table_args__ = (one_of("kind", Kind), within("name", 300))

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[NameText]
    country: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[Instant]


class Membership(Model):
    """A person's role in an organisation, from a day until it ends."""

    __tablename__ = "membership"
    __table_args__ = (
        one_of("role", Role),
        UniqueConstraint("person_id", "organisation_id", "role", name="uq_membership_once"),
        Index("ix_membership_person_id", "person_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    organisation_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organisation.id"))
    role: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[Instant]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
