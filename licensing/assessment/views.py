"""Pages of case work: desk, queue, case, and each step that is taken on it."""

from collections.abc import Callable
from typing import TypeVar

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import clock, countries, forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_, language, translate
from core.paging import Page
from core.permit import permits
from core.web import pages
from licensing.applications import queries as applications
from licensing.applications.models import Application
from licensing.applications.states import CheckKind, Outcome, Status
from licensing.assessment import evidence, export, queries, rules, service
from licensing.assessment.case import load
from licensing.assessment.forms import (
    CONDITION_PLACES,
    STATUS_NAMES,
    CaseForm,
    CheckForm,
    DecideForm,
    QueueForm,
    ReasonForm,
    RecommendForm,
    ReturnForm,
)
from licensing.assessment.showing import SHOWN, preview
from licensing.licences import queries as licences
from licensing.notices import queries as notices

blueprint = pages("assessment", __name__, url_prefix="/staff")

Form = TypeVar("Form", bound=CaseForm)
SEE = permits(Permission.SEE_CASES)
CHECK = permits(Permission.CHECK_APPLICATIONS)
DECIDE = permits(Permission.DECIDE_APPLICATIONS)


@blueprint.get("")
@SEE
def desk() -> ResponseReturnValue:
    """Show what waits for this person, the most urgent first."""
    found = queries.desk(signed_in())
    groups = [
        (urgency, translate(name), [row for row in found.mine if _urgency(row) is urgency])
        for urgency, name in rules.URGENCIES.items()
    ]
    kinds = (None, None, None, "warn", "bad")
    names = [translate(name) for _bound, name in rules.AGES]
    chart = list(zip(names, found.ages, kinds, strict=True))
    return render_template(
        "licensing/assessment/desk.html", desk=found, groups=groups, chart=chart, week_ends=clock.today() + rules.WEEK,
        notices=notices.waiting(), **SHOWN,
    )  # fmt: skip


def _urgency(row: queries.CaseRow) -> rules.Urgency:
    return rules.urgency(row.due_on, clock.today())


@blueprint.get("/queue")
@SEE
def queue() -> ResponseReturnValue:
    """Show the cases that match the filters in the address."""
    wanted = _wanted()
    number = request.args.get("page", 1, type=int)
    form = QueueForm(formdata=None, q=wanted.text, status=list(wanted.status), due=wanted.due, sort=wanted.sort)
    return render_template(
        "licensing/assessment/queue.html", wanted=wanted, filters=form, found=queries.queue(wanted, Page(number)),
        today=clock.today(), **SHOWN,
    )  # fmt: skip


@blueprint.get("/queue.csv")
@SEE
def queue_file() -> ResponseReturnValue:
    """Send the whole view of the queue as a file."""
    head = [_("Reference"), _("Agency"), _("Country"), _("Class"), _("Status"), _("Handed in"), _("Due"),
            _("Checks done"), _("Names like one on a list")]  # fmt: skip
    names = applications.class_names()
    rows = (
        (row.reference, row.agency_name, countries.name(row.country, language().code),
         names.get(row.class_code, row.class_code), STATUS_NAMES[Status(row.status)],
         row.submitted_at.astimezone(clock.zone()).date(), row.due_on, row.checks, row.matches)
        for row in queries.export(_wanted())
    )  # fmt: skip
    response = Response(export.table(head, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="applications-{clock.today()}.csv"'
    return response


def _wanted() -> queries.Filter:
    """Return the filters of the address; what is not on offer is left out, not refused."""
    due, sort = request.args.get("due", ""), request.args.get("sort", "due")
    return queries.Filter(
        status=tuple(key for key in request.args.getlist("status") if key in queries.STATUSES),
        due=due if due in set(rules.Urgency) else "",
        text=request.args.get("q", "").strip()[:120],
        sort=sort if sort in queries.SORTS else "due",
    )


@blueprint.get("/next")
@CHECK
def next_case() -> ResponseReturnValue:
    """Go to the case that is due first and that nobody has taken: not the easiest one."""
    found = queries.queue(queries.Filter(status=(Status.SUBMITTED,)), Page(1, 1))
    if not found.rows:
        flash(_("No new case is waiting."), "information")
        return redirect(url_for(".desk"), 303)
    return redirect(url_for(".case", reference=found.rows[0].reference), 303)


@blueprint.get("/case/<reference>")
@SEE
def case(reference: str) -> ResponseReturnValue:
    """Show one case on one page: what is asked, what is wrong, what is next, and everything behind it."""
    found = load(queries.get(reference), by=signed_in())
    return render_template("licensing/assessment/case.html", case=found, token=CaseForm(), **SHOWN)


@blueprint.post("/case/<reference>/start")
@CHECK
def start(reference: str) -> ResponseReturnValue:
    """Take the case into checks."""
    application = queries.get(reference, lock=True)
    form = CaseForm()
    service.start(application, by=signed_in(), version=form.seen())
    flash(_("You have taken this case into checks."), "success")
    return _to(application)


@blueprint.route("/case/<reference>/checks/<kind>", methods=["GET", "POST"])
@CHECK
def check(reference: str, kind: str) -> ResponseReturnValue:
    """Show the evidence for one check and take its result."""
    if kind not in set(CheckKind):
        raise NotFound("check-unknown", N_("There is no such check."))
    known = CheckKind(kind)
    application = queries.get(reference, lock=request.method == "POST")
    form = _opened(CheckForm, application)
    if form.validate_on_submit() and _done(
        form,
        application,
        lambda: service.record_check(
            application, known, form.outcome(), reason=form.reason.data, by=signed_in(), version=form.seen()
        ),
    ):
        return _after_check(application)
    found = load(application, by=signed_in())
    lines = evidence.lines(known, found.snapshot, application.agency, found.likenesses)
    page = render_template(
        "licensing/assessment/check.html", case=found, form=form, kind=known, lines=lines,
        shared=evidence.shared(known, found.snapshot, found.likenesses),
        recorded=found.newest.get(known), **SHOWN,
    )  # fmt: skip
    return page, _status(form)


def _after_check(application: Application) -> ResponseReturnValue:
    """Go on to the next check without a result, or to the case when there is none."""
    flash(_("The result is recorded."), "success")
    left = rules.missing(queries.newest_checks(application)[0])
    if left:
        return redirect(url_for(".check", reference=application.reference, kind=left[0]), 303)
    return _to(application)


@blueprint.route("/case/<reference>/return", methods=["GET", "POST"])
@CHECK
def give_back(reference: str) -> ResponseReturnValue:
    """Return the case to the agency with what it must mend."""
    application = queries.get(reference, lock=request.method == "POST")
    form = _opened(ReturnForm, application)
    if form.validate_on_submit() and _done(
        form,
        application,
        lambda: service.give_back(application, form.items(), by=signed_in(), version=form.seen()),
    ):
        flash(_("The application is back with the agency. It has been told by e-mail."), "success")
        return _to(application)
    found = load(application, by=signed_in())
    return render_template("licensing/assessment/return.html", case=found, form=form, **SHOWN), _status(form)


@blueprint.route("/case/<reference>/recommend", methods=["GET", "POST"])
@CHECK
def recommend(reference: str) -> ResponseReturnValue:
    """Recommend to grant or to refuse, once every check has a result."""
    application = queries.get(reference, lock=request.method == "POST")
    form = _opened(RecommendForm, application)
    found = load(application, by=signed_in())
    form.offer(found.outcomes or [Outcome.REFUSE])
    if form.validate_on_submit() and _done(
        form,
        application,
        lambda: service.recommend(
            application, Outcome(form.outcome.data), reason=form.reason.data, by=signed_in(),
            conditions=form.conditions(), version=form.seen(),
        ),
    ):  # fmt: skip
        flash(_("Your recommendation is recorded. Someone else decides now."), "success")
        return _to(application)
    places = range(1, CONDITION_PLACES + 1)
    page = render_template("licensing/assessment/recommend.html", case=found, form=form, places=places, **SHOWN)
    return page, _status(form)


@blueprint.route("/case/<reference>/send-back", methods=["GET", "POST"])
@DECIDE
def send_back(reference: str) -> ResponseReturnValue:
    """Send a recommended case back into checks instead of deciding it."""
    application = queries.get(reference, lock=request.method == "POST")
    form = _opened(ReasonForm, application)
    if form.validate_on_submit() and _done(
        form,
        application,
        lambda: service.send_back(application, reason=form.reason.data, by=signed_in(), version=form.seen()),
    ):
        flash(_("The case is back in checks."), "success")
        return _to(application)
    found = load(application, by=signed_in())
    return render_template("licensing/assessment/send_back.html", case=found, form=form, **SHOWN), _status(form)


@blueprint.route("/case/<reference>/decide", methods=["GET", "POST"])
@DECIDE
def decide(reference: str) -> ResponseReturnValue:
    """Decide a case that someone else recommended; who worked on it reads why the form is not offered."""
    application = queries.get(reference, lock=request.method == "POST")
    wanted = request.args.get("outcome", application.recommendation or Outcome.REFUSE)
    outcome = Outcome(wanted) if wanted in set(Outcome) else Outcome.REFUSE
    form = _opened(DecideForm, application)
    grounds = licences.grounds(outcome, clock.today())
    form.ground.choices = [(row.code, row.sentence, row.instrument) for row in grounds]
    if request.method == "POST":
        service.refuse_same_person(application, signed_in())
    if form.validate_on_submit() and _done(
        form,
        application,
        lambda: service.decide(
            application, outcome, ground_code=form.ground.data, reason=form.reason.data, by=signed_in(),
            version=form.seen(),
        ),
    ):  # fmt: skip
        flash(_("Decided. The agency has been told, and the public page says so now."), "success")
        return _to(application)
    found = load(application, by=signed_in())
    page = render_template(
        "licensing/assessment/decide.html", case=found, form=form, outcome=outcome, grounds=grounds,
        preview=preview(found, outcome), **SHOWN,
    )  # fmt: skip
    return page, _status(form)


# ------------------------------------------------------------------------------------------ what they share


def _opened(kind: type[Form], application: Application) -> Form:
    """Return a form that carries the version of the case it is opened on."""
    form = kind()
    if not form.is_submitted():
        form.show_version(application.version)
    return form


def _done(form: CaseForm, application: Application, command: Callable[[], object]) -> bool:
    """Run a command; show its refusal in the form, with what was typed, and tell whether it succeeded."""
    try:
        command()
    except (Invalid, Conflict) as problem:
        forms.add_problem(form, problem)
        form.show_version(application.version)
        return False
    return True


def _status(form: CaseForm) -> int:
    return 422 if form.errors else 200


def _to(application: Application) -> ResponseReturnValue:
    return redirect(url_for(".case", reference=application.reference), 303)
