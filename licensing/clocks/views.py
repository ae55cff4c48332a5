"""The page that says how long each step may take."""

from flask import render_template

from accounts.permissions import Permission
from core import clock
from core.permit import permits
from core.web import pages
from licensing.clocks import queries, wording
from licensing.clocks.states import Kind, Unit

blueprint = pages("clocks", __name__)


@blueprint.get("/staff/rules/clocks")
@permits(Permission.SEE_CASES)
def index() -> str:
    """Show the lengths of all steps in force, the reminders and the days that are not worked."""
    today = clock.today()
    held = [row for row in queries.rules() if row.effective_to is None or row.effective_to >= today]
    return render_template(
        "licensing/clocks/index.html",
        rules=[(row, wording.NAMES[Kind(row.kind)], wording.UNITS[Unit(row.unit)][row.amount != 1]) for row in held],
        today=today,
        reminders=[(wording.NAMES[Kind(kind)], days) for kind, days in queries.reminder_days().items()],
        weekend=[wording.WEEKDAYS[day - 1] for day in sorted(queries.calendar().weekend)],
        holidays=queries.holidays_from(today),
    )
