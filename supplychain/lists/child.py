"""Read an uploaded list in a limited child process.

Parsers of foreign files may run out of memory, spin, or abort. They do so in a process of their own that has
no environment, no database, no network, and bounded memory and time; what happens to it becomes a finding
about the file and never an exception here. The list is streamed: a hundred thousand rows cost the parent one
row at a time.
"""

import contextlib
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Self, cast

from supplychain.lists.blocks import SEPARATOR, Block
from supplychain.lists.findings import CATALOGUE, Finding
from supplychain.lists.limits import MIB, Limits
from supplychain.lists.refusal import Note

_ROOT = Path(__file__).resolve().parents[2]
_PIECE = 64 * 1024
_LONGEST_LINE = 16 * MIB
_DEFAULT = Limits()


class ParsedRow(NamedTuple):
    """One row that is not empty: number as a spreadsheet program shows it, raw cells, remarks."""

    row: int
    cells: Sequence[str]
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Header:
    """How the file was read, and its headings."""

    format: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    sheets: list[dict[str, Any]]
    header_row: int
    headers: list[str]
    parser: str

    def as_json(self) -> dict[str, Any]:
        """Plain data; `from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Header":
        """Read back what `as_json` wrote. Raises TypeError when a part is missing."""
        return cls(**data)


class Stream:
    """The rows of one list in file order; go through `blocks`, or through the rows, once, then look at `ok`.

    Attributes:
        header: how the file was read; None when it was refused at once.
        findings: findings about the file; grows until the last row was read.
        total: rows under the headings, after the last row was read.
        blank: how many of them were empty; empty rows are not given out.
        finished: whether the child reached the end of the file.
    """

    def __init__(self, data: bytes, request: dict[str, Any], limits: Limits) -> None:
        self.header: Header | None = None
        self.findings: list[Finding] = []
        self.total = 0
        self.blank = 0
        self.finished = False
        self._limits = limits
        self._waited = 0.0
        self._refused = False
        self._stopped = False
        self._process = _start(data, request)
        self._output = cast("BinaryIO", self._process.stdout)
        self._lines = self._read_lines()
        for event in self._lines:
            self._take(event)
            if event[0] == "header":
                break

    @property
    def ok(self) -> bool:
        """Whether the whole list was read and nothing about the file itself stands against using it."""
        return self.finished and not any(finding.severity == "E" for finding in self.findings)

    def blocks(self) -> Iterator[Block]:
        """The rows, some thousand at a time; empty ones are left out."""
        for event in self._lines:
            if event[0] == "rows":
                yield event[1]
            else:
                self._take(event)

    def __iter__(self) -> Iterator[ParsedRow]:
        for block in self.blocks():
            for at, (number, cells) in enumerate(zip(block.numbers, block.rows(), strict=True)):
                yield ParsedRow(number, cells, block.notes.get(at, []))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child now if it still runs; further rows are not given out."""
        self._lines.close()
        self._end()

    def _end(self) -> int:
        if self._process.poll() is None:
            self._process.kill()
        code = self._process.wait()
        self._output.close()
        return code

    def _take(self, event: list[Any]) -> None:
        kind = event[0]
        if kind == "header":
            self.header = Header.from_json(event[1])
        elif kind == "finding":
            self.findings.append(Finding(event[1], params=event[2]))
        elif kind == "refused":
            self._refused = True
            self.findings.append(Finding(event[1], params=event[2]))
        elif kind == "end":
            self.total, self.blank = event[1], event[2]
            self.finished = True

    def _read_lines(self) -> Generator[list[Any]]:
        """Events of the child; when it stops without a last word, what happened becomes a finding."""
        rest: list[bytes] = []
        left = self._limits.max_output + _LONGEST_LINE
        try:
            while (piece := self._read_piece()) and not self._stopped:
                left -= len(piece)
                *lines, last = piece.split(b"\n")
                if lines:
                    lines[0], rest = b"".join([*rest, lines[0]]), []
                rest.append(last)
                self._stopped = left < 0 or sum(map(len, rest)) > _LONGEST_LINE
                for line in lines:
                    if (event := _event(line, self._limits, self.header)) is None:
                        self._take(["refused", "F01", {"detail": "unexpected answer"}])
                        return  # the child is not our program any more
                    yield event
            self._wait_briefly()
        finally:
            code = self._end()
            if not (self.finished or self._refused):
                self._take(["refused", *self._why(code)])

    def _wait_briefly(self) -> None:
        """A closed output means that the child is about to end by itself: let it leave its exit code."""
        if self._stopped:
            return
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._stopped = True

    def _why(self, code: int) -> tuple[str, dict[str, Any]]:
        """The finding for a child that ended early: out of time or memory, or broken by the file."""
        exhausted = {-signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU}
        if self._stopped or code in exhausted:
            return "F13", {"reason": "stopped"}
        return "F01", {"detail": f"exit {code}"}

    def _read_piece(self) -> bytes:
        """The next bytes from the child. Only waiting counts against the clock, not the caller's work."""
        descriptor = self._output.fileno()
        poller = select.poll()
        poller.register(descriptor, select.POLLIN | select.POLLHUP)
        started = time.monotonic()
        ready = poller.poll(max(0.0, self._limits.wall_seconds - self._waited) * 1000)
        self._waited += time.monotonic() - started
        if not ready:
            self._stopped = True
            return b""
        return os.read(descriptor, _PIECE)


def _event(line: bytes, limits: Limits, header: Header | None = None) -> list[Any] | None:
    """One line of the child as an event, or None: what opens foreign files is not believed."""
    try:
        event = json.loads(line)
        kind = event[0]
        if kind == "rows":
            return [kind, _block(event, len(header.headers))] if header else None
        if kind in ("finding", "refused"):
            _, code, params = event
            return event if code in CATALOGUE and isinstance(params, dict) else None
        if kind == "end":
            return event if [type(each) for each in event[1:]] == [int, int] else None
        if kind == "header":
            names = Header.from_json(event[1]).headers
            good = all(type(name) is str and SEPARATOR not in name for name in names)
            return event if good and len(names) <= limits.max_columns else None
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    return None


def _block(event: list[Any], width: int) -> Block:
    """What the child says are rows under `width` headings. Raises ValueError or TypeError when it cannot be that."""
    _, numbers, columns, remarks = event
    count = len(numbers)
    if set(map(type, numbers)) != {int} or len(columns) != width or set(map(type, columns)) - {str}:
        raise ValueError("no rows")
    for column in columns:
        column.encode()  # half of a pair of signs is no text, and PostgreSQL would say so in the middle of a job
        if column.count(SEPARATOR) != count - 1:
            raise ValueError("no rows")
    notes: dict[int, list[Note]] = {}
    for at, code, place, params in remarks:
        known = type(at) is int and 0 <= at < count and code in CATALOGUE
        if not known or not isinstance(place, int | None) or not isinstance(params, dict):
            raise ValueError("no remark")
        notes.setdefault(at, []).append((code, place, params))
    return Block(numbers, columns, notes)


def _start(data: bytes, request: dict[str, Any]) -> "subprocess.Popen[bytes]":
    """Start the child: options and file on its standard input, next to nothing in its environment."""
    with _memory_file() as source:
        source.write(json.dumps(request).encode() + b"\n")
        source.write(data)
        source.flush()
        source.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-E", "-s", "-B", "-X", "utf8", "-m", "supplychain.lists.reader"],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"LC_ALL": "C.UTF-8"},
            close_fds=True,
            start_new_session=True,
        )
        if hasattr(fcntl, "F_SETPIPE_SZ"):  # so that it reads the next block while this one is looked at
            with contextlib.suppress(PermissionError):  # an account that holds many pipes may have no larger one
                fcntl.fcntl(cast("BinaryIO", process.stdout), fcntl.F_SETPIPE_SZ, MIB)
        return process


def _memory_file() -> BinaryIO:
    """A file in memory where the system has that, so that a supplier list is never left on a disk."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("list"), "w+b")
    return tempfile.TemporaryFile()


def stream_file(
    data: bytes,
    filename: str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    most: int | None = None,
    limits: Limits = _DEFAULT,
) -> Stream:
    """Read an uploaded list block by block.

    Args:
        data: the bytes of the file.
        filename: its name; what the file is, is decided by its bytes alone.
        sheet: name of the sheet to read (after F09), else the first with headings.
        encoding: how its letters are written (after F03), else found out.
        delimiter: the character between columns (after F04), else found out.
        header_row: number of the row with the headings (after F05), else searched in the first 20 rows.
        most: rows wanted, for a first look; all are read and counted, only so many are given out.
        limits: what the file may cost.

    Raises nothing for bad content: look at `findings` and, after the last row, at `ok`.
    """
    del filename
    if len(data) > limits.max_bytes:
        data = data[: limits.max_bytes + 1]  # enough for the child to say so
    request = {"sheet": sheet, "encoding": encoding, "delimiter": delimiter, "header_row": header_row, "most": most}
    return Stream(data, {**request, "limits": asdict(limits)}, limits)
