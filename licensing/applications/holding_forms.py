"""Forms of what else an agency has: places, web addresses, related companies, bank accounts, sub-agents."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from core import clock, forms
from core.countries import choices as countries
from core.i18n import translate
from licensing.applications import wording
from licensing.applications.forms import ShareField

SUB_AGENT_KINDS = [("person", _l("A person")), ("firm", _l("A firm"))]
SCOPES = [
    ("find-workers", _l("Find workers")),
    ("documents", _l("Help with papers")),
    ("training", _l("Train workers")),
    ("travel", _l("Help with travel")),
]
COUNTRY: dict[str, Any] = {"choices": countries, "blank": _l("Choose a country"), "missing": _l("Choose a country.")}


def offered(words: Mapping[str, str]) -> Callable[[], list[tuple[str, str]]]:
    """Return the choices of a field, in the language of each request."""
    return lambda: [(key, translate(text)) for key, text in words.items()]


class PremisesForm(forms.FairgateForm):
    """A place beside the main office."""

    address = forms.TextField(
        _l("Address"), hint=_l("Street and number, or how to find it."), max_length=500,
        missing=_l("Enter the address."),
    )  # fmt: skip
    city = forms.TextField(_l("Town or city"), max_length=120, width=20, missing=_l("Enter the town or city."))
    country = forms.SelectField(_l("Country"), **COUNTRY)
    kind = forms.ChoiceField(
        _l("What kind of place is it?"), choices=offered(wording.PREMISES_KINDS),
        missing=_l("Choose what kind of place this is."),
    )  # fmt: skip


class WebForm(forms.FairgateForm):
    """An address on the web."""

    url = forms.TextField(
        _l("Address on the web"), hint=_l("Copy it from the browser, for example https://example.org."),
        max_length=300, missing=_l("Enter the address, such as https://example.org."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        _l("What is it?"), choices=offered(wording.WEB_KINDS), missing=_l("Choose what kind of address this is.")
    )


class CompanyForm(forms.FairgateForm):
    """A related company."""

    name = forms.TextField(_l("Name of the company"), max_length=300, missing=_l("Enter the name of the company."))
    tie = forms.ChoiceField(
        _l("What is it to your agency?"), choices=offered(wording.TIES),
        missing=_l("Choose what the company is to the agency."),
    )  # fmt: skip
    registration_number = forms.TextField(
        _l("Number in its trade register"), max_length=60, width=20, optional=True
    )
    country = forms.SelectField(_l("Country where the company is registered"), **COUNTRY)
    share_percent = ShareField(_l("Share of control"), hint=_l("0 if it is not known."), optional=True)


class AccountForm(forms.FairgateForm):
    """A bank account."""

    bank = forms.TextField(_l("Name of the bank"), max_length=200, missing=_l("Enter the name of the bank."))
    country = forms.SelectField(_l("Country of the bank"), **COUNTRY)
    number = forms.TextField(
        _l("Account number or IBAN"), max_length=60, autocomplete="off",
        missing=_l("Enter the account number or IBAN."),
        hint=_l("We keep its last four signs and a code that cannot be turned back into the number."),
    )  # fmt: skip


class SubAgentForm(forms.FairgateForm):
    """Someone who works for the agency outside its offices."""

    name = forms.TextField(_l("Name of the sub-agent"), max_length=300, missing=_l("Enter the name."))
    kind = forms.ChoiceField(
        _l("Is it a person or a firm?"), choices=SUB_AGENT_KINDS, missing=_l("Say whether it is a person or a firm.")
    )
    scope = forms.MultiChoiceField(
        _l("What may the sub-agent do for you?"), choices=SCOPES, missing=_l("Choose what the sub-agent may do."),
        hint=_l("Taking money from workers is never allowed; the card says so."),
    )  # fmt: skip
    area = forms.TextField(
        _l("Where?"), hint=_l("District or towns."), max_length=200, missing=_l("Say where the sub-agent works.")
    )
    phone = forms.PhoneField(_l("Telephone of the sub-agent"), optional=True)
    valid_to = forms.DateField(
        _l("Last day of the card"), hint=_l("At most three years from now. For example, 31 3 2027."),
        missing=_l("Enter the last day of the card."), earliest=lambda: clock.today() + timedelta(days=1),
    )  # fmt: skip
