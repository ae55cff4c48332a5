"""Tables of fee schedules, orders, visits to Stripe's pay page, Stripe's events and receipts."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of
from licensing.payments.states import (
    ATTEMPT_MOVES,
    ORDER_MOVES,
    SCHEDULE_MOVES,
    AttemptStatus,
    Basis,
    FeeKind,
    Method,
    OrderStatus,
    ScheduleStatus,
)

ANY = "any"  # a schedule for applications of every type


class FeeSchedule(Model):
    """One version of what one kind of fee costs for one class of licence; in force once two people approved it."""

    __tablename__ = "fee_schedule"
    __table_args__ = (
        one_of("kind", FeeKind),
        one_of("basis", Basis),
        one_of("status", ScheduleStatus),
        CheckConstraint("applies_to IN ('any', 'new', 'renewal', 'variation', 'reinstatement')", name="applies_known"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_code"),
        CheckConstraint("effective_to IS NULL OR effective_to >= effective_from", name="days_in_order"),
        CheckConstraint("refund_threshold_minor IS NULL OR refund_threshold_minor >= 0", name="threshold_known"),
        UniqueConstraint("class_code", "kind", "applies_to", "version", name="uq_fee_schedule_version"),
        # One price on any day; textrange stands in for btree_gist.
        ExcludeConstraint(
            (text("textrange(class_code, class_code, '[]')"), "&&"),
            (text("textrange(kind, kind, '[]')"), "&&"),
            (text("textrange(applies_to, applies_to, '[]')"), "&&"),
            (text("daterange(effective_from, effective_to, '[]')"), "&&"),
            where=text("status = 'active'"), using="gist", name="ex_fee_schedule_one_price",
        ),
    )  # fmt: skip
    MOVES: ClassVar[Any] = SCHEDULE_MOVES

    id: Mapped[Id]
    class_code: Mapped[str] = mapped_column(String(40), ForeignKey("licence_class.code"))
    kind: Mapped[str] = mapped_column(String(20))
    applies_to: Mapped[str] = mapped_column(String(20), default=ANY)
    version: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    basis: Mapped[str] = mapped_column(String(20))
    instrument: Mapped[str] = mapped_column(Text)
    refund_rule: Mapped[str] = mapped_column(Text)  # what a payer is told before paying
    # A refund of more than this needs two approvals; None: one is always enough.
    refund_threshold_minor: Mapped[int | None] = mapped_column(BigInteger)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]  # the last day
    status: Mapped[str] = mapped_column(String(20), default=ScheduleStatus.PROPOSED)
    proposed_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))  # None: loaded from a file
    proposed_by_name: Mapped[str] = mapped_column(String(300))
    proposed_at: Mapped[Instant]

    bands: Mapped[list["FeeBand"]] = relationship(order_by="FeeBand.least", lazy="selectin")
    approvals: Mapped[list["FeeApproval"]] = relationship(order_by="FeeApproval.at", lazy="selectin")


class FeeBand(Model):
    """What is due from `least` to `most` of the schedule's basis (for a flat fee: one band, from 0)."""

    __tablename__ = "fee_band"
    __table_args__ = (
        CheckConstraint("amount_minor >= 0", name="amount_known"),
        CheckConstraint("least >= 0 AND (most IS NULL OR most >= least)", name="bounds_in_order"),
        ExcludeConstraint(
            (text("uuidrange(schedule_id, schedule_id, '[]')"), "&&"),
            (text("int4range(least, most, '[]')"), "&&"), using="gist", name="ex_fee_band_one_price",
        ),
    )  # fmt: skip

    id: Mapped[Id]
    schedule_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("fee_schedule.id"))
    least: Mapped[int]
    most: Mapped[int | None]
    amount_minor: Mapped[int] = mapped_column(BigInteger)


class FeeApproval(Model):
    """One person's approval of a proposed schedule: never the proposer's, and each person's once."""

    __tablename__ = "fee_approval"
    __table_args__ = (UniqueConstraint("schedule_id", "person_id", name="uq_fee_approval_once"),)

    id: Mapped[Id]
    schedule_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("fee_schedule.id"))
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]


class PaymentOrder(Model):
    """What an applicant owes for one application: price and rule are copied at the moment it is raised."""

    __tablename__ = "payment_order"
    __table_args__ = (
        # The payer is the applicant: an order belongs to the organisation whose application it is.
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_payment_order_application"),
        UniqueConstraint("organisation_id", "id", name="uq_payment_order_tenant"),
        UniqueConstraint("reference", name="uq_payment_order_reference"),
        UniqueConstraint("application_id", "kind", "round", name="uq_payment_order_round"),
        one_of("kind", FeeKind),
        one_of("status", OrderStatus),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_code"),
        CheckConstraint("method IN ('card', 'transfer')", name="method_known"),
        CheckConstraint("refunded_minor BETWEEN 0 AND amount_minor", name="refunded_within"),
        CheckConstraint("status NOT IN ('paid', 'disputed', 'charged-back', 'refunded')"
                        " OR (paid_at IS NOT NULL AND method IS NOT NULL AND livemode IS NOT NULL)",
                        name="paid_somehow"),
        # At most one order of a kind is open or paid for an application at a time.
        Index("uq_payment_order_one_live", "application_id", "kind", unique=True,
              postgresql_where="status IN ('due', 'processing', 'paid', 'disputed')"),
        Index("ix_payment_order_status", "status", "created_at"),
        Index("ix_payment_order_organisation_id", "organisation_id", "created_at"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = ORDER_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    class_code: Mapped[str] = mapped_column(String(40), ForeignKey("licence_class.code"))
    kind: Mapped[str] = mapped_column(String(20))
    round: Mapped[int] = mapped_column(SmallInteger)  # asked for again after a chargeback or refund: 2, 3, …
    status: Mapped[str] = mapped_column(String(20), default=OrderStatus.DUE)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    schedule_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("fee_schedule.id"))
    band_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("fee_band.id"))
    basis: Mapped[int | None]
    terms: Mapped[dict[str, Any]] = mapped_column(JSONB)  # the rule in words, as it stood
    created_at: Mapped[Instant]
    method: Mapped[str | None] = mapped_column(String(10))
    livemode: Mapped[bool | None] = mapped_column(Boolean)
    paid_at: Mapped[datetime | None]
    refunded_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PaymentAttempt(Model):
    """One visit to Stripe's pay page; its number makes the idempotency key: a second click opens no second page."""

    __tablename__ = "payment_attempt"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "order_id"], ["payment_order.organisation_id", "payment_order.id"],
                             name="fk_payment_attempt_order"),
        UniqueConstraint("order_id", "number", name="uq_payment_attempt_number"),
        UniqueConstraint("session_id", name="uq_payment_attempt_session_id"),
        one_of("status", AttemptStatus),
        CheckConstraint("status IN ('started', 'failed') OR session_id IS NOT NULL", name="session_known"),
        Index("uq_payment_attempt_one_live", "order_id", unique=True,
              postgresql_where="status IN ('started', 'open', 'processing')"),
        Index("ix_payment_attempt_intent_id", "intent_id"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = ATTEMPT_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    order_id: Mapped[UUID] = mapped_column(Uuid)
    number: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[str] = mapped_column(String(20), default=AttemptStatus.STARTED)
    session_id: Mapped[str | None] = mapped_column(String(255))
    intent_id: Mapped[str | None] = mapped_column(String(255))
    url: Mapped[str | None] = mapped_column(Text)
    started_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    started_at: Mapped[Instant]
    failure: Mapped[str | None] = mapped_column(String(100))

    @property
    def key(self) -> str:
        """Return the idempotency key: order and attempt (Stripe allows 255 characters)."""
        return f"{self.order_id}:{self.number}"


class StripeEvent(Model):
    """A message from Stripe, taken once: its row and its effect are written in one transaction."""

    __tablename__ = "stripe_event"

    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    type: Mapped[str] = mapped_column(String(100))
    livemode: Mapped[bool] = mapped_column(Boolean)
    object_id: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]  # by Stripe's clock
    received_at: Mapped[Instant]
    outcome: Mapped[str] = mapped_column(String(40), default="")


class PaymentReceipt(Model):
    """The receipt of one paid order; its number counts nothing, so that it tells nothing of other payers."""

    __tablename__ = "payment_receipt"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "order_id"], ["payment_order.organisation_id", "payment_order.id"],
                             name="fk_payment_receipt_order"),
        UniqueConstraint("order_id", name="uq_payment_receipt_order_id"),
        UniqueConstraint("number", name="uq_payment_receipt_number"),
        UniqueConstraint("code", name="uq_payment_receipt_code"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    order_id: Mapped[UUID] = mapped_column(Uuid)
    number: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(30))  # 100 random bits: who has the paper can verify it
    payer_name: Mapped[str] = mapped_column(String(300))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    method: Mapped[str] = mapped_column(String(10))
    livemode: Mapped[bool] = mapped_column(Boolean)
    issued_at: Mapped[Instant]


__all__ = ["ANY", "FeeApproval", "FeeBand", "FeeSchedule", "Method", "PaymentAttempt", "PaymentOrder", "PaymentReceipt",
           "StripeEvent"]  # fmt: skip
