"""Pages of letters: those to the own organisation, and one letter as it was sent, to be read and printed."""

from flask import render_template, request

from accounts.permissions import Permission
from core.actor import signed_in
from core.paging import Page
from core.permit import permits
from core.web import pages
from licensing.letters import queries, service
from licensing.letters.showing import RIGHT_TO_LEFT

blueprint = pages("letters", __name__, url_prefix="/letters")


@blueprint.get("")
@permits(Permission.APPLY)
def index() -> str:
    """Show the letters to the own organisation, newest first."""
    organisation = signed_in().organisation_id
    assert organisation is not None  # noqa: S101  who may apply belongs to an agency
    found = queries.of_organisation(organisation, Page(request.args.get("page", 1, type=int)))
    return render_template("licensing/letters/index.html", found=found)


@blueprint.get("/<reference>")
@permits(Permission.USE_ACCOUNT)
def show(reference: str) -> str:
    """Show one letter; who it is not to, and no regulator, does not find it."""
    letter = queries.get(reference)
    return render_template(
        "licensing/letters/show.html",
        letter=letter,
        whole=service.is_whole(letter),
        rtl=letter.language in RIGHT_TO_LEFT,
    )
