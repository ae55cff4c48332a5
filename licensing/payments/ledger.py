"""The books: each movement is one entry whose lines make nought; nothing is changed, what was wrong is reversed."""

from datetime import datetime

from sqlalchemy import func, select

from core import clock, ids
from core.actor import Actor
from core.db import db
from licensing.payments.books import LedgerEntry, LedgerLine
from licensing.payments.models import PaymentOrder
from licensing.payments.states import Method

# kind of movement: the account that is debited, the one that is credited; "money" stands for where the money lies.
SIDES = {
    "raised": ("receivable", "income"),
    "voided": ("income", "receivable"),
    "payment": ("money", "receivable"),
    "refund": ("income", "money"),
    "refund-returned": ("money", "income"),
    "dispute": ("disputed", "money"),
    "dispute-won": ("money", "disputed"),
    "dispute-lost": ("income", "disputed"),
    "dispute-returned": ("money", "income"),
}
PLACE = {Method.CARD: "card", Method.TRANSFER: "bank"}


def post(
    order: PaymentOrder, kind: str, *, source: str, amount_minor: int, by: Actor, occurred_at: datetime | None = None
) -> LedgerEntry:
    """Write one movement of an order; `source` is what it is known by, once per kind.

    `amount_minor` is positive; `occurred_at` is the instant by the clock of who moved the money (ours by default).
    """
    debit, credit = (_place(order) if side == "money" else side for side in SIDES[kind])
    entry = LedgerEntry(
        id=ids.new_id(), organisation_id=order.organisation_id, order_id=order.id, kind=kind, source=source,
        occurred_at=occurred_at or clock.now(), recorded_at=clock.now(), by_name=by.name,
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    for account, amount in ((debit, amount_minor), (credit, -amount_minor)):
        db.session.add(
            LedgerLine(
                id=ids.new_id(), organisation_id=order.organisation_id, entry_id=entry.id, account=account,
                amount_minor=amount, currency=order.currency,
            )
        )  # fmt: skip
    db.session.flush()
    return entry


def _place(order: PaymentOrder) -> str:
    if order.method is None:
        message = f"order {order.reference} was paid in no way, so no money of it can move"
        raise ValueError(message)
    return PLACE[Method(order.method)]


def posted(kind: str, source: str) -> bool:
    """Return whether a movement is in the books already."""
    statement = select(LedgerEntry.id).where(LedgerEntry.kind == kind, LedgerEntry.source == source)
    return db.session.execute(statement).first() is not None


def balance(order: PaymentOrder) -> dict[str, int]:
    """Return what stands on each account for one order, in minor units of its currency."""
    statement = (
        select(LedgerLine.account, func.sum(LedgerLine.amount_minor))
        .join(LedgerEntry, LedgerEntry.id == LedgerLine.entry_id)
        .where(LedgerEntry.order_id == order.id)
        .group_by(LedgerLine.account)
    )
    return {account: int(total) for account, total in db.session.execute(statement)}
