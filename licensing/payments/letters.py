"""Letters about fees, written into the outbox once for each thing they tell of."""

from uuid import UUID

from accounts.organisations import queries as organisations
from core import jobs, mail
from core.db import db
from core.i18n import N_, money, translate
from licensing.payments import receipts
from licensing.payments.models import PaymentOrder
from licensing.payments.wording import KINDS

LETTERS: dict[str, tuple[str, str]] = {
    "paid": (
        N_("We have received your payment %(reference)s"),
        N_(
            "We have received %(amount)s: %(what)s.\n\nReceipt: %(receipt)s\nSee and print it: %(address)s\n\n"
            "You need not do anything now."
        ),
    ),
    "failed": (
        N_("Your payment %(reference)s did not arrive"),
        N_(
            "Your bank did not send %(amount)s: %(what)s.\n\nNothing was paid. Pay again, in another way if you"
            " can: %(address)s"
        ),
    ),
    "disputed": (
        N_("Your payment %(reference)s was taken back"),
        N_(
            "Your bank has taken back %(amount)s: %(what)s. The fee counts as not paid, and a licence that rests on it"
            " is frozen: no new workers.\n\nIf you did not ask your bank for this, tell it at once: %(address)s"
        ),
    ),
    "refunded": (
        N_("We have paid back a part or all of %(reference)s"),
        N_("We have paid back %(refunded)s of %(amount)s: %(what)s.\n\nSee it here: %(address)s"),
    ),
}


@jobs.job("licensing.payments.tell")
def tell(order_id: str, letter: str, once: str) -> None:
    """Write to the payer; idempotent: one letter per order, kind and `once`."""
    order = db.session.get(PaymentOrder, UUID(order_id))
    if order is None:
        return
    receipt = receipts.of_order(order.id)
    values = {
        "reference": order.reference, "amount": money(order.amount_minor, order.currency),
        "what": translate(KINDS[order.kind]), "receipt": receipt.number if receipt else "",
        "refunded": money(order.refunded_minor, order.currency),
        "address": f"{jobs.settings().base_url}/apply/payments/{order.reference}",
    }  # fmt: skip
    subject, body = LETTERS[letter]
    for address in organisations.addresses_of(order.organisation_id):
        mail.enqueue(
            recipient=address, subject=translate(subject, **values), body=translate(body, **values),
            effect=f"payment-{letter}:{order.id}:{once}:{address}"[:200], organisation_id=order.organisation_id,
        )  # fmt: skip
