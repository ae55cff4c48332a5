"""Pages of relations: the links of an agency, phoenix alerts and what two officers say of them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid
from core.paging import Page
from core.permit import permits
from core.web import pages
from licensing.agencies import queries as agencies
from licensing.applications.states import WITH_REGULATOR
from licensing.relations import clearing, queries, showing
from licensing.relations.forms import AlertForm, LookForm, SecondForm
from licensing.relations.models import PhoenixAlert
from licensing.relations.states import BLOCKING, Status
from licensing.relations.wording import KINDS, STATUSES, TAGS, TRIGGERS

blueprint = pages("relations", __name__, url_prefix="/staff")
SHOWN = {"KINDS": KINDS, "STATUSES": STATUSES, "TAGS": TAGS, "TRIGGERS": TRIGGERS, "alert_words": showing.words}


@blueprint.get("/agencies/<reference>/links")
@permits(Permission.SEE_CASES)
def links(reference: str) -> ResponseReturnValue:
    """Show what an agency shares with others, drawn and in tables."""
    agency = agencies.by_reference(reference)
    found = queries.of_agency(agency.id)
    return render_template(
        "licensing/relations/links.html", agency=agency, links=showing.links_of(agency, found),
        scanned=queries.scanned_at(agency.id), alerts=queries.alerts_of_agency(agency.id), **SHOWN,
    )  # fmt: skip


@blueprint.get("/phoenix")
@permits(Permission.SEE_CASES)
def index() -> ResponseReturnValue:
    """Show the alerts that wait, or those of another state."""
    asked = request.args.get("status", "waiting")
    chosen = [str(item) for item in BLOCKING] if asked == "waiting" else [asked] if asked in STATUSES else []
    found = queries.alerts(chosen, Page(request.args.get("page", 1, type=int)))
    return render_template("licensing/relations/index.html", found=found, asked=asked, **SHOWN)


@blueprint.get("/phoenix/<reference>")
@permits(Permission.SEE_CASES)
def show(reference: str) -> ResponseReturnValue:
    """Show one alert: what speaks for a phoenix, and what officers said."""
    alert = queries.alert(reference)
    form = _form_for(alert)
    if form is not None:
        form.show_version(alert)
    return _page(alert, form)


@blueprint.post("/phoenix/<reference>")
@permits(Permission.CHECK_APPLICATIONS)
def answer(reference: str) -> ResponseReturnValue:
    """Take what an officer says of an alert."""
    alert = queries.alert(reference, lock=True)
    second = request.form.get("step") == "second"
    form: LookForm | SecondForm = SecondForm() if second else LookForm()
    status = 422
    if form.validate_on_submit():
        try:
            _take(alert, form)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            form.show_version(alert)
            status = problem.status
        else:
            flash(_("Your answer is recorded."), "success")
            return redirect(url_for(".show", reference=alert.reference), 303)
    return _page(alert, form, status)


def _take(alert: PhoenixAlert, form: LookForm | SecondForm) -> None:
    actor = signed_in()
    if isinstance(form, SecondForm):
        agree = form.answer.data == "agree"
        clearing.second(alert, agree=agree, note=form.note.data, version=form.seen(), by=actor)
    elif form.answer.data == "confirm":
        clearing.confirm(alert, reason=form.reason.data, version=form.seen(), by=actor)
    else:
        clearing.clear(alert, reason=form.reason.data, version=form.seen(), by=actor)


def _form_for(alert: PhoenixAlert) -> AlertForm | None:
    """Return the form of the next step that this person may take, if any."""
    actor = signed_in()
    if not actor.may(Permission.CHECK_APPLICATIONS) or clearing.belonged(actor.person_id, alert.agency_id):
        return None
    if alert.status == Status.CLEARING:
        return None if alert.decided_by == actor.person_id else SecondForm(formdata=None)
    return LookForm(formdata=None) if alert.status in (Status.OPEN, Status.CONFIRMED) else None


def _page(alert: PhoenixAlert, form: AlertForm | None, status: int = 200) -> ResponseReturnValue:
    actor = signed_in()
    other = agencies.get(alert.other_id) if alert.other_id else None
    page = render_template(
        "licensing/relations/show.html", alert=alert, form=form, second=isinstance(form, SecondForm), other=other,
        own=alert.status == Status.CLEARING and alert.decided_by == actor.person_id, since=showing.day(alert.facts),
        undecided=alert.application.status in WITH_REGULATOR,
        standing=showing.standing({other.id})[other.id] if other else "", **SHOWN,
    )  # fmt: skip
    return page, status
