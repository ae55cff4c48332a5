"""The page that answers “will it fail?”: with the rules of the decision, and without keeping an answer."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.i18n import translate
from core.permit import permits
from licensing.applications import guide, precheck, queries
from licensing.applications.obstacles import missing
from licensing.applications.part_pages import blueprint, load
from licensing.applications.states import WITH_BROKER
from licensing.standards.states import FindingOutcome


@blueprint.get("/<reference>/precheck")
@permits(Permission.APPLY)
def precheck_page(reference: str) -> ResponseReturnValue:
    """Say what is missing, what is to be paid, and what the answers to the standards would lead to."""
    application = load(reference)
    asked = precheck.asked(application.class_code)
    form = form_of(asked.standards)(formdata=request.args if "judge" in request.args else None, meta={"csrf": False})
    verdict = None
    if "judge" in request.args and form.validate():
        verdict = asked.judge({item.code: form[item.code].data for item in asked.standards if form[item.code].data})
    is_open = application.status in WITH_BROKER
    return render_template(
        "licensing/applications/precheck.html", application=application, asked=asked, form=form, verdict=verdict,
        obstacles=missing(application, queries.answers(application)) if is_open else [],
        sentence=translate(verdict.sentence, **verdict.values) if verdict else "",
        cost=guide.cost(application.class_code, application.workers_a_year or 0, getattr(application, "kind", "new")),
    ), 422 if form.errors else 200  # fmt: skip


def form_of(standards: Any) -> type[forms.FairgateForm]:
    """Return the form that asks for each standard whether it is met."""
    choices = [
        (str(FindingOutcome.MET), _("Yes")), (str(FindingOutcome.NOT_MET), _("No")),
        (str(FindingOutcome.NOT_APPLICABLE), _("Does not apply")), (str(FindingOutcome.UNSURE), _("I do not know")),
    ]  # fmt: skip
    fields = {
        item.code: forms.ChoiceField(item.title, hint=item.question, choices=choices, optional=True)
        for item in standards
    }  # fmt: skip
    return type("Precheck", (forms.FairgateForm,), fields)
