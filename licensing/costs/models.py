"""Tables of cost items and of who pays them."""

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import (
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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, one_of


class Payer(enum.StrEnum):
    """Who pays a cost item."""

    EMPLOYER = "employer"
    BROKER = "broker"
    WORKER = "worker"
    NOT_APPLICABLE = "not-applicable"


class WorkerVerdict(enum.StrEnum):
    """Whether a worker may be charged."""

    PROHIBITED = "prohibited"
    NEVER = "never"
    STATUTORY = "statutory"
    OUTSIDE = "outside"


class CostItem(Model):
    """A recruitment fee or related cost of the ILO definition (2019), as versioned data."""

    __tablename__ = "cost_item"
    __table_args__ = (one_of("worker_verdict", WorkerVerdict),)

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(10))  # FEE MED INS SKL TRN EQP TRV ADM ILL DBT OUT
    worker_verdict: Mapped[str] = mapped_column(String(20))
    billable_to_employer: Mapped[bool] = mapped_column(Boolean)
    declared_in_plan: Mapped[bool] = mapped_column(Boolean)  # asked for in every fee plan
    instrument: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]


class FeePlanLine(Model):
    """What an application declares about one cost item: who pays it, and how much it usually is."""

    __tablename__ = "fee_plan_line"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "application_id"], ["application.organisation_id", "application.id"],
                             name="fk_fee_plan_line_application"),
        UniqueConstraint("application_id", "item_code", name="uq_fee_plan_line_once"),
        one_of("payer", Payer),
        CheckConstraint("amount_minor IS NULL OR amount_minor >= 0", name="amount_not_negative"),
        CheckConstraint("(amount_minor IS NULL) = (currency IS NULL)", name="amount_with_currency"),
        # Employer pays: the plan of a licensed broker charges a worker nothing (ILO 2019).
        CheckConstraint("payer <> 'worker'", name="worker_pays_nothing"),
        Index("ix_fee_plan_line_application_id", "application_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    item_code: Mapped[str] = mapped_column(String(10), ForeignKey("cost_item.code"))
    payer: Mapped[str] = mapped_column(String(20))
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    created_at: Mapped[Instant]

    item: Mapped[CostItem] = relationship(lazy="joined", innerjoin=True)
