"""What workers read of a licensed agency stays until a change is granted: the guard of every command on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from sqlalchemy import text

from core.db import db
from core.errors import Conflict
from core.i18n import N_
from licensing.agencies.models import Agency

_granted: ContextVar[UUID | None] = ContextVar("granted_application", default=None)
_HOLDS = text("SELECT app.holds_licence(:agency)")


def holds_licence(agency_id: UUID) -> bool:
    """Tell whether an agency holds a licence today, suspended or not."""
    return bool(db.session.execute(_HOLDS, {"agency": agency_id}).scalar_one())


def refuse_unasked(agency: Agency) -> None:
    """Raise Conflict when the agency holds a licence and no granted application is being applied."""
    if _granted.get() is None and holds_licence(agency.id):
        sentence = N_(
            "Workers read this about a licensed agency, so it changes only when we have agreed. Ask for a change of the"
            " licence instead."
        )
        raise Conflict("holder-unchanged", sentence)


@contextmanager
def applying(application_id: UUID) -> Iterator[None]:
    """Let the commands in the block change a licensed agency, as `application_id` was granted."""
    token = _granted.set(application_id)
    try:
        yield
    finally:
        _granted.reset(token)


def granted() -> UUID | None:
    """Return the granted application that is being applied, if one is."""
    return _granted.get()
