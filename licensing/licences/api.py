"""The regulator's licences over the API: list, one licence, measures proposed and decided."""

from typing import Any
from uuid import UUID

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import blueprint as api_blueprint
from core.api import page_of, paged_schema
from core.paging import Paged
from core.permit import permits
from licensing.licences import listing, queries, schemas, service
from licensing.licences.models import Licence, LicenceMeasure
from licensing.licences.states import Measure, Scope

blueprint = api_blueprint("licences", __name__, "/api/v1/licences", "Licences and measures")


@blueprint.get("")
@permits(Permission.SEE_CASES)
@blueprint.arguments(schemas.ListQuery, location="query")
@blueprint.response(200, paged_schema(schemas.LicenceSchema))
def index(query: dict[str, Any]) -> Paged[Licence]:
    """List the licences that match."""
    return listing.search(listing.Filter(query["q"].strip(), tuple(query["status"]), query["sort"]), page_of(query))


@blueprint.get("/<number>")
@permits(Permission.SEE_CASES)
@blueprint.response(200, schemas.LicenceSchema)
@blueprint.alt_response(404, success=False)
def show(number: str) -> Licence:
    """Return one licence by its number, however it is typed."""
    return queries.by_number(number)


@blueprint.get("/<number>/measures")
@permits(Permission.SEE_CASES)
@blueprint.response(200, schemas.MeasureSchema(many=True))
@blueprint.alt_response(404, success=False)
def measures(number: str) -> list[LicenceMeasure]:
    """List the measures proposed on a licence, newest first."""
    return queries.measures_of(queries.by_number(number).id)


@blueprint.post("/<number>/measures")
@permits(Permission.PROPOSE_LICENCE_MEASURES)
@blueprint.arguments(schemas.MeasureIn)
@blueprint.response(201, schemas.MeasureSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def propose(body: dict[str, Any], number: str) -> LicenceMeasure:
    """Propose a measure; nothing changes until another person confirms it."""
    licence = queries.by_number(number, lock=True)
    return service.propose(
        licence, Measure(body["measure"]), ground_code=body["ground"], reason=body["reason"], by=signed_in(),
        version=body["version"],
        terms=service.Terms(
            protection_plan=body["protection_plan"], immediate=body["immediate"], scope=Scope(body["scope"]),
            scope_value=body["scope_value"],
        ),
    )  # fmt: skip


@blueprint.post("/measures/<uuid:measure_id>/confirmation")
@permits(Permission.DECIDE_LICENCE_MEASURES)
@blueprint.arguments(schemas.ConfirmationIn)
@blueprint.response(200, schemas.LicenceSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def confirm(body: dict[str, Any], measure_id: UUID) -> Licence:
    """Confirm a measure that someone else proposed; the licence changes at once."""
    row = queries.measure(measure_id, lock=True)
    queries.by_number(row.licence.number, lock=True)
    return service.confirm(row, note=body["note"], by=signed_in())


@blueprint.post("/measures/<uuid:measure_id>/decline")
@permits(Permission.DECIDE_LICENCE_MEASURES)
@blueprint.arguments(schemas.DeclineIn)
@blueprint.response(200, schemas.MeasureSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def decline(body: dict[str, Any], measure_id: UUID) -> LicenceMeasure:
    """Decline a measure that someone else proposed."""
    row = queries.measure(measure_id, lock=True)
    return service.decline(row, note=body["note"], by=signed_in())
