"""Jobs of fees that run by the clock; those that follow an act stand beside it (closing, letters, refunds)."""

from datetime import UTC, datetime

from core import jobs
from licensing.payments import closing, letters, reconciliation, refunds
from licensing.payments.gateway import Gateway

__all__ = ["closing", "follow_up", "letters", "reconcile", "refunds"]


@jobs.job("licensing.payments.reconcile", schedule="40 3 * * *", retries=8, transactional=False)
def reconcile() -> None:
    """Compare our books with Stripe's of three days, every night; idempotent, and three nights see each day."""
    settings = jobs.settings()
    if settings.stripe_key:
        # Stripe's days run by the real clock, also where a demonstration has one of its own.
        reconciliation.compare(Gateway(settings), datetime.now(UTC))  # noqa: TID251


@jobs.job("licensing.payments.follow_up", schedule="*/10 * * * *", transactional=False)
def follow_up() -> None:
    """Look at pay pages that have been open for a while, so that a lost message costs minutes and not a night."""
    settings = jobs.settings()
    if settings.stripe_key:
        reconciliation.follow_up(Gateway(settings))
