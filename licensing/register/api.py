"""The public register over the API: the same answers as the pages, for everyone, without a token."""

from typing import Any

from flask import Response

from core.api import blueprint as api_blueprint
from core.errors import Invalid, NotFound
from core.i18n import N_, translate
from core.permit import public
from licensing.register import answers, queries, questions, texts
from licensing.register.entries import Entry
from licensing.register.questions import Kind
from licensing.register.schemas import AskSchema, EntrySchema, LookupSchema
from licensing.register.views import FINDERS, FORGET, body_of, region

blueprint = api_blueprint("register", __name__, "/api/v1/register", "The public register")


@blueprint.get("/agencies")
@public
@blueprint.arguments(AskSchema, location="query")
@blueprint.response(200, LookupSchema)
@blueprint.alt_response(422, success=False)
def look_up(query: dict[str, str]) -> dict[str, Any]:
    """Look up a licence number, a telephone number or a name."""
    question = questions.read(query["q"], region())
    if question.kind in (Kind.EMPTY, Kind.SHORT):
        sentence = texts.EMPTY if question.kind is Kind.EMPTY else texts.SHORT
        raise Invalid("question-too-short", sentence, {"q": translate(sentence)})
    found = FINDERS[question.kind](question.sought)
    return {
        "answer": answers.to(question, found).key, "entries": [shown(entry) for entry in found.entries],
        "similar": [shown(item.entry) for item in found.similar], "more": found.more,
    }  # fmt: skip


@blueprint.get("/agencies/<reference>")
@public
@blueprint.response(200, EntrySchema)
@blueprint.alt_response(404, success=False)
def agency(reference: str) -> dict[str, Any]:
    """Read one agency."""
    entry = queries.by_reference(reference)
    if entry is None:
        raise NotFound("agency-not-found", N_("There is no agency with this reference on the register."))
    return shown(entry)


@blueprint.after_request
def keep_nothing(response: Response) -> Response:
    """Let no cache keep what was asked."""
    response.headers["Cache-Control"] = FORGET
    return response


def shown(entry: Entry) -> dict[str, Any]:
    """Return an agency as the API gives it, with the words that workers read."""
    return {
        "reference": entry.reference, "name": entry.name, "local_name": entry.local_name,
        "other_names": list(entry.other_names), "town": entry.town, "country": entry.country,
        "status": str(entry.status),
        "title": translate(texts.TEXTS[answers.key_of(entry)].title), "text": body_of(entry),
        "under_appeal": entry.under_appeal, "licence_number": entry.number, "last_day": entry.ends_on,
        "may_work_until": entry.may_work_until, "destinations": list(entry.destinations),
        "conditions": list(entry.conditions),
        "phones": [{"label": label, "number": number} for label, number in entry.phones],
    }  # fmt: skip
