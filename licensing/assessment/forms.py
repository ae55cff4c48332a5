"""Forms of case work."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from core import forms, ids
from licensing.applications.parts import FILLED_IN, TITLES, Part
from licensing.applications.states import CheckResult, Kind, Outcome, Status
from licensing.assessment.queue import CLOSED, OPEN
from licensing.assessment.rules import FLAG_NAMES, RESULTS, URGENCIES
from licensing.assessment.service import Missing
from licensing.licences.service import Condition

LEAST_REASON = 50  # on the page; the database asks for ten
CONDITION_PLACES = 3
STATUS_NAMES: dict[Status, Any] = {
    Status.SUBMITTED: _l("New"),
    Status.COMPLETENESS: _l("Is it complete?"),
    Status.RETURNED: _l("Waiting for the agency"),
    Status.CHECKS: _l("In checks"),
    Status.INSPECTION: _l("Inspection"),
    Status.ASSESSMENT: _l("To assess"),
    Status.RECOMMENDED: _l("Ready to decide"),
    Status.MINDED_TO_REFUSE: _l("Agency may answer"),
    Status.REPRESENTATIONS: _l("Agency has answered"),
    Status.PENDING_ACTIVATION: _l("Granted, waits for bond or fee"),
    Status.GRANTED: _l("Granted"),
    Status.REFUSED: _l("Refused"),
    Status.LAPSED: _l("Lapsed"),
    Status.QUASHED: _l("Quashed: look again"),
    Status.WITHDRAWN: _l("Withdrawn"),
}


KIND_NAMES: dict[Kind, Any] = {
    Kind.NEW: _l("A new licence"),
    Kind.RENEWAL: _l("A renewal"),
    Kind.VARIATION: _l("A change of a licence"),
    Kind.REINSTATEMENT: _l("A licence back"),
}


def marked(sentence: str) -> Any:
    """Return a sentence marked in the rules as text that is translated when it is shown."""
    return _l(sentence)


class QueueForm(forms.OpenForm):
    """What the queue is narrowed to; the view puts in the classes and countries there are."""

    q = forms.TextField(_l("Name or number"), optional=True, max_length=120)
    due = forms.ChoiceField(
        _l("Due"),
        optional=True,
        choices=[("", _l("Any day")), *((str(key), marked(name)) for key, name in URGENCIES.items())],
    )
    status = forms.MultiChoiceField(
        _l("Status"), optional=True, choices=[(str(key), STATUS_NAMES[key]) for key in OPEN]
    )
    ended = forms.MultiChoiceField(
        _l("How it ended"), optional=True, choices=[(str(key), STATUS_NAMES[key]) for key in CLOSED]
    )
    kind = forms.MultiChoiceField(
        _l("What is asked"), optional=True, choices=[(str(key), name) for key, name in KIND_NAMES.items()]
    )
    officer = forms.SelectField(_l("Officer"), optional=True, choices=[])
    class_code = forms.SelectField(_l("Class of licence"), optional=True, choices=[])
    country = forms.SelectField(_l("Country"), optional=True, choices=[])
    flag = forms.MultiChoiceField(
        _l("Flags"), optional=True, choices=[(key, marked(name)) for key, name in FLAG_NAMES.items()]
    )
    sort = forms.SelectField(
        _l("Sort by"),
        optional=True,
        choices=[
            ("due", _l("Due day")),
            ("submitted", _l("Day handed in")),
            ("agency", _l("Name of the agency")),
            ("status", _l("Status")),
        ],
    )
    direction = forms.SelectField(
        _l("Direction"), optional=True, choices=[("up", _l("First to last")), ("down", _l("Last to first"))]
    )


class CaseForm(forms.FairgateForm):
    """A form about a case: it carries the version of the case that the page showed, since when, and a key of its own.

    The key is answered once: who sends the same form twice gets the first answer.
    """

    CARRIED = frozenset({"csrf_token", "version", "since", "once", "recorded"})
    overtaken = False  # somebody else was quicker: the page shows both versions

    version = forms.HiddenField()
    since = forms.HiddenField()
    once = forms.HiddenField()

    def seen(self) -> int | None:
        """Return the version that the person saw, or None when the page did not carry one."""
        data = str(self.version.data or "")
        return int(data) if data.isdecimal() and len(data) < 10 else None

    def open_on(self, version: int, at: datetime) -> None:
        """Begin: the case stands at `version` at this instant."""
        self.show_version(version)
        carry(self.since, at.isoformat())
        carry(self.once, ids.new_secret()[:32])

    def show_version(self, version: int) -> None:
        """Carry `version` from now on: who sends the form again has seen what changed."""
        carry(self.version, str(version))


def carry(field: forms.HiddenField, value: str) -> None:
    """Let a hidden field carry `value`, whatever was sent in it."""
    field.raw_data = None
    field.data = value


class CheckForm(CaseForm):
    """The result of one check."""

    result = forms.ChoiceField(
        _l("Result"),
        choices=[(str(key), marked(name)) for key, name in RESULTS.items()],
        missing=_l("Choose the result of the check."),
    )
    reason = forms.LongTextField(
        _l("Reason"),
        hint=_l("What you looked at, and what you found. The decider reads it."),
        max_length=2000,
        rows=4,
        missing=_l("Write what you looked at and what you found."),
    )

    recorded = forms.HiddenField()  # the result that the page showed; empty for none

    def outcome(self) -> CheckResult:
        """Return the chosen result."""
        return CheckResult(self.result.data)


class ReturnForm(CaseForm):
    """What the agency must mend, part by part."""

    def items(self) -> list[Missing]:
        """Return the parts with a note."""
        return [Missing(part, self[field_of(part)].data) for part in FILLED_IN if self[field_of(part)].data]


def field_of(part: Part) -> str:
    """Return the name of the form's field about a part."""
    return f"part_{part.value}"


for _part in FILLED_IN:
    setattr(
        ReturnForm,
        field_of(_part),
        forms.LongTextField(
            marked(TITLES[_part]), optional=True, max_length=1000, rows=2,
            hint=_l(
                "The agency reads this. Never write anything that could tell who reported, objected or complained."
            ),
        ),
    )


class RecommendForm(CaseForm):
    """A recommendation, with up to three conditions."""

    outcome = forms.ChoiceField(
        _l("What do you recommend?"), missing=_l("Choose whether to grant or to refuse."), choices=[]
    )
    reason = forms.LongTextField(
        _l("Why?"),
        hint=_l("Someone else decides, and reads this. Name what each doubtful check means for the outcome."),
        max_length=4000,
        rows=6,
        missing=_l("Write why you recommend this."),
    )

    def offer(self, outcomes: list[Outcome]) -> None:
        """Offer only what the checks allow."""
        words = {
            Outcome.GRANT: (_l("Grant the licence"), _l("With the conditions below, if there are any.")),
            Outcome.REFUSE: (_l("Refuse"), _l("The agency gets the reason and the legal ground.")),
        }
        self.outcome.choices = [(str(item), *words[item]) for item in outcomes]

    def conditions(self) -> list[Condition]:
        """Return the conditions that were written, a half-written one included: the service refuses it."""
        found = []
        for number in range(1, CONDITION_PLACES + 1):
            text, public = self[f"text_{number}"].data, self[f"public_{number}"].data
            if text or public:
                found.append(Condition(text or "", public or "", self[f"due_{number}"].data))
        return found


for _number in range(1, CONDITION_PLACES + 1):
    setattr(
        RecommendForm,
        f"text_{_number}",
        forms.LongTextField(_l("What the agency must do or not do"), optional=True, max_length=1000, rows=2),
    )
    setattr(
        RecommendForm,
        f"public_{_number}",
        forms.TextField(
            _l("In the words that workers read"),
            hint=_l("Short and plain, such as: Only to Jordan and Qatar. No house work."),
            optional=True,
            max_length=300,
        ),
    )
    setattr(RecommendForm, f"due_{_number}", forms.DateField(_l("To be met by"), optional=True))


class ReasonForm(CaseForm):
    """A reason for sending a case back into checks."""

    reason = forms.LongTextField(
        _l("What must be checked again, and why?"),
        max_length=4000,
        rows=5,
        missing=_l("Write what must be checked again."),
    )


class DecideForm(CaseForm):
    """A decision: a ground from the list and a reason in own words."""

    ground = forms.ChoiceField(_l("Legal ground"), choices=[], missing=_l("Choose the legal ground of the decision."))
    reason = forms.LongTextField(
        _l("Reason"),
        hint=_l("At least 50 characters. The agency gets this text, and a court may read it."),
        max_length=4000,
        rows=6,
        missing=_l("Write the reason for the decision."),
    )

    def validate_reason(self, field: forms.LongTextField) -> None:
        """Ask for a reason that says something."""
        if field.data and len(field.data) < LEAST_REASON:
            message = _l("Write at least 50 characters: what was found, and why it leads to this decision.")
            raise forms.Fault(str(message))
