"""Tables of screening: each match with its evidence, owned by the organisation that asked."""

import enum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of
from screening.watchlists.models import FlaggedEntity


class SubjectKind(enum.StrEnum):
    """What was screened."""

    AGENCY = "agency"
    AGENCY_PERSON = "agency-person"
    SUPPLIER = "supplier"
    SUPPLIER_BROKER = "supplier-broker"


class ScreeningRun(Model):
    """One screening of some subjects against the current lists: which model, which lists, how many."""

    __tablename__ = "screening_run"
    __table_args__ = (Index("ix_screening_run_scope", "organisation_id", "scope_id"),)

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # who asked: the regulator or a company
    scope: Mapped[str] = mapped_column(String(40))  # application, supplier-list, recheck
    scope_id: Mapped[UUID] = mapped_column(Uuid)
    model_version: Mapped[str] = mapped_column(String(40))
    lists: Mapped[list[Any]] = mapped_column(JSONB)  # [{code, sequence, source_hash, imported_at, entities}]
    subjects: Mapped[int]
    matches: Mapped[int]
    finished_at: Mapped[Instant]


class ScreeningMatch(Model):
    """One subject against one flagged entity, with the explanation from which its score can be computed again."""

    __tablename__ = "screening_match"
    __table_args__ = (
        one_of("subject_kind", SubjectKind),
        UniqueConstraint("organisation_id", "subject_kind", "subject_id", "entity_id", name="uq_screening_match_once"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score_range"),
        Index("ix_screening_match_run_id", "run_id"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    run_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("screening_run.id"))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    subject_name: Mapped[str] = mapped_column(Text)
    entity_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("flagged_entity.id"))
    matched_name: Mapped[str] = mapped_column(Text)
    score: Mapped[float] = mapped_column(Double)
    explanation: Mapped[dict[str, Any]] = mapped_column(JSONB)
    model_version: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[Instant]

    entity: Mapped[FlaggedEntity] = relationship(lazy="joined", innerjoin=True)
