"""The trail over the API."""

from typing import Any

from accounts.permissions import Permission
from accounts.trail import queries
from accounts.trail.schemas import TrailPage, TrailQuery
from core.api import blueprint as api_blueprint
from core.api import page_of
from core.permit import permits

blueprint = api_blueprint("trail", __name__, "/api/v1/trail", "The append-only trail")


@blueprint.get("")
@permits(Permission.SEE_TRAIL)
@blueprint.arguments(TrailQuery, location="query")
@blueprint.response(200, TrailPage)
def entries(query: dict[str, Any]) -> Any:
    """Read the trail of one's organisation, newest first."""
    return queries.search(page_of(query), text=query["text"])
