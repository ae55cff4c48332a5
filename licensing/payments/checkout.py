"""Beginning a payment: our row first, then Stripe, then what Stripe answered; never a lock held while Stripe thinks."""

from uuid import UUID

from sqlalchemy import func, select

from core import clock, ids, jobs
from core.actor import Actor
from core.config import Settings
from core.db import db, move, transaction
from core.errors import Conflict
from core.i18n import N_, language, translate
from licensing.payments import queries, settlement, transfers
from licensing.payments.closing import close_pages
from licensing.payments.gateway import Gateway, Refusal, Session, StripeAway
from licensing.payments.models import PaymentAttempt, PaymentOrder
from licensing.payments.states import LIVE_ATTEMPTS, AttemptStatus, OrderStatus
from licensing.payments.wording import KINDS

AWAY = N_("The payment service does not answer now. Try again in a few minutes.")
MOST_PAGES = 3  # tries to find or make a page that is open


def begin(reference: str, *, settings: Settings, by: Actor) -> str:
    """Return the address of the page at Stripe where an order is paid; a second click leads to the same page.

    Opens its own transactions. Raises NotFound, Conflict when there is nothing to pay now, Unavailable when Stripe does
    not answer.
    """
    with transaction(actor=by, read_only=True):
        queries.get(reference, by=by)
    if not settings.stripe_key:
        raise Conflict("card-not-offered", N_("Paying by card is not offered here. Pay by bank transfer."))
    gateway = Gateway(settings)
    for _ in range(MOST_PAGES):
        with transaction(actor=by):
            order = queries.get(reference, by=by, lock=True)
            attempt = _attempt(order, by=by)
        if attempt.session_id is None:
            return _open(gateway, order, attempt, by=by)
        seen = gateway.session(attempt.session_id)
        if seen.status == "open" and seen.url:
            return seen.url
        with transaction(actor=settlement.stripe(order.organisation_id)):
            settlement.apply_session(seen, livemode=gateway.livemode, by=settlement.stripe(order.organisation_id))
    raise StripeAway("payment-service-away", AWAY)


def _attempt(order: PaymentOrder, *, by: Actor) -> PaymentAttempt:
    """Return the visit to Stripe that is open for an order, or a new one. Raises Conflict: nothing is to be paid."""
    if order.status == OrderStatus.PROCESSING:
        raise Conflict("payment-on-its-way", N_("Your bank is sending this payment. Wait until it has arrived."))
    if order.status != OrderStatus.DUE:
        raise Conflict("not-to-pay", N_("This fee is not to be paid now. Reload the page."))
    if transfers.waiting(order.id) is not None:
        raise Conflict("transfer-recorded", N_("We have seen your bank transfer and confirm it. Do not pay again."))
    statement = select(PaymentAttempt).where(
        PaymentAttempt.order_id == order.id, PaymentAttempt.status.in_(LIVE_ATTEMPTS)
    )
    present = db.session.execute(statement).scalar_one_or_none()
    if present is not None:
        return present
    number = select(func.coalesce(func.max(PaymentAttempt.number), 0)).where(PaymentAttempt.order_id == order.id)
    attempt = PaymentAttempt(
        id=ids.new_id(), organisation_id=order.organisation_id, order_id=order.id,
        number=db.session.execute(number).scalar_one() + 1, status=AttemptStatus.STARTED, started_by=by.person_id,
        started_at=clock.now(),
    )  # fmt: skip
    db.session.add(attempt)
    db.session.flush()
    return attempt


def _open(gateway: Gateway, order: PaymentOrder, attempt: PaymentAttempt, *, by: Actor) -> str:
    try:
        seen = gateway.open_session(order, attempt, title=translate(KINDS[order.kind]), locale=language().code)
    except Refusal:
        _give_up(attempt.id, "refused", by=by)
        raise
    except StripeAway as error:
        if error.answered:  # under this key Stripe would repeat its error for a day: the next try takes another
            _give_up(attempt.id, "error", by=by)
        raise
    return _note(attempt.id, seen, by=by)


def _give_up(attempt_id: UUID, why: str, *, by: Actor) -> None:
    with transaction(actor=by):
        attempt = db.session.get_one(PaymentAttempt, attempt_id, with_for_update=True)
        if attempt.status == AttemptStatus.STARTED:
            attempt.failure = why
            move(attempt, AttemptStatus.FAILED, action="licensing.payment.attempt-failed", by=by, why=why)


def _note(attempt_id: UUID, seen: Session, *, by: Actor) -> str:
    with transaction(actor=by):
        attempt = db.session.get_one(PaymentAttempt, attempt_id, with_for_update=True)
        if attempt.status == AttemptStatus.STARTED:  # else another click noted it a moment ago
            attempt.session_id, attempt.url = seen.id, seen.url
            move(attempt, AttemptStatus.OPEN, action="licensing.payment.open", by=by)
        order = db.session.get_one(PaymentOrder, attempt.order_id)
        if order.status != OrderStatus.DUE:
            jobs.defer(close_pages, order_id=str(order.id))
    if not seen.url:
        raise StripeAway("payment-service-away", AWAY)
    return seen.url
