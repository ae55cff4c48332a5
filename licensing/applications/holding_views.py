"""Pages of the lists of places, web addresses, related companies, bank accounts and sub-agents."""

from typing import Any
from uuid import UUID

from flask import abort, redirect
from flask.typing import ResponseReturnValue

from accounts.permissions import Permission
from core.actor import signed_in
from core.countries import phone_region
from core.permit import permits
from licensing.applications import service
from licensing.applications.holding_pages import HOLDINGS, known
from licensing.applications.part_pages import Listing, address, blueprint, grow, load_open, onwards, removed


@blueprint.route("/<reference>/lists/<key>", methods=["GET", "POST"])
@permits(Permission.APPLY)
def holding(reference: str, key: str) -> ResponseReturnValue:
    """Show a list of the agency, and take one more entry."""
    application, kind = load_open(reference), known(key)
    agency = application.agency
    form = kind.form()
    if "phone" in form:
        form.phone.region = phone_region(agency.country)
    if "country" in form and form.country.data is None and not form.is_submitted():
        form.country.data = agency.country

    def add(form: Any) -> None:
        kind.put(agency, form.answers(), by=signed_in())

    def context() -> dict[str, Any]:
        return {"kind": kind, "key": key, "rows": kind.rows(agency), "removed": removed()}

    if kind.following in HOLDINGS:
        target = onwards(application, "holding", key=kind.following)
    else:
        target = onwards(application, kind.following)
    page = Listing(
        application, kind.part, "holding.html", kind.first, add, address("holding", application, key=key), target,
        context, ends=key != "premises",
    )  # fmt: skip
    return grow(page, form)


@blueprint.post("/<reference>/lists/<key>/<uuid:row>/<what>")
@permits(Permission.APPLY)
def change_holding(reference: str, key: str, row: UUID, what: str) -> ResponseReturnValue:
    """Remove an entry, or undo that."""
    application, kind = load_open(reference), known(key)
    act = {"remove": kind.remove, "restore": kind.restore}.get(what)
    if act is None:
        abort(404)
    act(application.agency, row, by=signed_in())
    service.mark(application, kind.part, finish=False, by=signed_in())
    more = {"removed": row} if what == "remove" else {}
    return redirect(address("holding", application, key=key, **more), 303)
