"""Jobs of securities: the gate, top-up orders, endings, letters; each safe to run again."""

from uuid import UUID

from sqlalchemy import select

from core import jobs
from core.actor import SYSTEM, Actor
from core.db import db, transaction
from core.events import on
from core.i18n import N_, long_date, money, translate
from licensing.applications.models import Application
from licensing.clocks import acts
from licensing.clocks.models import Clock
from licensing.clocks.states import Kind
from licensing.events import (
    ApplicationRefused,
    LicenceIssued,
    LicenceStatusChanged,
    PointsRecorded,
    SecurityChanged,
)
from licensing.licences import activation
from licensing.licences.models import Licence
from licensing.securities import consequence, letters, queries, service, watch
from licensing.securities.models import Security, SecurityCall, SecurityOrder
from licensing.securities.states import CallStatus, OrderStatus, Status
from licensing.securities.wording import FORMS, PURPOSES

WAITS = N_("The security (bond) that the licence needs is not verified yet.")
WHY = N_("%(workers)s workers a year, %(points)s demerit points, %(branches)s branches.")


@jobs.job("licensing.securities.settle", timeout="60s")
def settle(agency_id: str) -> None:
    """Do what follows from a change of an agency's security: licences, orders, claims, letters. Idempotent."""
    agency = UUID(agency_id)
    for application_id in queries.pending_applications(agency):
        activation.activate_if_ready(application_id, by=SYSTEM)
    watch.review(agency, by=SYSTEM)
    tell(agency)


@jobs.job("licensing.securities.expire", schedule="12 * * * *")
def expire() -> None:
    """Mark securities past their last day, every hour; a second run finds none."""
    while service.expire(by=SYSTEM):
        pass


@jobs.job("licensing.securities.review_all", schedule="40 3 * * *", transactional=False)
def review_all() -> None:
    """Have every secured agency reviewed, each night: points run out, a new formula begins. Idempotent."""
    with transaction():
        for agency_id in watch.to_review():
            jobs.defer(settle, key=f"licensing.securities.settle:{agency_id}", agency_id=str(agency_id))


@activation.gate
def secured(application: Application, by: Actor) -> str | None:
    """Let a granted application wait until the security that its class and volume ask for is verified.

    A renewal of a licence counts what is held for it; nothing waits where the class asks for no security.
    """
    del by
    enough = queries.sufficient(application.agency_id, application.class_code, application.workers_a_year)
    return None if enough else WAITS


# --------------------------------------------------------------------------------------------------- letters


def tell(agency_id: UUID) -> None:
    """Write to an agency what became of its securities, calls and orders; one letter of each, ever."""
    for row in queries.of_agency(agency_id):
        _tell_of_security(row)
    licences = db.session.execute(select(Licence).where(Licence.agency_id == agency_id).limit(queries.MOST)).scalars()
    numbers = {licence.id: licence for licence in licences}
    for order in queries.orders_of(list(numbers)):
        _tell_of_order(order, numbers[order.licence_id])


def _tell_of_security(row: Security) -> None:
    told = _told(row)
    if row.status == Status.REJECTED:
        letters.send(row.organisation_id, "rejected", f"security-rejected:{row.id}", note=row.note or "", **told)
    elif row.judged_at is not None:
        letters.send(row.organisation_id, "verified", f"security-verified:{row.id}", **told)
    if row.status == Status.NOTICE and row.ends_on is not None:
        clock = queries.replace_by(row)
        letters.send(
            row.organisation_id, "ends", f"security-ends:{row.id}:{row.ends_on.isoformat()}",
            day=long_date(row.ends_on), by=long_date(clock or row.ends_on), **told,
        )  # fmt: skip
    if row.status == Status.RELEASED:
        letters.send(row.organisation_id, "released", f"security-released:{row.id}", **told)
    for call in row.calls:
        if call.status in {CallStatus.CONFIRMED, CallStatus.PAID}:
            _tell_of_call(row, call, told)


def _tell_of_call(row: Security, call: SecurityCall, told: dict[str, str]) -> None:
    letters.send(
        row.organisation_id, "called", f"security-called:{call.id}", purpose=translate(PURPOSES[call.purpose]),
        purpose_reference=call.purpose_reference, reason=call.reason, left=money(row.left_minor, row.currency),
        **{**told, "amount": money(call.amount_minor, row.currency)},
    )  # fmt: skip


def _told(row: Security) -> dict[str, str]:
    return {
        "reference": row.reference, "form": translate(FORMS[row.form]), "number": row.number, "issuer": row.issuer,
        "amount": money(row.amount_minor, row.currency), "agency": row.agency.legal_name,
    }  # fmt: skip


def _tell_of_order(order: SecurityOrder, licence: Licence) -> None:
    if order.status in {OrderStatus.OPEN, OrderStatus.BREACHED}:
        letters.send(
            order.organisation_id, "order", f"security-order:{order.id}", agency=licence.agency.legal_name,
            reference=order.reference, required=money(order.required_minor, order.currency),
            held=money(order.held_minor, order.currency), by=long_date(order.due_on),
            missing=money(order.required_minor - order.held_minor, order.currency),
            why=translate(WHY, workers=order.workers, points=order.points, branches=order.branches),
        )  # fmt: skip
    elif order.status == OrderStatus.MET:
        letters.send(
            order.organisation_id, "met", f"security-order-met:{order.id}", agency=licence.agency.legal_name,
            reference=order.reference,
        )  # fmt: skip


# ---------------------------------------------------------------------------------------------------- clocks


@acts.on_due(Kind.SECURITY_TOP_UP)
def order_due(clock: Clock, by: Actor) -> None:
    """Mark an order as missed, and draft a freeze for an officer to take up."""
    order = db.session.get_one(SecurityOrder, clock.subject_id)
    if watch.breach(order, by=by):
        licence = db.session.get_one(Licence, order.licence_id)
        effect = f"security-order-missed:{order.id}"
        consequence.cover_fails(licence, queries.cover_of(licence), consequence.NOT_TOPPED_UP, effect)


@acts.on_due(Kind.SECURITY_EXPIRY)
def end_near(clock: Clock, by: Actor) -> None:
    """Draft a freeze of each licence that would be secured by too little after the end."""
    del by
    security = db.session.get_one(Security, clock.subject_id)
    for licence, cover in watch.failing(security):
        consequence.cover_fails(
            licence, cover, consequence.NOT_REPLACED, f"security-ends-soon:{security.id}:{clock.due_on}:{licence.id}"
        )


# ------------------------------------------------------------------------------------------------- listeners


@jobs.job("licensing.securities.settle_licence", timeout="60s")
def settle_licence(licence_id: str) -> None:
    """Do what follows for the securities of a licence's agency. Idempotent."""
    licence = db.session.get(Licence, UUID(licence_id))
    if licence is not None:
        settle(str(licence.agency_id))


@jobs.job("licensing.securities.settle_application", timeout="60s")
def settle_application(application_id: str) -> None:
    """Do what follows for the securities of an applicant. Idempotent."""
    application = db.session.get(Application, UUID(application_id))
    if application is not None:
        settle(str(application.agency_id))


@on(SecurityChanged)
def on_changed(fact: SecurityChanged) -> None:
    """Bring orders and licences in line."""
    jobs.defer(settle, agency_id=str(fact.agency_id))


@on(LicenceIssued)
def on_issued(fact: LicenceIssued) -> None:
    """Look whether the new licence is secured."""
    jobs.defer(settle_licence, licence_id=str(fact.licence_id))


@on(LicenceStatusChanged)
def on_status(fact: LicenceStatusChanged) -> None:
    """Begin, or end, the time for claims."""
    jobs.defer(settle_licence, licence_id=str(fact.licence_id))


@on(PointsRecorded)
def on_points(fact: PointsRecorded) -> None:
    """Look whether more security is required now."""
    jobs.defer(settle_licence, licence_id=str(fact.licence_id))


@on(ApplicationRefused)
def on_refused(fact: ApplicationRefused) -> None:
    """Let go of what was lodged for nothing."""
    jobs.defer(settle_application, application_id=str(fact.application_id))
