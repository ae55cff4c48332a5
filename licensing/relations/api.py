"""JSON of relations: what an agency shares with others, phoenix alerts and what two officers say of them."""

from typing import Any

from accounts.permissions import Permission
from core import api
from core.actor import signed_in
from core.api import PageQuery, page_of
from core.permit import permits
from licensing.agencies import queries as agencies
from licensing.relations import clearing, queries, schemas
from licensing.relations.models import PhoenixAlert

blueprint = api.blueprint(
    "relations", __name__, "/api/v1/relations", "Agencies that belong together, and alerts about it"
)


@blueprint.get("/agencies/<reference>")
@permits(Permission.SEE_CASES)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.RelationPage)
@blueprint.alt_response(404, success=False)
def of_agency(query: dict[str, Any], reference: str) -> Any:
    """List what an agency shares with others, the strongest first."""
    return queries.page_of_agency(agencies.by_reference(reference).id, page_of(query))


@blueprint.get("/alerts")
@permits(Permission.SEE_CASES)
@blueprint.arguments(schemas.AlertQuery, location="query")
@blueprint.response(200, schemas.PhoenixAlertPage)
def index(query: dict[str, Any]) -> Any:
    """List phoenix alerts, the newest first."""
    return queries.alerts([query["status"]] if query["status"] else [], page_of(query))


@blueprint.get("/alerts/<reference>")
@permits(Permission.SEE_CASES)
@blueprint.response(200, schemas.PhoenixAlertSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> PhoenixAlert:
    """Return one phoenix alert with its evidence."""
    return queries.alert(reference)


@blueprint.post("/alerts/<reference>/answer")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.LookIn)
@blueprint.response(200, schemas.PhoenixAlertSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def answer(body: dict[str, Any], reference: str) -> PhoenixAlert:
    """Say that an alert is no phoenix, which a second person must confirm, or that it is one."""
    alert = queries.alert(reference, lock=True)
    act = clearing.clear if body["answer"] == "clear" else clearing.confirm
    act(alert, reason=body["reason"], version=body["version"], by=signed_in())
    return alert


@blueprint.post("/alerts/<reference>/second")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.SecondIn)
@blueprint.response(200, schemas.PhoenixAlertSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def second(body: dict[str, Any], reference: str) -> PhoenixAlert:
    """Confirm that an alert is cleared, or open it again."""
    alert = queries.alert(reference, lock=True)
    clearing.second(alert, agree=body["agree"], note=body["note"], version=body["version"], by=signed_in())
    return alert
