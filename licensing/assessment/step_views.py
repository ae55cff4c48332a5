"""The steps that are taken on a case, one page each: checks, return, recommendation, decision."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import clock
from core.actor import Actor, signed_in
from core.errors import NotFound
from core.i18n import N_
from licensing.applications.models import Application, ApplicationCheck
from licensing.applications.states import CheckKind, Outcome
from licensing.assessment import conflicts, evidence, guards, queries, rules, service
from licensing.assessment.case import Case
from licensing.assessment.forms import (
    CONDITION_PLACES,
    CaseForm,
    CheckForm,
    DecideForm,
    ReasonForm,
    RecommendForm,
    ReturnForm,
    carry,
)
from licensing.assessment.pages import CHECK, DECIDE, blueprint, done, opened, shown, since, status_of, to_case
from licensing.assessment.showing import SHOWN, preview, previews
from licensing.assignments import queries as assignments_of
from licensing.assignments import service as assignments
from licensing.assignments.states import Task
from licensing.licences import queries as licences


def overtaken(form: CaseForm, case: Case, kind: CheckKind | None = None) -> conflicts.Overtaken | None:
    """Return both versions where somebody else was quicker than this form."""
    return conflicts.of_form(form, case, signed_in(), since(form), kind)


def begin(application: Application, *, version: int | None, by: Actor) -> None:
    """Take a case into checks; who begins the work has the case from then on, unless somebody has it."""
    service.start(application, by=by, version=version)
    if assignments_of.open_for(application.id, Task.ASSESS) is None:
        assignments.take(application, Task.ASSESS, by=by)


@blueprint.post("/case/<reference>/start")
@CHECK
def start(reference: str) -> ResponseReturnValue:
    """Take the case into checks."""
    application = queries.get(reference, lock=True)
    form = CaseForm()
    begin(application, version=form.seen(), by=signed_in())
    flash(_("You have taken this case into checks."), "success")
    return to_case(application)


@blueprint.route("/case/<reference>/checks/<kind>", methods=["GET", "POST"])
@CHECK
def check(reference: str, kind: str) -> ResponseReturnValue:
    """Show the evidence for one check and take its result."""
    if kind not in set(CheckKind):
        raise NotFound("check-unknown", N_("There is no such check."))
    known = CheckKind(kind)
    application = queries.get(reference, lock=request.method == "POST")
    form = opened(CheckForm, application)
    newest = queries.newest_checks(application)[0]
    if form.validate_on_submit() and done(form, application, lambda: _record(application, known, form, newest)):
        return _after_check(application)
    found = shown(application)
    if form.overtaken or not form.is_submitted():
        carry(form.recorded, str(newest[known].id) if known in newest else "")
    lines = evidence.lines(known, found.snapshot, application.agency, found.likenesses)
    page = render_template(
        "licensing/assessment/check.html", case=found, form=form, kind=known, lines=lines,
        shared=evidence.shared(known, found.snapshot, found.likenesses),
        recorded=found.newest.get(known), overtaken=overtaken(form, found, known), **SHOWN,
    )  # fmt: skip
    return page, status_of(form)


def _record(application: Application, kind: CheckKind, form: CheckForm, newest: dict[str, ApplicationCheck]) -> None:
    """Record a result, unless somebody recorded another one since the page was opened."""
    conflicts.refuse_overtaken(newest, kind, (form.recorded.data or "") if form.seen() is not None else None)
    service.record_check(
        application, kind, form.outcome(), reason=form.reason.data, by=signed_in(), version=form.seen()
    )


def _after_check(application: Application) -> ResponseReturnValue:
    """Go on to the next check without a result, or to the case when there is none."""
    flash(_("The result is recorded."), "success")
    left = rules.missing(queries.newest_checks(application)[0], application.checks_asked)
    if left:
        return redirect(url_for(".check", reference=application.reference, kind=left[0]), 303)
    return to_case(application)


@blueprint.route("/case/<reference>/return", methods=["GET", "POST"])
@CHECK
def give_back(reference: str) -> ResponseReturnValue:
    """Return the case to the agency with what it must mend."""
    application = queries.get(reference, lock=request.method == "POST")
    form = opened(ReturnForm, application)
    if form.validate_on_submit() and done(
        form,
        application,
        lambda: service.give_back(application, form.items(), by=signed_in(), version=form.seen()),
    ):
        flash(_("The application is back with the agency. It has been told by e-mail."), "success")
        return to_case(application)
    found = shown(application)
    return render_template(
        "licensing/assessment/return.html", case=found, form=form, overtaken=overtaken(form, found), **SHOWN
    ), status_of(form)


@blueprint.route("/case/<reference>/recommend", methods=["GET", "POST"])
@CHECK
def recommend(reference: str) -> ResponseReturnValue:
    """Recommend to grant or to refuse, once every check has a result."""
    application = queries.get(reference, lock=request.method == "POST")
    form = opened(RecommendForm, application)
    found = shown(application)
    form.offer(found.outcomes or [Outcome.REFUSE])
    if form.validate_on_submit() and done(
        form,
        application,
        lambda: service.recommend(
            application, Outcome(form.outcome.data), reason=form.reason.data, by=signed_in(),
            conditions=form.conditions(), version=form.seen(),
        ),
    ):  # fmt: skip
        flash(_("Your recommendation is recorded. Someone else decides now."), "success")
        return to_case(application)
    places = range(1, CONDITION_PLACES + 1)
    page = render_template("licensing/assessment/recommend.html", case=found, form=form, places=places,
        overtaken=overtaken(form, found), **SHOWN,
    )  # fmt: skip
    return page, status_of(form)


@blueprint.route("/case/<reference>/send-back", methods=["GET", "POST"])
@DECIDE
def send_back(reference: str) -> ResponseReturnValue:
    """Send a recommended case back into checks instead of deciding it."""
    application = queries.get(reference, lock=request.method == "POST")
    form = opened(ReasonForm, application)
    if form.validate_on_submit() and done(
        form,
        application,
        lambda: service.send_back(application, reason=form.reason.data, by=signed_in(), version=form.seen()),
    ):
        flash(_("The case is back in checks."), "success")
        return to_case(application)
    found = shown(application)
    return render_template(
        "licensing/assessment/send_back.html", case=found, form=form, overtaken=overtaken(form, found), **SHOWN
    ), status_of(form)


@blueprint.route("/case/<reference>/decide", methods=["GET", "POST"])
@DECIDE
def decide(reference: str) -> ResponseReturnValue:
    """Decide a case that someone else recommended; who worked on it reads why the form is not offered."""
    application = queries.get(reference, lock=request.method == "POST")
    wanted = request.args.get("outcome", application.recommendation or Outcome.REFUSE)
    outcome = Outcome(wanted) if wanted in set(Outcome) else Outcome.REFUSE
    form = opened(DecideForm, application)
    grounds = licences.grounds(outcome, clock.today())
    form.ground.choices = [(row.code, row.sentence, row.instrument) for row in grounds]
    if request.method == "POST":
        guards.refuse_same_person(application, signed_in())
    if form.validate_on_submit() and done(
        form,
        application,
        lambda: service.decide(
            application, outcome, ground_code=form.ground.data, reason=form.reason.data, by=signed_in(),
            version=form.seen(),
        ),
    ):  # fmt: skip
        flash(_("Decided. The agency has been told, and the public page says so now."), "success")
        return to_case(application)
    found = shown(application)
    page = render_template(
        "licensing/assessment/decide.html", case=found, form=form, outcome=outcome, grounds=grounds,
        preview=preview(found, outcome), overtaken=overtaken(form, found),
        previews=previews(found, outcome, demonstration=current_app.config["SETTINGS"].demo), **SHOWN,
    )  # fmt: skip
    return page, status_of(form)
