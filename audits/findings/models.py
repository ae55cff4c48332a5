"""Table of findings."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from audits.findings.states import MOVES, Severity, Status
from core.db import Id, Instant, Model, one_of


class Finding(Model):
    """What an audit found: the clause, how grave, in words, and by when it must be mended."""

    __tablename__ = "finding"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "audit_id"], ["audit.organisation_id", "audit.id"], name="fk_finding_audit"
        ),
        UniqueConstraint("reference", name="uq_finding_reference"),
        one_of("status", Status),
        one_of("severity", Severity),
        CheckConstraint("severity = 'observation' OR due_on IS NOT NULL", name="due_unless_observation"),
        CheckConstraint("char_length(btrim(description)) >= 10", name="description_given"),
        Index("ix_finding_audit_id", "audit_id"),
        Index("ix_finding_supplier_id", "supplier_id", "status"),
    )

    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    audit_id: Mapped[UUID] = mapped_column(Uuid)
    supplier_id: Mapped[UUID] = mapped_column(Uuid)
    auditor_organisation_id: Mapped[UUID | None] = mapped_column(Uuid)
    clause: Mapped[str] = mapped_column(String(120))
    severity: Mapped[str] = mapped_column(String(20))
    severity_native: Mapped[str | None] = mapped_column(String(60))  # in the scheme's own words
    description: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(20), default=Status.DRAFT)
    created_at: Mapped[Instant]
    created_by_name: Mapped[str] = mapped_column(String(300))
    closed_at: Mapped[datetime | None]
