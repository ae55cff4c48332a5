"""Long streams of names against one index, on every processor (pure).

The index is built once and shared with forked processes, which keep what they learn about words from one batch to the
next; equal names of a batch are searched once.
"""

import gc
import json
import multiprocessing
import os
import resource
import sys
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from screening.index import NameIndex
from screening.json_lines import Question
from screening.model import WHOLE
from screening.names import Kind

Asked = tuple[str, Kind]
_ALONE = 1_500  # fewer names are searched sooner than processes are started
_SLICES = 4  # of each process in a batch, so that none waits long for the others
_LEAST, _MOST = 500, 5_000  # names of a slice


@dataclass(frozen=True, slots=True)
class Terms:
    """What is searched, and how: index, least score, most matches of a name."""

    index: NameIndex
    threshold: float
    k: int


class Bulk:
    """Searches batches; use it in a ``with`` statement, which ends its processes.

    Args:
        terms: what is searched, and how.
        processes: how many processes search side by side; one searches in this process.
    """

    def __init__(self, terms: Terms, processes: int) -> None:
        self._terms = terms
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._pids: set[int] = set()

    def __enter__(self) -> Self:
        """Search once, so that compiled code is loaded before processes part, and not by each of them."""
        self._terms.index.find([("Any Name", "unknown")])
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def answers(self, batches: Iterable[Sequence[Question]]) -> Iterator[str]:
        """Yield, batch by batch, the lines that answer its questions, in their order."""
        waiting: deque[tuple[Sequence[Question], dict[Asked, int], list[Future[tuple[int, list[str]]]]]] = deque()
        for batch in batches:
            asked: dict[Asked, int] = {}
            for question in batch:
                asked.setdefault((question.name, question.kind), len(asked))
            if self._processes == 1 or (self._pool is None and len(asked) < _ALONE):
                yield _lines(batch, asked, written(self._terms, list(asked)))
                continue
            waiting.append((batch, asked, self._submit(list(asked))))
            if len(waiting) > 1:  # this process reads the next batch while the others search the last
                yield self._collect(*waiting.popleft())
        while waiting:
            yield self._collect(*waiting.popleft())

    def peak_mb(self) -> int:
        """Return the most memory held, in MB: that of this process and what its children do not share with it."""
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)
        return own + sum(private_mb(pid) for pid in self._pids)

    def _submit(self, asked: list[Asked]) -> list[Future[tuple[int, list[str]]]]:
        if self._pool is None:
            gc.freeze()  # or the first collection of each child would copy the whole index
            self._pool = ProcessPoolExecutor(
                self._processes, multiprocessing.get_context("fork"), initializer=_begin, initargs=(self._terms,)
            )
        size = min(max(len(asked) // (self._processes * _SLICES) + 1, _LEAST), _MOST)
        with warnings.catch_warnings():
            # numpy's idle threads make Python warn; they hold no lock that a child could wait for
            warnings.filterwarnings("ignore", ".*use of fork", DeprecationWarning)
            return [self._pool.submit(_slice, asked[start : start + size]) for start in range(0, len(asked), size)]

    def _collect(
        self, batch: Sequence[Question], asked: dict[Asked, int], slices: list[Future[tuple[int, list[str]]]]
    ) -> str:
        found: list[str] = []
        for part in slices:
            pid, texts = part.result()
            self._pids.add(pid)
            found += texts
        return _lines(batch, asked, found)


def written(terms: Terms, asked: Sequence[Asked]) -> list[str]:
    """Return the matches of each name as JSON text: entity_id and score, best first."""
    found = terms.index.find(asked, threshold=terms.threshold, k=terms.k)
    hits: list[list[str]] = [[] for _ in asked]
    for number, place, points in zip(*(column.tolist() for column in found), strict=True):
        entity = json.dumps(terms.index.entry(place)[0])
        hits[number].append(f'{{"entity_id": {entity}, "score": {points / WHOLE:.4f}}}')
    return [f"[{', '.join(texts)}]" for texts in hits]


def private_mb(pid: int) -> int:
    """Return the memory that a process shares with no other, in MB; 0 where the system does not say."""
    kilobytes = 0
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Private_"):
                kilobytes += int(line.split()[1])
    return kilobytes // 1024


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _lines(batch: Sequence[Question], asked: dict[Asked, int], found: Sequence[str]) -> str:
    return "".join(f'{{"id": {q.id}, "hits": {found[asked[q.name, q.kind]]}}}\n' for q in batch)


_terms: list[Terms] = []  # of a forked process


def _begin(terms: Terms) -> None:
    _terms[:] = [terms]


def _slice(asked: list[Asked]) -> tuple[int, list[str]]:
    return os.getpid(), written(_terms[0], asked)
