"""Pages of where workers are sent, and of who pays each cost item."""

from typing import Any

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from accounts.permissions import Permission
from core.actor import signed_in
from core.errors import Invalid
from core.i18n import N_, translate
from core.permit import permits
from licensing.applications import parts, plan, queries, sending, service
from licensing.applications.forms import PartForm, VolumeForm, WorkForm, destinations_form, plan_form
from licensing.applications.models import Application
from licensing.applications.part_pages import (
    Filling,
    address,
    blueprint,
    come_back_later,
    fill_in,
    load_open,
    onwards,
    pressed,
    render,
)
from licensing.applications.parts import Answers, Part, PartStatus
from licensing.applications.plan import Entry
from licensing.costs.categories import CATEGORIES
from licensing.costs.models import CostItem, Payer

SPARE_BOXES = 2


@blueprint.route("/<reference>/destinations", methods=["GET", "POST"])
@permits(Permission.APPLY)
def destinations(reference: str) -> ResponseReturnValue:
    """Ask to which countries workers are sent."""
    application = load_open(reference)
    sent = sum(1 for name in request.form if name.startswith("country_"))
    more = pressed() == "more"
    boxes = max(sent + (3 if more else 0), len(application.destinations) + SPARE_BOXES, 3)
    chosen = dict(enumerate(application.destinations))
    recorded: dict[str, Any] = {f"country_{number}": chosen.get(number) for number in range(boxes)}
    form = destinations_form(boxes, data=recorded)
    recorded = {name: value for name, value in recorded.items() if name in form}

    def save(form: Any) -> None:
        codes = [field.data for field in form.countries() if field.data]
        service.send_workers(application, codes, application.sectors, application.workers_a_year)

    target = onwards(application, "work")
    page = Filling(application, Part.DESTINATIONS, "destinations.html", recorded, save, target, finish=False)
    if more:
        return page.show(form)
    return fill_in(page, form)


@blueprint.route("/<reference>/work", methods=["GET", "POST"])
@permits(Permission.APPLY)
def work(reference: str) -> ResponseReturnValue:
    """Ask for which kinds of work."""
    application = load_open(reference)
    recorded = {"sectors": list(application.sectors)}

    def save(form: Any) -> None:
        service.send_workers(
            application, application.destinations, form.sectors.data or [], application.workers_a_year
        )

    target = onwards(application, "volume")
    page = Filling(
        application, Part.DESTINATIONS, "question.html", recorded, save, target, finish=False,
        context={"field": "sectors"},
    )  # fmt: skip
    return fill_in(page, WorkForm(data=recorded))


@blueprint.route("/<reference>/volume", methods=["GET", "POST"])
@permits(Permission.APPLY)
def volume(reference: str) -> ResponseReturnValue:
    """Ask how many workers are sent in a year; the last question of this part."""
    application = load_open(reference)
    recorded = {"workers_a_year": application.workers_a_year}

    def save(form: Any) -> None:
        service.send_workers(
            application, application.destinations, application.sectors, form.workers_a_year.data
        )

    target = onwards(application, "money")
    page = Filling(
        application, Part.DESTINATIONS, "question.html", recorded, save, target, context={"field": "workers_a_year"}
    )
    return fill_in(page, VolumeForm(data=recorded))


@blueprint.route("/<reference>/money", methods=["GET", "POST"])
@permits(Permission.APPLY)
def money(reference: str) -> ResponseReturnValue:
    """Show the groups of cost items, and how far each is."""
    application = load_open(reference)
    form = PartForm()
    status = 200
    if form.validate_on_submit():
        later = pressed() == "later"
        missing = service.mark(application, Part.MONEY, finish=not later, by=signed_in())
        if later:
            return come_back_later(application)
        if not missing:
            return redirect(onwards(application, "papers_index" if sending.checklist(application) else "answers"), 303)
        form.form_errors.extend(service.filled(gap) for gap in missing)
        status = 422
    answers = queries.answers(application)
    rows = [
        {"title": translate(CATEGORIES[group]), "href": address("money_group", application, group=group)}
        | how_far(answers, group)
        for group in groups(answers)
    ]
    return render("money.html", application, Part.MONEY, status, form=form, groups=rows)


@blueprint.route("/<reference>/money/<group>", methods=["GET", "POST"])
@permits(Permission.APPLY)
def money_group(reference: str, group: str) -> ResponseReturnValue:
    """Ask who pays each item of a group; naming the worker is refused here, with the rule that forbids it."""
    application = load_open(reference)
    answers = queries.answers(application)
    known = groups(answers)
    if group not in known:
        abort(404)
    items = [item for item in answers.items if item.category == group]
    offered = plan.currencies(application, answers.lines.values())
    currency = request.form.get("currency", "")
    recorded = recorded_plan(answers, items, offered[0])
    currency = currency if currency in offered else recorded["currency"]
    form = plan_form(items, offered, currency, data=recorded, formdata=sent_form(items))
    place = known.index(group)
    following = known[place + 1] if place + 1 < len(known) else None
    target = onwards(application, "money_group", group=following) if following else onwards(application, "money")
    page = Filling(
        application, Part.MONEY, "money_group.html", recorded, lambda form: declare(application, items, form), target,
        context={"items": items, "group": translate(CATEGORIES[group]), "place": place + 1, "places": len(known)},
    )  # fmt: skip
    return fill_in(page, form)


def recorded_plan(answers: Answers, items: list[CostItem], likely: str) -> dict[str, Any]:
    """Return what is declared about the items of a group, by field of the form."""
    lines = [answers.lines[item.code] for item in items if item.code in answers.lines]
    used = [line.currency for line in [*lines, *answers.lines.values()] if line.currency]
    found: dict[str, Any] = {"currency": used[0] if used else likely}
    for item in items:
        line = answers.lines.get(item.code)
        found[f"{item.code}-payer"] = line.payer if line else None
        found[f"{item.code}-amount"] = line.amount_minor if line else None
    return found


def sent_form(items: list[CostItem]) -> MultiDict[str, str] | None:
    """Return what was sent; “the employer pays all the rest” fills in the payers that were left open."""
    if request.method != "POST":
        return None
    sent: MultiDict[str, str] = MultiDict(request.form)
    if pressed() == "employer":
        for item in items:
            if not sent.get(f"{item.code}-payer"):
                sent[f"{item.code}-payer"] = str(Payer.EMPLOYER)
    return sent


def declare(application: Application, items: list[CostItem], form: Any) -> None:
    """Save who pays each item of a group."""
    currency = form["currency"].data
    entries = []
    for item in items:
        payer, amount = form[f"{item.code}-payer"].data, form[f"{item.code}-amount"].data
        entries.append(Entry(item.code, payer, amount, currency if amount is not None else None))
    if any(entry.amount_minor is not None for entry in entries) and not currency:
        sentence = N_("Choose the currency of the amounts.")
        raise Invalid("currency-missing", sentence, {"currency": sentence})
    plan.save(application, entries, by=signed_in())


def groups(answers: Answers) -> list[str]:
    """Return the groups that have items to declare, in order."""
    return list(dict.fromkeys(item.category for item in answers.items))


def how_far(answers: Answers, group: str) -> dict[str, Any]:
    """Return status, kind and hint of a group for the task list."""
    items = [item for item in answers.items if item.category == group]
    left = len(parts.unpaid(answers, group))
    begun = PartStatus.IN_PROGRESS if left < len(items) else PartStatus.NOT_STARTED
    return {"code": begun if left else PartStatus.COMPLETED, "done": len(items) - left, "total": len(items)}
