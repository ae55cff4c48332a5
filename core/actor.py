"""Who is acting: a person in a role for an organisation, the system, or nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """The person (or the system) on whose behalf a transaction runs.

    `organisation_kind` is one of regulator, broker, company, auditor, system; `permissions` are those of the role.
    """

    person_id: UUID | None
    name: str
    organisation_id: UUID | None
    organisation_kind: str
    role: str
    permissions: frozenset[str] = frozenset()
    session_id: UUID | None = None
    organisation_name: str = ""
    locale: str | None = None

    def may(self, permission: str) -> bool:
        """Tell whether this actor's role carries `permission`."""
        return permission in self.permissions


# System actions are named, may remind, expire and raise alerts, and can never grant.
SYSTEM = Actor(None, "Fairgate", None, "system", "system")

_current: ContextVar[Actor | None] = ContextVar("actor", default=None)
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_actor() -> Actor | None:
    """Return who is acting now, or None for a visitor without a sign-in."""
    return _current.get()


def signed_in() -> Actor:
    """Return who is acting now; only for code behind a permission, where nobody is impossible."""
    actor = _current.get()
    if actor is None:
        message = "no one is signed in here: the route lacks a permission"
        raise RuntimeError(message)
    return actor


def request_id() -> str:
    """Return the identifier that ties log lines, trail entries and answers of one request together."""
    return _request_id.get()


@contextmanager
def acting(actor: Actor | None) -> Iterator[None]:
    """Set who is acting for the length of a block."""
    token = _current.set(actor)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def request(identifier: str) -> Iterator[None]:
    """Set the request identifier for the length of a block."""
    token = _request_id.set(identifier)
    try:
        yield
    finally:
        _request_id.reset(token)
