"""The edge: one transaction per dispatch, language in the address, junk refused, headers set."""

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Request, Response, g, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from core import actor as actors
from core import db as database
from core import ids, logs, metrics
from core.actor import Actor
from core.compression import gzipped
from core.errors import Invalid, Problem, Refused, Unauthenticated
from core.i18n import N_
from core.permit import Access, access_of
from core.text import has_forbidden

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
API = "/api/"
# Public reads are cut short early: one slow look-up must not hold up a thousand workers.
PUBLIC_TIMEOUT = "1500ms"
UNREADABLE = N_("The text holds characters that cannot be shown. Type it again.")
SessionLoader = Callable[[str], Actor | None]


class SpokenLanguage:
    """WSGI layer that takes ``/ar`` off the front of the address, so that every route exists in every language."""

    def __init__(self, application: Any, codes: Iterable[str]) -> None:
        self.application = application
        self.pattern = re.compile(rf"^/({'|'.join(codes)})(/|$)")

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        """Move the language from PATH_INFO to SCRIPT_NAME: links made by url_for then keep it."""
        found = self.pattern.match(environ.get("PATH_INFO", ""))
        if found:
            environ["fairgate.language"] = found[1]
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + found[1]
            environ["PATH_INFO"] = "/" + environ["PATH_INFO"][found.end() :]
        return self.application(environ, start_response)


class BoundedRequest(Request):
    """A request whose form cannot be made large enough to hurt."""

    max_content_length = 1_000_000
    max_form_memory_size = 1_000_000
    max_form_parts = 2_000


class Application(Flask):
    """Flask with one transaction per dispatch: return commits, raise rolls back, GET cannot write."""

    request_class = BoundedRequest

    def dispatch_request(self) -> Any:
        """Run the view inside its transaction, as the actor and the database role its access declares."""
        current = request_ctx.request
        if current.routing_exception is not None:
            self.raise_routing_exception(current)
        rule: Any = current.url_rule
        view = self.view_functions[rule.endpoint]
        access = access_of(view)
        # Static files declare nothing (create_app refuses any other such route); the process answers for itself.
        if access is None or access.audience == "process":
            return super().dispatch_request()
        if access.audience == "signed":
            with actors.request(g.request_id):
                return super().dispatch_request()
        refuse_junk()
        read_only = current.method in SAFE
        with actors.request(g.request_id):
            if access.audience == "public":
                with database.transaction(
                    actor=None, read_only=read_only, role="fairgate_public", timeout=PUBLIC_TIMEOUT
                ):
                    return self.ensure_sync(view)(**(current.view_args or {}))
            actor = self._find_actor()
            g.actor = actor
            self._check(access, actor)
            if not access.transactional:
                with actors.acting(actor):
                    return self.ensure_sync(view)(**(current.view_args or {}))
            with database.transaction(actor=actor, read_only=read_only):
                return self._answer_once(view, actor, current, permitted=access.permission is not None)

    def _find_actor(self) -> Actor | None:
        token = presented_token()
        loader: SessionLoader = self.extensions["session_loader"]
        return loader(token) if token else None

    def _check(self, access: Access, actor: Actor | None) -> None:
        if access.audience == "anyone":
            return
        if actor is None:
            raise Unauthenticated("sign-in-needed", N_("Sign in to see this page."))
        if access.permission and not actor.may(access.permission):
            raise Refused(
                "not-permitted", N_("Your role does not allow this. Ask the person who manages your organisation.")
            )

    def _answer_once(
        self, view: Callable[..., Any], actor: Actor | None, current: Request, *, permitted: bool
    ) -> Any:
        """Answer a repeated API write with its first answer, when the caller sent an Idempotency-Key.

        Never where anyone may enter: the answer to a sign-in holds its secret, which is kept nowhere.
        """
        from core import idempotency

        key = current.headers.get("Idempotency-Key")
        if not key or current.method in SAFE or not current.path.startswith(API) or actor is None or not permitted:
            return self.ensure_sync(view)(**(current.view_args or {}))
        return idempotency.once(
            key, actor, f"{current.method} {current.path}", sent(current),
            lambda: self.make_response(self.ensure_sync(view)(**(current.view_args or {}))),
        )  # fmt: skip


def sent(current: Request) -> bytes:
    """Return what a request says, to tell a repeated write from another one: its body, or the parts of its form.

    A form is read by emptying the stream, so of a form the parts are what is left to compare.
    """
    if not current.mimetype.startswith("multipart/"):
        return current.get_data()
    told = [f"{name}={value}" for name, value in sorted(current.form.items(multi=True))]
    for name, upload in sorted(current.files.items(multi=True)):
        told.append(f"{name}={upload.filename}:{hashlib.sha256(upload.stream.read()).hexdigest()}")
        upload.stream.seek(0)
    return "\n".join(told).encode()


def presented_token() -> str | None:
    """Return the session secret: the bearer token on the API, the cookie on pages, never the one for the other."""
    if request.path.startswith(API):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else None
    return request.cookies.get(session_cookie())


def session_cookie() -> str:
    """Return the cookie's name: with the __Host- prefix wherever the installation is served by https."""
    return "__Host-fairgate" if request.is_secure else "fairgate"


def refuse_junk() -> None:
    """Refuse control characters and lone surrogates at the door; PostgreSQL would answer them with an error."""
    texts = [request.path, *request.args.keys(), *request.args.values()]
    if request.method not in SAFE and request.mimetype in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        request.get_data(cache=True, parse_form_data=True)
        texts += [*request.form.keys(), *request.form.values()]
    if any(has_forbidden(text) for text in texts):
        raise Invalid("control-characters", UNREADABLE)
    if request.is_json and request.method not in SAFE and _json_holds_junk(_sent_json()):
        raise Invalid("control-characters", UNREADABLE)


def _sent_json() -> object:
    """Return what the JSON of this request says, None where it is no JSON: the route's own reader answers that.

    Raises Invalid for what no reader could take in: lists in lists without end, whole numbers of thousands of digits.
    """
    try:
        return json.loads(request.get_data(cache=True))
    except (json.JSONDecodeError, UnicodeDecodeError):
        return None
    except (RecursionError, ValueError) as error:
        raise Invalid("json-too-deep", N_("The JSON is nested too deeply or holds too large a number.")) from error


def _json_holds_junk(value: object) -> bool:
    """Walk through the whole value without calling ourselves: nesting that could be parsed is not too deep here."""
    left = [value]
    while left:
        part = left.pop()
        if isinstance(part, str) and has_forbidden(part):
            return True
        if isinstance(part, dict):
            left += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            left += part
    return False


def pages(name: str, import_name: str, url_prefix: str | None = None) -> Blueprint:
    """Return a blueprint for HTML pages; templates are found by their feature's folder under ``templates/``."""
    return Blueprint(name, import_name, url_prefix=url_prefix)


CSP = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; img-src 'self' data:; "
NEUTRAL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def register(app: Flask) -> None:
    """Wire request ids, headers, compression, and the log line of each request."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()
        g.request_id = ids.new_secret()[:16]
        g.actor = None

    @app.after_request
    def finish(response: Response) -> Response:
        _set_headers(app, response)
        if response.mimetype == "text/html" and _is_public():
            _compress(response)
        elapsed = time.perf_counter() - g.get("started", time.perf_counter())
        metrics.observe(request.endpoint or "none", request.method, response.status_code, elapsed)
        logs.request_line(request, response, g.get("request_id", ""), elapsed)
        return response


def _is_public() -> bool:
    view = request_ctx.app.view_functions.get(request.endpoint or "")
    access = access_of(view) if view else None
    return access is not None and access.audience == "public"


def _set_headers(app: Flask, response: Response) -> None:
    for name, value in NEUTRAL.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if response.mimetype == "text/html":
        styles = " ".join(f"'{item}'" for item in app.extensions["inline_style_hashes"]())
        # A form may lead to where its view says (a pay page): browsers hold redirects to this as well.
        targets = " ".join(("'self'", *g.get("form_targets", ())))
        response.headers.setdefault(
            "Content-Security-Policy",
            f"{CSP}form-action {targets}; style-src 'self' {styles}; script-src 'self'; connect-src 'self'",
        )
        response.headers.setdefault("Cache-Control", "private, no-store")
    if request.path.startswith(API):
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    if request.path.startswith(API) or g.get("actor") is not None:  # tables for a spreadsheet too
        response.headers.setdefault("Cache-Control", "private, no-store")


def _compress(response: Response) -> None:
    """Compress public pages: they hold no secret, and ten kilobytes is what a 2G phone can wait for."""
    if "gzip" not in request.headers.get("Accept-Encoding", "") or response.direct_passthrough:
        return
    if response.status_code == 304 or "Content-Encoding" in response.headers:
        return
    response.set_data(gzipped(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    tag, _weak = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)


def undeclared(app: Flask) -> list[str]:
    """Return the endpoints that do not say who may enter; the application refuses to start with any."""
    known = {"static"}
    return sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in known and access_of(app.view_functions[rule.endpoint]) is None
    )


__all__ = [
    "Application",
    "HTTPException",
    "Problem",
    "SpokenLanguage",
    "pages",
    "register",
    "session_cookie",
    "undeclared",
]
