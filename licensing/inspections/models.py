"""Tables of inspections, of lists declared, samples drawn, what was seen and found, and answers."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
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
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.schema import FetchedValue

from core.db import Id, Instant, Model, one_of
from licensing.agencies.models import Agency
from licensing.inspections.states import MOVES, FrameKind, Seen, Status
from licensing.standards.models import Standard
from licensing.standards.states import FindingOutcome


def of_inspection(table: str) -> ForeignKeyConstraint:
    """Return the key of a table that belongs to an inspection, with the tenant."""
    return ForeignKeyConstraint(["organisation_id", "inspection_id"], ["inspection.organisation_id", "inspection.id"],
                                name=f"fk_{table}_inspection")  # fmt: skip


class Inspection(Model):
    """A visit to an agency, planned with its purpose and given to one inspector."""

    __tablename__ = "inspection"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "agency_id"], ["agency.organisation_id", "agency.id"],
                             name="fk_inspection_agency"),
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_inspection_application"),
        UniqueConstraint("organisation_id", "id", name="uq_inspection_tenant"),
        UniqueConstraint("reference", name="uq_inspection_reference"),
        one_of("status", Status),
        CheckConstraint("outcome IN ('in-order', 'shortcomings', 'serious')", name="outcome_known"),
        CheckConstraint("char_length(btrim(purpose)) >= 10", name="purpose_given"),
        CheckConstraint("status NOT IN ('reported', 'closed') OR (outcome IS NOT NULL AND report IS NOT NULL AND"
                        " visited_on IS NOT NULL AND reported_at IS NOT NULL)", name="reported_whole"),
        CheckConstraint("(status = 'closed') = (closed_by IS NOT NULL)", name="closed_by_someone"),
        Index("ix_inspection_agency_id", "agency_id"),
        Index("ix_inspection_application_id", "application_id"),
        Index("ix_inspection_inspector", "inspector_id", "status", "planned_on"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID | None] = mapped_column(Uuid)
    status: Mapped[str] = mapped_column(String(10), default=Status.PLANNED)
    purpose: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(300))
    planned_on: Mapped[date]
    announced: Mapped[bool]  # the agency is told before, and may declare its lists itself
    inspector_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    inspector_name: Mapped[str] = mapped_column(String(300))
    planned_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    planned_by_name: Mapped[str] = mapped_column(String(300))
    planned_at: Mapped[Instant]
    visited_on: Mapped[date | None]
    report: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(String(20))
    reported_at: Mapped[datetime | None]
    respond_by: Mapped[date | None]
    closed_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    closed_by_name: Mapped[str | None] = mapped_column(String(300))
    closed_at: Mapped[datetime | None]
    closed_why: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    agency: Mapped[Agency] = relationship(
        lazy="joined", innerjoin=True, foreign_keys=[agency_id], primaryjoin="Inspection.agency_id == Agency.id",
        viewonly=True,
    )  # fmt: skip
    frames: Mapped[list["InspectionFrame"]] = relationship(order_by="InspectionFrame.declared_at", viewonly=True)
    samples: Mapped[list["InspectionSample"]] = relationship(order_by="InspectionSample.drawn_at", viewonly=True)
    findings: Mapped[list["InspectionFinding"]] = relationship(order_by="InspectionFinding.at", viewonly=True)
    responses: Mapped[list["InspectionResponse"]] = relationship(order_by="InspectionResponse.at", viewonly=True)


class InspectionFrame(Model):
    """A list from which a sample is drawn, as the agency declared it: references, never names."""

    __tablename__ = "inspection_frame"
    __table_args__ = (
        of_inspection("inspection_frame"),
        UniqueConstraint("organisation_id", "id", name="uq_inspection_frame_tenant"),
        UniqueConstraint("inspection_id", "kind", "number", name="uq_inspection_frame_number"),
        one_of("kind", FrameKind),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    inspection_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    entries: Mapped[list[str]] = mapped_column(JSONB)
    entries_hash: Mapped[str] = mapped_column(String(64))
    declared_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    declared_by_name: Mapped[str] = mapped_column(String(300))
    declared_at: Mapped[Instant]


class InspectionSample(Model):
    """What the database drew from a list, with the seed that it drew; one for each kind of list, never again."""

    __tablename__ = "inspection_sample"
    __table_args__ = (
        of_inspection("inspection_sample"),
        ForeignKeyConstraint(["organisation_id", "frame_id"],
                             ["inspection_frame.organisation_id", "inspection_frame.id"],
                             name="fk_inspection_sample_frame"),
        UniqueConstraint("organisation_id", "id", name="uq_inspection_sample_tenant"),
        UniqueConstraint("inspection_id", "kind", name="uq_inspection_sample_once"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    inspection_id: Mapped[UUID] = mapped_column(Uuid)
    frame_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    seed: Mapped[str] = mapped_column(String(40), FetchedValue())
    share: Mapped[float] = mapped_column(Double, FetchedValue())
    floor: Mapped[int] = mapped_column(FetchedValue())
    picked: Mapped[list[str]] = mapped_column(JSONB, FetchedValue())
    drawn_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    drawn_by_name: Mapped[str] = mapped_column(String(300))
    drawn_at: Mapped[Instant]

    items: Mapped[list["InspectionItem"]] = relationship(order_by="InspectionItem.number", viewonly=True)


class InspectionItem(Model):
    """What became of one thing that was drawn; a later word on it supersedes, none is edited."""

    __tablename__ = "inspection_item"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "sample_id"],
                             ["inspection_sample.organisation_id", "inspection_sample.id"],
                             name="fk_inspection_item_sample"),
        UniqueConstraint("sample_id", "entry", "number", name="uq_inspection_item_number"),
        one_of("result", Seen),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    sample_id: Mapped[UUID] = mapped_column(Uuid)
    entry: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    result: Mapped[str] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)
    by_person: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]


class InspectionFinding(Model):
    """What an inspector found, of a standard where one is meant; evidence for the case, never changed."""

    __tablename__ = "inspection_finding"
    __table_args__ = (
        of_inspection("inspection_finding"),
        one_of("outcome", FindingOutcome),
        CheckConstraint("char_length(btrim(text)) >= 10", name="text_given"),
        Index("ix_inspection_finding_inspection_id", "inspection_id"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    inspection_id: Mapped[UUID] = mapped_column(Uuid)
    standard_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("standard.id"))
    outcome: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    by_person: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]

    standard: Mapped[Standard | None] = relationship(lazy="joined")


class InspectionResponse(Model):
    """What the agency answers to the report."""

    __tablename__ = "inspection_response"
    __table_args__ = (
        of_inspection("inspection_response"),
        CheckConstraint("char_length(btrim(text)) >= 10", name="text_given"),
        Index("ix_inspection_response_inspection_id", "inspection_id"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    inspection_id: Mapped[UUID] = mapped_column(Uuid)
    text: Mapped[str] = mapped_column(Text)
    by_person: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]
