"""Tables of papers: what a class of licence asks for (law), and what an application sent."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of, within
from core.files import StoredFile
from licensing.evidence.states import MOVES, Status


class EvidenceRequirement(Model):
    """A paper that applications of a class and kind are asked for, and why; versioned data."""

    __tablename__ = "evidence_requirement"
    __table_args__ = (
        UniqueConstraint("class_code", "code", "effective_from", name="uq_evidence_requirement_version"),
        CheckConstraint("effective_to IS NULL OR effective_to >= effective_from", name="ends_after_it_begins"),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40))
    class_code: Mapped[str] = mapped_column(String(40), ForeignKey("licence_class.code"))
    kinds: Mapped[list[str]] = mapped_column(ARRAY(String(20)))  # kinds of application: new, renewal, …
    title: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text)
    required: Mapped[bool] = mapped_column(Boolean)
    dated: Mapped[bool] = mapped_column(Boolean)  # the paper runs out: its last day is asked for
    place: Mapped[int]  # order on the page
    instrument: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]


class EvidenceItem(Model):
    """One paper of an application: sent for a requirement, or asked for by an officer beyond the checklist."""

    __tablename__ = "evidence_item"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_evidence_item_application"),
        ForeignKeyConstraint(["organisation_id", "file_id"], ["stored_file.organisation_id", "stored_file.id"],
                             name="fk_evidence_item_file"),
        one_of("status", Status),
        within("title", 200),
        CheckConstraint("(status IN ('requested', 'cancelled')) = (file_id IS NULL)", name="sent_with_file"),
        CheckConstraint("(status IN ('verified', 'rejected')) = (judged_by IS NOT NULL)", name="judged_by_someone"),
        CheckConstraint("status <> 'rejected' OR char_length(btrim(note)) >= 10", name="rejected_with_reason"),
        CheckConstraint("requirement_id IS NOT NULL OR asked_by IS NOT NULL", name="asked_for"),
        Index("ix_evidence_item_application_id", "application_id"),
        Index("ix_evidence_item_file_id", "file_id"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    requirement_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("evidence_requirement.id"))
    title: Mapped[str] = mapped_column(String(200))  # as asked for when the paper was sent
    status: Mapped[str] = mapped_column(String(20), default=Status.RECEIVED)
    file_id: Mapped[UUID | None] = mapped_column(Uuid)
    media_type: Mapped[str | None] = mapped_column(String(40))
    valid_until: Mapped[date | None]
    remark: Mapped[str | None] = mapped_column(Text)  # what looks wrong with a picture, found when it was sent
    asked_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    why: Mapped[str | None] = mapped_column(Text)
    judged_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    judged_by_name: Mapped[str | None] = mapped_column(String(300))
    judged_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    file: Mapped[StoredFile | None] = relationship(
        lazy="joined", foreign_keys=[file_id], primaryjoin="EvidenceItem.file_id == StoredFile.id", viewonly=True
    )
    requirement: Mapped[EvidenceRequirement | None] = relationship(lazy="joined")
