"""Tables of supplier lists and their rows, exactly as uploaded and as understood."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Identity,
    Index,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Id, Instant, Model, one_of
from supplychain.lists.states import MOVES, RowStatus, Status


class SupplierList(Model):
    """One upload of a company's suppliers; its rows never change once it is live."""

    __tablename__ = "supplier_list"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id", name="uq_supplier_list_tenant"),
        UniqueConstraint("reference", name="uq_supplier_list_reference"),
        one_of("status", Status),
        CheckConstraint("status NOT IN ('checked','importing','live') OR total = accepted + rejected + duplicates +"
                        " blank", name="counts_add_up"),
        Index("ix_supplier_list_organisation", "organisation_id", "created_at"),
    )  # fmt: skip
    MOVES: ClassVar[Any] = MOVES

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    reference: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    file_id: Mapped[UUID] = mapped_column(Uuid)
    file_name: Mapped[str] = mapped_column(String(300))
    file_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(20), default=Status.UPLOADED)
    dialect: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)  # encoding, delimiter, sheet, header row
    headers: Mapped[list[Any]] = mapped_column(JSONB, default=list)
    sample: Mapped[list[Any]] = mapped_column(JSONB, default=list)  # the first rows, to choose columns by
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    findings: Mapped[list[Any]] = mapped_column(JSONB, default=list)  # about the file
    total: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[int] = mapped_column(default=0)
    blank: Mapped[int] = mapped_column(default=0)
    processed: Mapped[int] = mapped_column(default=0)  # progress of the import
    screened: Mapped[int] = mapped_column(default=0)
    alerts_raised: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Instant]
    created_by: Mapped[UUID | None] = mapped_column(Uuid)
    live_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SupplierListRow(Model):
    """One row of an upload: raw cells, what was understood, what is wrong with it."""

    __tablename__ = "supplier_list_row"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "list_id"], ["supplier_list.organisation_id", "supplier_list.id"],
                             name="fk_supplier_list_row_list", ondelete="CASCADE"),
        UniqueConstraint("list_id", "row_number", name="uq_supplier_list_row_number"),
        one_of("status", RowStatus),
        Index("ix_supplier_list_row_supplier_id", "supplier_id", postgresql_where="supplier_id IS NOT NULL"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    list_id: Mapped[UUID] = mapped_column(Uuid)
    row_number: Mapped[int]  # as the spreadsheet shows it
    status: Mapped[str] = mapped_column(String(10))
    raw: Mapped[list[Any]] = mapped_column(JSONB)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    findings: Mapped[list[Any]] = mapped_column(JSONB)
    supplier_id: Mapped[UUID | None] = mapped_column(Uuid)
