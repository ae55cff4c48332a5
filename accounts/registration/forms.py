"""Forms of registering an organisation."""

from flask_babel import lazy_gettext as _l

from accounts.people.passwords import LONGEST
from core import forms
from core.countries import choices


class RegisterForm(forms.FairgateForm):
    """A broker's first person and the broker's name."""

    agency_name = forms.TextField(
        _l("Name of the agency"), hint=_l("As on the trade register."), missing=_l("Enter the name of the agency."),
        autocomplete="organization", max_length=300,
    )  # fmt: skip
    country = forms.SelectField(
        _l("Country where it is registered"), choices=(), blank=_l("Choose a country"), missing=_l("Choose a country.")
    )
    name = forms.TextField(
        _l("Your full name"), missing=_l("Enter your full name."), autocomplete="name", max_length=300
    )
    email = forms.EmailField(_l("Your e-mail address"), missing=_l("Enter your e-mail address."), autocomplete="email")
    password = forms.PasswordField(
        _l("Password"), hint=_l("At least 12 characters. Three words you can remember are good."),
        missing=_l("Choose a password."), autocomplete="new-password", max_length=LONGEST,
    )  # fmt: skip

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.country.choices = choices()
