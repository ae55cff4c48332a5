"""Pages of inspections for an agency: what is announced, its lists, the report, its answer."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import clock, forms
from core.actor import signed_in
from core.errors import Conflict, Invalid
from core.paging import Page
from core.permit import permits
from licensing.inspections import queries, service
from licensing.inspections.forms import AnswerForm, FrameForm
from licensing.inspections.models import Inspection
from licensing.inspections.shown import SHOWN, blueprint
from licensing.inspections.states import OPEN, TOLD, FrameKind, Status

APPLY = permits(Permission.APPLY)


@blueprint.get("/apply/inspections")
@APPLY
def own() -> Any:
    """Show the inspections that this agency is told of."""
    found = queries.own(Page(request.args.get("page", 1, int)), signed_in().organisation_id)
    return render_template("licensing/inspections/own.html", found=found, **SHOWN)


@blueprint.get("/apply/inspections/<reference>")
@APPLY
def own_one(reference: str) -> Any:
    """Show one inspection: its day and lists before, its report after."""
    return _own(queries.get(reference), FrameForm(formdata=None), AnswerForm(formdata=None))


def _own(row: Inspection, frame: FrameForm, answer: AnswerForm, status: int = 200) -> Any:
    drawn = row.status in OPEN and {kind for kind in FrameKind if queries.sample_of(row, kind)}
    page = render_template(
        "licensing/inspections/own_one.html", row=row, frame=frame, answer=answer, drawn=drawn, today=clock.today(),
        form=next((item for item in (frame, answer) if item.errors), None), may_declare=row.status in OPEN,
        may_answer=row.status == Status.REPORTED, told=row.status in TOLD, **SHOWN,
    )  # fmt: skip
    return page, status


@blueprint.post("/apply/inspections/<reference>/lists")
@APPLY
def own_declare(reference: str) -> Any:
    """Take a list that the agency declares."""
    row, form, status = queries.get(reference), FrameForm(), 422
    if form.validate_on_submit():
        try:
            service.declare(row, FrameKind(form.kind.data), form.entries.data or "", by=signed_in())
            flash(_("Your list is with the inspector."), "success")
            return redirect(url_for(".own_one", reference=reference), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    return _own(row, form, AnswerForm(formdata=None), status)


@blueprint.post("/apply/inspections/<reference>/answer")
@APPLY
def own_answer(reference: str) -> Any:
    """Take the agency's answer to the report."""
    row, form, status = queries.get(reference), AnswerForm(), 422
    if form.validate_on_submit():
        try:
            service.respond(row, text=form.text.data or "", by=signed_in())
            flash(_("Your answer is with the regulator."), "success")
            return redirect(url_for(".own_one", reference=reference), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    return _own(row, FrameForm(formdata=None), form, status)
