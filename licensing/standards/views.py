"""Pages of standards: those of a case with points and evidence, and the versions with their approvals."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import files, forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, Problem
from core.i18n import N_
from core.paging import Page
from core.permit import permits
from core.web import pages
from licensing.applications.models import Application
from licensing.assessment import queries as cases
from licensing.standards import queries, rules, service
from licensing.standards.forms import LARGEST_FILE, DeclineForm, FindingForm
from licensing.standards.offering import chosen, offered
from licensing.standards.queries import Asked, Evidence, Sheet
from licensing.standards.states import EvidenceKind, FindingOutcome, Status

blueprint = pages("standards", __name__, "/staff")
SEE = permits(Permission.SEE_CASES)
CHECK = permits(Permission.CHECK_APPLICATIONS)
DECIDE = permits(Permission.DECIDE_APPLICATIONS)

STATUSES: dict[str, str] = {
    Status.PROPOSED: N_("Waits for approval"),
    Status.ACTIVE: N_("In force"),
    Status.DECLINED: N_("Declined"),
}
STATUS_TAGS = {Status.PROPOSED: "wait", Status.ACTIVE: "good", Status.DECLINED: "bad"}
SHOWN = {"OUTCOMES": rules.OUTCOMES, "STATUSES": STATUSES, "STATUS_TAGS": STATUS_TAGS}


@blueprint.url_value_preprocessor
def allow_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let evidence, and nothing else, be larger than a form may be; runs before anything reads the form."""
    if endpoint == "standards.finding" and request.method == "POST":
        request.max_content_length = LARGEST_FILE + 1_000_000


@blueprint.teardown_request
def close_files(_error: BaseException | None) -> None:
    """Close the temporary files of uploads now, not when memory is next tidied."""
    request.close()


@blueprint.get("/cases/<reference>/standards")
@SEE
def sheet(reference: str) -> Any:
    """Show the standards of a case with points and evidence, and what they allow."""
    found = queries.sheet(cases.get(reference))
    return render_template("licensing/standards/sheet.html", sheet=found, may_find=_may_find(found), **SHOWN)


def _may_find(found: Sheet) -> bool:
    return found.application.status in service.ASSESSED_IN and signed_in().may(Permission.CHECK_APPLICATIONS)


@blueprint.route("/cases/<reference>/standards/<code>", methods=["GET", "POST"])
@CHECK
def finding(reference: str, code: str) -> Any:
    """Show one standard with what was found of it, and take a finding."""
    application = cases.get(reference, lock=request.method == "POST")
    found = queries.sheet(application)
    asked, form, status = found.of(code), FindingForm(), 200
    evidence = offered(application)
    form.evidence.choices = [(item.key, item.label) for item in evidence]
    if form.validate_on_submit():
        try:
            _record(application, asked, form)
            flash(_("The finding is recorded."), "success")
            return _onward(application)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    page = render_template(
        "licensing/standards/finding.html", sheet=found, asked=asked, form=form, evidence=evidence,
        may_find=_may_find(found), **SHOWN,
    )  # fmt: skip
    return page, status if status != 200 else 422 if form.errors else 200


def _record(application: Application, asked: Asked, form: FindingForm) -> None:
    evidence = chosen(application, form.evidence.data or [])
    if form.paper.data:
        try:
            stored = files.accept(form.paper.data.stream, form.paper.data.filename or "", by=signed_in(),
                                  most_bytes=LARGEST_FILE)  # fmt: skip
        except Problem as problem:
            raise Invalid(problem.code, problem.detail, {"paper": problem.detail}, **problem.values) from problem
        evidence.append(Evidence(EvidenceKind.FILE, stored.id, stored.name))
    service.record_finding(
        application, asked.code, FindingOutcome(form.outcome.data), reason=form.reason.data or "", evidence=evidence,
        by=signed_in(),
    )  # fmt: skip


def _onward(application: Application) -> Any:
    """Go on to the next standard without an answer that counts, or to the list when there is none."""
    left = queries.sheet(application).verdict.missing
    if left:
        return redirect(url_for(".finding", reference=application.reference, code=left[0]), 303)
    return redirect(url_for(".sheet", reference=application.reference), 303)


@blueprint.get("/cases/<reference>/standards/files/<uuid:file_id>")
@SEE
def evidence_file(reference: str, file_id: UUID) -> Any:
    """Send a file that a finding rests on; never shown within the page, whatever it says it is."""
    stored = queries.file_of(cases.get(reference), file_id)
    response = Response(stored.content, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=stored.name)
    return response


# ------------------------------------------------------------------------------------------ versions


@blueprint.get("/standards")
@SEE
def index() -> Any:
    """Show the versions of all sets."""
    found = queries.versions(Page(request.args.get("page", 1, int)))
    return render_template("licensing/standards/index.html", found=found, **SHOWN)


@blueprint.get("/standards/<code>/<int:edition>")
@SEE
def version(code: str, edition: int) -> Any:
    """Show one version with its standards and who approved it."""
    return _version(code, edition, DeclineForm(formdata=None))


def _version(code: str, edition: int, form: DeclineForm, status: int = 200) -> Any:
    found = queries.version(code, edition)
    by = signed_in()
    waits = found.status == Status.PROPOSED and by.may(Permission.DECIDE_APPLICATIONS)
    done = by.person_id in {found.proposed_by, *(item.by_person for item in found.approvals)}
    page = render_template(
        "licensing/standards/version.html", version=found, form=form, may_approve=waits and not done,
        may_decline=waits, **SHOWN,
    )  # fmt: skip
    return page, status


@blueprint.post("/standards/<code>/<int:edition>/approve")
@DECIDE
def approve(code: str, edition: int) -> Any:
    """Approve a proposed version."""
    found = service.approve(queries.version(code, edition, lock=True), by=signed_in())
    if found.status == Status.ACTIVE:
        flash(_("This version is in force for applications handed in from now on."), "success")
    else:
        flash(_("Your approval is recorded. Someone else must approve it too."), "success")
    return redirect(url_for(".version", code=code, edition=edition), 303)


@blueprint.post("/standards/<code>/<int:edition>/decline")
@DECIDE
def decline(code: str, edition: int) -> Any:
    """Decline a proposed version."""
    found = queries.version(code, edition, lock=True)
    form, status = DeclineForm(), 422
    if form.validate_on_submit():
        try:
            service.decline(found, reason=form.reason.data or "", by=signed_in())
            flash(_("The version is declined."), "success")
            return redirect(url_for(".version", code=code, edition=edition), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    return _version(code, edition, form, status)
