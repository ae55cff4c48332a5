"""The index of the lists made ready before anyone asks: in a thread of its own, so that no request waits unawares."""

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import current_app

from core import clock
from core.db import transaction
from core.errors import Unavailable
from core.i18n import N_
from core.logs import log
from screening.runs import listed
from screening.runs.listed import Listed

if TYPE_CHECKING:
    from flask import Flask

AT_ONCE = 3_000  # names whose index is built within the request: it takes less than half a second
PATIENCE = 1.0  # seconds that a request waits for an index that is being built
BUILD_TIMEOUT = "120s"
OUTDATED_FOR = timedelta(minutes=10)  # how long the versions before are answered from while the next are made ready

_starting = threading.Lock()
_building: list[threading.Thread] = []
_outdated: list[tuple[Listed, datetime]] = []  # the index that lists have changed since, and since when that is known


def ready() -> Listed | None:
    """Return the index of the lists as they are now, or, while that is being built, as they were just before.

    One query. A small index is built at once, a large one in a thread, which begins with this call. Until it is there,
    and for ten minutes at most, the one before answers: it says itself which versions it holds. None when there is
    none; then a request has waited a second.
    """
    kept = listed.kept(at_once=AT_ONCE)
    if kept is not None:
        _outdated.clear()
        return kept
    thread = build(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    if (before := _before()) is not None:
        return before
    thread.join(PATIENCE)
    return listed.kept(at_once=-1)


def _before() -> Listed | None:
    last = listed.last()
    if last is None:
        return None
    known = next((since for index, since in _outdated[:] if index is last), None)
    if known is None:
        _outdated[:] = [(last, clock.now())]
        return last
    return last if clock.now() - known <= OUTDATED_FOR else None


def in_use() -> Listed:
    """Return the index of the lists that `ready` answers from. Raises Unavailable while there is none."""
    lists = ready()
    if lists is None:
        sentence = N_("The lists are being made ready. Send it again in a few seconds: nothing is lost.")
        raise Unavailable("lists-getting-ready", sentence)
    return lists


def build(app: "Flask") -> threading.Thread:
    """Start building the index, unless it is being built; return the thread that does.

    Web processes call it as they start, so that the first who asks finds it ready.
    """
    with _starting:
        if _building and _building[0].is_alive():
            return _building[0]
        thread = threading.Thread(target=_build, args=(app,), name="lists", daemon=True)
        _building[:] = [thread]
        thread.start()
        return thread


def _build(app: "Flask") -> None:
    try:
        with app.app_context(), transaction(actor=None, read_only=True, timeout=BUILD_TIMEOUT):
            material = listed.read()
        listed.keep(material, meanwhile=True)
    except Exception as error:  # noqa: BLE001  the next request tries again; this thread has no caller to tell
        log().error("lists.not_ready", kind=type(error).__name__, exc_info=error)
