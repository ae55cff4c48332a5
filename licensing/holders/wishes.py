"""What a holder can ask for: a further term, a change, or its licence back; which words say so."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core import forms
from licensing.applications.states import Kind

WISHES: dict[Kind, tuple[Any, Any]] = {
    Kind.RENEWAL: (
        _l("Renew the licence"),
        _l("It goes on under the same number. You look through what you told us; you lose no days by being early."),
    ),
    Kind.VARIATION: (
        _l("Change something"),
        _l("A name, phone, person, office, country or number of workers. Only what changes is checked again."),
    ),
    Kind.REINSTATEMENT: (
        _l("Ask for the licence back"),
        _l("After a suspension, or when it ended longer ago than the days of grace."),
    ),
}


class WishForm(forms.FairgateForm):
    """What the holder asks for."""

    kind = forms.ChoiceField(_l("What do you want to do?"), choices=[], missing=_l("Choose what you want to do."))
