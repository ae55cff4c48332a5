"""Forms of an officer's own views."""

from flask_babel import lazy_gettext as _l

from core import forms


class NameForm(forms.FairgateForm):
    """The name of a view."""

    name = forms.TextField(_l("Name of the view"), max_length=60, missing=_l("Give the view a name."), width=20)
