"""JSON of a draft as a file: given and taken in, all of it or nothing."""

from typing import Any

from marshmallow import EXCLUDE

from accounts.permissions import Permission
from core.actor import signed_in
from core.permit import permits
from licensing.applications import queries, schemas, transfer
from licensing.applications.part_answers import blueprint, told
from licensing.applications.transfer_schemas import DraftFileSchema


@blueprint.get("/<reference>/draft")
@permits(Permission.APPLY)
@blueprint.response(200, DraftFileSchema)
@blueprint.alt_response(404, success=False)
def export_draft(reference: str) -> dict[str, Any]:
    """Give everything that was typed, to keep or to begin another application with."""
    return transfer.export(queries.answers(queries.get(reference, by=signed_in())))


@blueprint.put("/<reference>/draft")
@permits(Permission.APPLY)
@blueprint.arguments(DraftFileSchema(unknown=EXCLUDE))
@blueprint.response(200, schemas.ApplicationSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def import_draft(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Take such a file in: lists grow by what is not there yet, the rest is replaced."""
    application = queries.get(reference, by=signed_in(), lock=True)
    transfer.bring_in(application, body, by=signed_in())
    return told(application)
