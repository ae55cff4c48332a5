"""Reads of orders, receipts, refunds, transfers, disputes and differences."""

from uuid import UUID

from sqlalchemy import select

from core import ids
from core.actor import Actor
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from licensing.payments.books import Refund
from licensing.payments.models import PaymentOrder
from licensing.payments.states import UNPAID, FeeKind, OrderStatus, RefundReason, RefundStatus

UNKNOWN = N_("There is no such payment, or it is not yours to see. Check the reference.")


def latest(application_id: UUID, kind: FeeKind | str, *, lock: bool = False) -> PaymentOrder | None:
    """Return the newest order of a kind for an application."""
    statement = (
        select(PaymentOrder)
        .where(PaymentOrder.application_id == application_id, PaymentOrder.kind == str(kind))
        .order_by(PaymentOrder.round.desc())
        .limit(1)
    )
    if lock:
        statement = statement.with_for_update(of=PaymentOrder)
    return db.session.execute(statement).scalar_one_or_none()


def settled(application_id: UUID, kind: FeeKind | str) -> bool:
    """Return whether nothing stands open: no order is due, or the newest is paid, undisputed and not paid back.

    A fee paid back because it was never due is settled as well.
    """
    order = latest(application_id, kind)
    if order is None or order.status in {OrderStatus.PAID, OrderStatus.VOID}:
        return True
    return order.status == OrderStatus.REFUNDED and _was_not_due(order)


def _was_not_due(order: PaymentOrder) -> bool:
    statement = select(Refund.id).where(
        Refund.order_id == order.id, Refund.status == RefundStatus.DONE, Refund.reason_code != RefundReason.NOT_DUE
    )
    return db.session.execute(statement.limit(1)).first() is None


def of_application(application_id: UUID) -> list[PaymentOrder]:
    """Return every order of an application, oldest first."""
    statement = (
        select(PaymentOrder)
        .where(PaymentOrder.application_id == application_id)
        .order_by(PaymentOrder.created_at, PaymentOrder.round, PaymentOrder.id)
        .limit(100)
    )
    return list(db.session.scalars(statement))


def to_pay(application_id: UUID) -> list[PaymentOrder]:
    """Return the orders of an application that are not paid yet, oldest first."""
    return [order for order in of_application(application_id) if order.status in UNPAID]


def get(reference: str, *, by: Actor, lock: bool = False) -> PaymentOrder:
    """Return an order that the actor may see, however its reference was typed. Raises NotFound."""
    statement = select(PaymentOrder).where(PaymentOrder.reference == (ids.tidy_reference(reference) or reference))
    if by.organisation_kind != "regulator":
        statement = statement.where(PaymentOrder.organisation_id == by.organisation_id)
    if lock:
        statement = statement.with_for_update(of=PaymentOrder)
    order = db.session.execute(statement).scalar_one_or_none()
    if order is None:
        raise NotFound("payment-unknown", UNKNOWN)
    return order


def by_id(order_id: UUID, organisation_id: UUID, *, lock: bool = False) -> PaymentOrder | None:
    """Return an order of an organisation by its id."""
    statement = select(PaymentOrder).where(PaymentOrder.id == order_id, PaymentOrder.organisation_id == organisation_id)
    if lock:
        statement = statement.with_for_update(of=PaymentOrder)
    return db.session.execute(statement).scalar_one_or_none()
