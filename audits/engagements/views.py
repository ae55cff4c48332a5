"""Pages of engagements: who is let in at which supplier and for how long; giving one, ending one."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from audits import wording
from audits.engagements import queries, service
from audits.engagements.forms import EndForm, GiveForm
from core import clock, forms
from core.actor import signed_in
from core.errors import Conflict, Invalid
from core.paging import Page
from core.permit import permits
from core.web import pages
from supplychain.suppliers import queries as suppliers

blueprint = pages("engagements", __name__, "/visit/engagements")
PAGE = 25


@blueprint.get("")
@permits(Permission.SEE_AUDITS)
def index() -> Any:
    """Show the engagements that a company gave, or that a firm holds."""
    found = queries.search(Page(request.args.get("page", 1, int), PAGE))
    gives = signed_in().may(Permission.COMMISSION_AUDITS)
    return render_template("audits/engagements/index.html", found=found, wording=wording, gives=gives)


@blueprint.route("/new", methods=["GET", "POST"])
@permits(Permission.COMMISSION_AUDITS)
def give() -> Any:
    """Engage an auditor firm for the supplier that the address names."""
    supplier = suppliers.get(request.args.get("supplier", ""))
    form = GiveForm()
    if not form.is_submitted():
        form.starts_on.data = clock.today()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                service.give(supplier, UUID(form.firm.data), form.starts_on.data, form.ends_on.data, by=signed_in())
                flash(_("The firm is engaged. It sees this supplier from its first day."), "success")
                return redirect(url_for("suppliers.show", reference=supplier.reference, _anchor="audits"), 303)
            except (Invalid, Conflict) as problem:
                forms.add_problem(form, problem)
                status = problem.status
    return render_template(
        "audits/engagements/new.html", form=form, supplier=supplier, firms=bool(queries.firms())
    ), status


@blueprint.route("/<uuid:engagement_id>/end", methods=["GET", "POST"])
@permits(Permission.COMMISSION_AUDITS)
def end(engagement_id: UUID) -> Any:
    """End an engagement at once, saying why."""
    engagement = queries.get(engagement_id, lock=request.method == "POST")
    form = EndForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                service.end(engagement, form.reason.data, by=signed_in())
                flash(_("The engagement is ended. The firm no longer sees this supplier."), "success")
                return redirect(url_for(".index"), 303)
            except (Invalid, Conflict) as problem:
                forms.add_problem(form, problem)
                status = problem.status
    return render_template("audits/engagements/end.html", form=form, row=queries.row_of(engagement)), status
