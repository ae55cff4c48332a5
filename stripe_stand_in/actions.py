"""What happens to payments: they are made, declined, arrive late, go back, are disputed."""

from typing import Any

from stripe_stand_in.store import Json, Store

DAY = 24 * 3600
ZERO_DECIMAL = frozenset(
    {"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"}
)
THREE_DECIMAL = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})
LARGEST = 99_999_999


class Refused(Exception):
    """A request that cannot be met: Stripe's error type, code, sentence and parameter."""

    def __init__(self, message: str, *, code: str = "", param: str = "", status: int = 400) -> None:
        super().__init__(message)
        self.message, self.code, self.param, self.status = message, code, param, status


def missing(kind: str, identifier: str | None) -> Refused:
    """Return the refusal for what does not exist."""
    return Refused(f"No such {kind}: '{identifier}'", code="resource_missing", param="id", status=404)


def open_session(store: Store, given: Json, public_url: str) -> Json:
    """Make a Checkout Session of one payment."""
    if given.get("mode") != "payment":
        raise Refused("The stand-in knows the mode payment only.", param="mode")
    items = given.get("line_items")
    if not isinstance(items, list) or not items:
        raise Refused("You must provide line_items.", code="parameter_missing", param="line_items")
    amount, currency = 0, ""
    for item in items:
        price = item.get("price_data", {})
        currency = str(price.get("currency", "")).lower()
        unit, quantity = _whole(price.get("unit_amount"), "unit_amount"), _whole(item.get("quantity"), "quantity")
        amount += unit * quantity
    _check_amount(amount, currency)
    if not given.get("success_url"):
        raise Refused("Missing required param: success_url.", code="parameter_missing", param="success_url")
    identifier = store.new_id("cs_test")
    intent_data = given.get("payment_intent_data", {})
    session = {
        "id": identifier, "object": "checkout.session", "created": store.now(), "expires_at": store.now() + DAY,
        "mode": "payment", "status": "open", "payment_status": "unpaid", "amount_total": amount,
        "amount_subtotal": amount, "currency": currency, "client_reference_id": given.get("client_reference_id"),
        "metadata": given.get("metadata", {}), "livemode": False, "payment_intent": None, "customer": None,
        "success_url": given["success_url"], "cancel_url": given.get("cancel_url"), "locale": given.get("locale"),
        "url": f"{public_url}/pay/{identifier}",
        "_title": items[0].get("price_data", {}).get("product_data", {}).get("name", ""),
        "_intent": {"metadata": intent_data.get("metadata", {}), "description": intent_data.get("description")},
    }  # fmt: skip
    return store.put(session)


def _whole(value: Any, name: str) -> int:
    if not str(value).isdigit():
        raise Refused(f"Invalid integer: {value}", code="parameter_invalid_integer", param=name)
    return int(value)


def _check_amount(amount: int, currency: str) -> None:
    if len(currency) != 3 or not currency.isalpha():
        raise Refused(f"Invalid currency: {currency}", param="currency")
    if amount < 1:
        raise Refused("The amount must be greater than nought.", code="amount_too_small", param="unit_amount")
    if amount > LARGEST * (10 if currency in THREE_DECIMAL else 1):
        raise Refused("The amount is too large.", code="amount_too_large", param="unit_amount")
    if currency in THREE_DECIMAL and amount % 10:
        raise Refused(f"Amounts in {currency} must end in 0.", param="unit_amount")


def session_of(store: Store, identifier: str) -> Json:
    """Return a session as it is now: one that nobody paid within a day has expired. Raises Refused."""
    session = store.get("checkout.session", identifier)
    if session is None:
        raise missing("checkout.session", identifier)
    if session["status"] == "open" and session["expires_at"] <= store.now():
        return _expire(store, session)
    return session


def expire(store: Store, identifier: str) -> Json:
    """Close a session. Raises Refused when it is complete or closed."""
    session = session_of(store, identifier)
    if session["status"] != "open":
        raise Refused('Only Checkout Sessions with a status in ["open"] can be expired.')
    return _expire(store, session)


def _expire(store: Store, session: Json) -> Json:
    session = store.put({**session, "status": "expired", "url": None})
    store.tell("checkout.session.expired", session)
    return session


def _intent(store: Store, session: Json, status: str) -> Json:
    known = store.get("payment_intent", session["payment_intent"])
    if known is not None:
        return store.put({**known, "status": status})
    return store.put(
        {
            "id": store.new_id("pi"), "object": "payment_intent", "created": store.now(), "status": status,
            "amount": session["amount_total"], "amount_received": 0, "currency": session["currency"], "livemode": False,
            "latest_charge": None, "last_payment_error": None, **session["_intent"],
        }
    )  # fmt: skip


def pay(store: Store, identifier: str) -> Json:
    """Pay with a card that works."""
    with store.lock:
        session = session_of(store, identifier)
        if session["status"] != "open":
            return session
        intent = _intent(store, session, "succeeded")
        session = store.put(
            {**session, "status": "complete", "payment_status": "paid", "payment_intent": intent["id"], "url": None}
        )
        _charge(store, intent)
        store.tell("checkout.session.completed", session)
        return session


def pay_later(store: Store, identifier: str) -> Json:
    """Pay by a method whose money arrives in some days."""
    with store.lock:
        session = session_of(store, identifier)
        if session["status"] != "open":
            return session
        intent = _intent(store, session, "processing")
        session = store.put({**session, "status": "complete", "payment_intent": intent["id"], "url": None})
        store.tell("checkout.session.completed", session)
        return session


def decline(store: Store, identifier: str) -> Json:
    """Try a card that its bank declines; the page stays open."""
    session = session_of(store, identifier)
    return store.put({**session, "_declined": True}) if session["status"] == "open" else session


def arrive(store: Store, identifier: str, *, paid: bool) -> Json:
    """Let late money arrive, or fail to."""
    with store.lock:
        session = session_of(store, identifier)
        intent = store.get("payment_intent", session["payment_intent"])
        if intent is None or intent["status"] != "processing":
            return session
        if not paid:
            error = {"code": "payment_intent_payment_attempt_failed", "message": "The bank returned the debit."}
            store.put({**intent, "status": "requires_payment_method", "last_payment_error": error})
            store.tell("checkout.session.async_payment_failed", session)
            return session
        _charge(store, _intent(store, session, "succeeded"))
        session = store.put({**session, "payment_status": "paid"})
        store.tell("checkout.session.async_payment_succeeded", session)
        return session


def _charge(store: Store, intent: Json) -> Json:
    charge = store.put(
        {
            "id": store.new_id("ch"), "object": "charge", "created": store.now(), "status": "succeeded", "paid": True,
            "amount": intent["amount"], "amount_refunded": 0, "refunded": False, "disputed": False, "livemode": False,
            "currency": intent["currency"], "payment_intent": intent["id"], "metadata": intent["metadata"],
        }
    )  # fmt: skip
    store.put({**intent, "latest_charge": charge["id"], "amount_received": intent["amount"]})
    _move(store, "charge", charge["id"], charge["amount"], charge["currency"])
    return charge


def _move(store: Store, kind: str, source: str, amount: int, currency: str) -> None:
    store.put(
        {
            "id": store.new_id("txn"), "object": "balance_transaction", "created": store.now(), "type": kind,
            "source": source, "amount": amount, "fee": 0, "net": amount, "currency": currency, "status": "available",
        }
    )  # fmt: skip


def refund(store: Store, given: Json) -> Json:
    """Send money back, never more than was paid."""
    with store.lock:
        intent = store.get("payment_intent", given.get("payment_intent"))
        if intent is None:
            raise missing("payment_intent", given.get("payment_intent"))
        charge = store.get("charge", intent["latest_charge"])
        if charge is None:
            raise Refused("This PaymentIntent does not have a successful charge to refund.", param="payment_intent")
        left = charge["amount"] - charge["amount_refunded"]
        amount = _whole(given.get("amount", left), "amount")
        if charge["disputed"]:
            raise Refused("This charge has been charged back.", code="charge_disputed")
        if not 0 < amount <= left:
            raise Refused("The refund is greater than what is left.", code="charge_already_refunded", param="amount")
        done = charge["amount_refunded"] + amount
        charge = store.put({**charge, "amount_refunded": done, "refunded": done == charge["amount"]})
        back = store.put(
            {
                "id": store.new_id("re"), "object": "refund", "created": store.now(), "status": "succeeded",
                "amount": amount, "currency": charge["currency"], "payment_intent": intent["id"],
                "charge": charge["id"],
                "metadata": given.get("metadata", {}), "failure_reason": None,
            }
        )  # fmt: skip
        _move(store, "refund", back["id"], -amount, charge["currency"])
        store.tell("refund.created", back)
        store.tell("charge.refunded", charge)
        return back


def fail_refund(store: Store, identifier: str) -> None:
    """Let the payer's bank send a refund back."""
    with store.lock:
        back = store.get("refund", identifier)
        if back is None or back["status"] != "succeeded":
            return
        back = store.put({**back, "status": "failed", "failure_reason": "lost_or_stolen_card"})
        charge = store.get("charge", back["charge"]) or {}
        store.put({**charge, "amount_refunded": charge["amount_refunded"] - back["amount"], "refunded": False})
        _move(store, "refund_failure", back["id"], back["amount"], back["currency"])
        store.tell("refund.failed", back)


def dispute(store: Store, charge_id: str) -> Json | None:
    """Let the payer's bank take a payment back."""
    with store.lock:
        charge = store.get("charge", charge_id)
        if charge is None or charge["disputed"]:
            return None
        store.put({**charge, "disputed": True})
        found = store.put(
            {
                "id": store.new_id("du"), "object": "dispute", "created": store.now(), "status": "needs_response",
                "reason": "fraudulent", "amount": charge["amount"], "currency": charge["currency"], "livemode": False,
                "charge": charge["id"], "payment_intent": charge["payment_intent"], "metadata": {},
            }
        )  # fmt: skip
        _move(store, "adjustment", found["id"], -found["amount"], found["currency"])
        store.tell("charge.dispute.created", found)
        return found


def close_dispute(store: Store, identifier: str, *, won: bool) -> None:
    """Decide a dispute for the regulator, or for the payer."""
    with store.lock:
        found = store.get("dispute", identifier)
        if found is None or found["status"] in {"won", "lost"}:
            return
        found = store.put({**found, "status": "won" if won else "lost"})
        if won:
            charge = store.get("charge", found["charge"]) or {}
            store.put({**charge, "disputed": False})
            _move(store, "adjustment", found["id"], found["amount"], found["currency"])
        store.tell("charge.dispute.closed", found)
