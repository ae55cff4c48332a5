"""Closing pay pages of orders that are no longer to be paid there."""

from uuid import UUID

from sqlalchemy import select

from core import jobs
from core.actor import SYSTEM
from core.db import db, move, transaction
from licensing.payments.gateway import Gateway
from licensing.payments.models import PaymentAttempt
from licensing.payments.states import LIVE_ATTEMPTS, AttemptStatus


@jobs.job("licensing.payments.close_pages", transactional=False)
def close_pages(order_id: str) -> None:
    """Close what Stripe still shows for an order, so that nobody pays a fee that is void or paid otherwise.

    Idempotent. Money that came all the same is found by the message about it and becomes a task for an officer.
    """
    with transaction(actor=SYSTEM):
        live = db.session.scalars(
            select(PaymentAttempt).where(
                PaymentAttempt.order_id == UUID(order_id), PaymentAttempt.status.in_(LIVE_ATTEMPTS)
            )
        ).all()
        pages = [(attempt.id, attempt.session_id) for attempt in live]
    for attempt_id, session_id in pages:
        status = AttemptStatus.FAILED
        if session_id is not None:
            closed = Gateway(jobs.settings()).close_session(session_id)
            if closed.status != "expired":
                continue
            status = AttemptStatus.EXPIRED
        with transaction(actor=SYSTEM):
            attempt = db.session.get_one(PaymentAttempt, attempt_id, with_for_update=True)
            if attempt.status in LIVE_ATTEMPTS and attempt.session_id == session_id:
                move(attempt, status, action="licensing.payment.close", by=SYSTEM)
