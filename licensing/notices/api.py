"""JSON of notices about licence holders: the same steps as on the pages."""

from typing import Any

from accounts.permissions import Permission
from core import api
from core.actor import signed_in
from core.api import page_of
from core.permit import permits
from licensing.notices import queries, schemas, service

blueprint = api.blueprint(
    "notices", __name__, "/api/v1/notices", "Licence holders that are like a party on a flagged list"
)


@blueprint.get("")
@permits(Permission.SEE_CASES)
@blueprint.arguments(schemas.NoticeQuery, location="query")
@blueprint.response(200, schemas.NoticePage)
def index(query: dict[str, Any]) -> Any:
    """List notices, those that nobody has looked at unless another state is asked for."""
    return queries.search(query["status"], page_of(query))


@blueprint.get("/<reference>")
@permits(Permission.SEE_CASES)
@blueprint.response(200, schemas.NoticeSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> Any:
    """Return one notice with its explanation."""
    return queries.get(reference)


@blueprint.post("/<reference>/answer")
@permits(Permission.CHECK_APPLICATIONS)
@blueprint.arguments(schemas.LookSchema)
@blueprint.response(200, schemas.NoticeSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def answer(body: dict[str, Any], reference: str) -> Any:
    """Say whether the two are the same, and what was looked at."""
    notice = queries.get(reference, lock=True)
    service.decide(notice, same=body["same"], note=body["note"], version=body["version"], by=signed_in())
    return notice
