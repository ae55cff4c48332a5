"""Differences that an officer must settle: one row each, however often they are seen."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert

from core import clock, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid
from core.i18n import N_
from licensing.payments.books import PaymentTask
from licensing.payments.models import PaymentOrder
from licensing.payments.states import TaskStatus

SHORTEST_NOTE, LONGEST_NOTE = 10, 2_000
# What each kind of difference is called, and what to do about it.
KINDS: dict[str, tuple[str, str]] = {
    "amount-mismatch": (
        N_("A payment differs from what was asked"),
        N_("Nothing was taken as paid. Compare the two at Stripe, pay back there what is wrong, write to the payer."),
    ),
    "order-unknown": (
        N_("A payment names no order of ours"),
        N_("Look it up at Stripe. If it is not ours, somebody else uses this account; else pay it back there."),
    ),
    "paid-twice": (
        N_("A fee was paid twice"),
        N_("Pay the second payment back at Stripe, and write to the payer."),
    ),
    "paid-after-void": (
        N_("A fee was paid that is no longer asked for"),
        N_("Pay it back at Stripe, and write to the payer."),
    ),
    "refund-unknown": (
        N_("A refund was made at Stripe without a proposal here"),
        N_("Find out who made it. If the fee is no longer paid, ask for it again on the payment's page."),
    ),
    "refund-failed": (
        N_("A refund did not arrive"),
        N_("Ask the payer for another account and propose the refund again."),
    ),
    "refund-disputed": (
        N_("A refund arrived although the payment is disputed"),
        N_("Show the refund to Stripe as the answer to the dispute, so that the payer does not get the money twice."),
    ),
    "dispute": (
        N_("A payment is disputed"),
        N_("Answer the dispute at Stripe before its day. Until it is won, the fee counts as not paid."),
    ),
    "dispute-inquiry": (
        N_("A bank asks about a payment"),
        N_("Answer the question at Stripe. No money has moved."),
    ),
    "dispute-won-late": (
        N_("A dispute was won after the fee was asked for again"),
        N_("The fee may now be paid twice. Void the newer order or propose a refund."),
    ),
    "not-at-stripe": (
        N_("A payment in our books is not at Stripe"),
        N_("Compare with Stripe. If the money is not there, the fee is not paid."),
    ),
    "balance-differs": (
        N_("A movement at Stripe differs from our books"),
        N_("Compare the amounts at Stripe with the books of this payment."),
    ),
    "account-differs": (
        N_("The key belongs to another account than configured"),
        N_("Check the key and the account with the operator of this installation, before anyone pays."),
    ),
}


def open_task(
    kind: str, fingerprint: str, detail: dict[str, Any], *, order: PaymentOrder | None = None, by: Actor
) -> bool:
    """Open a task for a difference, unless it was opened before; return whether it is new."""
    task_id, now = ids.new_id(), clock.now()
    written = db.session.execute(
        insert(PaymentTask)
        .values(id=task_id, kind=kind, fingerprint=f"{kind}:{fingerprint}"[:300], detail=detail, status=TaskStatus.OPEN,
                opened_at=now, order_id=order.id if order else None,
                organisation_id=order.organisation_id if order else None)
        .on_conflict_do_nothing()
        .returning(PaymentTask.id)
    ).scalar_one_or_none()  # fmt: skip
    if written is None:
        return False
    trail.record("licensing.payment.differ", db.session.get_one(PaymentTask, task_id), by=by, kind=kind)
    db.session.flush()
    return True


def close(task: PaymentTask, note: str, *, by: Actor) -> PaymentTask:
    """Close a task with what was found and done. Raises Invalid for a short note, Conflict when it is closed."""
    if task.status != TaskStatus.OPEN:
        raise Conflict("task-closed", N_("Somebody closed this already. Reload the page."))
    sound = note.strip()
    if not SHORTEST_NOTE <= len(sound) <= LONGEST_NOTE:
        sentence = N_("Say in 10 to 2,000 characters what you found and did.")
        raise Invalid("note-missing", sentence, {"note": sentence})
    task.note, task.closed_by, task.closed_by_name, task.closed_at = sound, by.person_id, by.name, clock.now()
    move(task, TaskStatus.CLOSED, action="licensing.payment.close-task", by=by, reason=sound)
    db.session.flush()
    return task
