"""Tables of relations between agencies: traces by which they are found, relations, scans, rules, phoenix alerts."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
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
from licensing.applications.models import Application
from licensing.relations.states import MOVES, Kind, Status, Trigger


class RelationRule(Model):
    """How much it says that two agencies share something of a kind; versioned data.

    `most_bearers`: a thing that more agencies share says nothing (a tower of offices); `silent` are keys that never do
    (hosts of public mail).
    """

    __tablename__ = "relation_rule"
    __table_args__ = (
        one_of("kind", Kind),
        CheckConstraint("strength BETWEEN 1 AND 100", name="strength_range"),
    )

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    effective_from: Mapped[date] = mapped_column(primary_key=True)
    effective_to: Mapped[date | None]  # the last day
    strength: Mapped[int]
    most_bearers: Mapped[int | None]
    silent: Mapped[list[str]] = mapped_column(ARRAY(String(120)), default=list)
    instrument: Mapped[str] = mapped_column(Text)


class PhoenixRule(Model):
    """When a relation is alarming: for which trigger, how many years back, from which strength; versioned data."""

    __tablename__ = "phoenix_rule"
    __table_args__ = (
        one_of("trigger", Trigger),
        CheckConstraint("years BETWEEN 1 AND 100", name="years_range"),
        CheckConstraint("least_strength BETWEEN 1 AND 100", name="least_strength_range"),
    )

    trigger: Mapped[str] = mapped_column(String(30), primary_key=True)
    effective_from: Mapped[date] = mapped_column(primary_key=True)
    effective_to: Mapped[date | None]
    years: Mapped[int]
    least_strength: Mapped[int]
    instrument: Mapped[str] = mapped_column(Text)


class AgencyTrace(Model):
    """One thing by which an agency can be known again: kept also when the agency no longer says it."""

    __tablename__ = "agency_trace"
    __table_args__ = (
        UniqueConstraint("agency_id", "kind", "key", name="uq_agency_trace_once"),
        one_of("kind", Kind),
        Index("ix_agency_trace_key", "kind", "key"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # the regulator
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(400))
    shown: Mapped[str] = mapped_column(Text)
    first_seen: Mapped[Instant]
    gone_at: Mapped[datetime | None]


class AgencyScan(Model):
    """When an agency was last compared with all others."""

    __tablename__ = "agency_scan"

    id: Mapped[Id]  # the agency's own
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # the regulator
    finished_at: Mapped[Instant]


class AgencyRelation(Model):
    """One thing that two agencies share; `agency_id` is the smaller of the two ids, so that a pair is written once."""

    __tablename__ = "agency_relation"
    __table_args__ = (
        UniqueConstraint("agency_id", "other_id", "kind", "key", name="uq_agency_relation_once"),
        UniqueConstraint("organisation_id", "id", name="uq_agency_relation_tenant"),
        one_of("kind", Kind),
        CheckConstraint("agency_id < other_id", name="pair_in_order"),
        CheckConstraint("strength BETWEEN 1 AND 100", name="strength_range"),
        Index("ix_agency_relation_other", "other_id"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # the regulator
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    other_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(400))
    agency_shown: Mapped[str] = mapped_column(Text)
    other_shown: Mapped[str] = mapped_column(Text)
    strength: Mapped[int]
    first_seen: Mapped[Instant]
    ended_at: Mapped[datetime | None]  # one of the two does not say it any more


class PhoenixAlert(Model):
    """An application may come from somebody who lost the right to it, under another name: to be looked at first."""

    __tablename__ = "phoenix_alert"
    __table_args__ = (
        UniqueConstraint("reference", name="uq_phoenix_alert_reference"),
        UniqueConstraint("application_id", "subject_key", name="uq_phoenix_alert_once"),
        one_of("status", Status),
        one_of("trigger", Trigger),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> decided_by", name="four_eyes"),
        CheckConstraint("status NOT IN ('clearing', 'cleared', 'confirmed') OR (decided_by IS NOT NULL"
                        " AND char_length(btrim(reason)) >= 10)", name="decided_with_reason"),
        CheckConstraint("status <> 'cleared' OR confirmed_by IS NOT NULL", name="cleared_by_two"),
        Index("ix_phoenix_alert_queue", "organisation_id", "status", "opened_at"),
        Index("ix_phoenix_alert_agency_id", "agency_id"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)  # the regulator
    reference: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10), default=Status.OPEN)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    trigger: Mapped[str] = mapped_column(String(30))
    subject_key: Mapped[str] = mapped_column(String(80))  # trigger and what it is about
    other_id: Mapped[UUID | None] = mapped_column(Uuid)  # the other agency, where there is one
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)  # what happened there: licence, ban, refusal, and the day
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)  # what the two share
    opened_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)
    confirmed_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    confirmed_by_name: Mapped[str | None] = mapped_column(String(300))
    confirmed_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    agency: Mapped[Agency] = relationship(
        lazy="joined", innerjoin=True, foreign_keys=[agency_id], primaryjoin="PhoenixAlert.agency_id == Agency.id",
        viewonly=True,
    )  # fmt: skip
    application: Mapped[Application] = relationship(
        lazy="select", foreign_keys=[application_id], primaryjoin="PhoenixAlert.application_id == Application.id",
        viewonly=True,
    )  # fmt: skip
