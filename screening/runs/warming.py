"""The index of the lists made ready before anyone asks: in a thread of its own, so that no request waits unawares."""

import threading
from typing import TYPE_CHECKING

from flask import current_app

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

_starting = threading.Lock()
_building: list[threading.Thread] = []


def ready() -> Listed | None:
    """Return the index of the lists as they are now; None while it is being built, which begins with this call.

    One query. A small index is built at once, a large one in a thread; a request waits a second for it at most.
    """
    kept = listed.kept(at_once=AT_ONCE)
    if kept is None:
        build(current_app._get_current_object()).join(PATIENCE)  # type: ignore[attr-defined]  # noqa: SLF001
        kept = listed.kept(at_once=-1)
    return kept


def in_use() -> Listed:
    """Return the index of the lists as they are now. Raises Unavailable while it is being built."""
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
        listed.keep(material)
    except Exception as error:  # noqa: BLE001  the next request tries again; this thread has no caller to tell
        log().error("lists.not_ready", kind=type(error).__name__, exc_info=error)
