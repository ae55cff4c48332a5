"""Inspections over the API: the same commands as on the pages, for the regulator and for the agency."""

from typing import Any

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import PageQuery, page_of, paged_schema
from core.api import blueprint as api_blueprint
from core.errors import Invalid
from core.i18n import N_
from core.paging import Paged
from core.permit import permits
from licensing.assessment import queries as cases
from licensing.inspections import queries, schemas, service
from licensing.inspections.models import Inspection
from licensing.inspections.states import FrameKind, Outcome, Seen
from licensing.standards.states import FindingOutcome

blueprint = api_blueprint("inspections", __name__, "/api/v1", "Inspections, their samples and findings")
Rows = paged_schema(schemas.InspectionRowSchema)


@blueprint.get("/inspections")
@permits(Permission.SEE_CASES)
@blueprint.arguments(schemas.InspectionQuery, location="query")
@blueprint.response(200, Rows)
@blueprint.alt_response(422, success=False)
def index(query: dict[str, Any]) -> Paged[Inspection]:
    """List inspections, the earliest planned first."""
    mine = signed_in().person_id if query["mine"] else None
    return queries.search(page_of(query), inspector_id=mine, status=query["status"])


@blueprint.get("/inspections/<reference>")
@permits(Permission.SEE_CASES)
@blueprint.response(200, schemas.InspectionSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> Inspection:
    """Return one inspection."""
    return queries.get(reference)


@blueprint.post("/inspections")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.PlanIn)
@blueprint.response(201, schemas.InspectionSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def plan(body: dict[str, Any]) -> Inspection:
    """Plan an inspection of a case or of an agency."""
    application = cases.get(body["case"], lock=True) if body["case"] else None
    agency = application.agency if application else queries.agency(body["agency"] or "")
    if agency is None:
        message = N_("Name a case, or an agency by its reference.")
        raise Invalid("agency-unknown", message, {"agency": message})
    told = service.Plan(
        body["purpose"], body["place"], body["planned_on"], body["inspector"], announced=body["announced"]
    )
    return queries.get(service.plan(agency, told, application=application, by=signed_in()).reference)


@blueprint.post("/inspections/<reference>/inspector")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.InspectorIn)
@blueprint.response(200, schemas.InspectionSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def hand_over(body: dict[str, Any], reference: str) -> Inspection:
    """Give a planned inspection to another inspector."""
    row = queries.get(reference, lock=True)
    service.hand_over(row, body["inspector"], reason=body["reason"], by=signed_in())
    return row


@blueprint.post("/inspections/<reference>/start")
@permits(Permission.INSPECT)
@blueprint.response(200, schemas.InspectionSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def start(reference: str) -> Inspection:
    """Begin the visit."""
    row = queries.get(reference, lock=True)
    service.start(row, by=signed_in())
    return row


@blueprint.post("/inspections/<reference>/lists")
@permits(Permission.INSPECT)
@blueprint.arguments(schemas.FrameIn)
@blueprint.response(201, schemas.InspectionSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def declare(body: dict[str, Any], reference: str) -> Inspection:
    """Take a list as the agency hands it over."""
    row = queries.get(reference, lock=True)
    service.declare(row, FrameKind(body["kind"]), "\n".join(body["entries"]), by=signed_in())
    return queries.get(row.reference)


@blueprint.post("/inspections/<reference>/samples")
@permits(Permission.INSPECT)
@blueprint.arguments(schemas.DrawIn)
@blueprint.response(201, schemas.InspectionSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def draw(body: dict[str, Any], reference: str) -> Inspection:
    """Have the sample drawn; nobody chooses it, and it is drawn once."""
    row = queries.get(reference, lock=True)
    service.draw(row, FrameKind(body["kind"]), by=signed_in())
    return queries.get(row.reference)


@blueprint.post("/inspections/<reference>/seen")
@permits(Permission.INSPECT)
@blueprint.arguments(schemas.SeenIn)
@blueprint.response(201, schemas.InspectionSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def see(body: dict[str, Any], reference: str) -> Inspection:
    """Record what became of one thing drawn."""
    row = queries.get(reference, lock=True)
    service.see(row, FrameKind(body["kind"]), body["entry"], Seen(body["result"]), note=body["note"], by=signed_in())
    return queries.get(row.reference)


@blueprint.post("/inspections/<reference>/findings")
@permits(Permission.INSPECT)
@blueprint.arguments(schemas.FindingIn)
@blueprint.response(201, schemas.InspectionSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def find(body: dict[str, Any], reference: str) -> Inspection:
    """Record a finding."""
    row = queries.get(reference, lock=True)
    outcome = FindingOutcome(body["outcome"])
    service.find(row, outcome, text=body["text"], standard_code=body["standard"], by=signed_in())
    return queries.get(row.reference)


@blueprint.post("/inspections/<reference>/report")
@permits(Permission.INSPECT)
@blueprint.arguments(schemas.ReportIn)
@blueprint.response(200, schemas.InspectionSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def report(body: dict[str, Any], reference: str) -> Inspection:
    """File the report."""
    row = queries.get(reference, lock=True)
    service.report(row, Outcome(body["outcome"]), text=body["report"], respond_by=body["respond_by"], by=signed_in())
    return row


@blueprint.post("/inspections/<reference>/cancel")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.ReasonIn)
@blueprint.response(200, schemas.InspectionSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def cancel(body: dict[str, Any], reference: str) -> Inspection:
    """Cancel an inspection that is not reported."""
    row = queries.get(reference, lock=True)
    service.cancel(row, reason=body["reason"], by=signed_in())
    return row


@blueprint.post("/inspections/<reference>/close")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.ReasonIn)
@blueprint.response(200, schemas.InspectionSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def close(body: dict[str, Any], reference: str) -> Inspection:
    """Close a reported inspection."""
    row = queries.get(reference, lock=True)
    service.close(row, reason=body["reason"], by=signed_in())
    return row


# ------------------------------------------------------------------------------------------ the agency


@blueprint.get("/own-inspections")
@permits(Permission.APPLY)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, Rows)
@blueprint.alt_response(422, success=False)
def own(query: dict[str, Any]) -> Paged[Inspection]:
    """List the inspections that this agency is told of."""
    return queries.own(page_of(query), signed_in().organisation_id)


@blueprint.get("/own-inspections/<reference>")
@permits(Permission.APPLY)
@blueprint.response(200, schemas.OwnSchema)
@blueprint.alt_response(404, success=False)
def own_one(reference: str) -> Inspection:
    """Return one inspection as its agency reads it."""
    return queries.get(reference)


@blueprint.post("/own-inspections/<reference>/lists")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.FrameIn)
@blueprint.response(201, schemas.OwnSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def own_declare(body: dict[str, Any], reference: str) -> Inspection:
    """Declare a list from which a sample is drawn."""
    row = queries.get(reference)
    service.declare(row, FrameKind(body["kind"]), "\n".join(body["entries"]), by=signed_in())
    return queries.get(row.reference)


@blueprint.post("/own-inspections/<reference>/answer")
@permits(Permission.APPLY)
@blueprint.arguments(schemas.AnswerIn)
@blueprint.response(201, schemas.OwnSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def own_answer(body: dict[str, Any], reference: str) -> Inspection:
    """Answer the report."""
    row = queries.get(reference)
    service.respond(row, text=body["text"], by=signed_in())
    return queries.get(row.reference)
