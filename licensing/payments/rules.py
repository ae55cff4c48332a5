"""What a Checkout Session means for an order (pure).

Source: security.md 7: paid only if the payment status is paid and amount, currency, client reference and our own ids
all equal the order's; a session that is merely complete may still wait for its bank.
"""

import enum
from uuid import UUID

from core.errors import Invalid
from licensing.payments import currencies
from licensing.payments.gateway import Session
from licensing.payments.models import PaymentOrder


class Standing(enum.StrEnum):
    """Where the money of a session is."""

    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


def standing(seen: Session) -> Standing:
    """Return where the money of a session is now; what costs nothing is never paid, for nothing of ours is free."""
    if seen.payment_status == "paid":
        return Standing.PAID
    if seen.status == "expired":
        return Standing.EXPIRED
    if seen.status != "complete":
        return Standing.OPEN
    return Standing.PROCESSING if seen.intent_status == "processing" else Standing.FAILED


def differences(order: PaymentOrder, seen: Session, *, livemode: bool) -> dict[str, list[str]]:
    """Return what a session says other than the order, each with the two values; empty where they agree."""
    try:
        wanted = str(currencies.at_stripe(order.amount_minor, order.currency))
    except Invalid:
        wanted = ""  # never asked for at Stripe
    pairs = {
        "amount": (wanted, str(seen.amount)),
        "currency": (order.currency, seen.currency),
        "reference": (order.reference, seen.client_reference_id),
        "order": (str(order.id), seen.order),
        "organisation": (str(order.organisation_id), seen.organisation),
        "livemode": (str(livemode), str(seen.livemode)),
    }
    return {name: [ours, theirs] for name, (ours, theirs) in pairs.items() if ours != theirs}


def as_id(text: str) -> UUID | None:
    """Return an id as it came back from Stripe, or None where it is none of ours."""
    try:
        return UUID(text)
    except ValueError:
        return None
