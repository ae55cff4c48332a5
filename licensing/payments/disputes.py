"""Disputes: a payer's bank takes a payment back; the fee counts as not paid until the dispute is won."""

from sqlalchemy import select

from core import clock, events, ids, jobs, trail
from core.actor import Actor
from core.db import db, move
from licensing.events import FeeSettled
from licensing.payments import currencies, ledger, queries, settlement, tasks
from licensing.payments.books import Dispute
from licensing.payments.gateway import Disputed
from licensing.payments.letters import tell
from licensing.payments.models import PaymentOrder
from licensing.payments.states import DisputeStatus, OrderStatus

WON, LOST = frozenset({"won"}), frozenset({"lost"})


def apply(seen: Disputed, *, by: Actor) -> str:
    """Bring a dispute, and the order it is about, to where it is at Stripe; also when its beginning was never told."""
    order = settlement.order_of_payment(seen.intent_id, seen.order, seen.organisation)
    detail = {"dispute": seen.id, "payment": seen.intent_id or "", "reason": seen.reason, "amount": str(seen.amount),
              "currency": seen.currency}  # fmt: skip
    if order is None:
        tasks.open_task("order-unknown", seen.id, detail, by=by)
        return "order-unknown"
    if seen.status.startswith("warning"):
        tasks.open_task("dispute-inquiry", seen.id, detail, order=order, by=by)
        return "inquiry"
    statement = select(Dispute).where(Dispute.provider_id == seen.id).with_for_update()
    dispute = db.session.execute(statement).scalar_one_or_none()
    outcome = "already"
    if dispute is None:
        dispute = _begin(order, seen, detail, by=by)
        outcome = "disputed"
    if seen.status in WON and dispute.status != DisputeStatus.WON:
        return _won(order, dispute, by=by)
    if seen.status in LOST and dispute.status == DisputeStatus.OPEN:
        return _lost(order, dispute, by=by)
    return outcome


def _begin(order: PaymentOrder, seen: Disputed, detail: dict[str, str], *, by: Actor) -> Dispute:
    dispute = Dispute(
        id=ids.new_id(), organisation_id=order.organisation_id, order_id=order.id, provider_id=seen.id,
        amount_minor=currencies.from_stripe(seen.amount, seen.currency), currency=seen.currency,
        reason=seen.reason[:100], status=DisputeStatus.OPEN, opened_at=clock.now(),
    )  # fmt: skip
    db.session.add(dispute)
    trail.record("licensing.dispute.open", dispute, by=by, reason=seen.reason[:100])
    db.session.flush()
    ledger.post(
        order, "dispute", source=seen.id, amount_minor=dispute.amount_minor, occurred_at=seen.created, by=by
    )
    tasks.open_task("dispute", seen.id, detail, order=order, by=by)
    if order.status == OrderStatus.PAID:
        move(order, OrderStatus.DISPUTED, action="licensing.payment.disputed", by=by, why=seen.reason[:100])
        db.session.flush()
        settlement.reopen(order)
        jobs.defer(tell, order_id=str(order.id), letter="disputed", once=seen.id)
    return dispute


def _won(order: PaymentOrder, dispute: Dispute, *, by: Actor) -> str:
    was_lost = dispute.status == DisputeStatus.LOST
    dispute.closed_at = clock.now()
    move(dispute, DisputeStatus.WON, action="licensing.dispute.win", by=by)
    kind = "dispute-returned" if was_lost else "dispute-won"
    ledger.post(order, kind, source=dispute.provider_id, amount_minor=dispute.amount_minor, by=by)
    if order.status in {OrderStatus.DISPUTED, OrderStatus.CHARGED_BACK}:
        newest = queries.latest(order.application_id, order.kind)
        if newest is not None and newest.id != order.id and newest.status != OrderStatus.VOID:
            tasks.open_task("dispute-won-late", dispute.provider_id, {"newer": newest.reference}, order=order, by=by)
            return "won-late"
        move(order, OrderStatus.PAID, action="licensing.payment.dispute-won", by=by)
        db.session.flush()
        if order.refunded_minor == order.amount_minor:  # all of it went back to the payer meanwhile
            move(order, OrderStatus.REFUNDED, action="licensing.payment.refunded", by=by)
            db.session.flush()
        if queries.settled(order.application_id, order.kind):
            events.publish(FeeSettled(order.application_id, order.kind))
    return "won"


def _lost(order: PaymentOrder, dispute: Dispute, *, by: Actor) -> str:
    dispute.closed_at = clock.now()
    move(dispute, DisputeStatus.LOST, action="licensing.dispute.lose", by=by)
    ledger.post(order, "dispute-lost", source=dispute.provider_id, amount_minor=dispute.amount_minor, by=by)
    if order.status == OrderStatus.DISPUTED:
        move(order, OrderStatus.CHARGED_BACK, action="licensing.payment.charged-back", by=by)
    db.session.flush()
    return "lost"
