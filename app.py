"""The application: configuration, extensions, blueprints, listeners; nothing else."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from accounts.permissions import Permission
from accounts.sessions.queries import find_actor
from accounts.sessions.views import sign_in_again
from core import assets, clock, countries, error_pages, health, i18n, installation, jobs, logs, outbox, web
from core.api import Api
from core.config import Settings
from core.db import db, refuse_powerful_role, transaction
from core.roles import sqlalchemy_url
from screening.runs import warming

if TYPE_CHECKING:
    from flask import Flask

# Rooms with pages, with JSON routes, with jobs; each line is one slice.
VIEWS = (
    "accounts.sessions",
    "accounts.registration",
    "accounts.trail",
    "licensing.register",
    "licensing.agencies",
    "licensing.applications",
    "licensing.assessment",
    "licensing.licences",
    "licensing.supervision",
    "licensing.bans",
    "licensing.letters",
    "licensing.notices",
    "licensing.certificates",
    "licensing.relations",
    "licensing.securities",
    "licensing.payments",
    "licensing.workload",
    "licensing.clocks",
    "licensing.standards",
    "licensing.evidence",
    "licensing.messages",
    "licensing.holders",
    "licensing.hearings",
    "licensing.assisted",
    "licensing.assignments",
    "licensing.inspections",
    "screening.watchlists",
    "screening.runs",
    "screening.search",
    "supplychain.suppliers",
    "supplychain.lists",
    "supplychain.alerts",
    "supplychain.suppressions",
    "audits.visits",
    "audits.engagements",
    "audits.findings",
)
APIS = (*VIEWS, "licensing.costs")
JOBS = (
    "core.mail",
    "core.idempotency",
    "core.kept",
    "accounts.sessions.jobs",
    "accounts.seals.jobs",
    "screening.runs.jobs",
    "licensing.sealed",
    "licensing.clocks.jobs",
    "licensing.agencies.jobs",
    "licensing.assessment.jobs",
    "licensing.licences.jobs",
    "licensing.licences.following",
    "licensing.licences.fees",
    "licensing.bans.jobs",
    "licensing.licences.reminders",
    "licensing.notices.jobs",
    "licensing.relations.jobs",
    "licensing.workload.jobs",
    "licensing.evidence.jobs",
    "licensing.applications.clock_acts",
    "licensing.applications.jobs",
    "licensing.assessment.hearing_jobs",
    "licensing.licences.activation_jobs",
    "licensing.messages.jobs",
    "licensing.certificates.jobs",
    "licensing.securities.jobs",
    "licensing.payments.jobs",
    "screening.watchlists.jobs",
    "supplychain.lists.jobs",
    "supplychain.alerts.jobs",
)
# What the database refuses, in words; each line is one feature.
REFUSALS = (
    "core.refusals",
    "licensing.refusals",
    "licensing.standards.refusals",
    "licensing.agencies.refusals",
    "licensing.relations.refusals",
    "licensing.assignments.refusals",
    "licensing.inspections.refusals",
    "supplychain.refusals",
    "audits.refusals",
)

NAVIGATION = [
    ("assessment.desk", _l("My work"), Permission.SEE_CASES),
    ("assessment.queue", _l("Applications"), Permission.SEE_CASES),
    ("workload.show_figures", _l("Figures"), Permission.SEE_CASES),
    ("licences.index", _l("Licences"), Permission.SEE_CASES, "notices", "supervision", "bans"),
    ("agencies.index", _l("Agencies"), Permission.SEE_CASES, "relations"),
    ("securities.index", _l("Securities"), Permission.SEE_CASES),
    ("payments.desk", _l("Payments"), Permission.SEE_PAYMENTS),
    ("assignments.index", _l("Who works on what"), Permission.CHECK_APPLICATIONS, "standards"),
    ("inspections.index", _l("Inspections"), Permission.INSPECT),
    ("applications.home", _l("Your applications"), Permission.APPLY),
    ("holders.home", _l("Your licence"), Permission.APPLY),
    ("inspections.own", _l("Inspections"), Permission.APPLY),
    ("securities.own", _l("Security"), Permission.APPLY),
    ("payments.index", _l("Fees"), Permission.PAY),
    ("suppliers.home", _l("Overview"), Permission.SEE_SUPPLIERS),
    ("suppliers.index", _l("Suppliers"), Permission.SEE_SUPPLIERS),
    ("lists.index", _l("Supplier lists"), Permission.UPLOAD_SUPPLIERS),
    ("alerts.index", _l("Alerts"), Permission.SEE_ALERTS),
    ("visits.index", _l("Audits"), Permission.SEE_AUDITS, "findings", "engagements"),
    ("search.ask_for", _l("Screen a name"), Permission.SEARCH_NAMES),
    ("watchlists.index", _l("Flagged lists"), Permission.SEE_WATCHLISTS),
    ("trail.index", _l("Trail"), Permission.SEE_TRAIL),
]


def create_app(settings: Settings | None = None, database: str | None = None) -> Flask:
    """Build the application.

    `database` is the libpq connection string of the web or worker role (else FAIRGATE_DATABASE). Raises RuntimeError
    when that role could ignore row-level security, or when a route does not declare who may enter.
    """
    settings = settings or Settings.from_environment()
    logs.configure()
    app = web.Application("app", template_folder="templates", static_folder="static")
    configure(app, settings, database or os.environ["FAIRGATE_DATABASE"])
    db.init_app(app)
    CSRFProtect(app)
    i18n.register(app)
    assets.register(app)
    web.register(app)
    error_pages.register(app)
    app.extensions["session_loader"] = find_actor
    app.extensions["sign_in_again"] = sign_in_again
    app.extensions["inline_style_hashes"] = assets.inline_style_hashes
    app.extensions["navigation"] = NAVIGATION
    furnish(app)
    jobs.use(app)
    if missing := web.undeclared(app):
        message = f"these routes do not say who may enter: {', '.join(missing)}"
        raise RuntimeError(message)
    with app.app_context():
        try:
            start(settings)
        except BaseException:
            db.engine.dispose()
            raise
    return app


def serve() -> Flask:
    """Build the application for a web process, and begin at once to make the flagged lists ready for screening."""
    app = create_app()
    warming.build(app)
    return app


def configure(app: Flask, settings: Settings, database: str) -> None:
    """Set what Flask and its extensions read."""
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-form" if secure else "form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,
        SQLALCHEMY_DATABASE_URI=sqlalchemy_url(database),
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": settings.threads + 1, "max_overflow": 2, "pool_timeout": 2, "pool_pre_ping": True,
            "connect_args": {"options": "-c idle_in_transaction_session_timeout=30s -c lock_timeout=4s"},
            "hide_parameters": True,  # what people typed must not reach a log with an error's words
        },
        API_TITLE="Fairgate",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )  # fmt: skip
    if secure:  # served by https means: behind one proxy that ends TLS and says so
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    codes = [item.code for item in i18n.offered(demonstration=settings.demo)]
    app.wsgi_app = web.SpokenLanguage(app.wsgi_app, codes)  # type: ignore[method-assign]


def furnish(app: Flask) -> None:
    """Put every room in its place: pages, JSON routes, jobs, listeners, constraint meanings."""
    api = Api(app)
    health.register(app)
    outbox.register(app)
    for room in VIEWS:
        app.register_blueprint(import_module(f"{room}.views").blueprint)
    for room in APIS:
        blueprint = import_module(f"{room}.api").blueprint
        app.extensions["csrf"].exempt(blueprint)  # bearer tokens only: no cookie, so nothing to forge
        api.register_blueprint(blueprint)
    # anybody objects there: no session, no cookie, so nothing to forge
    app.extensions["csrf"].exempt(import_module("licensing.hearings.views").lodge)
    messages = import_module("licensing.payments.webhook").blueprint
    app.extensions["csrf"].exempt(messages)  # Stripe signs each message; no cookie is looked at
    app.register_blueprint(messages)
    for module in JOBS:
        import_module(module)
    for module in REFUSALS:
        import_module(module)


def start(settings: Settings) -> None:
    """Refuse a powerful database role; set the clock and what pages say of this installation."""
    from flask import current_app

    with db.engine.connect() as connection:
        refuse_powerful_role(connection)
    with transaction(actor=None, read_only=True):
        known = installation.facts()
    clock.configure(zone_name=known.get("time_zone", settings.time_zone), shift=installation.clock_shift(known))
    countries.settle(known.get("jurisdiction", {}))
    current_app.config["REGULATOR_NAME"] = known.get("regulator_name", "")
    current_app.config["HELP_PHONE"] = known.get("help_phone", "")
    current_app.config["INSTALLATION"] = known
