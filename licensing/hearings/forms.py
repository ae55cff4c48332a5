"""Forms of hearings: what anybody objects, what an agency answers, what an officer makes of an objection."""

from flask_babel import lazy_gettext as _l

from core import forms


class ObjectionForm(forms.OpenForm):
    """What speaks against an application, in somebody's own words."""

    text = forms.LongTextField(
        _l("What should we know before we decide?"),
        hint=_l("Say what happened, where and when. Do not write your name, or anything that shows who you are."),
        max_length=4000, rows=8, missing=_l("Write what we should know."),
    )  # fmt: skip
