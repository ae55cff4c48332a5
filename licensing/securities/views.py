"""Pages of securities for the agency: what is asked and held, lodging, one security, its papers."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, NotFound, TooLarge
from core.i18n import N_
from core.permit import permits
from licensing.agencies import queries as agencies
from licensing.agencies.models import Agency
from licensing.applications import queries as applications
from licensing.securities import desk_views, formula_views, queries, service
from licensing.securities.forms import PAPERS, LodgeForm
from licensing.securities.room import SHOWN, blueprint
from licensing.securities.service import Facts

# The officers' pages of this room hang on the same blueprint.
__all__ = ["blueprint", "desk_views", "formula_views"]


def own_agency() -> Agency:
    """Return the agency of who is signed in. Raises NotFound while it does not exist."""
    agency = agencies.own(signed_in())
    if agency is None:
        raise NotFound("agency-unknown", N_("Register your agency first: start an application."))
    return agency


@blueprint.get("/licence/security")
@permits(Permission.APPLY)
def own() -> ResponseReturnValue:
    """Show what the agency must be secured by and what is held, class by class."""
    agency = agencies.own(signed_in())
    wanting = queries.wanting(agency.id) if agency else []
    orders = queries.orders_of([row.id for row, _cover in wanting]) if wanting else []
    return render_template(
        "licensing/securities/own.html", wanting=wanting, found=queries.of_agency(agency.id) if agency else [],
        orders=orders, classes=applications.class_names(), **SHOWN,
    )  # fmt: skip


@blueprint.route("/licence/security/lodge/<class_code>", methods=["GET", "POST"])
@permits(Permission.APPLY)
def lodge(class_code: str) -> ResponseReturnValue:
    """Lodge a security for a class of licence."""
    agency = own_agency()
    formula = queries.formula_row(class_code)
    if formula is None:
        raise Conflict("no-security-asked", service.NOTHING_ASKED)
    former = queries.replaceable(agency.id, class_code)
    form = LodgeForm()
    form.amount.currency = formula.currency
    form.replaces.choices = [(row.reference, f"{row.reference}: {row.issuer}, {row.number}") for row in former]
    if form.validate_on_submit():
        try:
            row = _lodge(agency, class_code, form)
        except (Invalid, TooLarge) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Lodged. It counts as soon as an officer has verified it."), "success")
            return redirect(url_for(".show", reference=row.reference), 303)
    page = render_template(
        "licensing/securities/lodge.html", form=form, formula=formula, name=applications.class_names()[class_code],
        former=former,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _lodge(agency: Agency, class_code: str, form: LodgeForm) -> Any:
    by = signed_in()
    facts = Facts(
        form.form.data, form.issuer.data or "", form.number.data or "", form.amount.data, form.amount.currency,
        form.notice_days.data, form.expires_on.data,
    )  # fmt: skip
    replaces = queries.get(form.replaces.data) if form.replaces.data else None
    sent = []
    for name in PAPERS:
        upload = form[name].data
        if upload is None:
            continue
        try:
            sent.append(service.paper(upload.stream, upload.filename, by=by))
        except (Invalid, TooLarge) as problem:
            problem.fields = {name: problem.detail}
            raise
    return service.lodge(agency, class_code, facts, papers_sent=sent, replaces=replaces, by=by)


@blueprint.get("/licence/security/<reference>")
@permits(Permission.APPLY)
def show(reference: str) -> ResponseReturnValue:
    """Show one security of the agency: what it says, where it stands, what was called from it."""
    row = queries.get(reference)
    return render_template("licensing/securities/show.html", row=row, replace_by=queries.replace_by(row), **SHOWN)


@blueprint.get("/securities/papers/<uuid:paper_id>")
@permits(Permission.USE_ACCOUNT)
def paper(paper_id: Any) -> Response:
    """Send a paper of a security to its agency or to the regulator; never shown inside a page of ours."""
    found, stored = queries.file_of(paper_id)
    response = make_response(stored.content)
    response.headers["Content-Type"] = found.media_type
    ending = found.media_type.rpartition("/")[2]
    response.headers["Content-Disposition"] = f'attachment; filename="{found.id}.{ending}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
