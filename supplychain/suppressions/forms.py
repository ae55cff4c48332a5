"""Forms of rules that keep a pair from being shown."""

from flask_babel import lazy_gettext as _l

from core import forms
from supplychain.suppressions.service import LONGEST_REASON


class SuppressForm(forms.FairgateForm):
    """Until when a pair is not to be shown, and why."""

    until = forms.DateField(
        _l("Not shown until"), hint=_l("The last day, at most two years from today. Then it is shown again."),
        missing=_l("Enter the last day."),
    )  # fmt: skip
    reason = forms.LongTextField(
        _l("Reason"), hint=_l("At least 20 characters. Whoever looks at the rules later reads it."),
        max_length=LONGEST_REASON, rows=4, missing=_l("Say why this pair need not be shown."),
    )  # fmt: skip


class AnswerForm(forms.FairgateForm):
    """What is done about a rule; its button says what."""
