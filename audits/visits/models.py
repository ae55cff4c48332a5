"""Tables of audits and of the engagements that let an auditor see a supplier."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audits.visits.states import MOVES, AuditType, Status
from core.db import Id, Instant, Model, one_of
from supplychain.suppliers.models import Supplier


class Engagement(Model):
    """A company's permission for an auditor firm to see one supplier and record audits of it, for a time."""

    __tablename__ = "engagement"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "supplier_id"], ["supplier.organisation_id", "supplier.id"],
                             name="fk_engagement_supplier"),
        UniqueConstraint("auditor_organisation_id", "supplier_id", "starts_on", name="uq_engagement_once"),
        CheckConstraint("ends_on >= starts_on", name="period"),
        Index("ix_engagement_auditor", "auditor_organisation_id", "supplier_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    supplier_id: Mapped[UUID] = mapped_column(Uuid)
    auditor_organisation_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organisation.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    ended_at: Mapped[datetime | None]  # ended before its time: at once, whatever the days say
    created_at: Mapped[Instant]

    supplier: Mapped[Supplier] = relationship(
        lazy="joined", innerjoin=True, foreign_keys=[supplier_id],
        primaryjoin="Engagement.supplier_id == Supplier.id", viewonly=True,
    )  # fmt: skip


class Audit(Model):
    """One audit of one supplier: owned by the company that commissioned it."""

    __tablename__ = "audit"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "supplier_id"], ["supplier.organisation_id", "supplier.id"],
                             name="fk_audit_supplier"),
        UniqueConstraint("organisation_id", "id", name="uq_audit_tenant"),
        UniqueConstraint("reference", name="uq_audit_reference"),
        one_of("status", Status),
        one_of("audit_type", AuditType),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        Index("ix_audit_supplier_id", "supplier_id"),
        Index("ix_audit_auditor", "auditor_organisation_id"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    supplier_id: Mapped[UUID] = mapped_column(Uuid)
    auditor_organisation_id: Mapped[UUID | None] = mapped_column(Uuid)
    standard: Mapped[str] = mapped_column(String(200))
    audit_type: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), default=Status.PLANNED)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    summary: Mapped[str | None] = mapped_column(Text)
    lead_auditor: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    lead_auditor_name: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[Instant]
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    supplier: Mapped[Supplier] = relationship(
        lazy="joined",
        innerjoin=True,
        foreign_keys=[supplier_id],
        primaryjoin="Audit.supplier_id == Supplier.id",
        viewonly=True,
    )
