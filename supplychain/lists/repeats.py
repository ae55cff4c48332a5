"""Rows of one file compared with each other: repeated, nearly the same, referring to each other."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from supplychain.lists.cells import fold
from supplychain.lists.findings import Finding, shown

_DIGITS = re.compile(r"\d+")
_NEAR = 92.0
_LONGEST_CIRCLE = 50
_SHOWN = 80


def _mark(*parts: str) -> int:
    """What stands for some texts: a keyed hash of 64 bits, for the texts of 200,000 rows would fill the memory."""
    return hash("\x1f".join(parts))


class Folded(NamedTuple):
    """Name, address and broker of a row without case, accents and marks, as rows are compared."""

    name: str = ""
    address: str = ""
    broker: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Folded":
        """Fold what a row says."""
        broker = fold(values.get("broker_name", "") + values.get("broker_licence_no", ""))
        return cls(fold(values.get("supplier_name", "")), fold(values.get("address", "")), broker)


class _Reference(NamedTuple):
    """The row that first gave itself a reference; a plain tuple costs the collector of memory nothing."""

    row: int
    folded: int
    tier: int | None
    name: str


@dataclass(slots=True)
class Repeats:
    """What must be remembered about the rows seen so far; as hashes, for there may be 200,000."""

    _exact: dict[int, int] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)
    _addresses: dict[int, tuple[int, str]] = field(default_factory=dict)
    _references: dict[str, _Reference] = field(default_factory=dict)
    _sources: dict[str, list[tuple[int, str, int | None]]] = field(default_factory=dict)
    """By the reference of the buyer: its row, the reference it buys from, its tier."""
    _loose: list[tuple[int, str]] = field(default_factory=list)

    def compare(self, row: int, country: str, folded: Folded) -> tuple[int | None, list[Finding]]:
        """Compare an otherwise acceptable row with all before it, and remember it.

        Returns the row it repeats, if one, and R23, R24 or R25.
        """
        name, address, broker = folded
        exact = _mark(country, name, address, broker)
        if (other := self._exact.setdefault(exact, row)) != row:
            return other, [Finding("R23", row, None, {"other": other})]
        if broker and self._exact.setdefault(_mark(country, name, address, ""), row) != row:
            return None, []  # another broker of a supplier that was named before
        return None, self._alike(row, country, name, address)

    def _alike(self, row: int, country: str, name: str, address: str) -> list[Finding]:
        text = name + "\x1f" + address
        without = _DIGITS.sub("0", text)
        if without != text:
            other = self._numbers.setdefault(_mark(country, without), row)
            if other != row:
                return [Finding("R25", row, None, {"other": other})]
        for key, rest in ((_mark(country, "n", name), address), (_mark(country, "a", address), name)):
            before = self._addresses.get(key)
            self._addresses[key] = (row, rest)
            if before is not None and _near(before[1], rest):
                return [Finding("R24", row, None, {"other": before[0]})]
        return []

    def refer(self, row: int, values: dict[str, Any], folded: Folded) -> list[Finding]:
        """Remember the references of a row. Returns R10 when its own names another supplier already."""
        own, wanted, tier = values.get("external_ref"), values.get("buys_from_ref"), values.get("tier")
        if own is None:
            if wanted is not None:
                self._loose.append((row, wanted))
            return []
        name = values.get("supplier_name", "")
        mark = _mark(folded.name)
        first = self._references.get(own)
        if first is None:
            kept = name if len(name) <= _SHOWN else shown(name)
            first = self._references[own] = _Reference(row, mark, tier, kept)
        if wanted is not None:
            self._sources.setdefault(own, []).append((row, wanted, tier))
        if first.folded != mark:
            return [Finding("R10", row, "external_ref", {"value": shown(own), "other": shown(first.name)})]
        return []

    def finish(self) -> list[Finding]:
        """R27 and R28 for the whole file: references that lead nowhere, in a circle, or to the wrong tier."""
        findings = []
        for row, wanted in self._loose:
            if wanted not in self._references:
                findings.append(Finding("R28", row, "buys_from_ref", {"value": shown(wanted)}))
        for own in self._references if self._sources else ():
            for row, wanted, tier in self._sources.get(own, ()):
                target = self._references.get(wanted)
                if target is None:
                    findings.append(Finding("R28", row, "buys_from_ref", {"value": shown(wanted)}))
                elif circle := self._circle(own, wanted):
                    params: dict[str, Any] = {"reason": "circle", "value": shown(" → ".join(circle))}
                    findings.append(Finding("R28", row, "buys_from_ref", params))
                elif tier is not None and target.tier is not None and target.tier <= tier:
                    params = {"reason": "path", "value": target.tier, "other": row, "expected": tier}
                    findings.append(Finding("R27", target.row, "tier", params))
        return sorted(findings, key=lambda finding: (finding.row or 0, finding.code))

    def _circle(self, start: str, wanted: str) -> list[str] | None:
        """The way from `start` by way of `wanted` back to `start`, following each supplier's first source."""
        path = [start]
        seen = {start}
        while wanted not in seen and len(path) < _LONGEST_CIRCLE:
            path.append(wanted)
            seen.add(wanted)
            sources = self._sources.get(wanted)
            if not sources:
                return None
            wanted = sources[0][1]
        return [*path, start] if wanted == start else None


def _near(one: str, other: str) -> bool:
    if one == other or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    return min(len(one), len(other)) >= 5 and fuzz.ratio(one, other, score_cutoff=_NEAR) > 0
