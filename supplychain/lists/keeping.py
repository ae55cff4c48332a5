"""Checked rows as PostgreSQL takes them: a few long texts with one line a row. Knows no database.

A statement for each row, or rows wrapped into one document and taken apart again, would cost more than all checks.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple
from uuid import UUID

from core import ids
from supplychain.lists.checking import CheckedRow
from supplychain.lists.findings import Finding
from supplychain.suppliers.keys import broker_key, supplier_key

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_BETWEEN = "\0"
_BETWEEN_ENCODED = ',"\\u0000",'


class Identity(NamedTuple):
    """The supplier a row is about: its id, and a reference if the row is the first of the file to name it."""

    supplier_id: UUID
    reference: str | None


class Identities:
    """Gives each supplier of one file its id and reference; those that the company has already keep their own."""

    def __init__(self) -> None:
        self._given: dict[bytes, bytes] = {}  # two hundred thousand of them: bytes are the smallest
        self._references: set[str] = set()

    def of(self, keys: Sequence[str]) -> list[Identity]:
        """Return who the suppliers with these keys are, the same for every row with one key."""
        short = [bytes.fromhex(key)[:16] for key in keys]
        count = len(set(short) - self._given.keys())
        new, references = iter(ids.new_ids(count)), iter(self._draw(count))
        found = []
        for key in short:
            if known := self._given.get(key):
                found.append(Identity(UUID(bytes=known), None))
            else:
                found.append(Identity(next(new), next(references)))
                self._given[key] = found[-1].supplier_id.bytes
        return found

    def _draw(self, count: int) -> list[str]:
        """References that no other supplier of the file has: of a hundred thousand drawn, two are often alike."""
        drawn: list[str] = []
        while len(drawn) < count:
            fresh = dict.fromkeys(ids.new_references("S", count - len(drawn)))
            drawn += [reference for reference in fresh if reference not in self._references]
            self._references.update(fresh)
        return drawn


@dataclass(frozen=True, slots=True)
class Found:
    """What only the database knew of a row: the agency of its broker, and findings about its licence."""

    agency_id: UUID | None
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Kept:
    """Columns of rows to be stored, each a text with one line a row."""

    numbers: str
    statuses: str
    raw: str
    contents: str
    findings: str
    suppliers: str
    keys: str

    def columns(self) -> dict[str, str]:
        """Return the texts by name."""
        return {column.name: getattr(self, column.name) for column in fields(self)}

    def knowing(self, found: Mapping[int, Found]) -> "Kept":
        """Return the same with what the database knew of some rows, by their place; few of them have a broker."""
        if not found:
            return self
        contents, findings = self.contents.split("\n"), self.findings.split("\n")
        for at, known in found.items():
            if known.agency_id:
                contents[at] = _encode({**json.loads(contents[at]), "agency_id": str(known.agency_id)})
            if known.findings:
                said = [finding.as_json() for finding in known.findings]
                findings[at] = _encode([*json.loads(findings[at]), *said])
        return replace(self, contents="\n".join(contents), findings="\n".join(findings))


def lines(values: Sequence[Any]) -> str:
    """Each value as JSON on a line of its own; no text among them may hold NUL, which PostgreSQL does not take either.

    They are encoded in one go, with a text between them that stands for the end of a line: JSON itself has none.
    """
    mixed: list[Any] = [_BETWEEN] * (2 * len(values) - 1)
    mixed[::2] = values
    return _encode(mixed)[1:-1].replace(_BETWEEN_ENCODED, "\n")


def kept(
    cells: Sequence[Sequence[str]],
    rows: Sequence[CheckedRow],
    others: Callable[[Sequence[str]], dict[str, str]],
    identities: Identities,
) -> Kept:
    """Put rows into columns.

    Args:
        cells: the rows as uploaded, as many as `rows` and in the same order.
        rows: what was understood of them.
        others: gives the cells that the template has no column for.
        identities: of the suppliers of the whole file.
    """
    keys = [supplier_key(row.values, row.folded) if row.status == "accepted" else "" for row in rows]
    named = iter(identities.of([key for key in keys if key]))
    contents, suppliers = [], []
    for row, key in zip(rows, keys, strict=True):
        content: dict[str, Any] = {"values": row.values}
        if key:
            identity = next(named)
            content |= _known_as(row, key, identity)
            suppliers.append(identity.supplier_id.hex)
        else:
            suppliers.append("")
            if row.duplicate_of is not None:
                content["duplicate_of"] = row.duplicate_of
        contents.append(content)
    findings = [[finding.as_json() for finding in row.findings] for row in rows]
    for content, row_cells in zip(contents, cells, strict=True):
        if left := others(row_cells):
            content["others"] = left
    return Kept(
        "\n".join(str(row.row) for row in rows), "\n".join(row.status for row in rows), lines(cells), lines(contents),
        lines(findings), "\n".join(suppliers), "\n".join(keys),
    )  # fmt: skip


def _known_as(row: CheckedRow, key: str, identity: Identity) -> dict[str, Any]:
    """By what a later list finds the supplier and the broker of a row again, and what they are called here."""
    names = {"supplier_key": key}
    if identity.reference:
        names["reference"] = identity.reference
    if broker := broker_key(row.values):
        names |= {"broker_key": broker, "broker_id": str(ids.new_id())}
    return names
