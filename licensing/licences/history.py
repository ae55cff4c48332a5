"""The trail of a licence in an officer's words (pure)."""

from collections.abc import Callable, Sequence
from typing import Any

from core.i18n import N_
from core.trail import AuditEntry
from licensing.licences.measures import EFFECTS
from licensing.licences.states import Measure

EVENTS: dict[str, tuple[str, str]] = {
    "licensing.licence.grant": (N_("Licence granted"), "good"),
    "licensing.licence.expire": (N_("Licence ended"), "bad"),
}
PROPOSALS: dict[str, tuple[str, str]] = {
    "licensing.measure.propose": (N_("Proposed: %(measure)s"), "info"),
    "licensing.measure.decline": (N_("Declined: %(measure)s"), "neutral"),
}
MILD = frozenset({Measure.LIFT, Measure.UNFREEZE, Measure.UNWATCH})


def items(entries: Sequence[AuditEntry], translate: Callable[..., str]) -> list[dict[str, Any]]:
    """Return trail entries as a timeline shows them; what only repeats another entry is left out."""
    measures = {entry.subject_id: entry.detail["measure"] for entry in entries if entry.action.endswith(".propose")}
    found = []
    for entry in entries:
        told = told_of(entry, measures.get(entry.subject_id), translate)
        if told is not None:
            title, kind = told
            found.append(
                {"title": title, "kind": kind, "by": entry.actor_name, "at": entry.at, "text": _text(entry, translate)}
            )
    return found


def _text(entry: AuditEntry, translate: Callable[..., str]) -> str:
    return translate(entry.reason) if entry.action == "licensing.licence.expire" else entry.reason or ""


def told_of(entry: AuditEntry, measure: str | None, translate: Callable[..., str]) -> tuple[str, str] | None:
    """Return what an entry about a licence or a measure says, and how it is marked; None for what is not shown."""
    if entry.action in EVENTS:
        title, mark = EVENTS[entry.action]
        return translate(title), mark
    if entry.action in PROPOSALS and measure in set(Measure):
        title, mark = PROPOSALS[entry.action]
        return translate(title, measure=translate(EFFECTS[Measure(measure)].name)), mark
    verb = entry.action.rpartition(".")[2]
    if entry.action.startswith("licensing.licence.") and verb in set(Measure):
        return translate(EFFECTS[Measure(verb)].done), "good" if verb in MILD else "bad"
    return None
