"""The web server's own words, without what a request said or where it came from."""

import sys
from typing import Any

from gunicorn.glogging import Logger


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn's log for operators: that something happened and of what kind, never an address or a request.

    gunicorn names the sender's IP address when a request is no HTTP, or is too long, and the whole address line,
    with what a worker typed, when one fails; neither may be kept.
    """

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Warn; of a request that could not be read only that there was one."""
        if msg.startswith("Invalid request"):
            super().warning("A request was refused: it is too long, or is no HTTP.")
        else:
            super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002  gunicorn gives them
        """Report a failure by its kind; its words and its traceback may hold what was sent."""
        kind = sys.exc_info()[0]
        super().error("A request could not be answered (%s).", kind.__name__ if kind else "unknown")
