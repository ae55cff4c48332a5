"""Pages of alerts: what waits for a decision, one alert, deciding, the second pair of eyes."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import clock, forms
from core.actor import Actor, signed_in
from core.errors import Conflict, Invalid, Refused
from core.i18n import translate
from core.paging import Page
from core.permit import permits
from core.spreadsheets import as_csv
from core.web import pages
from supplychain.alerts import pictures, queries, service, wording
from supplychain.alerts.forms import DecideForm, FilterForm, SecondForm, TakeForm
from supplychain.alerts.models import Alert
from supplychain.alerts.queries import Filter
from supplychain.alerts.settling import has_run_out
from supplychain.alerts.states import ReasonCode, Status, Verdict
from supplychain.suppliers import brokers

blueprint = pages("alerts", __name__, "/co/alerts")


def wanted_by(by: Actor) -> Filter:
    """Return what the address asks for; without a question, what waits for a decision."""
    status = request.args.get("status", queries.TO_DO)
    known = {queries.TO_DO, queries.LATE, *(str(item) for item in Status)}
    kind = request.args.get("kind", "")
    return Filter(
        status if status in known else "",
        kind if kind in wording.KINDS else "",
        request.args.get("supplier", "")[:20],
        by.person_id if request.args.get("mine") else None,
        request.args.get("sort", "score"),
    )


@blueprint.get("")
@permits(Permission.SEE_ALERTS)
def index() -> Any:
    """Show alerts, those to decide first, and the proof that screening ran."""
    actor = signed_in()
    wanted = wanted_by(actor)
    found = queries.search(wanted, Page(request.args.get("page", 1, int)))
    form = FilterForm(request.args).fill()
    form.status.data = wanted.status or None
    return render_template(
        "supplychain/alerts/index.html", found=found, wanted=wanted, filter_form=form, figures=queries.figures(),
        proof=queries.last_screening(actor.organisation_id), wording=wording, now=clock.now(),
    )  # fmt: skip


@blueprint.get("/alerts.csv")
@permits(Permission.SEE_ALERTS)
def export() -> Any:
    """Give the alerts of the present filter as CSV."""
    head = [_("Alert"), _("State"), _("Kind"), _("Supplier"), _("Our name"), _("On the list"), _("Score"), _("Opened"),
            _("Due"), _("Taken on by"), _("Reason"), _("Decided by"), _("Confirmed by")]  # fmt: skip
    body = as_csv(head, (_exported(alert) for alert in queries.every(wanted_by(signed_in()))))
    response = Response(body, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="alerts.csv"'
    return response


def _exported(alert: Alert) -> list[Any]:
    reason = translate(wording.REASONS[alert.reason_code]) if alert.reason_code else ""
    return [
        alert.reference, translate(wording.STATUSES[alert.status]), translate(wording.KINDS[alert.kind]),
        alert.supplier.reference, alert.subject_name, alert.object_name, f"{alert.score:.2f}",
        alert.opened_at.date().isoformat(), alert.due_at.date().isoformat() if alert.due_at else "",
        alert.assigned_name, reason, alert.decided_by_name, alert.confirmed_by_name,
    ]  # fmt: skip


@blueprint.get("/<reference>")
@permits(Permission.SEE_ALERTS)
def show(reference: str) -> Any:
    """Show one alert with all that is known of both sides."""
    alert = queries.get(reference)
    return page(alert, DecideForm(formdata=None).for_alert(alert), SecondForm(formdata=None).for_alert(alert))


def page(alert: Alert, decide_form: DecideForm, second_form: SecondForm, status: int = 200) -> Any:
    """Return the page of an alert with its forms."""
    actor = signed_in()
    take = TakeForm(formdata=None)
    take.version.data = str(alert.version)
    entity = queries.entity(alert.entity_id) if alert.entity_id else None
    told: dict[str, Any] = {}
    if entity is not None:
        told = {"entity": entity, "now_listed": queries.newer_version(entity), "sides": pictures.sides(alert, entity),
                "explanation": pictures.explanation(alert)}  # fmt: skip
    elif alert.broker is not None:
        judged = brokers.judge_all([alert.broker])[alert.broker.id]
        told = {"judged": judged, "states": brokers.STATES}
    shown = second_form if second_form.is_submitted() and second_form.errors else decide_form
    return render_template(
        "supplychain/alerts/show.html", alert=alert, decide_form=decide_form, second_form=second_form, take_form=take,
        form=shown, wording=wording, timeline=pictures.timeline(alert), may_decide=may_decide(alert, actor),
        may_confirm=may_confirm(alert, actor), waits_for_other=alert.status == Status.ESCALATED, now=clock.now(),
        former=pictures.former(alert), may_suppress=actor.may(Permission.DECIDE_ALERTS),
        **told,
    ), status  # fmt: skip


def may_decide(alert: Alert, actor: Actor) -> bool:
    """Tell whether this reader may decide the alert now."""
    open_ = alert.status in (Status.OPEN, Status.UNDER_REVIEW, Status.INSUFFICIENT_DATA) or has_run_out(alert)
    return open_ and alert.ended_at is None and actor.may(Permission.DECIDE_ALERTS)


def may_confirm(alert: Alert, actor: Actor) -> bool:
    """Tell whether this reader may be the second person."""
    waits = alert.status == Status.ESCALATED and alert.decided_by != actor.person_id
    return waits and actor.may(Permission.CONFIRM_ALERTS)


@blueprint.post("/<reference>/take")
@permits(Permission.DECIDE_ALERTS)
def take(reference: str) -> Any:
    """Take an alert on."""
    alert = queries.get(reference, lock=True)
    form = TakeForm()
    if form.validate_on_submit():
        service.assign(alert, version=version_of(form), by=signed_in())
    return redirect(url_for("alerts.show", reference=reference), 303)


def version_of(form: Any) -> int:
    """Return the version a page was made of, -1 when it holds none: then it is stale."""
    typed = str(form.version.data or "")
    return int(typed) if typed.isascii() and typed.isdigit() else -1


@blueprint.post("/<reference>/decision")
@permits(Permission.DECIDE_ALERTS)
def decide(reference: str) -> Any:
    """Decide with a reason."""
    alert = queries.get(reference, lock=True)
    form = DecideForm().for_alert(alert)
    status = 422
    if form.validate_on_submit():
        try:
            service.decide(
                alert, Verdict(form.verdict.data), ReasonCode(form.reason.data), form.note.data,
                version=version_of(form), by=signed_in(),
            )  # fmt: skip
            flash(_("Your decision is recorded."), "success")
            return redirect(url_for("alerts.show", reference=reference), 303)
        except (Invalid, Conflict) as problem:
            status = keep(form, problem, alert)
    return page(alert, form, SecondForm(formdata=None).for_alert(alert), status)


def keep(form: Any, problem: Invalid | Conflict | Refused, alert: Alert) -> int:
    """Show a refusal with what was typed; after a stale edit the next try is made on what is there now."""
    forms.add_problem(form, problem)
    if isinstance(problem, Conflict):
        form.version.data = str(alert.version)
        form.version.raw_data = None
    return problem.status


@blueprint.post("/<reference>/second")
@permits(Permission.CONFIRM_ALERTS)
def second(reference: str) -> Any:
    """Confirm as the second person, or send back."""
    alert = queries.get(reference, lock=True)
    form = SecondForm().for_alert(alert)
    status = 422
    if form.validate_on_submit():
        act = service.confirm if form.answer.data == "confirm" else service.send_back
        try:
            act(alert, form.note.data, version=version_of(form), by=signed_in())
            flash(_("Your answer is recorded."), "success")
            return redirect(url_for("alerts.show", reference=reference), 303)
        except (Invalid, Conflict, Refused) as problem:
            status = keep(form, problem, alert)
    return page(alert, DecideForm(formdata=None).for_alert(alert), form, status)
