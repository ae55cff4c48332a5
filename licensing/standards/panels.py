"""The standards of a case on its page."""

from flask import url_for

from core.actor import Actor
from core.i18n import N_
from licensing.applications.models import Application
from licensing.panels import Action, Panel, Trouble
from licensing.standards import queries, service
from licensing.standards.rules import Verdict

LEFT = N_("Standards have no sure answer yet.")


def on_case(application: Application, by: Actor) -> Panel | None:
    """Return what the standards of a case add up to, or None where none are asked."""
    found = queries.verdict(application.id)
    if not found.asked:
        return None
    address = url_for("standards.sheet", reference=application.reference)
    open_now = application.status in service.ASSESSED_IN
    troubles = []
    if found.failing or found.score:
        troubles.append(Trouble("bad" if found.failing else "warn", found.sentence, found.values, "standards"))
    actions = []
    if open_now and found.missing and by.may("check-applications"):
        first = url_for("standards.finding", reference=application.reference, code=found.missing[0])
        actions.append(Action(N_("Answer the standards"), first))
    return Panel(
        anchor="standards", title=N_("Standards"), template="licensing/standards/case_panel.html",
        values={"verdict": found, "address": address}, facts=_facts(found), tag=_tag(found), troubles=troubles,
        actions=actions, stop=LEFT if open_now and found.missing and not found.failing else None,
    )  # fmt: skip


def _facts(found: Verdict) -> dict[str, object]:
    return {
        "score": found.score, "fails_at": found.fails_at, "failing": found.failing, "conditional": found.conditional,
        "missing": list(found.missing), "outcomes": [str(item) for item in found.outcomes],
    }  # fmt: skip


def _tag(found: Verdict) -> tuple[str, str]:
    if found.failing:
        return N_("Only a refusal is possible"), "bad"
    if found.missing:
        return N_("Answers are missing"), "wait"
    return (N_("Only with conditions"), "warn") if found.score else (N_("May be granted"), "good")
