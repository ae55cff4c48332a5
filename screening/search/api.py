"""One name, or up to a hundred, against the lists over the API; nothing that is asked is kept."""

from typing import Any

from accounts.permissions import Permission
from core import api
from core.actor import signed_in
from core.permit import permits
from screening.runs import warming
from screening.search import limits, queries, schemas
from screening.search.asking import ask

blueprint = api.blueprint("search", __name__, "/api/v1/screening/search", "Names against the flagged lists, at once")


@blueprint.post("")
@permits(Permission.SEARCH_NAMES)
@blueprint.arguments(schemas.SearchIn)
@blueprint.response(200, schemas.SearchOut)
@blueprint.alt_response(422, success=False)
@blueprint.alt_response(429, success=False)
@blueprint.alt_response(503, success=False)
def one(body: dict[str, Any]) -> Any:
    """Compare one name with every name on the lists; the answer explains each result and is not kept."""
    asked = ask(**body)
    limits.take(signed_in(), 1)
    found = queries.answer(warming.in_use(), [asked])
    return {**schemas.grounds(found, body["level"]), **schemas.told(found.answers[0])}


@blueprint.post("/batch")
@permits(Permission.SEARCH_NAMES)
@blueprint.arguments(schemas.BatchIn)
@blueprint.response(200, schemas.BatchOut)
@blueprint.alt_response(422, success=False)
@blueprint.alt_response(429, success=False)
@blueprint.alt_response(503, success=False)
def batch(body: dict[str, Any]) -> Any:
    """Compare up to 100 names; one that cannot be compared refuses them all, and is named by its place."""
    choice = {"level": body["level"], "most": body["most"]}
    asked = [ask(**item, **choice, prefix=f"names.{place}.") for place, item in enumerate(body["names"])]
    limits.take(signed_in(), len(asked))
    found = queries.answer(warming.in_use(), asked)
    return {**schemas.grounds(found, body["level"]), "answers": [schemas.told(answer) for answer in found.answers]}
