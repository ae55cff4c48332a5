"""The inspections of a case on its page, and their findings as evidence of its standards."""

from collections.abc import Sequence

from flask import url_for

from accounts.permissions import Permission
from core.actor import Actor
from core.i18n import N_
from licensing.applications.models import Application
from licensing.inspections import queries, wording
from licensing.inspections.models import Inspection
from licensing.inspections.states import OPEN, Outcome
from licensing.panels import Action, Panel, Trouble
from licensing.standards.offering import source
from licensing.standards.queries import Evidence

PLANNABLE = frozenset({"completeness", "checks", "inspection", "assessment"})
STOP = N_("An inspection of this case is not reported yet.")


def on_case(application: Application, by: Actor) -> Panel | None:
    """Return the inspections of the case, and the step that plans one."""
    rows = queries.of_application(application.id)
    may_plan = application.status in PLANNABLE and by.may(Permission.CHECK_APPLICATIONS)
    if not rows and not may_plan:
        return None
    troubles = [
        Trouble(
            "bad" if row.outcome == Outcome.SERIOUS else "warn",
            N_("An inspection found shortcomings"),
            {},
            "inspections",
        )
        for row in rows
        if row.outcome in (Outcome.SERIOUS, Outcome.SHORTCOMINGS)
    ]
    address = url_for("inspections.plan_for_case", reference=application.reference)
    return Panel(
        anchor="inspections", title=N_("Inspections"), template="licensing/inspections/case_panel.html",
        values={"rows": rows, "statuses": wording.STATUSES, "tags": wording.TAGS, "outcomes": wording.OUTCOMES},
        facts={"inspections": [_facts(row) for row in rows]},
        troubles=troubles[:1], actions=[Action(N_("Plan an inspection"), address)] if may_plan else [],
        stop=STOP if any(row.status in OPEN for row in rows) else None,
    )  # fmt: skip


def _facts(row: Inspection) -> dict[str, object]:
    return {"reference": row.reference, "status": row.status, "outcome": row.outcome}


@source
def evidence(application: Application) -> Sequence[Evidence]:
    """Offer the findings of reported inspections as evidence of standards."""
    return queries.evidence_for(application)
