"""Errors answered in one place: problem+json under /api/, a page in plain words elsewhere."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Flask, Response, current_app, g, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from core import trail
from core.constraints import sentence_for
from core.db import constraint_of, transaction
from core.errors import Conflict, Invalid, Problem, Refused, Unauthenticated, Unavailable
from core.i18n import N_, translate
from core.logs import log
from core.web import API, SAFE

SAME_PERSON = "same-person"
SENTENCES = {
    400: N_("The request could not be understood. Go back and try again."),
    404: N_("There is no such page, or it is not yours to see. Check the address."),
    405: N_("This address does not take that kind of request."),
    413: N_("What you sent is too large. Send a smaller file."),
    415: N_("Send JSON: set the Content-Type header to application/json."),
    422: N_("Check what you entered."),
    429: N_("Too many tries. Wait a minute and try again."),
    500: N_("This is our problem, not yours. Nothing was saved. Try again."),
}

TITLES = {kind.status: kind.title for kind in Problem.__subclasses__()}


def register(app: Flask) -> None:
    """Wire every kind of error to its answer."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(Exception, _unexpected)


def answer(error: Problem) -> Any:
    """Return the answer to a refusal; for the error handlers, and for routes that commit although they refuse."""
    if isinstance(error, Unauthenticated) and not request.path.startswith(API) and request.method == "GET":
        return redirect(url_for("sessions.sign_in", next=request.full_path.rstrip("?")), code=303)
    if isinstance(error, Unauthenticated) and not request.path.startswith(API):
        again = current_app.extensions["sign_in_again"]()
        if again is not None:
            return again
    detail = translate(error.detail, **error.values) if error.detail else ""
    if error.code == SAME_PERSON and request.method not in SAFE:
        _note_attempt(detail)
    fields = {name: _filled(sentence, error) for name, sentence in error.fields.items()}
    return _render(error.status, error.code, translate(error.title), detail, fields, {})


@dataclass(frozen=True)
class _Somebody:
    """Who tried, as the subject of a trail entry."""

    id: UUID | None
    organisation_id: UUID | None
    __tablename__ = "person"


def _note_attempt(detail: str) -> None:
    """Keep in the trail that somebody tried to be the second pair of eyes on an own act (licensing.md 6.4, 6.7 no. 2).

    What was tried is rolled back when this is called, so it is a transaction of its own. The refusal is answered also
    when the database cannot keep the entry.
    """
    actor = g.get("actor")
    if actor is None or actor.person_id is None:
        return
    try:
        with transaction(actor=actor):
            trail.record(
                "core.attempt.refuse", _Somebody(actor.person_id, actor.organisation_id), by=actor, reason=detail,
                code=SAME_PERSON, address=request.path, method=request.method,
            )  # fmt: skip
    except DBAPIError as error:
        log().error("attempt.not-kept", kind=type(error.orig).__name__, request_id=g.get("request_id", ""))


def _filled(sentence: str, error: Problem) -> str:
    return translate(sentence, **error.values) if "%(" in sentence else translate(sentence)


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    status = error.code
    if isinstance(error, CSRFError):
        detail = translate(N_("This page was open too long or in another window. Reload it and send it again."))
        return _render(status, "page-out-of-date", translate(N_("Reload the page")), detail, {}, {})
    headers = {name: value for name, value in error.get_headers() if name.lower() != "content-type"}
    code = HTTPStatus(status).phrase.lower().replace(" ", "-") if status in set(HTTPStatus) else "error"
    messages = getattr(error, "data", {}).get("messages", {}) if hasattr(error, "data") else {}
    detail = translate(SENTENCES.get(status, SENTENCES[400]))
    title = translate(TITLES.get(status, Problem.title))
    return _render(status, code, title, detail, flatten(messages), headers)


def flatten(messages: object, prefix: str = "") -> dict[str, str]:
    """Return nested marshmallow messages as ``field.path`` → one sentence; the place (json, query) is left out."""
    if isinstance(messages, dict):
        found: dict[str, str] = {}
        for name, inner in messages.items():
            path = "" if not prefix and name in {"json", "query", "form", "headers", "files"} else f"{prefix}{name}"
            found.update(flatten(inner, f"{path}." if path else ""))
        return found
    texts = messages if isinstance(messages, list) else [messages]
    return {prefix.rstrip(".") or "body": " ".join(str(text) for text in texts)}


def _database(error: DBAPIError) -> Any:
    """Turn what PostgreSQL refused into the sentence kept for that constraint."""
    name = constraint_of(error)
    known = sentence_for(name) if name else None
    if known is not None:
        kind = {403: Refused, 409: Conflict, 422: Invalid}[known.status]
        return answer(kind(known.code, known.sentence, {known.field: translate(known.sentence)} if known.field else {}))
    if isinstance(error, DataError):
        return answer(Invalid("value-refused", N_("One of the values cannot be stored. Check what you entered.")))
    log().error("database.error", kind=type(error.orig).__name__, constraint=name, request_id=g.get("request_id", ""))
    if isinstance(error, IntegrityError):
        return answer(Conflict("conflict", N_("This clashes with something already recorded. Reload the page.")))
    if isinstance(error, OperationalError):
        return answer(
            Unavailable("database-unavailable", N_("The service is busy or restarting. Try again in a minute."))
        )
    return _unexpected(error)


def _overtaken(_error: StaleDataError) -> Any:
    """Answer who changed a row that another person changed in the same instant: the first one stands."""
    return answer(Conflict("conflict", N_("This clashes with something already recorded. Reload the page.")))


def _unexpected(error: Exception) -> Any:
    log().error("request.failed", kind=type(error).__name__, request_id=g.get("request_id", ""), exc_info=error)
    return _render(
        500, "internal-error", translate(N_("Sorry, something went wrong")), translate(SENTENCES[500]), {}, {}
    )


def _render(
    status: int, code: str, title: str, detail: str, fields: dict[str, str], headers: dict[str, str]
) -> Response:
    if request.path.startswith(API):
        body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
        if fields:
            body["fields"] = fields
        response = jsonify(body)
        response.content_type = "application/problem+json"
    else:
        response = Response(_page(status, title, detail, fields), content_type="text/html; charset=utf-8")
    response.status_code = status
    response.headers.extend(headers)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Fairgate"'
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        response.headers.setdefault("Retry-After", "60")
    return response


def _page(status: int, title: str, detail: str, fields: dict[str, str]) -> str:
    return render_template(
        "errors/error.html", status=status, title=title, detail=detail, problems=fields,
        request_id=g.get("request_id", ""), signed_in=g.get("actor") is not None,
    )  # fmt: skip
