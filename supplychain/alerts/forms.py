"""Forms of alerts."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import forms
from core.i18n import translate
from supplychain.alerts import wording
from supplychain.alerts.models import Alert
from supplychain.alerts.service import HIDDEN_FOR, LONGEST_NOTE


class DecideForm(forms.FairgateForm):
    """What a person decides about an alert, and why."""

    version = forms.HiddenField()
    verdict = forms.ChoiceField(_l("Your decision"), missing=_l("Choose what you decide."))
    reason = forms.SelectField(_l("Reason"), blank=_l("Choose a reason"), missing=_l("Choose a reason."))
    note = forms.LongTextField(
        _l("Note"), hint=_l("What you looked at. Needed for another reason: at least 20 characters."),
        max_length=LONGEST_NOTE, rows=4, optional=True,
    )  # fmt: skip

    def for_alert(self, alert: Alert) -> "DecideForm":
        """Offer the verdicts and reasons of this kind of alert."""
        days = HIDDEN_FOR.days
        self.verdict.choices = [
            (verdict, translate(words), translate(hint, days=days) if "%(" in hint else translate(hint))
            for verdict, (words, hint) in wording.VERDICTS[alert.kind].items()
        ]
        self.reason.choices = [
            (code, translate(wording.REASONS[code])) for code in wording.every_reason(alert.kind)
        ]
        if not self.is_submitted():
            self.version.data = str(alert.version)
        return self


class SecondForm(forms.FairgateForm):
    """What the second person says to an alert that somebody calls the same."""

    version = forms.HiddenField()
    answer = forms.ChoiceField(
        _l("Your answer"),
        choices=[
            ("confirm", _l("Confirm: it is so"), _l("The alert then counts as true. The first person cannot do this.")),
            ("send-back", _l("Send it back"), _l("It is looked at again. Say why in the note.")),
        ],
        missing=_l("Choose your answer."),
    )  # fmt: skip
    note = forms.LongTextField(_l("Note"), max_length=LONGEST_NOTE, rows=4, optional=True)

    def for_alert(self, alert: Alert) -> "SecondForm":
        """Carry the version of this alert."""
        if not self.is_submitted():
            self.version.data = str(alert.version)
        return self


class TakeForm(forms.FairgateForm):
    """Taking an alert on."""

    version = forms.HiddenField()


class FilterForm(forms.OpenForm):
    """What the list of alerts is narrowed to."""

    status = forms.SelectField(_l("State"), optional=True, blank=_l("All"))
    kind = forms.SelectField(_l("Kind"), optional=True, blank=_l("All"))
    sort = forms.SelectField(_l("Order"), optional=True, blank=_l("Most alike first"))

    def fill(self) -> "FilterForm":
        """Offer the states and kinds."""
        states = [(code, translate(words)) for code, words in wording.STATUSES.items() if code != "open"]
        self.status.choices = [("to-decide", _("To decide")), ("late", _("Late")), *states]
        self.kind.choices = [(code, translate(words)) for code, words in wording.KINDS.items()]
        self.sort.choices = [
            ("oldest", _("Oldest first")), ("newest", _("Newest first")), ("supplier", _("Name of ours, A to Z")),
        ]  # fmt: skip
        return self
