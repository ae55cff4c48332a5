"""The holder's pages that do something: a condition, an answer, an appeal, giving the licence back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, TooLarge
from core.files import StoredFile
from core.permit import permits
from licensing.evidence import papers
from licensing.evidence import service as uploads
from licensing.holders import acts, queries
from licensing.holders.forms import AppealForm, SurrenderForm, WithPaperForm
from licensing.holders.queries import Held
from licensing.holders.room import blueprint
from licensing.licences import appeals, winding
from licensing.licences import queries as licences
from licensing.licences.showing import name_of
from licensing.licences.states import AppealKind, Measure

LARGEST_REQUEST = 11_000_000


@blueprint.url_value_preprocessor
def allow_large_uploads(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the pages that take a paper, and nothing else, be larger than a form may be."""
    if endpoint in {"holders.condition", "holders.answer"} and request.method == "POST":
        request.max_content_length = LARGEST_REQUEST


@blueprint.teardown_request
def close_uploads(_error: BaseException | None) -> None:
    """Close the temporary files of large uploads now, not when memory is next tidied."""
    request.close()


def stored_of(form: Any) -> StoredFile | None:
    """Store the paper of a form, if one was sent. Raises TooLarge, Invalid (``paper``)."""
    upload = form.paper.data
    if upload is None:
        return None
    stored = uploads.accept_upload(upload.stream, upload.filename or "paper", by=signed_in())
    if papers.media_type(stored.content[:16]) is None:
        raise Invalid("paper-refused", papers.UNKNOWN, {"paper": papers.UNKNOWN})
    return stored


def take(form: Any, act: Callable[[], object], held: Held, done: str) -> ResponseReturnValue | None:
    """Do what a form asks for and go back to the licence; None when the page is to be shown, with what was typed."""
    if not form.validate_on_submit():
        return None
    try:
        act()
    except (Invalid, TooLarge, Conflict) as problem:
        problem.fields = {"paper" if name == "file" else name: text for name, text in problem.fields.items()}
        forms.add_problem(form, problem)
        return None
    flash(done, "success")
    return redirect(url_for("holders.show", number=held.licence.number), 303)


@blueprint.route("/<number>/conditions/<uuid:row>", methods=["GET", "POST"])
@permits(Permission.APPLY)
def condition(number: str, row: UUID) -> ResponseReturnValue:
    """Show a condition, and take what shows that it is met."""
    held, form = queries.get(number, signed_in()), WithPaperForm()
    found = acts.condition_of(held, row, lock=form.is_submitted())

    def act() -> None:
        acts.show_met(found, form.text.data, stored_of(form), by=signed_in())

    done = take(form, act, held, _("Sent. An officer looks at it."))
    return done or page("condition.html", form, held=held, condition=found)


@blueprint.route("/<number>/measures/<uuid:row>/answer", methods=["GET", "POST"])
@permits(Permission.APPLY)
def answer(number: str, row: UUID) -> ResponseReturnValue:
    """Show what is proposed against the licence and why, and take what its holder says to it."""
    held, form = queries.get(number, signed_in()), WithPaperForm()
    found = acts.measure_of(held, row, lock=form.is_submitted())

    def act() -> None:
        acts.answer(found, form.text.data, stored_of(form), by=signed_in())

    done = take(form, act, held, _("Sent. It is read before anything is decided."))
    return done or page(
        "answer.html", form, held=held, row=found, title=name_of(Measure(found.measure)),
        said=licences.answers_to(found.id),
        ground=licences.ground(found.ground_code), may_answer=acts.answerable(found),
    )  # fmt: skip


@blueprint.route("/<number>/measures/<uuid:row>/appeal", methods=["GET", "POST"])
@permits(Permission.APPLY)
def appeal(number: str, row: UUID) -> ResponseReturnValue:
    """Show a decision and until when one may appeal, and take the appeal."""
    held, form = queries.get(number, signed_in()), AppealForm()
    found = acts.measure_of(held, row, lock=form.is_submitted())

    def act() -> None:
        acts.appeal(found, form.kind.data, form.text.data, by=signed_in())

    done = take(form, act, held, _("Your appeal is lodged. You get its outcome in writing."))
    return done or page(
        "appeal.html", form, held=held, row=found, title=name_of(Measure(found.measure)),
        ground=licences.ground(found.ground_code), lodged=licences.appeals_of_measure(found.id),
        until={kind: appeals.last_day(found, kind) for kind in AppealKind}, may_appeal=appeals.appealable(found),
    )  # fmt: skip


@blueprint.route("/<number>/surrender", methods=["GET", "POST"])
@permits(Permission.APPLY)
def surrender(number: str) -> ResponseReturnValue:
    """Show what must be in order before a licence is given back, and take the request."""
    held, form = queries.get(number, signed_in()), SurrenderForm()

    def act() -> None:
        acts.give_back(held, form.reason.data, form.plan.data, by=signed_in())

    done = take(form, act, held, _("Your request is sent. You keep all duties until an officer has accepted it."))
    present = acts.under_way(held)
    seen = {item.code for item in licences.seen_of(present.id)} if present else set()
    return done or page("surrender.html", form, held=held, present=present, items=winding.ITEMS, seen=seen)


def page(template: str, form: Any, **context: Any) -> ResponseReturnValue:
    """Return a page with a form."""
    return render_template(f"licensing/holders/{template}", form=form, **context), 422 if form.errors else 200
