"""Health for machines: alive, ready; no figures, no versions, nothing to learn for a stranger."""

from typing import TYPE_CHECKING

from flask import Response, jsonify
from sqlalchemy import text

from core import migrate
from core.db import db
from core.permit import anyone, process
from core.web import pages

if TYPE_CHECKING:
    from flask import Flask

blueprint = pages("health", __name__)


@blueprint.get("/livez")
@process
def live() -> Response:
    """Answer while the process runs, whether or not the database does."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
@anyone
def ready() -> tuple[Response, int]:
    """Answer 200 when requests can be served: the database answers and its schema is the one this code knows."""
    head = (migrate.ROOT / "migrations" / "HEAD").read_text(encoding="utf-8").strip()
    version = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    fit = version == head
    return jsonify(status="ready" if fit else "schema-differs"), 200 if fit else 503


def register(app: "Flask") -> None:
    """Add the routes."""
    app.register_blueprint(blueprint)
