"""The agency's page of messages about an application or its licence."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Invalid, NotFound, TooLarge
from core.i18n import N_
from core.paging import Page
from core.permit import permits
from licensing.applications.forms import AgencyMessageForm
from licensing.applications.models import Application
from licensing.applications.part_pages import blueprint, load
from licensing.evidence import service as papers
from licensing.evidence.serving import answer
from licensing.messages import queries
from licensing.messages import service as writing


@blueprint.route("/<reference>/messages", methods=["GET", "POST"])
@permits(Permission.APPLY)
def messages(reference: str) -> ResponseReturnValue:
    """Show the messages and take one; writing an answer marks what came before as read."""
    application = load(reference)
    form = AgencyMessageForm()
    if form.validate_on_submit():
        try:
            send(application, form)
        except (Invalid, TooLarge) as problem:
            problem.fields = {"paper" if name == "file" else name: text for name, text in problem.fields.items()}
            forms.add_problem(form, problem)
        else:
            flash(_("Your message is sent."), "success")
            return redirect(url_for("applications.messages", reference=application.reference), 303)
    page = render_template(
        "licensing/applications/messages.html", application=application, form=form,
        unread=queries.unread(application.id, from_regulator=True),
        messages=queries.about(application.id, Page(request.args.get("page", 1, int))),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def send(application: Application, form: AgencyMessageForm) -> None:
    """Send what was written, with the paper if there is one."""
    upload, actor = form.paper.data, signed_in()
    stored = papers.accept_upload(upload.stream, upload.filename or "paper", by=actor) if upload else None
    writing.write(application.id, application.organisation_id, form.body.data, stored=stored, by=actor)
    writing.mark_read(application.id, by=actor)


@blueprint.post("/<reference>/messages/read")
@permits(Permission.APPLY)
def read_messages(reference: str) -> ResponseReturnValue:
    """Note that what the regulator wrote was read."""
    application = load(reference)
    writing.mark_read(application.id, by=signed_in())
    return redirect(url_for("applications.messages", reference=application.reference), 303)


@blueprint.get("/<reference>/messages/<uuid:message>/file")
@permits(Permission.APPLY)
def message_file(reference: str, message: UUID) -> ResponseReturnValue:
    """Give back the paper that was sent with a message."""
    found = queries.get(load(reference).id, message)
    if found.file is None:
        raise NotFound("no-paper", N_("No paper came with this message."))
    return answer(found.file, found.media_type)
