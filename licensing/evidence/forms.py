"""Forms of papers: what an officer says of one, and what an officer asks for besides."""

from flask_babel import lazy_gettext as _l

from core import forms


class JudgeForm(forms.FairgateForm):
    """Whether a paper is accepted."""

    accepted = forms.ChoiceField(
        _l("Does this paper show what was asked for?"),
        choices=[("yes", _l("Yes, accept it")), ("no", _l("No, the agency must send another"))],
        missing=_l("Say whether the paper shows what was asked for."),
    )
    note = forms.LongTextField(
        _l("Note"), hint=_l("If not accepted, say why; the agency reads it."), max_length=1000, rows=3, optional=True
    )


class AskForm(forms.FairgateForm):
    """A paper beyond the checklist."""

    title = forms.TextField(_l("Which paper do you need?"), max_length=200, missing=_l("Name the paper."))
    why = forms.LongTextField(
        _l("Why do you need it?"), hint=_l("The agency reads this."), max_length=1000, rows=3,
        missing=_l("Say why you need it."),
    )  # fmt: skip
