"""Rows of one file compared with each other: repeated, nearly the same, referring to each other."""

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from rapidfuzz import fuzz

from supplychain.lists.cells import fold
from supplychain.lists.findings import Finding, shown

_DIGITS = re.compile(r"\d+")
_NEAR = 92.0
_LONGEST_CIRCLE = 50


def _digest(*parts: str) -> bytes:
    return blake2b("\x1f".join(parts).encode(), digest_size=12).digest()


@dataclass(slots=True)
class _Reference:
    row: int
    name: bytes
    shown: str
    tier: int | None
    buys_from: list[tuple[int, str, int | None]] = field(default_factory=list)
    """Row, the reference it names, its tier."""


@dataclass(slots=True)
class Repeats:
    """What must be remembered about the rows seen so far; as digests, for there may be 200,000."""

    _exact: dict[bytes, int] = field(default_factory=dict)
    _numbers: dict[bytes, int] = field(default_factory=dict)
    _addresses: dict[bytes, tuple[int, str]] = field(default_factory=dict)
    _references: dict[str, _Reference] = field(default_factory=dict)
    _loose: list[tuple[int, str]] = field(default_factory=list)

    def compare(self, row: int, values: dict[str, Any]) -> tuple[int | None, list[Finding]]:
        """Compare an otherwise acceptable row with all before it, and remember it.

        Returns the row it repeats, if one, and R23, R24 or R25.
        """
        country, name, address = values["country"], fold(values["supplier_name"]), fold(values["address"])
        broker = fold(values.get("broker_name", "") + values.get("broker_licence_no", ""))
        exact = _digest(country, name, address, broker)
        if (other := self._exact.setdefault(exact, row)) != row:
            return other, [Finding("R23", row, None, {"other": other})]
        if broker and self._exact.setdefault(_digest(country, name, address, ""), row) != row:
            return None, []  # another broker of a supplier that was named before
        return None, self._alike(row, country, name, address)

    def _alike(self, row: int, country: str, name: str, address: str) -> list[Finding]:
        text = name + "\x1f" + address
        without = _DIGITS.sub("0", text)
        if without != text:
            other = self._numbers.setdefault(_digest(country, without), row)
            if other != row:
                return [Finding("R25", row, None, {"other": other})]
        for key, rest in ((_digest(country, "n", name), address), (_digest(country, "a", address), name)):
            before = self._addresses.get(key)
            self._addresses[key] = (row, rest)
            if before is not None and _near(before[1], rest):
                return [Finding("R24", row, None, {"other": before[0]})]
        return []

    def refer(self, row: int, values: dict[str, Any]) -> list[Finding]:
        """Remember the references of a row. Returns R10 when its own names another supplier already."""
        own, wanted, tier = values.get("external_ref"), values.get("buys_from_ref"), values.get("tier")
        if own is None:
            if wanted is not None:
                self._loose.append((row, wanted))
            return []
        name = _digest(fold(values.get("supplier_name", "")))
        first = self._references.setdefault(
            own, _Reference(row, name, shown(values.get("supplier_name", "")), tier)
        )
        if wanted is not None:
            first.buys_from.append((row, wanted, tier))
        if first.name != name:
            return [Finding("R10", row, "external_ref", {"value": shown(own), "other": first.shown})]
        return []

    def finish(self) -> list[Finding]:
        """R27 and R28 for the whole file: references that lead nowhere, in a circle, or to the wrong tier."""
        findings = []
        for row, wanted in self._loose:
            if wanted not in self._references:
                findings.append(Finding("R28", row, "buys_from_ref", {"value": shown(wanted)}))
        for own, reference in self._references.items():
            for row, wanted, tier in reference.buys_from:
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
            reference = self._references.get(wanted)
            if reference is None or not reference.buys_from:
                return None
            wanted = reference.buys_from[0][1]
        return [*path, start] if wanted == start else None


def _near(one: str, other: str) -> bool:
    if one == other or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    return min(len(one), len(other)) >= 5 and fuzz.ratio(one, other, score_cutoff=_NEAR) > 0
