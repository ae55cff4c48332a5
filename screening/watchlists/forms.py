"""Forms of lists: the search among the entities of one."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import countries, forms, i18n
from core.i18n import translate
from screening.watchlists import wording
from screening.watchlists.queries import Shape


class SearchForm(forms.OpenForm):
    """What the entities of a list are narrowed to."""

    q = forms.TextField(
        _l("Name"), hint=_l("Any part of any name, or the publisher's key"), max_length=200, optional=True
    )
    schema = forms.SelectField(_l("Kind"), optional=True, blank=_l("All kinds"))
    country = forms.SelectField(_l("Country"), optional=True, blank=_l("All countries"))

    def fill(self, shape: Shape, everywhere: list[str]) -> "SearchForm":
        """Offer the kinds and countries that occur in the list."""
        language = i18n.language().code
        self.schema.choices = [
            (schema, _("%(kind)s (%(count)s)", kind=translate(wording.SCHEMAS[schema]), count=f"{count:,}"))
            for schema, count in shape.schemas
        ]
        named = [(code, countries.name(code, language)) for code in everywhere]
        self.country.choices = sorted(named, key=lambda pair: pair[1])
        return self
