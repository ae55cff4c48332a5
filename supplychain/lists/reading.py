"""From a stored file to checked rows, a bounded number at a time; knows neither pages nor database."""

import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from supplychain.lists import child, columns
from supplychain.lists.checking import CheckContext, CheckedRow, check_row
from supplychain.lists.child import ParsedRow, Stream
from supplychain.lists.columns import Mapping
from supplychain.lists.findings import Finding
from supplychain.lists.limits import Limits
from supplychain.suppliers.keys import broker_key, supplier_key

SAMPLE = 20
CHUNK = 2_000
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
    with child.stream_file(data, name, **asked.as_json(), limits=limits or Limits()) as stream:
        sample = [row.cells for row in islice(stream, SAMPLE)]
        for _row in stream:
            pass
        errors = {finding.code for finding in stream.findings if finding.severity == "E"}
        readable = errors <= ANSWERABLE and (stream.finished or bool(errors))
        return Survey(stream.header, sample, stream.total, list(stream.findings), readable)


@dataclass
class Check:
    """A check of every row of one file: iterate over its chunks, then look at the figures."""

    stream: Stream
    mapping: Mapping
    context: CheckContext
    rows: int = 0
    raw_findings: list[Finding] = field(default_factory=list)

    def chunks(self, size: int = CHUNK) -> Iterator[list[tuple[ParsedRow, CheckedRow]]]:
        """Yield the rows that are not empty, checked, at most `size` at a time."""
        rows = iter(self.stream)
        while parsed := list(islice(rows, size)):
            self.rows += len(parsed)
            yield [(row, self._checked(row)) for row in parsed]

    def _checked(self, row: ParsedRow) -> CheckedRow:
        return check_row(
            self.mapping.apply(row.cells), self.context, row=row.row, notes=row.notes, mapping=self.mapping
        )

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


def stored(parsed: ParsedRow, checked: CheckedRow, mapping: Mapping, more: Sequence[Finding] = ()) -> dict[str, Any]:
    """Return one row as the database keeps it: raw cells, what was understood, what is wrong."""
    content: dict[str, Any] = {"values": checked.values, "others": mapping.others(parsed.cells)}
    if checked.duplicate_of is not None:
        content["duplicate_of"] = checked.duplicate_of
    if checked.status == "accepted":
        content["supplier_key"] = supplier_key(checked.values)
        content["broker_key"] = broker_key(checked.values)
    return {
        "row": checked.row, "status": checked.status, "raw": parsed.cells, "content": content,
        "findings": [finding.as_json() for finding in (*checked.findings, *more)],
    }  # fmt: skip


def as_text(rows: list[dict[str, Any]]) -> str:
    """Return rows as one JSON text for PostgreSQL; the parser has taken out NUL, the one sign it cannot store."""
    return json.dumps(rows, ensure_ascii=False)
