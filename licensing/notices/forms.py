"""Forms of notices."""

from flask_babel import lazy_gettext as _l

from core import forms
from licensing.notices.models import HolderNotice
from licensing.notices.service import LONGEST_NOTE


class LookForm(forms.FairgateForm):
    """What an officer says of a notice."""

    version = forms.HiddenField()
    answer = forms.ChoiceField(
        _l("Is it the same person or organisation?"),
        choices=[
            ("same", _l("The same"), _l("Nothing happens to the licence by itself. Propose a measure on its page.")),
            ("not-same", _l("Not the same"), _l("The notice comes back when either side changes.")),
        ],
        missing=_l("Choose your answer."),
    )  # fmt: skip
    note = forms.LongTextField(
        _l("What you looked at"), hint=_l("At least 10 characters."), max_length=LONGEST_NOTE, rows=4,
        missing=_l("Say in 10 to 2,000 characters what you looked at."),
    )  # fmt: skip

    def for_notice(self, notice: HolderNotice) -> "LookForm":
        """Carry the version of this notice."""
        if not self.is_submitted():
            self.version.data = str(notice.version)
        return self
