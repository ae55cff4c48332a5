"""Forms of holders: evidence for a condition, an answer, an appeal, giving a licence back."""

from flask_babel import lazy_gettext as _l

from core import forms
from licensing.evidence import papers


class WithPaperForm(forms.FairgateForm):
    """A text with a paper, if there is one."""

    text = forms.LongTextField(
        _l("Your words"), min_length=10, max_length=4000, rows=8, missing=_l("Write at least 10 characters.")
    )
    paper = forms.FileField(_l("Add a paper"), accept=papers.ENDINGS, max_bytes=papers.LARGEST, optional=True)


class AppealForm(forms.FairgateForm):
    """Against a decision."""

    kind = forms.ChoiceField(
        _l("What do you want?"),
        choices=[
            ("facts", _l("Facts are wrong"), _l("The regulator looks at its own decision again.")),
            ("appeal", _l("Appeal"), _l("The decision goes on counting until a tribunal says otherwise.")),
        ],
        missing=_l("Choose what you want."),
    )  # fmt: skip
    text = forms.LongTextField(
        _l("What is wrong with the decision?"), min_length=10, max_length=4000, rows=8,
        missing=_l("Say what is wrong with the decision."),
    )  # fmt: skip


class SurrenderForm(forms.FairgateForm):
    """Giving a licence back."""

    reason = forms.LongTextField(
        _l("Why do you give the licence back?"), min_length=10, max_length=4000, rows=3,
        missing=_l("Say why you give the licence back."),
    )  # fmt: skip
    plan = forms.LongTextField(
        _l("What happens to the workers whom you placed?"), min_length=10, max_length=4000, rows=6,
        hint=_l("Say who helps them from now on, and by when each thing on the list is done."),
        missing=_l("Say what happens to the workers whom you placed."),
    )  # fmt: skip
    sure = forms.ConfirmField(
        _l("Yes, we give this licence back."), missing=_l("Tick the box if you want to give the licence back.")
    )
