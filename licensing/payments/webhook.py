"""Where Stripe's messages arrive: proved by signature, taken once, and never believed beyond “look at this object”.

The message only says which object has changed. The object is fetched from Stripe, before any transaction is open, and
what it is now is applied together with the message's own row. Answers: 200 when done (or done before), 400 for what is
not from Stripe or not for us, 503 when Stripe should send it again.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, jsonify, request
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core import clock, metrics
from core.config import Settings
from core.db import db, transaction
from core.errors import Unavailable
from core.logs import log
from core.permit import signed
from core.web import pages
from licensing.payments import intake, rules, settlement
from licensing.payments.gateway import Gateway, Refusal
from licensing.payments.models import StripeEvent

blueprint = pages("stripe_events", __name__)
TOLERANCE = 300  # seconds that a message may be old, or ahead of our clock


@dataclass(frozen=True)
class Message:
    """What we take from a message: enough to fetch the object it is about."""

    id: str
    type: str
    object_id: str
    livemode: bool
    account: str | None
    created: datetime


class NotForUs(Exception):
    """A message that is not from Stripe, or not for this installation; the text is for the log."""


@blueprint.post("/stripe/events")
@signed
def receive() -> tuple[Response, int]:
    """Take one message from Stripe."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        message = read(request.get_data(), request.headers.get("Stripe-Signature", ""), settings)
    except NotForUs as refusal:
        log().warning("payments.message.refused", why=str(refusal))
        return jsonify(status="refused"), 400
    if message.type not in intake.KNOWN:
        return jsonify(status="ignored"), 200
    try:
        outcome = take(message, Gateway(settings))
    except Refusal:
        log().warning("payments.message.refused", why="object unknown to Stripe", type=message.type)
        return jsonify(status="refused"), 400
    except (Unavailable, DBAPIError, PoolTimeout) as error:
        log().warning("payments.message.later", kind=type(error).__name__, type=message.type)
        return jsonify(status="later"), 503
    log().info("payments.message", type=message.type, outcome=outcome)
    metrics.PAYMENT_MESSAGES.labels(outcome).inc()
    return jsonify(status=outcome), 200


def read(body: bytes, signature: str, settings: Settings) -> Message:
    """Return a message whose signature, age, mode and account are right. Raises NotForUs."""
    import stripe

    if not settings.stripe_key:
        raise NotForUs("no key configured")
    event: Any = None
    for secret in settings.stripe_webhook_secrets:
        try:
            event = stripe.Webhook.construct_event(body, signature, secret, TOLERANCE, api_key=settings.stripe_key)
            break
        except (stripe.SignatureVerificationError, ValueError, UnicodeDecodeError):
            continue
    if event is None:
        raise NotForUs("signature")
    stamps = [part.partition("=")[2] for part in signature.split(",") if part.startswith("t=")]
    # The library holds to one side only: a message from the future would stay valid until then and 300 s longer.
    # It is Stripe's clock and the machine's that are compared, not that of a demonstration.
    if len(stamps) != 1 or int(stamps[0]) > time.time() + TOLERANCE:  # noqa: TID251
        raise NotForUs("time stamp")
    message = _message(event)
    if message.livemode != ("_live_" in settings.stripe_key):
        raise NotForUs("mode")
    if message.account is not None and message.account != settings.stripe_account:
        raise NotForUs("account")
    return message


def _message(event: Any) -> Message:
    try:
        return Message(
            id=str(event.id), type=str(event.type), object_id=str(event.data.object.id), livemode=bool(event.livemode),
            account=getattr(event, "account", None), created=datetime.fromtimestamp(int(event.created), UTC),
        )  # fmt: skip
    except (AttributeError, TypeError, ValueError) as error:
        raise NotForUs("no event") from error


def take(message: Message, gateway: Gateway) -> str:
    """Apply a message once; return what came of it. The object is fetched before the transaction is opened.

    Raises Unavailable (Stripe does not answer) and Refusal (Stripe knows no such object).
    """
    system = settlement.stripe(None)
    with transaction(actor=system, read_only=True):
        if db.session.execute(select(StripeEvent.id).where(StripeEvent.id == message.id)).first():
            return "duplicate"
    seen = intake.fetch(message.type, message.object_id, gateway)
    by = settlement.stripe(rules.as_id(seen.organisation))
    with transaction(actor=by):
        row = {
            "id": message.id, "type": message.type, "livemode": message.livemode, "object_id": message.object_id,
            "created_at": message.created, "received_at": clock.now(), "outcome": "",
        }  # fmt: skip
        written = db.session.execute(
            insert(StripeEvent).values(**row).on_conflict_do_nothing().returning(StripeEvent.id)
        ).scalar_one_or_none()
        if written is None:
            return "duplicate"
        outcome = intake.apply(seen, livemode=gateway.livemode)
        db.session.get_one(StripeEvent, message.id).outcome = outcome
        db.session.flush()
    return outcome
