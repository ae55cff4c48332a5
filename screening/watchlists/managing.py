"""Pages on which a decider looks after lists: upload, take or reject what waits, say where a list is fetched."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms, jobs
from core.actor import signed_in
from core.errors import Conflict, Invalid, TooLarge, Unavailable
from core.permit import permits
from screening.watchlists import deliveries, fetches, formats, queries, service, uploading, wording
from screening.watchlists import jobs as work
from screening.watchlists.fetches import Asked
from screening.watchlists.forms import (
    ExpectedForm,
    NewListForm,
    PlainTakeForm,
    ReasonForm,
    SourceForm,
    TakeForm,
    UploadForm,
)
from screening.watchlists.guards import Finding
from screening.watchlists.models import Delivery
from screening.watchlists.pages import blueprint
from screening.watchlists.states import DeliveryStatus, Every

RUNNING = frozenset({DeliveryStatus.RECEIVED, DeliveryStatus.CONFIRMED})


@blueprint.route("/new", methods=["GET", "POST"])
@permits(Permission.MANAGE_WATCHLISTS)
def new() -> Any:
    """Ask what a list is called and whose it is."""
    form = NewListForm()
    if form.validate_on_submit():
        try:
            made = service.found(form.code.data, form.title.data, form.publisher.data, by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            return redirect(url_for("watchlists.upload", code=made.code), 303)
    return _form("new.html", form)


@blueprint.route("/<code>/upload", methods=["GET", "POST"])
@permits(Permission.MANAGE_WATCHLISTS)
def upload(code: str) -> Any:
    """Take in a version as a file; it is read in the background, and nothing changes before it is confirmed."""
    watchlist = queries.get(code)
    form = UploadForm()
    if form.validate_on_submit():
        try:
            delivery = uploading.received(watchlist, form.paper.data, form.format.data or None, form.published_on.data)
        except (Invalid, TooLarge, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            return redirect(url_for("watchlists.delivery", code=code, delivery_id=delivery.id), 303)
    return _form("upload.html", form, watchlist=watchlist)


@blueprint.get("/<code>/deliveries/<uuid:delivery_id>")
@permits(Permission.SEE_WATCHLISTS)
def delivery(code: str, delivery_id: UUID) -> Any:
    """Show what came in, what it would change, and what speaks against it."""
    watchlist = queries.get(code)
    found = queries.delivery(watchlist, delivery_id)
    return render_template(
        "screening/watchlists/delivery.html", watchlist=watchlist, delivery=found, findings=_findings(found),
        running=found.status in RUNNING, say=wording,
        format_names=formats.FORMATS, may_decide=_may_decide(found), in_use=queries.in_use(watchlist),
    )  # fmt: skip


def _findings(found: Delivery) -> list[str]:
    return [Finding.from_json(kept).sentence(_) for kept in found.findings]


def _may_decide(found: Delivery) -> bool:
    return found.status == DeliveryStatus.WAITING and signed_in().may(Permission.MANAGE_WATCHLISTS)


@blueprint.route("/<code>/deliveries/<uuid:delivery_id>/take", methods=["GET", "POST"])
@permits(Permission.MANAGE_WATCHLISTS)
def take(code: str, delivery_id: UUID) -> Any:
    """Ask for a confirmation, and have what waits imported."""
    watchlist = queries.get(code)
    found = queries.delivery(watchlist, delivery_id)
    if found.status != DeliveryStatus.WAITING:
        return _settled(found)
    form = TakeForm() if found.findings else PlainTakeForm()
    if form.validate_on_submit():
        given = form.answers()
        try:
            deliveries.confirm(
                found, accept=bool(given.get("accept")), reason=given.get("reason") or "", by=signed_in()
            )
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            jobs.defer(work.take, delivery_id=str(found.id))
            return redirect(url_for("watchlists.delivery", code=code, delivery_id=found.id), 303)
    return _form("take.html", form, watchlist=watchlist, delivery=found, findings=_findings(found))


@blueprint.route("/<code>/deliveries/<uuid:delivery_id>/reject", methods=["GET", "POST"])
@permits(Permission.MANAGE_WATCHLISTS)
def reject(code: str, delivery_id: UUID) -> Any:
    """Ask why what waits is not taken, and forget its files."""
    watchlist = queries.get(code)
    found = queries.delivery(watchlist, delivery_id)
    if found.status != DeliveryStatus.WAITING:
        return _settled(found)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            deliveries.reject(found, reason=form.reason.data, by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("The version was not taken."), "success")
            return redirect(url_for("watchlists.show", code=code), 303)
    return _form("reject.html", form, watchlist=watchlist, delivery=found)


def _settled(found: Delivery) -> Any:
    """Lead to the delivery, which says what became of it: there is nothing to decide any more."""
    flash(_("This version no longer waits for a decision."), "information")
    return redirect(url_for("watchlists.delivery", code=found.watchlist.code, delivery_id=found.id), 303)


@blueprint.route("/<code>/expected", methods=["GET", "POST"])
@permits(Permission.MANAGE_WATCHLISTS)
def expected(code: str) -> Any:
    """Ask how many entities the list should hold."""
    watchlist = queries.get(code)
    known = queries.expected(watchlist)
    form = ExpectedForm(data={"least": known.least, "most": known.most})
    if form.validate_on_submit():
        try:
            service.expect(watchlist, form.least.data, form.most.data, reason=form.reason.data, by=signed_in())
        except Invalid as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("watchlists.show", code=code), 303)
    return _form("expected.html", form, watchlist=watchlist)


@blueprint.route("/<code>/source", methods=["GET", "POST"])
@permits(Permission.MANAGE_WATCHLISTS)
def source(code: str) -> Any:
    """Ask where and how often the list is fetched."""
    watchlist = queries.get(code)
    known = queries.source(watchlist)
    form = SourceForm(data=_known(known))
    if form.validate_on_submit():
        asked = Asked(form.addresses(), Every(form.every.data), form.format.data or None)
        version = str(form.version.data or "")
        seen = int(version) if version.isdecimal() and len(version) < 10 else None
        try:
            fetches.set_up(watchlist, asked, reason=form.reason.data, version=seen, by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("watchlists.show", code=code), 303)
    return _form("source.html", form, watchlist=watchlist, allowed=fetches.allowed())


def _known(known: Any) -> dict[str, Any]:
    if known is None:
        return {"every": Every.OFF}
    return {"urls": "\n".join(known.urls), "every": known.every, "format": known.format, "version": str(known.version)}


@blueprint.post("/<code>/fetch")
@permits(Permission.MANAGE_WATCHLISTS)
def fetch(code: str) -> Any:
    """Have the list fetched as soon as may be."""
    watchlist = queries.get(code)
    try:
        fetches.ask_for(watchlist, by=signed_in())
    except (Conflict, Unavailable) as problem:
        flash(_(problem.detail), "problem")
    else:
        jobs.defer(work.fetch, key=f"screening.watchlists.fetch:{code}", code=code)
        flash(_("The list is being fetched. Reload this page in a minute."), "information")
    return redirect(url_for("watchlists.show", code=code), 303)


@blueprint.route("/<code>/withdraw", methods=["GET", "POST"])
@permits(Permission.MANAGE_WATCHLISTS)
def withdraw(code: str) -> Any:
    """Ask why the list is no longer screened against, and take it out of use."""
    watchlist = queries.get(code)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            entry = service.ask_withdrawal(watchlist, form.reason.data, by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            jobs.defer(work.withdraw, key=f"screening.watchlists.withdraw:{code}", code=code, entry_id=str(entry.id))
            flash(_("The list is being taken out of use. Reload this page in a minute."), "information")
            return redirect(url_for("watchlists.show", code=code), 303)
    return _form("withdraw.html", form, watchlist=watchlist)


def _form(template: str, form: Any, **shown: Any) -> Any:
    status = 422 if form.errors and request.method == "POST" else 200
    return render_template(f"screening/watchlists/{template}", form=form, **shown), status
