"""Acts about fees, as lines of ``history.csv`` name them: schedules by three people, transfers and refunds by two."""

from sqlalchemy import select

from core import clock
from core.actor import Actor
from core.db import db
from core.errors import Invalid
from core.i18n import N_
from demonstration.cast import organisation_id
from demonstration.folder import Act, Folder
from licensing.law.service import day, rows, text
from licensing.payments import bands, fees, queries, refunds, transfers
from licensing.payments.books import Refund
from licensing.payments.models import FeeSchedule, PaymentOrder
from licensing.payments.states import Basis, FeeKind, RefundStatus, ScheduleStatus


def propose(act: Act, folder: Folder, by: Actor) -> None:
    """Propose every fee of the file that the subject names.

    Columns: class, kind, applies_to, currency, basis, bands (parted by ``|``), instrument, refund_rule,
    refund_threshold (may be empty), effective_from.
    """
    for row, where in rows(folder.path / act.subject):
        currency = text(row, "currency", where)
        threshold = row.get("refund_threshold", "")
        fees.propose(
            fees.Terms(
                class_code=text(row, "class", where), kind=FeeKind(text(row, "kind", where)), currency=currency,
                applies_to=text(row, "applies_to", where), basis=Basis(text(row, "basis", where)),
                bands=bands.read(text(row, "bands", where).replace("|", "\n"), currency),
                instrument=text(row, "instrument", where), refund_rule=text(row, "refund_rule", where),
                refund_threshold_minor=bands.read_amount(threshold, currency) if threshold else None,
                effective_from=day(row, "effective_from", where),
            ),
            by=by,
        )  # fmt: skip


def approve(_act: Act, _folder: Folder, by: Actor) -> None:
    """Approve every proposed fee."""
    statement = select(FeeSchedule).where(FeeSchedule.status == ScheduleStatus.PROPOSED)
    for schedule in db.session.scalars(statement.order_by(FeeSchedule.kind, FeeSchedule.version)).all():
        fees.approve(schedule, by=by)


def transfer(act: Act, _folder: Folder, by: Actor) -> None:
    """Record that an agency paid what it owes through the bank; ``text`` is the bank's reference."""
    order = _newest(act)
    agency = queries.line_of(order).agency
    transfers.record(
        order, amount_minor=order.amount_minor, received_on=clock.today(), bank_reference=act.text, payer_name=agency,
        payer_is_applicant=True, by=by,
    )  # fmt: skip


def confirm_transfer(act: Act, _folder: Folder, by: Actor) -> None:
    """Confirm the transfer of an agency."""
    found = transfers.waiting(_newest(act).id)
    if found is None:
        raise Invalid("no-transfer", N_("%(where)s: no transfer waits for confirmation."), where=act.where)
    transfers.confirm(found, by=by)


def propose_refund(act: Act, _folder: Folder, by: Actor) -> None:
    """Propose to pay an agency back; ``ground`` is the reason's code, ``more`` the amount."""
    order = _newest(act)
    amount = bands.read_amount(act.more, order.currency)
    refunds.propose(order, amount_minor=amount, reason_code=act.ground, note=act.text, by=by)


def approve_refund(act: Act, _folder: Folder, by: Actor) -> None:
    """Approve the refund of an agency."""
    statement = select(Refund).where(
        Refund.order_id == _newest(act).id, Refund.status.in_([RefundStatus.PROPOSED, RefundStatus.SECONDED])
    )
    for refund in db.session.scalars(statement.with_for_update()).all():
        refunds.approve(refund, by=by)


def _newest(act: Act) -> PaymentOrder:
    statement = (
        select(PaymentOrder)
        .where(PaymentOrder.organisation_id == organisation_id(act.subject))
        .order_by(PaymentOrder.created_at.desc(), PaymentOrder.id)
        .limit(1)
        .with_for_update()
    )
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise Invalid("no-fee", N_("%(where)s: %(key)s owes no fee."), where=act.where, key=act.subject)
    return found


ACTS = {
    "propose-fees": (propose,), "approve-fees": (approve,), "transfer": (transfer,),
    "confirm-transfer": (confirm_transfer,), "propose-refund": (propose_refund,), "approve-refund": (approve_refund,),
}  # fmt: skip
