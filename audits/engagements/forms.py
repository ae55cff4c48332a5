"""Forms of engagements."""

from flask_babel import lazy_gettext as _l

from audits.engagements import queries
from core import forms


class GiveForm(forms.FairgateForm):
    """A firm to engage, and for how long."""

    firm = forms.SelectField(
        _l("Auditor firm"), blank=_l("Choose a firm"), missing=_l("Choose an auditor firm."),
        choices=lambda: [(str(firm.id), firm.name) for firm in queries.firms()],
    )  # fmt: skip
    starts_on = forms.DateField(_l("First day"), missing=_l("Enter the first day."))
    ends_on = forms.DateField(
        _l("Last day"), hint=_l("After this day the firm no longer sees the supplier."),
        missing=_l("Enter the last day."),
    )  # fmt: skip


class EndForm(forms.FairgateForm):
    """Why an engagement ends now."""

    reason = forms.LongTextField(
        _l("Reason"), max_length=2_000, rows=4, missing=_l("Say why the engagement ends.")
    )
