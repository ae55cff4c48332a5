"""Tables of a company's suppliers and of the brokers that recruit for them."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Id, Instant, Model, NameText, within


class Supplier(Model):
    """A supplier site as one company knows it; `match_key` makes a second upload update instead of double."""

    __tablename__ = "supplier"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id", name="uq_supplier_tenant"),
        UniqueConstraint("organisation_id", "match_key", name="uq_supplier_match_key"),
        UniqueConstraint("reference", name="uq_supplier_reference"),
        within("name", 300),
        Index("ix_supplier_name", "organisation_id", "name"),
        Index("ix_supplier_source_list", "organisation_id", "list_id"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    match_key: Mapped[str] = mapped_column(String(64))
    external_reference: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[NameText]
    local_name: Mapped[str | None] = mapped_column(String(300))
    address: Mapped[str] = mapped_column(Text)
    city: Mapped[str | None] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    tier: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)  # identifiers, sector, workers …
    list_id: Mapped[UUID | None] = mapped_column(Uuid)  # the upload it came from last
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]

    brokers: Mapped[list["SupplierBroker"]] = relationship(back_populates="supplier", order_by="SupplierBroker.name")


class SupplierBroker(Model):
    """A broker that recruits workers for a supplier, as the company's list names it."""

    __tablename__ = "supplier_broker"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "supplier_id"], ["supplier.organisation_id", "supplier.id"],
                             name="fk_supplier_broker_supplier"),
        UniqueConstraint("organisation_id", "id", name="uq_supplier_broker_tenant"),
        UniqueConstraint("supplier_id", "match_key", name="uq_supplier_broker_match_key"),
        within("name", 300),
        Index("ix_supplier_broker_agency_id", "agency_id"),
        Index("ix_supplier_broker_supplier_id", "supplier_id"),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    supplier_id: Mapped[UUID] = mapped_column(Uuid)
    match_key: Mapped[str] = mapped_column(String(64))
    name: Mapped[NameText]
    licence_number: Mapped[str | None] = mapped_column(String(60))  # as the list says it
    country: Mapped[str | None] = mapped_column(String(2))
    fee_payer: Mapped[str | None] = mapped_column(String(20))
    agency_id: Mapped[UUID | None] = mapped_column(Uuid)  # the agency of our register it was recognised as
    created_at: Mapped[Instant]

    supplier: Mapped[Supplier] = relationship(back_populates="brokers")
