"""Sharing work among processes that inherit what they work on (pure).

Only for jobs and the command line: a process with threads must not fork.
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from typing import Any

_work: list[Any] = []  # what forked processes work on: they inherit it, so that nothing large is sent


def forked(task: Any, parts: Sequence[Any], processes: int) -> Iterator[Any]:
    """Do a task for each part in forked processes and yield the results in order."""
    context = multiprocessing.get_context("fork")
    _work[:] = [task, parts]
    try:
        with context.Pool(min(processes, len(parts))) as pool:
            yield from pool.imap(_do, range(len(parts)))
    finally:
        _work[:] = []


def _do(number: int) -> Any:
    task, parts = _work
    return task(parts[number])
