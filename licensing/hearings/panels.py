"""Objections, and what an agency answers to an intention to refuse, on the page of a case."""

from collections.abc import Sequence
from typing import Any

from core.actor import Actor
from core.i18n import N_
from licensing.applications.models import Application
from licensing.applications.states import Status
from licensing.hearings import queries
from licensing.hearings.models import Intention, Objection, Representation
from licensing.panels import Event, Panel, Trouble

Heard = Sequence[tuple[Intention, Representation | None]]


def on_case(application: Application, by: Actor) -> Panel | None:
    """Return what the public and the agency had to say; None where nobody was asked and nobody spoke."""
    del by  # every officer reads the same
    objections, heard = queries.objections(application.id), queries.intentions(application.id)
    until = application.objections_until
    if not objections and not heard and until is None:
        return None
    unanswered = sum(row.answered_at is None for row in objections)
    troubles = [Trouble("warn", N_("%(num)s objections have no answer yet"), {"num": unanswered}, "hearing")]
    told = application.status == Status.MINDED_TO_REFUSE
    return Panel(
        anchor="hearing", title=N_("Objections and answers"), template="licensing/hearings/case_panel.html",
        values={"objections": objections, "heard": heard, "until": until}, facts=_facts(objections, heard),
        troubles=troubles if unanswered else [], events=_events(objections),
        stop=N_("The agency may answer until the day below.") if told else None,
    )  # fmt: skip


def _facts(objections: Sequence[Objection], heard: Heard) -> dict[str, Any]:
    return {
        "objections": [
            {"reference": row.reference, "text": row.text, "bearing": row.bearing, "answer": row.answer}
            for row in objections
        ],
        "intentions": [
            {
                "ground": row.ground_code, "reason": row.reason, "evidence": row.evidence,
                "answer_by": row.answer_by.isoformat() if row.answer_by else None,
                "answer": answer.text if answer else None,
            }
            for row, answer in heard
        ],
    }  # fmt: skip


def _events(objections: Sequence[Objection]) -> list[Event]:
    return [Event(row.lodged_at, N_("Somebody objected"), "public", text=row.text, kind="warn") for row in objections]
