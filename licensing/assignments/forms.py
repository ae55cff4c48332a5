"""Forms of assignments, interests and second looks."""

from flask_babel import lazy_gettext as _l

from core import clock, forms
from licensing.assignments.rules import INTERESTS, REVIEWS, TASKS
from licensing.assignments.states import ReviewOutcome


class TaskForm(forms.FairgateForm):
    """For which task a case is taken."""

    task = forms.HiddenField()


class GiveForm(forms.FairgateForm):
    """To whom a case is given."""

    task = forms.ChoiceField(_l("For which task?"), choices=[(str(key), _l(name)) for key, name in TASKS.items()],
                             missing=_l("Choose the task."))  # fmt: skip
    person = forms.SelectField(
        _l("Give it to"), choices=[], blank=_l("Choose a person"), missing=_l("Choose a person from the list."),
        hint=_l("Those with the fewest open cases first."),
    )  # fmt: skip
    reason = forms.LongTextField(
        _l("Why?"), max_length=1000, rows=3, missing=_l("Write why the case goes to this person.")
    )


class ReleaseForm(forms.FairgateForm):
    """Why a case goes back."""

    task = forms.HiddenField()
    reason = forms.LongTextField(_l("Why does it go back?"), max_length=1000, rows=2, missing=_l("Write why."))


class FindForm(forms.OpenForm):
    """Which agency is meant."""

    q = forms.TextField(_l("Name or reference of the agency"), optional=True, max_length=120)


class DeclareForm(forms.FairgateForm):
    """What stands between a person and an agency."""

    person = forms.SelectField(_l("Whose interest is it?"), choices=[], missing=_l("Choose a person from the list."))
    kind = forms.ChoiceField(
        _l("What is it?"), choices=[(str(key), _l(name)) for key, name in INTERESTS.items()],
        missing=_l("Choose what it is."),
    )  # fmt: skip
    detail = forms.LongTextField(
        _l("In a few words"), hint=_l("Such as: my brother is its accountant."), max_length=1000, rows=3,
        missing=_l("Write in a few words what it is."),
    )  # fmt: skip
    from_on = forms.DateField(_l("Since"), latest=clock.today, missing=_l("Enter since when."))
    until_on = forms.DateField(
        _l("Until"), optional=True, latest=clock.today,
        hint=_l("Leave empty while it lasts. A past employer goes on counting for three years."),
    )  # fmt: skip


class EndForm(forms.FairgateForm):
    """The end of an interest."""

    until_on = forms.DateField(_l("Last day"), missing=_l("Enter the last day."))
    reason = forms.LongTextField(_l("Why does it end?"), max_length=1000, rows=3, missing=_l("Write why it ends."))


HINTS = {ReviewOutcome.DOUBTFUL: _l("Nothing happens to the licence by itself. Propose a measure on its page.")}


class ReviewForm(forms.FairgateForm):
    """What a second look came to."""

    outcome = forms.ChoiceField(
        _l("What did you find?"), choices=[(str(key), _l(name), HINTS.get(key, "")) for key, name in REVIEWS.items()],
        missing=_l("Choose what you found."),
    )  # fmt: skip
    reason = forms.LongTextField(
        _l("Reason"), hint=_l("At least 10 characters."), max_length=4000, rows=4,
        missing=_l("Write what you looked at and what you found."),
    )  # fmt: skip
