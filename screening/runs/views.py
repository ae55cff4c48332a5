"""Pages of screening runs: which ran, how far each has come, against what, and who is compared."""

from typing import Any
from uuid import UUID

from flask import render_template, request

from accounts.permissions import Permission
from core.paging import Page
from core.permit import permits
from core.web import pages
from screening.runs import queries, wording

blueprint = pages("runs", __name__, "/screening/runs")


@blueprint.get("")
@permits(Permission.SEE_WATCHLISTS)
def index() -> Any:
    """Show the runs of one's organisation, the newest first, with their progress."""
    status = request.args.get("status", "")
    status = status if status in wording.STATUSES else ""
    found = queries.runs(Page(request.args.get("page", 1, int)), status=status)
    return render_template(
        "screening/runs/index.html", found=found, status=status, wording=wording, kinds=queries.subjects_by_kind()
    )


@blueprint.get("/<uuid:run_id>")
@permits(Permission.SEE_WATCHLISTS)
def show(run_id: UUID) -> Any:
    """Show one run: how far it has come, the lists, the model, who has more matches than are kept."""
    return render_template("screening/runs/show.html", run=queries.get(run_id), wording=wording)
