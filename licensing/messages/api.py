"""JSON of messages: the agency's side and the regulator's, each as its pages."""

from typing import Any

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import PageQuery, page_of
from core.api import blueprint as api_blueprint
from core.permit import permits
from licensing.applications import queries as applications
from licensing.assessment import queries as cases
from licensing.messages import queries, schemas, service

blueprint = api_blueprint("messages", __name__, "/api/v1", "Messages between an agency and the regulator")


@blueprint.get("/applications/<reference>/messages")
@permits(Permission.APPLY)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.MessagePage)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def own(query: dict[str, Any], reference: str) -> Any:
    """List the messages about an application, the newest first."""
    return queries.about(applications.get(reference, by=signed_in()).id, page_of(query))


@blueprint.post("/applications/<reference>/messages")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.WriteSchema)
@blueprint.response(201, schemas.MessageSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def write(body: dict[str, Any], reference: str) -> Any:
    """Write to the regulator."""
    found = applications.get(reference, by=signed_in())
    return service.write(found.id, found.organisation_id, body["body"], by=signed_in())


@blueprint.post("/applications/<reference>/messages/reading")
@permits(Permission.APPLY)
@blueprint.response(204)
@blueprint.alt_response(404, success=False)
def read(reference: str) -> None:
    """Note that the agency has read what the regulator wrote."""
    service.mark_read(applications.get(reference, by=signed_in()).id, by=signed_in())


@blueprint.get("/cases/<reference>/messages")
@permits(Permission.SEE_CASES)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.CaseMessagePage)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def of_case(query: dict[str, Any], reference: str) -> Any:
    """List the messages about a case, the newest first."""
    return queries.about(cases.get(reference).id, page_of(query))


@blueprint.post("/cases/<reference>/messages")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.WriteSchema)
@blueprint.response(201, schemas.CaseMessageSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def write_to_agency(body: dict[str, Any], reference: str) -> Any:
    """Write to the agency."""
    found = cases.get(reference)
    return service.write(found.id, found.organisation_id, body["body"], by=signed_in())


@blueprint.post("/cases/<reference>/messages/reading")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.response(204)
@blueprint.alt_response(404, success=False)
def read_case(reference: str) -> None:
    """Note that the regulator has read what the agency wrote."""
    service.mark_read(cases.get(reference).id, by=signed_in())
