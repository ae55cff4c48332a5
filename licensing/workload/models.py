"""Tables of the views that officers keep of the queue, and of who is in which case."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Id, Instant, Model, within


class SavedView(Model):
    """A named choice of filters; it belongs to one person, and row-level security shows it to no other."""

    __tablename__ = "saved_view"
    __table_args__ = (
        within("name", 60),
        CheckConstraint("jsonb_typeof(filters) = 'object' AND pg_column_size(filters) < 4000", name="filters_small"),
        Index("uq_saved_view_name", "person_id", text("lower(name)"), unique=True,
              postgresql_where="deleted_at IS NULL"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))
    filters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[Instant]
    deleted_at: Mapped[datetime | None]  # kept a day, so that it can be brought back


class CasePresence(Model):
    """Who has a case open, reading or writing; a row counts for minutes and is deleted soon after."""

    __tablename__ = "case_presence"
    __table_args__ = (
        UniqueConstraint("application_id", "person_id", name="uq_case_presence_once"),
        Index("ix_case_presence_seen_at", "seen_at"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # the regulator
    application_id: Mapped[UUID] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(300))
    writing: Mapped[bool]
    opened_at: Mapped[Instant]  # when this person opened what is open now: the case, or the form
    seen_at: Mapped[Instant]
