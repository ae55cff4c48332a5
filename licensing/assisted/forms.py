"""Forms of assisted entry."""

from flask_babel import lazy_gettext as _l

from core import forms
from core.countries import choices
from licensing.assisted.service import LONGEST_NOTE


class PapersForm(forms.FairgateForm):
    """Whose papers came in, when, and who signed them."""

    agency_reference = forms.TextField(
        _l("Reference of the agency, if it is known here"),
        hint=_l("Such as G-7K2M-9QXD. Leave it empty for a new agency."), max_length=20, width=20, optional=True,
    )  # fmt: skip
    agency_name = forms.TextField(
        _l("Name of a new agency"), hint=_l("As on the trade register."), max_length=300, optional=True
    )
    country = forms.SelectField(
        _l("Country where it is registered"), choices=(), blank=_l("Choose a country"), optional=True
    )
    received_on = forms.DateField(_l("The papers came in on"), missing=_l("Enter the day on which the papers came in."))
    note = forms.LongTextField(
        _l("Who signed them, and why they came on paper"), max_length=LONGEST_NOTE, rows=3,
        missing=_l("Say who signed the papers and why they came on paper."),
    )  # fmt: skip

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.country.choices = choices()
