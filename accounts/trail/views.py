"""The page of the trail."""

from flask import render_template, request

from accounts.permissions import Permission
from accounts.trail import queries
from core.paging import Page
from core.permit import permits
from core.web import pages

blueprint = pages("trail", __name__)


@blueprint.get("/trail")
@permits(Permission.SEE_TRAIL)
def index() -> str:
    """Show the trail of one's organisation, newest first."""
    text = request.args.get("text", "")[:120]
    found = queries.search(Page(request.args.get("page", 1, int)), text=text)
    return render_template("accounts/trail/index.html", found=found, text=text)
