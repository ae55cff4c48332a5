"""Forms of fees."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core import clock, forms
from core.i18n import translate
from licensing.payments import wording
from licensing.payments.models import PaymentOrder
from licensing.payments.states import Basis, FeeKind

REASON = _l("Give a reason of at least 10 characters.")


class RefundForm(forms.FairgateForm):
    """How much of a payment goes back, and why."""

    amount = forms.MoneyField(_l("How much to pay back"), minimum=1, missing=_l("Enter an amount."))
    reason_code = forms.ChoiceField(_l("Why"), choices=[], missing=_l("Choose a reason."))
    note = forms.LongTextField(
        _l("What happened"), hint=_l("At least 10 characters. The payer may ask to see it."), max_length=2_000, rows=4,
        missing=REASON,
    )  # fmt: skip

    @classmethod
    def of(cls, order: PaymentOrder, rest: int) -> "RefundForm":
        """Return the form for an order of which `rest` can be paid back, in its currency."""
        form = cls(prefix="refund")
        form.reason_code.choices = [(code, translate(text)) for code, text in wording.REASONS.items()]
        in_currency(form.amount, order.currency, rest)
        return form


class TransferForm(forms.FairgateForm):
    """What an officer saw on the account."""

    amount = forms.MoneyField(_l("Amount received"), minimum=1, missing=_l("Enter an amount."))
    received_on = forms.DateField(
        _l("Day on which it came"), hint=_l("For example, 21 11 2026"), latest=clock.today,
        missing=_l("Enter the day."),
    )  # fmt: skip
    bank_reference = forms.TextField(
        _l("Reference of the bank"), hint=_l("As on the account statement."), max_length=100,
        missing=_l("Enter the reference of the bank."),
    )  # fmt: skip
    payer_name = forms.TextField(
        _l("Whose account it came from"), max_length=300, missing=_l("Enter whose account the money came from.")
    )
    payer_is_applicant = forms.ConfirmField(
        _l("The account belongs to the agency that applies."),
        missing=_l("A fee is paid by the agency that applies, from an account of its own."),
    )

    @classmethod
    def of(cls, order: PaymentOrder) -> "TransferForm":
        """Return the form for an order, in its currency."""
        form = cls(prefix="transfer")
        in_currency(form.amount, order.currency, order.amount_minor)
        return form


def in_currency(field: Any, currency: str, otherwise: int) -> None:
    """Set the currency of an amount, read again what was typed in that currency's decimals, else show `otherwise`."""
    field.currency = currency
    if field.raw_data:
        field.process_errors = []
        field.process_formdata(field.raw_data)
    elif field.data is None:
        field.data = otherwise


class DecisionForm(forms.FairgateForm):
    """The second person's answer."""

    answer = forms.ChoiceField(
        _l("Your decision"), choices=[("approve", _l("Approve")), ("decline", _l("Decline"))],
        missing=_l("Choose your answer."),
    )  # fmt: skip
    note = forms.LongTextField(
        _l("Reason"), hint=_l("Needed when you decline."), max_length=2_000, rows=3, optional=True
    )


class BankForm(forms.FairgateForm):
    """By what the bank knows a refund that was sent."""

    bank_reference = forms.TextField(
        _l("Reference of the bank"), max_length=100, missing=_l("Enter the reference of the bank.")
    )


class NoteForm(forms.FairgateForm):
    """What was found and done."""

    note = forms.LongTextField(
        _l("What you found and did"), hint=_l("At least 10 characters."), max_length=2_000, rows=4,
        missing=_l("Say in 10 to 2,000 characters what you found and did."),
    )  # fmt: skip


class VerifyForm(forms.OpenForm):
    """The code of a receipt."""

    code = forms.TextField(
        _l("Code on the receipt"), hint=_l("20 letters and digits"), max_length=60, optional=True
    )


class FeeForm(forms.FairgateForm):
    """A proposed version of a fee."""

    class_code = forms.SelectField(_l("Class of licence"), choices=[], missing=_l("Choose a class of licence."))
    kind = forms.ChoiceField(
        _l("What the fee is for"), choices=lambda: [(str(kind), translate(wording.KINDS[kind])) for kind in FeeKind],
        missing=_l("Choose what the fee is for."),
    )  # fmt: skip
    applies_to = forms.SelectField(
        _l("For which applications"), choices=lambda: [(code, translate(text)) for code, text in wording.TYPES.items()],
    )  # fmt: skip
    currency = forms.TextField(
        _l("Currency"), hint=_l("Three letters, such as EUR"), max_length=3, width=3,
        missing=_l("Enter the code of a currency, such as EUR."),
    )  # fmt: skip
    basis = forms.ChoiceField(
        _l("What it is counted from"),
        choices=[(str(Basis.FLAT), _l("One amount")), (str(Basis.WORKERS), _l("The declared workers a year"))],
        missing=_l("Choose what it is counted from."),
    )  # fmt: skip
    bands = forms.LongTextField(
        _l("Amounts"), rows=5, max_length=3_000, missing=_l("Enter at least one amount."),
        hint=_l("One line for each band: from, to, amount. For example “0 99 100.00”, “100 499 250.00”, “500 - 600.00”."
                " For one amount: “0 - 250.00”."),
    )  # fmt: skip
    instrument = forms.TextField(
        _l("Where it is written"), max_length=300, missing=_l("Say where this fee is written.")
    )
    refund_rule = forms.LongTextField(
        _l("When it is paid back"), hint=_l("Payers read this before they pay."), max_length=1_000, rows=3,
        missing=_l("Say when the fee is paid back."),
    )  # fmt: skip
    refund_threshold = forms.TextField(
        _l("Refunds above this need two approvals"), hint=_l("Leave empty if one is always enough."), max_length=20,
        width=10, optional=True,
    )  # fmt: skip
    effective_from = forms.DateField(
        _l("First day"), hint=_l("For example, 1 1 2027"), earliest=clock.today, missing=_l("Enter the first day.")
    )
