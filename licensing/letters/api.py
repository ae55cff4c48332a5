"""Letters over the API: those that the actor may read."""

from typing import Any

from marshmallow import Schema, fields

from accounts.permissions import Permission
from core.actor import signed_in
from core.api import PageQuery, page_of, paged_schema
from core.api import blueprint as api_blueprint
from core.paging import Paged
from core.permit import permits
from licensing.letters import queries
from licensing.letters.models import Letter

blueprint = api_blueprint("letters", __name__, "/api/v1/letters", "Letters")


class LetterSchema(Schema):
    """A letter as it was sent, with the hash of what it says."""

    reference = fields.String()
    kind = fields.String()
    language = fields.String()
    title = fields.String()
    body = fields.String()
    sha256 = fields.String()
    written_by = fields.String(attribute="written_by_name")
    written_at = fields.AwareDateTime()


@blueprint.get("")
@permits(Permission.APPLY)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, paged_schema(LetterSchema))
def index(query: dict[str, Any]) -> Paged[Letter]:
    """List the letters to the own organisation, newest first."""
    organisation = signed_in().organisation_id
    assert organisation is not None  # noqa: S101  who may apply belongs to an agency
    return queries.of_organisation(organisation, page_of(query))


@blueprint.get("/<reference>")
@permits(Permission.USE_ACCOUNT)
@blueprint.response(200, LetterSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> Letter:
    """Return one letter to the own organisation, or (for the regulator) of its own."""
    return queries.get(reference)
