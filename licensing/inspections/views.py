"""Pages of inspections for the regulator: plan, my visits, lists, samples, findings, report, end."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import clock, forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_
from core.paging import Page
from core.permit import permits
from licensing.assessment import queries as cases
from licensing.inspections import agency_views, queries, service
from licensing.inspections.forms import FindingForm, FrameForm, PlanForm, ReasonForm, ReportForm, SeenForm
from licensing.inspections.models import Inspection
from licensing.inspections.shown import SHOWN, blueprint
from licensing.inspections.states import OPEN, FrameKind, Outcome, Seen, Status
from licensing.standards.states import FindingOutcome

SEE = permits(Permission.SEE_CASES)
CHECK = permits(Permission.CHECK_APPLICATIONS)
INSPECT = permits(Permission.INSPECT)

__all__ = ["agency_views", "blueprint"]


@blueprint.get("/staff/inspections")
@SEE
def index() -> Any:
    """Show the visits: an inspector's own and open ones unless asked otherwise."""
    by = signed_in()
    whose = request.args.get("whose", "mine" if by.may(Permission.INSPECT) else "all")
    status = request.args.get("status", "open")
    status = status if status in {"open", "", *(str(item) for item in Status)} else "open"
    found = queries.search(
        Page(request.args.get("page", 1, int)), inspector_id=by.person_id if whose == "mine" else None, status=status
    )
    return render_template(
        "licensing/inspections/index.html", found=found, whose=whose, status=status, today=clock.today(),
        may_inspect=by.may(Permission.INSPECT), **SHOWN,
    )  # fmt: skip


@blueprint.route("/staff/cases/<reference>/inspection", methods=["GET", "POST"])
@CHECK
def plan_for_case(reference: str) -> Any:
    """Plan an inspection of a case."""
    application = cases.get(reference, lock=request.method == "POST")
    return _plan(application.agency, application)


@blueprint.route("/staff/agencies/<agency>/inspection", methods=["GET", "POST"])
@INSPECT
def plan_for_agency(agency: str) -> Any:
    """Plan an inspection of an agency, apart from any case."""
    found = queries.agency(agency)
    if found is None:
        raise NotFound("agency-unknown", N_("There is no agency with this reference."))
    return _plan(found, None)


def _plan(agency: Any, application: Any) -> Any:
    form, status = PlanForm(), 200
    form.inspector.choices = [
        (str(item.person_id), _("%(name)s, %(num)s open", name=item.name, num=item.open))
        for item in queries.inspectors()
    ]
    if not form.is_submitted():
        form.place.data = ", ".join(part for part in (agency.address, agency.city) if part)
    if form.validate_on_submit():
        try:
            row = service.plan(agency, form.plan(), application=application, by=signed_in())
            flash(_("The inspection is planned."), "success")
            return redirect(url_for(".show", reference=row.reference), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    page = render_template("licensing/inspections/plan.html", agency=agency, application=application, form=form)
    return page, status if status != 200 else 422 if form.errors else 200


@blueprint.get("/staff/inspections/<reference>")
@SEE
def show(reference: str) -> Any:
    """Show one inspection with everything that was declared, drawn, seen, found and answered."""
    return _show(queries.get(reference))


def _show(row: Inspection, status: int = 200, **typed: Any) -> Any:
    by = signed_in()
    mine = row.inspector_id == by.person_id
    form_of = {"frame": FrameForm, "seen": SeenForm, "finding": FindingForm, "reason": ReasonForm, "report": ReportForm}
    shown = {name: typed.get(name) or kind(formdata=None, prefix="") for name, kind in form_of.items()}
    shown["finding"].standard.choices = [
        (item.code, f"{item.code} {item.title}") for item in queries.standards_for(row)
    ]
    shown["seen"].entry.choices = [
        (f"{sample.kind}:{entry}", entry) for sample in row.samples for entry in sample.picked
    ]
    page = render_template(
        "licensing/inspections/show.html", row=row, application=queries.application_of(row), steps=shown, mine=mine,
        form=next(iter(typed.values()), None), left=queries.unseen(row.samples), open=row.status in OPEN,
        visiting=mine and row.status == Status.VISITING, may_check=by.may(Permission.CHECK_APPLICATIONS),
        may_inspect=by.may(Permission.INSPECT), today=clock.today(), **SHOWN,
    )  # fmt: skip
    return page, status


def _step(
    reference: str, name: str, form: forms.FairgateForm, command: Callable[[Inspection, Any], object], done: str
) -> Any:
    """Run one step with its form; a refusal is shown on the page, with what was typed."""
    row = queries.get(reference, lock=True)
    status = 422
    if name == "finding":
        form.standard.choices = [(item.code, item.title) for item in queries.standards_for(row)]
    if name == "seen":
        form.entry.choices = [(f"{item.kind}:{entry}", entry) for item in row.samples for entry in item.picked]
    if form.validate_on_submit():
        try:
            command(row, form)
            flash(done, "success")
            return redirect(url_for(".show", reference=row.reference), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    return _show(row, status, **{name: form})


@blueprint.post("/staff/inspections/<reference>/start")
@INSPECT
def start(reference: str) -> Any:
    """Begin the visit."""
    service.start(queries.get(reference, lock=True), by=signed_in())
    flash(_("The visit has begun."), "success")
    return redirect(url_for(".show", reference=reference), 303)


@blueprint.post("/staff/inspections/<reference>/lists")
@INSPECT
def declare(reference: str) -> Any:
    """Take a list as the agency hands it over."""
    return _step(
        reference, "frame", FrameForm(),
        lambda row, form: service.declare(row, FrameKind(form.kind.data), form.entries.data or "", by=signed_in()),
        _("The list is kept as it was declared."),
    )  # fmt: skip


@blueprint.post("/staff/inspections/<reference>/samples/<kind>")
@INSPECT
def draw(reference: str, kind: str) -> Any:
    """Have the sample drawn."""
    if kind not in set(FrameKind):
        raise NotFound("kind-unknown", N_("There is no such list."))
    service.draw(queries.get(reference, lock=True), FrameKind(kind), by=signed_in())
    flash(_("The sample is drawn. It stays as it is."), "success")
    return redirect(url_for(".show", reference=reference), 303)


@blueprint.post("/staff/inspections/<reference>/seen")
@INSPECT
def see(reference: str) -> Any:
    """Record what became of one thing that was drawn."""

    def command(row: Inspection, form: SeenForm) -> None:
        kind, _sep, entry = str(form.entry.data).partition(":")
        service.see(row, FrameKind(kind), entry, Seen(form.result.data), note=form.note.data, by=signed_in())

    return _step(reference, "seen", SeenForm(), command, _("Recorded."))


@blueprint.post("/staff/inspections/<reference>/findings")
@INSPECT
def find(reference: str) -> Any:
    """Record a finding of the visit."""
    return _step(
        reference, "finding", FindingForm(),
        lambda row, form: service.find(
            row, FindingOutcome(form.found.data), text=form.text.data or "", standard_code=form.standard.data or None,
            by=signed_in(),
        ),
        _("The finding is recorded."),
    )  # fmt: skip


@blueprint.post("/staff/inspections/<reference>/report")
@INSPECT
def report(reference: str) -> Any:
    """File the report."""
    return _step(
        reference, "report", ReportForm(),
        lambda row, form: service.report(
            row, Outcome(form.outcome.data), text=form.report.data or "", respond_by=form.respond_by.data,
            by=signed_in(),
        ),
        _("The report is filed. The agency can read and answer it."),
    )  # fmt: skip


@blueprint.post("/staff/inspections/<reference>/cancel")
@CHECK
def cancel(reference: str) -> Any:
    """Cancel an inspection."""
    return _step(
        reference, "reason", ReasonForm(),
        lambda row, form: service.cancel(row, reason=form.reason.data or "", by=signed_in()),
        _("The inspection is cancelled."),
    )  # fmt: skip


@blueprint.post("/staff/inspections/<reference>/close")
@CHECK
def close(reference: str) -> Any:
    """Close a reported inspection."""
    return _step(
        reference, "reason", ReasonForm(),
        lambda row, form: service.close(row, reason=form.reason.data or "", by=signed_in()),
        _("The inspection is closed."),
    )  # fmt: skip


@blueprint.route("/staff/inspections/<reference>/inspector", methods=["GET", "POST"])
@CHECK
def hand_over(reference: str) -> Any:
    """Give a planned inspection to another inspector."""
    row = queries.get(reference, lock=request.method == "POST")
    form, status = ReasonForm(), 200
    people = queries.inspectors()
    chosen = request.form.get("inspector", "")
    if form.validate_on_submit():
        try:
            known = {str(item.person_id): item.person_id for item in people}
            service.hand_over(row, known.get(chosen), reason=form.reason.data or "", by=signed_in())
            flash(_("Another inspector makes this visit now."), "success")
            return redirect(url_for(".show", reference=reference), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    page = render_template("licensing/inspections/hand_over.html", row=row, form=form, people=people, chosen=chosen)
    return page, status if status != 200 else 422 if form.errors else 200
