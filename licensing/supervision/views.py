"""Pages of conditions, appeals, points, drafts and winding down."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import clock, forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_, long_date, translate
from core.paging import Page
from core.permit import permits
from core.web import pages
from licensing.licences import appeals as appealing
from licensing.licences import conditions as conditioning
from licensing.licences import proposing, queries, winding
from licensing.licences.marks import SEVERITIES
from licensing.licences.models import Licence
from licensing.licences.showing import SHOWN, renamed
from licensing.licences.states import AppealKind, AppealStatus, ConditionStatus, Measure, Severity, WindDown
from licensing.points import queries as point_queries
from licensing.points import service as point_service
from licensing.supervision import forms as supervising
from licensing.supervision import queries as waiting
from licensing.supervision.forms import NoteForm

blueprint = pages("supervision", __name__, url_prefix="/staff/licences")

SEE = permits(Permission.SEE_CASES)
PROPOSE = permits(Permission.PROPOSE_LICENCE_MEASURES)
DECIDE = permits(Permission.DECIDE_LICENCE_MEASURES)


@blueprint.get("/conditions")
@SEE
def conditions() -> ResponseReturnValue:
    """Show the conditions of all licences that are not met, the one due soonest first."""
    wanted = [key for key in request.args.getlist("status") if key in set(ConditionStatus)]
    severity = [key for key in request.args.getlist("severity") if key in set(Severity)]
    found = waiting.conditions(wanted, severity, Page(request.args.get("page", 1, type=int)))
    return render_template(
        "licensing/supervision/conditions.html", found=found, wanted=wanted, severity=severity, SEVERITIES=SEVERITIES,
        today=clock.today(), **SHOWN,
    )  # fmt: skip


@blueprint.route("/conditions/<uuid:condition_id>", methods=["GET", "POST"])
@PROPOSE
def condition(condition_id: UUID) -> ResponseReturnValue:
    """Show one condition with its evidence, and judge it."""
    row = queries.condition(condition_id, lock=request.method == "POST")
    form = supervising.JudgeForm()

    def act() -> None:
        if form.met.data == "yes":
            conditioning.satisfy(row, note=form.note.data or "", by=signed_in())
        else:
            conditioning.reject(row, note=form.note.data or "", by=signed_in())

    if _done(form, act, _("Saved. The public page says so now.")):
        return redirect(url_for(".condition", condition_id=row.id), 303)
    page = render_template(
        "licensing/supervision/condition.html", row=row, licence=row.licence, form=form, SEVERITIES=SEVERITIES,
        status=queries.status_of(row.licence), today=clock.today(), **SHOWN,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.route("/conditions/<uuid:condition_id>/<any(evidence,extend,waive):step>", methods=["GET", "POST"])
@PROPOSE
def condition_step(condition_id: UUID, step: str) -> ResponseReturnValue:
    """Enter evidence that came by letter, give more time, or propose to excuse the holder."""
    row = queries.condition(condition_id, lock=request.method == "POST")
    kind: Any = {"evidence": supervising.EvidenceForm, "extend": supervising.ExtendForm, "waive": supervising.WaiveForm}
    form = kind[step]()
    if step == "waive":
        _grounds(form, Measure.WAIVE)

    def act() -> None:
        if step == "evidence":
            conditioning.submit_evidence(row, form.text.data, by=signed_in())
        elif step == "extend":
            conditioning.extend(row, form.due_on.data, reason=form.reason.data, by=signed_in())
        else:
            proposing.propose(
                queries.by_number(row.licence.number, lock=True), Measure.WAIVE, ground_code=form.ground.data,
                reason=form.reason.data, by=signed_in(), terms=proposing.Terms(condition=row),
            )  # fmt: skip

    if _done(form, act, _("Saved.")):
        return redirect(url_for(".condition", condition_id=row.id), 303)
    titles = {
        "evidence": _("Enter evidence that came by letter"), "extend": _("Give more time"),
        "waive": _("Propose to excuse the holder"),
    }  # fmt: skip
    return _step(titles[step], form, row.licence, url_for(".condition", condition_id=row.id), about=row.text)


@blueprint.route("/measures/<uuid:measure_id>/draft", methods=["GET", "POST"])
@PROPOSE
def take_up(measure_id: UUID) -> ResponseReturnValue:
    """Take up what a rule has drafted: from then on it is the proposal of who does."""
    row = queries.measure(measure_id, lock=request.method == "POST")
    form = supervising.TakeUpForm()
    _grounds(form, Measure(row.measure))
    if not form.is_submitted():
        form.reason.data, form.ground.data = row.reason, row.ground_code
    form.how.choices = [choice for choice in form.how.offered() if choice[0] != "urgent"]

    def act() -> None:
        more = form.more()
        proposing.adopt(row, ground_code=form.ground.data, reason=form.reason.data, by=signed_in(), **more)

    if _done(form, act, _("Proposed. Nothing changes until someone else confirms it.")):
        return redirect(url_for("licences.show", number=row.licence.number), 303)
    page = render_template(
        "licensing/supervision/take_up.html", row=row, licence=row.licence, form=form,
        status=queries.status_of(row.licence), **SHOWN,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.route("/measures/<uuid:measure_id>/withdrawal", methods=["GET", "POST"])
@PROPOSE
def take_back(measure_id: UUID) -> ResponseReturnValue:
    """Take back an own proposal, or put aside what a rule has drafted."""
    row = queries.measure(measure_id, lock=request.method == "POST")
    form = NoteForm()
    if _done(form, lambda: proposing.withdraw(row, note=form.note.data or "", by=signed_in()), _("Taken back.")):
        return redirect(url_for("licences.show", number=row.licence.number), 303)
    back = url_for("licences.show", number=row.licence.number)
    return _step(_("Take the proposal back"), form, row.licence, back, about=row.reason)


@blueprint.route("/measures/<uuid:measure_id>/winding-down/<item>", methods=["GET", "POST"])
@PROPOSE
def see(measure_id: UUID, item: str) -> ResponseReturnValue:
    """Say that something is in order before a licence is given back."""
    if item not in set(WindDown):
        raise NotFound("item-unknown", N_("There is no such item on the list."))
    row = queries.measure(measure_id, lock=request.method == "POST")
    form = NoteForm()
    wanted = WindDown(item)
    if _done(form, lambda: winding.see(row, wanted, note=form.note.data or "", by=signed_in()), _("Saved.")):
        return redirect(url_for("licences.show", number=row.licence.number), 303)
    back = url_for("licences.show", number=row.licence.number)
    return _step(_("Say that it is in order"), form, row.licence, back, about=translate(winding.ITEMS[wanted]))


@blueprint.get("/appeals")
@SEE
def appeals() -> ResponseReturnValue:
    """Show the appeals: those open, those whose order waits to be carried out, those closed."""
    status = request.args.get("status", AppealStatus.LODGED)
    wanted = status if status in {*AppealStatus, "order", ""} else AppealStatus.LODGED
    found = waiting.appeals(wanted, Page(request.args.get("page", 1, type=int)))
    return render_template("licensing/supervision/appeals.html", found=found, wanted=wanted, **SHOWN)


@blueprint.route("/measures/<uuid:measure_id>/appeal", methods=["GET", "POST"])
@PROPOSE
def lodge(measure_id: UUID) -> ResponseReturnValue:
    """Enter an appeal that came by letter."""
    row = queries.measure(measure_id)
    form = supervising.LodgeForm()
    made: list[str] = []

    def act() -> None:
        kind = AppealKind(form.kind.data)
        appeal = appealing.lodge(row, form.text.data, kind=kind, lodged_on=form.lodged_on.data, by=signed_in())
        made.append(appeal.reference)

    if _done(form, act, _("Entered. The holder gets a letter.")):
        return redirect(url_for(".appeal", reference=made[0]), 303)
    until = appealing.last_day(row, AppealKind.APPEAL)
    about = _("Appeals may be lodged until %(day)s.", day=long_date(until)) if until else row.reason
    back = url_for("licences.show", number=row.licence.number)
    return _step(_("Enter an appeal that came by letter"), form, row.licence, back, about=about)


@blueprint.get("/appeals/<reference>")
@SEE
def appeal(reference: str) -> ResponseReturnValue:
    """Show one appeal: what it says, whether the decision is stayed, how it ended."""
    row = queries.appeal(reference)
    return render_template(
        "licensing/supervision/appeal.html", row=row, licence=row.licence, measure=row.measure,
        status=queries.status_of(row.licence), to_carry_out=waiting.to_carry_out(row), **SHOWN,
    )  # fmt: skip


@blueprint.route("/appeals/<reference>/<any(stay,outcome,order):step>", methods=["GET", "POST"])
@DECIDE
def appeal_step(reference: str, step: str) -> ResponseReturnValue:
    """Enter a tribunal's stay, how an appeal ended, or propose what carries its order out."""
    row = queries.appeal(reference, lock=request.method == "POST")
    kind: Any = {"stay": supervising.StayForm, "outcome": supervising.OutcomeForm, "order": supervising.SetAsideForm}
    form = kind[step]()
    if step == "order":
        _grounds(form, Measure.SET_ASIDE)

    def act() -> None:
        licence = queries.by_number(row.licence.number, lock=True)
        if step == "stay":
            appealing.stay(row, form.order.data, by=signed_in())
        elif step == "outcome":
            outcome = AppealStatus(form.outcome.data)
            appealing.close(row, outcome, text=form.text.data, order=form.order.data, by=signed_in())
        else:
            proposing.propose(
                licence, Measure.SET_ASIDE, ground_code=form.ground.data, reason=form.reason.data, by=signed_in(),
                terms=proposing.Terms(target=row.measure),
            )  # fmt: skip

    if _done(form, act, _("Saved.")):
        return redirect(url_for(".appeal", reference=row.reference), 303)
    titles = {
        "stay": _("Enter the order that the decision waits"), "outcome": _("Enter how the appeal ended"),
        "order": _("Propose to set the measure aside"),
    }  # fmt: skip
    return _step(titles[step], form, row.licence, url_for(".appeal", reference=row.reference), about=row.text)


@blueprint.route("/<number>/points", methods=["GET", "POST"])
@PROPOSE
def points(number: str) -> ResponseReturnValue:
    """Show the points of a holder, and enter some."""
    licence = queries.by_number(number)
    form = supervising.PointsForm()

    def act() -> None:
        point_service.record(
            organisation_id=licence.organisation_id, licence_id=licence.id, points=form.points.data,
            code=form.code.data, reason=form.reason.data, happened_on=form.happened_on.data, by=signed_in(),
        )  # fmt: skip

    if _done(form, act, _("Entered.")):
        return redirect(url_for(".points", number=licence.number), 303)
    page = render_template(
        "licensing/supervision/points.html", licence=licence, form=form, entries=point_queries.entries(licence.id),
        total=point_queries.points(licence.id), rule=point_queries.rule(), status=queries.status_of(licence),
        today=clock.today(), **SHOWN,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.route("/<number>/points/<uuid:entry_id>", methods=["GET", "POST"])
@PROPOSE
def take_points_back(number: str, entry_id: UUID) -> ResponseReturnValue:
    """Take points back that someone else entered."""
    licence = queries.by_number(number)
    entry = next((one for one in point_queries.entries(licence.id) if one.id == entry_id), None)
    if entry is None:
        raise NotFound("points-not-found", N_("There is no such entry of points."))
    form = NoteForm()
    if _done(form, lambda: point_service.take_back(entry, reason=form.note.data or "", by=signed_in()), _("Saved.")):
        return redirect(url_for(".points", number=licence.number), 303)
    back = url_for(".points", number=licence.number)
    return _step(_("Take points back"), form, licence, back, about=f"{entry.points}: {entry.reason}")


def _done(form: forms.FairgateForm, act: Callable[[], object], said: str) -> bool:
    """Do what a form asks for if it is sound; return whether it was done."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except (Invalid, Conflict) as problem:
        names = {"protection_plan": "plan", "immediate": "how"}
        forms.add_problem(form, renamed(problem, names | ({"reason": "note"} if isinstance(form, NoteForm) else {})))
        return False
    flash(said, "success")
    return True


def _grounds(form: Any, measure: Measure) -> None:
    found = queries.grounds(measure, clock.today())
    form.ground.choices = [(row.code, row.sentence, row.instrument) for row in found]


def _step(title: str, form: forms.FairgateForm, licence: Licence, back: str, *, about: str = "") -> ResponseReturnValue:
    page = render_template(
        "licensing/supervision/step.html", title=title, form=form, licence=licence, back=back, about=about,
        status=queries.status_of(licence), **SHOWN,
    )  # fmt: skip
    return page, 422 if form.errors else 200
