"""Which of Stripe's messages concern us, which object each is about, and where that object is taken in."""

from core.actor import Actor
from licensing.payments import disputes, refunds, rules, settlement
from licensing.payments.gateway import Disputed, Gateway, Returned, Session

SESSIONS = frozenset(
    {
        "checkout.session.completed", "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed", "checkout.session.expired",
    }
)  # fmt: skip
REFUNDS = frozenset({"refund.created", "refund.updated", "refund.failed"})
DISPUTES = frozenset(
    {
        "charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
    }
)  # fmt: skip
KNOWN = SESSIONS | REFUNDS | DISPUTES
Seen = Session | Returned | Disputed


def fetch(kind: str, object_id: str, gateway: Gateway) -> Seen:
    """Return the object that a message of a known kind is about, as it is at Stripe now."""
    if kind in SESSIONS:
        return gateway.session(object_id)
    if kind in REFUNDS:
        return gateway.returned(object_id)
    return gateway.disputed(object_id)


def apply(seen: Seen, *, livemode: bool, by: Actor | None = None) -> str:
    """Bring our rows to where an object is at Stripe, in the present transaction; return the outcome in one word."""
    by = by or settlement.stripe(rules.as_id(seen.organisation))
    if isinstance(seen, Session):
        return settlement.apply_session(seen, livemode=livemode, by=by)
    if isinstance(seen, Returned):
        return refunds.apply(seen, by=by)
    return disputes.apply(seen, by=by)
