"""JSON of screening runs: how far each has come, and who is compared."""

from typing import Any
from uuid import UUID

from accounts.permissions import Permission
from core import api
from core.api import page_of
from core.permit import permits
from screening.runs import queries, schemas
from screening.runs.wording import NOT_MODELLED

blueprint = api.blueprint("runs", __name__, "/api/v1/screening/runs", "Runs of screening")


@blueprint.get("")
@permits(Permission.SEE_WATCHLISTS)
@blueprint.arguments(schemas.RunQuery, location="query")
@blueprint.response(200, schemas.RunPage)
def index(query: dict[str, Any]) -> Any:
    """List runs, the newest first: those of one's own organisation; the regulator sees those of all lists, too."""
    return queries.runs(page_of(query), status=query["status"], scope=query["scope"])


@blueprint.get("/screened")
@permits(Permission.SEE_WATCHLISTS)
@blueprint.response(200, schemas.ScreenedSchema)
def screened() -> Any:
    """Return who of one's own organisation is compared when a list changes."""
    return {"kinds": queries.subjects_by_kind(), "not_modelled": list(NOT_MODELLED)}


@blueprint.get("/<uuid:run_id>")
@permits(Permission.SEE_WATCHLISTS)
@blueprint.response(200, schemas.RunSchema)
@blueprint.alt_response(404, success=False)
def show(run_id: UUID) -> Any:
    """Return one run, for its progress."""
    return queries.get(run_id)
