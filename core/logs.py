"""Structured logs without personal data: routes, not addresses; no query strings, no names, no bodies."""

import logging
import sys
import traceback
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from flask import Request, Response


_MOST_CAUSES, _MOST_FRAMES = 4, 12


def configure(*, level: int = logging.INFO) -> None:
    """Write one JSON object a line to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_words,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(WordlessFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.lastResort = handler  # of libraries without a handler of their own


def path_of(error: BaseException) -> str:
    """Return the kinds of an error and of its causes and where each was raised, without their words.

    An error's words repeat what was typed: “invalid literal … 'Maya'”, “Key (email)=(…) already exists”.
    """
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(parts) < _MOST_CAUSES:
        frames = traceback.extract_tb(seen.__traceback__)[-_MOST_FRAMES:]
        places = " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames)
        parts.append(f"{type(seen).__module__}.{type(seen).__qualname__} at {places}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return " | from ".join(parts)


def without_words(_logger: Any, _name: str, entry: "MutableMapping[str, Any]") -> "MutableMapping[str, Any]":
    """Turn `exc_info` into where it happened (a structlog processor)."""
    error = entry.pop("exc_info", None)
    if isinstance(error, BaseException):
        entry["path"] = path_of(error)
    return entry


class WordlessFormatter(logging.Formatter):
    """For what libraries log (the queue tells of failed jobs): errors without their words, as in our own lines."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  the name is the standard library's
        """Return where the error happened."""
        return path_of(ei[1]) if ei and ei[1] is not None else ""


def log() -> Any:
    """Return the logger; event names are dotted and constant, values never personal."""
    return structlog.get_logger()


def request_line(request: "Request", response: "Response", request_id: str, elapsed: float) -> None:
    """Log one request by its route: the address itself may hold what a worker typed."""
    log().info(
        "request", route=request.endpoint or "none", method=request.method, status=response.status_code,
        milliseconds=round(elapsed * 1000, 1), request_id=request_id,
    )  # fmt: skip
