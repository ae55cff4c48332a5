"""Tables of assignments, of conflicts of interest, and of grants looked at again."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Double,
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
from licensing.agencies.models import Agency
from licensing.applications.models import Application
from licensing.assignments.states import How, Interest, ReviewOutcome, Task


class CaseAssignment(Model):
    """A case given to a person for one task, until it ends; a later one is a row of its own."""

    __tablename__ = "case_assignment"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_case_assignment_application"),
        one_of("task", Task),
        one_of("how", How),
        CheckConstraint("how = 'given' OR assigned_by = person_id", name="taken_by_oneself"),
        CheckConstraint("how <> 'given' OR char_length(btrim(reason)) >= 10", name="reason_given"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_why IS NULL)",
                        name="ended_by_someone"),
        Index("uq_case_assignment_one_open", "application_id", "task", unique=True,
              postgresql_where="ended_at IS NULL"),
        Index("ix_case_assignment_person_id", "person_id", postgresql_where="ended_at IS NULL"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    task: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(300))
    how: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(Text)
    assigned_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    assigned_by_name: Mapped[str] = mapped_column(String(300))
    assigned_at: Mapped[Instant]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    ended_by_name: Mapped[str | None] = mapped_column(String(300))
    ended_why: Mapped[str | None] = mapped_column(Text)

    application: Mapped[Application] = relationship(viewonly=True)


class ConflictOfInterest(Model):
    """Something stands between an officer and an agency, from a day on; it ends by another person's word."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (
        one_of("kind", Interest),
        CheckConstraint("char_length(btrim(detail)) >= 10", name="detail_given"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="days_in_order"),
        CheckConstraint("ended_by IS NULL OR ended_by <> person_id", name="ended_by_another"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_someone"),
        Index("ix_conflict_of_interest_pair", "person_id", "agency_id"),
        Index("ix_conflict_of_interest_declared", "organisation_id", "declared_at"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # the regulator: an agency never reads who may not judge it
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(300))
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    declared_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    declared_by_name: Mapped[str] = mapped_column(String(300))
    declared_at: Mapped[Instant]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    ended_by_name: Mapped[str | None] = mapped_column(String(300))
    ended_why: Mapped[str | None] = mapped_column(Text)

    agency: Mapped[Agency] = relationship(
        lazy="joined", innerjoin=True, foreign_keys=[agency_id],
        primaryjoin="ConflictOfInterest.agency_id == Agency.id", viewonly=True,
    )  # fmt: skip


class GrantDraw(Model):
    """The lot that each grant drew: whether another officer looks at it again; written by the database itself."""

    __tablename__ = "grant_draw"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_grant_draw_application"),
        UniqueConstraint("organisation_id", "id", name="uq_grant_draw_tenant"),
        UniqueConstraint("decision_id", name="uq_grant_draw_once"),
        Index("ix_grant_draw_selected", "at", postgresql_where="selected"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    decision_id: Mapped[UUID] = mapped_column(Uuid)
    seed: Mapped[str] = mapped_column(String(40))
    value: Mapped[int] = mapped_column(BigInteger)  # the first 32 bits of sha256(seed:decision)
    share: Mapped[float] = mapped_column(Double)  # per cent, as it was that day
    selected: Mapped[bool]
    at: Mapped[Instant]

    application: Mapped[Application] = relationship(viewonly=True)
    review: Mapped["GrantReview | None"] = relationship(viewonly=True, back_populates="draw", lazy="joined")


class GrantReview(Model):
    """What another officer found on looking at a grant again."""

    __tablename__ = "grant_review"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "draw_id"], ["grant_draw.organisation_id", "grant_draw.id"],
                             name="fk_grant_review_draw"),
        UniqueConstraint("draw_id", name="uq_grant_review_once"),
        one_of("outcome", ReviewOutcome),
        CheckConstraint("char_length(btrim(reason)) >= 10", name="reason_given"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    draw_id: Mapped[UUID] = mapped_column(Uuid)
    outcome: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    by_person: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]

    draw: Mapped[GrantDraw] = relationship(viewonly=True, back_populates="review")
