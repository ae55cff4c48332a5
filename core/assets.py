"""What pages are dressed in: hashed styles and script, styles inside public pages, navigation, formats."""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from mimetypes import guess_type
from typing import Any, NamedTuple

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent
from flask import Flask, Response, current_app, g, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from core import actor as actors
from core import clock, i18n
from core.actor import Actor
from core.config import ROOT

DIST = ROOT / "static" / "dist"
# Styles of these bundles are written into the page: one request, one round trip.
INLINE_BUNDLES = ("lookup", "worker")
A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One built file, held in memory as it is sent."""

    body: bytes
    gzipped: bytes
    kind: str
    etag: str


class NavigationItem(NamedTuple):
    """One entry of the main navigation as the page shows it."""

    text: str
    href: str
    current: bool


class LanguageLink(NamedTuple):
    """This page in another language: where, called what in that language, and how it runs."""

    code: str
    name: str
    direction: str
    href: str
    current: bool


@cache
def manifest() -> dict[str, str]:
    """Return the built files: plain name → name with the hash of the content."""
    return dict(json.loads((DIST / "manifest.json").read_text(encoding="utf-8")))


@cache
def built() -> dict[str, Asset]:
    """Return every built file by its hashed name, read and compressed once per process."""
    found = {}
    for name in manifest().values():
        body = (DIST / name).read_bytes()
        kind = guess_type(name)[0] or "application/octet-stream"
        kind = "text/javascript" if name.endswith(".js") else kind
        digest = hashlib.sha256(body).hexdigest()
        found[name] = Asset(body, gzip.compress(body, 9, mtime=0), kind, digest[:32])
    return found


def asset_url(name: str) -> str:
    """Return the address of a built file such as ``app.js``: one for all languages, so it is cached once."""
    return f"{site_root()}/static/dist/{manifest()[name]}"


def stylesheet_url(bundle: str) -> str:
    """Return the address of a bundle's styles, mirrored where the page runs from right to left."""
    return asset_url(_stylesheet(bundle))


def inline_css(bundle: str) -> Markup:
    """Return a bundle's styles for a ``<style>`` element, mirrored where the page runs from right to left."""
    return _inline(_stylesheet(bundle))


@cache
def _inline(name: str) -> Markup:
    return Markup((DIST / manifest()[name]).read_text(encoding="utf-8"))  # noqa: S704  our own built file


def _stylesheet(bundle: str) -> str:
    return f"{bundle}.rtl.css" if direction() == "rtl" else f"{bundle}.css"


@cache
def inline_style_hashes() -> tuple[str, ...]:
    """Return the CSP sources (``sha256-…``) of every style sheet that a page may hold inline."""
    names = [f"{bundle}{mirror}.css" for bundle in INLINE_BUNDLES for mirror in ("", ".rtl")]
    digests = [hashlib.sha256(_inline(name).encode()).digest() for name in names]
    return tuple(f"sha256-{base64.b64encode(digest).decode()}" for digest in digests)


def serve(filename: str) -> Response:
    """Answer a request for a static file: built ones compressed and for a year, others as Flask does."""
    folder, _, name = filename.partition("/")
    asset = built().get(name) if folder == "dist" else None
    if asset is None:
        return current_app.send_static_file(filename)
    squeeze = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(asset.gzipped if squeeze else asset.body, mimetype=asset.kind)
    if squeeze:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = A_YEAR
    response.set_etag(asset.etag, weak=True)
    response.make_conditional(request)
    return response


def direction() -> str:
    """Return ``ltr`` or ``rtl`` for the language of this page."""
    return i18n.language().direction


def locale_code() -> str:
    """Return the language code for the page's ``lang`` attribute."""
    return i18n.language().code


def site_root() -> str:
    """Return what stands before every address of this installation, without the language."""
    root = request.script_root
    spoken = request.environ.get("fairgate.language")
    return root[: -len(spoken) - 1] if spoken and root.endswith(f"/{spoken}") else root


def language_links() -> list[LanguageLink]:
    """Return this page in each language on offer; what was searched for is kept."""
    address = request.full_path.rstrip("?") if request.method == "GET" else request.path
    present = locale_code()
    return [
        LanguageLink(
            language.code,
            language.name,
            language.direction,
            f"{site_root()}/{language.code}{address}",
            language.code == present,
        )
        for language in i18n.offered(demonstration=is_demonstration())
    ]


def viewer() -> Actor | None:
    """Return who is looking, also on an error page, where the transaction and its actor are gone."""
    found: Actor | None = g.get("actor")
    return found or actors.current_actor()


def is_demonstration() -> bool:
    """Tell whether everything here is fictional; every page then says so."""
    return bool(current_app.config["SETTINGS"].demo)


def navigation_items() -> list[NavigationItem]:
    """Return the entries of ``app.extensions['navigation']`` that the person looking may open."""
    actor = viewer()
    if actor is None:
        return []
    here = (request.endpoint or "").partition(".")[0]
    exact = request.endpoint
    entries = [entry for entry in current_app.extensions.get("navigation", []) if actor.may(entry[2])]
    named = any(entry[0] == exact for entry in entries)
    # an entry may name further rooms that belong to it, behind its permission
    rooms = [entry[0] for entry in entries if here in {entry[0].partition(".")[0], *entry[3:]}]
    return [
        NavigationItem(
            str(text),
            url_for(endpoint),
            endpoint == exact if named else endpoint in rooms[-1:],  # two entries of a room: its list, not its desk
        )
        for endpoint, text, _permission, *_rest in entries
    ]


def known_url(endpoint: str, **values: Any) -> str | None:
    """Return the address of `endpoint`, or None in an installation that has no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def url_with(**changes: Any) -> str:
    """Return this page's address with query arguments changed; None removes one, a list repeats it."""
    arguments: dict[str, Any] = {**request.args.to_dict(flat=False), **changes}
    # an argument with an underscore in front would steer url_for instead of being kept
    kept = {name: value for name, value in arguments.items() if value is not None and name[:1] != "_"}
    return url_for(request.endpoint or "static", **{**kept, **(request.view_args or {})})


def short_date(day: date | datetime | None) -> str:
    """Return a day such as ``21 Nov 2026``; nothing for nothing."""
    if day is None:
        return ""
    local = day.astimezone(clock.zone()).date() if isinstance(day, datetime) else day
    return str(format_date(local, "d MMM y", locale=i18n.regional()))


def hour(instant: datetime | None) -> str:
    """Return the time of day of an instant in the regulator's time zone, such as ``16:08``."""
    if instant is None:
        return ""
    return str(format_time(instant.astimezone(clock.zone()), "HH:mm", locale=i18n.regional()))


def number(value: float | None) -> str:
    """Return a number grouped as the language does, with Latin digits."""
    return "" if value is None else str(format_decimal(value, locale=i18n.regional()))


def percent(share: float | None) -> str:
    """Return a share from 0 to 1 as whole per cent."""
    return "" if share is None else str(format_percent(round(share, 2), locale=i18n.regional()))


def _or_nothing(shape: Any) -> Any:
    return lambda value, *rest: "" if value is None else shape(value, *rest)


FILTERS = {
    "date": _or_nothing(i18n.long_date),
    "date_short": short_date,
    "instant": _or_nothing(i18n.long_instant),
    "time": hour,
    "money": _or_nothing(i18n.money),
    "number": number,
    "percent": percent,
}


def register(app: Flask) -> None:
    """Give templates the govuk macros, our functions and filters, and serve the built files."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([loader for loader in (app.jinja_loader, govuk) if loader])
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset_url=asset_url, stylesheet_url=stylesheet_url, inline_css=inline_css, direction=direction,
        locale_code=locale_code, language_links=language_links, current_actor=viewer, known_url=known_url,
        is_demonstration=is_demonstration, navigation_items=navigation_items, url_with=url_with,
    )  # fmt: skip
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.setdefault("csrf_token", generate_csrf)
    app.extensions["inline_style_hashes"] = inline_style_hashes
    if "static" in app.view_functions:
        app.view_functions["static"] = serve
