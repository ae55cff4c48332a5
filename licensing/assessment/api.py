"""Case work over the API: the same steps as on the pages, by the same services."""

from typing import Any

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import blueprint as api_blueprint
from core.api import page_of, paged_schema
from core.paging import Paged
from core.permit import permits
from licensing.applications.models import Application
from licensing.applications.parts import Part
from licensing.applications.states import CheckKind, CheckResult, Outcome
from licensing.assessment import conflicts, queries, schemas, service
from licensing.assessment import queue as cases
from licensing.assessment.case import Case, load
from licensing.assessment.queue import CaseRow, Filter
from licensing.assessment.service import Missing
from licensing.assessment.together import Done, each
from licensing.assignments import queries as assignments_of
from licensing.assignments import service as assignments
from licensing.assignments.states import Task
from licensing.licences.service import Condition
from licensing.workload import service as workload

blueprint = api_blueprint("assessment", __name__, "/api/v1/cases", "The regulator's case work")


def _case(application: Application) -> Case:
    return load(application, by=signed_in())


@blueprint.get("")
@permits(Permission.SEE_CASES)
@blueprint.arguments(schemas.QueueQuery, location="query")
@blueprint.response(200, paged_schema(schemas.CaseRowSchema))
def queue(query: dict[str, Any]) -> Paged[CaseRow]:
    """List the cases that match, the most urgent first."""
    names = ("due", "class_code", "country", "sort", "direction")
    wanted = Filter(
        q=query["q"].strip(), status=tuple(query["status"]), flag=tuple(query["flag"]),
        kind=tuple(query["kind"]), officer=str(query["officer"] or ""),
        **{name: query[name] for name in names},
    )  # fmt: skip
    return cases.queue(wanted, page_of(query))


@blueprint.get("/<reference>")
@permits(Permission.SEE_CASES)
@blueprint.response(200, schemas.CaseSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> Case:
    """Return one case with its checks, its screening and what may be done next."""
    return _case(queries.get(reference))


@blueprint.post("/<reference>/start")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.StepIn)
@blueprint.response(200, schemas.CaseSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def start(body: dict[str, Any], reference: str) -> Case:
    """Take a case into checks."""
    application = queries.get(reference, lock=True)
    service.start(application, by=signed_in(), version=body["version"])
    if assignments_of.open_for(application.id, Task.ASSESS) is None:
        assignments.take(application, Task.ASSESS, by=signed_in())
    return _case(application)


@blueprint.post("/<reference>/presence")
@permits(Permission.SEE_CASES)
@blueprint.arguments(schemas.PresenceIn)
@blueprint.response(200, schemas.CaseSchema)
@blueprint.alt_response(404, success=False)
def presence(body: dict[str, Any], reference: str) -> Case:
    """Note that you have the case open; it counts for ten minutes, or thirty while you write."""
    application = queries.get(reference)
    workload.note_presence(application.id, writing=body["writing"], by=signed_in())
    return _case(application)


@blueprint.post("/<reference>/checks")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.CheckIn)
@blueprint.response(201, schemas.CaseSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def check(body: dict[str, Any], reference: str) -> Case:
    """Record the result of one check."""
    application = queries.get(reference, lock=True)
    kind, result = CheckKind(body["kind"]), CheckResult(body["result"])
    if "instead_of" in body:
        seen = str(body["instead_of"] or "")
        conflicts.refuse_overtaken(queries.newest_checks(application)[0], kind, seen)
    service.record_check(application, kind, result, reason=body["reason"], by=signed_in(), version=body["version"])
    return _case(application)


@blueprint.post("/<reference>/return")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.ReturnIn)
@blueprint.response(200, schemas.CaseSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def give_back(body: dict[str, Any], reference: str) -> Case:
    """Return a case to its agency with what it must mend."""
    application = queries.get(reference, lock=True)
    items = [Missing(Part(item["part"]), item["text"]) for item in body["items"]]
    service.give_back(application, items, by=signed_in(), version=body["version"])
    return _case(application)


@blueprint.post("/<reference>/recommendation")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.RecommendationIn)
@blueprint.response(201, schemas.CaseSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def recommend(body: dict[str, Any], reference: str) -> Case:
    """Recommend to grant, with conditions if any, or to refuse."""
    application = queries.get(reference, lock=True)
    service.recommend(
        application, Outcome(body["outcome"]), reason=body["reason"], by=signed_in(),
        conditions=[Condition(**item) for item in body["conditions"]], version=body["version"],
    )  # fmt: skip
    return _case(application)


@blueprint.post("/<reference>/send-back")
@permits(Permission.DECIDE_APPLICATIONS)
@blueprint.arguments(schemas.ReasonIn)
@blueprint.response(200, schemas.CaseSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def send_back(body: dict[str, Any], reference: str) -> Case:
    """Send a recommended case back into checks instead of deciding it."""
    application = queries.get(reference, lock=True)
    service.send_back(application, reason=body["reason"], by=signed_in(), version=body["version"])
    return _case(application)


@blueprint.post("/<reference>/decision")
@permits(Permission.DECIDE_APPLICATIONS)
@blueprint.arguments(schemas.DecisionIn)
@blueprint.response(201, schemas.CaseSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def decide(body: dict[str, Any], reference: str) -> Case:
    """Decide a case that someone else recommended; refused as `same-person` to those who worked on it."""
    application = queries.get(reference, lock=True)
    service.decide(
        application, Outcome(body["outcome"]), ground_code=body["ground"], reason=body["reason"], by=signed_in(),
        version=body["version"],
    )  # fmt: skip
    return _case(application)


@blueprint.post("/together/return")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.ReturnTogetherIn)
@blueprint.response(200, schemas.TogetherSchema(many=True))
@blueprint.alt_response(422, success=False)
def give_back_together(body: dict[str, Any]) -> list[Done]:
    """Return several applications to their agencies for the same things; each for itself."""
    items = [Missing(Part(item["part"]), item["text"]) for item in body["items"]]
    return each(body["cases"], lambda case: service.give_back(case, items, by=signed_in()))


@blueprint.post("/together/assignment")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.AssignTogetherIn)
@blueprint.response(200, schemas.TogetherSchema(many=True))
@blueprint.alt_response(422, success=False)
def assign_together(body: dict[str, Any]) -> list[Done]:
    """Hand several cases to one officer; each for itself."""
    by = signed_in()
    return each(
        body["cases"],
        lambda case: assignments.give(case, Task.ASSESS, body["person"], reason=body["reason"], by=by),
    )
