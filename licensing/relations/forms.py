"""Forms of phoenix alerts."""

from flask_babel import lazy_gettext as _l

from core import forms
from licensing.relations.clearing import LONGEST
from licensing.relations.models import PhoenixAlert

MISSING = _l("Say in 10 to 2,000 characters what you looked at and why.")


class AlertForm(forms.FairgateForm):
    """A form that carries the version of the alert it is about."""

    version = forms.HiddenField()

    def show_version(self, alert: PhoenixAlert) -> None:
        """Carry this alert's version."""
        self.version.data = str(alert.version)

    def seen(self) -> int:
        """Return the version that was shown; -1 where there is none, which no alert has."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


class LookForm(AlertForm):
    """What the first officer says."""

    answer = forms.ChoiceField(
        _l("Is somebody coming back under another name?"),
        choices=[
            ("clear", _l("No"), _l("A second person must confirm it before the application can be granted.")),
            ("confirm", _l("Yes, it is a phoenix"), _l("The application can then only be refused, by two people.")),
        ],
        missing=_l("Choose your answer."),
    )  # fmt: skip
    reason = forms.LongTextField(
        _l("What you looked at, and why"), hint=_l("At least 10 characters. The trail keeps it."), max_length=LONGEST,
        rows=5, missing=MISSING,
    )  # fmt: skip


class SecondForm(AlertForm):
    """What the second officer says."""

    answer = forms.ChoiceField(
        _l("Do you agree that it is no phoenix?"),
        choices=[
            ("agree", _l("I agree"), _l("The alert is cleared.")),
            ("disagree", _l("I do not agree"), _l("The alert is open again. Say why.")),
        ],
        missing=_l("Choose your answer."),
    )  # fmt: skip
    note = forms.LongTextField(_l("What you looked at"), max_length=LONGEST, rows=4, optional=True)
