"""Every night, the last three days at Stripe against our books: what was lost is made good, what differs is a task."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from core import clock, ids
from core.actor import SYSTEM
from core.db import db, transaction
from core.errors import Problem
from core.logs import log
from licensing.payments import currencies, intake, rules, tasks
from licensing.payments.books import LedgerEntry, LedgerLine, Reconciliation
from licensing.payments.gateway import Charged, Gateway, Moved, Refusal
from licensing.payments.models import PaymentAttempt, PaymentOrder
from licensing.payments.settlement import order_of_payment
from licensing.payments.states import AttemptStatus

DAYS = 3
MOST_OPEN = 500
EARLIER = timedelta(days=1)  # a page lives a day: what was paid in these days may have been opened before them
AGE = timedelta(minutes=10)  # a message that is not here by then may be lost
KIND_OF_MOVEMENT = {"charge": "payment", "payment": "payment", "refund": "refund", "payment_refund": "refund"}


def compare(gateway: Gateway, now: datetime) -> Counter[str]:
    """Compare the three days before the day of `now` (UTC, by the real clock) and return what was found, counted.

    Every object is brought in by the same door as messages are, each in a transaction of its own, so that a run that is
    cut short loses nothing. Raises Unavailable when Stripe does not answer; the job is tried again.
    """
    end = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    begin = end - timedelta(days=DAYS)
    figures: Counter[str] = Counter()
    _account(gateway, figures)
    figures.update(follow_up(gateway, timedelta(0)))
    for seen in gateway.sessions(begin - EARLIER, end):
        figures["sessions"] += 1
        _take_in(seen, gateway, figures)
    others: list[intake.Seen] = [*gateway.refunds(begin, end), *gateway.disputes(begin, end)]
    for other in others:
        figures["refunds and disputes"] += 1
        _take_in(other, gateway, figures)
    charges = {charge.id: charge for charge in gateway.charges(begin, end)}
    figures["charges"] = len(charges)
    with transaction(actor=SYSTEM):
        figures["differences"] += sum(_strange(charge) for charge in charges.values())
        figures["differences"] += sum(_differs(moved, charges) for moved in gateway.movements(begin, end))
        booked = list(_booked(begin, end))
    known = {charge.intent_id for charge in charges.values() if charge.status == "succeeded"}
    for source, session_id, order_id in booked:
        figures["payments in our books"] += 1
        if source not in known and not _is_there(gateway, session_id):
            figures["differences"] += _not_there(source, order_id)
    with transaction(actor=SYSTEM):
        db.session.add(
            Reconciliation(
                id=ids.new_id(), from_day=begin.date(), to_day=(end - timedelta(days=1)).date(), ran_at=clock.now(),
                figures=dict(figures),
            )
        )  # fmt: skip
    return figures


def follow_up(gateway: Gateway, age: timedelta = AGE) -> Counter[str]:
    """Look at the pay pages that are open here for `age` and longer: a message about one may have been lost."""
    figures: Counter[str] = Counter()
    with transaction(actor=SYSTEM, read_only=True):
        statement = (
            select(PaymentAttempt.session_id)
            .where(PaymentAttempt.status.in_([AttemptStatus.OPEN, AttemptStatus.PROCESSING]))
            .where(PaymentAttempt.session_id.is_not(None), PaymentAttempt.started_at <= clock.now() - age)
            .order_by(PaymentAttempt.started_at.desc())
            .limit(MOST_OPEN)
        )
        waiting = [str(session_id) for session_id in db.session.scalars(statement)]
    for session_id in waiting:
        try:
            _take_in(gateway.session(session_id), gateway, figures)
        except Refusal:  # a page that Stripe no longer knows: its order's own checks speak of it
            figures["unknown at Stripe"] += 1
    return figures


def _take_in(seen: intake.Seen, gateway: Gateway, figures: Counter[str]) -> None:
    try:
        with transaction(actor=SYSTEM):
            outcome = intake.apply(seen, livemode=gateway.livemode, by=SYSTEM)
    except (Problem, ValueError) as problem:  # one object that cannot be taken in does not keep the others out
        why = getattr(problem, "code", type(problem).__name__)
        log().error("payments.not-taken-in", object=seen.id, why=why)
        with transaction(actor=SYSTEM):
            order = order_of_payment(seen.intent_id, seen.order, seen.organisation)
            detail = {"object": seen.id, "why": why}
            figures["differences"] += tasks.open_task("balance-differs", seen.id, detail, order=order, by=SYSTEM)
        return
    if outcome in {"paid", "refunded", "disputed", "won", "lost"}:
        figures["repaired"] += 1


def _account(gateway: Gateway, figures: Counter[str]) -> None:
    wanted = gateway.settings.stripe_account
    if not wanted:
        return
    found = gateway.account()
    if found != wanted:
        with transaction(actor=SYSTEM):
            detail = {"found": found, "wanted": wanted}
            figures["differences"] += tasks.open_task("account-differs", found, detail, by=SYSTEM)


def _strange(charge: Charged) -> bool:
    """Open a task for a charge that carries no order of ours: it was made by somebody else with this account."""
    if charge.status != "succeeded" or rules.as_id(charge.order) is not None:
        return False
    detail = {"charge": charge.id, "amount": str(charge.amount), "currency": charge.currency}
    return tasks.open_task("order-unknown", charge.id, detail, by=SYSTEM)


def _differs(moved: Moved, charges: dict[str, Charged]) -> bool:
    """Open a task where a movement of Stripe's balance and our books name different amounts.

    A movement in another currency than the payment's was converted by Stripe and cannot be compared.
    """
    kind = KIND_OF_MOVEMENT.get(moved.type)
    if kind is None:
        return False
    charge = charges.get(moved.source)
    source = charge.intent_id if kind == "payment" and charge else moved.source
    entry = db.session.execute(
        select(LedgerEntry).where(LedgerEntry.kind == kind, LedgerEntry.source == source)
    ).scalar_one_or_none()
    if entry is None:
        return False  # it has its own task: an unknown order, a refund nobody proposed
    line = db.session.execute(
        select(LedgerLine).where(LedgerLine.entry_id == entry.id, LedgerLine.account == "card")
    ).scalar_one_or_none()
    if line is None or line.currency != moved.currency:
        return False
    ours = currencies.at_stripe(abs(line.amount_minor), line.currency)
    if ours == abs(moved.amount):
        return False
    detail = {"movement": moved.id, "amount": str(moved.amount), "ours": str(ours), "currency": moved.currency}
    order = order_of_payment(source if kind == "payment" else None, str(entry.order_id), str(entry.organisation_id))
    return tasks.open_task("balance-differs", moved.id, detail, order=order, by=SYSTEM)


def _booked(begin: datetime, end: datetime) -> Iterator[tuple[str, str | None, Any]]:
    """Yield the card payments in our books of some days: payment, its session, its order."""
    statement = (
        select(LedgerEntry.source, PaymentAttempt.session_id, LedgerEntry.order_id)
        .join(LedgerLine, LedgerLine.entry_id == LedgerEntry.id)
        .join(PaymentAttempt, PaymentAttempt.intent_id == LedgerEntry.source, isouter=True)
        .where(LedgerEntry.kind == "payment", LedgerLine.account == "card")
        .where(LedgerEntry.occurred_at >= begin, LedgerEntry.occurred_at < end)
        .order_by(LedgerEntry.occurred_at)
        .limit(10_000)
    )
    yield from db.session.execute(statement)


def _is_there(gateway: Gateway, session_id: str | None) -> bool:
    """Return whether Stripe knows a payment as paid; its money may have come days after its page was opened."""
    if session_id is None:
        return False
    try:
        return gateway.session(session_id).payment_status == "paid"
    except Refusal:
        return False


def _not_there(source: str, order_id: Any) -> bool:
    with transaction(actor=SYSTEM):
        order = db.session.get_one(PaymentOrder, order_id)
        return tasks.open_task("not-at-stripe", source, {"payment": source}, order=order, by=SYSTEM)
