"""Bans over the API: listed, proposed, confirmed by two, reviewed."""

from typing import Any

from marshmallow import Schema, fields, validate

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import PageQuery, page_of, paged_schema
from core.api import blueprint as api_blueprint
from core.paging import Paged
from core.permit import permits
from licensing.bans import queries, service
from licensing.bans.models import PersonBan
from licensing.bans.states import Status

blueprint = api_blueprint("bans", __name__, "/api/v1/bans", "Bans of persons")


class ListQuery(PageQuery):
    """What the list of bans is narrowed to."""

    status = fields.String(validate=validate.OneOf(["", "waiting", *Status]), load_default="")


class BanSchema(Schema):
    """A ban as the regulator sees it; numbers of papers are not kept."""

    reference = fields.String()
    status = fields.String()
    name = fields.String()
    birth_date = fields.Date(allow_none=True)
    from_on = fields.Date()
    until_on = fields.Date(allow_none=True)
    review_on = fields.Date()
    ground = fields.String(attribute="ground_code")
    reason = fields.String()
    public_text = fields.String()
    proposed_by = fields.String(attribute="proposed_by_name")
    seconded_by = fields.String(attribute="seconded_by_name", allow_none=True)
    decided_by = fields.String(attribute="decided_by_name", allow_none=True)


class BanIn(Schema):
    """A ban to propose."""

    name = fields.String(required=True, validate=validate.Length(2, 300))
    birth_date = fields.Date(load_default=None, allow_none=True)
    documents = fields.List(
        fields.String(validate=validate.Length(1, 60)), load_default=list, validate=validate.Length(max=10)
    )
    from_on = fields.Date(required=True)
    until_on = fields.Date(load_default=None, allow_none=True)
    review_on = fields.Date(required=True)
    ground = fields.String(required=True, validate=validate.Length(1, 40))
    reason = fields.String(required=True, validate=validate.Length(10, 4000))
    public_text = fields.String(required=True, validate=validate.Length(10, 300))


class NoteIn(Schema):
    """A note that is needed."""

    note = fields.String(required=True, validate=validate.Length(10, 2000))


class ReviewIn(NoteIn):
    """The decision on a review."""

    lift = fields.Boolean(required=True)


@blueprint.get("")
@permits(Permission.SEE_CASES)
@blueprint.arguments(ListQuery, location="query")
@blueprint.response(200, paged_schema(BanSchema))
def index(query: dict[str, Any]) -> Paged[PersonBan]:
    """List the bans, newest first."""
    return queries.search(query["status"], page_of(query))


@blueprint.post("")
@permits(Permission.PROPOSE_LICENCE_MEASURES)
@blueprint.arguments(BanIn)
@blueprint.response(201, BanSchema)
@blueprint.alt_response(422, success=False)
def propose(body: dict[str, Any]) -> PersonBan:
    """Propose to ban a person; two others must confirm it."""
    ground, reason = body.pop("ground"), body.pop("reason")
    return service.propose(service.Facts(**body), ground_code=ground, reason=reason, by=signed_in())


@blueprint.get("/<reference>")
@permits(Permission.SEE_CASES)
@blueprint.response(200, BanSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> PersonBan:
    """Return one ban."""
    return queries.get(reference)


@blueprint.post("/<reference>/confirmation")
@permits(Permission.DECIDE_LICENCE_MEASURES)
@blueprint.response(200, BanSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def confirm(reference: str) -> PersonBan:
    """Confirm a ban; the second confirmation, by a third person, puts it in force."""
    return service.confirm(queries.get(reference, lock=True), by=signed_in())


@blueprint.post("/<reference>/decline")
@permits(Permission.DECIDE_LICENCE_MEASURES)
@blueprint.arguments(NoteIn)
@blueprint.response(200, BanSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def decline(body: dict[str, Any], reference: str) -> PersonBan:
    """Decline a ban that someone else proposed."""
    return service.decline(queries.get(reference, lock=True), note=body["note"], by=signed_in())


@blueprint.post("/<reference>/review")
@permits(Permission.DECIDE_LICENCE_MEASURES)
@blueprint.arguments(NoteIn)
@blueprint.response(201, BanSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def begin_review(body: dict[str, Any], reference: str) -> PersonBan:
    """Propose to lift a ban."""
    row = queries.get(reference, lock=True)
    service.propose_lifting(row, reason=body["note"], by=signed_in())
    return row


@blueprint.post("/<reference>/review/decision")
@permits(Permission.DECIDE_LICENCE_MEASURES)
@blueprint.arguments(ReviewIn)
@blueprint.response(200, BanSchema)
@blueprint.alt_response(403, success=False)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def decide_review(body: dict[str, Any], reference: str) -> PersonBan:
    """Decide a review that someone else began."""
    return service.decide_review(
        queries.get(reference, lock=True), lift=body["lift"], note=body["note"], by=signed_in()
    )
