"""From a stored file to checked rows, a bounded number at a time; knows neither pages nor database."""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from supplychain.lists import child, columns
from supplychain.lists.checking import CheckContext, CheckedRow
from supplychain.lists.child import Stream
from supplychain.lists.columns import Mapping
from supplychain.lists.findings import Finding
from supplychain.lists.limits import Limits
from supplychain.lists.together import Checker

SAMPLE = 20
CHUNK = 4_000
# File findings that a person can answer by saying how the file is to be read.
ANSWERABLE = frozenset({"F03", "F05"})


@dataclass(frozen=True)
class Asked:
    """How a person said the file is to be read; None leaves it to us. `day_first`: how 03/04/2025 is meant."""

    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the choices as plain data."""
        return dataclasses.asdict(self)


@dataclass(frozen=True)
class Survey:
    """A first look through the whole file.

    Attributes:
        header: how it was read, None when it was refused.
        sample: the first rows.
        rows: rows under the headings.
        findings: about the file.
        readable: whether a person can go on, perhaps after an answer.
    """

    header: child.Header | None
    sample: list[list[str]]
    rows: int
    findings: list[Finding]
    readable: bool


def survey(data: bytes, name: str, asked: Asked, limits: Limits | None = None) -> Survey:
    """Look through a file once: what columns it has, how many rows, what stands against it."""
    with child.stream_file(data, name, **asked.as_json(), most=SAMPLE, limits=limits or Limits()) as stream:
        sample = [list(row.cells) for row in stream]
        errors = {finding.code for finding in stream.findings if finding.severity == "E"}
        readable = errors <= ANSWERABLE and (stream.finished or bool(errors))
        return Survey(stream.header, sample, stream.total, list(stream.findings), readable)


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file: their cells as uploaded, and what was understood of them."""

    cells: list[tuple[str, ...]]
    rows: list[CheckedRow]


@dataclass
class Check:
    """A check of every row of one file: iterate over its chunks, then look at the figures."""

    stream: Stream
    mapping: Mapping
    context: CheckContext

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        """Yield the rows that are not empty, checked, at most `size` at a time."""
        checker = Checker(self.mapping, self.context)
        for block in self.stream.blocks():
            for part in block.parts(size):
                cells = part.rows()
                yield Chunk(cells, checker.check(part, cells))

    @property
    def counts(self) -> dict[str, int]:
        """Return rows by what became of them; empty rows are counted, not kept."""
        counts: dict[str, int] = {str(key): value for key, value in self.context.counts.items()}
        counts["blank"] += self.stream.blank
        return counts


def start_check(
    data: bytes, name: str, asked: Asked, mapping: Mapping, *, day_first: bool | None, limits: Limits | None = None
) -> Check:
    """Begin to check a file with confirmed columns; close `stream` afterwards."""
    stream = child.stream_file(data, name, **asked.as_json(), limits=limits or Limits())
    return Check(stream, mapping, CheckContext(day_first=day_first))


def propose(header: child.Header, earlier: Sequence[Mapping]) -> Mapping:
    """Propose columns, following what this company chose for the same headings before; the newest choice wins."""
    saved: dict[str, str] = {}
    for mapping in reversed(earlier):
        pairs = zip(mapping.headers, mapping.columns, strict=True)
        saved.update({columns.normal(heading): name for heading, name in pairs if name and heading.strip()})
    return columns.propose(header.headers, saved)
