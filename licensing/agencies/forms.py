"""Forms of the officers' pages about agencies."""

from flask_babel import lazy_gettext as _l

from core import forms
from core.i18n import translate
from licensing.agencies.listing import LONGEST, SORTS
from licensing.agencies.verifying import LONGEST_NOTE
from licensing.agencies.wording import METHODS, VERDICTS


class ListForm(forms.OpenForm):
    """What the list of agencies is narrowed to."""

    q = forms.TextField(
        _l("Name, person, number or phone"), optional=True, max_length=LONGEST,
        hint=_l("Any name of the agency or of its people, trade register number, reference, telephone number."),
    )  # fmt: skip
    sort = forms.SelectField(
        _l("Order"), choices=list(zip(SORTS, (_l("Name"), _l("Newest first")), strict=True)), optional=True
    )


class VerifyForm(forms.FairgateForm):
    """What an officer found about a telephone number, web address or place."""

    verdict = forms.ChoiceField(
        _l("What did you find?"), choices=lambda: [(code, translate(text)) for code, text in VERDICTS.items()],
        missing=_l("Choose what you found."),
    )  # fmt: skip
    method = forms.ChoiceField(
        _l("How did you verify it?"), choices=lambda: [(code, translate(text)) for code, text in METHODS.items()],
        missing=_l("Choose how you verified it."),
    )  # fmt: skip
    note = forms.LongTextField(
        _l("What you did and whom you spoke to"), hint=_l("At least 10 characters. The trail keeps it."), rows=4,
        max_length=LONGEST_NOTE, missing=_l("Say in 10 to 2,000 characters what you did and whom you spoke to."),
    )  # fmt: skip


class StopForm(forms.FairgateForm):
    """Why an officer stops a card."""

    reason = forms.LongTextField(
        _l("Why do you stop this card?"), hint=_l("At least 10 characters. A stopped card stays stopped."), rows=4,
        max_length=LONGEST_NOTE, missing=_l("Give a reason of at least 10 characters."),
    )  # fmt: skip
