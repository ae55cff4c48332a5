"""Forms of licences and measures."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core import forms
from core.i18n import translate
from licensing.licences.measures import EFFECTS
from licensing.licences.states import Measure, Status

LEAST_REASON = 50  # on the page; the database asks for ten
# What the list can be narrowed to: states by their dates, overlays, and measures that wait for a second
# person.
STATUSES: dict[str, Any] = {
    Status.ACTIVE: _l("In force"),
    "conditions": _l("With conditions"),
    "frozen": _l("No new workers"),
    "watched": _l("Under watch"),
    Status.SUSPENDED: _l("Suspended"),
    Status.EXPIRED: _l("Expired"),
    Status.REVOKED: _l("Revoked"),
    Status.CANCELLED: _l("Cancelled"),
    Status.SURRENDERED: _l("Surrendered"),
    "measure": _l("A measure waits for a decision"),
}


class ListForm(forms.OpenForm):
    """What the list of licences is narrowed to."""

    q = forms.TextField(_l("Licence number or name"), optional=True, max_length=120)
    status = forms.MultiChoiceField(
        _l("Status"), optional=True, choices=[(str(key), name) for key, name in STATUSES.items()]
    )
    sort = forms.SelectField(
        _l("Sort by"),
        optional=True,
        choices=[
            ("number", _l("Newest number first")),
            ("agency", _l("Name of the agency")),
            ("ends", _l("Last day")),
        ],
    )


class ProposeForm(forms.FairgateForm):
    """A measure with its ground and reason; it carries the version of the licence that the page showed."""

    version = forms.HiddenField()
    ground = forms.ChoiceField(_l("Legal ground"), choices=[], missing=_l("Choose the legal ground of the measure."))
    reason = forms.LongTextField(
        _l("Reason"),
        hint=_l("At least 50 characters. The agency gets this text, and a court may read it."),
        max_length=4000,
        rows=6,
        missing=_l("Write the reason for the measure."),
    )

    def validate_reason(self, field: forms.LongTextField) -> None:
        """Ask for a reason that says something."""
        if field.data and len(field.data) < LEAST_REASON:
            raise forms.Fault(str(_l("Write at least 50 characters: what was found, and why it needs this measure.")))

    def seen(self) -> int | None:
        """Return the version of the licence that the person saw, or None when the page did not carry one."""
        data = str(self.version.data or "")
        return int(data) if data.isdecimal() and len(data) < 10 else None

    def show_version(self, version: int) -> None:
        """Carry `version` from now on: who sends the form again has seen what changed."""
        self.version.raw_data = None
        self.version.data = str(version)


class AnswerForm(forms.FairgateForm):
    """Confirming or declining a measure."""

    answer = forms.ChoiceField(
        _l("Your decision"),
        choices=[
            ("confirm", _l("Confirm"), _l("It takes effect at once, and the public page says so.")),
            ("decline", _l("Decline"), _l("The licence stays as it is.")),
        ],
        missing=_l("Choose whether to confirm or to decline."),
    )
    note = forms.LongTextField(
        _l("Note"),
        hint=_l("Needed when you decline: what speaks against the measure."),
        optional=True,
        max_length=2000,
        rows=3,
    )


def name_of(measure: Measure) -> str:
    """Return what an officer calls a measure, in the language of the page."""
    return translate(EFFECTS[measure].name)
