"""Tables of standards, of what is found of them on a case, and of the scores kept."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of
from licensing.standards.states import MOVES, EvidenceKind, FindingOutcome, Moment, Status


class StandardSet(Model):
    """One version of the standards asked for a class of licence; in force once two people have approved it."""

    __tablename__ = "standard_set"
    __table_args__ = (
        UniqueConstraint("code", "edition", name="uq_standard_set_edition"),
        one_of("status", Status),
        CheckConstraint("edition > 0", name="edition_counted"),
        CheckConstraint("fails_at > 0", name="fails_at_some_points"),
        CheckConstraint("effective_to IS NULL OR effective_to >= effective_from", name="effective_in_order"),
        CheckConstraint("(status = 'active') = (activated_at IS NOT NULL)", name="active_since"),
        Index("ix_standard_set_class_code", "class_code", "status"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40))
    edition: Mapped[int]
    class_code: Mapped[str] = mapped_column(String(40), ForeignKey("licence_class.code"))
    title: Mapped[str] = mapped_column(String(200))
    fails_at: Mapped[int]  # so many points leave only a refusal
    instrument: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(10), default=Status.PROPOSED)
    proposed_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))  # none: loaded by a command
    proposed_at: Mapped[Instant]
    activated_at: Mapped[datetime | None]

    standards: Mapped[list["Standard"]] = relationship(order_by="Standard.position", viewonly=True)
    approvals: Mapped[list["StandardSetApproval"]] = relationship(order_by="StandardSetApproval.at", viewonly=True)


class Standard(Model):
    """One standard of a set: what is asked, and what it costs when it is not met."""

    __tablename__ = "standard"
    __table_args__ = (
        UniqueConstraint("set_id", "code", name="uq_standard_code"),
        UniqueConstraint("set_id", "position", name="uq_standard_position"),
        CheckConstraint("points > 0", name="points_cost"),
    )

    id: Mapped[Id]
    set_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("standard_set.id"))
    code: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(Text)
    critical: Mapped[bool]
    points: Mapped[int]


class StandardSetApproval(Model):
    """One person's approval of a version; two of them put it into force."""

    __tablename__ = "standard_set_approval"
    __table_args__ = (UniqueConstraint("set_id", "by_person", name="uq_standard_set_approval_once"),)

    id: Mapped[Id]
    set_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("standard_set.id"))
    by_person: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]


class StandardFinding(Model):
    """What one officer found of one standard on a case; a later one supersedes it, none is edited."""

    __tablename__ = "standard_finding"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_standard_finding_application"),
        UniqueConstraint("organisation_id", "id", name="uq_standard_finding_tenant"),
        # The newest counts: numbered, so that no clock can say otherwise.
        UniqueConstraint("application_id", "standard_id", "number", name="uq_standard_finding_number"),
        one_of("outcome", FindingOutcome),
        CheckConstraint("char_length(btrim(reason)) >= 10", name="reason_given"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    standard_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("standard.id"))
    number: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    by_person: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]

    evidence: Mapped[list["StandardEvidence"]] = relationship(order_by="StandardEvidence.position", viewonly=True)


class StandardEvidence(Model):
    """What a finding rests on: a check of the case, a file, or a finding of an inspection."""

    __tablename__ = "standard_evidence"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "finding_id"],
                             ["standard_finding.organisation_id", "standard_finding.id"],
                             name="fk_standard_evidence_finding"),
        UniqueConstraint("finding_id", "position", name="uq_standard_evidence_position"),
        one_of("kind", EvidenceKind),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    finding_id: Mapped[UUID] = mapped_column(Uuid)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID] = mapped_column(Uuid)  # a trigger sees to it that it is of this case
    label: Mapped[str] = mapped_column(String(300))


class StandardScore(Model):
    """The score as it stood when the case was recommended or decided; written by the database itself."""

    __tablename__ = "standard_score"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_standard_score_application"),
        one_of("moment", Moment),
        Index("ix_standard_score_application_id", "application_id", "at"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    set_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("standard_set.id"))
    moment: Mapped[str] = mapped_column(String(20))
    score: Mapped[int]
    failing: Mapped[bool]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)  # code, outcome, points, finding
    by_person: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    at: Mapped[Instant]
