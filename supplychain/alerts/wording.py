"""The words of alerts: states, kinds, causes, verdicts and reasons, marked for translation (pure)."""

from core.i18n import N_
from supplychain.alerts.states import Kind, ReasonCode, Status, Verdict

STATUSES: dict[str, str] = {
    Status.OPEN: N_("To decide"),
    Status.UNDER_REVIEW: N_("Being looked at"),
    Status.ESCALATED: N_("Waits for a second person"),
    Status.TRUE_MATCH: N_("The same"),
    Status.FALSE_POSITIVE: N_("Not the same"),
    Status.INSUFFICIENT_DATA: N_("Not sure"),
    Status.CLOSED: N_("Closed"),
}
TAGS: dict[str, str] = {
    Status.OPEN: "info",
    Status.UNDER_REVIEW: "progress",
    Status.ESCALATED: "warn",
    Status.TRUE_MATCH: "bad",
    Status.FALSE_POSITIVE: "neutral",
    Status.INSUFFICIENT_DATA: "wait",
    Status.CLOSED: "neutral",
}
KINDS: dict[str, str] = {Kind.FLAGGED_ENTITY: N_("On a flagged list"), Kind.LICENCE: N_("Licence of a broker")}
CAUSES: dict[str, str] = {
    "new-list": N_("A supplier list named it"),
    "list-changed": N_("The flagged list changed"),
    "supplier-changed": N_("What we know of the supplier changed"),
    "licence-changed": N_("The licence changed"),
    "expired": N_("The earlier decision ran out"),
    "stands-again": N_("The two match again"),
}
# Why a match has ended; the keys are those of screening.
ENDED: dict[str, str] = {
    "delisted": N_("The party was taken off the list"),
    "entry-changed": N_("The entry on the list changed, and it no longer resembles ours"),
    "subject-changed": N_("What we know of ours changed, and it no longer resembles the entry"),
    "not-alike": N_("Compared again, the two are no longer alike enough"),
    "subject-gone": N_("We no longer have this supplier or broker"),
    "too-many": N_("Many other entries resemble ours more"),
}
# What a match rests on, as the page names what changed.
COMPARED: dict[str, str] = {
    "our_name": N_("Our name"),
    "our_countries": N_("Our country"),
    "our_birth_dates": N_("Our date of birth"),
    "our_identifiers": N_("Our numbers"),
    "their_name": N_("Name on the list"),
    "their_countries": N_("Country on the list"),
    "their_birth_dates": N_("Date of birth on the list"),
    "their_identifiers": N_("Numbers on the list"),
    "state": N_("State of the licence"),
    "number": N_("Licence number"),
}
VERDICTS: dict[str, dict[str, tuple[str, str]]] = {
    Kind.FLAGGED_ENTITY: {
        Verdict.SAME: (N_("Same"), N_("They are one party. A second person must confirm before it counts.")),
        Verdict.NOT_SAME: (
            N_("Not the same"),
            N_("Hides this alert until either record changes, for %(days)s days at most. It concerns these two only."),
        ),
        Verdict.NOT_SURE: (N_("Not sure"), N_("Keeps the alert until more is known.")),
    },
    Kind.LICENCE: {
        Verdict.SAME: (N_("It is so"), N_("The broker recruits without a licence. A second person must confirm.")),
        Verdict.NOT_SAME: (
            N_("It is not so"),
            N_("Hides this alert until the licence or our record changes, for %(days)s days at most."),
        ),
        Verdict.NOT_SURE: (N_("Not sure"), N_("Keeps the alert until more is known.")),
    },
}
REASONS: dict[str, str] = {
    ReasonCode.SAME_IDENTIFIER: N_("The same identifier"),
    ReasonCode.SAME_NAME_AND_PLACE: N_("The same name and place"),
    ReasonCode.LICENCE_CONFIRMED: N_("The broker confirmed it, or the register says so"),
    ReasonCode.DIFFERENT_COUNTRY: N_("Another country"),
    ReasonCode.DIFFERENT_PARTY: N_("Another company or person"),
    ReasonCode.DIFFERENT_IDENTIFIER: N_("Another identifier"),
    ReasonCode.NAME_ONLY: N_("Only the names are alike"),
    ReasonCode.HISTORICAL: N_("No longer on the list"),
    ReasonCode.WRONG_TYPE: N_("One is a person, a ship or an aircraft, the other is not"),
    ReasonCode.BROKER_REPLACED: N_("The supplier no longer uses this broker"),
    ReasonCode.MORE_DATA_NEEDED: N_("We asked the supplier for more"),
    ReasonCode.OTHER: N_("Another reason (say it in the note)"),
}
R = ReasonCode
_BY_KIND: dict[str, dict[str, tuple[ReasonCode, ...]]] = {
    Kind.FLAGGED_ENTITY: {
        Verdict.SAME: (R.SAME_IDENTIFIER, R.SAME_NAME_AND_PLACE, R.OTHER),
        Verdict.NOT_SAME: (
            R.DIFFERENT_COUNTRY, R.DIFFERENT_PARTY, R.DIFFERENT_IDENTIFIER, R.NAME_ONLY, R.HISTORICAL, R.WRONG_TYPE,
            R.OTHER,
        ),
        Verdict.NOT_SURE: (R.MORE_DATA_NEEDED, R.OTHER),
    },
    Kind.LICENCE: {
        Verdict.SAME: (R.LICENCE_CONFIRMED, R.OTHER),
        Verdict.NOT_SAME: (R.BROKER_REPLACED, R.DIFFERENT_PARTY, R.DIFFERENT_IDENTIFIER, R.OTHER),
        Verdict.NOT_SURE: (R.MORE_DATA_NEEDED, R.OTHER),
    },
}  # fmt: skip


def reasons_for(kind: str, verdict: str) -> tuple[ReasonCode, ...]:
    """Return the reasons that may be given for a verdict on a kind of alert."""
    return _BY_KIND[kind][verdict]


def every_reason(kind: str) -> list[ReasonCode]:
    """Return the reasons of all verdicts on a kind of alert, each once, in the order of the page."""
    named = dict.fromkeys(code for codes in _BY_KIND[kind].values() for code in codes if code is not R.OTHER)
    return [*named, R.OTHER]


ACTIONS: dict[str, str] = {
    "supplychain.alert.open": N_("Alert opened"),
    "supplychain.alert.reopen": N_("Alert opened again"),
    "supplychain.alert.renew": N_("Evidence brought up to date"),
    "supplychain.alert.assign": N_("Taken on"),
    "supplychain.alert.escalate": N_("Decided: the same; waits for a second person"),
    "supplychain.alert.dismiss": N_("Decided: not the same"),
    "supplychain.alert.ask": N_("Decided: not sure"),
    "supplychain.alert.confirm": N_("Confirmed by a second person"),
    "supplychain.alert.send-back": N_("Sent back by a second person"),
    "supplychain.alert.remember": N_("Decided as before"),
    "supplychain.alert.end": N_("The match ended; the decision stands"),
    "supplychain.alert.close": N_("Closed: the match ended"),
    "supplychain.alert.suppress": N_("Not shown for a time"),
    "supplychain.alert.show": N_("Shown again"),
}
ACTION_KINDS: dict[str, str] = {
    "supplychain.alert.open": "info", "supplychain.alert.reopen": "warn", "supplychain.alert.escalate": "warn",
    "supplychain.alert.dismiss": "good", "supplychain.alert.confirm": "bad",
}  # fmt: skip
SUPPRESSIONS: dict[str, str] = {
    "proposed": N_("Waits for a second person"),
    "active": N_("In force"),
    "declined": N_("Declined"),
    "lifted": N_("Undone"),
    "over": N_("Ran out"),
}
