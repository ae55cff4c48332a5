"""Forms of standards."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core import forms
from licensing.standards.rules import OUTCOMES
from licensing.standards.states import FindingOutcome

LARGEST_FILE = 5_000_000
HINTS: dict[FindingOutcome, Any] = {
    FindingOutcome.NOT_MET: _l("It costs its points. Choose below what shows it."),
    FindingOutcome.UNSURE: _l("It costs nothing, but a critical standard needs a sure answer."),
}


class FindingForm(forms.FairgateForm):
    """What was found of one standard."""

    outcome = forms.ChoiceField(
        _l("Is the standard met?"),
        choices=[(str(key), _l(name), HINTS.get(key, "")) for key, name in OUTCOMES.items()],
        missing=_l("Choose what you found."),
    )
    reason = forms.LongTextField(
        _l("Reason"),
        hint=_l("What you looked at, and what you found. The agency gets this text if it is refused."),
        max_length=4000,
        rows=5,
        missing=_l("Write what you looked at and what you found."),
    )
    evidence = forms.MultiChoiceField(_l("What it rests on"), optional=True, choices=[])
    paper = forms.FileField(
        _l("Add a file"), optional=True, max_bytes=LARGEST_FILE,
        accept=[".pdf", ".jpg", ".jpeg", ".png", ".csv", ".xlsx", ".txt"],
    )  # fmt: skip


class DeclineForm(forms.FairgateForm):
    """Why a version is declined."""

    reason = forms.LongTextField(
        _l("Why is this version declined?"), max_length=4000, rows=3, missing=_l("Write why it is declined.")
    )
