"""Commands on orders: raise what is due, void what is no longer asked for, ask again for what was taken back."""

from uuid import UUID

from sqlalchemy import func, select

from core import clock, events, ids, jobs, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Refused
from core.i18n import N_
from licensing.events import FeeSettled
from licensing.payments import fees, ledger, queries
from licensing.payments.models import ANY, FeeBand, FeeSchedule, PaymentOrder
from licensing.payments.states import UNPAID, Basis, FeeKind, OrderStatus

AGAIN = frozenset({OrderStatus.CHARGED_BACK, OrderStatus.REFUNDED})


def raise_order(
    *,
    application_id: UUID,
    organisation_id: UUID,
    class_code: str,
    kind: FeeKind | str,
    basis: int | None = None,
    application_type: str = ANY,
    by: Actor,
) -> PaymentOrder | None:
    """Ask for a fee as the schedule in force today says; return the order, or None where nothing is due.

    Asked again, the same order is returned: its price does not follow a schedule that changed since. `basis` is the
    declared number of workers a year, `application_type` new, renewal, variation or reinstatement.
    """
    present = queries.latest(application_id, kind)
    if present is not None and present.status != OrderStatus.VOID:
        return present
    found = fees.price(class_code, kind, application_type=application_type, basis=basis)
    if found is None:
        return None
    return _write(application_id, organisation_id, kind, basis, found, by=by)


def _write(
    application_id: UUID,
    organisation_id: UUID,
    kind: FeeKind | str,
    basis: int | None,
    found: tuple[FeeSchedule, FeeBand],
    *,
    by: Actor,
) -> PaymentOrder:
    schedule, band = found
    rounds = select(func.coalesce(func.max(PaymentOrder.round), 0)).where(
        PaymentOrder.application_id == application_id, PaymentOrder.kind == str(kind)
    )
    order = PaymentOrder(
        id=ids.new_id(), organisation_id=organisation_id, application_id=application_id,
        reference=ids.new_reference("P"), class_code=schedule.class_code, kind=str(kind),
        round=db.session.execute(rounds).scalar_one() + 1, status=OrderStatus.DUE, amount_minor=band.amount_minor,
        currency=schedule.currency, schedule_id=schedule.id, band_id=band.id,
        basis=(basis or 0) if schedule.basis == Basis.WORKERS else None, terms=_terms(schedule, band),
        created_at=clock.now(), refunded_minor=0,
    )  # fmt: skip
    db.session.add(order)
    trail.record("licensing.payment.raise", order, by=by, rule=schedule.instrument, amount_minor=order.amount_minor,
                 currency=order.currency, kind=order.kind)  # fmt: skip
    db.session.flush()
    ledger.post(order, "raised", source=str(order.id), amount_minor=order.amount_minor, by=by)
    return order


def _terms(schedule: FeeSchedule, band: FeeBand) -> dict[str, object]:
    """Return the rule in words, kept with the order: a schedule that changes later does not change what was asked."""
    return {
        "version": schedule.version, "instrument": schedule.instrument, "refund_rule": schedule.refund_rule,
        "basis": schedule.basis, "least": band.least, "most": band.most, "applies_to": schedule.applies_to,
        "refund_threshold_minor": schedule.refund_threshold_minor,
    }  # fmt: skip


def void(application_id: UUID, by: Actor, reason: str = "The application is no longer pursued.") -> int:
    """Ask no longer for what is not paid yet; return how many orders that were. What is paid stays paid."""
    count = 0
    for order in queries.to_pay(application_id):
        void_order(order, reason=reason, by=by)
        count += 1
    return count


def void_order(order: PaymentOrder, *, reason: str, by: Actor) -> PaymentOrder:
    """Ask no longer for one order; its page at Stripe is closed by a job. Raises Conflict when it is paid."""
    from licensing.payments import closing

    if order.status == OrderStatus.VOID:
        return order
    if order.status not in UNPAID:
        raise Conflict("payment-paid", N_("This fee is paid. Propose a refund instead."))
    move(order, OrderStatus.VOID, action="licensing.payment.void", by=by, reason=reason)
    db.session.flush()
    ledger.post(order, "voided", source=str(order.id), amount_minor=order.amount_minor, by=by)
    jobs.defer(closing.close_pages, order_id=str(order.id))
    events.publish(FeeSettled(order.application_id, order.kind))
    return order


def waive(order: PaymentOrder, *, reason: str, by: Actor) -> PaymentOrder:
    """Ask no longer for a fee while the application goes on: an officer's decision, by who had no part in the case.

    Raises Conflict unless it is still to pay and no money is on its way, Refused for who worked on the case.
    """
    if order.status != OrderStatus.DUE:
        raise Conflict("payment-not-due", N_("Only a fee that is still to pay can be waived. Reload the page."))
    if db.session.execute(select(func.app.worked_on(by.person_id, order.application_id))).scalar_one():
        raise Refused("same-person", N_("You worked on this case. Someone else must decide about its fee."))
    return void_order(order, reason=reason, by=by)


def ask_again(order: PaymentOrder, *, by: Actor) -> PaymentOrder:
    """Ask once more for a fee whose money went back; the price is the first order's.

    Raises Conflict when the money did not go back, or when it was asked for again already.
    """
    newest = queries.latest(order.application_id, order.kind, lock=True)
    if newest is None or newest.id != order.id or order.status not in AGAIN:
        raise Conflict("not-to-ask-again", N_("This fee is not one to ask for again. Reload the page."))
    schedule, band = db.session.get_one(FeeSchedule, order.schedule_id), db.session.get_one(FeeBand, order.band_id)
    return _write(order.application_id, order.organisation_id, order.kind, order.basis, (schedule, band), by=by)
