"""Bank transfers: one officer records what came on the account, another confirms it; only then the fee is paid."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from core import clock, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, NotFound, Refused
from core.i18n import N_
from licensing.payments import queries, settlement
from licensing.payments.books import Transfer
from licensing.payments.models import PaymentOrder
from licensing.payments.states import UNPAID, Method, TransferStatus

CHECK = N_("Check what you entered.")
SHORTEST_NOTE = 10


def record(
    order: PaymentOrder,
    *,
    amount_minor: int,
    received_on: date,
    bank_reference: str,
    payer_name: str,
    payer_is_applicant: bool,
    by: Actor,
) -> Transfer:
    """Record a transfer that pays an order in full, from an account of the applicant; the caller holds the order's row.

    Raises Invalid naming the fields, Conflict when the order is not to be paid or a transfer is recorded already.
    """
    if order.status not in UNPAID:
        raise Conflict("not-to-pay", N_("This fee is not to be paid now. Reload the page."))
    if waiting(order.id) is not None:
        raise Conflict("transfer-recorded", N_("A transfer for this payment is recorded already. Reload the page."))
    faults: dict[str, str] = {}
    if amount_minor != order.amount_minor:
        faults["amount"] = N_("Record only the full amount. Send back any other and ask the payer to pay in full.")
    if received_on > clock.today():
        faults["received_on"] = N_("Enter today or a day before.")
    if not bank_reference.strip():
        faults["bank_reference"] = N_("Enter the reference of the bank.")
    if not payer_name.strip():
        faults["payer_name"] = N_("Enter whose account the money came from.")
    if not payer_is_applicant:
        faults["payer_is_applicant"] = N_("A fee is paid by the agency that applies, from an account of its own.")
    if faults:
        raise Invalid("transfer-refused", CHECK, faults)
    transfer = Transfer(
        id=ids.new_id(), organisation_id=order.organisation_id, order_id=order.id, amount_minor=amount_minor,
        currency=order.currency, received_on=received_on, bank_reference=bank_reference.strip()[:100],
        payer_name=payer_name.strip()[:300], payer_is_applicant=payer_is_applicant, status=TransferStatus.RECORDED,
        recorded_by=by.person_id, recorded_by_name=by.name, recorded_at=clock.now(),
    )  # fmt: skip
    db.session.add(transfer)
    trail.record("licensing.transfer.record", transfer, by=by, bank_reference=transfer.bank_reference)
    db.session.flush()
    return transfer


def waiting(order_id: UUID) -> Transfer | None:
    """Return the transfer of an order that waits for confirmation."""
    statement = select(Transfer).where(Transfer.order_id == order_id, Transfer.status == TransferStatus.RECORDED)
    return db.session.execute(statement).scalar_one_or_none()


def get(transfer_id: UUID, *, lock: bool = True) -> Transfer:
    """Return a transfer, with `lock` held until the end of the transaction. Raises NotFound."""
    statement = select(Transfer).where(Transfer.id == transfer_id)
    found = db.session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()
    if found is None:
        raise NotFound("transfer-unknown", N_("There is no such transfer, or it is not yours to see."))
    return found


def confirm(transfer: Transfer, *, by: Actor) -> Transfer:
    """Confirm a transfer: the fee is paid. Raises Refused for who recorded it, Conflict when anything has changed."""
    order = queries.by_id(transfer.order_id, transfer.organisation_id, lock=True)
    _refuse_decided(transfer, by)
    if order is None or order.status not in UNPAID:
        raise Conflict("not-to-pay", N_("This fee is not to be paid now. Reload the page."))
    transfer.decided_by, transfer.decided_by_name, transfer.decided_at = by.person_id, by.name, clock.now()
    move(transfer, TransferStatus.CONFIRMED, action="licensing.transfer.confirm", by=by)
    db.session.flush()
    settlement.settle(order, source=str(transfer.id), method=Method.TRANSFER, livemode=True, by=by)
    return transfer


def decline(transfer: Transfer, note: str, *, by: Actor) -> Transfer:
    """Decline a recorded transfer, with the reason: it was another payer's, or never came."""
    _refuse_decided(transfer, by)
    if len(note.strip()) < SHORTEST_NOTE:
        raise Invalid("reason-too-short", CHECK, {"note": N_("Give a reason of at least 10 characters.")})
    transfer.decided_by, transfer.decided_by_name, transfer.decided_at = by.person_id, by.name, clock.now()
    transfer.decision_note = note.strip()
    move(transfer, TransferStatus.DECLINED, action="licensing.transfer.decline", by=by, reason=note.strip())
    db.session.flush()
    return transfer


def _refuse_decided(transfer: Transfer, by: Actor) -> None:
    if transfer.status != TransferStatus.RECORDED:
        raise Conflict("transfer-decided", N_("This transfer is decided already. Reload the page."))
    if by.person_id is None or by.person_id == transfer.recorded_by:
        raise Refused("same-person", N_("You recorded this transfer. Someone else must confirm it."))
