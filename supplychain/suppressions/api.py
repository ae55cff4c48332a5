"""JSON of rules that keep pairs from being shown: the same steps as on the pages."""

from typing import Any

from accounts.permissions import Permission
from core import api
from core.actor import signed_in
from core.api import page_of
from core.permit import permits
from supplychain.alerts import queries as alerts
from supplychain.suppressions import queries, schemas, service

blueprint = api.blueprint(
    "suppressions", __name__, "/api/v1/suppressions", "Rules that keep a pair from being shown as an alert"
)


@blueprint.get("")
@permits(Permission.SEE_ALERTS)
@blueprint.arguments(schemas.SuppressionQuery, location="query")
@blueprint.response(200, schemas.SuppressionPage)
def index(query: dict[str, Any]) -> Any:
    """List the rules that are proposed or in force, or all."""
    return queries.search(page_of(query), live=not query["all"])


@blueprint.post("")
@permits(Permission.DECIDE_ALERTS)
@blueprint.arguments(schemas.ProposalSchema)
@blueprint.response(201, schemas.SuppressionSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def propose(body: dict[str, Any]) -> Any:
    """Ask that the pair of an alert is not shown until a day."""
    alert = alerts.get(body["alert"], lock=True)
    return service.propose(alert, body["until"], body["reason"], by=signed_in())


@blueprint.get("/<reference>")
@permits(Permission.SEE_ALERTS)
@blueprint.response(200, schemas.SuppressionSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> Any:
    """Return one rule."""
    return queries.get(reference)


@blueprint.post("/<reference>/answer")
@permits(Permission.CONFIRM_ALERTS)
@blueprint.arguments(schemas.AnswerSchema)
@blueprint.response(200, schemas.SuppressionSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def answer(body: dict[str, Any], reference: str) -> Any:
    """Agree to a rule, or decline it, as the second person."""
    rule = queries.get(reference, lock=True)
    service.answer(rule, agree=body["answer"] == "agree", by=signed_in())
    return rule


@blueprint.post("/<reference>/lift")
@permits(Permission.DECIDE_ALERTS)
@blueprint.response(200, schemas.SuppressionSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def lift(reference: str) -> Any:
    """Undo a rule: the pair is shown again."""
    rule = queries.get(reference, lock=True)
    service.lift(rule, by=signed_in())
    return rule
