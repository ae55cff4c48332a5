"""Assignments, interests and second looks over the API: the same commands as on the pages."""

from typing import Any
from uuid import UUID

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import PageQuery, page_of, paged_schema
from core.api import blueprint as api_blueprint
from core.errors import Invalid
from core.i18n import N_
from core.paging import Paged
from core.permit import permits
from licensing.assessment import queries as cases
from licensing.assignments import queries, schemas, service
from licensing.assignments.models import CaseAssignment, ConflictOfInterest, GrantDraw
from licensing.assignments.states import Interest, ReviewOutcome, Task

blueprint = api_blueprint("assignments", __name__, "/api/v1", "Who works on which case, and who must not")


@blueprint.get("/assignments")
@permits(Permission.SEE_CASES)
@blueprint.arguments(schemas.WorkQuery, location="query")
@blueprint.response(200, paged_schema(schemas.AssignmentSchema))
@blueprint.alt_response(422, success=False)
def index(query: dict[str, Any]) -> Paged[CaseAssignment]:
    """List who has which open case, the most urgent first."""
    return queries.working(page_of(query), person_id=query["person"])


@blueprint.post("/assignments/next")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.TaskIn)
@blueprint.response(201, schemas.AssignmentSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def take_next(body: dict[str, Any]) -> CaseAssignment:
    """Take the case that is next by the rule: late first, then oldest; 404 when none waits."""
    return service.take_next_or_refuse(Task(body["task"]), by=signed_in())


@blueprint.get("/cases/<reference>/assignments")
@permits(Permission.SEE_CASES)
@blueprint.response(200, schemas.AssignmentSchema(many=True))
@blueprint.alt_response(404, success=False)
def history(reference: str) -> list[CaseAssignment]:
    """List everyone who had a case, the newest first."""
    return queries.history(cases.get(reference).id)


@blueprint.post("/cases/<reference>/assignments")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.GiveIn)
@blueprint.response(201, schemas.AssignmentSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def give(body: dict[str, Any], reference: str) -> CaseAssignment:
    """Give a case to a person, with the reason."""
    application = cases.get(reference, lock=True)
    return service.give(application, Task(body["task"]), body["person"], reason=body["reason"], by=signed_in())


@blueprint.post("/cases/<reference>/assignments/release")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.ReleaseIn)
@blueprint.response(200, schemas.AssignmentSchema(many=True))
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def release(body: dict[str, Any], reference: str) -> list[CaseAssignment]:
    """Put a case back, so that it is next for somebody else."""
    application = cases.get(reference, lock=True)
    service.release(application, Task(body["task"]), reason=body["reason"], by=signed_in())
    return queries.history(application.id)


@blueprint.get("/conflicts")
@permits(Permission.SEE_CASES)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, paged_schema(schemas.ConflictSchema))
@blueprint.alt_response(422, success=False)
def conflicts(query: dict[str, Any]) -> Paged[ConflictOfInterest]:
    """List the declared interests, the newest first."""
    return queries.conflicts(page_of(query))


@blueprint.post("/conflicts")
@permits(Permission.SEE_CASES)
@blueprint.arguments(schemas.DeclareIn)
@blueprint.response(201, schemas.ConflictSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(422, success=False)
def declare(body: dict[str, Any]) -> ConflictOfInterest:
    """Declare an interest; it blocks at once."""
    agency = queries.agency(body["agency"])
    if agency is None:
        message = N_("There is no agency with this reference.")
        raise Invalid("agency-unknown", message, {"agency": message})
    return service.declare(
        agency, Interest(body["kind"]), detail=body["detail"], from_on=body["from_on"], until_on=body["until_on"],
        person_id=body["person"], by=signed_in(),
    )  # fmt: skip


@blueprint.post("/conflicts/<uuid:conflict_id>/end")
@permits(Permission.DECIDE_APPLICATIONS)
@blueprint.arguments(schemas.EndIn)
@blueprint.response(200, schemas.ConflictSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def end(body: dict[str, Any], conflict_id: UUID) -> ConflictOfInterest:
    """End a declared interest from a day on; not one's own."""
    row = queries.conflict(conflict_id, lock=True)
    service.end_interest(row, until_on=body["until_on"], reason=body["reason"], by=signed_in())
    return row


@blueprint.get("/re-reviews")
@permits(Permission.SEE_CASES)
@blueprint.arguments(schemas.DrawQuery, location="query")
@blueprint.response(200, paged_schema(schemas.DrawSchema))
@blueprint.alt_response(422, success=False)
def drawn(query: dict[str, Any]) -> Paged[GrantDraw]:
    """List the grants that were drawn to be looked at again."""
    return queries.drawn(page_of(query), done=query["done"])


@blueprint.post("/re-reviews/<reference>")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.ReviewIn)
@blueprint.response(201, schemas.DrawSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def review(body: dict[str, Any], reference: str) -> GrantDraw:
    """Record what a second look at a grant came to."""
    found = queries.draw_of(reference)
    service.review(found, ReviewOutcome(body["outcome"]), reason=body["reason"], by=signed_in())
    return found
