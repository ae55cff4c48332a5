"""Screening the suppliers and brokers of a company: against the flagged lists, and against the register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from core import trail
from core.actor import SYSTEM
from core.db import db
from screening.runs.models import SubjectKind
from screening.runs.service import Subject
from screening.scoring import Attributes
from supplychain.alerts.models import Alert
from supplychain.alerts.raising import IDENTIFIERS, Raised, for_licence, settle
from supplychain.lists.models import SupplierList, SupplierListRow
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
    identifiers = {
        SCHEMES[scheme]: (str(supplier.details[scheme]),) for scheme in IDENTIFIERS if supplier.details.get(scheme)
    }
    attributes = Attributes(countries=(supplier.country,), identifiers=identifiers)
    for name in dict.fromkeys([supplier.name, supplier.local_name]):
        if name:
            yield Subject(SubjectKind.SUPPLIER, supplier.id, name, "organisation", attributes)
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


def record_progress(supplier_list: SupplierList, suppliers: Sequence[UUID], done: int) -> None:
    """Write how far the screening of a list has come; a later run goes on from there."""
    opened = select(func.count()).select_from(Alert).where(
        Alert.organisation_id == supplier_list.organisation_id, Alert.opened_at >= supplier_list.live_at,
        Alert.supplier_id.in_(
            select(SupplierListRow.supplier_id).where(
                SupplierListRow.list_id == supplier_list.id, SupplierListRow.supplier_id.is_not(None)
            )
        ),
    )  # fmt: skip
    supplier_list.screened = done
    supplier_list.alerts_raised = db.session.execute(opened).scalar_one()
    trail.record("supplychain.list.screen", supplier_list, by=SYSTEM, screened=done, suppliers=len(suppliers),
                 alerts=supplier_list.alerts_raised)  # fmt: skip
    db.session.flush()

