"""Forms of the parts of an application; what is required to finish a part may be left empty to come back later."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import clock, forms
from core.countries import choices as countries
from core.fields import GovukField
from core.i18n import translate
from core.text import clean_line, fold_digits
from licensing.applications import plan
from licensing.applications.sectors import SECTORS
from licensing.costs.categories import PAYERS
from licensing.costs.models import CostItem
from licensing.evidence import papers

MOST_COUNTRY_BOXES = 60
NAME_KINDS = [
    ("trading", _l("A name you trade under")),
    ("local", _l("The legal name in the local script")),
    ("former", _l("A name you had before")),
]
PERSON_ROLES = [
    ("principal", _l("Principal authority"), _l("The one person who answers for the licence.")),
    ("director", _l("Director"), _l("Decides how the agency is run.")),
    ("owner", _l("Owner"), _l("Owns a share of the agency.")),
    ("representative", _l("Representative"), _l("Speaks for the agency with workers or employers.")),
]


class PartForm(forms.FairgateForm):
    """A part of the application: carries the version it was opened at."""

    # These have been answered before the part is first opened, so they can never be left empty.
    FIRM: ClassVar[frozenset[str]] = frozenset()

    version = forms.HiddenField()

    @contextmanager
    def softened(self, soften: bool) -> Iterator[None]:  # noqa: FBT001  with form.softened(later)
        """Ask, for the length of a block, for nothing that can come later: the person saves what there is."""
        asked = [
            field for field in self
            if soften and isinstance(field, GovukField) and not field.optional and field.name not in self.FIRM
        ]  # fmt: skip
        for field in asked:
            field.optional = True
        try:
            yield
        finally:
            for field in asked:
                field.optional = False

    def version_shown(self) -> int | None:
        """Return the version of the application at which the page was opened."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def show_version(self, version: int) -> None:
        """Carry `version`, whatever the page that was sent carried."""
        self.version.data, self.version.raw_data = str(version), None


class BusinessForm(PartForm):
    """Who the agency is."""

    FIRM = frozenset({"legal_name", "registration_number", "country"})

    legal_name = forms.TextField(
        _l("Legal name"), hint=_l("As on the trade register."), max_length=300, autocomplete="organization",
        missing=_l("Enter the legal name of the agency."),
    )  # fmt: skip
    registration_number = forms.TextField(
        _l("Number in the trade register"), max_length=60, width=20,
        missing=_l("Enter the number in the trade register."),
    )
    country = forms.SelectField(
        _l("Country where it is registered"), choices=countries, blank=_l("Choose a country"),
        missing=_l("Choose a country."),
    )


class NameForm(forms.FairgateForm):
    """Another name of the agency."""

    name = forms.TextField(_l("Name"), max_length=300, missing=_l("Enter the name."))
    kind = forms.ChoiceField(
        _l("What kind of name is it?"), choices=NAME_KINDS, missing=_l("Choose what kind of name it is.")
    )


class ShareField(forms.TextField):
    """A share in percent, with decimals if need be; `data` is a float."""

    def __init__(self, label: Any = "", **settings: Any) -> None:
        super().__init__(label, **{"width": 4, "inputmode": "decimal", "suffix": "%", **settings})

    def clean(self, text: str) -> Any:
        """Read the number; comma and full stop both stand before decimals."""
        plain = fold_digits(clean_line(text)).rstrip("% ").replace("٫", ".").replace(",", ".")
        try:
            return float(plain) if plain else None
        except ValueError:
            raise ValueError(_("Enter a share between 0 and 100, such as 50 or 33.33.")) from None

    def check(self) -> None:
        """Refuse what is no share of a whole."""
        if not 0 <= self.data <= 100:
            raise forms.Fault(_("Enter a share between 0 and 100, such as 50 or 33.33."))

    def typed(self) -> str:
        """Show a recorded share without needless noughts."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:g}"


class PersonForm(PartForm):
    """A person of the agency."""

    name = forms.TextField(
        _l("Full name"), hint=_l("As in the passport or identity card."), max_length=300,
        missing=_l("Enter the full name."),
    )  # fmt: skip
    role = forms.ChoiceField(
        _l("What is this person to the agency?"), choices=PERSON_ROLES,
        missing=_l("Choose what the person is to the agency."),
    )  # fmt: skip
    nationality = forms.SelectField(_l("Nationality"), choices=countries, blank=_l("Choose a country"), optional=True)
    birth_date = forms.DateField(
        _l("Day of birth"), hint=_l("For example, 31 3 1976. Only the regulator sees it."), optional=True,
        latest=lambda: clock.today() - timedelta(days=1),
    )  # fmt: skip
    control_percent = ShareField(
        _l("Share of the agency"), hint=_l("How much of the agency this person owns or controls. 0 if none."),
        missing=_l("Enter a share, or 0 if the person owns nothing."),
    )  # fmt: skip


class OfficeForm(PartForm):
    """Where the agency is found."""

    address = forms.TextField(
        _l("Address of the main office"), hint=_l("Street and number, or how to find it."), max_length=500,
        autocomplete="street-address", missing=_l("Enter the address of the main office."),
    )  # fmt: skip
    city = forms.TextField(
        _l("Town or city"), max_length=120, width=20, autocomplete="address-level2",
        missing=_l("Enter the town or city."),
    )  # fmt: skip
    email = forms.EmailField(
        _l("E-mail address of the agency"), hint=_l("For the regulator. It is not published."), optional=True,
        autocomplete="email",
    )  # fmt: skip
    website = forms.TextField(_l("Website"), max_length=300, autocomplete="url", optional=True)


class PhoneForm(forms.FairgateForm):
    """A telephone number of the agency."""

    phone = forms.PhoneField(
        _l("Phone number"), autocomplete="tel",
        hint=_l("Workers see it and can check who called them."), missing=_l("Enter a phone number."),
    )  # fmt: skip
    label = forms.TextField(
        _l("What is it for?"), hint=_l("For example, Main office."), max_length=60, width=20,
        missing=_l("Say what this number is for."),
    )  # fmt: skip


class DestinationsForm(PartForm):
    """Where workers are sent; the boxes for countries are added by `destinations_form`."""

    def countries(self) -> list[forms.SelectField]:
        """Return the boxes for countries."""
        return [field for field in self if str(field.name).startswith("country_")]


class WorkForm(PartForm):
    """For which work."""

    sectors = forms.MultiChoiceField(
        _l("For which kinds of work?"), choices=lambda: [(code, translate(name)) for code, name in SECTORS.items()],
        missing=_l("Choose at least one kind of work."),
    )  # fmt: skip


class VolumeForm(PartForm):
    """How many workers."""

    workers_a_year = forms.IntegerField(
        _l("How many workers do you expect to send in a year?"), minimum=1, maximum=1_000_000, width=5,
        hint=_l("The fee and the bond may depend on it. A good guess is enough."),
        missing=_l("Enter how many workers you expect to send in a year."),
    )  # fmt: skip


def destinations_form(boxes: int, **settings: Any) -> DestinationsForm:
    """Return the form with a number of boxes for countries; only the first must be filled."""
    fields = {
        f"country_{number}": forms.SelectField(
            _("Country %(number)s", number=number + 1), choices=countries, blank=_("Choose a country"),
            missing=_("Choose at least one country."), optional=number > 0,
        )
        for number in range(min(max(boxes, 1), MOST_COUNTRY_BOXES))
    }  # fmt: skip
    made: DestinationsForm = type("Destinations", (DestinationsForm,), fields)(**settings)
    return made


def plan_form(items: Iterable[CostItem], currencies: Sequence[str], currency: str, **settings: Any) -> PartForm:
    """Return the form of one group of cost items: for each a payer and an amount in `currency`."""
    fields: dict[str, Any] = {
        "currency": forms.SelectField(
            _("Currency of the amounts"), choices=[(code, code) for code in currencies], blank=_("Choose a currency"),
            missing=_("Choose a currency."),
        ),
    }  # fmt: skip
    payers = [(code, translate(words)) for code, words in PAYERS.items()]
    for item in items:
        fields[f"{item.code}-payer"] = forms.ChoiceField(
            item.name, choices=payers, missing=_("Say who pays for “%(item)s”.", item=item.name),
            validators=[lawful(item)],
        )  # fmt: skip
        fields[f"{item.code}-amount"] = forms.MoneyField(
            _("Usual amount for “%(item)s”", item=item.name), currency=currency, minimum=0, optional=True
        )
    made: PartForm = type("Plan", (PartForm,), fields)(**settings)
    return made


def lawful(item: CostItem) -> Callable[[Any, Any], None]:
    """Return the check of an item's payer: refused beside every other fault of the page, not after them."""

    def check(_form: Any, field: Any) -> None:
        refused = plan.refusal(item, field.data)
        if refused:
            raise forms.Fault(refused)

    return check


class PaperForm(forms.FairgateForm):
    """A paper to send; the day is asked only for papers that run out."""

    paper = forms.FileField(
        _l("Choose the file, or take a photo"), accept=papers.ENDINGS, max_bytes=papers.LARGEST,
        missing=_l("Choose the file to send."),
    )  # fmt: skip
    valid_until = forms.DateField(
        _l("Last day on which it is valid"), hint=_l("For example, 31 3 2027. It stands on the paper."),
        missing=_l("Enter the last day on which this paper is valid."),
    )  # fmt: skip


class CostForm(forms.FairgateForm):
    """The calculator: for which class, and for how many workers."""

    class_code = forms.SelectField(_l("Which licence?"), missing=_l("Choose a licence."))
    workers = forms.IntegerField(
        _l("How many workers would you send in a year?"), minimum=1, maximum=1_000_000, width=5,
        missing=_l("Enter how many workers you would send in a year."),
    )  # fmt: skip


class DraftFileForm(forms.FairgateForm):
    """The file of a draft."""

    file = forms.FileField(
        _l("File with your answers"), hint=_l("One that you saved here before."), accept=[".json"], max_bytes=1_000_000,
        missing=_l("Choose the file."),
    )  # fmt: skip


class AgencyMessageForm(forms.FairgateForm):
    """A message of an agency, with a paper if need be."""

    body = forms.LongTextField(_l("Your message"), max_length=4000, rows=6, missing=_l("Write your message."))
    paper = forms.FileField(_l("Add a paper"), accept=papers.ENDINGS, max_bytes=papers.LARGEST, optional=True)


class BeginForm(forms.FairgateForm):
    """Which class of licence, and once who asks."""

    class_code = forms.ChoiceField(_l("Which licence do you need?"), missing=_l("Choose a licence."))
    registration_number = forms.TextField(
        _l("Number of your agency in the trade register"), max_length=60, width=20,
        missing=_l("Enter the number in the trade register."),
    )  # fmt: skip


class DeclarationForm(PartForm):
    """The promise."""

    declared = forms.ConfirmField(_l("I declare this."), missing=_l("Tick the box to declare that this is true."))


class WithdrawForm(PartForm):
    """Taking back."""

    reason = forms.LongTextField(
        _l("Why do you withdraw?"), hint=_l("It helps the regulator."), max_length=1000, rows=3, optional=True
    )
    sure = forms.ConfirmField(
        _l("Yes, withdraw this application."), missing=_l("Tick the box if you want to withdraw the application.")
    )


def shown(field: Any, value: Any) -> str:
    """Return a recorded value as words, as the field's own choices say it."""
    words = {str(choice[0]): str(choice[1]) for choice in (field.offered() if hasattr(field, "offered") else ())}
    if isinstance(value, list):
        return ", ".join(words.get(str(item), str(item)) for item in value)
    if value is None or value == "":
        return _("Nothing")
    if isinstance(field, forms.MoneyField):
        return field.shown(int(value))
    if isinstance(field, ShareField):
        return f"{value:g}%"
    return words.get(str(value), str(value))

