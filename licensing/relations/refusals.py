"""What the named constraints of relations and phoenix alerts mean to a person."""

from core.constraints import Meaning, explain
from core.i18n import N_

explain(
    {
        "phoenix_open": Meaning(
            N_("A phoenix alert of this application is not cleared, so it cannot be granted."), "phoenix-alert-open"
        ),
        "ck_phoenix_alert_four_eyes": Meaning(
            N_("You cleared this alert. Someone else must confirm it."), "same-person", 403
        ),
        "ck_phoenix_alert_decided_with_reason": Meaning(
            N_("Say in 10 to 2,000 characters what you looked at and why."), "reason-too-short", 422, "reason"
        ),
        "ck_phoenix_alert_cleared_by_two": Meaning(N_("An alert is cleared by two people."), "one-person"),
        "alarm_ends_by_itself": Meaning(N_("An alert ends when what it rests on is gone."), "alert-ends-by-itself"),
        "alarm_by_outsider": Meaning(
            N_("You belong or belonged to this agency. Someone else must look at it."), "conflict-of-interest", 403
        ),
    }
)
