"""The one door by which money changes an order: what Stripe has now, or two officers saw, becomes our state.

Each function takes the object as it is at Stripe at this moment, not the message about it: messages come twice, late
and out of order, and what an object is now holds for all of them. States only move forwards; every movement of money is
in the ledger once, by the id of who moved it.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from core import clock, events, jobs
from core.actor import Actor
from core.db import db, move
from licensing.events import FeeReopened, FeeSettled
from licensing.payments import ledger, queries, receipts, rules, tasks
from licensing.payments.books import LedgerEntry
from licensing.payments.closing import close_pages
from licensing.payments.gateway import Session
from licensing.payments.letters import tell
from licensing.payments.models import PaymentAttempt, PaymentOrder
from licensing.payments.rules import Standing
from licensing.payments.states import (
    LIVE_ATTEMPTS,
    UNPAID,
    AttemptStatus,
    Method,
    OrderStatus,
)


def stripe(organisation_id: UUID | None) -> Actor:
    """Return the actor for what Stripe says about one organisation's payments."""
    return Actor(None, "Stripe", organisation_id, "system", "system")


def apply_session(seen: Session, *, livemode: bool, by: Actor) -> str:
    """Bring an order to where its session is at Stripe; return what came of it in one word.

    Nothing happens to an order that the session does not match in every point: then a task is opened.
    """
    order = _order_of(seen)
    where = rules.standing(seen)
    if order is None:
        if where in {Standing.PAID, Standing.PROCESSING}:
            tasks.open_task("order-unknown", seen.id, _told(seen), by=by)
        return "order-unknown"
    found = rules.differences(order, seen, livemode=livemode)
    if found:
        if where in {Standing.PAID, Standing.PROCESSING}:
            tasks.open_task("amount-mismatch", seen.id, {**_told(seen), "differences": found}, order=order, by=by)
        return "mismatch"
    attempt = _attempt_of(order, seen)
    if where is Standing.PAID:
        _end(attempt, AttemptStatus.SUCCEEDED, seen, by=by)
        return _received(order, seen, livemode=livemode, by=by)
    if where is Standing.PROCESSING:
        _end(attempt, AttemptStatus.PROCESSING, seen, by=by)
        if order.status == OrderStatus.DUE:
            move(order, OrderStatus.PROCESSING, action="licensing.payment.await-bank", by=by)
            db.session.flush()
        return "processing"
    if where in {Standing.FAILED, Standing.EXPIRED}:
        _end(attempt, AttemptStatus(where.value), seen, by=by)
        return _not_received(order, where, by=by)
    return "open"


def _order_of(seen: Session) -> PaymentOrder | None:
    order_id, organisation_id = rules.as_id(seen.order), rules.as_id(seen.organisation)
    if order_id is None or organisation_id is None:
        return None
    return queries.by_id(order_id, organisation_id, lock=True)


def _told(seen: Session) -> dict[str, str]:
    return {"session": seen.id, "payment": seen.intent_id or "", "amount": str(seen.amount), "currency": seen.currency}


def _attempt_of(order: PaymentOrder, seen: Session) -> PaymentAttempt | None:
    """Return the attempt of a session; one whose session could not be noted in time is known by its number."""
    same = PaymentAttempt.session_id == seen.id
    if seen.attempt.isdigit():
        same = or_(same, (PaymentAttempt.number == int(seen.attempt)) & PaymentAttempt.session_id.is_(None))
    statement = select(PaymentAttempt).where(PaymentAttempt.order_id == order.id, same)
    return db.session.execute(statement.with_for_update()).scalar_one_or_none()


def _end(attempt: PaymentAttempt | None, to: AttemptStatus, seen: Session, *, by: Actor) -> None:
    if attempt is None:
        return
    attempt.session_id, attempt.intent_id = seen.id, seen.intent_id or attempt.intent_id
    if attempt.status == AttemptStatus.STARTED:
        move(attempt, AttemptStatus.OPEN, action="licensing.payment.open", by=by)
        db.session.flush()
    if to in attempt.MOVES.get(AttemptStatus(attempt.status), frozenset()):
        move(attempt, to, action=f"licensing.payment.attempt-{to}", by=by)
    db.session.flush()


def _received(order: PaymentOrder, seen: Session, *, livemode: bool, by: Actor) -> str:
    source = seen.intent_id or seen.id
    if ledger.posted("payment", source):
        return "already"
    if order.status in UNPAID:
        settle(order, source=source, method=Method.CARD, livemode=livemode, occurred_at=seen.created, by=by)
        return "paid"
    kind = "paid-after-void" if order.status == OrderStatus.VOID else "paid-twice"
    tasks.open_task(kind, source, _told(seen), order=order, by=by)
    return kind


def _not_received(order: PaymentOrder, where: Standing, *, by: Actor) -> str:
    others = select(PaymentAttempt.id).where(
        PaymentAttempt.order_id == order.id, PaymentAttempt.status == AttemptStatus.PROCESSING
    )
    if order.status == OrderStatus.PROCESSING and db.session.execute(others).first() is None:
        move(order, OrderStatus.DUE, action="licensing.payment.not-received", by=by)
        db.session.flush()
        jobs.defer(tell, order_id=str(order.id), letter="failed", once=str(order.version))
    return where.value


def settle(
    order: PaymentOrder, *, source: str, method: Method, livemode: bool, occurred_at: datetime | None = None, by: Actor
) -> None:
    """Take an order as paid: books, state, receipt, letter, and the fact that opens the gate; all in one transaction.

    The caller holds the order's row and has compared every amount. `source` is what the payment is known by.
    """
    order.method, order.livemode, order.paid_at = str(method), livemode, clock.now()
    ledger.post(
        order, "payment", source=source, amount_minor=order.amount_minor, by=by, occurred_at=occurred_at
    )
    receipt = receipts.issue(order)
    move(order, OrderStatus.PAID, action="licensing.payment.receive", by=by, method=str(method), livemode=livemode,
         receipt=receipt.number)  # fmt: skip
    db.session.flush()
    live = select(PaymentAttempt.id).where(
        PaymentAttempt.order_id == order.id, PaymentAttempt.status.in_(LIVE_ATTEMPTS)
    )
    if db.session.execute(live).first() is not None:
        jobs.defer(close_pages, order_id=str(order.id))
    jobs.defer(tell, order_id=str(order.id), letter="paid", once=receipt.number)
    events.publish(FeeSettled(order.application_id, order.kind))


def order_of_payment(intent_id: str | None, order: str, organisation: str) -> PaymentOrder | None:
    """Return the order that a payment at Stripe paid, by our own ids on it or by the payment itself; locked."""
    order_id, organisation_id = rules.as_id(order), rules.as_id(organisation)
    if order_id is not None and organisation_id is not None:
        found = queries.by_id(order_id, organisation_id, lock=True)
        if found is not None:
            return found
    if intent_id is None:
        return None
    statement = select(LedgerEntry).where(LedgerEntry.kind == "payment", LedgerEntry.source == intent_id)
    entry = db.session.execute(statement).scalar_one_or_none()
    return queries.by_id(entry.order_id, entry.organisation_id, lock=True) if entry else None


def reopen(order: PaymentOrder) -> None:
    """Say that a fee is open again: what was granted upon it must be looked at."""
    events.publish(FeeReopened(order.application_id, order.kind))


__all__ = ["apply_session", "order_of_payment", "reopen", "settle", "stripe"]
