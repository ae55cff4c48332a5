"""Pages of assisted entry."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.organisations.queries import memberships_of
from accounts.permissions import Kind, Permission
from accounts.sessions import service as sessions
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, NotFound
from core.paging import Page
from core.permit import permits
from core.web import pages
from licensing.assisted import queries, service
from licensing.assisted.forms import PapersForm

blueprint = pages("assisted", __name__)


@blueprint.get("/staff/papers")
@permits(Permission.SEE_CASES)
def index() -> ResponseReturnValue:
    """Show papers that came in: those being entered first."""
    return _page(PapersForm(formdata=None))


@blueprint.post("/staff/papers")
@permits(Permission.CHECK_APPLICATIONS)
def begin() -> ResponseReturnValue:
    """Begin to enter an agency's papers, and go to its task list."""
    form = PapersForm()
    if form.validate_on_submit():
        try:
            told = {name: value or "" for name, value in form.answers().items() if name != "received_on"}
            service.begin(received_on=form.received_on.data, by=signed_in(), **told)
        except NotFound as problem:
            forms.add_problem(form, Invalid("agency-unknown", problem.detail, {"agency_reference": problem.detail}))
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            return redirect(url_for("applications.home"), 303)
    return _page(form, 422)


@blueprint.post("/staff/papers/<uuid:entry_id>/go-on")
@permits(Permission.CHECK_APPLICATIONS)
def go_on(entry_id: UUID) -> ResponseReturnValue:
    """Act for the agency again."""
    service.go_on(queries.get(entry_id, lock=True), by=signed_in())
    return redirect(url_for("applications.home"), 303)


@blueprint.post("/papers/done")
@permits(Permission.USE_ACCOUNT)
def done() -> ResponseReturnValue:
    """Leave the agency whose papers one enters, and act for the regulator again."""
    actor = signed_in()
    row = queries.open_of(actor.organisation_id) if actor.organisation_id else None
    regulator = next((m for m in memberships_of(actor.person_id) if m.organisation.kind == Kind.REGULATOR), None)
    if row is None or regulator is None:
        raise NotFound("papers-unknown", queries.UNKNOWN)
    service.finish(row, by=actor)
    sessions.switch(str(regulator.organisation_id), by=actor)
    flash(_("You act for the regulator again. Another officer judges what you entered."), "success")
    return redirect(url_for("assisted.index"), 303)


def _page(form: PapersForm, status: int = 200) -> ResponseReturnValue:
    found = queries.recent(Page(request.args.get("page", 1, int)))
    return render_template("licensing/assisted/index.html", form=form, found=found, me=signed_in().person_id), status
