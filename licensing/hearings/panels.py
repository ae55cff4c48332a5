"""What the case page shows of hearings: what was lacking, what was objected, and what the agency answers."""

from collections.abc import Sequence

from flask import url_for

from accounts.permissions import Permission
from core import clock
from core.actor import Actor
from core.i18n import N_
from licensing.applications import queries as applications
from licensing.applications.models import Application
from licensing.applications.parts import TITLES, Part
from licensing.applications.states import Status
from licensing.hearings import queries
from licensing.hearings.models import Objection
from licensing.hearings.wording import BEARINGS
from licensing.panels import Action, Event, Panel, Trouble

S = Status
STOP = N_("Nothing can be recommended before the days for objections are over and each is answered.")


def on_case(application: Application, by: Actor) -> Panel | None:
    """Return what was asked, objected and answered on a case; None where there is nothing of it."""
    lacking = applications.deficiencies(application.id) if application.rounds else []
    objections = queries.objections(application.id) if application.objections_until else []
    heard = queries.intentions(application.id) if application.recommended_by or application.status == S.QUASHED else []
    until = application.objections_until
    if not lacking and not heard and until is None:
        return None
    is_open = until is not None and until >= clock.today() and application.status in queries.OPEN_TO_OBJECTIONS
    waiting = [row for row in objections if row.answered_at is None]
    troubles = [Trouble("warn", N_("An objection is not answered yet."), {}, "hearing")] if waiting else []
    return Panel(
        anchor="hearing", title=N_("Who was heard"), template="licensing/hearings/case_panel.html",
        values={
            "lacking": [(TITLES[Part(row.part)], row) for row in lacking], "objections": objections, "heard": heard,
            "until": until, "is_open": is_open, "bearings": BEARINGS, "may": by.may(Permission.CHECK_APPLICATIONS),
        },
        facts={
            "rounds": application.rounds, "objections_until": until.isoformat() if until else None,
            "objections": [{"reference": row.reference, "text": row.text, "bearing": row.bearing, "answer": row.answer}
                           for row in objections],
            "deficiencies": [{"round": row.round, "part": row.part, "text": row.text, "answer": row.answer}
                             for row in lacking],
            "intentions": [{"reason": intention.reason, "evidence": intention.evidence,
                            "answer": answer.text if answer else None} for intention, answer in heard],
        },
        tag=(N_("To answer"), "warn") if waiting else None, troubles=troubles,
        actions=_actions(application, by), events=_events(objections), stop=STOP if is_open or waiting else None,
    )  # fmt: skip


def _events(objections: Sequence[Objection]) -> list[Event]:
    return [Event(row.lodged_at, N_("Somebody objected"), "public", text=row.text, kind="warn") for row in objections]


def _actions(application: Application, by: Actor) -> list[Action]:
    """Return the steps of a hearing that this person may take now."""
    here = application.reference
    if not by.may(Permission.DECIDE_APPLICATIONS):
        return []
    if application.status == S.RECOMMENDED:
        return [Action(N_("Tell the agency that it may be refused"), url_for("assessment.intend", reference=here))]
    if application.status == S.REPRESENTATIONS:
        return [
            Action(N_("Decide"), url_for("assessment.decide", reference=here)),
            Action(N_("Have it assessed anew"), url_for("assessment.reassess", reference=here)),
        ]
    return []
