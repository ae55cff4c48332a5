"""JSON of engagements: a company gives and ends them, a firm sees those it holds."""

from typing import Any
from uuid import UUID

from accounts.organisations.models import Organisation
from accounts.permissions import Permission
from audits.engagements import queries, schemas, service
from audits.engagements.queries import EngagementRow
from core import api
from core.actor import signed_in
from core.api import page_of
from core.paging import Paged
from core.permit import permits
from supplychain.suppliers import queries as suppliers

blueprint = api.blueprint("engagements", __name__, "/api/v1/engagements", "Engagements of auditor firms")


@blueprint.get("")
@permits(Permission.SEE_AUDITS)
@blueprint.arguments(schemas.EngagementQuery, location="query")
@blueprint.response(200, schemas.EngagementPage)
@blueprint.alt_response(422, success=False)
def index(query: dict[str, Any]) -> Paged[EngagementRow]:
    """List engagements: those a company gave, or those a firm holds."""
    return queries.search(page_of(query), only_running=query["running"])


@blueprint.get("/firms")
@permits(Permission.COMMISSION_AUDITS)
@blueprint.response(200, schemas.AuditorFirmSchema(many=True))
def firms() -> list[Organisation]:
    """List the auditor firms that can be engaged."""
    return queries.firms()


@blueprint.post("")
@permits(Permission.COMMISSION_AUDITS)
@blueprint.arguments(schemas.EngagementIn)
@blueprint.response(201, schemas.EngagementSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def give(body: dict[str, Any]) -> EngagementRow:
    """Let an auditor firm see a supplier and record audits of it."""
    supplier = suppliers.get(body["supplier"])
    given = service.give(supplier, body["firm"], body["starts_on"], body["ends_on"], by=signed_in())
    return queries.row_of(given)


@blueprint.post("/<uuid:engagement_id>/end")
@permits(Permission.COMMISSION_AUDITS)
@blueprint.arguments(schemas.EngagementEnd)
@blueprint.response(200, schemas.EngagementSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def end(body: dict[str, Any], engagement_id: UUID) -> EngagementRow:
    """End an engagement at once."""
    engagement = queries.get(engagement_id, lock=True)
    service.end(engagement, body["reason"], by=signed_in())
    return queries.row_of(engagement)
