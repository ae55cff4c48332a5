"""When a version of a list looks like a broken feed: too short, too long, or not the size expected of it (pure)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.marking import N_

# A list that loses more than a tenth of its entities at once, or more than doubles, is taken for a broken feed.
LARGEST_SHRINK = 0.10
LARGEST_GROWTH = 2

SHRANK = N_(
    "The list would shrink from %(before)s to %(now)s entities. That is more than a tenth, so it may be"
    " broken. The list that was imported before stays in use."
)
GREW = N_(
    "The list would grow from %(before)s to %(now)s entities. That is more than double, so it may be another list."
    " The list that was imported before stays in use."
)
TOO_FEW = N_(
    "The list holds %(now)s entities, and at least %(least)s are expected of it. The list that was imported before"
    " stays in use."
)
TOO_MANY = N_(
    "The list holds %(now)s entities, and at most %(most)s are expected of it. The list that was imported before"
    " stays in use."
)


@dataclass(frozen=True)
class Finding:
    """Something that speaks against taking a source: a stable code, a marked sentence and what fills it."""

    code: str
    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence, translated and filled."""
        said = translate(self.text)
        return said % self.values if self.values else said

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"code": self.code, "text": self.text, "values": self.values}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Finding":
        """Return what was kept."""
        return cls(kept["code"], kept["text"], kept["values"])


@dataclass(frozen=True)
class Expected:
    """How many entities a list should hold; None where nobody said."""

    least: int | None = None
    most: int | None = None


def judge(before: int | None, now: int, expected: Expected) -> list[Finding]:
    """Return what speaks against a version with `now` entities where the version in use holds `before` (None: none)."""
    found = []
    if before is not None and now < before * (1 - LARGEST_SHRINK):
        found.append(Finding("list-shrank", SHRANK, {"before": before, "now": now}))
    if before is not None and now > before * LARGEST_GROWTH:
        found.append(Finding("list-grew", GREW, {"before": before, "now": now}))
    if expected.least is not None and now < expected.least:
        found.append(Finding("list-too-short", TOO_FEW, {"now": now, "least": expected.least}))
    if expected.most is not None and now > expected.most:
        found.append(Finding("list-too-long", TOO_MANY, {"now": now, "most": expected.most}))
    return found
