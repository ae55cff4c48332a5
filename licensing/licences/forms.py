"""Forms of licences and measures."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core import countries, forms
from licensing.licences.states import Measure, Scope, Status

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

    def more(self) -> dict[str, Any]:
        """Return what this kind of measure needs beyond ground and reason."""
        return {}


class EndForm(ProposeForm):
    """The end of a measure: revoking or cancelling a licence, heard first or at once."""

    how = forms.ChoiceField(
        _l("When does it take effect?"),
        choices=[
            ("heard", _l("After the holder was heard"), _l("The holder gets the time that the law gives to answer.")),
            ("immediate", _l("As soon as it is confirmed"),
             _l("Only where the ground allows it, as for violence or trafficking. An appeal does not stop it.")),
        ],
        default="heard",
    )  # fmt: skip

    def more(self) -> dict[str, Any]:
        """Return whether the holder is heard first."""
        return {"immediate": self.how.data == "immediate"}


class SuspendForm(ProposeForm):
    """A suspension: how the workers are protected, and when it takes effect."""

    plan = forms.LongTextField(
        _l("How the workers already placed are protected"),
        hint=_l("Wages, tickets home, papers, whom they can call."),
        max_length=4000,
        rows=4,
        missing=_l("Write how the workers already placed are protected."),
    )
    how = forms.ChoiceField(
        _l("When does it take effect?"),
        choices=[
            ("heard", _l("After the holder was heard"), _l("The holder gets the time that the law gives to answer.")),
            ("immediate", _l("As soon as a second person confirms it"), _l("An appeal does not stop it.")),
            ("urgent", _l("Now"), _l("You act alone. It ends by itself unless a second person confirms it in time.")),
        ],
        default="heard",
    )  # fmt: skip

    def more(self) -> dict[str, Any]:
        """Return the plan, and whether the holder is heard first."""
        return {"protection_plan": self.plan.data, "immediate": self.how.data == "immediate"}


class SurrenderForm(ProposeForm):
    """A letter by which the holder gives its licence back, entered by an officer."""

    plan = forms.LongTextField(
        _l("What becomes of the workers already placed"), max_length=4000, rows=4,
        missing=_l("Write what becomes of the workers already placed."),
    )  # fmt: skip

    def more(self) -> dict[str, Any]:
        """Return the plan."""
        return {"protection_plan": self.plan.data}


class FreezeForm(ProposeForm):
    """A freeze, and whom it is about."""

    scope = forms.ChoiceField(
        _l("No new workers"),
        choices=[
            (Scope.ALL, _l("At all")), (Scope.CORRIDOR, _l("To one country")), (Scope.EMPLOYER, _l("For one employer")),
        ],
        default=Scope.ALL,
    )  # fmt: skip
    country = forms.SelectField(_l("Country"), optional=True, choices=countries.choices, blank=_l("Choose a country"))
    employer = forms.TextField(_l("Name of the employer"), optional=True, max_length=300)

    def more(self) -> dict[str, Any]:
        """Return the scope with the country or the employer."""
        value = {Scope.CORRIDOR: self.country.data, Scope.EMPLOYER: self.employer.data}.get(Scope(self.scope.data))
        return {"scope": Scope(self.scope.data), "scope_value": value}


FORMS: dict[Measure, type[ProposeForm]] = {
    Measure.SUSPEND: SuspendForm, Measure.FREEZE: FreezeForm, Measure.REVOKE: EndForm, Measure.CANCEL: EndForm,
    Measure.SURRENDER: SurrenderForm,
}  # fmt: skip
# Where a service names a fault by what it keeps, and the page by what is asked.
FIELDS = {"protection_plan": "plan", "immediate": "how"}


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
    language = forms.SelectField(_l("Language of the letter"), optional=True, choices=[])
