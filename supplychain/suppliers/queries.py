"""Reads of suppliers: the list, one supplier with its brokers, figures of the company's first page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import selectinload

from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.ids import tidy_reference
from core.paging import Page, Paged, paged
from supplychain.alerts import queries as alerts
from supplychain.alerts.models import Alert
from supplychain.suppliers.models import Supplier, SupplierBroker

SORTS = ("name", "country", "newest")
MOST_EXPORTED = 100_000


def get(reference: str) -> Supplier:
    """Return a supplier of the actor's company with its brokers. Raises NotFound, also for another company's."""
    statement = select(Supplier).where(Supplier.reference == reference).options(selectinload(Supplier.brokers))
    found: Supplier | None = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("supplier-not-found", N_("There is no such supplier. Check the address."))
    return found


@dataclass(frozen=True)
class Filter:
    """What the list of suppliers is narrowed to; empty means everything."""

    text: str = ""
    country: str = ""
    alerts: str = ""  # ``open``: with alerts to decide
    brokers: str = ""  # ``named``, ``none``, ``worker-pays``
    sort: str = "name"


def search(wanted: Filter, page: Page) -> Paged[Supplier]:
    """Return one page of suppliers with their brokers; three queries whatever its length."""
    return paged(_found(wanted).options(selectinload(Supplier.brokers)), page)


def every(wanted: Filter) -> Iterator[Supplier]:
    """Yield suppliers for a download."""
    statement = _found(wanted).options(selectinload(Supplier.brokers)).limit(MOST_EXPORTED)
    yield from db.session.execute(statement.execution_options(yield_per=1_000)).scalars()


def _found(wanted: Filter) -> Select[Any]:
    statement = select(Supplier)
    if wanted.text:
        statement = statement.where(_named(wanted.text))
    if wanted.country:
        statement = statement.where(Supplier.country == wanted.country)
    if wanted.alerts:
        waits = exists().where(Alert.supplier_id == Supplier.id, alerts.waiting())
        statement = statement.where(waits)
    if wanted.brokers:
        named = exists().where(SupplierBroker.supplier_id == Supplier.id)
        pays = named.where(SupplierBroker.fee_payer == "worker")
        statement = statement.where({"none": ~named, "worker-pays": pays}.get(wanted.brokers, named))
    order = {
        "country": (Supplier.country, func.lower(Supplier.name), Supplier.id),
        "newest": (Supplier.updated_at.desc(), func.lower(Supplier.name), Supplier.id),
    }.get(wanted.sort, (func.lower(Supplier.name), Supplier.id))
    return statement.order_by(*order)


def _named(words: str) -> Any:
    """Return the condition for a search: a reference, the beginning of the company's own number, or part of a name."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = f"%{escaped}%"
    broker = exists().where(SupplierBroker.supplier_id == Supplier.id, SupplierBroker.name.ilike(pattern))
    return or_(
        Supplier.reference == (tidy_reference(words) or words),
        Supplier.external_reference.op("^@")(words),
        Supplier.name.ilike(pattern),
        Supplier.local_name.ilike(pattern),
        broker,
    )


@dataclass(frozen=True)
class Figures:
    """What a company has, in numbers."""

    suppliers: int
    countries: int
    with_broker: int
    worker_pays: int


def figures() -> Figures:
    """Return the figures of the company's first page."""
    brokers = select(
        func.count(SupplierBroker.supplier_id.distinct()),
        func.count(SupplierBroker.supplier_id.distinct()).filter(SupplierBroker.fee_payer == "worker"),
    )
    suppliers = select(func.count(), func.count(Supplier.country.distinct())).select_from(Supplier)
    total, lands = db.session.execute(suppliers).one()
    named, pays = db.session.execute(brokers).one()
    return Figures(total, lands, named, pays)


def countries() -> list[tuple[str, int]]:
    """Return (country, suppliers there), most first."""
    statement = (
        select(Supplier.country, func.count())
        .group_by(Supplier.country)
        .order_by(func.count().desc(), Supplier.country)
    )
    return [(country, count) for country, count in db.session.execute(statement)]
