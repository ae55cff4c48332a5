"""Reads of supplier lists and of their rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, text

from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from supplychain.lists.columns import Mapping
from supplychain.lists.models import SupplierList, SupplierListRow
from supplychain.lists.states import Status
from supplychain.suppliers.models import Supplier

EARLIER = 5
MOST_EXPORTED = 200_000


def get(reference: str, *, lock: bool = False) -> SupplierList:
    """Return a list of the actor's company by reference. Raises NotFound, also for another company's list."""
    statement = select(SupplierList).where(SupplierList.reference == reference)
    if lock:
        statement = statement.with_for_update()
    return _one(statement)


def by_id(list_id: UUID, *, lock: bool = False) -> SupplierList:
    """Return a list by id, for jobs. Raises NotFound."""
    statement = select(SupplierList).where(SupplierList.id == list_id)
    if lock:
        statement = statement.with_for_update()
    return _one(statement)


def _one(statement: Select[Any]) -> SupplierList:
    found: SupplierList | None = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("list-not-found", N_("There is no such supplier list. Check the address."))
    return found


def search(page: Page) -> Paged[SupplierList]:
    """Return one page of the company's lists, newest first."""
    return paged(select(SupplierList).order_by(SupplierList.created_at.desc(), SupplierList.id), page)


def same_file(file_hash: str, organisation_id: UUID) -> SupplierList | None:
    """Return the newest list made of exactly this file and not given up, if there is one."""
    statement = (
        select(SupplierList)
        .where(
            SupplierList.organisation_id == organisation_id,
            SupplierList.file_hash == file_hash,
            SupplierList.status.notin_([Status.CANCELLED, Status.FAILED]),
        )
        .order_by(SupplierList.created_at.desc(), SupplierList.id)
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def earlier_mappings(organisation_id: UUID) -> list[Mapping]:
    """Return the columns this company chose for its newest lists, newest first."""
    statement = (
        select(SupplierList.mapping)
        .where(SupplierList.organisation_id == organisation_id, SupplierList.status == Status.LIVE)
        .order_by(SupplierList.created_at.desc(), SupplierList.id)
        .limit(EARLIER)
    )
    found = db.session.execute(statement).scalars()
    return [Mapping.from_json(mapping) for mapping in found if mapping.get("headers")]


@dataclass(frozen=True)
class RowFilter:
    """Which rows of a list are wanted: of one status, with one finding; empty means all."""

    status: str = ""
    code: str = ""


def rows(supplier_list: SupplierList, wanted: RowFilter, page: Page) -> Paged[SupplierListRow]:
    """Return one page of rows in the order of the file."""
    return paged(_rows(supplier_list, wanted), page)


def every_row(supplier_list: SupplierList, wanted: RowFilter) -> Iterator[SupplierListRow]:
    """Yield rows in the order of the file, for a download."""
    statement = _rows(supplier_list, wanted).limit(MOST_EXPORTED).execution_options(yield_per=1_000)
    yield from db.session.execute(statement).scalars()


def _rows(supplier_list: SupplierList, wanted: RowFilter) -> Select[Any]:
    statement = select(SupplierListRow).where(SupplierListRow.list_id == supplier_list.id)
    if wanted.status:
        statement = statement.where(SupplierListRow.status == wanted.status)
    if wanted.code:
        statement = statement.where(SupplierListRow.findings.contains([{"code": wanted.code}]))
    return statement.order_by(SupplierListRow.row_number)


def finding_counts(supplier_list: SupplierList) -> list[tuple[str, int]]:
    """Return (code, rows with it), most frequent first."""
    statement = text(
        "SELECT f->>'code', count(DISTINCT r.row_number) FROM supplier_list_row r, jsonb_array_elements(r.findings) f"
        " WHERE r.list_id = :list GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return [(code, count) for code, count in db.session.execute(statement, {"list": supplier_list.id})]


def rows_stored(supplier_list: SupplierList) -> int:
    """Return how many rows have been checked so far."""
    statement = select(func.count()).select_from(SupplierListRow).where(SupplierListRow.list_id == supplier_list.id)
    return db.session.execute(statement).scalar_one()


@dataclass(frozen=True)
class Delta:
    """What an import would do: suppliers made, suppliers that are known already."""

    new: int
    known: int


def delta(supplier_list: SupplierList) -> Delta:
    """Return how many suppliers the good rows would make, and how many they would update."""
    statement = text(
        "SELECT count(*) FILTER (WHERE s.id IS NULL), count(s.id) FROM"
        " (SELECT DISTINCT content->>'supplier_key' AS key FROM supplier_list_row"
        "  WHERE list_id = :list AND status = 'accepted') k"
        " LEFT JOIN supplier s ON s.organisation_id = :organisation AND s.match_key = k.key"
    )
    found = db.session.execute(
        statement, {"list": supplier_list.id, "organisation": supplier_list.organisation_id}
    ).one()
    return Delta(found[0], found[1])


def has_suppliers(organisation_id: UUID) -> bool:
    """Tell whether a company has any supplier yet."""
    found = select(Supplier.id).where(Supplier.organisation_id == organisation_id).limit(1)
    return db.session.execute(found).first() is not None


def suppliers_of(list_id: UUID) -> list[UUID]:
    """Return the ids of the suppliers that a live list made or updated, in an order that never changes."""
    statement = (
        select(SupplierListRow.supplier_id)
        .where(SupplierListRow.list_id == list_id, SupplierListRow.supplier_id.is_not(None))
        .distinct()
        .order_by(SupplierListRow.supplier_id)
    )
    return [found for found in db.session.execute(statement).scalars() if found is not None]


def count_suppliers(supplier_list: SupplierList) -> int:
    """Return how many suppliers a live list made or updated."""
    statement = select(func.count(SupplierListRow.supplier_id.distinct())).where(
        SupplierListRow.list_id == supplier_list.id
    )
    return db.session.execute(statement).scalar_one()


@dataclass(frozen=True)
class Mention:
    """One row of an accepted list that named a supplier."""

    list_reference: str
    list_name: str
    row_number: int
    live_at: Any


def mentions_of(supplier_id: UUID, limit: int = 20) -> list[Mention]:
    """Return which rows of which accepted lists named a supplier, newest first."""
    statement = (
        select(SupplierList.reference, SupplierList.name, SupplierListRow.row_number, SupplierList.live_at)
        .join(SupplierList, SupplierList.id == SupplierListRow.list_id)
        .where(SupplierListRow.supplier_id == supplier_id, SupplierList.status == Status.LIVE)
        .order_by(SupplierList.live_at.desc(), SupplierListRow.row_number)
        .limit(limit)
    )
    return [Mention(*row) for row in db.session.execute(statement)]
