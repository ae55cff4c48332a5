"""Screening the suppliers and brokers of a company: against the flagged lists, and against the register."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import selectinload

from core import trail
from core.actor import SYSTEM
from core.db import db
from licensing.licences.queries import Standing, tidy_number
from screening.runs.models import ScreeningSubject, SubjectKind
from screening.runs.parties import Subject
from screening.scoring import Attributes
from supplychain.alerts.drafts import Raised
from supplychain.alerts.raising import IDENTIFIERS, for_licence
from supplychain.alerts.settling import settle
from supplychain.lists.models import SupplierList
from supplychain.suppliers import brokers
from supplychain.suppliers.models import Supplier, SupplierBroker

LOADED = 250
# Our names of identifiers as the flagged lists call them.
SCHEMES = {"lei": "lei", "duns": "duns", "gln": "gln", "os_id": "os_id", "reg_number": "registration_number"}


@dataclass
class Progress:
    """How many suppliers have been handed over, each with all its names and brokers."""

    done: int = 0


def subjects(suppliers: Sequence[UUID], progress: Progress) -> Iterator[Subject]:
    """Yield every name of some suppliers and of their brokers, in the order of `suppliers`, a few hundred in memory."""
    for start in range(0, len(suppliers), LOADED):
        wanted = suppliers[start : start + LOADED]
        statement = select(Supplier).where(Supplier.id.in_(wanted)).options(selectinload(Supplier.brokers))
        found = {row.id: row for row in db.session.execute(statement).scalars()}
        names = [list(_names(found[supplier_id])) for supplier_id in wanted]
        db.session.expunge_all()  # nothing here is changed, and a hundred thousand rows must not pile up
        for each in names:
            yield from each
            progress.done += 1


def _names(supplier: Supplier) -> Iterator[Subject]:
    """Yield the names of a supplier, of the parent company that a list names, and of its brokers.

    Owners beyond that one, and brokers of brokers, are in no list that a company gives: they are not screened.
    """
    identifiers = {
        SCHEMES[scheme]: (str(supplier.details[scheme]),) for scheme in IDENTIFIERS if supplier.details.get(scheme)
    }
    attributes = Attributes(countries=(supplier.country,), identifiers=identifiers)
    for name in dict.fromkeys([supplier.name, supplier.local_name]):
        if name:
            yield Subject(SubjectKind.SUPPLIER, supplier.id, name, "organisation", attributes)
    if owner := supplier.details.get("parent_company"):
        country = (str(supplier.details["parent_country"]),) if supplier.details.get("parent_country") else ()
        yield Subject(SubjectKind.SUPPLIER_OWNER, supplier.id, str(owner), "unknown", Attributes(countries=country))
    for broker in supplier.brokers:
        country = (broker.country,) if broker.country else ()
        yield Subject(
            SubjectKind.SUPPLIER_BROKER, broker.id, broker.name, "organisation", Attributes(countries=country)
        )


def check_licences(rows: Sequence[SupplierBroker], *, organisation_id: UUID, cause: str) -> Raised:
    """Open alerts for the brokers of one company that may not recruit; idempotent."""
    judged = brokers.judge_all(rows)
    drafts = [for_licence(broker, judged[broker.id]) for broker in rows if judged[broker.id].alarming]
    return settle(drafts, organisation_id=organisation_id, cause=cause, changed="licence-changed")


def brokers_of(suppliers: Sequence[UUID]) -> list[SupplierBroker]:
    """Return the brokers of some suppliers, with their suppliers."""
    statement = (
        select(SupplierBroker)
        .where(SupplierBroker.supplier_id.in_(suppliers))
        .order_by(SupplierBroker.id)
        .options(selectinload(SupplierBroker.supplier))
    )
    return list(db.session.execute(statement).scalars())


def record_progress(supplier_list: SupplierList, done: int, total: int, raised: int) -> None:
    """Write how far the screening of a list has come; a later run goes on from there.

    Args:
        supplier_list: the list.
        done: how many of its suppliers are screened.
        total: how many it has.
        raised: how many alerts have come of it since the last time.
    """
    supplier_list.screened = done
    supplier_list.alerts_raised += raised
    trail.record("supplychain.list.screen", supplier_list, by=SYSTEM, screened=done, suppliers=total,
                 alerts=supplier_list.alerts_raised)  # fmt: skip
    db.session.flush()


def never_kept() -> list[UUID]:
    """Return the companies that have suppliers and of none of them what a change of lists is compared with."""
    kept = exists().where(ScreeningSubject.organisation_id == Supplier.organisation_id)
    return list(db.session.execute(select(Supplier.organisation_id).where(~kept).distinct()).scalars())


def has_suppliers(organisation_id: UUID) -> bool:
    """Tell whether an organisation is a company with suppliers."""
    held = select(Supplier.id).where(Supplier.organisation_id == organisation_id).limit(1)
    return db.session.execute(held).first() is not None


def companies_using(changed: Standing) -> list[UUID]:
    """Return the companies that have brokers recognised as an agency, or named with a number of its licence."""
    statement = select(SupplierBroker.organisation_id).where(_uses(changed)).distinct()
    return list(db.session.execute(statement.order_by(SupplierBroker.organisation_id)).scalars())


def using(changed: Standing, organisation_id: UUID, after: UUID | None, limit: int) -> list[SupplierBroker]:
    """Return one company's next brokers that `companies_using` means, by id, with their suppliers."""
    statement = (
        select(SupplierBroker)
        .where(SupplierBroker.organisation_id == organisation_id, _uses(changed))
        .order_by(SupplierBroker.id)
        .options(selectinload(SupplierBroker.supplier))
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(SupplierBroker.id > after)
    return list(db.session.execute(statement).scalars())


def _uses(changed: Standing) -> ColumnElement[bool]:
    """Return the condition for brokers of an agency.

    A number is typed in many ways, and licensing's own reading of it decides: PostgreSQL is asked for the ways in
    which the numbers of this agency's brokers are really typed.
    """
    typed = (
        select(SupplierBroker.licence_number)
        .where(SupplierBroker.agency_id.is_(None), SupplierBroker.licence_number.is_not(None))
        .where(_figures(SupplierBroker.licence_number) == _only_figures(changed.number))
        .distinct()
    )
    meant = [text for text in db.session.execute(typed).scalars() if text and tidy_number(text) == changed.number]
    named = SupplierBroker.agency_id.is_(None) & SupplierBroker.licence_number.in_(meant)
    return or_(SupplierBroker.agency_id == changed.agency_id, named)


# Figures of every script, and what each means, as `core.text.fold_digits` reads them.
_OTHER = [chr(code) for code in range(128, 0x20000) if unicodedata.category(chr(code)) == "Nd"]
_MEANT = "".join(str(unicodedata.decimal(sign)) for sign in _OTHER)


def _figures(column: Any) -> ColumnElement[str]:
    latin = func.translate(column, "".join(_OTHER), _MEANT)
    return func.ltrim(func.regexp_replace(latin, "[^0-9]", "", "g"), "0")


def _only_figures(number: str) -> str:
    return "".join(sign for sign in number if sign in "0123456789").lstrip("0")
