"""Pages of rules that keep pairs from being shown: ask for one, agree to it, undo it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import clock, forms
from core.actor import signed_in
from core.errors import Conflict, Invalid
from core.paging import Page
from core.permit import permits
from core.web import pages
from supplychain.alerts import queries as alerts
from supplychain.alerts import wording
from supplychain.suppressions import queries, service
from supplychain.suppressions.forms import AnswerForm, SuppressForm

blueprint = pages("suppressions", __name__, "/co/suppressions")


@blueprint.get("")
@permits(Permission.SEE_ALERTS)
def index() -> Any:
    """Show the rules that are proposed or in force, or all that ever were."""
    every = bool(request.args.get("all"))
    found = queries.search(Page(request.args.get("page", 1, int)), live=not every)
    return render_template(
        "supplychain/suppressions/index.html", found=found, every=every, wording=wording, actor=signed_in(),
        now=clock.now(), may_confirm=signed_in().may(Permission.CONFIRM_ALERTS),
        may_decide=signed_in().may(Permission.DECIDE_ALERTS),
    )  # fmt: skip


@blueprint.route("/new/<reference>", methods=["GET", "POST"])
@permits(Permission.DECIDE_ALERTS)
def new(reference: str) -> Any:
    """Ask that the pair of an alert is not shown until a day."""
    alert = alerts.get(reference, lock=request.method == "POST")
    form, status = SuppressForm(), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                rule = service.propose(alert, form.until.data, form.reason.data, by=signed_in())
                waits = rule.status == "proposed"
                flash(_("A second person must agree.") if waits else _("The pair is not shown any more."), "success")
                return redirect(url_for("suppressions.index"), 303)
            except (Invalid, Conflict) as problem:
                forms.add_problem(form, problem)
                status = problem.status
    return render_template(
        "supplychain/suppressions/new.html", form=form, alert=alert, high=alert.score >= service.HIGH_SCORE
    ), status


@blueprint.post("/<reference>/<any(agree, decline):answer>")
@permits(Permission.CONFIRM_ALERTS)
def answer(reference: str, answer: str) -> Any:
    """Agree to a rule, or decline it, as the second person."""
    rule = queries.get(reference, lock=True)
    if AnswerForm().validate_on_submit():
        service.answer(rule, agree=answer == "agree", by=signed_in())
        flash(_("Your answer is recorded."), "success")
    return redirect(url_for("suppressions.index"), 303)


@blueprint.post("/<reference>/lift")
@permits(Permission.DECIDE_ALERTS)
def lift(reference: str) -> Any:
    """Undo a rule."""
    rule = queries.get(reference, lock=True)
    if AnswerForm().validate_on_submit():
        service.lift(rule, by=signed_in())
        flash(_("The pair is shown again."), "success")
    return redirect(url_for("suppressions.index"), 303)
