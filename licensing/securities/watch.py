"""What is required is compared with what is held: top-up orders, the time for claims, what follows when it fails."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from core import clock, ids, trail
from core.actor import Actor
from core.db import db, move
from core.i18n import N_
from licensing.applications.models import Application
from licensing.applications.states import Status as Applied
from licensing.clocks import service as clocks
from licensing.clocks.calendar import add_months
from licensing.clocks.states import Kind
from licensing.licences.models import Licence
from licensing.licences.states import LIVE
from licensing.securities import queries
from licensing.securities.models import Security, SecurityFormula, SecurityOrder
from licensing.securities.rules import Cover
from licensing.securities.states import CALLABLE, STANDING, FormulaStatus, OrderStatus

TOP_UP = N_("More security is required than is held.")
CLAIMS = N_("The time for claims runs from the end of the licence.")
HELD_AGAIN = N_("There is a licence again that it secures.")
ENOUGH = N_("Enough is held now.")
NO_LONGER = N_("No security is required of this licence any more.")
# An application of these states brings no licence any more.
OVER = [Applied.REFUSED, Applied.WITHDRAWN, Applied.LAPSED]
MISSED = N_("The last day of the order has passed without enough security.")


def review(agency_id: UUID, *, by: Actor) -> list[SecurityOrder]:
    """Bring the orders and the times for claims of an agency in line with today; return the orders newly issued.

    Idempotent: a second call the same day changes nothing. An order is issued for each live licence that is secured by
    less than required, due by the days of the formula; it is met, or cancelled, when that is over.
    """
    live = queries.live_licences(agency_id)
    issued = []
    for licence in live:
        order = issue_or_close(licence, queries.cover_of(licence), by=by)
        if order is not None:
            issued.append(order)
    _cancel_without_licence(agency_id, [licence.id for licence in live], by=by)
    _time_for_claims(agency_id, {licence.class_code for licence in live}, by=by)
    return issued


def issue_or_close(licence: Licence, cover: Cover, *, by: Actor) -> SecurityOrder | None:
    """Issue an order when a licence is secured by too little and none stands; close the one that stands when not."""
    standing = queries.standing_order(licence.id, lock=True)
    formula = queries.formula_row(licence.class_code)
    if cover.sufficient or cover.required is None or formula is None:
        if standing is not None:
            met = cover.required is not None
            _close(standing, OrderStatus.MET if met else OrderStatus.CANCELLED, ENOUGH if met else NO_LONGER, by)
        return None
    if standing is not None:
        return None
    row = SecurityOrder(
        id=ids.new_id(), organisation_id=licence.organisation_id, licence_id=licence.id, formula_id=formula.id,
        reference=ids.new_reference("SO"), status=OrderStatus.OPEN, required_minor=cover.required.amount_minor,
        held_minor=cover.held_minor, currency=cover.required.currency, workers=cover.basis.workers,
        points=cover.basis.points, branches=cover.basis.branches, issued_at=clock.now(),
        due_on=clock.today() + timedelta(days=formula.top_up_days),
    )  # fmt: skip
    db.session.add(row)
    trail.record(
        "licensing.security-order.issue", row, by=by, reason=TOP_UP, rule=formula.instrument, number=licence.number,
        required_minor=row.required_minor, held_minor=row.held_minor, due_on=row.due_on.isoformat(),
    )  # fmt: skip
    db.session.flush()
    clocks.start(Kind.SECURITY_TOP_UP, row, by=by, due_on=row.due_on)
    return row


def breach(order: SecurityOrder, *, by: Actor) -> bool:
    """Mark an order as missed when its day has passed and too little is held; return whether it was missed."""
    licence = db.session.get_one(Licence, order.licence_id)
    cover = queries.cover_of(licence)
    if order.status != OrderStatus.OPEN or order.due_on >= clock.today():
        return False
    if licence.status not in LIVE:
        _close(order, OrderStatus.CANCELLED, NO_LONGER, by)
    elif cover.sufficient:
        _close(order, OrderStatus.MET, ENOUGH, by)
    else:
        move(order, OrderStatus.BREACHED, action="licensing.security-order.miss", by=by, reason=MISSED)
        db.session.flush()
        return True
    return False


def failing(security: Security) -> list[tuple[Licence, Cover]]:
    """Return the live licences that are secured by too little on the day after a security ends, with that cover."""
    if security.last_day is None:
        return []
    day = security.last_day + timedelta(days=1)
    covers = (
        (licence, queries.cover_of(licence, day))
        for licence in queries.live_licences(security.agency_id)
        if licence.class_code == security.class_code
    )
    return [(licence, cover) for licence, cover in covers if not cover.sufficient]


def to_review(limit: int = 10_000) -> list[UUID]:
    """Return the agencies that hold a security, or a live licence of a class that asks for one."""
    asked = select(SecurityFormula.class_code).where(
        SecurityFormula.status == FormulaStatus.ACTIVE, SecurityFormula.effective_from <= clock.today()
    )
    licensed = select(Licence.agency_id).where(Licence.status.in_(LIVE), Licence.class_code.in_(asked))
    secured = select(Security.agency_id).where(Security.status.in_(CALLABLE))
    return list(db.session.execute(licensed.union(secured).limit(limit)).scalars())


def _close(order: SecurityOrder, to: OrderStatus, reason: str, by: Actor) -> None:
    order.ended_at = clock.now()
    verb = "meet" if to is OrderStatus.MET else "cancel"
    move(order, to, action=f"licensing.security-order.{verb}", by=by, reason=reason)
    clocks.stop(Kind.SECURITY_TOP_UP, order.id, by=by)
    db.session.flush()


def _cancel_without_licence(agency_id: UUID, live: list[UUID], *, by: Actor) -> None:
    """Cancel the orders on licences of an agency that have ended."""
    orders = db.session.execute(
        select(SecurityOrder)
        .join(Licence, Licence.id == SecurityOrder.licence_id)
        .where(Licence.agency_id == agency_id, Licence.id.notin_(live), SecurityOrder.status.in_(STANDING))
        .with_for_update(of=SecurityOrder)
    ).scalars()
    for order in list(orders):
        _close(order, OrderStatus.CANCELLED, NO_LONGER, by)


def _time_for_claims(agency_id: UUID, live: set[str], *, by: Actor) -> None:
    """Set until when each security is held after the end of its licence, and take it back when one is live again."""
    rows = db.session.execute(
        select(Security)
        .where(Security.agency_id == agency_id, Security.status.in_(CALLABLE))
        .with_for_update(of=Security)
        .execution_options(populate_existing=True)
    ).scalars()
    for row in list(rows):
        until = None if row.class_code in live else _claims_until(row)
        if row.class_code in live and row.claims_until is not None:
            row.claims_until = None
            trail.record("licensing.security.hold", row, by=by, reason=HELD_AGAIN)
        elif until is not None and row.claims_until is None:
            row.claims_until = until
            trail.record("licensing.security.await-claims", row, by=by, reason=CLAIMS, until=until.isoformat())
    db.session.flush()


def _claims_until(row: Security) -> date | None:
    """Return the last day for claims on a security whose licence has ended; None while an application goes on.

    A licence that ended before its last day ended, for this, on the day it was looked at: never too early.
    """
    ends = select(func.max(func.upper(Licence.valid))).where(
        Licence.agency_id == row.agency_id, Licence.class_code == row.class_code
    )
    last = db.session.execute(ends).scalar_one()
    if last is not None:
        return add_months(min(last, clock.today()), row.claims_months)
    undecided = select(func.count()).where(
        Application.agency_id == row.agency_id, Application.class_code == row.class_code,
        Application.status.notin_(OVER),
    )  # fmt: skip
    return None if db.session.execute(undecided).scalar_one() else clock.today()
