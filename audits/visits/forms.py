"""Forms of audits."""

from flask_babel import lazy_gettext as _l

from audits import wording
from audits.visits.models import Audit
from audits.visits.service import LONGEST_STANDARD, LONGEST_TEXT
from core import forms
from core.i18n import translate


class PlanForm(forms.FairgateForm):
    """An audit to plan."""

    standard = forms.TextField(
        _l("Standard"), hint=_l("With its version, such as SMETA 7.0, RBA VAP 8.0, or your own code of conduct."),
        max_length=LONGEST_STANDARD, missing=_l("Name the standard that is audited."),
    )  # fmt: skip
    audit_type = forms.ChoiceField(
        _l("How it is announced"), missing=_l("Choose how the audit is announced."),
        choices=lambda: [(code, translate(words), translate(hint)) for code, (words, hint) in wording.TYPES.items()],
    )  # fmt: skip
    starts_on = forms.DateField(_l("First day"), missing=_l("Enter the first day."))
    ends_on = forms.DateField(_l("Last day"), optional=True)


class StepForm(forms.FairgateForm):
    """A step that needs no words: it carries the version of the audit that was seen."""

    version = forms.HiddenField()

    def for_audit(self, audit: Audit) -> "StepForm":
        """Carry the version of this audit."""
        if not self.is_submitted():
            self.version.data = str(audit.version)
        return self

    def seen(self) -> int:
        """Return the version the page was made of; -1 when it holds none, and so is stale."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


class SubmitForm(StepForm):
    """The summary with which an audit is submitted."""

    # “summary” is the name of the base's summary of errors, so only the field in the page is called that
    text = forms.LongTextField(
        _l("Summary"), name="summary",
        hint=_l("What was seen, how many people were heard, what could not be seen, and what follows."),
        max_length=LONGEST_TEXT, rows=8, missing=_l("Sum the audit up in at least 20 characters."),
    )  # fmt: skip


class ReasonForm(StepForm):
    """Why an audit is sent back or broken off."""

    reason = forms.LongTextField(_l("Reason"), max_length=LONGEST_TEXT, rows=5, missing=_l("Say why."))


class FilterForm(forms.OpenForm):
    """What the list of audits is narrowed to."""

    q = forms.TextField(_l("Search"), hint=_l("Supplier, standard or reference"), max_length=200, optional=True)
    status = forms.SelectField(
        _l("State"), optional=True, blank=_l("All"),
        choices=lambda: [(code, translate(words)) for code, (words, _kind) in wording.AUDIT_STATES.items()],
    )  # fmt: skip
