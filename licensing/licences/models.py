"""Tables of licences, their conditions, and the measures proposed and decided upon them."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of
from licensing.agencies.models import Agency
from licensing.applications.states import Kind
from licensing.licences.states import MOVES, PROPOSAL_MOVES, Measure, ProposalStatus, Status


class Licence(Model):
    """A licence: its number is never reused; status and overlays change only through decisions."""

    __tablename__ = "licence"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "agency_id"], ["agency.organisation_id", "agency.id"],
                             name="fk_licence_agency"),
        UniqueConstraint("organisation_id", "id", name="uq_licence_tenant"),
        UniqueConstraint("number", name="uq_licence_number"),
        UniqueConstraint("application_id", name="uq_licence_application"),
        one_of("status", Status),
        CheckConstraint("NOT isempty(valid) AND NOT lower_inf(valid) AND NOT upper_inf(valid)", name="valid_bounded"),
        # At most one live licence per agency and class on any day; uuidrange stands in for btree_gist.
        ExcludeConstraint(
            (text("uuidrange(agency_id, agency_id, '[]')"), "&&"),
            (text("textrange(class_code, class_code, '[]')"), "&&"),
            (text("valid"), "&&"), where=text("status IN ('active','suspended')"), using="gist",
            name="ex_licence_one_live",
        ),
        Index("ix_licence_agency_id", "agency_id"),
        # People type 417 for RA-00417: the register looks for the figures of a number.
        Index("ix_licence_number_figures", text("ltrim(regexp_replace(number, '[^0-9]', '', 'g'), '0')")),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("application.id"))
    number: Mapped[str] = mapped_column(String(20))
    class_code: Mapped[str] = mapped_column(String(40), ForeignKey("licence_class.code"))
    status: Mapped[str] = mapped_column(String(20), default=Status.ACTIVE)
    valid: Mapped[Range[date]] = mapped_column(DATERANGE)  # [first day, day after the last)
    frozen: Mapped[bool] = mapped_column(Boolean, default=False)  # no new workers
    watched: Mapped[bool] = mapped_column(Boolean, default=False)
    renewal_pending_until: Mapped[date | None]
    under_appeal: Mapped[bool] = mapped_column(Boolean, default=False)
    destinations: Mapped[list[str]] = mapped_column(ARRAY(String(2)), default=list)
    granted_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)
    conditions: Mapped[list["LicenceCondition"]] = relationship(order_by="LicenceCondition.created_at")


class LicenceTerm(Model):
    """One link of the chain that the validity of a licence derives from: what a decision granted, from when to when.

    Never changed; a renewal, variation or reinstatement adds one. Days and kind are those of its application.
    """

    __tablename__ = "licence_term"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "licence_id"], ["licence.organisation_id", "licence.id"],
                             name="fk_licence_term_licence"),
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_licence_term_application"),
        ForeignKeyConstraint(["organisation_id", "decision_id"],
                             ["application_decision.organisation_id", "application_decision.id"],
                             name="fk_licence_term_decision"),
        UniqueConstraint("application_id", name="uq_licence_term_application"),
        one_of("kind", Kind),
        CheckConstraint("starts_on <= ends_on", name="has_days"),
        Index("ix_licence_term_licence_id", "licence_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    licence_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    decision_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date]  # the last day, which still counts
    created_at: Mapped[Instant]
    # Stamped by the database: only the transaction that writes a term brings an ended licence back.
    txid: Mapped[int] = mapped_column(BigInteger, default=text("pg_current_xact_id()::text::bigint"))


class LicenceCondition(Model):
    """A rule beyond the law that one licence carries, with the words that workers read."""

    __tablename__ = "licence_condition"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "licence_id"], ["licence.organisation_id", "licence.id"],
                             name="fk_licence_condition_licence"),
        Index("ix_licence_condition_licence_id", "licence_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    licence_id: Mapped[UUID] = mapped_column(Uuid)
    text: Mapped[str] = mapped_column(Text)
    public_text: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]
    satisfied_at: Mapped[datetime | None]
    created_at: Mapped[Instant]


class LicenceMeasure(Model):
    """A measure on a licence: proposed by one person, confirmed or declined by another, with ground and reason."""

    __tablename__ = "licence_measure"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "licence_id"], ["licence.organisation_id", "licence.id"],
                             name="fk_licence_measure_licence"),
        one_of("measure", Measure),
        one_of("status", ProposalStatus),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="four_eyes"),
        CheckConstraint("(status = 'proposed') = (decided_by IS NULL)", name="decided_by_someone"),
        CheckConstraint("char_length(btrim(reason)) >= 10", name="reason_given"),
        Index("uq_licence_measure_one_open", "licence_id", "measure", unique=True,
              postgresql_where="status = 'proposed'"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = PROPOSAL_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    licence_id: Mapped[UUID] = mapped_column(Uuid)
    measure: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), default=ProposalStatus.PROPOSED)
    ground_code: Mapped[str] = mapped_column(String(40), ForeignKey("legal_ground.code"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    proposed_by_name: Mapped[str] = mapped_column(String(300))
    proposed_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None] = mapped_column(Text)

    licence: Mapped[Licence] = relationship(lazy="joined", innerjoin=True)
