"""Jobs of alerts: screen what a list brought; look again when a flagged list or a licence changes."""

import hashlib
from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from accounts.organisations.queries import addresses_of
from core import jobs, mail
from core.db import db, transaction
from core.events import on
from core.i18n import N_, translate
from licensing.events import LicenceIssued, LicenceStatusChanged
from licensing.licences.queries import Standing, standing
from screening.events import WatchlistChanged
from screening.runs.service import stream
from supplychain.alerts import screening
from supplychain.alerts.models import Alert
from supplychain.alerts.raising import raise_for
from supplychain.alerts.screening import Progress
from supplychain.events import SupplierListLive
from supplychain.lists import queries as lists
from supplychain.lists.states import Status
from supplychain.suppliers.brokers import STATES
from supplychain.suppliers.models import Supplier, SupplierBroker

RECORDED = 1_000  # suppliers between two lines of progress: what a killed screening may do again
NAMED = 10  # suppliers named in a letter


@on(SupplierListLive)
def _list_is_live(fact: SupplierListLive) -> None:
    jobs.defer(screen_list, list_id=str(fact.list_id))


@on(LicenceStatusChanged)
def _licence_changed(fact: LicenceStatusChanged) -> None:
    jobs.defer(recheck_licence, licence_id=str(fact.licence_id))


@on(LicenceIssued)
def _licence_issued(fact: LicenceIssued) -> None:
    jobs.defer(recheck_licence, licence_id=str(fact.licence_id))


@on(WatchlistChanged)
def _flagged_list_changed(fact: WatchlistChanged) -> None:
    jobs.defer(rescreen, key="supplychain.alerts.rescreen", watchlist_id=str(fact.watchlist_id))


@jobs.job("supplychain.alerts.screen_list", transactional=False)
def screen_list(list_id: str) -> None:
    """Screen every supplier and broker of a live list. Idempotent: one alert per pair; goes on where it was stopped."""
    with transaction(timeout="120s"):
        supplier_list = lists.by_id(UUID(list_id), lock=True)
        if supplier_list.status != Status.LIVE:
            return
        organisation_id, begun = supplier_list.organisation_id, supplier_list.screened
        suppliers = lists.suppliers_of(supplier_list.id)
    if begun >= len(suppliers):
        return
    for start in range(begun, len(suppliers), RECORDED):
        with transaction(timeout="120s"):
            rows = screening.brokers_of(suppliers[start : start + RECORDED])
            screening.check_licences(rows, organisation_id=organisation_id, cause="new-list")
    _screen(UUID(list_id), organisation_id, suppliers, begun)


def _screen(list_id: UUID, organisation_id: UUID, suppliers: list[UUID], begun: int) -> None:
    progress = Progress(begun)
    chunks = stream(
        screening.subjects(suppliers[begun:], progress), organisation_id=organisation_id, scope="supplier-list",
        scope_id=list_id,
    )  # fmt: skip
    recorded, left = begun, True
    while left:
        with transaction(timeout="300s"):
            found = next(chunks, None)
            left = found is not None
            if found:
                raise_for(found, organisation_id=organisation_id)
            if not left or progress.done - recorded >= RECORDED:
                recorded = progress.done
                screening.record_progress(lists.by_id(list_id, lock=True), suppliers, recorded)


@jobs.job("supplychain.alerts.rescreen")
def rescreen(watchlist_id: str) -> None:
    """Have every company's suppliers screened against the flagged lists as they are now. Idempotent."""
    del watchlist_id  # all lists are searched at once; it says in the queue which one changed
    for organisation_id in db.session.execute(select(Supplier.organisation_id).distinct()).scalars():
        key = f"supplychain.alerts.rescreen_company:{organisation_id}"
        jobs.defer(rescreen_company, key=key, organisation_id=str(organisation_id))


@jobs.job("supplychain.alerts.rescreen_company", transactional=False)
def rescreen_company(organisation_id: str) -> None:
    """Screen all suppliers of one company again. Idempotent: an unchanged pair changes no alert."""
    company = UUID(organisation_id)
    with transaction(timeout="120s"):
        wanted = select(Supplier.id).where(Supplier.organisation_id == company).order_by(Supplier.id)
        suppliers = list(db.session.execute(wanted).scalars())
    subjects = screening.subjects(suppliers, Progress())
    chunks = stream(subjects, organisation_id=company, scope="recheck", scope_id=company)
    left = True
    while left:
        with transaction(timeout="300s"):
            found = next(chunks, None)
            left = found is not None
            if found:
                raise_for(found, organisation_id=company, cause="list-changed", changed="list-changed")


@jobs.job("supplychain.alerts.recheck_licence")
def recheck_licence(licence_id: str) -> None:
    """Open alerts for every company whose suppliers use the broker of a licence, and write to it. Idempotent."""
    changed = standing(UUID(licence_id))
    for organisation_id, rows in groupby(_using(changed), key=lambda broker: broker.organisation_id):
        brokers = list(rows)
        for broker in brokers:
            broker.agency_id = changed.agency_id
        raised = screening.check_licences(brokers, organisation_id=organisation_id, cause="licence-changed")
        if alerts := [*raised.opened, *raised.reopened, *raised.renewed]:
            _write_to(organisation_id, changed, alerts)


def _using(changed: Standing) -> list[SupplierBroker]:
    """Return every company's brokers recognised as this agency, or named with this number and not yet recognised."""
    number = func.upper(func.replace(SupplierBroker.licence_number, " ", ""))
    statement = (
        select(SupplierBroker)
        .where(
            or_(
                SupplierBroker.agency_id == changed.agency_id,
                SupplierBroker.agency_id.is_(None) & (number == changed.number.upper()),
            )
        )
        .order_by(SupplierBroker.organisation_id, SupplierBroker.id)
        .options(selectinload(SupplierBroker.supplier))
    )
    return list(db.session.execute(statement).scalars())


def _write_to(organisation_id: UUID, changed: Standing, alerts: Iterable[Alert]) -> None:
    """Put a letter to each member of a company into the outbox, once for this state of the licence."""
    suppliers = sorted({alert.supplier.name for alert in alerts})
    state = translate(STATES[changed.status])
    subject = translate(N_("%(agency)s: %(state)s"), agency=changed.legal_name, state=state)
    body = translate(
        N_(
            "The licence of %(agency)s (%(number)s) has changed. It is now: %(state)s.\n\n"
            "Suppliers of yours that use this broker: %(suppliers)s.\n\nDecide the alerts: %(address)s"
        ),
        agency=changed.legal_name, number=changed.number, state=state, suppliers=_some(suppliers),
        address=f"{jobs.settings().base_url}/co/alerts?kind=licence",
    )  # fmt: skip
    event = f"licence:{changed.licence_id}:{changed.status}:{changed.since or changed.ends_on}:{organisation_id.hex}"
    for address in addresses_of(organisation_id):
        to = hashlib.sha256(address.encode()).hexdigest()[:24]
        mail.enqueue(
            recipient=address, subject=subject[:300], body=body, organisation_id=organisation_id,
            effect=f"{event}:{to}",
        )  # fmt: skip


def _some(names: list[str]) -> str:
    if len(names) <= NAMED:
        return "; ".join(names)
    more = translate(N_("and %(count)s more"), count=len(names) - NAMED)
    return "; ".join(names[:NAMED]) + "; " + more
