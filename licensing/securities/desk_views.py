"""Pages of securities for officers: the list, one security, verification, notice, calls, releases."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Conflict, Invalid
from core.i18n import translate
from core.paging import Page
from core.permit import permits
from licensing.applications import queries as applications
from licensing.securities import calls, queries, service, wording
from licensing.securities.forms import CallForm, DecideForm, JudgeForm, ListForm, NoticeForm, PaidForm, ReleaseForm
from licensing.securities.models import Security
from licensing.securities.room import SHOWN, blueprint
from licensing.securities.states import CALLABLE, HELD, CallStatus, ReleaseStatus, Status

SEE = permits(Permission.SEE_CASES)
CHECK = permits(Permission.CHECK_APPLICATIONS)
PROPOSE = permits(Permission.PROPOSE_LICENCE_MEASURES)
DECIDE = permits(Permission.DECIDE_LICENCE_MEASURES)


@blueprint.get("/staff/securities")
@SEE
def index() -> ResponseReturnValue:
    """Show securities, those that end soonest first, with what waits for somebody."""
    status, text = request.args.get("status", ""), request.args.get("q", "").strip()[:120]
    status = status if status in set(Status) else ""
    form = ListForm(formdata=None, q=text, status=status)
    return render_template(
        "licensing/securities/index.html", found=queries.search(status, _page(), text), filters=form, status=status,
        text=text, waiting=queries.waiting(), orders=queries.orders(Page(1, 20)), **SHOWN,
    )  # fmt: skip


@blueprint.get("/staff/securities/<reference>")
@SEE
def case(reference: str) -> ResponseReturnValue:
    """Show one security: what it says, whether it is enough, what may be done with it."""
    row = queries.get(reference)
    covers = [
        (licence, cover) for licence, cover in queries.wanting(row.agency_id) if licence.class_code == row.class_code
    ]
    return render_template(
        "licensing/securities/case.html", row=row, covers=covers, replace_by=queries.replace_by(row),
        classes=applications.class_names(), timeline=_timeline(row), release=_waiting_release(row),
        may_check=signed_in().may(Permission.CHECK_APPLICATIONS) and row.lodged_by != signed_in().person_id,
        may_propose=signed_in().may(Permission.PROPOSE_LICENCE_MEASURES),
        may_decide=signed_in().may(Permission.DECIDE_LICENCE_MEASURES), callable=row.status in CALLABLE,
        held=row.status in HELD, refusal=calls.why_not(row), **SHOWN,
    )  # fmt: skip


def _timeline(row: Security) -> list[dict[str, Any]]:
    found = []
    for entry in queries.trail_of(row):
        told = wording.EVENTS.get(entry.action.removeprefix("licensing."))
        if told is not None:
            title, kind = told
            found.append({"title": translate(title), "kind": kind, "by": entry.actor_name, "at": entry.at,
                          "text": translate(entry.reason) if entry.reason else ""})  # fmt: skip
    return found


def _waiting_release(row: Security) -> Any:
    return next((release for release in row.releases if release.status == ReleaseStatus.PROPOSED), None)


@blueprint.route("/staff/securities/<reference>/verify", methods=["GET", "POST"])
@CHECK
def verify(reference: str) -> ResponseReturnValue:
    """Accept a security or not; never by who lodged it."""
    row = queries.get(reference, lock=request.method == "POST")
    service.refuse_lodger(row, signed_in())
    form = JudgeForm()
    if not form.is_submitted():
        form.version.data = str(row.version)
    if form.validate_on_submit():
        try:
            if form.answer.data == "verify":
                service.verify(row, note=form.note.data, version=form.seen(), by=signed_in())
                flash(_("Verified. It counts from now on."), "success")
            else:
                service.reject(row, note=form.note.data, version=form.seen(), by=signed_in())
                flash(_("Not accepted. The agency gets your note."), "success")
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            return redirect(url_for(".case", reference=row.reference), 303)
    return _step("verify", row, form)


@blueprint.route("/staff/securities/<reference>/notice", methods=["GET", "POST"])
@CHECK
def notice(reference: str) -> ResponseReturnValue:
    """Record that the issuer does not renew, or renews after all."""
    row = queries.get(reference, lock=request.method == "POST")
    form = NoticeForm()
    if form.validate_on_submit():
        try:
            if form.answer.data == "kept":
                service.take_back_notice(row, reason=form.note.data, by=signed_in())
            else:
                service.give_notice(row, form.ends_on.data, reason=form.note.data, by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Recorded. The agency is told."), "success")
            return redirect(url_for(".case", reference=row.reference), 303)
    return _step("notice", row, form)


# ------------------------------------------------------------------------------------------------------ calls


@blueprint.get("/staff/securities/calls")
@SEE
def call_list() -> ResponseReturnValue:
    """Show calls on securities, those that wait first."""
    status = request.args.get("status", "")
    status = status if status in set(CallStatus) else ""
    return render_template(
        "licensing/securities/calls.html", found=queries.calls(_page(), status), status=status, **SHOWN
    )


@blueprint.route("/staff/securities/<reference>/call", methods=["GET", "POST"])
@PROPOSE
def call(reference: str) -> ResponseReturnValue:
    """Propose to call money; two others must confirm."""
    row = queries.get(reference, lock=request.method == "POST")
    form = CallForm()
    form.amount.currency = row.currency
    if form.validate_on_submit():
        try:
            made = calls.propose(
                row, form.amount.data, purpose=form.purpose.data, purpose_reference=form.purpose_reference.data,
                reason=form.reason.data, by=signed_in(),
            )  # fmt: skip
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Proposed. Nothing is called until two others confirm it."), "success")
            return redirect(url_for(".call_case", reference=made.reference), 303)
    return _step("call", row, form)


@blueprint.get("/staff/securities/calls/<reference>")
@SEE
def call_case(reference: str) -> ResponseReturnValue:
    """Show one call: who proposed it, who confirmed it, what is left."""
    found = queries.call(reference)
    actor = signed_in()
    mine = actor.person_id in {found.proposed_by, found.first_by}
    return render_template(
        "licensing/securities/call_case.html", call=found, row=found.security, mine=mine, form=None,
        may_decide=actor.may(Permission.DECIDE_LICENCE_MEASURES) and not mine,
        may_record=actor.may(Permission.PROPOSE_LICENCE_MEASURES), **SHOWN,
    )  # fmt: skip


@blueprint.route("/staff/securities/calls/<reference>/decide", methods=["GET", "POST"])
@DECIDE
def call_decide(reference: str) -> ResponseReturnValue:
    """Confirm or decline a call that someone else proposed."""
    posted = request.method == "POST"
    found = queries.call(reference, lock=posted)
    row = queries.get(found.security.reference, lock=posted)
    form = DecideForm()
    if form.validate_on_submit():
        try:
            if form.answer.data == "confirm":
                calls.confirm(found, row, by=signed_in())
                drawn = found.status == CallStatus.CONFIRMED
                flash(_("Confirmed. It is called now.") if drawn else _("Confirmed. One more person must confirm."),
                      "success")  # fmt: skip
            else:
                calls.decline(found, note=form.note.data or "", by=signed_in())
                flash(_("Declined. Nothing is called."), "success")
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            return redirect(url_for(".call_case", reference=found.reference), 303)
    page = render_template("licensing/securities/call_decide.html", call=found, row=row, form=form, **SHOWN)
    return page, 422 if form.errors else 200


@blueprint.route("/staff/securities/calls/<reference>/paid", methods=["GET", "POST"])
@PROPOSE
def call_paid(reference: str) -> ResponseReturnValue:
    """Record the day on which the issuer paid."""
    found = queries.call(reference, lock=request.method == "POST")
    form = PaidForm()
    if form.validate_on_submit():
        try:
            calls.record_payment(found, form.paid_on.data, by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Recorded."), "success")
            return redirect(url_for(".call_case", reference=found.reference), 303)
    page = render_template("licensing/securities/call_paid.html", call=found, row=found.security, form=form, **SHOWN)
    return page, 422 if form.errors else 200


# --------------------------------------------------------------------------------------------------- releases


@blueprint.route("/staff/securities/<reference>/release", methods=["GET", "POST"])
@PROPOSE
def release(reference: str) -> ResponseReturnValue:
    """Propose to give a security back; another person decides."""
    row = queries.get(reference, lock=request.method == "POST")
    form = ReleaseForm()
    if form.validate_on_submit():
        try:
            calls.propose_release(row, reason=form.reason.data, by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Proposed. Another person decides."), "success")
            return redirect(url_for(".case", reference=row.reference), 303)
    return _step("release", row, form, refusal=calls.why_not(row))


@blueprint.route("/staff/securities/<reference>/release/decide", methods=["GET", "POST"])
@DECIDE
def release_decide(reference: str) -> ResponseReturnValue:
    """Release a security that someone else proposed to release, or decline."""
    posted = request.method == "POST"
    row = queries.get(reference, lock=posted)
    found = queries.open_release(row.id, lock=posted)
    form = DecideForm()
    if form.validate_on_submit():
        try:
            calls.decide_release(found, row, release=form.answer.data == "confirm", note=form.note.data, by=signed_in())
        except (Invalid, Conflict) as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".case", reference=row.reference), 303)
    return _step("release_decide", row, form, release=found)


def _step(name: str, row: Security, form: Any, **more: object) -> ResponseReturnValue:
    page = render_template(f"licensing/securities/{name}.html", row=row, form=form, **more, **SHOWN)
    return page, 422 if form.errors else 200


def _page() -> Page:
    return Page(request.args.get("page", 1, type=int))
