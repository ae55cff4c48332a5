"""Structured logs without personal data: routes, not addresses; no query strings, no names, no bodies."""

import logging
import sys
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from flask import Request, Response


def configure(*, level: int = logging.INFO) -> None:
    """Write one JSON object a line to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def log() -> Any:
    """Return the logger; event names are dotted and constant, values never personal."""
    return structlog.get_logger()


def request_line(request: "Request", response: "Response", request_id: str, elapsed: float) -> None:
    """Log one request by its route: the address itself may hold what a worker typed."""
    log().info(
        "request", route=request.endpoint or "none", method=request.method, status=response.status_code,
        milliseconds=round(elapsed * 1000, 1), request_id=request_id,
    )  # fmt: skip
