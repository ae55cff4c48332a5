"""The form on which one name is screened."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import countries, forms
from core.i18n import translate
from screening.names import MAX_NAME_CHARACTERS
from screening.search.asking import KINDS, LONGEST_IDENTIFIER
from screening.search.levels import NAMES, Level, expected


def _kinds() -> list[tuple[Any, ...]]:
    return [(code, translate(words)) for code, words in KINDS.items()]


def _levels() -> list[tuple[Any, ...]]:
    return [(str(level), translate(NAMES[level]), _cost(level)) for level in Level]


def _cost(level: Level) -> str:
    """Return in words what a choice costs in innocent names; nothing where it was not measured."""
    many = expected(level)
    if many is None:
        return ""
    if many < 1:
        return str(_("Of 1,000 names that are on no list, fewer than one is shown."))
    return str(_("Of 1,000 names that are on no list, about %(many)s are shown.", many=round(many)))


class NameField(forms.TextField):
    """A name; it may be left out where a number is given, so it is not called optional."""

    def words(self, label: Any = None) -> Any:
        """Return the label alone."""
        return str(label or self.label.text)


class SearchForm(forms.FairgateForm):
    """A name and what else is known of its bearer."""

    name = NameField(
        _l("Name"), hint=_l("As it is written, in any script: of a person, a company, a ship. Or give a number below."),
        max_length=MAX_NAME_CHARACTERS, optional=True,
    )  # fmt: skip
    kind = forms.ChoiceField(_l("What bears the name"), choices=_kinds, default="unknown")
    country = forms.SelectField(_l("Country"), choices=countries.choices, blank=_l("Not known"), optional=True)
    birth_date = forms.TextField(
        _l("Date of birth"), hint=_l("For example, 1968 or 1968-03-27"), max_length=20, width=10, optional=True
    )
    identifier = forms.TextField(
        _l("Number"), hint=_l("Of the trade register, tax, passport, IMO or another. It must be exact."),
        max_length=LONGEST_IDENTIFIER, optional=True,
    )  # fmt: skip
    level = forms.ChoiceField(_l("How alike"), choices=_levels, default=str(Level.NORMAL))
