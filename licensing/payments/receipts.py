"""Receipts: one for each paid order, never a second, and words by which anyone who holds one can verify it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import column, select, table, text

from core import clock, ids
from core.db import db
from licensing.payments.models import PaymentOrder, PaymentReceipt

CODE_SIGNS = 20  # of 32 each: 100 bits, so that codes cannot be tried out
AGENCY = table("agency", column("id"), column("legal_name"))
APPLICATION = table("application", column("id"), column("agency_id"), column("reference"))


@dataclass(frozen=True)
class Verified:
    """What a receipt says to who holds its code."""

    number: str
    payer_name: str
    amount_minor: int
    currency: str
    livemode: bool
    issued_at: datetime
    kind: str
    class_name: str
    order_status: str
    refunded_minor: int


def issue(order: PaymentOrder) -> PaymentReceipt:
    """Write the receipt of an order that was just paid; one that has its receipt keeps it."""
    present = of_order(order.id)
    if present is not None:
        return present
    receipt = PaymentReceipt(
        id=ids.new_id(), organisation_id=order.organisation_id, order_id=order.id, number=ids.new_reference("R"),
        code=new_code(), payer_name=payer_of(order.application_id), amount_minor=order.amount_minor,
        currency=order.currency, method=order.method, livemode=order.livemode, issued_at=clock.now(),
    )  # fmt: skip
    db.session.add(receipt)
    db.session.flush()
    return receipt


def new_code() -> str:
    """Return a code that nobody can guess, in groups that can be typed."""
    signs = "".join(ids.new_reference("X")[2:].replace("-", "")[:7] for _ in range(3))[:CODE_SIGNS]
    return "-".join(signs[at : at + 5] for at in range(0, CODE_SIGNS, 5))


def payer_of(application_id: UUID) -> str:
    """Return the name of the agency that an application is of."""
    statement = (
        select(AGENCY.c.legal_name)
        .join(APPLICATION, APPLICATION.c.agency_id == AGENCY.c.id)
        .where(APPLICATION.c.id == application_id)
    )
    return str(db.session.execute(statement).scalar_one())


def of_order(order_id: UUID) -> PaymentReceipt | None:
    """Return the receipt of an order, if it is paid."""
    return db.session.execute(select(PaymentReceipt).where(PaymentReceipt.order_id == order_id)).scalar_one_or_none()


def verify(code: str) -> Verified | None:
    """Return what the receipt with this code says, however the code was typed; None where there is none."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())[:CODE_SIGNS].translate(LOOKALIKES)
    tidy = "-".join(signs[at : at + 5] for at in range(0, len(signs), 5))
    statement = text(
        "SELECT number, payer_name, amount_minor, currency, livemode, issued_at, kind, class_name, order_status,"
        " refunded_minor FROM app.receipt_by_code(:code)"
    )
    row = db.session.execute(statement, {"code": tidy}).one_or_none()
    return Verified(*row) if row else None


LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
