"""Pages of hearings outside the office: anybody objects, and an agency answers before it is refused."""

from uuid import UUID

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, TooMany
from core.paging import Page
from core.permit import permits, public
from core.web import pages
from licensing.applications import queries as applications
from licensing.evidence.serving import answer as served
from licensing.hearings import queries, service
from licensing.hearings.forms import ObjectionForm

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


@blueprint.get("/apply/<reference>/representation/<uuid:paper>")
@permits(Permission.APPLY)
def own_paper(reference: str, paper: UUID) -> ResponseReturnValue:
    """Give the agency back a paper that it sent with its answer."""
    application = applications.get(reference, by=signed_in())
    row, stored = queries.paper(application.id, paper)
    return served(stored, row.media_type)
