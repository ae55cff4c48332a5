"""The demonstration's page of letters: what would have been sent, to whom."""

from typing import TYPE_CHECKING

from flask import abort, current_app, render_template

from core import mail
from core.permit import permits
from core.web import pages

if TYPE_CHECKING:
    from flask import Flask

blueprint = pages("outbox", __name__)


@blueprint.get("/demonstration/letters")
@permits("use-account")
def letters() -> str:
    """Show the newest letters that the person's organisation may see; only in demonstrations without SMTP."""
    settings = current_app.config["SETTINGS"]
    if not settings.demo:
        abort(404)
    return render_template("core/letters.html", messages=mail.recent(), delivered=settings.smtp_url is not None)


def register(app: "Flask") -> None:
    """Add the page."""
    app.register_blueprint(blueprint)
