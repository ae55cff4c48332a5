"""Tables of bans: the person who is banned, and the reviews of the ban."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
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

from core.db import Id, Instant, Model, one_of
from licensing.bans.states import MOVES, REVIEW_MOVES, ReviewStatus, Status


class PersonBan(Model):
    """A person who may not run, own or work for an agency, from a day and until another or for good."""

    __tablename__ = "person_ban"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id", name="uq_person_ban_tenant"),
        UniqueConstraint("reference", name="uq_person_ban_reference"),
        one_of("status", Status),
        CheckConstraint("until_on IS NULL OR until_on > from_on", name="days_in_order"),
        CheckConstraint("char_length(btrim(reason)) >= 10", name="reason_given"),
        CheckConstraint("seconded_by <> proposed_by", name="seconded_by_another"),
        CheckConstraint("decided_by <> proposed_by", name="four_eyes"),
        CheckConstraint("status <> 'in-force' OR (seconded_by IS NOT NULL AND decided_by IS NOT NULL"
                        " AND decided_by <> seconded_by)", name="three_people"),
        Index("ix_person_ban_search_keys", "search_keys", postgresql_using="gin"),
        Index("ix_person_ban_identifiers", "identifiers", postgresql_using="gin"),
        Index("ix_person_ban_status", "status", "from_on"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # the regulator
    reference: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10), default=Status.PROPOSED)
    name: Mapped[str] = mapped_column(String(300))
    search_keys: Mapped[list[str]] = mapped_column(ARRAY(String))
    birth_date: Mapped[date | None]
    identifiers: Mapped[list[str]] = mapped_column(ARRAY(String(80)), default=list)  # keyed hashes, never the numbers
    from_on: Mapped[date]
    until_on: Mapped[date | None]  # the first day on which the person is free again; none: for good
    review_on: Mapped[date]
    ground_code: Mapped[str] = mapped_column(String(40), ForeignKey("legal_ground.code"))
    reason: Mapped[str] = mapped_column(Text)
    public_text: Mapped[str] = mapped_column(String(300))
    licence_id: Mapped[UUID | None] = mapped_column(Uuid)  # the licence in whose matter it was proposed
    proposed_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    proposed_by_name: Mapped[str] = mapped_column(String(300))
    proposed_at: Mapped[Instant]
    seconded_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    seconded_by_name: Mapped[str | None] = mapped_column(String(300))
    seconded_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None]

    reviews: Mapped[list["BanReview"]] = relationship(order_by="BanReview.proposed_at", viewonly=True)


class BanReview(Model):
    """A review of a ban: one person proposes to lift it, another decides."""

    __tablename__ = "ban_review"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "ban_id"], ["person_ban.organisation_id", "person_ban.id"],
                             name="fk_ban_review_ban"),
        one_of("status", ReviewStatus),
        CheckConstraint("decided_by <> proposed_by", name="four_eyes"),
        CheckConstraint("(status = 'proposed') = (decided_by IS NULL)", name="decided_by_someone"),
        CheckConstraint("char_length(btrim(reason)) >= 10", name="reason_given"),
        Index("uq_ban_review_one_open", "ban_id", unique=True, postgresql_where="status = 'proposed'"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = REVIEW_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    ban_id: Mapped[UUID] = mapped_column(Uuid)
    status: Mapped[str] = mapped_column(String(10), default=ReviewStatus.PROPOSED)
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    proposed_by_name: Mapped[str] = mapped_column(String(300))
    proposed_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)
