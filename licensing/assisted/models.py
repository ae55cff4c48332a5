"""The table of papers that officers enter."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Id, Instant, Model, NameText


class AssistedEntry(Model):
    """An agency's papers that an officer enters, from when to when; the officer never judges that agency's cases."""

    __tablename__ = "assisted_entry"
    __table_args__ = (
        CheckConstraint("char_length(btrim(note)) >= 10", name="note_given"),
        Index("uq_assisted_entry_one_open", "organisation_id", unique=True, postgresql_where="finished_at IS NULL"),
        Index("ix_assisted_entry_person_id", "person_id"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # the agency's
    agency_name: Mapped[NameText]
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(300))
    received_on: Mapped[date]  # when the papers came in
    note: Mapped[str] = mapped_column(Text)  # who signed them, and why they were not handed in online
    begun_at: Mapped[Instant]
    finished_at: Mapped[datetime | None]
