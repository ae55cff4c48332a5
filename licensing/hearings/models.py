"""Tables of objections, of intentions to refuse, and of what agencies answer to them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of
from licensing.hearings.states import Bearing

OF_APPLICATION = (["organisation_id", "application_id"], ["application.organisation_id", "application.id"])


class Objection(Model):
    """What somebody said against an application while it was open to objections; nobody is asked who they are."""

    __tablename__ = "application_objection"
    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION, name="fk_application_objection_application"),
        UniqueConstraint("reference", name="uq_application_objection_reference"),
        one_of("bearing", Bearing),
        CheckConstraint("char_length(btrim(text)) BETWEEN 20 AND 4000", name="text_within"),
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (bearing IS NULL)"
                        " AND (answered_at IS NULL) = (answer IS NULL)", name="answered"),
        Index("ix_application_objection_application_id", "application_id", "lodged_at"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    lodged_at: Mapped[Instant]
    bearing: Mapped[str | None] = mapped_column(String(20))
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    answered_by_name: Mapped[str | None] = mapped_column(String(300))
    answered_at: Mapped[datetime | None]


class Intention(Model):
    """The regulator is minded to refuse: on which ground, for which reason, on which evidence; never changed."""

    __tablename__ = "application_intention"
    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION, name="fk_application_intention_application"),
        UniqueConstraint("organisation_id", "id", name="uq_application_intention_tenant"),
        CheckConstraint("char_length(btrim(reason)) >= 10", name="reason_given"),
        Index("ix_application_intention_application_id", "application_id", "announced_at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    ground_code: Mapped[str] = mapped_column(String(40), ForeignKey("legal_ground.code"))
    reason: Mapped[str] = mapped_column(Text)
    evidence: Mapped[list[str]] = mapped_column(JSONB)  # the index of what it rests on, a line each
    announced_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    announced_by_name: Mapped[str] = mapped_column(String(300))
    announced_at: Mapped[Instant]
    answer_by: Mapped[date | None]  # the last day to answer


class Representation(Model):
    """What the agency answers to an intention to refuse; never changed."""

    __tablename__ = "application_representation"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "intention_id"],
                             ["application_intention.organisation_id", "application_intention.id"],
                             name="fk_application_representation_intention"),
        UniqueConstraint("organisation_id", "id", name="uq_application_representation_tenant"),
        UniqueConstraint("intention_id", name="uq_application_representation_intention_id"),
        CheckConstraint("char_length(btrim(text)) BETWEEN 1 AND 20000", name="text_within"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    intention_id: Mapped[UUID] = mapped_column(Uuid)
    text: Mapped[str] = mapped_column(Text)
    made_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    made_by_name: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[Instant]

    papers: Mapped[list["RepresentationPaper"]] = relationship(lazy="selectin", order_by="RepresentationPaper.name")


class RepresentationPaper(Model):
    """A file that came with a representation."""

    __tablename__ = "representation_paper"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "representation_id"],
                             ["application_representation.organisation_id", "application_representation.id"],
                             name="fk_representation_paper_representation"),
        ForeignKeyConstraint(["organisation_id", "file_id"], ["stored_file.organisation_id", "stored_file.id"],
                             name="fk_representation_paper_file"),
        Index("ix_representation_paper_representation_id", "representation_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    representation_id: Mapped[UUID] = mapped_column(Uuid)
    file_id: Mapped[UUID] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(String(300))
    media_type: Mapped[str] = mapped_column(String(40))


