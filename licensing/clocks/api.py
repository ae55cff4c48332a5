"""How the regulator counts time, over the API."""

from typing import Any

from accounts.permissions import Permission
from core import api, clock
from core.permit import permits
from licensing.clocks import queries, schemas

blueprint = api.blueprint("clocks", __name__, "/api/v1/clocks", "How long each step may take")


@blueprint.get("")
@permits(Permission.USE_ACCOUNT)
@blueprint.response(200, schemas.TimesSchema)
def index() -> Any:
    """Return the lengths of all steps, the reminders and the calendar of the coming year."""
    return {
        "rules": queries.rules(),
        "reminders": queries.reminder_days(),
        "weekend": sorted(queries.calendar().weekend),
        "holidays": queries.holidays_from(clock.today()),
    }
