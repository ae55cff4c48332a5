"""The table of certificates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model
from licensing.licences.models import Licence


class Certificate(Model):
    """One paper of a licence: never changed, only superseded by the next one or by the end of the licence."""

    __tablename__ = "certificate"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "licence_id"], ["licence.organisation_id", "licence.id"],
                             name="fk_certificate_licence"),
        UniqueConstraint("code", name="uq_certificate_code"),
        UniqueConstraint("licence_id", "version", name="uq_certificate_version"),
        CheckConstraint("code ~ '^[0-9A-HJKMNP-TV-Z]{20}$'", name="code_form"),
        CheckConstraint("content_hash ~ '^[0-9a-f]{64}$'", name="content_hash_form"),
        CheckConstraint("superseded_at IS NULL OR superseded_at >= issued_at", name="superseded_later"),
        Index("uq_certificate_one_current", "licence_id", unique=True, postgresql_where="superseded_at IS NULL"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    licence_id: Mapped[UUID] = mapped_column(Uuid)
    version: Mapped[int]  # the first paper of a licence is 1
    code: Mapped[str] = mapped_column(String(20))  # 100 random bits: who has not seen the paper cannot guess it
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    content_hash: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[Instant]
    superseded_at: Mapped[datetime | None]

    licence: Mapped[Licence] = relationship(lazy="joined", innerjoin=True, viewonly=True)
