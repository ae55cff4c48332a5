"""Pages of hearings outside the office: anybody objects, and an agency answers before it is refused."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, TooLarge, TooMany
from core.paging import Page
from core.permit import permits, public
from core.web import pages
from licensing.applications import queries as applications
from licensing.applications.states import Status
from licensing.evidence.serving import answer as served
from licensing.hearings import queries, service
from licensing.hearings.forms import ObjectionForm, RepresentationForm
from licensing.licences import queries as licences

blueprint = pages("hearings", __name__)
PER_PAGE = 20


@blueprint.get("/objections")
@public
def index() -> ResponseReturnValue:
    """List the applications that anybody may object to today."""
    typed = request.args.get("page", "1")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 and int(typed) else 1
    found = queries.notices(Page(number, PER_PAGE))
    return render_template("licensing/hearings/index.html", found=found, classes=applications.class_names())


@blueprint.route("/objections/<reference>", methods=["GET", "POST"])
@public
def lodge(reference: str) -> ResponseReturnValue:
    """Take an objection: nobody is asked who they are, no cookie is set, and what was typed stays on a refusal."""
    notice = queries.notice(reference)
    form = ObjectionForm()
    status = 200
    if form.validate_on_submit():
        try:
            lodged = service.lodge(notice, form.text.data)
        except (Invalid, Conflict, TooMany) as problem:
            forms.add_problem(form, problem)
            status = problem.status
        else:
            page = render_template("licensing/hearings/lodged.html", notice=notice, lodged=lodged)
            answer = make_response(page)
            answer.headers["Cache-Control"] = "no-store"
            return answer
    elif form.errors:
        status = 422
    return render_template("licensing/hearings/lodge.html", notice=notice, form=form), status


@blueprint.route("/apply/<reference>/representation", methods=["GET", "POST"])
@permits(Permission.APPLY)
def represent(reference: str) -> ResponseReturnValue:
    """Show an agency why it may be refused, and take its answer with its papers."""
    writing = request.method == "POST"
    application = applications.get(reference, by=signed_in(), lock=writing)
    found = queries.newest(application.id)
    if found is None:
        return redirect(url_for("applications.show", reference=application.reference), 303)
    intention, answer = found
    form = RepresentationForm()
    is_open = application.status == Status.MINDED_TO_REFUSE
    if is_open and form.validate_on_submit():
        uploads = [(upload.stream, upload.filename or "") for upload in request.files.getlist("papers")
                   if upload.filename]  # fmt: skip
        try:
            service.represent(application, form.text.data, uploads, by=signed_in())
        except (Invalid, Conflict, TooLarge) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("We have your answer. We read it before we decide."), "success")
            return redirect(url_for(".represent", reference=application.reference), 303)
    page = render_template(
        "licensing/hearings/represent.html", application=application, intention=intention, answer=answer, form=form,
        ground=licences.ground(intention.ground_code), is_open=is_open, most=service.MOST_PAPERS,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.get("/apply/<reference>/representation/<uuid:paper>")
@permits(Permission.APPLY)
def own_paper(reference: str, paper: UUID) -> ResponseReturnValue:
    """Give the agency back a paper that it sent with its answer."""
    application = applications.get(reference, by=signed_in())
    row, stored = queries.paper(application.id, paper)
    return served(stored, row.media_type)
