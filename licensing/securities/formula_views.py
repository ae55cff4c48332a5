"""Pages of the formula for officers: its versions, proposing one, confirming one."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid
from core.i18n import N_
from core.paging import Page
from core.permit import permits
from licensing.applications import queries as applications
from licensing.securities import formulas, queries, reading
from licensing.securities.forms import DecideForm, FormulaForm
from licensing.securities.formulas import Terms
from licensing.securities.room import SHOWN, blueprint


@blueprint.get("/staff/securities/formulas")
@permits(Permission.SEE_CASES)
def formula_list() -> ResponseReturnValue:
    """Show every version of the formula: what is asked of whom since when, and who confirmed it."""
    found = queries.formulas(Page(request.args.get("page", 1, type=int), 20))
    return render_template(
        "licensing/securities/formulas.html", found=found, classes=applications.class_names(),
        may_propose=signed_in().may(Permission.PROPOSE_LICENCE_MEASURES), **SHOWN,
    )  # fmt: skip


@blueprint.route("/staff/securities/formulas/new", methods=["GET", "POST"])
@permits(Permission.PROPOSE_LICENCE_MEASURES)
def formula_new() -> ResponseReturnValue:
    """Propose a version of the formula; two others must confirm it before its first day."""
    form = FormulaForm()
    form.class_code.choices = [(row.code, row.name) for row in applications.classes()]
    if form.validate_on_submit():
        try:
            formulas.propose(_terms(form), by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Proposed. Two others must confirm it before its first day."), "success")
            return redirect(url_for(".formula_list"), 303)
    page = render_template("licensing/securities/formula_new.html", form=form)
    return page, 422 if form.errors else 200


def _terms(form: FormulaForm) -> Terms:
    currency = (form.currency.data or "").upper()
    per_branch = reading.amount(form.per_branch.data or "", currency)
    if per_branch is None:
        message = N_("Write an amount such as 5000.00, or 0.")
        raise Invalid("per-branch-unreadable", message, {"per_branch": message})
    return Terms(
        class_code=form.class_code.data, currency=currency, bands=reading.bands(form.amounts.data or "", currency),
        instrument=form.instrument.data or "", effective_from=form.effective_from.data, per_branch_minor=per_branch,
        least_notice_days=form.least_notice_days.data, replace_days=form.replace_days.data,
        top_up_days=form.top_up_days.data, claims_months=form.claims_months.data,
    )  # fmt: skip


@blueprint.route("/staff/securities/formulas/<uuid:formula_id>", methods=["GET", "POST"])
@permits(Permission.DECIDE_LICENCE_MEASURES)
def formula_decide(formula_id: UUID) -> Any:
    """Confirm or decline a version that someone else proposed."""
    row = queries.formula(formula_id, lock=request.method == "POST")
    form = DecideForm()
    if form.validate_on_submit():
        try:
            if form.answer.data == "confirm":
                formulas.confirm(row, by=signed_in())
            else:
                formulas.decline(row, by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".formula_list"), 303)
    mine = signed_in().person_id in {row.proposed_by, row.first_by}
    page = render_template(
        "licensing/securities/formula_decide.html", row=row, form=form, mine=mine, classes=applications.class_names(),
        **SHOWN,
    )  # fmt: skip
    return page, 422 if form.errors else 200
