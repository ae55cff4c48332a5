"""Tables of letters: the coded paragraphs in force, and each letter as it was sent."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Id, Instant, Model


class LetterParagraph(Model):
    """A paragraph of a kind of letter in one language, with named places for facts; versioned data.

    The newest that has begun counts; one that has begun is never rewritten, it is followed by another.
    """

    __tablename__ = "letter_paragraph"
    __table_args__ = (CheckConstraint("position BETWEEN 0 AND 999", name="position_sound"),)

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    effective_from: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    position: Mapped[int]  # the title is 0
    text: Mapped[str] = mapped_column(Text)  # empty: the paragraph is no longer used


class Letter(Model):
    """A letter as it was sent, with the hash of what it says; never changed."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("reference", name="uq_letter_reference"),
        UniqueConstraint("effect", name="uq_letter_effect"),
        CheckConstraint("char_length(sha256) = 64", name="hashed"),
        Index("ix_letter_organisation", "organisation_id", "written_at"),
        Index("ix_letter_subject", "subject_table", "subject_id"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # to whom it is written
    reference: Mapped[str] = mapped_column(String(20))
    effect: Mapped[str] = mapped_column(String(120))  # what it tells of: nobody gets a second letter about it
    kind: Mapped[str] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(10))
    subject_table: Mapped[str] = mapped_column(String(63))
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)  # paragraphs with an empty line between them
    codes: Mapped[str] = mapped_column(Text)  # the paragraphs it was put together from, in order
    sha256: Mapped[str] = mapped_column(String(64))
    written_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    written_by_name: Mapped[str] = mapped_column(String(300))
    written_at: Mapped[Instant]
