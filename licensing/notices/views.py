"""Pages of notices: what must be looked at, one notice, saying what it is."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid
from core.i18n import N_, translate
from core.paging import Page
from core.permit import permits
from core.web import pages
from licensing.licences import queries as licences
from licensing.notices import queries, service
from licensing.notices.forms import LookForm
from licensing.notices.models import HolderNotice
from licensing.notices.states import Status
from screening.showing import shown

blueprint = pages("notices", __name__, "/staff/notices")

STATUSES: dict[str, str] = {
    Status.OPEN: N_("To look at"),
    Status.SAME: N_("The same"),
    Status.NOT_SAME: N_("Not the same"),
    Status.ENDED: N_("The match ended"),
}
TAGS = {Status.OPEN: "warn", Status.SAME: "bad", Status.NOT_SAME: "good", Status.ENDED: "neutral"}


@blueprint.get("")
@permits(Permission.SEE_CASES)
def index() -> Any:
    """Show notices, those that nobody has looked at first."""
    status = request.args.get("status", str(Status.OPEN))
    status = status if status in STATUSES else ""
    found = queries.search(status, Page(request.args.get("page", 1, int)))
    return render_template(
        "licensing/notices/index.html", found=found, status=status, statuses=STATUSES, tags=TAGS
    )


@blueprint.get("/<reference>")
@permits(Permission.SEE_CASES)
def show(reference: str) -> Any:
    """Show one notice with both sides and why they are alike."""
    notice = queries.get(reference)
    return _page(notice, LookForm(formdata=None).for_notice(notice))


def _page(notice: HolderNotice, form: LookForm, status: int = 200) -> Any:
    told = shown(
        notice.explanation, notice.subject_name, notice.matched_name, left=_("In our register"), right=_("On the list")
    )
    return render_template(
        "licensing/notices/show.html", notice=notice, form=form, told=told, statuses=STATUSES, tags=TAGS,
        licences=licences.of_agency(notice.agency_id), former=_former(notice), entity=notice.entity,
        may_decide=signed_in().may(Permission.CHECK_APPLICATIONS) and notice.status == Status.OPEN,
    ), status  # fmt: skip


@blueprint.post("/<reference>/answer")
@permits(Permission.CHECK_APPLICATIONS)
def answer(reference: str) -> Any:
    """Take what an officer says of a notice."""
    notice = queries.get(reference, lock=True)
    form, status = LookForm().for_notice(notice), 422
    if form.validate_on_submit():
        typed = str(form.version.data or "")
        version = int(typed) if typed.isascii() and typed.isdigit() else -1
        try:
            same = form.answer.data == "same"
            service.decide(notice, same=same, note=form.note.data, version=version, by=signed_in())
            flash(_("Your answer is recorded."), "success")
            return redirect(url_for("notices.show", reference=reference), 303)
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
            status = problem.status
    return _page(notice, form, status)


def _former(notice: HolderNotice) -> dict[str, Any] | None:
    told = notice.former
    return {**told, "title": translate(STATUSES[told["status"]])} if told else None
