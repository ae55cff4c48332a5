"""An officer's page of the messages about a case."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Invalid, NotFound
from core.i18n import N_
from core.paging import Page
from core.permit import permits
from core.web import pages
from licensing.assessment import queries as cases
from licensing.evidence.serving import answer
from licensing.messages import queries, service
from licensing.messages.forms import MessageForm

blueprint = pages("messages", __name__, "/staff/case")


@blueprint.route("/<reference>/messages", methods=["GET", "POST"])
@permits(Permission.CHECK_APPLICATIONS)
def index(reference: str) -> ResponseReturnValue:
    """Show the messages about a case and take one; writing an answer marks what came before as read."""
    application = cases.get(reference)
    form = MessageForm()
    if form.validate_on_submit():
        try:
            service.write(application.id, application.organisation_id, form.body.data, by=signed_in())
            service.mark_read(application.id, by=signed_in())
        except Invalid as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Sent. The agency is told by e-mail that there is a message."), "success")
            return redirect(url_for("messages.index", reference=application.reference), 303)
    page = render_template(
        "licensing/messages/index.html", application=application, form=form,
        unread=queries.unread(application.id, from_regulator=False),
        messages=queries.about(application.id, Page(request.args.get("page", 1, int))),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.post("/<reference>/messages/read")
@permits(Permission.CHECK_APPLICATIONS)
def read(reference: str) -> ResponseReturnValue:
    """Note that what the agency wrote was read and needs no answer."""
    application = cases.get(reference)
    service.mark_read(application.id, by=signed_in())
    return redirect(url_for("messages.index", reference=application.reference), 303)


@blueprint.get("/<reference>/messages/<uuid:message>/file")
@permits(Permission.SEE_CASES)
def file(reference: str, message: UUID) -> ResponseReturnValue:
    """Give back the paper that came with a message."""
    found = queries.get(cases.get(reference).id, message)
    if found.file is None:
        raise NotFound("no-paper", N_("No paper came with this message."))
    return answer(found.file, found.media_type)
