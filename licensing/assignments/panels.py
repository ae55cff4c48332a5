"""Who works on a case, on its page."""

from flask import url_for

from core.actor import Actor
from core.i18n import N_
from licensing.applications.models import Application
from licensing.assignments import queries, rules
from licensing.assignments.states import Task
from licensing.panels import Panel, Trouble


def on_case(application: Application, by: Actor) -> Panel | None:
    """Return who has the case, and a warning when something stands between the agency and who looks."""
    rows = [row for row in queries.history(application.id) if row.ended_at is None]
    troubles = []
    holder = next((row.person_name for row in rows if row.task == Task.ASSESS), "")
    near, same_name = queries.warnings(by.person_id, holder, application.agency_id)
    if near:
        troubles.append(Trouble("bad", N_("Something stands between you and this agency"), {}, "assignments"))
    if same_name:
        troubles.append(Trouble("warn", N_("Someone of the agency bears the officer's name"), {}, "assignments"))
    return Panel(
        anchor="assignments", title=N_("Who works on it"), template="licensing/assignments/case_panel.html",
        values={"open": rows, "tasks": rules.TASKS,
                "address": url_for("assignments.history", reference=application.reference)},
        facts={"open": [{"task": row.task, "person_name": row.person_name} for row in rows]}, troubles=troubles,
    )  # fmt: skip
