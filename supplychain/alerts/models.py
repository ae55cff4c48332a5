"""Tables of alerts and of every step taken on them."""

from datetime import datetime
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

from core.db import Id, Instant, Model, one_of
from supplychain.alerts.states import MOVES, SUPPRESSION_MOVES, Kind, Status, SuppressionStatus
from supplychain.suppliers.models import Supplier, SupplierBroker


class Alert(Model):
    """One reason to look at a supplier or at one of its brokers, with the evidence that raised it."""

    __tablename__ = "alert"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "supplier_id"], ["supplier.organisation_id", "supplier.id"],
                             name="fk_alert_supplier"),
        ForeignKeyConstraint(["organisation_id", "broker_id"],
                             ["supplier_broker.organisation_id", "supplier_broker.id"], name="fk_alert_broker"),
        UniqueConstraint("reference", name="uq_alert_reference"),
        # One alert per pair: a later screening reopens it instead of raising a second one.
        UniqueConstraint("organisation_id", "pair_key", name="uq_alert_pair"),
        one_of("status", Status),
        one_of("kind", Kind),
        CheckConstraint("status <> 'true_match' OR (decided_by IS NOT NULL AND confirmed_by IS NOT NULL AND"
                        " decided_by <> confirmed_by)", name="four_eyes"),
        CheckConstraint("status NOT IN ('true_match','false_positive') OR reason_code IS NOT NULL",
                        name="reason_given"),
        Index("ix_alert_queue", "organisation_id", "status", "opened_at"),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended_with_reason"),
        CheckConstraint("status <> 'closed' OR ended_at IS NOT NULL", name="closed_when_ended"),
        Index("ix_alert_supplier_id", "supplier_id"),
        Index("ix_alert_listed_key", "organisation_id", "listed_key"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), default=Status.OPEN)
    pair_key: Mapped[str] = mapped_column(String(120))
    listed_key: Mapped[str | None] = mapped_column(String(40))  # the listed party, whichever version of its entry
    customer_key: Mapped[str | None] = mapped_column(String(64))  # our party by name and country, whichever upload
    compared: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)  # what it rests on, field by field
    fingerprint: Mapped[str] = mapped_column(String(64))  # of that, without case and punctuation
    inputs: Mapped[str] = mapped_column(String(64), default="")  # of all that was compared, on both sides
    former: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # the decision before it was opened again, and why
    supplier_id: Mapped[UUID] = mapped_column(Uuid)
    broker_id: Mapped[UUID | None] = mapped_column(Uuid)
    entity_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("flagged_entity.id"))
    licence_id: Mapped[UUID | None] = mapped_column(Uuid)
    subject_name: Mapped[str] = mapped_column(Text)
    object_name: Mapped[str] = mapped_column(Text)  # the flagged name, or the licence in words
    score: Mapped[float] = mapped_column(Double)
    evidence: Mapped[dict[str, Any]] = mapped_column(JSONB)  # the explanation, or the licence's state and date
    cause: Mapped[str] = mapped_column(String(40))  # new-list, list-changed, supplier-changed, licence-changed, expired
    opened_at: Mapped[Instant]
    due_at: Mapped[datetime | None]
    assigned_to: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    assigned_name: Mapped[str | None] = mapped_column(String(300))
    reason_code: Mapped[str | None] = mapped_column(String(30))
    note: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    confirmed_by_name: Mapped[str | None] = mapped_column(String(300))
    confirmed_at: Mapped[datetime | None]
    hidden_until: Mapped[datetime | None]  # a false positive comes back after this
    suppressed_until: Mapped[datetime | None]  # a rule keeps the pair from being shown until then
    ended_at: Mapped[datetime | None]  # the match no longer stands
    ended_why: Mapped[str | None] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    supplier: Mapped[Supplier] = relationship(
        lazy="joined",
        innerjoin=True,
        foreign_keys=[supplier_id],
        primaryjoin="Alert.supplier_id == Supplier.id",
        viewonly=True,
    )
    broker: Mapped[SupplierBroker | None] = relationship(
        lazy="joined", foreign_keys=[broker_id], primaryjoin="Alert.broker_id == SupplierBroker.id", viewonly=True
    )


class AlertSuppression(Model):
    """A company's rule that a pair is not to be shown until a day, with its reason; a second person for high scores."""

    __tablename__ = "alert_suppression"
    __table_args__ = (
        UniqueConstraint("reference", name="uq_alert_suppression_reference"),
        one_of("status", SuppressionStatus),
        CheckConstraint("char_length(btrim(reason)) >= 20", name="reason_given"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="four_eyes"),
        CheckConstraint("status <> 'active' OR score < 0.9 OR decided_by IS NOT NULL", name="second_person"),
        CheckConstraint("(status = 'lifted') = (lifted_at IS NOT NULL)", name="lifted_by_someone"),
        Index("ix_alert_suppression_pair", "organisation_id", "listed_key", "customer_key"),
        Index("uq_alert_suppression_one_live", "organisation_id", "listed_key", "customer_key", unique=True,
              postgresql_where="status IN ('proposed', 'active')"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = SUPPRESSION_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10))
    listed_key: Mapped[str] = mapped_column(String(40))
    customer_key: Mapped[str] = mapped_column(String(64))
    subject_name: Mapped[str] = mapped_column(Text)
    object_name: Mapped[str] = mapped_column(Text)
    alert_reference: Mapped[str] = mapped_column(String(20))  # the alert it was asked for on
    score: Mapped[float] = mapped_column(Double)
    reason: Mapped[str] = mapped_column(Text)
    until: Mapped[Instant]
    proposed_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    proposed_by_name: Mapped[str] = mapped_column(String(300))
    proposed_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    lifted_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    lifted_by_name: Mapped[str | None] = mapped_column(String(300))
    lifted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
