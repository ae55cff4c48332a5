"""Jobs of alerts: screen what a list brought; look again when a flagged list or a licence changes."""

import hashlib
from uuid import UUID

from sqlalchemy import select

from accounts.organisations.queries import addresses_of
from core import jobs, mail
from core.db import db, transaction
from core.events import on
from core.i18n import N_, translate
from licensing.events import LicenceIssued, LicenceStatusChanged
from licensing.licences.queries import Standing, standing
from screening.events import MatchesChanged
from screening.runs import queries as screenings
from screening.runs.models import Scope
from screening.runs.readying import fault_of, warm
from screening.runs.service import Chunk, fail, stream
from supplychain.alerts import screening
from supplychain.alerts.ending import end_for
from supplychain.alerts.raising import raise_for
from supplychain.alerts.screening import Progress
from supplychain.events import SupplierListLive
from supplychain.lists import queries as lists
from supplychain.lists.states import Status
from supplychain.suppliers.brokers import STATES
from supplychain.suppliers.models import Supplier

RECORDED = 1_000  # rows between two transactions: what a killed job may do again
SETTLED = 1_000  # matches in one transaction
THREADS = 2  # that search the names of a list
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


@on(MatchesChanged)
def _matches_changed(fact: MatchesChanged) -> None:
    jobs.defer(settle_run, organisation_id=str(fact.organisation_id), run_id=str(fact.run_id))


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
    try:
        _check_licences(UUID(list_id), organisation_id, suppliers, begun)
        warm()
        _screen(UUID(list_id), organisation_id, suppliers, begun)
    except Exception as fault:
        with transaction(timeout="60s"):
            fail(organisation_id=organisation_id, scope=Scope.SUPPLIER_LIST, scope_id=UUID(list_id),
                 reason=fault_of(fault))  # fmt: skip
        raise


def _check_licences(list_id: UUID, organisation_id: UUID, suppliers: list[UUID], begun: int) -> None:
    for start in range(begun, len(suppliers), RECORDED):
        with transaction(timeout="120s"):
            rows = screening.brokers_of(suppliers[start : start + RECORDED])
            raised = screening.check_licences(rows, organisation_id=organisation_id, cause="new-list")
            if raised.count:
                screening.record_progress(lists.by_id(list_id, lock=True), begun, len(suppliers), raised.count)


def _screen(list_id: UUID, organisation_id: UUID, suppliers: list[UUID], begun: int) -> None:
    progress = Progress(begun)
    chunks = stream(
        screening.subjects(suppliers[begun:], progress), organisation_id=organisation_id, scope=Scope.SUPPLIER_LIST,
        scope_id=list_id, threads=THREADS,
    )  # fmt: skip
    recorded, left = begun, True
    while left:
        with transaction(timeout="300s"):
            chunk = next(chunks, None)
            left = chunk is not None
            raised = _settle(organisation_id, chunk) if chunk else 0
            if not left or progress.done > recorded:
                recorded = progress.done
                screening.record_progress(lists.by_id(list_id, lock=True), recorded, len(suppliers), raised)


def _settle(organisation_id: UUID, chunk: Chunk) -> int:
    """Raise and end the alerts that come of some subjects; returns how many now ask for a decision."""
    raised = raise_for(chunk.found, organisation_id=organisation_id).count if chunk.found else 0
    end_for(chunk.ended, organisation_id=organisation_id)
    return raised


@jobs.job("supplychain.alerts.settle_run", transactional=False)
def settle_run(organisation_id: str, run_id: str) -> None:
    """Raise and end one company's alerts after a change of lists. Idempotent: an unchanged pair changes no alert."""
    company = UUID(organisation_id)
    with transaction(timeout="30s"):
        if not screening.has_suppliers(company):
            return
    after: UUID | None = None
    while True:
        with transaction(timeout="300s"):
            found = screenings.matches_by_run(UUID(run_id), after, SETTLED)
            raise_for(found, organisation_id=company, cause="list-changed", changed="list-changed")
        if len(found) < SETTLED:
            break
        after = found[-1].id
    after = None
    while True:
        with transaction(timeout="300s"):
            ended = screenings.ended_by_run(UUID(run_id), after, SETTLED)
            end_for([match.id for match in ended], organisation_id=company)
        if len(ended) < SETTLED:
            break
        after = ended[-1].id


@jobs.job("supplychain.alerts.catch_up", schedule="40 2 * * *")
def catch_up() -> None:
    """Have the companies screened whose suppliers no screening has kept yet: then list changes reach them.

    Idempotent: a company whose suppliers are kept is not among them.
    """
    for organisation_id in screening.never_kept():
        key = f"supplychain.alerts.rescreen_company:{organisation_id}"
        jobs.defer(rescreen_company, key=key, organisation_id=str(organisation_id))


@jobs.job("supplychain.alerts.rescreen_company", transactional=False)
def rescreen_company(organisation_id: str) -> None:
    """Screen all suppliers of one company again. Idempotent: an unchanged pair changes no alert."""
    company = UUID(organisation_id)
    with transaction(timeout="120s"):
        wanted = select(Supplier.id).where(Supplier.organisation_id == company).order_by(Supplier.id)
        suppliers = list(db.session.execute(wanted).scalars())
    warm()
    subjects = screening.subjects(suppliers, Progress())
    chunks = stream(subjects, organisation_id=company, scope=Scope.COMPANY, scope_id=company)
    left = True
    while left:
        with transaction(timeout="300s"):
            chunk = next(chunks, None)
            left = chunk is not None
            if chunk:
                _settle(company, chunk)


@jobs.job("supplychain.alerts.recheck_licence")
def recheck_licence(licence_id: str) -> None:
    """Have each company that uses the broker of a licence look at it: one job a company. Idempotent."""
    changed = standing(UUID(licence_id))
    for organisation_id in screening.companies_using(changed):
        key = f"supplychain.alerts.recheck_company:{licence_id}:{organisation_id}"
        jobs.defer(recheck_company, key=key, licence_id=licence_id, organisation_id=str(organisation_id))


@jobs.job("supplychain.alerts.recheck_company", transactional=False)
def recheck_company(licence_id: str, organisation_id: str) -> None:
    """Open a company's alerts about the broker of a licence, and write to its members. Idempotent: one letter a state.

    A thousand brokers at a time, each in a transaction of its own; the letter goes out with the last.
    """
    company, after, names = UUID(organisation_id), None, set[str]()
    while True:
        with transaction(timeout="120s"):
            changed = standing(UUID(licence_id))
            rows = screening.using(changed, company, after, RECORDED)
            for broker in rows:
                broker.agency_id = changed.agency_id
            raised = screening.check_licences(rows, organisation_id=company, cause="licence-changed")
            told = [*raised.opened, *raised.reopened, *raised.renewed]
            names |= {alert.supplier.name for alert in told}
            if len(rows) < RECORDED:
                if names:
                    _write_to(company, changed, sorted(names))
                return
            after = rows[-1].id


def _write_to(organisation_id: UUID, changed: Standing, suppliers: list[str]) -> None:
    """Put a letter to each member of a company into the outbox, once for this state of the licence."""
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
