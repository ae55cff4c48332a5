"""Forms of bans."""

from flask_babel import lazy_gettext as _l

from core import clock, forms


class BanForm(forms.FairgateForm):
    """A proposal to ban a person."""

    name = forms.TextField(
        _l("Name of the person"), hint=_l("As on the person's papers."), max_length=300, missing=_l("Enter the name.")
    )
    birth_date = forms.DateField(_l("Birth date"), latest=clock.today, optional=True)
    documents = forms.LongTextField(
        _l("Numbers of identity papers"), hint=_l("One on a line. Only a keyed hash of each is kept."), optional=True,
        max_length=600, rows=3,
    )  # fmt: skip
    ground = forms.ChoiceField(_l("Legal ground"), choices=[], missing=_l("Choose the legal ground of the ban."))
    from_on = forms.DateField(_l("First day"))
    until_on = forms.DateField(
        _l("First day on which the person is free again"), hint=_l("Leave it empty for a ban for good."), optional=True
    )
    review_on = forms.DateField(_l("To be reviewed by"))
    public_text = forms.TextField(
        _l("What the public reads"), hint=_l("10 to 300 characters. No names of workers."), max_length=300,
        missing=_l("Write what the public reads."),
    )  # fmt: skip
    reason = forms.LongTextField(
        _l("Reason"), hint=_l("Not published."), max_length=4000, rows=5, missing=_l("Write the reason for the ban.")
    )


class AnswerForm(forms.FairgateForm):
    """Confirming or declining a ban."""

    answer = forms.ChoiceField(
        _l("Your decision"), choices=[("confirm", _l("Confirm")), ("decline", _l("Decline"))],
        missing=_l("Choose whether to confirm or to decline."),
    )  # fmt: skip
    note = forms.LongTextField(_l("Note"), hint=_l("Needed when you decline."), optional=True, max_length=2000, rows=3)


class ReviewForm(forms.FairgateForm):
    """A proposal to lift a ban."""

    reason = forms.LongTextField(
        _l("Why should the ban be lifted?"), max_length=4000, rows=4, missing=_l("Write why the ban should be lifted.")
    )


class ReviewAnswerForm(forms.FairgateForm):
    """The decision on a review."""

    answer = forms.ChoiceField(
        _l("Your decision"), choices=[("lift", _l("Lift the ban")), ("keep", _l("Keep the ban"))],
        missing=_l("Choose whether to lift or to keep the ban."),
    )  # fmt: skip
    note = forms.LongTextField(_l("Note"), max_length=2000, rows=3, missing=_l("Write in at least 10 characters why."))
