"""Pages of a broker's applications: home, task list, check answers, declaration, afterwards."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid
from core.i18n import money, translate
from core.paging import Page
from core.permit import permits
from licensing.agencies import queries as agencies
from licensing.applications import (
    agency_views,
    asking_views,
    changes,
    draft_views,
    ending,
    guide,
    guide_views,
    holding_views,
    message_views,
    paper_views,
    parts,
    plan_views,
    precheck_views,
    queries,
    sending,
    service,
    snapshots,
    wording,
)
from licensing.applications.declaration import PROMISES
from licensing.applications.forms import BeginForm, DeclarationForm, WithdrawForm
from licensing.applications.models import Application
from licensing.applications.obstacles import missing, part_address
from licensing.applications.part_pages import blueprint, load, render
from licensing.applications.parts import TITLES, Answers, Part, PartStatus
from licensing.applications.states import ENDED, WITH_BROKER, WITH_REGULATOR, Status
from licensing.applications.summary import sections
from licensing.clocks import queries as clocks
from licensing.clocks.states import Kind as Clocks
from licensing.licences import activation
from licensing.licences import queries as licences
from licensing.licences.status import ICONS, TAGS
from licensing.licences.wording import TEXTS
from licensing.licences.wording import TITLES as LICENCE_TITLES
from licensing.messages import queries as messages
from licensing.payments.states import FeeKind
from licensing.payments.wording import KINDS as FEES

# The other pages of this room hang on the same blueprint.
__all__ = ["agency_views", "asking_views", "blueprint", "draft_views", "guide_views", "holding_views",
           "message_views", "paper_views", "plan_views", "precheck_views"]  # fmt: skip




@blueprint.get("")
@permits(Permission.APPLY)
def home() -> ResponseReturnValue:
    """List the broker's applications and licences, or say how to begin."""
    actor = signed_in()
    page = queries.own(Page(request.args.get("page", 1, int)), by=actor)
    agency = agencies.own(actor)
    held = [(row, licences.status_of(row)) for row in licences.of_agency(agency.id)] if agency else []
    return render_template(
        "licensing/applications/home.html", applications=page, classes=queries.class_names(), agency=agency,
        licences=held, wording=wording, Status=Status, WITH_REGULATOR=WITH_REGULATOR, titles=LICENCE_TITLES,
        tags=TAGS, may_begin=bool(queries.classes()),
    )  # fmt: skip


@blueprint.route("/start", methods=["GET", "POST"])
@permits(Permission.APPLY)
def begin() -> ResponseReturnValue:
    """Ask which licence is wanted and, the first time, for the number in the trade register."""
    actor = signed_in()
    classes = queries.classes()
    agency = agencies.own(actor)
    form = BeginForm(data={"class_code": classes[0].code if len(classes) == 1 else None})
    form.class_code.choices = [
        (item.code, item.name, _("Runs %(months)s months.", months=item.months)) for item in classes
    ]
    if agency is not None:
        del form.registration_number
    if classes and form.validate_on_submit():
        number = "" if agency else form.registration_number.data
        try:
            application = service.begin(form.class_code.data, number, by=actor)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            return redirect(url_for("applications.show", reference=application.reference), 303)
    page = render_template("licensing/applications/begin.html", form=form, classes=classes, agency=agency, actor=actor)
    return page, 422 if form.errors else 200


@blueprint.get("/<reference>")
@permits(Permission.APPLY)
def show(reference: str) -> ResponseReturnValue:
    """Show the task list while the application is with the broker, and where it stands afterwards."""
    application = load(reference)
    if application.status not in WITH_BROKER:
        return status_page(application)
    answers = queries.answers(application)
    known = parts.statuses(answers)
    tasks = [task(application, part, status) for part, status in known.items()]
    fee = guide.fee(application.class_code, FeeKind.APPLICATION, application.workers_a_year or 0, application.kind)
    if fee is not None:
        amount = money(fee.amount.amount_minor, fee.amount.currency)
        tasks.append({"title": _("Pay"), "status": translate(wording.PART_STATUS[PartStatus.CANNOT_START]),
                      "kind": "cannot", "hint": _("%(amount)s, after the declaration", amount=amount)})  # fmt: skip
    done = sum(1 for status in known.values() if status is PartStatus.COMPLETED)
    return render_template(
        "licensing/applications/tasks.html", application=application, tasks=tasks, done=done, total=len(known),
        licence_class=queries.licence_class(application.class_code),
        ready=known[Part.DECLARATION] is PartStatus.NOT_STARTED, kept_until=clocks.due(Clocks.DRAFT, application.id),
    )  # fmt: skip


def task(application: Application, part: Part, status: PartStatus) -> dict[str, Any]:
    """Return one line of the task list."""
    line = {
        "title": translate(TITLES[part]), "status": translate(wording.PART_STATUS[status]),
        "kind": wording.PART_KINDS[status],
    }  # fmt: skip
    if status is not PartStatus.CANNOT_START:
        line["href"] = part_address(application, part)
    return line


def status_page(application: Application) -> ResponseReturnValue:
    """Show where an application stands that is no longer with the broker."""
    decision = queries.decision_of(application)
    lines = sending.checklist(application)
    waits = application.status == Status.PENDING_ACTIVATION
    return render_template(
        "licensing/applications/status.html", application=application, decision=decision, Status=Status,
        ground=queries.ground(decision.ground_code) if decision else None, wording=wording,
        licence=licences.of_application(application.id),
        licence_class=queries.licence_class(application.class_code), waiting=application.status in WITH_REGULATOR,
        waits=activation.waits_for(application, by=signed_in()) if waits else [], papers=lines,
        papers_asked=any(line.missing for line in lines),
        unread=messages.unread(application.id, from_regulator=True),
    )  # fmt: skip


@blueprint.get("/<reference>/answers")
@permits(Permission.APPLY)
def answers(reference: str) -> ResponseReturnValue:
    """Show all answers: with links to change them, or frozen as they were handed in."""
    application = load(reference)
    is_open = application.status in WITH_BROKER
    differing: list[Any] = []
    obstacles: list[dict[str, Any]] = []
    copy = application.snapshot or {}
    if is_open or not copy:
        told: Answers = queries.answers(application)
        copy = snapshots.take(told, queries.licence_class(application.class_code))
        obstacles = missing(application, told)
    if application.kind != "new":
        copy = {**copy, "changes": copy.get("changes") or changes.asked(application)}
        differing = changes.since(application, copy)
    return render_template(
        "licensing/applications/answers.html", application=application, sections=sections(copy), is_open=is_open,
        obstacles=obstacles, declaration=copy.get("declaration"), differing=differing,
    )  # fmt: skip


@blueprint.route("/<reference>/declaration", methods=["GET", "POST"])
@permits(Permission.APPLY)
def declaration(reference: str) -> ResponseReturnValue:
    """Ask the person to declare, and hand the application in; a second click gets the first answer."""
    application = load(reference)
    done = redirect(url_for("applications.done", reference=application.reference), 303)
    if application.status in WITH_REGULATOR | {Status.AWAITING_FEE}:
        return done
    service.refuse_closed(application)
    form = DeclarationForm()
    if form.validate_on_submit():
        try:
            service.refuse_stale(application, form.version_shown())
            service.submit(application, declared=form.declared.data, by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            return done
    form.show_version(application.version)
    return render(
        "declaration.html", application, Part.DECLARATION, 422 if form.errors else 200, form=form, promises=PROMISES,
        actor=signed_in(), agency=application.agency,
    )  # fmt: skip


@blueprint.get("/<reference>/done")
@permits(Permission.APPLY)
def done(reference: str) -> ResponseReturnValue:
    """Say that the application arrived and what happens next; works when opened again later."""
    application = load(reference)
    awaits = application.status == Status.AWAITING_FEE
    if application.status in WITH_BROKER or (application.submitted_at is None and not awaits):
        return redirect(url_for("applications.show", reference=application.reference), 303)
    return render_template("licensing/applications/done.html", application=application, awaits=awaits)


@blueprint.route("/<reference>/withdraw", methods=["GET", "POST"])
@permits(Permission.APPLY)
def withdraw(reference: str) -> ResponseReturnValue:
    """Ask whether the person is sure, and take the application back."""
    application = load(reference)
    form = WithdrawForm()
    if application.status in ENDED and request.method == "GET":
        return redirect(url_for("applications.show", reference=application.reference), 303)
    if form.validate_on_submit():
        ending.withdraw(application, form.reason.data, by=signed_in())
        flash(_("Your application %(reference)s is withdrawn.", reference=application.reference), "success")
        return redirect(url_for("applications.home"), 303)
    page = render_template(
        "licensing/applications/withdraw.html", application=application, form=form, fees=ending.fees(application),
        kinds=FEES,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/<reference>/licence")
@permits(Permission.APPLY)
def licence(reference: str) -> ResponseReturnValue:
    """Show the licence that came of an application: number, status today, rules, and what workers see."""
    application = load(reference)
    found = licences.of_application(application.id)
    if found is None:
        return redirect(url_for("applications.show", reference=application.reference), 303)
    status = licences.status_of(found)
    return render_template(
        "licensing/applications/licence.html", application=application, licence=found, status=status,
        title=LICENCE_TITLES[status], text=TEXTS[status], icon=ICONS[status], tag=TAGS[status],
        first_day=licences.first_day(found.valid), last_day=licences.last_day(found.valid),
        licence_class=queries.licence_class(found.class_code),
    )  # fmt: skip
