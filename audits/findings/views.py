"""Pages of findings: the list, recording one, one finding and its steps."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from audits import wording
from audits.findings import queries, service
from audits.findings.forms import FilterForm, FindingForm, NoteForm, ReasonForm
from audits.findings.queries import LATE, Filter, FindingRow
from audits.findings.states import Status
from audits.visits import queries as visits
from audits.visits.states import Status as AuditStatus
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, Refused
from core.i18n import translate
from core.paging import Page
from core.permit import permits
from core.spreadsheets import as_csv
from core.web import pages

blueprint = pages("findings", __name__, "/visit")
PAGE = 25


def wanted() -> Filter:
    """Return what the address asks for."""
    status, severity = request.args.get("status", ""), request.args.get("severity", "")
    return Filter(
        status if status == LATE or status in wording.FINDING_STATES else "",
        severity if severity in wording.SEVERITIES else "",
        request.args.get("supplier", "")[:20],
    )


@blueprint.get("/findings")
@permits(Permission.SEE_AUDITS)
def index() -> Any:
    """Show findings over all audits, the open ones that are due first before the others."""
    asked = wanted()
    found = queries.search(asked, Page(request.args.get("page", 1, int), PAGE), by=signed_in())
    return render_template(
        "audits/findings/index.html", found=found, wanted=asked, filter_form=FilterForm(request.args), wording=wording
    )


@blueprint.get("/findings.csv")
@permits(Permission.SEE_AUDITS)
def export() -> Any:
    """Give the findings of the present filter as CSV."""
    head = [_("Finding"), _("State"), _("Late"), _("Severity"), _("Standard's own word"), _("Clause"),
            _("What was found"), _("To be put right by"), _("Audit"), _("Standard"), _("Supplier"),
            _("Name")]  # fmt: skip
    body = as_csv(head, (_exported(row) for row in queries.every(wanted(), by=signed_in())))
    response = Response(body, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="findings.csv"'
    return response


def _exported(row: FindingRow) -> list[Any]:
    finding = row.finding
    return [
        finding.reference, translate(wording.FINDING_STATES[finding.status][0]), _("Yes") if row.late else _("No"),
        translate(wording.SEVERITIES[finding.severity][0]), finding.severity_native, finding.clause,
        finding.description, finding.due_on.isoformat() if finding.due_on else "", row.audit.reference,
        row.audit.standard, row.supplier.reference, row.supplier.name,
    ]  # fmt: skip


@blueprint.route("/<reference>/findings/new", methods=["GET", "POST"])
@permits(Permission.RECORD_AUDITS)
def add(reference: str) -> Any:
    """Record a finding of an audit in progress, and the next one after it."""
    audit = visits.get(reference, lock=request.method == "POST")
    if request.method == "GET":
        service.require_recording(audit, by=signed_in())
    form = FindingForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                finding = service.record(audit, form.told(), by=signed_in())
                flash(_("Finding %(reference)s is recorded as a draft.", reference=finding.reference), "success")
                following = ".add" if request.form.get("then") == "another" else "visits.show"
                return redirect(url_for(following, reference=reference), 303)
            except (Invalid, Conflict, Refused) as problem:
                status = _kept(form, problem)
    return render_template("audits/findings/form.html", form=form, audit=audit, finding=None), status


def _kept(form: Any, problem: Invalid | Conflict | Refused) -> int:
    forms.add_problem(form, problem)
    return problem.status


@blueprint.get("/findings/<reference>")
@permits(Permission.SEE_AUDITS)
def show(reference: str) -> Any:
    """Show one finding, what happened to it, and what the reader may do now."""
    actor = signed_in()
    row = queries.get(reference, by=actor)
    records, commissions = visits.records(row.audit, actor), visits.commissions(row.audit, actor)
    lines = [
        {"title": translate(wording.EVENTS.get(entry.action, (entry.action, ""))[0]), "by": entry.actor_name,
         "at": entry.at, "text": entry.reason, "kind": wording.EVENTS.get(entry.action, ("", "neutral"))[1]}
        for entry in visits.events_of([row.finding.id])
    ]  # fmt: skip
    return render_template(
        "audits/findings/show.html", row=row, finding=row.finding, audit=row.audit, supplier=row.supplier,
        wording=wording, timeline=lines, commissions=commissions,
        may_change=records and row.finding.status == Status.DRAFT and row.audit.status == AuditStatus.IN_PROGRESS,
        may_withdraw=records and row.finding.status in (Status.DRAFT, Status.OPEN),
        may_close=(records or commissions) and row.finding.status == Status.OPEN,
        may_reopen=(records or commissions) and row.finding.status == Status.CLOSED_VERIFIED,
    )  # fmt: skip


@blueprint.route("/findings/<reference>/edit", methods=["GET", "POST"])
@permits(Permission.RECORD_AUDITS)
def revise(reference: str) -> Any:
    """Change a draft."""
    row = queries.get(reference, by=signed_in(), lock=request.method == "POST")
    form = FindingForm(obj=row.finding).of(row)
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                seen = str(form.stamp.data or "")
                service.revise(row.finding, row.audit, form.told(), seen=seen, by=signed_in())
                flash(_("The finding is changed."), "success")
                return redirect(url_for(".show", reference=reference), 303)
            except (Invalid, Conflict, Refused) as problem:
                status = _kept(form, problem)
                form.stamp.data, form.stamp.raw_data = row.stamp, None
    return render_template("audits/findings/form.html", form=form, audit=row.audit, finding=row.finding), status


@blueprint.route("/findings/<reference>/withdraw", methods=["GET", "POST"])
@permits(Permission.RECORD_AUDITS)
def withdraw(reference: str) -> Any:
    """Withdraw a finding, saying why."""
    form = ReasonForm()
    return _worded(
        reference, form, lambda row: service.withdraw(row.finding, row.audit, form.reason.data, by=signed_in()),
        done=_("The finding is withdrawn."), title=_("Withdraw the finding"), button=_("Withdraw"), kind="warning",
        text=_("It stays readable, with your reason."),
    )  # fmt: skip


@blueprint.route("/findings/<reference>/close", methods=["GET", "POST"])
@permits(Permission.RECORD_AUDITS)
def close(reference: str) -> Any:
    """Close a finding that was put right, saying how that was verified."""
    form = NoteForm()
    return _worded(
        reference, form, lambda row: service.close(row.finding, row.audit, form.note.data, by=signed_in()),
        done=_("The finding is closed."), title=_("Close the finding"), button=_("Close the finding"), kind="primary",
        text=_("A promise is no remedy: close it when someone has verified that it was put right."),
    )  # fmt: skip


@blueprint.route("/findings/<reference>/reopen", methods=["GET", "POST"])
@permits(Permission.RECORD_AUDITS)
def reopen(reference: str) -> Any:
    """Open a closed finding again, saying why."""
    form = ReasonForm()
    return _worded(
        reference, form, lambda row: service.reopen(row.finding, row.audit, form.reason.data, by=signed_in()),
        done=_("The finding is open again."), title=_("Open the finding again"), button=_("Open again"), kind="primary",
        text=_("Because it was not put right after all, or has come back."),
    )  # fmt: skip


def _worded(reference: str, form: Any, act: Callable[[FindingRow], None], *, done: str, **shown: Any) -> Any:
    """Take a step that needs words; what was typed is kept when it is refused."""
    row = queries.get(reference, by=signed_in(), lock=request.method == "POST")
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                act(row)
                flash(done, "success")
                return redirect(url_for(".show", reference=reference), 303)
            except (Invalid, Conflict, Refused) as problem:
                status = _kept(form, problem)
    return render_template("audits/findings/reason.html", form=form, row=row, finding=row.finding, **shown), status
