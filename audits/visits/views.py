"""Pages of audits: the list, planning one, one audit with its findings, its steps."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.organisations.queries import get as organisation
from accounts.permissions import Permission
from audits import wording
from audits.engagements import queries as engagements
from audits.findings import queries as findings
from audits.visits import panels, queries, service
from audits.visits.forms import FilterForm, PlanForm, ReasonForm, StepForm, SubmitForm
from audits.visits.models import Audit
from audits.visits.queries import Filter
from audits.visits.states import AuditType, Status
from core import clock, countries, forms, i18n
from core.actor import signed_in
from core.errors import Conflict, Invalid, Refused
from core.i18n import translate
from core.paging import Page
from core.permit import permits
from core.spreadsheets import as_csv
from core.web import pages
from supplychain.suppliers import queries as suppliers

blueprint = pages("visits", __name__, "/visit")
ENGAGEMENTS_SHOWN = 20
PAGE = 25
panels.join()


def wanted() -> Filter:
    """Return what the address asks for."""
    status = request.args.get("status", "")
    return Filter(
        " ".join(request.args.get("q", "").split())[:200], status if status in wording.AUDIT_STATES else "",
        request.args.get("supplier", "")[:20],
    )  # fmt: skip


@blueprint.get("")
@permits(Permission.SEE_AUDITS)
def index() -> Any:
    """Show audits, those under way first; to an auditor also where it is engaged."""
    actor = signed_in()
    asked = wanted()
    found = queries.search(asked, Page(request.args.get("page", 1, int), PAGE))
    commissions = actor.may(Permission.COMMISSION_AUDITS)
    return render_template(
        "audits/visits/index.html", found=found, wanted=asked, filter_form=FilterForm(request.args), wording=wording,
        tallies=queries.tallies([audit.id for audit in found.rows]), counts=queries.counts(actor), today=clock.today(),
        country=_country, open_findings=findings.open_findings() if commissions else None, next=queries.next_visit(),
        engaged=None if commissions else engagements.search(Page(1, ENGAGEMENTS_SHOWN), only_running=True),
    )  # fmt: skip


def _country(code: str) -> str:
    return countries.name(code, i18n.language().code)


@blueprint.get("/audits.csv")
@permits(Permission.SEE_AUDITS)
def export() -> Any:
    """Give the audits of the present filter as CSV."""
    head = [_("Audit"), _("Supplier"), _("Name"), _("Standard"), _("Announced"), _("State"), _("First day"),
            _("Last day"), _("Led by"), _("Open findings"), _("Late findings")]  # fmt: skip
    audits = list(queries.every(wanted()))
    tallies = queries.tallies([audit.id for audit in audits])
    rows = []
    for audit in audits:
        tally = tallies.get(audit.id, queries.Tally())
        rows.append(
            [audit.reference, audit.supplier.reference, audit.supplier.name, audit.standard,
             translate(wording.TYPES[audit.audit_type][0]), translate(wording.AUDIT_STATES[audit.status][0]),
             audit.starts_on.isoformat(), audit.ends_on.isoformat() if audit.ends_on else "", audit.lead_auditor_name,
             tally.open, tally.late]
        )  # fmt: skip
    response = Response(as_csv(head, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audits.csv"'
    return response


@blueprint.route("/new", methods=["GET", "POST"])
@permits(Permission.RECORD_AUDITS)
def plan() -> Any:
    """Plan an audit of the supplier that the address names."""
    actor = signed_in()
    supplier = suppliers.get(request.args.get("supplier", ""))
    form = PlanForm()
    if form.validate_on_submit():
        try:
            audit = service.plan(
                supplier, standard=form.standard.data, audit_type=AuditType(form.audit_type.data),
                starts_on=form.starts_on.data, ends_on=form.ends_on.data, by=actor,
            )  # fmt: skip
            flash(_("The audit is planned. Start it when you are there."), "success")
            return redirect(url_for(".show", reference=audit.reference), 303)
        except Invalid as problem:
            forms.add_problem(form, problem)
    own = supplier.organisation_id == actor.organisation_id
    return render_template(
        "audits/visits/plan.html", form=form, supplier=supplier, country=_country(supplier.country),
        engagement=None if own else engagements.running(supplier.id, by=actor),
    ), 422 if form.errors else 200  # fmt: skip


@blueprint.get("/<reference>")
@permits(Permission.SEE_AUDITS)
def show(reference: str) -> Any:
    """Show one audit: facts, findings, summary, what happened, and what the reader may do now."""
    return _page(queries.get(reference))


def _page(audit: Audit, problem: Invalid | Conflict | Refused | None = None) -> Any:
    actor = signed_in()
    rows = findings.of_audit(audit, by=actor)
    form = StepForm(formdata=None).for_audit(audit)
    if problem is not None:
        forms.add_problem(form, problem)
    firm = organisation(audit.auditor_organisation_id) if audit.auditor_organisation_id else None
    company = organisation(audit.organisation_id)
    # Whoever records sees every line; the company sees none about drafts that were never issued.
    told = queries.events_of([audit.id, *(row.finding.id for row in rows)])
    return render_template(
        "audits/visits/show.html", audit=audit, form=form, rows=rows, wording=wording,
        records=queries.records(audit, actor), firm=firm.name if firm else None,
        company=company.name if company else "", country=_country(audit.supplier.country),
        commissions=queries.commissions(audit, actor), led=audit.lead_auditor == actor.person_id, Status=Status,
        timeline=_timeline(told, {row.finding.id: row.finding.reference for row in rows}),
    ), problem.status if problem else 200  # fmt: skip


def _timeline(entries: list[Any], references: dict[Any, str]) -> list[dict[str, Any]]:
    """Return trail entries as lines; the many findings that one submission issues are one line."""
    lines: list[dict[str, Any]] = []
    for entry in entries:
        if entry.action == "audits.finding.issue":
            continue
        words, kind = wording.EVENTS.get(entry.action, (entry.action, "neutral"))
        about = references.get(entry.subject_id)
        text = entry.reason
        if entry.action == "audits.audit.submit":
            number = int(entry.detail.get("findings", 0))
            text = ngettext("%(num)s finding issued.", "%(num)s findings issued.", number)
        title = f"{translate(words)}: {about}" if about else translate(words)
        lines.append({"title": title, "by": entry.actor_name, "at": entry.at, "text": text, "kind": kind})
    return lines


@blueprint.post("/<reference>/start")
@permits(Permission.RECORD_AUDITS)
def start(reference: str) -> Any:
    """Begin the audit."""
    return _step(reference, service.start, _("The audit is in progress. Record what you find."))


@blueprint.post("/<reference>/accept")
@permits(Permission.COMMISSION_AUDITS)
def accept(reference: str) -> Any:
    """Accept a submitted audit as final."""
    return _step(reference, service.accept, _("The audit is final."))


def _step(reference: str, act: Callable[..., None], done: str) -> Any:
    audit = queries.get(reference, lock=True)
    form = StepForm()
    if not form.validate_on_submit():
        return _page(audit)
    try:
        act(audit, version=form.seen(), by=signed_in())
    except (Conflict, Refused) as problem:
        return _page(audit, problem)
    flash(done, "success")
    return redirect(url_for(".show", reference=audit.reference), 303)


@blueprint.route("/<reference>/submit", methods=["GET", "POST"])
@permits(Permission.RECORD_AUDITS)
def submit(reference: str) -> Any:
    """Sum the audit up and hand it to the company."""
    audit = queries.get(reference, lock=request.method == "POST")
    form = SubmitForm()
    if not form.is_submitted():
        form.text.data = audit.summary
    form.for_audit(audit)
    drafts = [row for row in findings.of_audit(audit, by=signed_in()) if row.finding.status == "draft"]
    return _worded(
        audit, form, lambda: service.submit(audit, form.text.data, version=form.seen(), by=signed_in()),
        template="audits/visits/submit.html", done=_("The audit is submitted. Its findings are open."), drafts=drafts,
    )  # fmt: skip


@blueprint.route("/<reference>/return", methods=["GET", "POST"])
@permits(Permission.COMMISSION_AUDITS)
def send_back(reference: str) -> Any:
    """Send a submitted audit back, saying what is missing."""
    audit = queries.get(reference, lock=request.method == "POST")
    form = ReasonForm()
    form.for_audit(audit)
    return _worded(
        audit, form, lambda: service.send_back(audit, form.reason.data, version=form.seen(), by=signed_in()),
        template="audits/visits/reason.html", done=_("The audit is sent back."), title=_("Send the audit back"),
        text=_("Say what is missing. Findings that were issued stay open."), button=_("Send back"), kind="primary",
    )  # fmt: skip


@blueprint.route("/<reference>/abort", methods=["GET", "POST"])
@permits(Permission.RECORD_AUDITS)
def abort(reference: str) -> Any:
    """Break an audit off, saying why."""
    audit = queries.get(reference, lock=request.method == "POST")
    form = ReasonForm()
    form.for_audit(audit)
    return _worded(
        audit, form, lambda: service.abort(audit, form.reason.data, version=form.seen(), by=signed_in()),
        template="audits/visits/reason.html", done=_("The audit is broken off."), title=_("Break the audit off"),
        text=_("For example because access was denied, or people were in danger. Draft findings are withdrawn."),
        button=_("Break off"), kind="warning",
    )  # fmt: skip


def _worded(audit: Audit, form: Any, act: Callable[[], object], *, template: str, done: str, **shown: Any) -> Any:
    """Take a step that needs words; what was typed is kept when it is refused."""
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                act()
                flash(done, "success")
                return redirect(url_for(".show", reference=audit.reference), 303)
            except (Invalid, Conflict, Refused) as problem:
                forms.add_problem(form, problem)
                status = problem.status
                form.version.data, form.version.raw_data = str(audit.version), None
    return render_template(template, audit=audit, form=form, **shown), status
