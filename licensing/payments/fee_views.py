"""Pages of fee schedules: what is in force, what is proposed, approving by two people."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_
from core.paging import Page
from core.permit import permits
from licensing.payments import bands, fees, queries, wording
from licensing.payments.blueprint import blueprint
from licensing.payments.fees import Terms
from licensing.payments.forms import FeeForm
from licensing.payments.models import FeeSchedule
from licensing.payments.states import Basis, FeeKind

UNKNOWN = N_("There is no such fee.")


@blueprint.get("/staff/payments/fees")
@permits(Permission.SEE_PAYMENTS)
def fee_index() -> ResponseReturnValue:
    """List fee schedules, those that wait for approval first."""
    found = queries.schedules(Page(request.args.get("page", 1, int)))
    return render_template(
        "licensing/payments/fees.html", found=found, classes=queries.class_names(), kinds=wording.KINDS,
        states=wording.SCHEDULES, types=wording.TYPES, Basis=Basis, me=signed_in(),
        may_approve=signed_in().may(Permission.APPROVE_PAYMENTS),
        may_propose=signed_in().may(Permission.RECORD_PAYMENTS),
    )  # fmt: skip


@blueprint.route("/staff/payments/fees/new", methods=["GET", "POST"])
@permits(Permission.RECORD_PAYMENTS)
def new_fee() -> ResponseReturnValue:
    """Propose a new version of a fee."""
    form = FeeForm()
    form.class_code.choices = list(queries.class_names().items())
    if form.validate_on_submit():
        try:
            fees.propose(terms_of(form), by=signed_in())
            flash(_("The fee is proposed. Two others must approve it."), "success")
            return redirect(url_for("payments.fee_index"), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
    return render_template("licensing/payments/new_fee.html", form=form), 422 if form.errors else 200


def terms_of(form: FeeForm) -> Terms:
    """Return what a form proposes. Raises Invalid naming the fields."""
    currency = form.currency.data.upper()
    threshold = form.refund_threshold.data
    return Terms(
        class_code=form.class_code.data, kind=FeeKind(form.kind.data), currency=currency, basis=Basis(form.basis.data),
        bands=bands.read(form.bands.data, currency), instrument=form.instrument.data,
        refund_rule=form.refund_rule.data, effective_from=form.effective_from.data, applies_to=form.applies_to.data,
        refund_threshold_minor=bands.read_amount(threshold, currency, "refund_threshold") if threshold else None,
    )  # fmt: skip


def schedule(schedule_id: UUID) -> FeeSchedule:
    """Return a schedule. Raises NotFound."""
    found = fees.get(schedule_id)
    if found is None:
        raise NotFound("fee-unknown", UNKNOWN)
    return found


@blueprint.post("/staff/payments/fees/<uuid:schedule_id>/approval")
@permits(Permission.APPROVE_PAYMENTS)
def approve_fee(schedule_id: UUID) -> ResponseReturnValue:
    """Approve a proposed fee."""
    fees.approve(schedule(schedule_id), by=signed_in())
    flash(_("Your approval is recorded."), "success")
    return redirect(url_for("payments.fee_index"), 303)


@blueprint.post("/staff/payments/fees/<uuid:schedule_id>/refusal")
@permits(Permission.APPROVE_PAYMENTS)
def decline_fee(schedule_id: UUID) -> ResponseReturnValue:
    """Decline a proposed fee."""
    fees.decline(schedule(schedule_id), "Declined by an approver.", by=signed_in())
    flash(_("The fee is declined."), "success")
    return redirect(url_for("payments.fee_index"), 303)
