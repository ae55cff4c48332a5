"""Pages of bans: the list, a proposal, one ban with its decision and its reviews."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import clock, forms
from core.actor import signed_in
from core.errors import Conflict, Invalid
from core.i18n import translate
from core.paging import Page
from core.permit import permits
from core.web import pages
from licensing.bans import queries, service
from licensing.bans.forms import AnswerForm, BanForm, ReviewAnswerForm, ReviewForm
from licensing.bans.models import PersonBan
from licensing.bans.states import WAITING, Status
from licensing.bans.wording import STATES
from licensing.licences import queries as licences

blueprint = pages("bans", __name__, url_prefix="/staff/bans")


@blueprint.get("")
@permits(Permission.SEE_CASES)
def index() -> str:
    """Show the bans, those to be confirmed first when asked."""
    status = request.args.get("status", "")
    wanted = status if status in {*Status, "waiting"} else ""
    found = queries.search(wanted, Page(request.args.get("page", 1, type=int)))
    return render_template("licensing/bans/index.html", found=found, wanted=wanted, STATES=STATES)


@blueprint.route("/new", methods=["GET", "POST"])
@permits(Permission.PROPOSE_LICENCE_MEASURES)
def propose() -> ResponseReturnValue:
    """Propose to ban a person; two others must confirm it."""
    form = BanForm()
    found = licences.grounds(service.GROUND, clock.today())
    form.ground.choices = [(row.code, row.sentence, row.instrument) for row in found]
    if form.validate_on_submit():
        facts = service.Facts(
            name=form.name.data, birth_date=form.birth_date.data, documents=(form.documents.data or "").split("\n"),
            from_on=form.from_on.data, until_on=form.until_on.data, review_on=form.review_on.data,
            public_text=form.public_text.data,
        )  # fmt: skip
        try:
            row = service.propose(facts, ground_code=form.ground.data, reason=form.reason.data, by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Proposed. Two other people must confirm it."), "success")
            return redirect(url_for(".show", reference=row.reference), 303)
    page = render_template("licensing/bans/propose.html", form=form, grounds=found)
    return page, 422 if form.errors else 200


@blueprint.get("/<reference>")
@permits(Permission.SEE_CASES)
def show(reference: str) -> ResponseReturnValue:
    """Show one ban."""
    return _page(queries.get(reference), AnswerForm(formdata=None))


@blueprint.post("/<reference>")
@permits(Permission.DECIDE_LICENCE_MEASURES)
def decide(reference: str) -> ResponseReturnValue:
    """Confirm or decline a ban."""
    row = queries.get(reference, lock=True)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            if form.answer.data == "confirm":
                service.confirm(row, note=form.note.data, by=signed_in())
            else:
                service.decline(row, note=form.note.data or "", by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(translate(STATES[row.status][0]), "success")
            return redirect(url_for(".show", reference=row.reference), 303)
    return _page(row, form)


@blueprint.route("/<reference>/review", methods=["GET", "POST"])
@permits(Permission.DECIDE_LICENCE_MEASURES)
def review(reference: str) -> ResponseReturnValue:
    """Propose to lift a ban; or decide what someone else proposed."""
    row = queries.get(reference, lock=request.method == "POST")
    waiting = queries.review(row)
    form: Any = ReviewAnswerForm() if waiting else ReviewForm()
    if form.validate_on_submit():
        try:
            if waiting:
                service.decide_review(row, lift=form.answer.data == "lift", note=form.note.data, by=signed_in())
            else:
                service.propose_lifting(row, reason=form.reason.data, by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".show", reference=row.reference), 303)
    own = waiting is not None and waiting.proposed_by == signed_in().person_id
    page = render_template("licensing/bans/review.html", row=row, form=form, waiting=waiting, own=own)
    return page, 422 if form.errors else 200


def _page(row: PersonBan, form: AnswerForm) -> ResponseReturnValue:
    own = signed_in().person_id in (row.proposed_by, row.seconded_by)
    page = render_template(
        "licensing/bans/show.html", row=row, form=form, own=own, waits=row.status in WAITING, STATES=STATES,
        may_decide=signed_in().may(Permission.DECIDE_LICENCE_MEASURES),
        ground=licences.ground(row.ground_code), running=row.status == Status.IN_FORCE, review=queries.review(row),
    )  # fmt: skip
    return page, 422 if form.errors else 200
