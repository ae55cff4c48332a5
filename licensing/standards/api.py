"""Standards over the API: versions and their approval, the standards of a case, what was found."""

from typing import Any

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import PageQuery, page_of, paged_schema
from core.api import blueprint as api_blueprint
from core.paging import Paged
from core.permit import permits
from licensing.assessment import queries as cases
from licensing.standards import queries, schemas, service
from licensing.standards.models import StandardSet
from licensing.standards.offering import chosen
from licensing.standards.queries import Sheet
from licensing.standards.states import FindingOutcome

blueprint = api_blueprint("standards", __name__, "/api/v1", "Licensing standards and what is found of them")


@blueprint.get("/standards")
@permits(Permission.SEE_CASES)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, paged_schema(schemas.SetRowSchema))
@blueprint.alt_response(422, success=False)
def versions(query: dict[str, Any]) -> Paged[StandardSet]:
    """List the versions of all sets."""
    return queries.versions(page_of(query))


@blueprint.get("/standards/<code>/<int:edition>")
@permits(Permission.SEE_CASES)
@blueprint.response(200, schemas.SetSchema)
@blueprint.alt_response(404, success=False)
def version(code: str, edition: int) -> StandardSet:
    """Return one version with its standards."""
    return queries.version(code, edition)


@blueprint.post("/standards/<code>/<int:edition>/approval")
@permits(Permission.DECIDE_APPLICATIONS)
@blueprint.response(200, schemas.SetSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def approve(code: str, edition: int) -> StandardSet:
    """Approve a proposed version; with the second approval it is in force."""
    return service.approve(queries.version(code, edition, lock=True), by=signed_in())


@blueprint.post("/standards/<code>/<int:edition>/refusal")
@permits(Permission.DECIDE_APPLICATIONS)
@blueprint.arguments(schemas.DeclineIn)
@blueprint.response(200, schemas.SetSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def decline(body: dict[str, Any], code: str, edition: int) -> StandardSet:
    """Decline a proposed version."""
    found = queries.version(code, edition, lock=True)
    service.decline(found, reason=body["reason"], by=signed_in())
    return found


@blueprint.get("/cases/<reference>/standards")
@permits(Permission.SEE_CASES)
@blueprint.response(200, schemas.SheetSchema)
@blueprint.alt_response(404, success=False)
def sheet(reference: str) -> Sheet:
    """Return the standards of a case, what was found of each, and what that allows."""
    return queries.sheet(cases.get(reference))


@blueprint.post("/cases/<reference>/standards/<code>/findings")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.FindingIn)
@blueprint.response(201, schemas.SheetSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def record(body: dict[str, Any], reference: str, code: str) -> Sheet:
    """Record what was found of one standard."""
    application = cases.get(reference, lock=True)
    evidence = chosen(application, [f"{item['kind']}:{item['id']}" for item in body["evidence"]])
    service.record_finding(
        application, code, FindingOutcome(body["outcome"]), reason=body["reason"], evidence=evidence, by=signed_in()
    )
    return queries.sheet(application)
