"""A list read as a whole: for tests, whose lists are small."""

from typing import NamedTuple

from supplychain.lists import child
from supplychain.lists.child import Header, ParsedRow
from supplychain.lists.findings import Finding


class Whole(NamedTuple):
    """What there is to know of a file once its last row was read."""

    header: Header | None
    rows: list[ParsedRow]
    findings: list[Finding]
    total: int
    blank: int
    ok: bool


def whole(data: bytes, name: str, **options) -> Whole:
    """Read every row; options as for `child.stream_file`."""
    with child.stream_file(data, name, **options) as stream:
        rows = list(stream)
        return Whole(stream.header, rows, stream.findings, stream.total, stream.blank, stream.ok)
