"""Pages of what an agency asks and answers in a case: changes, things that were missing, an intention to refuse."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, TooLarge
from core.permit import permits
from licensing.agencies import changes
from licensing.applications import queries, service
from licensing.applications.answer_forms import RepresentationForm, answers_form
from licensing.applications.obstacles import part_address
from licensing.applications.part_pages import blueprint, load, load_open
from licensing.applications.parts import TITLES, Part
from licensing.hearings import queries as hearings
from licensing.hearings import service as hearing


@blueprint.post("/<reference>/changes/<uuid:change>/withdrawal")
@permits(Permission.APPLY)
def withdraw_change(reference: str, change: UUID) -> ResponseReturnValue:
    """Withdraw a change that waits for the decision."""
    application = load_open(reference)
    changes.unstage(application.id, change, by=signed_in())
    flash(_("The change is withdrawn."), "success")
    return redirect(url_for("applications.show", reference=application.reference), 303)


@blueprint.route("/<reference>/missing", methods=["GET", "POST"])
@permits(Permission.APPLY)
def deficiencies(reference: str) -> ResponseReturnValue:
    """List what an officer found missing, each with its page, and take an answer to each in words."""
    application = load_open(reference)
    rows = queries.deficiencies(application.id)
    open_now = [row for row in rows if row.round == application.rounds]
    form = answers_form(open_now)
    if form.validate_on_submit():
        for row in open_now:
            service.answer(row, form[f"answer-{row.id.hex}"].data or "", by=signed_in())
        flash(_("Your answers are kept. Declare and send the application again when all is mended."), "success")
        return redirect(url_for("applications.show", reference=application.reference), 303)
    page = render_template(
        "licensing/applications/missing.html", application=application, rows=open_now, form=form, titles=TITLES,
        addresses={row.id: part_address(application, Part(row.part), back="answers") for row in open_now},
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.route("/<reference>/representations", methods=["GET", "POST"])
@permits(Permission.APPLY)
def representations(reference: str) -> ResponseReturnValue:
    """Show why the application may be refused, and take what the agency says to it, with papers."""
    application = load(reference)
    found = hearings.newest(application.id)
    if found is None:
        return redirect(url_for("applications.show", reference=application.reference), 303)
    form = RepresentationForm()
    if form.validate_on_submit():
        files = [(upload.stream, upload.filename) for upload in form.papers() if upload]
        try:
            hearing.represent(application, form.text.data, files, by=signed_in())
        except (Invalid, Conflict, TooLarge) as problem:
            problem.fields = {"paper_1" if name in {"papers", "file"} else name: told
                              for name, told in problem.fields.items()}  # fmt: skip
            forms.add_problem(form, problem)
        else:
            flash(_("Sent. We read it before we decide."), "success")
            return redirect(url_for("applications.show", reference=application.reference), 303)
    intention, said = found
    page = render_template(
        "licensing/applications/representations.html", application=application, intention=intention, said=said,
        form=form, ground=queries.ground(intention.ground_code),
        may_answer=application.status == "minded-to-refuse",
    )  # fmt: skip
    return page, 422 if form.errors else 200


LARGEST_REQUEST = 33_000_000  # three papers


@blueprint.url_value_preprocessor
def allow_three_papers(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let an answer to an intention be as large as its papers; runs before anything reads the form."""
    if endpoint == "applications.representations" and request.method == "POST":
        request.max_content_length = LARGEST_REQUEST
