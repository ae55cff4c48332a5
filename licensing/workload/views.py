"""Pages of the views that an officer keeps of the queue."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import clock, forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_, language, translate
from core.permit import permits
from core.web import pages
from licensing.assessment import export
from licensing.workload import figures, pictures, queries, service, tables
from licensing.workload.forms import NameForm

blueprint = pages("workload", __name__, url_prefix="/staff")
SEE = permits(Permission.SEE_CASES)
PREFIX = "filter-"


def filters_of() -> dict[str, list[str]]:
    """Return the filters that the page of the queue sends along, each with its values."""
    return {
        name.removeprefix(PREFIX)[:20]: [value[:120] for value in request.form.getlist(name)][:20]
        for name in list(request.form)[:40]
        if name.startswith(PREFIX)
    }


@blueprint.get("/views")
@SEE
def views() -> ResponseReturnValue:
    """Show the views that this person keeps."""
    by = signed_in()
    gone = request.args.get("deleted", type=UUID)
    deleted = queries.deleted_view(gone, by=by) if gone else None
    return render_template("licensing/workload/views.html", views=queries.views(by), deleted=deleted)


@blueprint.post("/views")
@SEE
def save() -> ResponseReturnValue:
    """Keep a choice of filters under a name, and show it."""
    form, filters = NameForm(), filters_of()
    if form.validate_on_submit():
        try:
            service.save_view(form.name.data, filters, by=signed_in())
        except Invalid as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("The view is kept. It stands above the list."), "success")
            arguments: dict[str, Any] = dict(filters)
            return redirect(url_for("assessment.queue", **arguments), 303)
    return render_template("licensing/workload/save.html", form=form, filters=filters, prefix=PREFIX), 422


@blueprint.route("/views/<uuid:view_id>", methods=["GET", "POST"])
@SEE
def rename(view_id: UUID) -> ResponseReturnValue:
    """Give a view another name."""
    by = signed_in()
    view = queries.view(view_id, by=by)
    if view.deleted_at is not None:
        raise NotFound("view-not-found", N_("There is no such view, or it is not yours. Open the queue again."))
    form = NameForm(obj=view)
    if form.validate_on_submit():
        try:
            service.rename_view(view, form.name.data, by=by)
        except Invalid as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("The view has its new name."), "success")
            return redirect(url_for(".views"), 303)
    return render_template("licensing/workload/rename.html", form=form, view=view), (422 if form.errors else 200)


@blueprint.post("/views/<uuid:view_id>/delete")
@SEE
def delete(view_id: UUID) -> ResponseReturnValue:
    """Put a view away, and offer to bring it back."""
    service.delete_view(queries.view(view_id, by=signed_in()))
    return redirect(url_for(".views", deleted=view_id), 303)


@blueprint.post("/views/<uuid:view_id>/restore")
@SEE
def restore(view_id: UUID) -> ResponseReturnValue:
    """Bring a deleted view back."""
    by = signed_in()
    try:
        service.restore_view(queries.view(view_id, by=by), by=by)
    except Conflict as problem:
        flash(translate(problem.detail), "problem")
    else:
        flash(_("The view is back."), "success")
    return redirect(url_for(".views"), 303)


# ------------------------------------------------------------------------------------------------------- figures


@blueprint.get("/figures")
@SEE
def show_figures() -> ResponseReturnValue:
    """Show the figures of the work, each as a picture and as its table."""
    mirrored = language().direction == "rtl"
    ages, months, target = figures.ages(), figures.flow(), figures.target()
    return render_template(
        "licensing/workload/figures.html", ages=ages, months=months, grounds=figures.grounds(), target=target,
        aged=pictures.columns([[count] for count in ages], mirrored=mirrored),
        target_at=pictures.line(target / 7, len(ages), mirrored=mirrored) if target else None,
        flowed=pictures.columns(
            [[month.counts[name] for name in figures.FLOWS] for month in months], mirrored=mirrored
        ),
        flows=tables.FLOW_NAMES, outcomes=tables.OUTCOME_NAMES, month_name=tables.month_name,
        month_letter=tables.month_letter, field=pictures,
    )  # fmt: skip


@blueprint.get("/figures/<any(ages, flow, grounds):what>.csv")
@SEE
def figures_file(what: str) -> ResponseReturnValue:
    """Send the table behind one picture as a file."""
    head, rows = tables.TABLES[what]()
    response = Response(export.table(head, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{what}-{clock.today()}.csv"'
    return response
