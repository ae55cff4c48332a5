"""What may be done with several cases at once: hand them to one officer, or ask their agencies for the same thing."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import forms
from core.actor import signed_in
from licensing.applications.parts import FILLED_IN, TITLES, Part
from licensing.assessment import queries, service
from licensing.assessment.pages import CHECK, blueprint
from licensing.assessment.service import Missing
from licensing.assessment.showing import SHOWN
from licensing.assessment.together import MOST, Done, each
from licensing.assignments import queries as assignments_of
from licensing.assignments import service as assignments
from licensing.assignments.states import Task


class ManyForm(forms.FairgateForm):
    """A form about several cases; the cases themselves are in the page."""


class HandOverForm(ManyForm):
    """To whom cases are handed, and why."""

    person = forms.SelectField(
        _l("Officer"), choices=[], blank=_l("Choose an officer"), missing=_l("Choose to whom the cases go.")
    )
    reason = forms.LongTextField(
        _l("Why?"), hint=_l("Both officers read it, and it stays in the history of each case."),
        max_length=1000, rows=3, missing=_l("Write why the cases are handed over."),
    )  # fmt: skip


class AskForm(ManyForm):
    """What every one of these agencies must mend."""

    part = forms.SelectField(
        _l("Part of the application"), blank=_l("Choose a part"), missing=_l("Choose the part it is about."),
        choices=[(str(part), _l(TITLES[part])) for part in FILLED_IN],
    )  # fmt: skip
    text = forms.LongTextField(
        _l("What must the agency mend?"), hint=_l("Each of these agencies gets this text."), max_length=1000, rows=4,
        missing=_l("Write what the agency must mend."),
    )  # fmt: skip


def chosen() -> list[str]:
    """Return the references that were ticked, each once, at most as many as a page shows."""
    return list(dict.fromkeys(text.strip()[:20] for text in request.values.getlist("case")))[:MOST]


@blueprint.route("/together/assign", methods=["GET", "POST"])
@CHECK
def assign_together() -> ResponseReturnValue:
    """Hand several cases to one officer."""
    form = HandOverForm()
    form.person.choices = [
        (str(row.person_id), _("%(name)s (%(num)s open)", name=row.name, num=row.open))
        for row in assignments_of.staff(Task.ASSESS)
    ]
    done = None
    if form.validate_on_submit():
        by, person, reason = signed_in(), UUID(form.person.data), form.reason.data
        done = each(chosen(), lambda case: assignments.give(case, Task.ASSESS, person, reason=reason, by=by))
    return _page("assign", form, done)


@blueprint.route("/together/ask", methods=["GET", "POST"])
@CHECK
def ask_together() -> ResponseReturnValue:
    """Return several applications to their agencies for the same thing."""
    form = AskForm()
    done = None
    if form.validate_on_submit():
        item, by = Missing(Part(form.part.data), form.text.data), signed_in()
        done = each(chosen(), lambda case: service.give_back(case, [item], by=by))
    return _page("ask", form, done)


def _page(what: str, form: ManyForm, done: list[Done] | None) -> ResponseReturnValue:
    page = render_template(
        "licensing/assessment/together.html", what=what, form=form, done=done, chosen=chosen(),
        cases=queries.agencies_of(chosen()), **SHOWN,
    )  # fmt: skip
    return page, 422 if form.errors else 200
