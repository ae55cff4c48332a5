"""How every page of a part works: show what is recorded, save now or come back later, never lose what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid
from core.web import pages
from licensing.applications import asking, queries, service
from licensing.applications.forms import PartForm, shown
from licensing.applications.models import Application
from licensing.applications.parts import TITLES, Part

blueprint = pages("applications", __name__, "/apply")


def load(reference: str) -> Application:
    """Return the broker's own application; a write holds its row until the end."""
    return queries.get(reference, by=signed_in(), lock=request.method == "POST")


def load_open(reference: str) -> Application:
    """Return the broker's own application while it is with the broker."""
    application = load(reference)
    service.refuse_closed(application)
    return application


def address(endpoint: str, application: Application, **values: Any) -> str:
    """Return the address of a page of an application; who came from the check page goes back there at the end."""
    back: dict[str, Any] = {"back": "answers"} if request.args.get("back") == "answers" else {}
    return url_for(f"applications.{endpoint}", reference=application.reference, **values, **back)


def onwards(application: Application, endpoint: str, **values: Any) -> str:
    """Return where a finished page leads: the next one, or back to the check page."""
    if request.args.get("back") == "answers":
        return url_for("applications.answers", reference=application.reference)
    return address(endpoint, application, **values)


def pressed() -> str:
    """Return which of the page's buttons was used."""
    return request.form.get("action", "")


def removed() -> UUID | None:
    """Return which row was removed on the way here, so that the page can offer to undo it."""
    try:
        return UUID(request.args["removed"])
    except (KeyError, ValueError):
        return None


def come_back_later(application: Application) -> ResponseReturnValue:
    """Go to the task list: everything is kept."""
    flash(_("Saved. You can come back at any time."), "success")
    return redirect(url_for("applications.show", reference=application.reference), 303)


def render(
    template: str, application: Application, part: Part, status: int = 200, **context: Any
) -> ResponseReturnValue:
    """Return a page of a part."""
    page = render_template(
        f"licensing/applications/{template}", application=application, part=part, part_title=TITLES[part],
        returns=request.args.get("back") == "answers", asked=asking.asked(application), **context,
    )  # fmt: skip
    return page, status


@dataclass(frozen=True)
class Filling:
    """One form of a part: what is recorded by field name, how to save it, and where to go then."""

    application: Application
    part: Part
    template: str
    recorded: Mapping[str, Any]
    save: Callable[[Any], None]
    onwards: str
    finish: bool = True
    context: Mapping[str, Any] = field(default_factory=dict)

    def show(self, form: PartForm, status: int = 200, **more: Any) -> ResponseReturnValue:
        """Return the page with the form."""
        return render(self.template, self.application, self.part, status, form=form, **self.context, **more)

    def same(self, form: PartForm) -> bool:
        """Tell whether the form says what is recorded already."""
        return all(form[name].data == value for name, value in self.recorded.items())

    def compare(self, form: PartForm, problem: Conflict) -> ResponseReturnValue:
        """Show what was typed beside what somebody saved meanwhile: saving again keeps what was typed."""
        forms.add_problem(form, problem)
        form.form_errors.append(_("What you typed is still here. Compare it with what is saved, then save again."))
        form.show_version(self.application.version)
        saved = [
            (form[name].label.text, shown(form[name], value), shown(form[name], form[name].data))
            for name, value in self.recorded.items()
            if form[name].data != value
        ]
        return self.show(form, 409, saved=saved)


def fill_in(page: Filling, form: PartForm) -> ResponseReturnValue:
    """Show a form, or take it: all of it, or what there is so far. A second click gets the first answer."""
    application = page.application
    if request.method != "POST":
        form.show_version(application.version)
        return page.show(form)
    later = pressed() == "later"
    with form.softened(later):
        valid = form.validate()
    if not valid:
        return page.show(form, 422)
    try:
        service.refuse_stale(application, form.version_shown())
    except Conflict as problem:
        if not page.same(form):
            return page.compare(form, problem)
        return come_back_later(application) if later else redirect(page.onwards, 303)
    try:
        page.save(form)
    except Invalid as problem:
        forms.add_problem(form, problem)
        return page.show(form, 422)
    service.mark(application, page.part, finish=page.finish and not later, by=signed_in())
    return come_back_later(application) if later else redirect(page.onwards, 303)


@dataclass(frozen=True)
class Listing:
    """A list with a form that adds to it: names, telephone numbers."""

    application: Application
    part: Part
    template: str
    first: str  # the field that tells whether anything was typed
    add: Callable[[Any], Any]
    here: str
    onwards: str
    context: Callable[[], Mapping[str, Any]]
    ends: bool = True  # going on from here asks that nothing of the part is missing

    def show(self, form: forms.FairgateForm, status: int = 200) -> ResponseReturnValue:
        """Return the page."""
        return render(self.template, self.application, self.part, status, form=form, **self.context())


def grow(page: Listing, form: forms.FairgateForm) -> ResponseReturnValue:
    """Show a list, add what was typed, and go on when asked to; what was typed is never dropped on the way."""
    if request.method != "POST":
        return page.show(form)
    action = pressed()
    if (action == "add" or form[page.first].typed()) and not added(page, form):
        return page.show(form, 422)
    finish = page.ends and action == "continue"
    missing = service.mark(page.application, page.part, finish=finish, by=signed_in())
    if action == "later":
        return come_back_later(page.application)
    if page.ends and action != "add" and missing:
        form.form_errors.extend(service.filled(gap) for gap in missing)
        return page.show(form, 422)
    return redirect(page.here if action == "add" else page.onwards, 303)


def added(page: Listing, form: forms.FairgateForm) -> bool:
    """Add what the form says; tell whether that was possible."""
    if not form.validate():
        return False
    try:
        page.add(form)
    except Invalid as problem:
        forms.add_problem(form, problem)
        return False
    return True
