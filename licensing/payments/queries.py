"""Reads of orders, receipts, refunds, transfers, disputes and differences."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, column, func, or_, select, table, union_all
from sqlalchemy.orm import selectinload

from core import ids
from core.actor import Actor
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from core.trail import AuditEntry
from licensing.payments.books import Dispute, LedgerEntry, PaymentTask, Reconciliation, Refund, Transfer
from licensing.payments.models import FeeSchedule, PaymentOrder
from licensing.payments.states import (
    UNPAID,
    FeeKind,
    OrderStatus,
    RefundReason,
    RefundStatus,
    TaskStatus,
    TransferStatus,
)

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


AGENCY = table("agency", column("id"), column("legal_name"))
APPLICATION = table(
    "application", column("id"), column("agency_id"), column("reference"), column("organisation_id"), column("status")
)


@dataclass(frozen=True)
class Wanted:
    """Which orders an officer wants to see; empty means all."""

    status: str = ""
    kind: str = ""
    method: str = ""
    text: str = ""


@dataclass(frozen=True)
class Line:
    """One order in a list, with whose it is and for which application."""

    order: PaymentOrder
    agency: str
    application: str


def _lines(statement: Select[Any]) -> Select[Any]:
    return statement.join(APPLICATION, APPLICATION.c.id == PaymentOrder.application_id).join(
        AGENCY, AGENCY.c.id == APPLICATION.c.agency_id
    )


def search(wanted: Wanted, page: Page) -> Paged[Line]:
    """Return one page of orders, the newest first; two queries whatever the length."""
    statement = _lines(select(PaymentOrder, AGENCY.c.legal_name, APPLICATION.c.reference))
    for attribute in ("status", "kind", "method"):
        if value := getattr(wanted, attribute):
            statement = statement.where(getattr(PaymentOrder, attribute) == value)
    if wanted.text:
        pattern = f"%{wanted.text.replace('%', '').replace('_', '')}%"
        statement = statement.where(
            or_(PaymentOrder.reference.ilike(pattern), APPLICATION.c.reference.ilike(pattern),
                AGENCY.c.legal_name.ilike(pattern))
        )  # fmt: skip
    found = paged(statement.order_by(PaymentOrder.created_at.desc(), PaymentOrder.id), page, scalars=False)
    return Paged([Line(*row) for row in found.rows], found.total, found.page)


def own(page: Page, *, by: Actor) -> Paged[Line]:
    """Return one page of the organisation's own orders, the newest first."""
    statement = _lines(select(PaymentOrder, AGENCY.c.legal_name, APPLICATION.c.reference)).where(
        PaymentOrder.organisation_id == by.organisation_id
    )
    found = paged(statement.order_by(PaymentOrder.created_at.desc(), PaymentOrder.id), page, scalars=False)
    return Paged([Line(*row) for row in found.rows], found.total, found.page)


def line_of(order: PaymentOrder) -> Line:
    """Return an order with whose it is and for which application."""
    statement = _lines(select(AGENCY.c.legal_name, APPLICATION.c.reference).select_from(PaymentOrder)).where(
        PaymentOrder.id == order.id
    )
    return Line(order, *db.session.execute(statement).one())


def own_application(reference: str, *, by: Actor) -> UUID:
    """Return the id of an application of the actor's own organisation. Raises NotFound."""
    statement = select(APPLICATION.c.id).where(
        APPLICATION.c.reference == (ids.tidy_reference(reference) or reference),
        APPLICATION.c.organisation_id == by.organisation_id,
    )
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("payment-unknown", UNKNOWN)
    return UUID(str(found))


def refunds_of(order: PaymentOrder) -> list[Refund]:
    """Return the refunds of an order, oldest first."""
    statement = select(Refund).where(Refund.order_id == order.id).order_by(Refund.proposed_at, Refund.id).limit(100)
    return list(db.session.scalars(statement))


def transfers_of(order: PaymentOrder) -> list[Transfer]:
    """Return the transfers recorded for an order, oldest first."""
    statement = select(Transfer).where(Transfer.order_id == order.id)
    return list(db.session.scalars(statement.order_by(Transfer.recorded_at, Transfer.id).limit(100)))


def disputes_of(order: PaymentOrder) -> list[Dispute]:
    """Return the disputes of an order, oldest first."""
    statement = select(Dispute).where(Dispute.order_id == order.id).order_by(Dispute.opened_at, Dispute.id).limit(100)
    return list(db.session.scalars(statement))


def entries_of(order: PaymentOrder) -> list[LedgerEntry]:
    """Return what the books hold of an order, oldest first, with the lines of each entry."""
    statement = (
        select(LedgerEntry)
        .where(LedgerEntry.order_id == order.id)
        .options(selectinload(LedgerEntry.lines))
        .order_by(LedgerEntry.recorded_at, LedgerEntry.id)
        .limit(200)
    )
    return list(db.session.scalars(statement))


def to_decide() -> tuple[list[tuple[Refund, PaymentOrder]], list[tuple[Transfer, PaymentOrder]]]:
    """Return the refunds and transfers that wait for a second person, oldest first, at most 100 of each."""
    refunds = db.session.execute(
        select(Refund, PaymentOrder)
        .join(PaymentOrder, PaymentOrder.id == Refund.order_id)
        .where(Refund.status.in_([RefundStatus.PROPOSED, RefundStatus.SECONDED, RefundStatus.APPROVED]))
        .order_by(Refund.proposed_at, Refund.id)
        .limit(100)
    ).all()
    transfers = db.session.execute(
        select(Transfer, PaymentOrder)
        .join(PaymentOrder, PaymentOrder.id == Transfer.order_id)
        .where(Transfer.status == TransferStatus.RECORDED)
        .order_by(Transfer.recorded_at, Transfer.id)
        .limit(100)
    ).all()
    return [(row[0], row[1]) for row in refunds], [(row[0], row[1]) for row in transfers]


def task_list(status: str, page: Page) -> Paged[PaymentTask]:
    """Return one page of differences in a state, the newest first."""
    statement = select(PaymentTask).where(PaymentTask.status == status)
    return paged(statement.order_by(PaymentTask.opened_at.desc(), PaymentTask.id), page)


def task(task_id: UUID, *, lock: bool = True) -> PaymentTask:
    """Return a difference, with `lock` held until the end of the transaction. Raises NotFound."""
    statement = select(PaymentTask).where(PaymentTask.id == task_id)
    found = db.session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()
    if found is None:
        raise NotFound("task-unknown", N_("There is no such difference, or it is not yours to see."))
    return found


def orders_named(order_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the references of orders by their id."""
    wanted = [order_id for order_id in order_ids if order_id is not None]
    if not wanted:
        return {}
    rows = db.session.execute(select(PaymentOrder.id, PaymentOrder.reference).where(PaymentOrder.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def open_tasks() -> int:
    """Return how many differences wait for an officer."""
    statement = select(func.count()).select_from(PaymentTask).where(PaymentTask.status == TaskStatus.OPEN)
    return int(db.session.execute(statement).scalar_one())


def last_reconciliation() -> Reconciliation | None:
    """Return the newest comparison with Stripe."""
    return db.session.scalars(select(Reconciliation).order_by(Reconciliation.ran_at.desc()).limit(1)).first()


def schedules(page: Page) -> Paged[FeeSchedule]:
    """Return one page of fee schedules, the proposed first, then by class, kind and version."""
    statement = select(FeeSchedule).order_by(
        (FeeSchedule.status == "proposed").desc(), FeeSchedule.class_code, FeeSchedule.kind, FeeSchedule.applies_to,
        FeeSchedule.version.desc(),
    )  # fmt: skip
    return paged(statement, page)


def class_names() -> dict[str, str]:
    """Return the name of every class of licence by its code."""
    classes = table("licence_class", column("code"), column("name"))
    return {row[0]: row[1] for row in db.session.execute(select(classes.c.code, classes.c.name).limit(100))}


def trail_of(order: PaymentOrder) -> list[AuditEntry]:
    """Return the trail of an order, its refunds, transfers and disputes in one query, oldest first, at most 200."""
    subjects = [select(kind.id).where(kind.order_id == order.id) for kind in (Refund, Transfer, Dispute)]
    statement = (
        select(AuditEntry)
        .where(or_(AuditEntry.subject_id == order.id, AuditEntry.subject_id.in_(union_all(*subjects))))
        .order_by(AuditEntry.at, AuditEntry.txid, AuditEntry.id)
        .limit(200)
    )
    return list(db.session.scalars(statement))
