"""Assisted entry over the API: after ``begin`` the same bearer acts for the agency, until ``finish``."""

from typing import Any
from uuid import UUID

from accounts.permissions import Permission
from core import api
from core.actor import signed_in
from core.api import PageQuery, page_of
from core.permit import permits
from licensing.assisted import queries, schemas, service

blueprint = api.blueprint("assisted", __name__, "/api/v1/papers", "Applications on paper, entered by an officer")


@blueprint.get("")
@permits(Permission.SEE_CASES)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.PapersPage)
def index(query: dict[str, Any]) -> Any:
    """List papers, those that are being entered first."""
    return queries.recent(page_of(query))


@blueprint.post("")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.BeginSchema)
@blueprint.response(201, schemas.PapersSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def begin(body: dict[str, Any]) -> Any:
    """Begin to enter an agency's papers, and act for it."""
    return service.begin(**body, by=signed_in())


@blueprint.post("/<uuid:entry_id>/finish")
@permits(Permission.USE_ACCOUNT)
@blueprint.response(200, schemas.PapersSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def finish(entry_id: UUID) -> Any:
    """Leave the agency; sign in again to act for the regulator, or switch."""
    row = queries.get(entry_id, lock=True)
    service.finish(row, by=signed_in())
    return row
