"""JSON of alerts: the same steps as on the pages."""

from typing import Any

from accounts.permissions import Permission
from core import api
from core.actor import signed_in
from core.api import page_of
from core.permit import permits
from supplychain.alerts import queries, schemas, service
from supplychain.alerts.queries import Filter

blueprint = api.blueprint("alerts", __name__, "/api/v1/alerts", "Alerts about suppliers and their labour brokers")


@blueprint.get("")
@permits(Permission.SEE_ALERTS)
@blueprint.arguments(schemas.AlertQuery, location="query")
@blueprint.response(200, schemas.AlertPage)
def index(query: dict[str, Any]) -> Any:
    """List alerts, those to decide unless another state is asked for."""
    wanted = Filter(query["status"], query["kind"], query["supplier"], None, query["sort"])
    return queries.search(wanted, page_of(query))


@blueprint.get("/<reference>")
@permits(Permission.SEE_ALERTS)
@blueprint.response(200, schemas.AlertDetailSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> Any:
    """Return one alert with its evidence."""
    return queries.get(reference)


@blueprint.post("/<reference>/assignment")
@permits(Permission.DECIDE_ALERTS)
@blueprint.arguments(schemas.TakeSchema)
@blueprint.response(200, schemas.AlertDetailSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def take(body: dict[str, Any], reference: str) -> Any:
    """Take an alert on."""
    alert = queries.get(reference, lock=True)
    service.assign(alert, version=body["version"], by=signed_in())
    return alert


@blueprint.post("/<reference>/decision")
@permits(Permission.DECIDE_ALERTS)
@blueprint.arguments(schemas.DecisionSchema)
@blueprint.response(200, schemas.AlertDetailSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def decide(body: dict[str, Any], reference: str) -> Any:
    """Decide an alert with a reason; what is called the same waits for a second person."""
    alert = queries.get(reference, lock=True)
    service.decide(
        alert, body["verdict"], body["reason"], body["note"], version=body["version"], by=signed_in()
    )
    return alert


@blueprint.post("/<reference>/second")
@permits(Permission.CONFIRM_ALERTS)
@blueprint.arguments(schemas.SecondSchema)
@blueprint.response(200, schemas.AlertDetailSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def second(body: dict[str, Any], reference: str) -> Any:
    """Confirm as the second person, or send back; never the person who decided first."""
    alert = queries.get(reference, lock=True)
    act = service.confirm if body["answer"] == "confirm" else service.send_back
    act(alert, body["note"], version=body["version"], by=signed_in())
    return alert
