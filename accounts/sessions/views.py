"""Pages of signing in and out."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from accounts.organisations.queries import memberships_of
from accounts.permissions import ROLE_NAMES, Kind, Permission, Role
from accounts.sessions import queries, service
from accounts.sessions.forms import SignInForm
from accounts.sessions.timing import ABSOLUTE
from core import forms, kept
from core.actor import current_actor, signed_in
from core.db import enter
from core.permit import anyone, permits
from core.web import pages, session_cookie

blueprint = pages("sessions", __name__)

HOME = {
    Kind.REGULATOR: "assessment.desk",
    Kind.BROKER: "applications.home",
    Kind.COMPANY: "suppliers.home",
    Kind.AUDITOR: "visits.index",
}


def home() -> str:
    """Return the address of the first page for who is signed in."""
    actor = signed_in()
    return url_for(HOME[Kind(actor.organisation_kind)])


@blueprint.route("/sign-in", methods=["GET", "POST"])
@anyone
def sign_in() -> ResponseReturnValue:
    """Show the form; on success start a session and go where the person wanted to go."""
    form = SignInForm()
    if current_actor() and request.method == "GET":
        return redirect(home(), 303)
    if form.validate_on_submit():
        tried = service.attempt(
            form.email.data, form.password.data, secret_key=current_app.config["SETTINGS"].secret_key
        )
        if tried.signed_in:
            _keep(form.kept.data, tried.signed_in)
            kind = Kind(tried.signed_in.membership.organisation.kind)
            response = redirect(safe_next(request.args.get("next")) or url_for(HOME[kind]), 303)
            return with_session(response, tried.signed_in.secret)
        forms.add_problem(form, tried.why)
    return render_template("accounts/sessions/sign_in.html", form=form), (422 if form.errors else 200)


def sign_in_again() -> ResponseReturnValue | None:
    """Ask to sign in again for a form that was sent after the session had ended, and carry what was typed.

    Returns None for what has no page to come back to.
    """
    place = _page_of(request.path)
    if place is None:
        return None
    token = request.cookies.get(session_cookie())
    sealed = kept.seal(place, request.form, queries.person_behind(token) if token else None)
    form = SignInForm(formdata=None, kept=sealed if place == request.path else None)
    back = request.script_root + (request.full_path.rstrip("?") if place == request.path else place)
    page = render_template(
        "accounts/sessions/sign_in.html", form=form, action=url_for("sessions.sign_in", next=back),
        ended="kept" if form.kept.data else "lost",
    )  # fmt: skip
    return page, HTTPStatus.UNAUTHORIZED


def _page_of(path: str) -> str | None:
    """Return the nearest address at or above `path` that shows a page."""
    addresses = current_app.url_map.bind("")
    while path.strip("/"):
        if addresses.test(path, method="GET"):
            return path
        path = path.rpartition("/")[0]
    return None


def _keep(text: str | None, signed_in: service.SignedIn) -> None:
    """Keep what was typed before the session ended, as the person who has just signed in."""
    sealed = kept.unseal(text)
    if sealed is not None:
        enter(queries.actor_of(signed_in.membership, signed_in.session))
        kept.keep(sealed, signed_in.membership.person_id)


@blueprint.post("/sign-out")
@permits(Permission.USE_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End the session and forget its cookie."""
    service.end(by=signed_in())
    response = redirect(url_for("sessions.sign_in"), 303)
    response.delete_cookie(  # a __Host- cookie is only replaced by one that is as secure
        session_cookie(), path="/", httponly=True, secure=request.is_secure, samesite="Lax"
    )
    return response


@blueprint.post("/account/organisation")
@permits(Permission.USE_ACCOUNT)
def switch() -> ResponseReturnValue:
    """Act for another organisation."""
    service.switch(request.form.get("organisation", ""), by=signed_in())
    return redirect(url_for("sessions.account"), 303)


@blueprint.get("/account")
@permits(Permission.USE_ACCOUNT)
def account() -> ResponseReturnValue:
    """Show who is signed in, for whom, and what the role allows."""
    actor = signed_in()
    return render_template(
        "accounts/sessions/account.html", actor=actor, memberships=memberships_of(actor.person_id),
        role=ROLE_NAMES[Role(actor.role)],
    )  # fmt: skip


@blueprint.get("/start")
@permits(Permission.USE_ACCOUNT)
def start() -> ResponseReturnValue:
    """Go to the first page of the person's own room."""
    return redirect(home(), 303)


def with_session(response: Response, secret: str) -> Response:
    """Set the session cookie: for this host only, unreadable to scripts, sent only from our own pages."""
    response.set_cookie(
        session_cookie(), secret, max_age=int(ABSOLUTE.total_seconds()), path="/", httponly=True,
        secure=request.is_secure, samesite="Lax",
    )  # fmt: skip
    return response


def safe_next(target: str | None) -> str | None:
    """Return `target` when it is an address of our own, so that sign-in cannot send people elsewhere."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    if not target.isprintable() or " " in target:  # a line end would end the header that sends the person there
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None
