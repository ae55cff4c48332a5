"""The trail of a case in an officer's words (pure)."""

from collections.abc import Callable, Sequence
from typing import Any

from core.i18n import N_
from core.trail import AuditEntry
from licensing.applications.states import CheckKind, CheckResult
from licensing.assessment.rules import KINDS, RESULTS
from licensing.licences.history import told_of

# action → (what happened, kind of mark); saves of a draft are the broker's own business and stay out.
EVENTS: dict[str, tuple[str, str]] = {
    "licensing.application.submit": (N_("Handed in"), "info"),
    "licensing.application.start-checks": (N_("Taken into checks"), "info"),
    "licensing.application.return": (N_("Returned to the agency"), "warn"),
    "licensing.application.withdraw": (N_("Withdrawn by the agency"), "neutral"),
    "licensing.application.recommend": (N_("Recommended"), "info"),
    "licensing.application.send-back": (N_("Sent back into checks"), "warn"),
    "licensing.application.grant": (N_("Granted"), "good"),
    "licensing.application.refuse": (N_("Refused"), "bad"),
}
CHECK = N_("Check “%(check)s”: %(result)s")
TO_GRANT, TO_REFUSE = N_("Recommended: grant"), N_("Recommended: refuse")
MARKS = {"pass": "good", "fail": "bad", "unsure": "warn"}


def items(entries: Sequence[AuditEntry], translate: Callable[..., str]) -> list[dict[str, Any]]:
    """Return the entries as a timeline shows them."""
    found = []
    for entry in entries:
        told = _told(entry, translate)
        if told is not None:
            title, kind = told
            found.append(
                {"title": title, "kind": kind, "by": entry.actor_name, "at": entry.at, "text": entry.reason or ""}
            )
    return found


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
