"""What the page of a case says of papers that an officer entered."""

from core.actor import Actor
from core.i18n import N_
from licensing.applications.models import Application
from licensing.assisted import queries
from licensing.assisted.models import AssistedEntry
from licensing.panels import Panel


def on_case(application: Application, by: Actor) -> Panel | None:  # noqa: ARG001  every panel is asked alike
    """Say who entered the agency's papers, when they came in, and who signed them."""
    rows = [
        row for row in queries.of(application.organisation_id) if row.finished_at is None or _about(application, row)
    ]
    if not rows:
        return None
    told = [
        {"entered_by": row.person_name, "received_on": row.received_on.isoformat(), "note": row.note} for row in rows
    ]
    facts = {"entries": told}
    return Panel("entered", N_("Entered from paper"), "licensing/assisted/case_panel.html", {"rows": rows}, facts)


def _about(application: Application, row: AssistedEntry) -> bool:
    """Tell whether papers were entered while this application was filled in."""
    begun_before = application.submitted_at is None or row.begun_at <= application.submitted_at
    return begun_before and (row.finished_at is None or application.created_at <= row.finished_at)
