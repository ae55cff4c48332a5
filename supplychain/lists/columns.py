"""Which column of the file is which column of the template: proposed, chosen, kept per tenant."""

from collections import defaultdict
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from supplychain.lists.findings import Finding, shown
from supplychain.lists.synonyms import column_for, normal
from supplychain.lists.template import LABELS, REQUIRED, TEMPLATE, Column

__all__ = ["LABELS", "REQUIRED", "TEMPLATE", "Column", "Mapping", "letter", "normal", "propose"]


def letter(index: int) -> str:
    """The letter a spreadsheet program shows over the column with this 0-based index: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Mapping:
    """Headings of a file and the template column each stands for (None: kept, not used)."""

    headers: tuple[str, ...]
    columns: tuple[str | None, ...]
    findings: list[Finding] = field(default_factory=list)
    chosen: frozenset[int] = frozenset()
    """Columns of the file that a person decided about; equal headings are no error once all are decided."""

    @property
    def ok(self) -> bool:
        """Whether rows can be checked: every required column is there, no heading is given twice."""
        return not any(finding.severity == "E" for finding in self.findings)

    @cached_property
    def used(self) -> list[tuple[int, str]]:
        """Columns of the file that stand for one of the template: 0-based column, name."""
        return [(index, name) for index, name in enumerate(self.columns) if name]

    @cached_property
    def kept(self) -> list[tuple[int, str]]:
        """Columns of the file that stand for none: 0-based column, heading."""
        return [
            (index, self.headers[index] or letter(index))
            for index, name in enumerate(self.columns)
            if not name
        ]

    def apply(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row under the names of the template; empty cells are left out."""
        return {name: cells[index] for index, name in self.used if index < len(cells) and cells[index]}

    def others(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row that the template has no column for, under their own headings."""
        return {name: cells[index] for index, name in self.kept if index < len(cells) and cells[index]}

    def choose(self, choices: MappingOf[int, str | None]) -> "Mapping":
        """The mapping after a person's choice: 0-based column of the file → template column or None.

        Raises:
            KeyError: a chosen name is not a column of the template.
        """
        for name in choices.values():
            if name is not None:
                LABELS[name]
        taken = {name for name in choices.values() if name}
        columns = [None if name in taken else name for name in self.columns]
        for index, name in choices.items():
            columns[index] = name
        return _checked(self.headers, columns, self.chosen | frozenset(choices))

    def as_json(self) -> dict[str, Any]:
        """Plain data; `from_json` reads it back."""
        return {"headers": list(self.headers), "columns": list(self.columns), "chosen": sorted(self.chosen)}

    @classmethod
    def from_json(cls, data: MappingOf[str, Any]) -> "Mapping":
        """Read back what `as_json` wrote; findings are worked out anew."""
        return _checked(tuple(data["headers"]), list(data["columns"]), frozenset(data.get("chosen") or ()))


def propose(headers: Sequence[str], saved: MappingOf[str, str] | None = None) -> Mapping:
    """Propose a mapping from the headings of a file.

    Args:
        headers: the headings as written, in order.
        saved: this tenant's earlier choices, `normal(heading)` → template column; they win over our synonyms.
    """
    saved = saved or {}
    columns: list[str | None] = []
    for header in headers:
        name = saved.get(normal(header)) or column_for(header)
        # the first heading keeps a column; a second one with other words is kept as an unknown column
        columns.append(None if name in columns else name)
    return _checked(tuple(headers), columns)


def _checked(
    headers: tuple[str, ...], columns: list[str | None], chosen: frozenset[int] = frozenset()
) -> Mapping:
    places: dict[str, list[int]] = defaultdict(list)
    for index, header in enumerate(headers):
        if key := normal(header):
            places[key].append(index)
    findings = [
        Finding("F06", params={"heading": shown(headers[at[0]]), "columns": ", ".join(map(letter, at))})
        for at in places.values()
        if len(at) > 1 and not chosen.issuperset(at)
    ]
    doubled = {name for name in columns if name and columns.count(name) > 1}
    findings += [
        Finding(
            "F06",
            field=name,
            params={
                "heading": LABELS[name],
                "columns": ", ".join(letter(i) for i, n in enumerate(columns) if n == name),
            },
        )
        for name in sorted(doubled)
    ]
    findings += [
        Finding("F07", field=name, params={"field": name}) for name in REQUIRED if name not in columns
    ]
    findings += [
        Finding("F08", params={"heading": shown(header), "column": letter(index)})
        for index, (header, name) in enumerate(zip(headers, columns, strict=True))
        if name is None and header.strip() and len(places[normal(header)]) < 2
    ]
    return Mapping(headers, tuple(columns), findings, chosen)
