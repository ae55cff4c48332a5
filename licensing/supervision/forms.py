"""Forms about conditions, appeals, points, and measures that a rule has drafted."""

from flask_babel import lazy_gettext as _l

from core import clock, forms
from licensing.licences.forms import SuspendForm
from licensing.licences.states import AppealKind, AppealStatus


class NoteForm(forms.FairgateForm):
    """A few words that an act needs."""

    note = forms.LongTextField(
        _l("Note"), hint=_l("At least 10 characters: what you looked at."), max_length=2000, rows=3,
        missing=_l("Write what you looked at."),
    )  # fmt: skip


class TakeUpForm(SuspendForm):
    """A draft made into a proposal."""


class ExtendForm(forms.FairgateForm):
    """More time for a condition."""

    due_on = forms.DateField(_l("New last day"), hint=_l("At most 90 days after the present one. Only once."))
    reason = forms.LongTextField(_l("Reason"), max_length=4000, rows=3, missing=_l("Write the reason for more time."))


class JudgeForm(forms.FairgateForm):
    """What the evidence shows."""

    met = forms.ChoiceField(
        _l("Is the condition met?"),
        choices=[
            ("yes", _l("Yes"), _l("It is no longer shown to workers.")),
            ("no", _l("No"), _l("It is open again.")),
        ],
        missing=_l("Choose whether the condition is met."),
    )
    note = forms.LongTextField(
        _l("What you looked at"), max_length=2000, rows=3,
        missing=_l("Write in 10 characters or more what you looked at."),
    )  # fmt: skip


class EvidenceForm(forms.FairgateForm):
    """Evidence that came by letter, entered for the holder."""

    text = forms.LongTextField(
        _l("What was handed in"), max_length=4000, rows=4, missing=_l("Write what was handed in and by whom.")
    )


class WaiveForm(forms.FairgateForm):
    """A proposal to excuse the holder from a condition."""

    ground = forms.ChoiceField(_l("Legal ground"), choices=[], missing=_l("Choose the legal ground of the measure."))
    reason = forms.LongTextField(_l("Reason"), max_length=4000, rows=4, missing=_l("Write the reason for the waiver."))


class LodgeForm(forms.FairgateForm):
    """An appeal that came by letter."""

    kind = forms.ChoiceField(
        _l("What does the holder ask for?"),
        choices=[
            (AppealKind.APPEAL, _l("An appeal"), _l("The public page says that the decision is under appeal.")),
            (AppealKind.FACTS, _l("That wrong facts are put right"), _l("Before any appeal.")),
        ],
        missing=_l("Choose what the holder asks for."),
    )
    lodged_on = forms.DateField(_l("Day on which it came"), latest=clock.today)
    text = forms.LongTextField(_l("What it says"), max_length=4000, rows=6, missing=_l("Write what the appeal says."))


class StayForm(forms.FairgateForm):
    """The order of a tribunal that a decision waits."""

    order = forms.TextField(_l("Number of the order"), max_length=200, missing=_l("Write the number of the order."))


class OutcomeForm(forms.FairgateForm):
    """How an appeal ended."""

    outcome = forms.ChoiceField(
        _l("How did it end?"),
        choices=[
            (AppealStatus.UPHELD, _l("The decision stands")),
            (AppealStatus.QUASHED, _l("The decision is set aside")),
            (AppealStatus.VARIED, _l("Another decision takes its place")),
            (AppealStatus.WITHDRAWN, _l("The holder withdrew it")),
        ],
        missing=_l("Choose how the appeal ended."),
    )
    order = forms.TextField(
        _l("Number of the order"), hint=_l("Not needed where the holder withdrew, or we put facts right ourselves."),
        optional=True, max_length=200,
    )  # fmt: skip
    text = forms.LongTextField(
        _l("What was decided, and why"), max_length=4000, rows=5, missing=_l("Write what was decided, and why.")
    )


class SetAsideForm(WaiveForm):
    """A proposal to carry out the order of a tribunal against a measure."""


class PointsForm(forms.FairgateForm):
    """Points against a licence holder."""

    points = forms.IntegerField(_l("Points"), minimum=1, maximum=100, width=3, missing=_l("Give 1 to 100 points."))
    code = forms.TextField(_l("What it was"), hint=_l("In a few words, for example: late report"), max_length=40,
                           missing=_l("Write in a few words what it was."))  # fmt: skip
    happened_on = forms.DateField(_l("Day on which it happened"), latest=clock.today)
    reason = forms.LongTextField(_l("Reason"), max_length=4000, rows=3, missing=_l("Write the reason for the points."))
