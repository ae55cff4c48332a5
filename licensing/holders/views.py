"""The holder's pages: all licences, one licence with what workers read of it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Conflict, NotFound
from core.i18n import long_date, translate
from core.permit import permits
from licensing.applications import changes
from licensing.applications import queries as applications
from licensing.applications.states import Kind
from licensing.holders import act_views, acts, queries
from licensing.holders.room import blueprint
from licensing.holders.wishes import WISHES, WishForm
from licensing.licences import appeals
from licensing.licences.showing import name_of
from licensing.licences.states import Measure
from licensing.licences.status import ICONS, TAGS
from licensing.licences.wording import TITLES
from licensing.messages import queries as messages
from licensing.register import answer, question
from licensing.register import queries as register
from licensing.register.records import Agency as Published
from licensing.register.texts import TEXTS

# The other pages of this room hang on the same blueprint.
__all__ = ["act_views", "blueprint"]
SHOWN = {"titles": TITLES, "tags": TAGS, "icons": ICONS}


@blueprint.get("")
@permits(Permission.APPLY)
def home() -> ResponseReturnValue:
    """Show the one licence an agency holds, or the list of several, or how to get one."""
    _agency, held = queries.own(signed_in())
    live = [item for item in held if item.live]
    if len(live) == 1:
        return redirect(url_for("holders.show", number=live[0].licence.number), 303)
    return render_template(
        "licensing/holders/home.html", held=held, classes=applications.class_names(), **SHOWN
    )


@blueprint.get("/<number>")
@permits(Permission.APPLY)
def show(number: str) -> ResponseReturnValue:
    """Show a licence: what it is today, what is due, what workers read, and what its holder can ask for."""
    held = queries.get(number, signed_in())
    published = published_of(held.licence.agency.reference)
    day = answer.day_of(published) if published else None
    told_phones = published.phones if published else ()
    application = applications.by_id(queries.application_of(held.licence), by=signed_in())
    return render_template(
        "licensing/holders/show.html", held=held, licence=held.licence, published=published, TEXTS=TEXTS,
        text=TEXTS[published.status] if published else TEXTS[held.status],
        day=long_date(day) if day else "", phones=[(item.e164, question.shown(item.e164)) for item in told_phones],
        licence_class=applications.licence_class(held.licence.class_code), application=application,
        unread=messages.unread(application.id, from_regulator=True),
        open_conditions=[row for row in held.licence.conditions if row.satisfied_at is None],
        measures=[(row, name_of(Measure(row.measure))) for row in acts.measures(held)], answerable=acts.answerable,
        appealable=appeals.appealable, surrendering=acts.under_way(held), **SHOWN,
    )  # fmt: skip


@blueprint.route("/<number>/change", methods=["GET", "POST"])
@permits(Permission.APPLY)
def change(number: str) -> ResponseReturnValue:
    """Say what the holder can ask for, why something cannot be asked for now, and begin the draft of what is chosen."""
    held = queries.get(number, signed_in())
    form = WishForm()
    ways = {kind: changes.refusal(held.licence, kind) for kind in WISHES}
    form.kind.choices = [(str(kind), *WISHES[kind]) for kind, fault in ways.items() if fault is None]
    if form.validate_on_submit():
        try:
            application = changes.begin(held.licence.number, Kind(form.kind.data), by=signed_in())
        except Conflict as problem:
            forms.add_problem(form, problem)
        else:
            return redirect(url_for("applications.show", reference=application.reference), 303)
    page = render_template(
        "licensing/holders/change.html", held=held, form=form,
        closed=[(WISHES[kind][0], translate(fault, number=held.licence.number, day=long_date(held.last_day)))
                for kind, fault in ways.items() if fault is not None],
    )  # fmt: skip
    return page, 422 if form.errors else 200


def published_of(reference: str) -> Published | None:
    """Return what the public may know of an agency, read as the register reads it."""
    try:
        return register.get(reference)
    except NotFound:
        return None
