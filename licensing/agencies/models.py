"""Tables of agencies: names in several scripts, phones, people with their roles."""

import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.db import Id, Instant, Model, NameText, one_of, within


class NameKind(enum.StrEnum):
    """What a name of an agency is to it."""

    LEGAL = "legal"
    TRADING = "trading"
    FORMER = "former"
    LOCAL = "local"  # the legal name in the script of the place


class PersonRole(enum.StrEnum):
    """What a person is to an agency; exactly one is the principal authority (GLAA's term)."""

    PRINCIPAL = "principal"
    DIRECTOR = "director"
    OWNER = "owner"
    REPRESENTATIVE = "representative"


class Agency(Model):
    """A labour broker as a legal person; one per broker organisation."""

    __tablename__ = "agency"
    __table_args__ = (
        UniqueConstraint("organisation_id", name="uq_agency_organisation_id"),
        UniqueConstraint("organisation_id", "id", name="uq_agency_tenant"),
        UniqueConstraint("reference", name="uq_agency_reference"),
        UniqueConstraint("country", "registration_number", name="uq_agency_registration"),
        within("legal_name", 300),
        within("registration_number", 60),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))  # public, used in the address of the register page
    legal_name: Mapped[NameText]
    registration_number: Mapped[str] = mapped_column(String(60))
    country: Mapped[str] = mapped_column(String(2))
    city: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(500))
    email: Mapped[str | None] = mapped_column(String(320))
    website: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[Instant]
    published_at: Mapped[datetime | None]  # on the public register since the first application was handed in
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own spelling

    names: Mapped[list["AgencyName"]] = relationship(back_populates="agency", order_by="AgencyName.created_at")
    phones: Mapped[list["AgencyPhone"]] = relationship(back_populates="agency", order_by="AgencyPhone.created_at")
    people: Mapped[list["AgencyPerson"]] = relationship(back_populates="agency", order_by="AgencyPerson.created_at")


class AgencyName(Model):
    """One name of an agency; `search_keys` are the folded forms by which the register finds it."""

    __tablename__ = "agency_name"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "agency_id"], ["agency.organisation_id", "agency.id"],
                             name="fk_agency_name_agency"),
        one_of("kind", NameKind),
        within("name", 300),
        Index("ix_agency_name_agency_id", "agency_id"),
        Index("ix_agency_name_search_keys", "search_keys", postgresql_using="gin"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    name: Mapped[NameText]
    kind: Mapped[str] = mapped_column(String(20))
    search_keys: Mapped[list[str]] = mapped_column(ARRAY(String(120)))
    created_at: Mapped[Instant]

    agency: Mapped[Agency] = relationship(back_populates="names")


class AgencyPhone(Model):
    """A telephone number of an agency, as typed and in E.164 form."""

    __tablename__ = "agency_phone"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "agency_id"], ["agency.organisation_id", "agency.id"],
                             name="fk_agency_phone_agency"),
        UniqueConstraint("agency_id", "e164", name="uq_agency_phone_once"),
        CheckConstraint(r"e164 ~ '^\+[1-9][0-9]{5,14}$'", name="e164_form"),
        Index("ix_agency_phone_e164", "e164"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    label: Mapped[str] = mapped_column(String(60))
    typed: Mapped[str] = mapped_column(String(40))
    e164: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[Instant]

    agency: Mapped[Agency] = relationship(back_populates="phones")


class AgencyPerson(Model):
    """A person who owns, directs or speaks for an agency."""

    __tablename__ = "agency_person"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "agency_id"], ["agency.organisation_id", "agency.id"],
                             name="fk_agency_person_agency"),
        one_of("role", PersonRole),
        within("name", 300),
        CheckConstraint("control_percent BETWEEN 0 AND 100", name="control_percent_range"),
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="period"),
        Index("ix_agency_person_agency_id", "agency_id"),
        Index("ix_agency_person_name_keys", "name_keys", postgresql_using="gin"),
        # Exactly one person answers for the licence: at most one here, at least one at submission.
        Index("uq_agency_person_one_principal", "agency_id", unique=True,
              postgresql_where="role = 'principal' AND left_on IS NULL"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    name: Mapped[NameText]
    role: Mapped[str] = mapped_column(String(20))
    nationality: Mapped[str | None] = mapped_column(String(2))
    birth_date: Mapped[date | None]
    control_percent: Mapped[float] = mapped_column(Numeric(5, 2, asdecimal=False), default=0)
    name_keys: Mapped[list[str]] = mapped_column(ARRAY(String(120)), default=list)
    created_at: Mapped[Instant]
    joined_on: Mapped[date] = mapped_column(default=clock.today)
    left_on: Mapped[date | None]
    removed_at: Mapped[datetime | None]
    # A new role or share of a published agency's person is a new row; this is the one before.
    continues_id: Mapped[UUID | None] = mapped_column(Uuid)
    # The granted application by which this person became the principal authority of a licensed agency.
    application_id: Mapped[UUID | None] = mapped_column(Uuid)

    agency: Mapped[Agency] = relationship(back_populates="people")
