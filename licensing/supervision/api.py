"""Supervision over the API: conditions, appeals, points, urgent suspensions, winding down."""

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import PageQuery, page_of, paged_schema
from core.api import blueprint as api_blueprint
from core.errors import NotFound
from core.i18n import N_
from core.paging import Paged
from core.permit import permits
from licensing.licences import appeals, conditions, proposing, queries, winding
from licensing.licences.models import LicenceAppeal, LicenceCondition, LicenceMeasure
from licensing.licences.schemas import MeasureSchema
from licensing.licences.states import AppealKind, AppealStatus, ConditionStatus, Measure, WindDown
from licensing.points import queries as point_queries
from licensing.points import service as points
from licensing.points.models import DemeritEntry
from licensing.supervision import queries as waiting

blueprint = api_blueprint("supervision", __name__, "/api/v1/supervision", "Supervision of licence holders")
NOTE = validate.Length(10, 4000)
GROUND = validate.Length(1, 40)


class ConditionSchema(Schema):
    """A condition of a licence with how far it has come."""

    id = fields.UUID()
    licence_number = fields.String(attribute="licence.number")
    code = fields.String()
    severity = fields.String()
    status = fields.String()
    text = fields.String()
    public_text = fields.String()
    due_on = fields.Date(allow_none=True)
    extended_from = fields.Date(allow_none=True)
    breached_at = fields.AwareDateTime(allow_none=True)
    satisfied_at = fields.AwareDateTime(allow_none=True)


class ConditionQuery(PageQuery):
    """What the list of conditions is narrowed to."""

    status = fields.List(fields.String(validate=validate.OneOf(list(ConditionStatus))), load_default=list)


class AppealSchema(Schema):
    """An appeal against a measure."""

    reference = fields.String()
    licence_number = fields.String(attribute="licence.number")
    measure_id = fields.UUID()
    kind = fields.String()
    status = fields.String()
    text = fields.String()
    lodged_on = fields.Date()
    stay_order = fields.String(allow_none=True)
    outcome_order = fields.String(allow_none=True)
    outcome_text = fields.String(allow_none=True)


class AppealQuery(PageQuery):
    """What the list of appeals is narrowed to; ``order`` are those whose order waits to be carried out."""

    status = fields.String(validate=validate.OneOf(["", "order", *AppealStatus]), load_default="")


class PointsSchema(Schema):
    """An entry of points."""

    id = fields.UUID()
    points = fields.Integer()
    code = fields.String()
    reason = fields.String()
    happened_on = fields.Date()
    expires_on = fields.Date(allow_none=True)
    corrects = fields.UUID(attribute="corrects_id", allow_none=True)
    by = fields.String(attribute="by_name")


class SumSchema(Schema):
    """The points of a licence holder."""

    total = fields.Integer()
    entries = fields.List(fields.Nested(PointsSchema))


class NoteIn(Schema):
    """A text that is needed."""

    note = fields.String(required=True, validate=NOTE)


class ExtendIn(Schema):
    """More time for a condition."""

    due_on = fields.Date(required=True)
    reason = fields.String(required=True, validate=NOTE)


class WaiveIn(Schema):
    """A measure about a condition or an appeal: ground and reason."""

    ground = fields.String(required=True, validate=GROUND)
    reason = fields.String(required=True, validate=NOTE)


class UrgentIn(WaiveIn):
    """An urgent suspension."""

    protection_plan = fields.String(required=True, validate=NOTE)
    version = fields.Integer(load_default=None, allow_none=True)


class LodgeIn(Schema):
    """An appeal that came by letter."""

    kind = fields.String(load_default=AppealKind.APPEAL, validate=validate.OneOf(list(AppealKind)))
    lodged_on = fields.Date(load_default=None, allow_none=True)
    text = fields.String(required=True, validate=NOTE)


class OrderIn(Schema):
    """The number of a tribunal's order."""

    order = fields.String(required=True, validate=validate.Length(2, 200))


class OutcomeIn(Schema):
    """How an appeal ended."""

    outcome = fields.String(required=True, validate=validate.OneOf([one for one in AppealStatus if one != "lodged"]))
    order = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    text = fields.String(required=True, validate=NOTE)


class PointsIn(Schema):
    """Points to enter."""

    points = fields.Integer(required=True, validate=validate.Range(1, 100))
    code = fields.String(required=True, validate=validate.Length(2, 40))
    happened_on = fields.Date(load_default=None, allow_none=True)
    reason = fields.String(required=True, validate=NOTE)


@blueprint.get("/conditions")
@permits(Permission.SEE_CASES)
@blueprint.arguments(ConditionQuery, location="query")
@blueprint.response(200, paged_schema(ConditionSchema))
def list_conditions(query: dict[str, Any]) -> Paged[LicenceCondition]:
    """List conditions, the one due soonest first; without a status, those that are not met."""
    return waiting.conditions(query["status"], [], page_of(query))


@blueprint.post("/conditions/<uuid:condition_id>/evidence")
@permits(Permission.PROPOSE_LICENCE_MEASURES)
@blueprint.arguments(NoteIn)
@blueprint.response(201, ConditionSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def enter_evidence(body: dict[str, Any], condition_id: UUID) -> LicenceCondition:
    """Enter evidence that came by letter."""
    row = queries.condition(condition_id, lock=True)
    conditions.submit_evidence(row, body["note"], by=signed_in())
    return row


@blueprint.post("/conditions/<uuid:condition_id>/<any(satisfaction,rejection):verdict>")
@permits(Permission.PROPOSE_LICENCE_MEASURES)
@blueprint.arguments(NoteIn)
@blueprint.response(200, ConditionSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def judge(body: dict[str, Any], condition_id: UUID, verdict: str) -> LicenceCondition:
    """Say whether the evidence shows that a condition is met."""
    row = queries.condition(condition_id, lock=True)
    say = conditions.satisfy if verdict == "satisfaction" else conditions.reject
    say(row, note=body["note"], by=signed_in())
    return row


@blueprint.post("/conditions/<uuid:condition_id>/extension")
@permits(Permission.PROPOSE_LICENCE_MEASURES)
@blueprint.arguments(ExtendIn)
@blueprint.response(200, ConditionSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def extend(body: dict[str, Any], condition_id: UUID) -> LicenceCondition:
    """Give more time for a condition, once."""
    row = queries.condition(condition_id, lock=True)
    conditions.extend(row, body["due_on"], reason=body["reason"], by=signed_in())
    return row


@blueprint.post("/conditions/<uuid:condition_id>/waiver")
@permits(Permission.PROPOSE_LICENCE_MEASURES)
@blueprint.arguments(WaiveIn)
@blueprint.response(201, MeasureSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def waive(body: dict[str, Any], condition_id: UUID) -> LicenceMeasure:
    """Propose to excuse the holder from a condition; two others must confirm."""
    row = queries.condition(condition_id, lock=True)
    licence = queries.by_number(row.licence.number, lock=True)
    return proposing.propose(
        licence,
        Measure.WAIVE,
        ground_code=body["ground"],
        reason=body["reason"],
        by=signed_in(),
        terms=proposing.Terms(condition=row),
    )


@blueprint.post("/licences/<number>/urgent-suspension")
@permits(Permission.PROPOSE_LICENCE_MEASURES)
@blueprint.arguments(UrgentIn)
@blueprint.response(201, MeasureSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def suspend_urgently(body: dict[str, Any], number: str) -> LicenceMeasure:
    """Suspend at once; it lapses by itself unless a second person confirms it in time."""
    licence = queries.by_number(number, lock=True)
    return proposing.suspend_urgently(
        licence, ground_code=body["ground"], reason=body["reason"], protection_plan=body["protection_plan"],
        version=body["version"], by=signed_in(),
    )  # fmt: skip


@blueprint.post("/measures/<uuid:measure_id>/winding-down/<item>")
@permits(Permission.PROPOSE_LICENCE_MEASURES)
@blueprint.arguments(NoteIn)
@blueprint.response(201, MeasureSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def see(body: dict[str, Any], measure_id: UUID, item: str) -> LicenceMeasure:
    """Say that one item of the winding-down list is in order."""
    row = queries.measure(measure_id, lock=True)
    if item not in set(WindDown):
        raise NotFound("item-unknown", N_("There is no such item on the list."))
    winding.see(row, WindDown(item), note=body["note"], by=signed_in())
    return row


@blueprint.get("/appeals")
@permits(Permission.SEE_CASES)
@blueprint.arguments(AppealQuery, location="query")
@blueprint.response(200, paged_schema(AppealSchema))
def list_appeals(query: dict[str, Any]) -> Paged[LicenceAppeal]:
    """List appeals, newest first."""
    return waiting.appeals(query["status"], page_of(query))


@blueprint.post("/measures/<uuid:measure_id>/appeals")
@permits(Permission.PROPOSE_LICENCE_MEASURES)
@blueprint.arguments(LodgeIn)
@blueprint.response(201, AppealSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def lodge(body: dict[str, Any], measure_id: UUID) -> LicenceAppeal:
    """Enter an appeal that came by letter."""
    row = queries.measure(measure_id)
    return appeals.lodge(row, body["text"], kind=AppealKind(body["kind"]), lodged_on=body["lodged_on"], by=signed_in())


@blueprint.post("/appeals/<reference>/stay")
@permits(Permission.DECIDE_LICENCE_MEASURES)
@blueprint.arguments(OrderIn)
@blueprint.response(200, AppealSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def stay(body: dict[str, Any], reference: str) -> LicenceAppeal:
    """Enter the order of a tribunal that the decision waits."""
    row = queries.appeal(reference, lock=True)
    queries.by_number(row.licence.number, lock=True)
    appeals.stay(row, body["order"], by=signed_in())
    return row


@blueprint.post("/appeals/<reference>/outcome")
@permits(Permission.DECIDE_LICENCE_MEASURES)
@blueprint.arguments(OutcomeIn)
@blueprint.response(200, AppealSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def close(body: dict[str, Any], reference: str) -> LicenceAppeal:
    """Enter how an appeal ended."""
    row = queries.appeal(reference, lock=True)
    queries.by_number(row.licence.number, lock=True)
    appeals.close(row, AppealStatus(body["outcome"]), text=body["text"], order=body["order"], by=signed_in())
    return row


@blueprint.get("/licences/<number>/points")
@permits(Permission.SEE_CASES)
@blueprint.response(200, SumSchema)
@blueprint.alt_response(404, success=False)
def show_points(number: str) -> dict[str, Any]:
    """Return the points that count today, and every entry."""
    licence = queries.by_number(number)
    return {"total": point_queries.points(licence.id), "entries": point_queries.entries(licence.id)}


@blueprint.post("/licences/<number>/points")
@permits(Permission.PROPOSE_LICENCE_MEASURES)
@blueprint.arguments(PointsIn)
@blueprint.response(201, PointsSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def enter_points(body: dict[str, Any], number: str) -> DemeritEntry:
    """Enter points against a licence holder."""
    licence = queries.by_number(number)
    return points.record(organisation_id=licence.organisation_id, licence_id=licence.id, by=signed_in(), **body)
