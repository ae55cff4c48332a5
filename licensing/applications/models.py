"""Tables of applications, their checks, recommendations and decisions."""

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
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of
from licensing.agencies.models import Agency
from licensing.applications.states import (
    MOVES,
    OPEN,
    WITH_RECOMMENDATION,
    CheckKind,
    CheckResult,
    Kind,
    Outcome,
    Status,
)


def words(values: frozenset[Status]) -> str:
    """Return statuses as the list of an SQL condition."""
    return ", ".join(f"'{value}'" for value in sorted(values))


class LicenceClass(Model):
    """A kind of licence, how long it runs, and which instrument provides for it; versioned data."""

    __tablename__ = "licence_class"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    months: Mapped[int]
    instrument: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]


class LegalGround(Model):
    """A ground that a decision may rest on: what it may be used for and where it is written; versioned data."""

    __tablename__ = "legal_ground"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    kinds: Mapped[list[str]] = mapped_column(ARRAY(String(20)))  # grant, refuse, suspend, revoke, lift, …
    sentence: Mapped[str] = mapped_column(Text)
    instrument: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]


class Application(Model):
    """An agency's application for a licence of one class: a new one, or a change of the one it names."""

    __tablename__ = "application"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "agency_id"], ["agency.organisation_id", "agency.id"],
                             name="fk_application_agency"),
        UniqueConstraint("organisation_id", "id", name="uq_application_tenant"),
        UniqueConstraint("reference", name="uq_application_reference"),
        one_of("status", Status),
        ForeignKeyConstraint(["organisation_id", "licence_id"], ["licence.organisation_id", "licence.id"],
                             name="fk_application_licence", use_alter=True),
        one_of("kind", Kind),
        CheckConstraint("(kind = 'new') = (licence_id IS NULL)", name="of_a_licence"),
        # At most one open application per agency, class and kind.
        Index("uq_application_one_open", "agency_id", "class_code", "kind", unique=True,
              postgresql_where=f"status IN ({words(OPEN)})"),
        CheckConstraint("status IN ('draft', 'withdrawn', 'lapsed')"
                        " OR (snapshot IS NOT NULL AND snapshot_hash IS NOT NULL)", name="frozen_when_submitted"),
        CheckConstraint(f"status NOT IN ({words(WITH_RECOMMENDATION)}) OR recommended_by IS NOT NULL",
                        name="recommended_by_someone"),
        CheckConstraint("rounds BETWEEN 0 AND 2", name="two_rounds"),
        Index("ix_application_status", "status", "submitted_at"),
        Index("ix_application_queue", "due_on", "submitted_at", "id",
              postgresql_where="submitted_at IS NOT NULL AND status NOT IN"
              " ('draft', 'awaiting-fee', 'granted', 'refused', 'withdrawn', 'lapsed')"),
        Index("ix_application_licence_id", "licence_id"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    class_code: Mapped[str] = mapped_column(String(40), ForeignKey("licence_class.code"))
    kind: Mapped[str] = mapped_column(String(20), default=Kind.NEW)
    licence_id: Mapped[UUID | None] = mapped_column(Uuid)  # the licence that is renewed, varied or reinstated
    status: Mapped[str] = mapped_column(String(20), default=Status.DRAFT)
    # What only this application says: destinations, sectors, workers a year, parts marked complete.
    destinations: Mapped[list[str]] = mapped_column(ARRAY(String(2)), default=list)
    sectors: Mapped[list[str]] = mapped_column(ARRAY(String(60)), default=list)
    workers_a_year: Mapped[int | None]
    completed_parts: Mapped[list[str]] = mapped_column(ARRAY(String(30)), default=list)
    declared_by: Mapped[UUID | None] = mapped_column(Uuid)
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    snapshot_hash: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[Instant]
    submitted_at: Mapped[datetime | None]  # the last time, after each return
    first_submitted_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    returned_note: Mapped[str | None] = mapped_column(Text)
    rounds: Mapped[int] = mapped_column(default=0)  # how often it was returned; twice at most
    objections_until: Mapped[date | None]  # the last day on which anybody may object
    checks_asked: Mapped[list[str] | None] = mapped_column(ARRAY(String(30)))  # None: every kind of check
    recommended_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    recommended_at: Mapped[datetime | None]
    recommendation: Mapped[str | None] = mapped_column(String(20))
    recommendation_reason: Mapped[str | None] = mapped_column(Text)
    proposed_conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)
    checks: Mapped[list["ApplicationCheck"]] = relationship(order_by="ApplicationCheck.at")


class ApplicationCheck(Model):
    """One result of one check by one officer; a later one on the same kind supersedes, none is edited."""

    __tablename__ = "application_check"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_application_check_application"),
        one_of("kind", CheckKind),
        one_of("result", CheckResult),
        Index("ix_application_check_application_id", "application_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(30))
    result: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    by_person: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]


class ApplicationDecision(Model):
    """The decision on an application: immutable, by someone other than who recommended."""

    __tablename__ = "application_decision"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_application_decision_application"),
        # Decided once; another decision names the one it takes the place of.
        Index("uq_application_decision_once", "application_id", unique=True, postgresql_where="supersedes IS NULL"),
        UniqueConstraint("supersedes", name="uq_application_decision_supersedes"),
        ForeignKeyConstraint(["organisation_id", "supersedes"],
                             ["application_decision.organisation_id", "application_decision.id"],
                             name="fk_application_decision_supersedes"),
        CheckConstraint("(snapshot IS NULL) = (snapshot_hash IS NULL)", name="frozen"),
        UniqueConstraint("organisation_id", "id", name="uq_application_decision_tenant"),
        one_of("outcome", Outcome),
        CheckConstraint("decided_by <> recommended_by", name="four_eyes"),
        CheckConstraint("char_length(btrim(reason)) >= 10", name="reason_given"),
        Index("ix_application_decision_at", "decided_at"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    outcome: Mapped[str] = mapped_column(String(10))
    ground_code: Mapped[str] = mapped_column(String(40), ForeignKey("legal_ground.code"))
    reason: Mapped[str] = mapped_column(Text)
    # Kept beside the decider so that the database itself can compare the two; a trigger checks it against the case.
    recommended_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_by_name: Mapped[str] = mapped_column(String(300))
    decided_at: Mapped[Instant]
    # The case as it stood when it was decided, and its hash; and the decision that this one takes the place of.
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    snapshot_hash: Mapped[str | None] = mapped_column(String(64))
    supersedes: Mapped[UUID | None] = mapped_column(Uuid)


class ApplicationDeficiency(Model):
    """One thing that an application lacked when it was returned, and what the agency answered to it."""

    __tablename__ = "application_deficiency"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_application_deficiency_application"),
        UniqueConstraint("application_id", "round", "position", name="uq_application_deficiency_position"),
        CheckConstraint("round BETWEEN 1 AND 2", name="two_rounds"),
        CheckConstraint("char_length(btrim(text)) BETWEEN 10 AND 4000", name="text_given"),
        CheckConstraint("(answered_by IS NULL) = (answered_at IS NULL)"
                        " AND (answer IS NULL OR answered_at IS NOT NULL)", name="answered"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    round: Mapped[int]
    position: Mapped[int]
    part: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    asked_by_name: Mapped[str] = mapped_column(String(300))
    asked_at: Mapped[Instant]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]


class ApplicationQuash(Model):
    """A court or an appeal undid a decision: by which order, and who is barred from looking at the case again."""

    __tablename__ = "application_quash"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_application_quash_application"),
        ForeignKeyConstraint(["organisation_id", "decision_id"],
                             ["application_decision.organisation_id", "application_decision.id"],
                             name="fk_application_quash_decision"),
        UniqueConstraint("decision_id", name="uq_application_quash_decision_id"),
        CheckConstraint("char_length(btrim(reason)) >= 10", name="reason_given"),
        CheckConstraint("char_length(btrim(order_reference)) >= 3", name="order_named"),
        Index("ix_application_quash_application_id", "application_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    decision_id: Mapped[UUID] = mapped_column(Uuid)
    order_reference: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(Text)
    barred: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)  # filled by the database itself
    quashed_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    quashed_by_name: Mapped[str] = mapped_column(String(300))
    quashed_at: Mapped[Instant]
