"""An officer's own views over the API, by the same services as the pages."""

from typing import Any
from uuid import UUID

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import blueprint as api_blueprint
from core.permit import permits
from licensing.workload import figures, queries, schemas, service
from licensing.workload.models import SavedView

blueprint = api_blueprint("workload", __name__, "/api/v1/workload", "Views that officers keep, and figures")
SEE = permits(Permission.SEE_CASES)


@blueprint.get("/views")
@SEE
@blueprint.response(200, schemas.ViewSchema(many=True))
def views() -> list[SavedView]:
    """List the views that you keep of the queue; at most 20."""
    return queries.views(signed_in())


@blueprint.post("/views")
@SEE
@blueprint.arguments(schemas.ViewIn)
@blueprint.response(201, schemas.ViewSchema)
@blueprint.alt_response(422, success=False)
def save(body: dict[str, Any]) -> SavedView:
    """Keep a choice of filters under a name."""
    return service.save_view(body["name"], body["filters"], by=signed_in())


@blueprint.put("/views/<uuid:view_id>")
@SEE
@blueprint.arguments(schemas.NameIn)
@blueprint.response(200, schemas.ViewSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def rename(body: dict[str, Any], view_id: UUID) -> SavedView:
    """Give a view another name."""
    view = queries.view(view_id, by=signed_in())
    service.rename_view(view, body["name"], by=signed_in())
    return view


@blueprint.delete("/views/<uuid:view_id>")
@SEE
@blueprint.response(204)
@blueprint.alt_response(404, success=False)
def delete(view_id: UUID) -> None:
    """Put a view away; it can be brought back for a day."""
    service.delete_view(queries.view(view_id, by=signed_in()))


@blueprint.post("/views/<uuid:view_id>/restore")
@SEE
@blueprint.response(200, schemas.ViewSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def restore(view_id: UUID) -> SavedView:
    """Bring a deleted view back."""
    view = queries.view(view_id, by=signed_in())
    service.restore_view(view, by=signed_in())
    return view


@blueprint.get("/figures")
@SEE
@blueprint.response(200, schemas.FiguresSchema)
def show_figures() -> dict[str, Any]:
    """Return how old open cases are, what came and went by month, and on which grounds was decided."""
    return {
        "ages": figures.ages(), "target_days": figures.target(), "flow": figures.flow(), "grounds": figures.grounds(),
    }  # fmt: skip
