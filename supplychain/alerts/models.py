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
from supplychain.alerts.states import MOVES, Kind, Status
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
        Index("ix_alert_supplier_id", "supplier_id"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), default=Status.OPEN)
    pair_key: Mapped[str] = mapped_column(String(120))
    fingerprint: Mapped[str] = mapped_column(String(64))  # of the compared attributes: another one reopens the alert
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
