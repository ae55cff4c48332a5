"""Forms of the officer's steps in hearings: objections, the intention to refuse, assessing anew, quashing."""

from flask_babel import lazy_gettext as _l

from core import forms
from licensing.assessment.forms import CaseForm, marked
from licensing.hearings.wording import BEARINGS


class ObjectionAnswerForm(CaseForm):
    """What an officer makes of an objection."""

    bearing = forms.ChoiceField(
        _l("What is it to this case?"), choices=[(str(key), marked(name)) for key, name in BEARINGS.items()],
        missing=_l("Choose what it is to this case."),
    )  # fmt: skip
    answer = forms.LongTextField(
        _l("Why?"), hint=_l("What you looked at and what you found. The decider reads it."), max_length=4000, rows=5,
        missing=_l("Write what you found."),
    )  # fmt: skip


class IntentionForm(CaseForm):
    """Why an agency may be refused."""

    ground = forms.ChoiceField(_l("Legal ground"), choices=[], missing=_l("Choose the legal ground."))
    reason = forms.LongTextField(
        _l("Reason"), max_length=4000, rows=6,
        hint=_l("The agency reads this. Never write anything that could tell who reported, objected or complained."),
        missing=_l("Write why it may be refused."),
    )  # fmt: skip
    evidence = forms.LongTextField(
        _l("What it rests on"),
        hint=_l("One line for each piece of evidence. The agency reads them: name no one who reported or objected."),
        max_length=8000, rows=5, missing=_l("Name what it rests on, a line each."),
    )  # fmt: skip


class ReassessForm(CaseForm):
    """Why a case is to be assessed anew after the agency was heard."""

    reason = forms.LongTextField(
        _l("What must be assessed again, and why?"), max_length=4000, rows=5,
        missing=_l("Write what must be assessed again."),
    )  # fmt: skip


class QuashForm(CaseForm):
    """By which order a decision no longer stands."""

    order = forms.TextField(
        _l("Reference of the order"), hint=_l("Court or appeal, and its number."), max_length=100,
        missing=_l("Enter the reference of the order."),
    )  # fmt: skip
    reason = forms.LongTextField(
        _l("What does the order say?"), max_length=4000, rows=5, missing=_l("Write what the order says.")
    )
