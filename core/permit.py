"""Deny by default: every route says who may enter, or the application does not start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """How a route may be entered.

    `permission` None with `audience` ``anyone`` is a page for people not yet signed in; ``public`` is the worker's
    side: no session is looked up, no cookie set, and the database is read as the role that sees published rows only.
    ``process`` asks nothing of the database at all. ``signed`` is for other systems, whose messages prove by a
    signature who sends them. Where `transactional` is False, the view opens its own short transactions, because it
    talks to another system in between.
    """

    audience: str
    permission: str | None = None
    transactional: bool = True


def permits(permission: str, *, transactional: bool = True) -> Callable[[View], View]:
    """Let only actors whose role carries `permission` enter."""

    def mark(view: View) -> View:
        view.__access__ = Access("permitted", str(permission), transactional)  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Let everyone enter, unknown and unremembered: no session, no cookie, the public database role."""
    view.__access__ = Access("public")  # type: ignore[attr-defined]
    return view


def anyone(view: View) -> View:
    """Let people in who may or may not be signed in (sign-in, registration, health)."""
    view.__access__ = Access("anyone")  # type: ignore[attr-defined]
    return view


def process(view: View) -> View:
    """Let everyone ask about the process alone: answered without the database, which may be away."""
    view.__access__ = Access("process")  # type: ignore[attr-defined]
    return view


def signed(view: View) -> View:
    """Let other systems in: the view itself checks the signature of what they send, before anything else."""
    view.__access__ = Access("signed", transactional=False)  # type: ignore[attr-defined]
    return view


def access_of(view: Callable[..., Any]) -> Access | None:
    """Return how `view` may be entered, or None when it does not say."""
    return getattr(view, "__access__", None)
