"""What a formula asks for, and what is held towards it (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Money:
    """An amount in the minor units of its currency (ISO 4217)."""

    amount_minor: int
    currency: str


@dataclass(frozen=True, order=True)
class Band:
    """An amount (minor units) asked for from so many workers a year and so many demerit points on."""

    workers_from: int
    points_from: int
    amount_minor: int


@dataclass(frozen=True)
class Formula:
    """What a class must be secured by: bands, and so much more for each branch (Malaysia, licensing.md 1.6)."""

    id: UUID
    currency: str
    bands: tuple[Band, ...]
    per_branch_minor: int = 0


@dataclass(frozen=True)
class Basis:
    """What the amount is computed of: workers declared a year, demerit points that count today, branches."""

    workers: int = 0
    points: int = 0
    branches: int = 0


@dataclass(frozen=True)
class Holding:
    """What one security can still give, and the last day on which it holds (None: no end)."""

    left_minor: int
    currency: str
    last_day: date | None


@dataclass(frozen=True)
class Cover:
    """What is required of an agency for a class, and what is held; amounts in minor units of `currency`."""

    required: Money | None
    held_minor: int
    basis: Basis

    @property
    def missing_minor(self) -> int:
        """How much is missing; 0 when enough is held or nothing is required."""
        return max(0, self.required.amount_minor - self.held_minor) if self.required else 0

    @property
    def sufficient(self) -> bool:
        """Tell whether nothing is missing."""
        return self.missing_minor == 0


def required(formula: Formula, basis: Basis) -> Money:
    """Return what a formula asks for: the highest amount of the bands that are reached, and so much for each branch.

    Class × volume × points (Singapore, Nepal; licensing.md 1.5, 1.7, 5 row 47). A band is reached when there are at
    least its workers and at least its points; where none is reached, only the branches count.
    """
    reached = [
        band.amount_minor
        for band in formula.bands
        if band.workers_from <= basis.workers and band.points_from <= basis.points
    ]
    return Money(max(reached, default=0) + formula.per_branch_minor * basis.branches, formula.currency)


def held(holdings: Iterable[Holding], currency: str, day: date) -> int:
    """Return what is held on `day` in one currency; another currency and what has ended count nothing."""
    return sum(
        item.left_minor
        for item in holdings
        if item.currency == currency and (item.last_day is None or item.last_day >= day)
    )
