"""The table of notices about licence holders."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of
from licensing.agencies.models import Agency
from licensing.notices.states import MOVES, Status
from screening.watchlists.models import FlaggedEntity


class HolderNotice(Model):
    """A licence holder, or one of its people, is like a party on a flagged list: somebody must look."""

    __tablename__ = "holder_notice"
    __table_args__ = (
        UniqueConstraint("reference", name="uq_holder_notice_reference"),
        # One notice per pair: a later screening opens it again instead of writing a second one.
        UniqueConstraint("organisation_id", "subject_kind", "subject_id", "listed_key", name="uq_holder_notice_pair"),
        one_of("status", Status),
        CheckConstraint("status NOT IN ('same', 'not-same') OR (decided_by IS NOT NULL AND note IS NOT NULL)",
                        name="looked_at_by_someone"),
        Index("ix_holder_notice_queue", "organisation_id", "status", "opened_at"),
        Index("ix_holder_notice_agency_id", "agency_id"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # the regulator
    reference: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10), default=Status.OPEN)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    subject_name: Mapped[str] = mapped_column(Text)
    entity_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("flagged_entity.id"))
    listed_key: Mapped[str] = mapped_column(String(40))
    matched_name: Mapped[str] = mapped_column(Text)
    score: Mapped[float] = mapped_column(Double)
    explanation: Mapped[dict[str, Any]] = mapped_column(JSONB)
    fingerprint: Mapped[str] = mapped_column(String(64))
    inputs: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)
    former: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # what was said before it was opened again
    ended_at: Mapped[datetime | None]  # the two no longer match
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    agency: Mapped[Agency] = relationship(
        lazy="joined", innerjoin=True, foreign_keys=[agency_id], primaryjoin="HolderNotice.agency_id == Agency.id",
        viewonly=True,
    )  # fmt: skip
    entity: Mapped[FlaggedEntity] = relationship(lazy="joined", innerjoin=True)
