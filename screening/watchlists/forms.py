"""Forms of lists: the search among the entities of one, and what a decider may do to them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import countries, forms, i18n
from core.i18n import translate
from screening.watchlists import formats, wording
from screening.watchlists.queries import Shape
from screening.watchlists.states import Every

LARGEST_UPLOAD = 30_000_000
MOST_ENTITIES = 50_000_000


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


def _forms() -> list[tuple[str, str]]:
    return sorted(formats.FORMATS.items(), key=lambda pair: pair[1].lower())


def _reason(label: str) -> forms.LongTextField:
    return forms.LongTextField(
        label, hint=_l("Kept in the trail, where everyone who may see the lists reads it."), max_length=2_000, rows=3,
        missing=_l("Give the reason."),
    )  # fmt: skip


class NewListForm(forms.FairgateForm):
    """A list that there is none of yet."""

    title = forms.TextField(
        _l("Name of the list"), max_length=200, missing=_l("Enter the name of the list."),
    )  # fmt: skip
    publisher = forms.TextField(_l("Who publishes it"), max_length=200, missing=_l("Enter who publishes the list."))
    code = forms.TextField(
        _l("Short name"), hint=_l("Small letters, figures and hyphens, such as ofac-sdn. It stays as it is."),
        max_length=60, width=20, missing=_l("Enter a short name."),
    )  # fmt: skip


class UploadForm(forms.FairgateForm):
    """A version of a list as a file."""

    paper = forms.FileField(
        _l("The list as its publisher gives it out"), hint=_l("Several files together: as a ZIP archive."),
        max_bytes=LARGEST_UPLOAD, missing=_l("Choose the file of the list."),
    )  # fmt: skip
    format = forms.SelectField(_l("Form of the file"), choices=_forms, blank=_l("Find out"), optional=True)
    published_on = forms.DateField(_l("Day of publication"), hint=_l("For example, 31 3 2026"), optional=True)


class TakeForm(forms.FairgateForm):
    """A person takes a version that waits although something speaks against it."""

    accept = forms.ConfirmField(
        _l("I have looked at the figures and take this version."),
        missing=_l("Tick the box to take the list although something speaks against it."),
    )
    reason = _reason(_l("Why is this version right?"))


class PlainTakeForm(forms.FairgateForm):
    """A person takes a version against which nothing speaks."""


class ReasonForm(forms.FairgateForm):
    """A step that asks for its reason only."""

    reason = _reason(_l("Reason"))


class ExpectedForm(forms.FairgateForm):
    """How many entities a list should hold."""

    least = forms.IntegerField(_l("At least"), minimum=1, maximum=MOST_ENTITIES, width=10, optional=True)
    most = forms.IntegerField(_l("At most"), minimum=1, maximum=MOST_ENTITIES, width=10, optional=True)
    reason = _reason(_l("Why is this size expected?"))


class SourceForm(forms.FairgateForm):
    """Where and how often a list is fetched."""

    urls = forms.LongTextField(
        _l("Addresses"), hint=_l("One on a line, each beginning with https://. A list of several files has several."),
        max_length=3_100, rows=4, optional=True,
    )  # fmt: skip
    every = forms.ChoiceField(
        _l("How often"),
        choices=[(Every.DAILY, _l("Every day")), (Every.WEEKLY, _l("Every week")), (Every.OFF, _l("Not by itself"))],
        missing=_l("Choose how often."),
    )
    format = forms.SelectField(_l("Form of the file"), choices=_forms, blank=_l("Find out"), optional=True)
    reason = _reason(_l("Reason"))
    version = forms.HiddenField()

    def addresses(self) -> tuple[str, ...]:
        """Return the addresses, one for each line that is not empty."""
        return tuple(line.strip() for line in (self.urls.data or "").splitlines() if line.strip())
