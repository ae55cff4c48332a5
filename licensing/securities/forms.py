"""Forms of securities: lodging, judging, notice, calls, releases, versions of the formula."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core import clock, forms
from licensing.evidence.papers import ENDINGS
from licensing.securities import service
from licensing.securities.wording import FORMS, PURPOSES, STATUSES

LEAST_REASON = 50  # on the page; the database asks for ten
PAPERS = ("paper", "second_paper", "third_paper")


def _choices(words: dict[str, str]) -> list[tuple[str, Any]]:
    return [(key, _l(name)) for key, name in words.items()]


class LodgeForm(forms.FairgateForm):
    """What an agency says of a security, and the paper that the issuer signed."""

    form = forms.ChoiceField(_l("Form of the security"), choices=_choices(FORMS), missing=_l("Choose the form."))
    issuer = forms.TextField(
        _l("Bank, insurer or guarantor"), hint=_l("For a cash deposit: the bank that holds it."), max_length=200
    )
    number = forms.TextField(_l("Number on the paper"), max_length=80, width=20)
    amount = forms.MoneyField(_l("Amount"), hint=_l("As on the paper."), minimum=1, maximum=service.LARGEST_AMOUNT)
    expires_on = forms.DateField(
        _l("Last day on which it holds"), hint=_l("Leave it out for a cash deposit. For example, 31 3 2028"),
        optional=True,
    )  # fmt: skip
    notice_days = forms.IntegerField(
        _l("Days of notice before it ends"), hint=_l("How long before the end the issuer must tell us; 0 for cash."),
        minimum=0, maximum=3660, width=4,
    )  # fmt: skip
    replaces = forms.SelectField(
        _l("Does it replace another security?"), optional=True, blank=_l("No, it comes on top"), choices=[]
    )
    paper = forms.FileField(
        _l("Paper signed by the issuer"), accept=ENDINGS, max_bytes=service.LARGEST,
        missing=_l("Add the paper that the issuer signed."),
    )  # fmt: skip
    second_paper = forms.FileField(_l("Another page"), accept=ENDINGS, max_bytes=service.LARGEST, optional=True)
    third_paper = forms.FileField(_l("Another page (third)"), accept=ENDINGS, max_bytes=service.LARGEST, optional=True)


class JudgeForm(forms.FairgateForm):
    """An officer's word on a security, with the version of it that the page showed."""

    version = forms.HiddenField()
    answer = forms.ChoiceField(
        _l("Is this security good?"),
        choices=[
            ("verify", _l("Verified"), _l("The issuer confirmed it, and the paper may be called in part without"
                                          " conditions.")),
            ("reject", _l("Not accepted"), _l("The agency reads your note and lodges another one.")),
        ],
        missing=_l("Choose your answer."),
    )  # fmt: skip
    note = forms.LongTextField(
        _l("What you looked at"), hint=_l("Whom you asked at the issuer, and what they said."), min_length=10,
        max_length=service.LONGEST_NOTE, rows=4, missing=_l("Say in at least 10 characters what you looked at."),
    )  # fmt: skip

    def seen(self) -> int | None:
        """Return the version of the security that the person saw, or None when the page did not carry one."""
        data = str(self.version.data or "")
        return int(data) if data.isascii() and data.isdigit() and len(data) < 10 else None


class NoticeForm(forms.FairgateForm):
    """A notice of non-renewal, or its taking back."""

    answer = forms.ChoiceField(
        _l("What did the issuer say?"),
        choices=[
            ("ends", _l("It will not be renewed"), _l("It holds until its last day. The agency is told.")),
            ("kept", _l("It is renewed after all"), _l("The notice is taken back.")),
        ],
        missing=_l("Choose what the issuer said."),
    )  # fmt: skip
    ends_on = forms.DateField(_l("Last day on which it holds"), hint=_l("For example, 31 3 2028"), optional=True)
    note = forms.LongTextField(
        _l("How you know"), min_length=10, max_length=service.LONGEST_NOTE, rows=3,
        missing=_l("Say in at least 10 characters how you know."),
    )  # fmt: skip


class CallForm(forms.FairgateForm):
    """Money to be asked from a security."""

    amount = forms.MoneyField(_l("Amount"), hint=_l("All that is left, or a part of it."), minimum=1,
                              maximum=service.LARGEST_AMOUNT)  # fmt: skip
    purpose = forms.ChoiceField(_l("What is it for?"), choices=_choices(PURPOSES), missing=_l("Choose what it is for."))
    purpose_reference = forms.TextField(
        _l("Reference of the case or order"), hint=_l("The decision that the money pays for."), max_length=80, width=20
    )
    reason = forms.LongTextField(
        _l("Reason"), hint=_l("At least 50 characters. The agency gets this text once two people have confirmed."),
        min_length=LEAST_REASON, max_length=service.LONGEST_NOTE, rows=5,
        missing=_l("Write why the security is called."),
    )  # fmt: skip


class DecideForm(forms.FairgateForm):
    """Confirming or declining what someone else proposed."""

    answer = forms.ChoiceField(
        _l("Your decision"),
        choices=[("confirm", _l("Confirm")), ("decline", _l("Decline"), _l("Say in the note what speaks against it."))],
        missing=_l("Choose whether to confirm or to decline."),
    )
    note = forms.LongTextField(_l("Note"), optional=True, max_length=service.LONGEST_NOTE, rows=3)


class PaidForm(forms.FairgateForm):
    """The day on which the issuer paid."""

    paid_on = forms.DateField(_l("Day on which the issuer paid"), hint=_l("For example, 31 3 2027"), latest=clock.today)


class ReleaseForm(forms.FairgateForm):
    """A release to be proposed."""

    reason = forms.LongTextField(
        _l("Reason"), min_length=10, max_length=service.LONGEST_NOTE, rows=4,
        missing=_l("Write why the security can be given back."),
    )  # fmt: skip


class FormulaForm(forms.FairgateForm):
    """A version of the formula: terms, and amounts one a line."""

    class_code = forms.SelectField(_l("Class of licence"), choices=[], blank=_l("Choose a class"))
    currency = forms.TextField(_l("Currency"), hint=_l("Three letters, such as USD."), max_length=3, width=3)
    amounts = forms.LongTextField(
        _l("Amounts"),
        hint=_l("One a line: from workers a year, from demerit points, amount. For example: 200, 4, 60000.00"),
        max_length=4000, rows=6,
    )  # fmt: skip
    per_branch = forms.TextField(_l("For each branch on top"), hint=_l("An amount such as 5000.00, or 0."), width=10)
    least_notice_days = forms.IntegerField(_l("Least days of notice"), minimum=0, maximum=366, width=3, default=90)
    replace_days = forms.IntegerField(
        _l("Days before its end by which a replacement must be there"), minimum=0, maximum=366, width=3, default=30
    )
    top_up_days = forms.IntegerField(_l("Days to bring more"), minimum=1, maximum=366, width=3, default=30)
    claims_months = forms.IntegerField(
        _l("Months it is held after the licence ended"), minimum=0, maximum=120, width=3, default=6
    )
    instrument = forms.LongTextField(_l("Where it is laid down"), max_length=500, rows=2)
    effective_from = forms.DateField(_l("First day"), hint=_l("After today. For example, 1 4 2027"))


class ListForm(forms.OpenForm):
    """What the list of securities is narrowed to."""

    q = forms.TextField(_l("Name of the agency, number or reference"), optional=True, max_length=120)
    status = forms.SelectField(
        _l("State"), optional=True, blank=_l("All that have not ended"), choices=_choices(STATUSES)
    )
