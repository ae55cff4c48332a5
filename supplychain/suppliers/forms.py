"""Forms of suppliers: what the list is narrowed to."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import countries, forms, i18n
from supplychain.suppliers import queries


class FilterForm(forms.OpenForm):
    """What the list of suppliers is narrowed to."""

    q = forms.TextField(
        _l("Search"), hint=_l("Name, your own number, or the name of a broker"), max_length=200, optional=True
    )
    country = forms.SelectField(_l("Country"), optional=True, blank=_l("All countries"))
    alerts = forms.SelectField(
        _l("Alerts"), choices=[("open", _l("With alerts to decide"))], optional=True, blank=_l("All")
    )
    brokers = forms.SelectField(
        _l("Labour brokers"),
        choices=[
            ("named", _l("With a broker")),
            ("none", _l("Without a broker")),
            ("worker-pays", _l("Workers pay the fee")),
        ],
        optional=True, blank=_l("All"),
    )  # fmt: skip
    sort = forms.SelectField(
        _l("Order"), choices=[("country", _l("By country")), ("newest", _l("Changed last first"))], optional=True,
        blank=_l("Name, A to Z"),
    )  # fmt: skip

    def fill(self) -> "FilterForm":
        """Offer the countries that the company's suppliers are in."""
        language = i18n.language().code
        named = [(code, countries.name(code, language), count) for code, count in queries.countries()]
        self.country.choices = [
            (code, _("%(country)s (%(count)s)", country=name, count=count))
            for code, name, count in sorted(named, key=lambda item: item[1])
        ]
        return self
