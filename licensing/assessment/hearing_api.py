"""The officer's steps in hearings over the API: the same services as on the pages."""

from typing import Any

from marshmallow import Schema, fields, validate

from accounts.permissions import Permission
from core.actor import signed_in
from core.permit import permits
from licensing.assessment import queries, refusing, schemas
from licensing.assessment.api import blueprint
from licensing.assessment.case import Case, load
from licensing.hearings import queries as hearings
from licensing.hearings import service
from licensing.hearings.states import Bearing


class ObjectionAnswerIn(Schema):
    """What an officer makes of an objection."""

    bearing = fields.String(required=True, validate=validate.OneOf([str(item) for item in Bearing]))
    answer = fields.String(required=True, validate=validate.Length(max=4000))


class IntentionIn(Schema):
    """Why an agency may be refused; `evidence` is a line for each piece."""

    ground = fields.String(required=True)
    reason = fields.String(required=True, validate=validate.Length(max=4000))
    evidence = fields.List(fields.String(validate=validate.Length(max=500)), required=True,
                           validate=validate.Length(max=30))  # fmt: skip
    version = fields.Integer(load_default=None, allow_none=True)


class ReassessmentIn(Schema):
    """A reason, and the version of the case that was seen."""

    reason = fields.String(required=True, validate=validate.Length(max=4000))
    version = fields.Integer(load_default=None, allow_none=True)


class QuashIn(Schema):
    """By which order a decision no longer stands."""

    order = fields.String(required=True, validate=validate.Length(max=100))
    reason = fields.String(required=True, validate=validate.Length(max=4000))


def _case(reference: str) -> Case:
    return load(queries.get(reference), by=signed_in())


@blueprint.post("/<reference>/objections/<objection>/answer")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(ObjectionAnswerIn)
@blueprint.response(201, schemas.CaseSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def answer_objection(body: dict[str, Any], reference: str, objection: str) -> Case:
    """Say what an objection means for the case."""
    row = hearings.objection(queries.get(reference).id, objection, lock=True)
    service.answer(row, Bearing(body["bearing"]), body["answer"], by=signed_in())
    return _case(reference)


@blueprint.post("/<reference>/intention")
@permits(Permission.DECIDE_APPLICATIONS)
@blueprint.arguments(IntentionIn)
@blueprint.response(201, schemas.CaseSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def intend(body: dict[str, Any], reference: str) -> Case:
    """Tell the agency that it may be refused, and why."""
    refusing.intend(
        queries.get(reference, lock=True), ground_code=body["ground"], reason=body["reason"],
        evidence=body["evidence"], by=signed_in(), version=body["version"],
    )  # fmt: skip
    return _case(reference)


@blueprint.post("/<reference>/close-hearing")
@permits(Permission.DECIDE_APPLICATIONS)
@blueprint.response(200, schemas.CaseSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def close_hearing(reference: str) -> Case:
    """Go on without an answer, once the agency's last day has passed."""
    service.close(queries.get(reference, lock=True), by=signed_in())
    return _case(reference)


@blueprint.post("/<reference>/reassessment")
@permits(Permission.DECIDE_APPLICATIONS)
@blueprint.arguments(ReassessmentIn)
@blueprint.response(201, schemas.CaseSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def reassess(body: dict[str, Any], reference: str) -> Case:
    """Give a case that was heard back to be assessed anew."""
    application = queries.get(reference, lock=True)
    refusing.reassess(application, reason=body["reason"], by=signed_in(), version=body["version"])
    return _case(reference)


@blueprint.post("/<reference>/quashing")
@permits(Permission.DECIDE_APPLICATIONS)
@blueprint.arguments(QuashIn)
@blueprint.response(201, schemas.CaseSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def quash(body: dict[str, Any], reference: str) -> Case:
    """Record that a court or an appeal undid the decision; everybody who had a hand in it is barred from the case."""
    application = queries.get(reference, lock=True)
    refusing.quash(application, order=body["order"], reason=body["reason"], by=signed_in())
    return _case(reference)


@blueprint.post("/<reference>/look-again")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.response(200, schemas.CaseSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def look_again(reference: str) -> Case:
    """Take up a case whose decision was quashed."""
    refusing.look_again(queries.get(reference, lock=True), by=signed_in())
    return _case(reference)
