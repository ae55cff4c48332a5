"""The public register over the API: the same answers as the pages, for everyone, without a token."""

from typing import Any

from flask import Response, request

from core.api import blueprint as api_blueprint
from core.errors import Invalid
from core.i18n import translate
from core.permit import public
from licensing.register import answer, queries, question, texts
from licensing.register.likeness import difference
from licensing.register.records import Agency
from licensing.register.schemas import AskSchema, EntrySchema, LookupSchema
from licensing.register.texts import TEXTS
from licensing.register.views import ASK_AGAIN, body_of, regions

blueprint = api_blueprint("register", __name__, "/api/v1/register", "The public register")


@blueprint.get("/agencies")
@public
@blueprint.arguments(AskSchema, location="query")
@blueprint.response(200, LookupSchema)
@blueprint.alt_response(422, success=False)
def look_up(query: dict[str, str]) -> dict[str, Any]:
    """Look up a licence number, a telephone number or a name.

    One agency in `entries` is the answer itself. `similar` names are not the one asked for: show them, never decide
    by them.
    """
    asked = question.read(query["q"], regions())
    if asked.refusal:
        sentence = texts.EMPTY if asked.refusal == "empty" else texts.SHORT
        raise Invalid("question-too-short", sentence, {"q": translate(sentence)})
    found = queries.find(asked)
    key = str(found.agency.status) if found.agency else found.key
    exact = [found.agency] if found.agency else [agency for agency, _name in found.listed if found.key == "many"]
    alike = [] if exact else [_similar(agency, name, asked.text) for agency, name in found.listed]
    return {
        "answer": key, "title": translate(TEXTS[key].title), "entries": [shown(agency) for agency in exact],
        "similar": alike,
    }  # fmt: skip


@blueprint.get("/agencies/<reference>")
@public
@blueprint.response(200, EntrySchema)
@blueprint.alt_response(404, success=False)
def agency(reference: str) -> dict[str, Any]:
    """Read one agency. Send the ETag back as If-None-Match: 304 says that nothing has changed."""
    return shown(queries.get(reference))


@blueprint.after_request
def tag(response: Response) -> Response:
    """Let callers ask whether an answer still holds; nothing may be reused unasked, and no look-up by others."""
    response.headers["Cache-Control"] = ASK_AGAIN if request.view_args else f"private, {ASK_AGAIN}"
    if response.status_code == 200:
        response.add_etag()
        response.make_conditional(request)
    return response


def shown(found: Agency) -> dict[str, Any]:
    """Return an agency as the API gives it, with the words that workers read."""
    licence = found.licence
    facts = licence.facts if licence else None
    return {
        "reference": found.reference, "name": found.name, "local_name": found.local_name, "town": found.town,
        "country": found.country, "address": found.address, "website": found.website, "status": str(found.status),
        "title": translate(TEXTS[found.status].title), "text": body_of(found), "may_recruit": answer.may_recruit(found),
        "under_appeal": bool(facts and facts.under_appeal), "licence_number": licence.number if licence else None,
        "last_day": facts.ends_on if facts else None, "may_work_until": facts.renewal_pending_until if facts else None,
        "destinations": list(licence.destinations) if licence else [],
        "conditions": list(licence.conditions) if licence else [],
        "phones": [{"label": phone.label, "number": phone.e164} for phone in found.phones],
        "people": [person.name for person in found.people],
    }  # fmt: skip


def _similar(found: Agency, name: str, typed: str) -> dict[str, Any]:
    return {**shown(found), "found_name": name, "different": list(difference(typed, name)[1])}
