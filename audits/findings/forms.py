"""Forms of findings."""

from flask_babel import lazy_gettext as _l

from audits import wording
from audits.findings.queries import LATE, FindingRow
from audits.findings.service import LONGEST_CLAUSE, LONGEST_NATIVE, LONGEST_TEXT, Told
from audits.findings.states import Severity
from core import forms
from core.i18n import translate


class FindingForm(forms.FairgateForm):
    """One finding, recorded or changed."""

    stamp = forms.HiddenField()
    clause = forms.TextField(
        _l("Clause"), hint=_l("In the standard's own words, such as “1.2 Deposits and identity papers”."),
        max_length=LONGEST_CLAUSE, missing=_l("Name the clause as the standard does."),
    )  # fmt: skip
    severity = forms.ChoiceField(
        _l("How grave it is"), missing=_l("Choose how grave it is."),
        choices=lambda: [
            (code, translate(words), translate(wording.SEVERITY_HINTS[code]))
            for code, (words, _kind) in wording.SEVERITIES.items()
        ],
    )  # fmt: skip
    severity_native = forms.TextField(
        _l("The standard's own word for it"),
        hint=_l("Such as “business critical” or “priority”. It is kept as it is."),
        max_length=LONGEST_NATIVE, optional=True, width=20,
    )  # fmt: skip
    description = forms.LongTextField(
        _l("What you found"),
        hint=_l("What was seen, read or heard, where, and how many people it concerns. Name no worker."),
        max_length=LONGEST_TEXT, rows=7, missing=_l("Describe what you found in at least 10 characters."),
    )  # fmt: skip
    due_on = forms.DateField(
        _l("To be put right by"), hint=_l("For example, 31 3 2027. Only an observation needs no day."), optional=True
    )

    def of(self, row: FindingRow) -> "FindingForm":
        """Carry the stamp of the finding that is changed."""
        if not self.is_submitted():
            self.stamp.data = row.stamp
        return self

    def told(self) -> Told:
        """Return what was told as the service takes it."""
        return Told(
            self.clause.data, Severity(self.severity.data), self.severity_native.data, self.description.data,
            self.due_on.data,
        )  # fmt: skip


class NoteForm(forms.FairgateForm):
    """How it was verified that a finding was put right."""

    note = forms.LongTextField(
        _l("How you verified it"),
        hint=_l("Who looked at what, and when: a second visit, documents, people you heard. Name no worker."),
        max_length=LONGEST_TEXT, rows=5,
        missing=_l("Say how you verified that it was put right, in at least 10 characters."),
    )  # fmt: skip


class ReasonForm(forms.FairgateForm):
    """Why a finding is withdrawn or opened again."""

    reason = forms.LongTextField(
        _l("Reason"), max_length=LONGEST_TEXT, rows=4, missing=_l("Say why, in at least 10 characters.")
    )


class FilterForm(forms.OpenForm):
    """What the list of findings is narrowed to."""

    status = forms.SelectField(
        _l("State"), optional=True, blank=_l("All"),
        choices=lambda: [
            (LATE, translate(wording.LATE)),
            *((code, translate(words)) for code, (words, _kind) in wording.FINDING_STATES.items()),
        ],
    )  # fmt: skip
    severity = forms.SelectField(
        _l("How grave"), optional=True, blank=_l("All"),
        choices=lambda: [(code, translate(words)) for code, (words, _kind) in wording.SEVERITIES.items()],
    )  # fmt: skip
