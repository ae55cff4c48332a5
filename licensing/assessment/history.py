"""The trail of a case in an officer's words (pure)."""

from collections.abc import Callable, Sequence
from typing import Any

from core.i18n import N_
from core.trail import AuditEntry
from licensing.applications.states import CheckKind, CheckResult
from licensing.assessment.rules import KINDS, RESULTS
from licensing.licences.history import told_of
from licensing.panels import Event

# action → (what happened, kind of mark); saves of a draft are the broker's own business and stay out.
EVENTS: dict[str, tuple[str, str]] = {
    "licensing.application.submit": (N_("Handed in"), "info"),
    "licensing.application.take-in": (N_("Taken up: is it complete?"), "info"),
    "licensing.application.start-checks": (N_("Taken into checks"), "info"),
    "licensing.application.inspect": (N_("An inspection is planned"), "info"),
    "licensing.application.inspected": (N_("The inspection is reported"), "info"),
    "licensing.application.intend": (N_("The agency was told why it may be refused"), "warn"),
    "licensing.application.represent": (N_("The agency answered"), "info"),
    "licensing.application.close-hearing": (N_("The time for an answer is over"), "neutral"),
    "licensing.application.heard": (N_("The agency was heard"), "info"),
    "licensing.application.reassess": (N_("To be assessed anew"), "info"),
    "licensing.application.quash": (N_("The decision was quashed"), "bad"),
    "licensing.application.look-again": (N_("Looked at again by others"), "info"),
    "licensing.application.assess": (N_("Checks finished"), "info"),
    "licensing.application.return": (N_("Returned to the agency"), "warn"),
    "licensing.application.withdraw": (N_("Withdrawn by the agency"), "neutral"),
    "licensing.application.recommend": (N_("Recommended"), "info"),
    "licensing.application.send-back": (N_("Sent back into checks"), "warn"),
    "licensing.application.grant": (N_("Granted"), "good"),
    "licensing.application.refuse": (N_("Refused"), "bad"),
    "licensing.application.activate": (N_("Bond and fee are there: in force"), "good"),
    "licensing.application.lapse": (N_("Lapsed"), "neutral"),
}
CHECK = N_("Check “%(check)s”: %(result)s")
TO_GRANT, TO_REFUSE = N_("Recommended: grant"), N_("Recommended: refuse")
MARKS = {"pass": "good", "fail": "bad", "unsure": "warn"}


# Whose doing a line of the history is.
WHO: dict[str, str] = {
    "officer": N_("The regulator’s people"),
    "applicant": N_("The agency"),
    "system": N_("Fairgate itself"),
    "public": N_("The public"),
}


def items(
    entries: Sequence[AuditEntry], translate: Callable[..., str], events: Sequence[Event] = ()
) -> list[dict[str, Any]]:
    """Return the trail and what else happened as a timeline shows them, the newest first."""
    found = [
        {"title": translate(event.title), "kind": event.kind, "by": event.by, "at": event.at, "text": event.text,
         "who": event.who}
        for event in events
    ]  # fmt: skip
    for entry in entries:
        told = _told(entry, translate)
        if told is not None:
            title, kind = told
            found.append(
                {"title": title, "kind": kind, "by": entry.actor_name, "at": entry.at, "text": entry.reason or "",
                 "who": _who(entry)}
            )  # fmt: skip
    return sorted(found, key=lambda item: item["at"], reverse=True)


def _who(entry: AuditEntry) -> str:
    if entry.actor_role == "system":
        return "system"
    return "applicant" if entry.actor_role == "broker" else "officer"


def _told(entry: AuditEntry, translate: Callable[..., str]) -> tuple[str, str] | None:
    if entry.action == "licensing.check.record":
        kind, result = CheckKind(entry.detail["kind"]), CheckResult(entry.detail["result"])
        title = translate(CHECK, check=translate(KINDS[kind]), result=translate(RESULTS[result]))
        return title, MARKS[result]
    if entry.action == "licensing.application.recommend":
        return translate(TO_GRANT if entry.detail.get("outcome") == "grant" else TO_REFUSE), "info"
    if entry.action in EVENTS:
        title, mark = EVENTS[entry.action]
        return translate(title), mark
    return told_of(entry, None, translate)
