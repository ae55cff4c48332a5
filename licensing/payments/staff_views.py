"""Pages of fees for officers: the list, one payment, refunds and transfers by two people, differences."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.db import db
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_, translate
from core.paging import Page
from core.permit import permits
from licensing.payments import queries, receipts, refunds, service, tasks, transfers, wording
from licensing.payments.blueprint import blueprint
from licensing.payments.broker_views import receipt_page
from licensing.payments.forms import BankForm, DecisionForm, NoteForm, RefundForm, TransferForm
from licensing.payments.models import PaymentOrder
from licensing.payments.queries import Wanted
from licensing.payments.service import AGAIN
from licensing.payments.states import UNPAID, Method, OrderStatus, RefundStatus, TaskStatus, TransferStatus

SHOWN: dict[str, Any] = {
    "kinds": wording.KINDS, "statuses": wording.STATUSES, "tags": wording.TAGS, "methods": wording.METHODS,
    "reasons": wording.REASONS, "refund_states": wording.REFUNDS, "transfer_states": wording.TRANSFERS,
    "dispute_states": wording.DISPUTES, "entries": wording.ENTRIES, "accounts": wording.ACCOUNTS,
}  # fmt: skip
WAITING = frozenset({RefundStatus.PROPOSED, RefundStatus.SECONDED})


@blueprint.get("/staff/payments")
@permits(Permission.SEE_PAYMENTS)
def desk() -> ResponseReturnValue:
    """List payments by state, kind, way of paying and words; above them what waits for a second person."""
    given = {name: request.args.get(name, "")[:100].strip() for name in ("status", "kind", "method", "text")}
    given["status"] = given["status"] if given["status"] in wording.STATUSES else ""
    given["kind"] = given["kind"] if given["kind"] in wording.KINDS else ""
    given["method"] = given["method"] if given["method"] in wording.METHODS else ""
    found = queries.search(Wanted(**given), Page(request.args.get("page", 1, int)))
    waiting_refunds, waiting_transfers = queries.to_decide()
    return render_template(
        "licensing/payments/desk.html", found=found, given=given, refunds=waiting_refunds,
        transfers=waiting_transfers, open_tasks=queries.open_tasks(), last=queries.last_reconciliation(), **SHOWN,
    )  # fmt: skip


@blueprint.get("/staff/payments/orders/<reference>")
@permits(Permission.SEE_PAYMENTS)
def order(reference: str) -> ResponseReturnValue:
    """Show one payment with everything that happened to it, and what may be done."""
    return order_page(queries.get(reference, by=signed_in()))


def order_page(found: PaymentOrder, form: Any = None) -> tuple[str, int]:
    """Return the page of one payment; `form` is the one that was sent and refused."""
    by, rest = signed_in(), refunds.left(found)
    may_record = by.may(Permission.RECORD_PAYMENTS)
    waiting = transfers.waiting(found.id)
    refund_form = form if isinstance(form, RefundForm) else RefundForm.of(found, rest) if rest and may_record else None
    payable = may_record and found.status in UNPAID and waiting is None
    transfer_form = form if isinstance(form, TransferForm) else TransferForm.of(found) if payable else None
    page = render_template(
        "licensing/payments/order.html", bank_form=BankForm(prefix="sent"), order=found,
        line=queries.line_of(found), receipt=receipts.of_order(found.id),
        refunds=queries.refunds_of(found), transfers=queries.transfers_of(found), disputes=queries.disputes_of(found),
        books=queries.entries_of(found), history=history(found), rest=rest, refund_form=refund_form,
        transfer_form=transfer_form, form=form, again=may_record and found.status in AGAIN,
        may_void=by.may(Permission.APPROVE_PAYMENTS) and found.status == OrderStatus.DUE, Waiting=WAITING,
        RefundStatus=RefundStatus, TransferStatus=TransferStatus, Method=Method, **SHOWN,
    )  # fmt: skip
    return page, (422 if form is not None and form.errors else 200)


def history(found: PaymentOrder) -> list[dict[str, Any]]:
    """Return the trail of an order, its refunds, transfers and disputes as lines of one timeline, oldest first."""
    return [
        {"title": translate(wording.ACTIONS.get(entry.action, N_("Changed"))), "by": entry.actor_name, "at": entry.at,
         "text": entry.reason or "", "kind": "neutral"}
        for entry in queries.trail_of(found)
    ]  # fmt: skip


@blueprint.get("/staff/payments/orders/<reference>/receipt")
@permits(Permission.SEE_PAYMENTS)
def order_receipt(reference: str) -> ResponseReturnValue:
    """Show the receipt of a paid fee, as the payer sees it."""
    return receipt_page(queries.get(reference, by=signed_in()))


def seen(found: PaymentOrder) -> ResponseReturnValue:
    """Return to the page of a payment."""
    return redirect(url_for("payments.order", reference=found.reference), 303)


@blueprint.post("/staff/payments/orders/<reference>/refunds")
@permits(Permission.RECORD_PAYMENTS)
def propose_refund(reference: str) -> ResponseReturnValue:
    """Propose to pay a part or all of it back."""
    found = queries.get(reference, by=signed_in(), lock=True)
    form = RefundForm.of(found, refunds.left(found))
    if form.validate_on_submit():
        try:
            refunds.propose(
                found, amount_minor=form.amount.data, reason_code=form.reason_code.data, note=form.note.data,
                by=signed_in(),
            )  # fmt: skip
            flash(_("The refund is proposed. Somebody else must approve it."), "success")
            return seen(found)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
    return order_page(found, form)


@blueprint.route("/staff/payments/refunds/<uuid:refund_id>", methods=["GET", "POST"])
@permits(Permission.APPROVE_PAYMENTS)
def decide_refund(refund_id: UUID) -> ResponseReturnValue:
    """Approve or decline a refund."""
    refund = refunds.get(refund_id, lock=request.method == "POST")
    found, form = refunds.order_of(refund), DecisionForm()
    if form.validate_on_submit():
        try:
            if form.answer.data == "approve":
                refunds.approve(refund, by=signed_in())
            else:
                refunds.decline(refund, form.note.data or "", by=signed_in())
            flash(_("Your decision is recorded."), "success")
            return seen(found)
        except (Invalid, Conflict, Refused) as problem:
            forms.add_problem(form, problem)
    page = render_template(
        "licensing/payments/decide.html", order=found, refund=refund, transfer=None, form=form,
        line=queries.line_of(found), open=refund.status in WAITING,
        own=refund.proposed_by == signed_in().person_id, **SHOWN,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.post("/staff/payments/refunds/<uuid:refund_id>/sent")
@permits(Permission.RECORD_PAYMENTS)
def refund_sent(refund_id: UUID) -> ResponseReturnValue:
    """Record that an approved refund was sent through the bank."""
    refund = refunds.get(refund_id, lock=True)
    found, form = refunds.order_of(refund), BankForm(prefix="sent")
    if form.validate_on_submit():
        refunds.sent_by_bank(refund, form.bank_reference.data, by=signed_in())
        flash(_("The refund is recorded as paid back."), "success")
        return seen(found)
    return order_page(found, form)


@blueprint.post("/staff/payments/orders/<reference>/transfers")
@permits(Permission.RECORD_PAYMENTS)
def record_transfer(reference: str) -> ResponseReturnValue:
    """Record a bank transfer that came on the account."""
    found = queries.get(reference, by=signed_in(), lock=True)
    form = TransferForm.of(found)
    if form.validate_on_submit():
        try:
            transfers.record(
                found, amount_minor=form.amount.data, received_on=form.received_on.data,
                bank_reference=form.bank_reference.data, payer_name=form.payer_name.data,
                payer_is_applicant=bool(form.payer_is_applicant.data), by=signed_in(),
            )  # fmt: skip
            flash(_("The transfer is recorded. Somebody else must confirm it."), "success")
            return seen(found)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
    return order_page(found, form)


@blueprint.route("/staff/payments/transfers/<uuid:transfer_id>", methods=["GET", "POST"])
@permits(Permission.APPROVE_PAYMENTS)
def decide_transfer(transfer_id: UUID) -> ResponseReturnValue:
    """Confirm or decline a transfer that somebody else recorded."""
    transfer = transfers.get(transfer_id, lock=request.method == "POST")
    found, form = db.session.get_one(PaymentOrder, transfer.order_id), DecisionForm()
    if form.validate_on_submit():
        try:
            if form.answer.data == "approve":
                transfers.confirm(transfer, by=signed_in())
            else:
                transfers.decline(transfer, form.note.data or "", by=signed_in())
            flash(_("Your decision is recorded."), "success")
            return seen(found)
        except (Invalid, Conflict, Refused) as problem:
            forms.add_problem(form, problem)
    page = render_template(
        "licensing/payments/decide.html", order=found, refund=None, transfer=transfer, form=form,
        line=queries.line_of(found), open=transfer.status == TransferStatus.RECORDED,
        own=transfer.recorded_by == signed_in().person_id, **SHOWN,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.post("/staff/payments/orders/<reference>/again")
@permits(Permission.RECORD_PAYMENTS)
def again(reference: str) -> ResponseReturnValue:
    """Ask again for a fee whose money went back."""
    made = service.ask_again(queries.get(reference, by=signed_in(), lock=True), by=signed_in())
    flash(_("The fee is asked for again."), "success")
    return seen(made)


@blueprint.route("/staff/payments/orders/<reference>/void", methods=["GET", "POST"])
@permits(Permission.APPROVE_PAYMENTS)
def void(reference: str) -> ResponseReturnValue:
    """Ask no longer for a fee, with the reason."""
    found = queries.get(reference, by=signed_in(), lock=request.method == "POST")
    form = NoteForm()
    if form.validate_on_submit():
        if len(form.note.data.strip()) >= tasks.SHORTEST_NOTE:
            try:
                service.waive(found, reason=form.note.data.strip(), by=signed_in())
                flash(_("The fee is no longer asked for."), "success")
                return seen(found)
            except (Conflict, Refused) as problem:
                forms.add_problem(form, problem)
        else:
            form.note.errors = [translate(N_("Give a reason of at least 10 characters."))]
    page = render_template("licensing/payments/void.html", order=found, form=form, **SHOWN)
    return page, 422 if form.errors else 200


@blueprint.get("/staff/payments/differences")
@permits(Permission.SEE_PAYMENTS)
def differences() -> ResponseReturnValue:
    """List what does not agree with Stripe."""
    status = TaskStatus.CLOSED if request.args.get("status") == TaskStatus.CLOSED else TaskStatus.OPEN
    found = queries.task_list(status, Page(request.args.get("page", 1, int)))
    return render_template(
        "licensing/payments/differences.html", found=found, status=status, titles=tasks.KINDS, Status=TaskStatus,
        orders=queries.orders_named(row.order_id for row in found.rows), last=queries.last_reconciliation(),
    )  # fmt: skip


@blueprint.route("/staff/payments/differences/<uuid:task_id>", methods=["GET", "POST"])
@permits(Permission.RECORD_PAYMENTS)
def difference(task_id: UUID) -> ResponseReturnValue:
    """Show one difference, and close it with what was found and done."""
    task, form = queries.task(task_id, lock=request.method == "POST"), NoteForm()
    if form.validate_on_submit():
        try:
            tasks.close(task, form.note.data, by=signed_in())
            flash(_("The difference is closed."), "success")
            return redirect(url_for("payments.differences"), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
    page = render_template(
        "licensing/payments/difference.html", task=task, form=form, titles=tasks.KINDS, Status=TaskStatus,
        order=queries.orders_named([task.order_id]).get(task.order_id) if task.order_id else None,
    )  # fmt: skip
    return page, 422 if form.errors else 200
