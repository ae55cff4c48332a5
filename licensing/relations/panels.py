"""The links of an agency on the page of its case."""

from collections.abc import Sequence

from flask import url_for

from core.actor import Actor
from core.i18n import N_
from licensing.applications.models import Application
from licensing.panels import Action, Panel, Trouble
from licensing.relations import queries, showing
from licensing.relations.states import BLOCKING, Status
from licensing.relations.wording import KINDS, STATUSES, TAGS, TRIGGERS, sentence

STOP = N_("A phoenix alert is not cleared.")
MOST_TOLD = 3


def on_case(application: Application, by: Actor) -> Panel | None:
    """Return the phoenix alerts of a case and what its agency shares with others; two queries."""
    alerts = queries.of_application(application.id)
    relations = queries.of_agency(application.agency_id, limit=100)
    waiting = [alert for alert in alerts if alert.status in BLOCKING]
    troubles = [
        Trouble("bad", sentence(alert.trigger), {name: value or "" for name, value in alert.facts.items()}, "links")
        for alert in waiting[:MOST_TOLD]
    ]
    actions = [
        Action(N_("Look at the phoenix alert"), url_for("relations.show", reference=alert.reference))
        for alert in waiting[:1]
        if alert.status != Status.CONFIRMED and by.may("check-applications")
    ]
    return Panel(
        anchor="links", title=N_("People and links"), template="licensing/relations/case_panel.html",
        values={
            "alerts": alerts, "relations": relations, "KINDS": KINDS, "STATUSES": STATUSES, "TAGS": TAGS,
            "TRIGGERS": TRIGGERS, "words": showing.words,
            "address": url_for("relations.links", reference=application.agency.reference),
        },
        facts={
            "alerts": [{"reference": row.reference, "status": row.status, "trigger": row.trigger} for row in alerts],
            "relations": len(relations), "blocked": bool(waiting),
        },
        tag=_tag(alerts, len(waiting)), troubles=troubles, actions=actions,
        stop=STOP if waiting else None,
    )  # fmt: skip


def _tag(alerts: Sequence[object], waiting: int) -> tuple[str, str] | None:
    if waiting:
        return N_("Phoenix alert"), "bad"
    return (N_("Alerts cleared"), "good") if alerts else None
