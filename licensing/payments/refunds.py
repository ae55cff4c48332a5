"""Refunds: proposed by one person, approved by another (two above the threshold), executed once by a job."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from core import clock, events, ids, jobs, trail
from core.actor import SYSTEM, Actor
from core.db import db, move, transaction
from core.errors import Conflict, Invalid, NotFound, Refused
from core.i18n import N_
from licensing.events import FeeSettled
from licensing.payments import currencies, ledger, queries, rules, settlement, tasks
from licensing.payments.books import LedgerEntry, Refund
from licensing.payments.gateway import Gateway, Refusal, Returned
from licensing.payments.letters import tell
from licensing.payments.models import PaymentOrder
from licensing.payments.states import Method, OrderStatus, RefundReason, RefundStatus

SHORTEST_NOTE, LONGEST_NOTE = 10, 2_000
COUNTED = (RefundStatus.PROPOSED, RefundStatus.SECONDED, RefundStatus.APPROVED, RefundStatus.SENT, RefundStatus.DONE)
CHECK = N_("Check what you entered.")


def left(order: PaymentOrder) -> int:
    """Return how much of an order can still be paid back: nothing of it is proposed, on its way or back already."""
    if order.status != OrderStatus.PAID:
        return 0
    statement = select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(
        Refund.order_id == order.id, Refund.status.in_(COUNTED)
    )
    return order.amount_minor - int(db.session.execute(statement).scalar_one())


def propose(order: PaymentOrder, *, amount_minor: int, reason_code: str, note: str, by: Actor) -> Refund:
    """Propose to pay back a part or all of an order; the caller holds its row.

    Raises Invalid naming ``amount``, ``reason_code`` or ``note``; Conflict when the order is not paid.
    """
    if order.status != OrderStatus.PAID:
        raise Conflict("not-paid", N_("Only what is paid and undisputed can be paid back."))
    faults: dict[str, str] = {}
    rest = left(order)
    if not 0 < amount_minor <= rest:
        faults["amount"] = N_("Enter an amount above nought and not above what is left of the payment.")
    elif order.currency in currencies.THREE_AT_STRIPE and amount_minor % 10:
        faults["amount"] = N_("Amounts in this currency end in 0 in their third decimal.")
    if reason_code not in set(RefundReason):
        faults["reason_code"] = N_("Choose a reason from the list.")
    if not SHORTEST_NOTE <= len(note.strip()) <= LONGEST_NOTE:
        faults["note"] = N_("Give a reason of at least 10 characters.")
    if faults:
        raise Invalid("refund-refused", CHECK, faults)
    threshold = order.terms.get("refund_threshold_minor")
    refund = Refund(
        id=ids.new_id(), organisation_id=order.organisation_id, order_id=order.id, amount_minor=amount_minor,
        reason_code=reason_code, note=note.strip(), status=RefundStatus.PROPOSED,
        needs_two=threshold is not None and amount_minor > threshold, proposed_by=by.person_id,
        proposed_by_name=by.name, proposed_at=clock.now(),
    )  # fmt: skip
    db.session.add(refund)
    trail.record("licensing.refund.propose", refund, by=by, reason=refund.note, amount_minor=amount_minor)
    db.session.flush()
    return refund


def get(refund_id: UUID, *, lock: bool = False) -> Refund:
    """Return a refund. Raises NotFound."""
    statement = select(Refund).where(Refund.id == refund_id)
    found = db.session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()
    if found is None:
        raise NotFound("refund-unknown", N_("There is no such refund, or it is not yours to see."))
    return found


def order_of(refund: Refund) -> PaymentOrder:
    """Return the order that a refund is of."""
    return db.session.get_one(PaymentOrder, refund.order_id)


def approve(refund: Refund, *, by: Actor) -> Refund:
    """Approve a refund; when enough people have, a job sends the money.

    Raises Refused for who proposed or approved it before, Conflict when it is decided.
    """
    if refund.status not in {RefundStatus.PROPOSED, RefundStatus.SECONDED}:
        raise Conflict("refund-decided", N_("This refund is decided already. Reload the page."))
    if by.person_id is None or by.person_id == refund.proposed_by:
        raise Refused("same-person", N_("You proposed this refund. Someone else must decide."))
    if by.person_id == refund.seconded_by:
        raise Refused("same-person", N_("You approved this refund already. Someone else must approve it too."))
    if refund.needs_two and refund.status == RefundStatus.PROPOSED:
        refund.seconded_by, refund.seconded_by_name = by.person_id, by.name
        move(refund, RefundStatus.SECONDED, action="licensing.refund.second", by=by)
        db.session.flush()
        return refund
    refund.approved_by, refund.approved_by_name, refund.decided_at = by.person_id, by.name, clock.now()
    move(refund, RefundStatus.APPROVED, action="licensing.refund.approve", by=by)
    db.session.flush()
    if order_of(refund).method == Method.CARD:
        jobs.defer(send, refund_id=str(refund.id))
    return refund


def decline(refund: Refund, note: str, *, by: Actor) -> Refund:
    """Decline a refund, with the reason. Raises Invalid for a short one, Conflict when it is decided."""
    if refund.status not in {RefundStatus.PROPOSED, RefundStatus.SECONDED}:
        raise Conflict("refund-decided", N_("This refund is decided already. Reload the page."))
    if len(note.strip()) < SHORTEST_NOTE:
        raise Invalid("reason-too-short", CHECK, {"note": N_("Give a reason of at least 10 characters.")})
    refund.decided_at, refund.decision_note = clock.now(), note.strip()
    move(refund, RefundStatus.DECLINED, action="licensing.refund.decline", by=by, reason=note.strip())
    db.session.flush()
    return refund


def sent_by_bank(refund: Refund, bank_reference: str, *, by: Actor) -> Refund:
    """Record that an approved refund of a bank transfer was sent back through the bank.

    Raises Conflict unless it is approved and its order was paid by transfer, Invalid without the bank's reference.
    """
    order = queries.by_id(refund.order_id, refund.organisation_id, lock=True)
    if order is None or refund.status != RefundStatus.APPROVED or order.method != Method.TRANSFER:
        raise Conflict("refund-not-by-hand", N_("This refund is not one to send by hand. Reload the page."))
    if not bank_reference.strip():
        sentence = N_("Enter the reference of the bank.")
        raise Invalid("bank-reference-missing", sentence, {"bank_reference": sentence})
    refund.provider_id = f"bank:{bank_reference.strip()[:100]}"
    _done(order, refund, source=str(refund.id), occurred_at=None, by=by)
    return refund


@jobs.job("licensing.payments.send_refund", retries=8, transactional=False)
def send(refund_id: str) -> None:
    """Have Stripe send an approved refund; idempotent: what was sent before is found, and the key repeats the answer.

    Stripe keeps a key for a day and repeats an error of its own under it; the key therefore names the day, and a
    refund of an earlier day is looked for first.
    """
    with transaction(actor=SYSTEM):
        refund = get(UUID(refund_id))
        if refund.status != RefundStatus.APPROVED:
            return
        order = db.session.get_one(PaymentOrder, refund.order_id)
        statement = select(LedgerEntry.source).where(LedgerEntry.order_id == order.id, LedgerEntry.kind == "payment")
        intent_id = str(db.session.execute(statement).scalar_one())
        day, amount = clock.today(), currencies.at_stripe(refund.amount_minor, order.currency)
    gateway = Gateway(jobs.settings())
    earlier = [one for one in gateway.refunds_of(intent_id) if one.refund == str(refund.id)]
    known = {"refund": str(refund.id), "order": str(order.id), "organisation": str(order.organisation_id)}
    try:
        seen = (
            earlier[0]
            if earlier
            else gateway.refund(intent_id=intent_id, amount=amount, key=f"refund:{refund.id}:{day}", known=known)
        )
    except Refusal:
        with transaction(actor=SYSTEM):
            _failed(get(UUID(refund_id), lock=True), "refused", by=SYSTEM)
        return
    with transaction(actor=SYSTEM):
        apply(seen, by=SYSTEM)


def apply(seen: Returned, *, by: Actor) -> str:
    """Bring a refund to where it is at Stripe; one that nobody proposed here becomes a task and has no effect."""
    order = settlement.order_of_payment(seen.intent_id, seen.order, seen.organisation)
    refund_id = rules.as_id(seen.refund)
    refund = None
    if order is not None:
        statement = select(Refund).where(
            Refund.order_id == order.id, or_(Refund.provider_id == seen.id, Refund.id == refund_id)
        )
        refund = db.session.execute(statement.with_for_update()).scalar_one_or_none()
    if order is None or refund is None:
        detail = {"refund": seen.id, "payment": seen.intent_id or "", "amount": str(seen.amount),
                  "currency": seen.currency}  # fmt: skip
        tasks.open_task("refund-unknown", seen.id, detail, order=order, by=by)
        return "refund-unknown"
    if currencies.at_stripe(refund.amount_minor, order.currency) != seen.amount or seen.currency != order.currency:
        tasks.open_task("balance-differs", seen.id, {"refund": seen.id, "amount": str(seen.amount)}, order=order, by=by)
        return "mismatch"
    refund.provider_id = seen.id
    if seen.status in {"failed", "canceled"}:
        return _failed(refund, seen.failure or seen.status, order=order, by=by)
    if seen.status == "succeeded":
        if refund.status in {RefundStatus.APPROVED, RefundStatus.SENT}:
            _done(order, refund, source=seen.id, occurred_at=seen.created, by=by)
            return "refunded"
        return "already"
    if refund.status == RefundStatus.APPROVED:
        move(refund, RefundStatus.SENT, action="licensing.refund.send", by=by)
        db.session.flush()
    return "sent"


def _done(order: PaymentOrder, refund: Refund, *, source: str, occurred_at: datetime | None, by: Actor) -> None:
    move(refund, RefundStatus.DONE, action="licensing.refund.done", by=by)
    ledger.post(order, "refund", source=source, amount_minor=refund.amount_minor, occurred_at=occurred_at, by=by)
    order.refunded_minor += refund.amount_minor
    if order.status != OrderStatus.PAID:  # the bank took it back while our refund was on its way: it may be gone twice
        detail = {"refund": refund.provider_id or "", "amount": str(refund.amount_minor), "currency": order.currency}
        tasks.open_task("refund-disputed", str(refund.id), detail, order=order, by=by)
        trail.record("licensing.payment.refund-part", order, by=by, amount_minor=refund.amount_minor)
    elif order.refunded_minor == order.amount_minor:
        move(order, OrderStatus.REFUNDED, action="licensing.payment.refunded", by=by)
        db.session.flush()
        if not queries.settled(order.application_id, order.kind):
            settlement.reopen(order)
    else:
        trail.record("licensing.payment.refund-part", order, by=by, amount_minor=refund.amount_minor)
    db.session.flush()
    jobs.defer(tell, order_id=str(order.id), letter="refunded", once=str(refund.id))


def _failed(refund: Refund, why: str, *, order: PaymentOrder | None = None, by: Actor) -> str:
    """Take note that money could not be sent back; what was counted as sent back counts as ours again."""
    if refund.status not in {RefundStatus.APPROVED, RefundStatus.SENT, RefundStatus.DONE}:
        return "already"
    order = order or queries.by_id(refund.order_id, refund.organisation_id, lock=True)
    if order is None:
        return "order-unknown"
    was_done = refund.status == RefundStatus.DONE
    refund.failure = why[:100]
    move(refund, RefundStatus.FAILED, action="licensing.refund.fail", by=by, why=why[:100])
    db.session.flush()
    if was_done:
        source = refund.provider_id or str(refund.id)
        ledger.post(order, "refund-returned", source=source, amount_minor=refund.amount_minor, by=by)
        order.refunded_minor -= refund.amount_minor
        if order.status == OrderStatus.REFUNDED:
            move(order, OrderStatus.PAID, action="licensing.payment.refund-returned", by=by)
            events.publish(FeeSettled(order.application_id, order.kind))
        else:
            trail.record("licensing.payment.refund-returned", order, by=by)
        db.session.flush()
    tasks.open_task("refund-failed", str(refund.id), {"refund": str(refund.id), "why": why[:100]}, order=order, by=by)
    return "refund-failed"
