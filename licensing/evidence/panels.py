"""What the case page shows of papers."""

from flask import url_for

from accounts.permissions import Permission
from core.actor import Actor
from core.i18n import N_
from licensing.applications.models import Application
from licensing.evidence import queries
from licensing.evidence.queries import Line
from licensing.evidence.states import Status
from licensing.evidence.wording import TAGS, TITLES
from licensing.panels import Action, Panel, Trouble


def checklist_of(application: Application) -> list[Line]:
    """Return the checklist of an application as its class and kind ask for it."""
    return queries.checklist(application.id, application.class_code, getattr(application, "kind", "new"))


def on_case(application: Application, by: Actor) -> Panel | None:
    """Return the papers of a case with what is missing or not looked at; None where none are asked for."""
    lines = checklist_of(application)
    if not lines:
        return None
    waiting = sum(1 for line in lines for item in line.items if item.status == Status.RECEIVED)
    lacking = [line for line in lines if line.missing]
    troubles = [
        Trouble("warn", N_("The paper “%(title)s” is missing."), {"title": line.title}, "papers") for line in lacking
    ]
    may = by.may(Permission.CHECK_APPLICATIONS)
    return Panel(
        anchor="papers", title=N_("Papers"), template="licensing/evidence/case_panel.html",
        values={"lines": lines, "titles": TITLES, "tags": TAGS, "may": may},
        facts={"waiting": waiting, "missing": [line.title for line in lacking],
               "verified": [line.title for line in lines if line.verified]},
        tag=(N_("To look at"), "progress") if waiting else None, troubles=troubles,
        actions=[Action(N_("Look at the papers"), url_for("evidence.index", reference=application.reference))]
        if may and waiting else [],
    )  # fmt: skip
