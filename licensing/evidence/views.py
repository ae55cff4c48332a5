"""An officer's pages of the papers of a case: look, accept or not, ask for more."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Invalid, NotFound
from core.i18n import N_
from core.permit import permits
from core.web import pages
from licensing.applications.models import Application
from licensing.assessment import queries as cases
from licensing.evidence import panels, queries, service
from licensing.evidence.forms import AskForm, JudgeForm
from licensing.evidence.serving import answer
from licensing.evidence.wording import TAGS, TITLES

blueprint = pages("evidence", __name__, "/staff/case")


@blueprint.route("/<reference>/papers", methods=["GET", "POST"])
@permits(Permission.CHECK_APPLICATIONS)
def index(reference: str) -> ResponseReturnValue:
    """Show the checklist with what was sent, and take a request for a further paper."""
    application = cases.get(reference)
    form = AskForm()
    if form.validate_on_submit():
        try:
            service.ask_for(application.id, application.organisation_id, form.title.data, form.why.data, by=signed_in())
        except Invalid as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("The agency sees this request on its page of papers."), "success")
            return redirect(url_for("evidence.index", reference=application.reference), 303)
    return page(application, form)


def page(application: Application, form: AskForm) -> ResponseReturnValue:
    """Return the page of papers."""
    text = render_template(
        "licensing/evidence/index.html", application=application, form=form, titles=TITLES, tags=TAGS,
        lines=panels.checklist_of(application),
    )  # fmt: skip
    return text, 422 if form.errors else 200


@blueprint.route("/<reference>/papers/<uuid:item>", methods=["GET", "POST"])
@permits(Permission.CHECK_APPLICATIONS)
def judge(reference: str, item: UUID) -> ResponseReturnValue:
    """Show one paper, and take what the officer says of it."""
    application = cases.get(reference)
    form = JudgeForm()
    paper = queries.get(application.id, item, lock=form.is_submitted())
    if form.validate_on_submit():
        try:
            service.judge(paper, accepted=form.accepted.data == "yes", note=form.note.data, by=signed_in())
        except Invalid as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Your answer is recorded."), "success")
            return redirect(url_for("evidence.index", reference=application.reference), 303)
    text = render_template(
        "licensing/evidence/judge.html", application=application, paper=paper, form=form, titles=TITLES, tags=TAGS
    )
    return text, 422 if form.errors else 200


@blueprint.post("/<reference>/papers/<uuid:item>/call-off")
@permits(Permission.CHECK_APPLICATIONS)
def call_off(reference: str, item: UUID) -> ResponseReturnValue:
    """Stop asking for a paper."""
    application = cases.get(reference)
    service.call_off(queries.get(application.id, item, lock=True), by=signed_in())
    return redirect(url_for("evidence.index", reference=application.reference), 303)


@blueprint.get("/<reference>/papers/<uuid:item>/file")
@permits(Permission.SEE_CASES)
def file(reference: str, item: UUID) -> ResponseReturnValue:
    """Give a paper back as it was sent."""
    paper = queries.get(cases.get(reference).id, item)
    if paper.file is None:
        raise NotFound("paper-not-sent", N_("This paper was not sent yet."))
    return answer(paper.file, paper.media_type)
