"""Signing in over the API: the same sessions, presented as bearer tokens."""

from typing import Any

from flask import current_app

from accounts.permissions import Permission
from accounts.sessions import service
from accounts.sessions.schemas import SessionSchema, SignInSchema, WhoSchema
from core.actor import signed_in
from core.api import blueprint as api_blueprint
from core.error_pages import answer
from core.permit import anyone, permits

blueprint = api_blueprint("sessions", __name__, "/api/v1/sessions", "Sign in and out")


@blueprint.post("")
@anyone
@blueprint.arguments(SignInSchema)
@blueprint.response(201, SessionSchema)
@blueprint.alt_response(422, success=False)
@blueprint.alt_response(429, success=False)
def sign_in(body: dict[str, str]) -> Any:
    """Sign in and get a token for the next twelve hours."""
    tried = service.attempt(body["email"], body["password"], secret_key=current_app.config["SETTINGS"].secret_key)
    if tried.signed_in is None:
        # Returned, not raised: the record of the failed try must be committed.
        return answer(tried.why)
    member = tried.signed_in.membership
    return {
        "token": tried.signed_in.secret, "expires_at": tried.signed_in.session.expires_at, "person": member.person.name,
        "organisation": member.organisation.name, "role": member.role,
    }  # fmt: skip


@blueprint.get("/current")
@permits(Permission.USE_ACCOUNT)
@blueprint.response(200, WhoSchema)
def current() -> dict[str, object]:
    """Say who the token stands for and what it allows."""
    actor = signed_in()
    return {
        "person": actor.name, "organisation": actor.organisation_name, "organisation_kind": actor.organisation_kind,
        "role": actor.role, "permissions": sorted(actor.permissions),
    }  # fmt: skip


@blueprint.delete("/current")
@permits(Permission.USE_ACCOUNT)
@blueprint.response(204)
def sign_out() -> None:
    """End the session of this token."""
    service.end(by=signed_in())
