"""Tables of money that moved: the ledger, refunds, transfers, disputes, and what did not agree with Stripe."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
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
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of
from licensing.payments.states import (
    DISPUTE_MOVES,
    REFUND_MOVES,
    TASK_MOVES,
    TRANSFER_MOVES,
    DisputeStatus,
    RefundReason,
    RefundStatus,
    TaskStatus,
    TransferStatus,
)


def _of_order(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["organisation_id", "order_id"], ["payment_order.organisation_id", "payment_order.id"], name=f"fk_{table}_order"
    )


class LedgerEntry(Model):
    """One movement in the books of fees, made of lines whose sum is nought; never changed."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        _of_order("ledger_entry"),
        UniqueConstraint("organisation_id", "id", name="uq_ledger_entry_tenant"),
        UniqueConstraint("kind", "source", name="uq_ledger_entry_once"),
        CheckConstraint(
            "kind IN ('raised', 'voided', 'payment', 'refund', 'refund-returned', 'dispute', 'dispute-won',"
            " 'dispute-lost', 'dispute-returned')",
            name="kind_known",
        ),
        # An order is paid once, whatever the channel.
        Index("uq_ledger_entry_one_payment", "order_id", unique=True, postgresql_where="kind = 'payment'"),
        Index("ix_ledger_entry_order_id", "order_id"),
        Index("ix_ledger_entry_occurred_at", "occurred_at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    order_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(255))  # what the movement is known by: Stripe's object or our own row
    occurred_at: Mapped[datetime]  # by the clock of who moved the money
    recorded_at: Mapped[Instant]
    by_name: Mapped[str] = mapped_column(String(300))
    txid: Mapped[int] = mapped_column(
        BigInteger,
        default=text("pg_current_xact_id()::text::bigint"),
        server_default=text("pg_current_xact_id()::text::bigint"),
    )

    lines: Mapped[list["LedgerLine"]] = relationship(order_by="LedgerLine.account")


class LedgerLine(Model):
    """One side of an entry: a debit is positive, a credit negative, in minor units."""

    __tablename__ = "ledger_line"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "entry_id"], ["ledger_entry.organisation_id", "ledger_entry.id"],
                             name="fk_ledger_line_entry"),
        CheckConstraint("account IN ('receivable', 'income', 'card', 'bank', 'disputed')", name="account_known"),
        CheckConstraint("amount_minor <> 0", name="amount_known"),
        Index("ix_ledger_line_entry_id", "entry_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    entry_id: Mapped[UUID] = mapped_column(Uuid)
    account: Mapped[str] = mapped_column(String(20))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))


class Refund(Model):
    """Money going back: proposed by one person, approved by another (by two, above the schedule's threshold)."""

    __tablename__ = "payment_refund"
    __table_args__ = (
        _of_order("payment_refund"),
        UniqueConstraint("provider_id", name="uq_payment_refund_provider_id"),
        one_of("status", RefundStatus),
        one_of("reason_code", RefundReason),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("char_length(btrim(note)) >= 10", name="reason_given"),
        CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="four_eyes"),
        CheckConstraint("seconded_by IS NULL"
                        " OR (seconded_by <> proposed_by AND seconded_by IS DISTINCT FROM approved_by)",
                        name="six_eyes"),
        CheckConstraint("status IN ('proposed', 'seconded', 'declined')"
                        " OR (approved_by IS NOT NULL AND (NOT needs_two OR seconded_by IS NOT NULL))",
                        name="approved_by_someone"),
        Index("ix_payment_refund_order_id", "order_id"),
        Index("ix_payment_refund_status", "status", "proposed_at"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = REFUND_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    order_id: Mapped[UUID] = mapped_column(Uuid)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    reason_code: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20), default=RefundStatus.PROPOSED)
    needs_two: Mapped[bool]
    proposed_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    proposed_by_name: Mapped[str] = mapped_column(String(300))
    proposed_at: Mapped[Instant]
    seconded_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    seconded_by_name: Mapped[str | None] = mapped_column(String(300))
    approved_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    approved_by_name: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None] = mapped_column(Text)
    provider_id: Mapped[str | None] = mapped_column(String(255))  # Stripe's refund, or the bank's reference
    failure: Mapped[str | None] = mapped_column(String(100))


class Transfer(Model):
    """A bank transfer seen on the regulator's account: recorded by one person, confirmed by another."""

    __tablename__ = "payment_transfer"
    __table_args__ = (
        _of_order("payment_transfer"),
        one_of("status", TransferStatus),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("decided_by IS NULL OR decided_by <> recorded_by", name="four_eyes"),
        CheckConstraint("(status = 'recorded') = (decided_by IS NULL)", name="decided_by_someone"),
        CheckConstraint("payer_is_applicant", name="payer_is_applicant"),
        Index("uq_payment_transfer_one_live", "order_id", unique=True,
              postgresql_where="status IN ('recorded', 'confirmed')"),
        Index("uq_payment_transfer_bank_reference", "bank_reference", unique=True,
              postgresql_where="status IN ('recorded', 'confirmed')"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = TRANSFER_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    order_id: Mapped[UUID] = mapped_column(Uuid)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    received_on: Mapped[date]
    bank_reference: Mapped[str] = mapped_column(String(100))
    payer_name: Mapped[str] = mapped_column(String(300))
    payer_is_applicant: Mapped[bool]  # a worker can never be the payer (licensing.md row 42)
    status: Mapped[str] = mapped_column(String(20), default=TransferStatus.RECORDED)
    recorded_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    recorded_by_name: Mapped[str] = mapped_column(String(300))
    recorded_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    decided_by_name: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None] = mapped_column(Text)


class Dispute(Model):
    """A payer's bank has taken a payment back; until it is won, the fee counts as not paid."""

    __tablename__ = "payment_dispute"
    __table_args__ = (
        _of_order("payment_dispute"),
        UniqueConstraint("provider_id", name="uq_payment_dispute_provider_id"),
        one_of("status", DisputeStatus),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        Index("ix_payment_dispute_order_id", "order_id"),
    )
    MOVES: ClassVar[Any] = DISPUTE_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    order_id: Mapped[UUID] = mapped_column(Uuid)
    provider_id: Mapped[str] = mapped_column(String(255))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(20), default=DisputeStatus.OPEN)
    opened_at: Mapped[Instant]
    closed_at: Mapped[datetime | None]


class PaymentTask(Model):
    """Something that does not agree and that the system must not settle by itself; one row per difference."""

    __tablename__ = "payment_task"
    __table_args__ = (
        _of_order("payment_task"),
        UniqueConstraint("fingerprint", name="uq_payment_task_fingerprint"),
        one_of("status", TaskStatus),
        CheckConstraint("(status = 'open') = (closed_by IS NULL)", name="closed_by_someone"),
        CheckConstraint("closed_by IS NULL OR char_length(btrim(note)) >= 10", name="reason_given"),
        Index("ix_payment_task_status", "status", "opened_at"),
    )
    MOVES: ClassVar[Any] = TASK_MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID | None] = mapped_column(Uuid)  # none where the money names no order of ours
    order_id: Mapped[UUID | None] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(40))
    fingerprint: Mapped[str] = mapped_column(String(300))
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)
    status: Mapped[str] = mapped_column(String(20), default=TaskStatus.OPEN)
    opened_at: Mapped[Instant]
    closed_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    closed_by_name: Mapped[str | None] = mapped_column(String(300))
    closed_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)


class Reconciliation(Model):
    """One night's comparison of our books with Stripe's: which days, and what it found."""

    __tablename__ = "payment_reconciliation"

    id: Mapped[Id]
    from_day: Mapped[date]
    to_day: Mapped[date]
    ran_at: Mapped[Instant]
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)
