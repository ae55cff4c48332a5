"""Two people at one thing: what the other one wrote beside what this one typed, so that nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.actor import Actor
from core.errors import Conflict
from core.i18n import N_, long_instant, translate
from licensing.applications.states import CheckKind
from licensing.assessment import rules
from licensing.assessment.case import Case
from licensing.assessment.forms import CaseForm, CheckForm

CHANGED = N_("%(name)s changed this on %(when)s, after you opened the page. Look at it now, then send again.")
TO_GRANT, TO_REFUSE = N_("Grant"), N_("Refuse")


@dataclass(frozen=True)
class Side:
    """One line of the comparison: a text as shown, theirs and mine; None where one side says nothing."""

    label: str
    theirs: str | None
    mine: str | None


@dataclass(frozen=True)
class Overtaken:
    """Who changed the case while this person was writing, when, and both versions line by line."""

    name: str
    at: datetime
    lines: Sequence[Side]


def refuse_overtaken(newest: dict[str, Any], kind: CheckKind, seen: str | None) -> None:
    """Raise Conflict when another result of this check was recorded after the page was opened.

    `seen` is the id of the result that the page showed, empty for none; None asks nothing.
    """
    found = newest.get(kind)
    if seen is not None and found is not None and str(found.id) != seen:
        raise Conflict("changed-meanwhile", CHANGED, name=found.by_name, when=long_instant(found.at))


def of_form(form: CaseForm, case: Case, by: Actor, opened: datetime | None, kind: CheckKind | None) -> Overtaken | None:
    """Return both versions for a form that was refused because somebody else was quicker; None otherwise."""
    if not form.overtaken:
        return None
    entries = [entry for entry in case.trail if opened is None or entry.at >= opened]
    others = [entry for entry in entries if entry.person_id != by.person_id]
    newest = next(iter(others or entries), None)  # one's own, where one was writing in two windows
    if newest is None:
        return None
    theirs = _check(case, kind) if kind and isinstance(form, CheckForm) else _standing(case)
    if not theirs:
        theirs = {translate(N_("Reason")): newest.reason} if newest.reason else {}
    mine = _typed(form)
    labels = dict.fromkeys([*theirs, *mine])
    return Overtaken(
        newest.actor_name, newest.at, [Side(label, theirs.get(label), mine.get(label)) for label in labels]
    )


def _check(case: Case, kind: CheckKind) -> dict[str, str]:
    found = case.newest.get(kind)
    if found is None:
        return {}
    result = translate(next(name for key, name in rules.RESULTS.items() if key == found.result))
    return {translate(N_("Result")): result, translate(N_("Reason")): found.reason}


def _standing(case: Case) -> dict[str, str]:
    """Return where the case stands now in the words of whoever brought it there."""
    application, decision = case.application, case.decision
    if decision is not None:
        outcome = TO_GRANT if decision.outcome == "grant" else TO_REFUSE
        return {translate(N_("Decided")): translate(outcome), translate(N_("Reason")): decision.reason}
    if application.recommendation and application.recommended_at:
        outcome = TO_GRANT if application.recommendation == "grant" else TO_REFUSE
        return {
            translate(N_("What do you recommend?")): translate(outcome),
            translate(N_("Why?")): application.recommendation_reason or "",
        }
    return {}


def _typed(form: CaseForm) -> dict[str, str]:
    """Return what stands in the fields that a person sees, by label."""
    found = {}
    for field in form:
        if field.name in form.CARRIED or not field.data:
            continue
        chosen = {str(row[0]): str(row[1]) for row in getattr(field, "choices", None) or []}
        found[str(field.label.text)] = chosen.get(str(field.data), str(field.data))
    return found
