"""The officer's pages of hearings: objections, the intention to refuse, assessing anew, quashing, looking again."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import clock
from core.actor import signed_in
from licensing.applications.states import Outcome, Status
from licensing.assessment import guards, queries, refusing
from licensing.assessment.case import Case
from licensing.assessment.forms import CaseForm
from licensing.assessment.hearing_forms import IntentionForm, ObjectionAnswerForm, QuashForm, ReassessForm
from licensing.assessment.pages import CHECK, DECIDE, SEE, blueprint, done, opened, shown, to_case
from licensing.assessment.showing import SHOWN
from licensing.evidence.serving import answer as served
from licensing.hearings import queries as hearings
from licensing.hearings import service
from licensing.hearings.states import Bearing
from licensing.hearings.wording import BEARINGS
from licensing.licences import queries as licences


def page(template: str, case: Case, form: CaseForm, **values: object) -> ResponseReturnValue:
    """Return a page of a case with its form; 422 when the form was refused."""
    html = render_template(f"licensing/hearings/{template}.html", case=case, form=form, **values, **SHOWN)
    return html, 422 if form.errors else 200


@blueprint.route("/case/<reference>/objections/<objection>", methods=["GET", "POST"])
@CHECK
def answer_objection(reference: str, objection: str) -> ResponseReturnValue:
    """Show an objection, and take what an officer makes of it."""
    application = queries.get(reference)
    form = opened(ObjectionAnswerForm, application)
    row = hearings.objection(application.id, objection, lock=form.is_submitted())
    if form.validate_on_submit() and done(
        form, application, lambda: service.answer(row, Bearing(form.bearing.data), form.answer.data, by=signed_in())
    ):
        flash(_("The objection is answered."), "success")
        return redirect(url_for("assessment.case", reference=application.reference, _anchor="hearing"), 303)
    return page("objection", shown(application), form, objection=row, bearings=BEARINGS)


@blueprint.route("/case/<reference>/intend", methods=["GET", "POST"])
@DECIDE
def intend(reference: str) -> ResponseReturnValue:
    """Tell the agency that it may be refused, and why."""
    application = queries.get(reference, lock=request.method == "POST")
    form = opened(IntentionForm, application)
    grounds = licences.grounds(Outcome.REFUSE, clock.today())
    form.ground.choices = [(item.code, item.sentence, item.instrument) for item in grounds]
    if form.is_submitted():
        guards.refuse_same_person(application, signed_in())
    if form.validate_on_submit() and done(
        form, application,
        lambda: refusing.intend(
            application, ground_code=form.ground.data, reason=form.reason.data,
            evidence=form.evidence.data.splitlines(), by=signed_in(), version=form.seen(),
        ),
    ):  # fmt: skip
        flash(_("The agency is told why it may be refused, and may answer."), "success")
        return to_case(application)
    return page("intend", shown(application), form, grounds=grounds)


@blueprint.post("/case/<reference>/close-hearing")
@DECIDE
def close_hearing(reference: str) -> ResponseReturnValue:
    """Go on without an answer, once the agency's last day has passed."""
    application = queries.get(reference, lock=True)
    service.close(application, by=signed_in())
    return to_case(application)


@blueprint.route("/case/<reference>/reassess", methods=["GET", "POST"])
@DECIDE
def reassess(reference: str) -> ResponseReturnValue:
    """Give a case that was heard back to be assessed anew."""
    application = queries.get(reference, lock=request.method == "POST")
    form = opened(ReassessForm, application)
    if form.is_submitted():
        guards.refuse_same_person(application, signed_in())
    if form.validate_on_submit() and done(
        form, application,
        lambda: refusing.reassess(application, reason=form.reason.data, by=signed_in(), version=form.seen()),
    ):  # fmt: skip
        flash(_("The case is to be assessed anew."), "success")
        return to_case(application)
    return page("reassess", shown(application), form, may=application.status == Status.REPRESENTATIONS)


@blueprint.route("/case/<reference>/quash", methods=["GET", "POST"])
@DECIDE
def quash(reference: str) -> ResponseReturnValue:
    """Record that a court or an appeal undid the decision."""
    application = queries.get(reference, lock=request.method == "POST")
    form = opened(QuashForm, application)
    if form.is_submitted():
        guards.refuse_same_person(application, signed_in())
    if form.validate_on_submit() and done(
        form, application,
        lambda: refusing.quash(application, order=form.order.data, reason=form.reason.data, by=signed_in()),
    ):  # fmt: skip
        flash(_("The decision no longer stands. Somebody who had no hand in it looks at the case again."), "success")
        return to_case(application)
    may = application.status in (Status.REFUSED, Status.PENDING_ACTIVATION)
    return page("quash", shown(application), form, may=may)


@blueprint.post("/case/<reference>/look-again")
@CHECK
def look_again(reference: str) -> ResponseReturnValue:
    """Take up a case whose decision was quashed."""
    application = queries.get(reference, lock=True)
    refusing.look_again(application, by=signed_in(), version=CaseForm().seen())
    flash(_("You look at this case again. The checks keep their results."), "success")
    return to_case(application)


@blueprint.get("/case/<reference>/representation/<uuid:paper>")
@SEE
def representation_paper(reference: str, paper: UUID) -> ResponseReturnValue:
    """Show a paper that came with an agency's answer."""
    application = queries.get(reference)
    row, stored = hearings.paper(application.id, paper)
    return served(stored, row.media_type)
