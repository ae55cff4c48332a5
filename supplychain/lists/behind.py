"""Work that follows another at one step's distance: a chunk is stored while the next one is checked."""

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from types import TracebackType
from typing import Generic, Self, TypeVar

Piece = TypeVar("Piece")
_SOON = 0.0005
"""Seconds until a thread that works gives way to one that has been waiting for the database, and needs but a moment."""


class Behind(Generic[Piece]):
    """Does `work` on one piece after the other in a thread of its own, in the caller's context; use with ``with``.

    The caller waits for the piece before the one it brings, so never more than two are in memory. What `work` raises
    is raised by the next call.
    """

    def __init__(self, work: Callable[[Piece], bool]) -> None:
        """Do `work` on each piece; once it returns False, no more is wanted."""
        self._work = work
        self._thread = ThreadPoolExecutor(1)
        self._last: Future[bool] | None = None

    def put(self, piece: Piece) -> bool:
        """Have a piece worked on; tells whether more are wanted. Then it is the caller's to stop."""
        if not self.done():
            return False
        self._last = self._thread.submit(copy_context().run, self._work, piece)
        return True

    def done(self) -> bool:
        """Wait for the last piece; tells whether all went through."""
        return self._last is None or self._last.result()

    def __enter__(self) -> Self:
        self._interval = sys.getswitchinterval()
        sys.setswitchinterval(_SOON)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()
        sys.setswitchinterval(self._interval)
