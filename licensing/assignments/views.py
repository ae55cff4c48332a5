"""Pages of assignments, of conflicts of interest, and of grants looked at again."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import clock, forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_, translate
from core.paging import Page
from core.permit import permits
from core.web import pages
from licensing.assessment import queries as cases
from licensing.assignments import queries, rules, service
from licensing.assignments.forms import DeclareForm, EndForm, FindForm, GiveForm, ReleaseForm, ReviewForm, TaskForm
from licensing.assignments.states import Interest, ReviewOutcome, Task

blueprint = pages("assignments", __name__, "/staff")
SEE = permits(Permission.SEE_CASES)
CHECK = permits(Permission.CHECK_APPLICATIONS)
DECIDE = permits(Permission.DECIDE_APPLICATIONS)
SHOWN = {"TASKS": rules.TASKS, "HOWS": rules.HOWS, "INTERESTS": rules.INTERESTS, "REVIEWS": rules.REVIEWS}


def _page() -> Page:
    return Page(request.args.get("page", 1, int))


@blueprint.get("/assignments")
@SEE
def index() -> Any:
    """Show who works on which case."""
    mine = request.args.get("whose") == "mine"
    by = signed_in()
    return render_template(
        "licensing/assignments/index.html", found=queries.working(_page(), person_id=by.person_id if mine else None),
        mine=mine, today=clock.today(), may_take=by.may(Permission.CHECK_APPLICATIONS),
        may_decide=by.may(Permission.DECIDE_APPLICATIONS), **SHOWN,
    )  # fmt: skip


@blueprint.post("/assignments/next")
@CHECK
def take_next() -> Any:
    """Take the case that is next by the rule, and go to it."""
    told = TaskForm().task.data
    task = Task(told) if told in set(Task) else Task.ASSESS
    if task is Task.DECIDE and not signed_in().may(Permission.DECIDE_APPLICATIONS):
        task = Task.ASSESS
    row = service.take_next(task, by=signed_in())
    if row is None:
        flash(_("No case is waiting that you may take."), "information")
        return redirect(url_for(".index"), 303)
    flash(_("This case is yours: it is next by the rule."), "success")
    return redirect(url_for("assessment.case", reference=row.application.reference), 303)


@blueprint.get("/cases/<reference>/assignment")
@SEE
def history(reference: str) -> Any:
    """Show who has a case, who had it, and the form that hands it over."""
    return _history(reference, GiveForm(formdata=None), ReleaseForm(formdata=None))


def _history(reference: str, form: GiveForm, release_form: ReleaseForm, status: int = 200) -> Any:
    application = cases.get(reference)
    rows = queries.history(application.id)
    _offer(form)
    by = signed_in()
    page = render_template(
        "licensing/assignments/history.html", application=application, rows=rows, form=form, release_form=release_form,
        open={row.task: row for row in rows if row.ended_at is None},
        conflicted=queries.is_conflicted(by.person_id, application.agency_id),
        may_give=by.may(Permission.CHECK_APPLICATIONS), **SHOWN,
    )  # fmt: skip
    return page, status


def _offer(form: GiveForm) -> None:
    staff = {item.person_id: item for task in Task for item in queries.staff(task)}
    form.person.choices = [
        (str(item.person_id), _("%(name)s, %(num)s open", name=item.name, num=item.open)) for item in staff.values()
    ]


@blueprint.post("/cases/<reference>/assignment")
@CHECK
def give(reference: str) -> Any:
    """Give a case to a person."""
    application = cases.get(reference, lock=True)
    form, status = GiveForm(), 422
    _offer(form)
    if form.validate_on_submit():
        try:
            service.give(application, Task(form.task.data), UUID(form.person.data), reason=form.reason.data or "",
                         by=signed_in())  # fmt: skip
            flash(_("The case is handed over."), "success")
            return redirect(url_for(".history", reference=reference), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    return _history(reference, form, ReleaseForm(formdata=None), status)


@blueprint.post("/cases/<reference>/assignment/take")
@CHECK
def take(reference: str) -> Any:
    """Take a case that nobody has."""
    told = TaskForm().task.data
    service.take(cases.get(reference, lock=True), Task(told) if told in set(Task) else Task.ASSESS, by=signed_in())
    flash(_("This case is yours."), "success")
    return redirect(url_for(".history", reference=reference), 303)


@blueprint.post("/cases/<reference>/assignment/release")
@CHECK
def release(reference: str) -> Any:
    """Put a case back, so that it is next for somebody else."""
    application = cases.get(reference, lock=True)
    form, status = ReleaseForm(), 422
    task = Task(form.task.data) if form.task.data in set(Task) else Task.ASSESS
    if form.validate_on_submit():
        try:
            service.release(application, task, reason=form.reason.data or "", by=signed_in())
            flash(_("The case waits for the next person."), "success")
            return redirect(url_for(".history", reference=reference), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    give_form = GiveForm(formdata=None)
    return _history(reference, give_form, form, status)


# ------------------------------------------------------------------------------------------ conflicts of interest


@blueprint.get("/conflicts")
@SEE
def conflicts() -> Any:
    """Show the register of interests, and who should be asked."""
    return render_template(
        "licensing/assignments/conflicts.html", found=queries.conflicts(_page()), suspicions=queries.suspicions(),
        today=clock.today(), may_end=signed_in().may(Permission.DECIDE_APPLICATIONS), me=signed_in().person_id, **SHOWN,
    )  # fmt: skip


@blueprint.route("/conflicts/new", methods=["GET", "POST"])
@SEE
def declare() -> Any:
    """Find an agency, then declare what stands between a person and it."""
    reference = request.args.get("agency", "")
    agency = queries.agency(reference) if reference else None
    if reference and agency is None:
        raise NotFound("agency-unknown", N_("There is no agency with this reference."))
    if agency is None:
        text = request.args.get("q", "").strip()[:120]
        found = queries.agencies_named(text) if text else []
        return render_template(
            "licensing/assignments/find.html", form=FindForm(formdata=None, q=text), text=text, found=found
        )
    form, status = DeclareForm(), 200
    by = signed_in()
    people = [(str(by.person_id), by.name)]
    if by.may(Permission.DECIDE_APPLICATIONS):
        people += [
            (str(item.person_id), item.name) for item in queries.staff(Task.ASSESS) if item.person_id != by.person_id
        ]
    form.person.choices = people
    if not form.is_submitted():
        form.person.data = str(by.person_id)
    if form.validate_on_submit():
        try:
            service.declare(
                agency, Interest(form.kind.data), detail=form.detail.data or "", from_on=form.from_on.data,
                until_on=form.until_on.data, person_id=UUID(form.person.data), by=by,
            )  # fmt: skip
            flash(_("The interest is declared. It blocks from now on."), "success")
            return redirect(url_for(".conflicts"), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    page = render_template("licensing/assignments/declare.html", agency=agency, form=form)
    return page, status if status != 200 else 422 if form.errors else 200


@blueprint.route("/conflicts/<uuid:conflict_id>/end", methods=["GET", "POST"])
@DECIDE
def end(conflict_id: UUID) -> Any:
    """End a declared interest from a day on."""
    row = queries.conflict(conflict_id, lock=request.method == "POST")
    form, status = EndForm(), 200
    if form.validate_on_submit():
        try:
            service.end_interest(row, until_on=form.until_on.data, reason=form.reason.data or "", by=signed_in())
            flash(_("The entry ends on that day. It stays in the register."), "success")
            return redirect(url_for(".conflicts"), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    page = render_template("licensing/assignments/end.html", row=row, form=form, **SHOWN)
    return page, status if status != 200 else 422 if form.errors else 200


# ------------------------------------------------------------------------------------------ grants again


@blueprint.get("/re-reviews")
@SEE
def drawn() -> Any:
    """Show the grants that were drawn to be looked at again."""
    told = request.args.get("done", "no")
    done = {"yes": True, "no": False}.get(told)
    every, selected = queries.draws_made()
    return render_template(
        "licensing/assignments/drawn.html", found=queries.drawn(_page(), done=done), told=told, every=every,
        selected=selected, **SHOWN,
    )  # fmt: skip


@blueprint.route("/re-reviews/<reference>", methods=["GET", "POST"])
@CHECK
def review(reference: str) -> Any:
    """Show one drawn grant, and take what a second look came to."""
    draw = queries.draw_of(reference)
    form, status = ReviewForm(), 200
    why_not = service.why_not_reviewer(draw, signed_in())
    if form.validate_on_submit():
        try:
            service.review(draw, ReviewOutcome(form.outcome.data), reason=form.reason.data or "", by=signed_in())
            flash(_("Your second look is recorded."), "success")
            return redirect(url_for(".drawn"), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    page = render_template(
        "licensing/assignments/review.html", draw=draw, form=form, decision=queries.decision(draw.decision_id),
        why_not=translate(why_not) if why_not else None, **SHOWN,
    )  # fmt: skip
    return page, status if status != 200 else 422 if form.errors else 200
