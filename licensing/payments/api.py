"""JSON of fees: the same steps as on the pages, by the same services."""

from typing import Any
from uuid import UUID

from flask import current_app

from accounts.permissions import Permission
from core import api
from core.actor import signed_in
from core.api import page_of
from core.errors import NotFound
from core.i18n import N_
from core.permit import permits, public
from licensing.payments import checkout, fees, queries, receipts, refunds, schemas, service, tasks, transfers
from licensing.payments.fees import Band, Terms
from licensing.payments.models import FeeSchedule, PaymentOrder
from licensing.payments.queries import Wanted
from licensing.payments.states import Basis, FeeKind

blueprint = api.blueprint(
    "payments", __name__, "/api/v1/payments", "Licence fees, refunds, transfers, receipts, fee schedules"
)


def told(order: PaymentOrder) -> dict[str, Any]:
    """Return an order with everything that happened to it."""
    line = queries.line_of(order)
    return {
        "order": order, "agency": line.agency, "application": line.application,
        "refundable_minor": refunds.left(order), "refunds": queries.refunds_of(order),
        "transfers": queries.transfers_of(order), "disputes": queries.disputes_of(order),
        "history": queries.trail_of(order),
    }  # fmt: skip


@blueprint.get("/own")
@permits(Permission.PAY)
@blueprint.arguments(api.PageQuery, location="query")
@blueprint.response(200, schemas.PaymentsPage)
def own(query: dict[str, Any]) -> Any:
    """List the fees of the caller's agency."""
    return queries.own(page_of(query), by=signed_in())


@blueprint.get("/own/<reference>")
@permits(Permission.PAY)
@blueprint.response(200, schemas.PaymentSchema)
@blueprint.alt_response(404, success=False)
def own_one(reference: str) -> Any:
    """Give one fee of the caller's agency."""
    return queries.line_of(queries.get(reference, by=signed_in()))


@blueprint.post("/own/<reference>/card")
@permits(Permission.PAY, transactional=False)
@blueprint.response(200, schemas.PageAtStripeSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(503, success=False)
def card(reference: str) -> Any:
    """Give the address of Stripe's page for a fee; asked again, the same page while it is open."""
    return {"url": checkout.begin(reference, settings=current_app.config["SETTINGS"], by=signed_in())}


@blueprint.get("/own/<reference>/receipt")
@permits(Permission.PAY)
@blueprint.response(200, schemas.ReceiptSchema)
@blueprint.alt_response(404, success=False)
def receipt(reference: str) -> Any:
    """Give the receipt of a paid fee."""
    found = receipts.of_order(queries.get(reference, by=signed_in()).id)
    if found is None:
        raise NotFound("receipt-unknown", N_("There is no receipt: this fee has not been paid."))
    return found


@blueprint.get("/receipt")
@public
@blueprint.arguments(schemas.CodeQuery, location="query")
@blueprint.response(200, schemas.VerifiedSchema)
@blueprint.alt_response(404, success=False)
def verify(query: dict[str, Any]) -> Any:
    """Say what the receipt with this code says."""
    found = receipts.verify(query["code"])
    if found is None:
        raise NotFound("receipt-unknown", N_("We have written no receipt with this code."))
    return found


@blueprint.get("")
@permits(Permission.SEE_PAYMENTS)
@blueprint.arguments(schemas.PaymentQuery, location="query")
@blueprint.response(200, schemas.PaymentsPage)
def index(query: dict[str, Any]) -> Any:
    """List payments."""
    wanted = Wanted(query["status"], query["kind"], query["method"], query["text"].strip())
    return queries.search(wanted, page_of(query))


@blueprint.get("/<reference>")
@permits(Permission.SEE_PAYMENTS)
@blueprint.response(200, schemas.PaymentDetailSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> Any:
    """Give one payment with everything that happened to it."""
    return told(queries.get(reference, by=signed_in()))


@blueprint.post("/<reference>/refunds")
@permits(Permission.RECORD_PAYMENTS)
@blueprint.arguments(schemas.RefundInSchema)
@blueprint.response(201, schemas.RefundSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def propose_refund(body: dict[str, Any], reference: str) -> Any:
    """Propose to pay a part or all of it back."""
    return refunds.propose(queries.get(reference, by=signed_in(), lock=True), **body, by=signed_in())


@blueprint.post("/refunds/<uuid:refund_id>/decision")
@permits(Permission.APPROVE_PAYMENTS)
@blueprint.arguments(schemas.DecisionSchema)
@blueprint.response(200, schemas.RefundSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def decide_refund(body: dict[str, Any], refund_id: UUID) -> Any:
    """Approve or decline a refund that somebody else proposed."""
    refund = refunds.get(refund_id, lock=True)
    if body["approve"]:
        return refunds.approve(refund, by=signed_in())
    return refunds.decline(refund, body["note"], by=signed_in())


@blueprint.post("/refunds/<uuid:refund_id>/sent")
@permits(Permission.RECORD_PAYMENTS)
@blueprint.arguments(schemas.BankSchema)
@blueprint.response(200, schemas.RefundSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def refund_sent(body: dict[str, Any], refund_id: UUID) -> Any:
    """Record that an approved refund was sent through the bank."""
    return refunds.sent_by_bank(refunds.get(refund_id, lock=True), body["bank_reference"], by=signed_in())


@blueprint.post("/<reference>/transfers")
@permits(Permission.RECORD_PAYMENTS)
@blueprint.arguments(schemas.TransferInSchema)
@blueprint.response(201, schemas.TransferSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def record_transfer(body: dict[str, Any], reference: str) -> Any:
    """Record a bank transfer that came on the account."""
    return transfers.record(queries.get(reference, by=signed_in(), lock=True), **body, by=signed_in())


@blueprint.post("/transfers/<uuid:transfer_id>/decision")
@permits(Permission.APPROVE_PAYMENTS)
@blueprint.arguments(schemas.DecisionSchema)
@blueprint.response(200, schemas.TransferSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def decide_transfer(body: dict[str, Any], transfer_id: UUID) -> Any:
    """Confirm or decline a transfer that somebody else recorded."""
    transfer = transfers.get(transfer_id)
    if body["approve"]:
        return transfers.confirm(transfer, by=signed_in())
    return transfers.decline(transfer, body["note"], by=signed_in())


@blueprint.post("/<reference>/again")
@permits(Permission.RECORD_PAYMENTS)
@blueprint.response(201, schemas.PaymentDetailSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def again(reference: str) -> Any:
    """Ask again for a fee whose money went back."""
    return told(service.ask_again(queries.get(reference, by=signed_in(), lock=True), by=signed_in()))


@blueprint.post("/<reference>/void")
@permits(Permission.APPROVE_PAYMENTS)
@blueprint.arguments(schemas.NoteSchema)
@blueprint.response(200, schemas.PaymentDetailSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def void(body: dict[str, Any], reference: str) -> Any:
    """Ask no longer for a fee."""
    order = queries.get(reference, by=signed_in(), lock=True)
    return told(service.waive(order, reason=body["note"], by=signed_in()))


@blueprint.get("/differences")
@permits(Permission.SEE_PAYMENTS)
@blueprint.arguments(schemas.TaskQuery, location="query")
@blueprint.response(200, schemas.TasksPage)
def differences(query: dict[str, Any]) -> Any:
    """List what does not agree with Stripe."""
    return queries.task_list(query["status"], page_of(query))


@blueprint.post("/differences/<uuid:task_id>/closing")
@permits(Permission.RECORD_PAYMENTS)
@blueprint.arguments(schemas.NoteSchema)
@blueprint.response(200, schemas.TaskSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def close_difference(body: dict[str, Any], task_id: UUID) -> Any:
    """Close a difference with what was found and done."""
    return tasks.close(queries.task(task_id), body["note"], by=signed_in())


@blueprint.get("/fees")
@permits(Permission.SEE_PAYMENTS)
@blueprint.arguments(api.PageQuery, location="query")
@blueprint.response(200, schemas.FeesPage)
def fee_index(query: dict[str, Any]) -> Any:
    """List the versions of fees."""
    return queries.schedules(page_of(query))


@blueprint.post("/fees")
@permits(Permission.RECORD_PAYMENTS)
@blueprint.arguments(schemas.FeeInSchema)
@blueprint.response(201, schemas.FeeSchema)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def propose_fee(body: dict[str, Any]) -> Any:
    """Propose a new version of a fee."""
    bands = [Band(**band) for band in body.pop("bands")]
    given = {**body, "kind": FeeKind(body["kind"]), "basis": Basis(body["basis"]), "bands": bands}
    return fees.propose(Terms(**given), by=signed_in())


@blueprint.post("/fees/<uuid:schedule_id>/approval")
@permits(Permission.APPROVE_PAYMENTS)
@blueprint.response(200, schemas.FeeSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def approve_fee(schedule_id: UUID) -> Any:
    """Approve a proposed fee; the second approval puts it in force."""
    return fees.approve(schedule(schedule_id), by=signed_in())


@blueprint.post("/fees/<uuid:schedule_id>/refusal")
@permits(Permission.APPROVE_PAYMENTS)
@blueprint.arguments(schemas.NoteSchema)
@blueprint.response(200, schemas.FeeSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def decline_fee(body: dict[str, Any], schedule_id: UUID) -> Any:
    """Decline a proposed fee."""
    return fees.decline(schedule(schedule_id), body["note"], by=signed_in())


def schedule(schedule_id: UUID) -> FeeSchedule:
    """Return a fee by its id. Raises NotFound."""
    found = fees.get(schedule_id)
    if found is None:
        raise NotFound("fee-unknown", N_("There is no such fee."))
    return found
