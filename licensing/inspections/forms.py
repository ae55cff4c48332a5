"""Forms of inspections."""

from uuid import UUID

from flask_babel import lazy_gettext as _l

from core import clock, forms
from licensing.inspections.service import Plan
from licensing.inspections.wording import FRAMES, OUTCOMES, SEEN
from licensing.standards.rules import OUTCOMES as FOUND


class PlanForm(forms.FairgateForm):
    """What is planned."""

    purpose = forms.LongTextField(
        _l("Purpose of the visit"),
        hint=_l("The agency reads this. Never write anything that could tell who reported, objected or complained."),
        max_length=1000, rows=3, missing=_l("Write why the visit is made."),
    )  # fmt: skip
    place = forms.TextField(_l("Where"), max_length=300, missing=_l("Write where the visit is."))
    planned_on = forms.DateField(_l("On which day"), earliest=clock.today, missing=_l("Enter the day of the visit."))
    inspector = forms.SelectField(
        _l("Inspector"), choices=[], blank=_l("Choose an inspector"), missing=_l("Choose an inspector from the list."),
        hint=_l("Those with the fewest open visits first."),
    )  # fmt: skip
    announced = forms.YesNoField(
        _l("Is the agency told before?"),
        hint=_l("Then it sees the day and may declare its lists. It never sees the sample before the report."),
        missing=_l("Choose whether the agency is told before."),
    )  # fmt: skip

    def plan(self) -> Plan:
        """Return what was typed."""
        return Plan(
            self.purpose.data or "", self.place.data or "", self.planned_on.data, UUID(self.inspector.data),
            announced=bool(self.announced.data),
        )  # fmt: skip


class FrameForm(forms.FairgateForm):
    """A list from which a sample is drawn."""

    kind = forms.ChoiceField(
        _l("What is listed?"), choices=[(str(key), _l(name)) for key, name in FRAMES.items()],
        missing=_l("Choose what is listed."),
    )  # fmt: skip
    entries = forms.LongTextField(
        _l("The list, one entry a line"),
        hint=_l("Your own references, such as W-2024-0171. Never the name or passport number of a worker."),
        max_length=200_000, rows=8, missing=_l("Write at least one entry, each on a line of its own."),
    )  # fmt: skip


class SeenForm(forms.FairgateForm):
    """What became of one thing that was drawn."""

    entry = forms.SelectField(_l("Which"), choices=[], blank=_l("Choose what you looked at"),
                              missing=_l("Choose something that was drawn."))  # fmt: skip
    result = forms.ChoiceField(
        _l("What became of it?"), choices=[(str(key), _l(name)) for key, name in SEEN.items()],
        missing=_l("Choose what became of it."),
    )  # fmt: skip
    note = forms.LongTextField(_l("Note"), optional=True, max_length=2000, rows=2,
                               hint=_l("Nothing by which a worker could be known."))  # fmt: skip


class FindingForm(forms.FairgateForm):
    """A finding of a visit."""

    standard = forms.SelectField(_l("Standard"), choices=[], blank=_l("None in particular"), optional=True)
    found = forms.ChoiceField(
        _l("What did you find?"), choices=[(str(key), _l(name)) for key, name in FOUND.items()],
        missing=_l("Choose what you found."),
    )  # fmt: skip
    text = forms.LongTextField(
        _l("What you saw and heard"),
        hint=_l("The agency reads this in the report. Nothing by which a worker could be known."),
        max_length=4000, rows=4, missing=_l("Write what you saw and heard."),
    )  # fmt: skip


class ReportForm(forms.FairgateForm):
    """The report."""

    outcome = forms.ChoiceField(
        _l("What did the visit come to?"), choices=[(str(key), _l(name)) for key, name in OUTCOMES.items()],
        missing=_l("Choose what the visit came to."),
    )  # fmt: skip
    report = forms.LongTextField(
        _l("Report"), max_length=4000, rows=8, missing=_l("Write the report."),
        hint=_l("The agency reads this. Never write anything that could tell who reported, objected or complained."),
    )  # fmt: skip
    respond_by = forms.DateField(
        _l("The agency answers by"), optional=True, earliest=clock.today, hint=_l("Leave empty for 14 days from today.")
    )


class ReasonForm(forms.FairgateForm):
    """Why an inspection is cancelled or closed."""

    reason = forms.LongTextField(_l("Why?"), max_length=4000, rows=3, missing=_l("Write why."))


class AnswerForm(forms.FairgateForm):
    """What the agency answers."""

    text = forms.LongTextField(
        _l("Your answer to the report"), hint=_l("What you say to each finding, and what you have mended."),
        max_length=4000, rows=6, missing=_l("Write your answer."),
    )  # fmt: skip
