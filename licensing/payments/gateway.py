"""Stripe: the one module that talks to it. Everything it answers is turned into our own small facts here.

The stripe library is imported when first used: it costs most of a second, and few requests need it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from core.config import Settings
from core.errors import Unavailable
from core.i18n import N_

if TYPE_CHECKING:
    from stripe import StripeClient

    from licensing.payments.models import PaymentAttempt, PaymentOrder

SECONDS = 10.0  # that one answer may take
TRIES = 2  # after the first, by the library, with the same idempotency key
MOST_LISTED = 10_000
CHECKOUT = "https://checkout.stripe.com"


class StripeAway(Unavailable):
    """Stripe does not answer, or not sensibly; trying again later may help.

    `answered`: an error of Stripe's own came back, which it will repeat for this idempotency key for a day.
    """

    answered = False


@dataclass(frozen=True)
class Session:
    """A Checkout Session as Stripe has it now; the amount in Stripe's own units."""

    id: str
    status: str  # open, complete, expired
    payment_status: str  # paid, unpaid, no_payment_required
    amount: int
    currency: str
    client_reference_id: str
    order: str
    organisation: str
    attempt: str
    livemode: bool
    intent_id: str | None
    intent_status: str | None
    url: str | None
    created: datetime


@dataclass(frozen=True)
class Returned:
    """A refund as Stripe has it now."""

    id: str
    status: str  # pending, requires_action, succeeded, failed, canceled
    amount: int
    currency: str
    intent_id: str | None
    order: str
    organisation: str
    refund: str  # our own id, where the refund is ours
    failure: str
    livemode: bool | None
    created: datetime


@dataclass(frozen=True)
class Disputed:
    """A dispute as Stripe has it now."""

    id: str
    status: str  # needs_response, under_review, won, lost, warning_…
    reason: str
    amount: int
    currency: str
    intent_id: str | None
    order: str
    organisation: str
    livemode: bool
    created: datetime


@dataclass(frozen=True)
class Charged:
    """A charge as Stripe has it now."""

    id: str
    intent_id: str | None
    status: str
    amount: int
    currency: str
    order: str
    livemode: bool
    created: datetime


@dataclass(frozen=True)
class Moved:
    """A movement of Stripe's balance: what it belongs to and its gross amount (negative: away from us)."""

    id: str
    type: str
    source: str
    amount: int
    currency: str


class Gateway:
    """Stripe, or its stand-in, with the key of this installation."""

    def __init__(self, settings: Settings) -> None:
        """Remember the settings; nothing is sent yet. Raises Unavailable where no key is configured."""
        if not settings.stripe_key:
            raise Unavailable("card-not-offered", N_("Paying by card is not offered here. Pay by bank transfer."))
        self.settings = settings
        self.livemode = "_live_" in settings.stripe_key
        self._client: StripeClient | None = None

    @property
    def client(self) -> "StripeClient":
        """Return the library's client, made when first used."""
        if self._client is None:
            import stripe

            bases: Any = {"api": self.settings.stripe_url} if self.settings.stripe_url else {}
            self._client = stripe.StripeClient(
                self.settings.stripe_key or "", base_addresses=bases, max_network_retries=TRIES,
                http_client=stripe.RequestsClient(timeout=SECONDS),
            )  # fmt: skip
        return self._client

    def open_session(self, order: "PaymentOrder", attempt: "PaymentAttempt", *, title: str, locale: str) -> Session:
        """Have Stripe make a pay page for one attempt; the same attempt gets the same page however often asked.

        Raises StripeAway where no answer came (the same key may be tried again), Refusal where Stripe said no.
        """
        from licensing.payments.currencies import at_stripe

        base = self.settings.base_url
        back = f"{base}/apply/payments/{order.reference}/back"
        known = {
            "order": str(order.id), "organisation": str(order.organisation_id), "reference": order.reference,
            "attempt": str(attempt.number),
        }  # fmt: skip
        item = {
            "quantity": 1,
            "price_data": {
                "currency": order.currency.lower(), "unit_amount": at_stripe(order.amount_minor, order.currency),
                "product_data": {"name": title},
            },
        }  # fmt: skip
        parameters: Any = {
            "mode": "payment", "client_reference_id": order.reference, "metadata": known, "line_items": [item],
            "payment_intent_data": {"metadata": known, "description": f"{title} {order.reference}"},
            "success_url": back, "cancel_url": f"{base}/apply/payments/{order.reference}", "locale": locale,
        }  # fmt: skip
        options: Any = {"idempotency_key": attempt.key}
        with translated():
            return _session(self.client.v1.checkout.sessions.create(parameters, options))

    def session(self, session_id: str) -> Session:
        """Return a session as it is now. Raises StripeAway, Refusal (also where there is none)."""
        with translated():
            return _session(self.client.v1.checkout.sessions.retrieve(session_id, {"expand": ["payment_intent"]}))

    def close_session(self, session_id: str) -> Session:
        """Close a pay page so that nothing can be paid on it; one that is closed already is returned as it is."""
        try:
            with translated():
                self.client.v1.checkout.sessions.expire(session_id)
        except Refusal:
            pass  # complete or expired: what it is now is what counts
        return self.session(session_id)

    def refunds_of(self, intent_id: str) -> list[Returned]:
        """Return the refunds of one payment."""
        parameters = {"payment_intent": intent_id, "limit": 100, "expand": ["data.payment_intent"]}
        return list(_all(self.client.v1.refunds.list, parameters, _returned))

    def refund(self, *, intent_id: str, amount: int, key: str, known: dict[str, str]) -> Returned:
        """Send money back; asked again with the same key, Stripe answers as the first time."""
        parameters: Any = {"payment_intent": intent_id, "amount": amount, "metadata": known}
        options: Any = {"idempotency_key": key}
        with translated():
            return _returned(self.client.v1.refunds.create(parameters, options))

    def returned(self, refund_id: str) -> Returned:
        """Return a refund as it is now."""
        with translated():
            return _returned(self.client.v1.refunds.retrieve(refund_id, {"expand": ["payment_intent"]}))

    def disputed(self, dispute_id: str) -> Disputed:
        """Return a dispute as it is now."""
        with translated():
            return _disputed(self.client.v1.disputes.retrieve(dispute_id, {"expand": ["payment_intent"]}))

    def account(self) -> str:
        """Return the id of the account that the key belongs to."""
        with translated():
            return str(self.client.v1.accounts.retrieve_current().id)

    def sessions(self, begin: datetime, end: datetime) -> Iterator[Session]:
        """Yield the sessions made from `begin` to before `end`."""
        parameters = _window(begin, end) | {"expand": ["data.payment_intent"]}
        yield from _all(self.client.v1.checkout.sessions.list, parameters, _session)

    def charges(self, begin: datetime, end: datetime) -> Iterator[Charged]:
        """Yield the charges made from `begin` to before `end`."""
        yield from _all(self.client.v1.charges.list, _window(begin, end), _charged)

    def refunds(self, begin: datetime, end: datetime) -> Iterator[Returned]:
        """Yield the refunds made from `begin` to before `end`."""
        yield from _all(
            self.client.v1.refunds.list, _window(begin, end) | {"expand": ["data.payment_intent"]}, _returned
        )

    def disputes(self, begin: datetime, end: datetime) -> Iterator[Disputed]:
        """Yield the disputes opened from `begin` to before `end`."""
        yield from _all(
            self.client.v1.disputes.list, _window(begin, end) | {"expand": ["data.payment_intent"]}, _disputed
        )

    def movements(self, begin: datetime, end: datetime) -> Iterator[Moved]:
        """Yield the movements of Stripe's balance from `begin` to before `end`."""
        yield from _all(self.client.v1.balance_transactions.list, _window(begin, end), _moved)


class Refusal(Unavailable):
    """Stripe understood and said no; asking again with the same words is of no use."""


class translated:  # noqa: N801  reads as a sentence: with translated()
    """Turn the library's errors into ours; its words (which may repeat what was sent) go nowhere."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Raise Refusal for what is of no use to repeat, StripeAway for the rest of Stripe's errors."""
        import stripe

        from core.logs import log

        if not isinstance(error, stripe.StripeError):
            return
        log().warning("payments.stripe.error", kind=type(error).__name__, code=error.code, status=error.http_status)
        if isinstance(error, stripe.InvalidRequestError | stripe.IdempotencyError | stripe.CardError):
            sentence = N_("The payment service did not accept this. Pay by bank transfer, or ask the regulator.")
            raise Refusal("payment-refused", sentence) from error
        sentence = N_("The payment service does not answer now. Nothing was paid. Try again in a few minutes.")
        away = StripeAway("payment-service-away", sentence)
        away.answered = (error.http_status or 0) >= 500
        raise away from error


def _window(begin: datetime, end: datetime) -> dict[str, Any]:
    return {"created": {"gte": int(begin.timestamp()), "lt": int(end.timestamp())}, "limit": 100}


def _all(listing: Any, parameters: dict[str, Any], read: Any) -> Iterator[Any]:
    with translated():
        for number, found in enumerate(listing(parameters).auto_paging_iter()):
            if number >= MOST_LISTED:
                raise StripeAway("too-many-payments", N_("There are more payments in these days than can be compared."))
            yield read(found)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _known(found: Any, name: str) -> str:
    """Return one of our words on an object, or on the payment it belongs to where that came along."""
    for holder in (found, getattr(found, "payment_intent", None)):
        words = getattr(holder, "metadata", None)
        if words is not None and name in words:
            return str(words[name])
    return ""


def _id(found: Any) -> str | None:
    return found if isinstance(found, str) or found is None else str(found.id)


def _session(found: Any) -> Session:
    intent = found.payment_intent
    return Session(
        id=found.id, status=found.status or "", payment_status=found.payment_status, amount=found.amount_total or 0,
        currency=(found.currency or "").upper(), client_reference_id=found.client_reference_id or "",
        order=_known(found, "order"), organisation=_known(found, "organisation"),
        attempt=_known(found, "attempt"), livemode=bool(found.livemode), intent_id=_id(intent),
        intent_status=None if intent is None or isinstance(intent, str) else intent.status,
        url=getattr(found, "url", None), created=_instant(found.created),
    )  # fmt: skip


def _returned(found: Any) -> Returned:
    return Returned(
        id=found.id, status=found.status or "", amount=found.amount, currency=found.currency.upper(),
        intent_id=_id(found.payment_intent), order=_known(found, "order"), organisation=_known(found, "organisation"),
        refund=_known(found, "refund"), failure=str(getattr(found, "failure_reason", None) or ""), livemode=None,
        created=_instant(found.created),
    )  # fmt: skip


def _disputed(found: Any) -> Disputed:
    return Disputed(
        id=found.id, status=found.status, reason=found.reason, amount=found.amount, currency=found.currency.upper(),
        intent_id=_id(found.payment_intent), order=_known(found, "order"), organisation=_known(found, "organisation"),
        livemode=bool(found.livemode), created=_instant(found.created),
    )  # fmt: skip


def _charged(found: Any) -> Charged:
    return Charged(
        id=found.id, intent_id=_id(found.payment_intent), status=found.status, amount=found.amount,
        currency=found.currency.upper(), order=_known(found, "order"), livemode=bool(found.livemode),
        created=_instant(found.created),
    )  # fmt: skip


def _moved(found: Any) -> Moved:
    return Moved(found.id, found.type, _id(found.source) or "", found.amount, found.currency.upper())
