"""Tables of licences: conditions with their evidence, measures, answers to them, winding down, appeals."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of
from licensing.agencies.models import Agency
from licensing.applications.states import Kind
from licensing.licences.states import (
    APPEAL_MOVES,
    CONDITION_MOVES,
    MOVES,
    PROPOSAL_MOVES,
    AppealKind,
    AppealStatus,
    ConditionStatus,
    Measure,
    ProposalStatus,
    Scope,
    Severity,
    Status,
    WindDown,
)


class Licence(Model):
    """A licence: its number is never reused; status and overlays change only through decisions."""

    __tablename__ = "licence"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "agency_id"], ["agency.organisation_id", "agency.id"],
                             name="fk_licence_agency"),
        UniqueConstraint("organisation_id", "id", name="uq_licence_tenant"),
        UniqueConstraint("number", name="uq_licence_number"),
        UniqueConstraint("application_id", name="uq_licence_application"),
        one_of("status", Status),
        CheckConstraint("NOT isempty(valid) AND NOT lower_inf(valid) AND NOT upper_inf(valid)", name="valid_bounded"),
        # At most one live licence per agency and class on any day; uuidrange stands in for btree_gist.
        ExcludeConstraint(
            (text("uuidrange(agency_id, agency_id, '[]')"), "&&"),
            (text("textrange(class_code, class_code, '[]')"), "&&"),
            (text("valid"), "&&"), where=text("status IN ('active','suspended')"), using="gist",
            name="ex_licence_one_live",
        ),
        Index("ix_licence_agency_id", "agency_id"),
        # People type 417 for RA-00417: the register looks for the figures of a number.
        Index("ix_licence_number_figures", text("ltrim(regexp_replace(number, '[^0-9]', '', 'g'), '0')")),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    agency_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("application.id"))
    number: Mapped[str] = mapped_column(String(20))
    class_code: Mapped[str] = mapped_column(String(40), ForeignKey("licence_class.code"))
    status: Mapped[str] = mapped_column(String(20), default=Status.ACTIVE)
    valid: Mapped[Range[date]] = mapped_column(DATERANGE)  # [first day, day after the last)
    frozen: Mapped[bool] = mapped_column(Boolean, default=False)  # no new workers at all
    frozen_corridors: Mapped[list[str]] = mapped_column(ARRAY(String(2)), default=list)  # none to these countries
    frozen_employers: Mapped[list[str]] = mapped_column(ARRAY(String(300)), default=list)  # none for these
    watched: Mapped[bool] = mapped_column(Boolean, default=False)
    renewal_pending_until: Mapped[date | None]
    under_appeal: Mapped[bool] = mapped_column(Boolean, default=False)
    destinations: Mapped[list[str]] = mapped_column(ARRAY(String(2)), default=list)
    granted_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)
    conditions: Mapped[list["LicenceCondition"]] = relationship(order_by="LicenceCondition.created_at")


class LicenceTerm(Model):
    """One link of the chain that the validity of a licence derives from: what a decision granted, from when to when.

    Never changed; a renewal, variation or reinstatement adds one. Days and kind are those of its application.
    """

    __tablename__ = "licence_term"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "licence_id"], ["licence.organisation_id", "licence.id"],
                             name="fk_licence_term_licence"),
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_licence_term_application"),
        ForeignKeyConstraint(["organisation_id", "decision_id"],
                             ["application_decision.organisation_id", "application_decision.id"],
                             name="fk_licence_term_decision"),
        UniqueConstraint("application_id", name="uq_licence_term_application"),
        one_of("kind", Kind),
        CheckConstraint("starts_on <= ends_on", name="has_days"),
        Index("ix_licence_term_licence_id", "licence_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    licence_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    decision_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date]  # the last day, which still counts
    created_at: Mapped[Instant]
    # Stamped by the database: only the transaction that writes a term brings an ended licence back.
    txid: Mapped[int] = mapped_column(BigInteger, default=text("pg_current_xact_id()::text::bigint"))


class LicenceCondition(Model):
    """A rule beyond the law that one licence carries, with the words that workers read."""

    __tablename__ = "licence_condition"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "licence_id"], ["licence.organisation_id", "licence.id"],
                             name="fk_licence_condition_licence"),
        UniqueConstraint("organisation_id", "id", name="uq_licence_condition_tenant"),
        one_of("status", ConditionStatus),
        one_of("severity", Severity),
        CheckConstraint("(status IN ('satisfied', 'waived')) = (satisfied_at IS NOT NULL)", name="met_when"),
        Index("ix_licence_condition_licence_id", "licence_id"),
        Index("ix_licence_condition_due", "status", "due_on"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = CONDITION_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    licence_id: Mapped[UUID] = mapped_column(Uuid)
    code: Mapped[str] = mapped_column(String(40), default="special")
    severity: Mapped[str] = mapped_column(String(10), default=Severity.MAJOR)
    status: Mapped[str] = mapped_column(String(20), default=ConditionStatus.OPEN)
    text: Mapped[str] = mapped_column(Text)
    public_text: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]
    extended_from: Mapped[date | None]  # the first day it was due, once that was moved
    breached_at: Mapped[datetime | None]
    satisfied_at: Mapped[datetime | None]  # met, or the holder was excused from it
    created_at: Mapped[Instant]

    licence: Mapped[Licence] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    evidence: Mapped[list["ConditionEvidence"]] = relationship(order_by="ConditionEvidence.at", viewonly=True)


class ConditionEvidence(Model):
    """What the holder handed in to show that a condition is met; never changed."""

    __tablename__ = "condition_evidence"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "condition_id"],
                             ["licence_condition.organisation_id", "licence_condition.id"],
                             name="fk_condition_evidence_condition"),
        Index("ix_condition_evidence_condition_id", "condition_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    condition_id: Mapped[UUID] = mapped_column(Uuid)
    text: Mapped[str] = mapped_column(Text)
    files: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    by_person: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]


class LicenceMeasure(Model):
    """A measure on a licence: proposed by one person, confirmed or declined by others, with ground and reason.

    What was written stays as it is; how it was decided, since when and until when it holds are added once.
    """

    __tablename__ = "licence_measure"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "licence_id"], ["licence.organisation_id", "licence.id"],
                             name="fk_licence_measure_licence"),
        ForeignKeyConstraint(["organisation_id", "condition_id"],
                             ["licence_condition.organisation_id", "licence_condition.id"],
                             name="fk_licence_measure_condition"),
        ForeignKeyConstraint(["organisation_id", "target_id"],
                             ["licence_measure.organisation_id", "licence_measure.id"],
                             name="fk_licence_measure_target"),
        UniqueConstraint("organisation_id", "id", name="uq_licence_measure_tenant"),
        one_of("measure", Measure),
        one_of("status", ProposalStatus),
        one_of("scope_kind", Scope),
        CheckConstraint("decided_by <> proposed_by", name="four_eyes"),
        CheckConstraint("seconded_by <> proposed_by AND seconded_by <> decided_by", name="three_people"),
        CheckConstraint("(decided_by IS NOT NULL) = (status IN ('confirmed', 'declined')) OR"
                        " (by_system AND measure = 'watch' AND decided_by IS NULL)", name="decided_by_someone"),
        CheckConstraint("proposed_by IS NOT NULL OR (by_system AND (status IN ('draft', 'withdrawn') OR"
                        " measure IN ('freeze', 'watch')))", name="proposed_by_someone"),
        CheckConstraint("char_length(btrim(reason)) >= 10", name="reason_given"),
        CheckConstraint("NOT urgent OR (measure = 'suspend' AND lapses_on IS NOT NULL)", name="urgent_lapses"),
        CheckConstraint("(scope_kind = 'all') = (scope_value IS NULL)", name="scope_said"),
        CheckConstraint("NOT (stayed AND immediate)", name="immediate_stands"),
        Index("uq_licence_measure_one_open", "licence_id", "measure", "about", unique=True,
              postgresql_where="status IN ('draft','proposed','seconded','acting')"),
        Index("ix_licence_measure_licence", "licence_id", "proposed_at"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = PROPOSAL_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    licence_id: Mapped[UUID] = mapped_column(Uuid)
    measure: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), default=ProposalStatus.PROPOSED)
    ground_code: Mapped[str] = mapped_column(String(40), ForeignKey("legal_ground.code"))
    reason: Mapped[str] = mapped_column(Text)
    protection_plan: Mapped[str | None] = mapped_column(Text)  # how the workers already placed are protected
    immediate: Mapped[bool] = mapped_column(Boolean, default=False)  # not heard first, no stay on appeal
    urgent: Mapped[bool] = mapped_column(Boolean, default=False)  # one person acts, and it lapses by itself
    by_system: Mapped[bool] = mapped_column(Boolean, default=False)
    scope_kind: Mapped[str] = mapped_column(String(10), default=Scope.ALL)
    scope_value: Mapped[str | None] = mapped_column(String(300))
    about: Mapped[str] = mapped_column(String(320), default="")  # what tells two open ones of a kind apart
    condition_id: Mapped[UUID | None] = mapped_column(Uuid)
    target_id: Mapped[UUID | None] = mapped_column(Uuid)  # the measure that this one ends or sets aside
    show_cause_until: Mapped[date | None]  # the last day on which the holder may answer
    review_by: Mapped[date | None]  # by when a second officer looks at a freeze
    lapses_on: Mapped[date | None]  # the last day of an urgent suspension that nobody confirms
    proposed_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    proposed_by_name: Mapped[str] = mapped_column(String(300))
    proposed_at: Mapped[Instant]
    seconded_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    seconded_by_name: Mapped[str | None] = mapped_column(String(300))
    seconded_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None] = mapped_column(Text)
    letter_language: Mapped[str] = mapped_column(String(10), default="en")
    effective_on: Mapped[date | None]  # the day it takes effect, where notice is given
    effective_at: Mapped[datetime | None]
    stayed: Mapped[bool] = mapped_column(Boolean, default=False)  # a tribunal has ordered that it waits
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(20))  # lapsed, declined, lifted, set-aside

    licence: Mapped[Licence] = relationship(lazy="joined", innerjoin=True)


class MeasureAnswer(Model):
    """What the holder says to a measure that is proposed against it; never changed."""

    __tablename__ = "measure_answer"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "measure_id"],
                             ["licence_measure.organisation_id", "licence_measure.id"],
                             name="fk_measure_answer_measure"),
        Index("ix_measure_answer_measure_id", "measure_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    measure_id: Mapped[UUID] = mapped_column(Uuid)
    text: Mapped[str] = mapped_column(Text)
    files: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    by_person: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]


class WindingDown(Model):
    """One thing that must be in order before a licence is given back, seen by an officer."""

    __tablename__ = "winding_down"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "measure_id"],
                             ["licence_measure.organisation_id", "licence_measure.id"],
                             name="fk_winding_down_measure"),
        UniqueConstraint("measure_id", "code", name="uq_winding_down_once"),
        one_of("code", WindDown),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    measure_id: Mapped[UUID] = mapped_column(Uuid)
    code: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    by_person: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]


class LicenceAppeal(Model):
    """An appeal against a measure: lodged by the holder or entered by an officer, with stay and outcome."""

    __tablename__ = "licence_appeal"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "licence_id"], ["licence.organisation_id", "licence.id"],
                             name="fk_licence_appeal_licence"),
        ForeignKeyConstraint(["organisation_id", "measure_id"],
                             ["licence_measure.organisation_id", "licence_measure.id"],
                             name="fk_licence_appeal_measure"),
        UniqueConstraint("reference", name="uq_licence_appeal_reference"),
        one_of("kind", AppealKind),
        one_of("status", AppealStatus),
        CheckConstraint("(status = 'lodged') = (closed_at IS NULL)", name="closed_when"),
        CheckConstraint("(stay_order IS NULL) = (stayed_at IS NULL)", name="stay_has_order"),
        CheckConstraint("status NOT IN ('quashed', 'varied') OR outcome_order IS NOT NULL", name="outcome_has_order"),
        Index("uq_licence_appeal_one_open", "measure_id", "kind", unique=True,
              postgresql_where="status = 'lodged'"),
        Index("ix_licence_appeal_licence_id", "licence_id"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = APPEAL_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    licence_id: Mapped[UUID] = mapped_column(Uuid)
    measure_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(10), default=AppealStatus.LODGED)
    text: Mapped[str] = mapped_column(Text)
    lodged_on: Mapped[date]
    lodged_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    lodged_by_name: Mapped[str] = mapped_column(String(300))
    lodged_at: Mapped[Instant]
    stay_order: Mapped[str | None] = mapped_column(String(200))  # the tribunal's own reference
    stayed_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    stayed_at: Mapped[datetime | None]
    outcome_order: Mapped[str | None] = mapped_column(String(200))
    outcome_text: Mapped[str | None] = mapped_column(Text)
    closed_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    closed_by_name: Mapped[str | None] = mapped_column(String(300))
    closed_at: Mapped[datetime | None]

    licence: Mapped[Licence] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    measure: Mapped[LicenceMeasure] = relationship(lazy="joined", innerjoin=True, viewonly=True)
