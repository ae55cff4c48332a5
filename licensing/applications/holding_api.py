"""JSON of places, web addresses, related companies, bank accounts and sub-agents: added here, removed in api.py."""

from typing import Any

from accounts.permissions import Permission
from core.actor import signed_in
from core.permit import permits
from licensing.applications import holding_schemas, schemas
from licensing.applications.holding_pages import HOLDINGS
from licensing.applications.part_answers import blueprint, change


def add(reference: str, key: str, body: dict[str, Any]) -> dict[str, Any]:
    """Add an entry to a list of the agency."""
    kind = HOLDINGS[key]
    return change(reference, kind.part, lambda a: kind.put(a.agency, body, by=signed_in()))


@blueprint.post("/<reference>/premises")
@permits(Permission.APPLY)
@blueprint.arguments(holding_schemas.PremisesInSchema)
@blueprint.response(201, schemas.ApplicationSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def add_premises(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Add a place beside the main office."""
    return add(reference, "premises", body)


@blueprint.post("/<reference>/web")
@permits(Permission.APPLY)
@blueprint.arguments(holding_schemas.WebInSchema)
@blueprint.response(201, schemas.ApplicationSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def add_web(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Add an address on the web."""
    return add(reference, "web", body)


@blueprint.post("/<reference>/companies")
@permits(Permission.APPLY)
@blueprint.arguments(holding_schemas.CompanyInSchema)
@blueprint.response(201, schemas.ApplicationSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def add_company(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Add a related company."""
    return add(reference, "companies", body)


@blueprint.post("/<reference>/accounts")
@permits(Permission.APPLY)
@blueprint.arguments(holding_schemas.AccountInSchema)
@blueprint.response(201, schemas.ApplicationSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def add_account(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Add a bank account."""
    return add(reference, "accounts", body)


@blueprint.post("/<reference>/sub-agents")
@permits(Permission.APPLY)
@blueprint.arguments(holding_schemas.SubAgentInSchema)
@blueprint.response(201, schemas.ApplicationSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def add_sub_agent(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Add a sub-agent, who gets a card with a number."""
    return add(reference, "sub-agents", body)
