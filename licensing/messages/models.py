"""The table of messages about a case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model
from core.files import StoredFile


class CaseMessage(Model):
    """One message about an application or the licence that came of it; written once, read by the other side."""

    __tablename__ = "case_message"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_case_message_application"),
        ForeignKeyConstraint(["organisation_id", "file_id"], ["stored_file.organisation_id", "stored_file.id"],
                             name="fk_case_message_file"),
        CheckConstraint("char_length(btrim(body)) BETWEEN 1 AND 4000", name="body_within"),
        CheckConstraint("(read_at IS NULL) = (read_by IS NULL)", name="read_by_someone"),
        CheckConstraint("file_id IS NULL OR NOT from_regulator", name="file_of_agency"),
        Index("ix_case_message_application_id", "application_id", "sent_at"),
        Index("ix_case_message_unread", "from_regulator", "sent_at", postgresql_where="read_at IS NULL"),
        Index("ix_case_message_file_id", "file_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # the agency's, whoever wrote
    application_id: Mapped[UUID] = mapped_column(Uuid)
    from_regulator: Mapped[bool] = mapped_column(Boolean)
    body: Mapped[str] = mapped_column(Text)
    sent_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    sent_by_name: Mapped[str] = mapped_column(String(300))  # shown to the writer's own side only
    sent_at: Mapped[Instant]
    file_id: Mapped[UUID | None] = mapped_column(Uuid)
    media_type: Mapped[str | None] = mapped_column(String(40))
    read_at: Mapped[datetime | None]
    read_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))

    file: Mapped[StoredFile | None] = relationship(
        lazy="joined", foreign_keys=[file_id], primaryjoin="CaseMessage.file_id == StoredFile.id", viewonly=True
    )
