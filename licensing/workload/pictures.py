"""Where the bars of a picture stand: numbers in, rectangles out, in the units of the drawing (pure).

A drawing is 360 units wide, so that it needs no scaling on a telephone; the zero line lies at the bottom of the field.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, FIELD, TOP = 360.0, 150.0, 18.0  # units: the drawing, the field for bars, room for the figure above the tallest
GAP = 0.24  # of a column's place, between two columns


@dataclass(frozen=True)
class Bar:
    """One rectangle: `part` is the number of its series, `value` what it stands for."""

    part: int
    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Column:
    """One column: its bars from the bottom up, the middle of its place, where its total is written, and the total."""

    bars: Sequence[Bar]
    middle: float
    top: float
    total: int


def columns(rows: Sequence[Sequence[int]], *, mirrored: bool = False) -> list[Column]:
    """Return one stacked column for each row of values; the tallest fills the field.

    `mirrored` lets the first column stand at the right, for languages that are read from there.
    """
    if not rows:
        return []
    most = max(max((sum(row) for row in rows), default=0), 1)
    place = WIDTH / len(rows)
    found = []
    for number, row in enumerate(rows):
        left = WIDTH - (number + 1) * place if mirrored else number * place
        bottom, bars = TOP + FIELD, []
        for part, value in enumerate(row):
            height = FIELD * value / most
            if value:
                bars.append(Bar(part, value, round(left + place * GAP / 2, 2), round(bottom - height, 2),
                                round(place * (1 - GAP), 2), round(height, 2)))  # fmt: skip
            bottom -= height
        found.append(Column(bars, round(left + place / 2, 2), round(bottom - 4, 2), sum(row)))
    return found


def line(at: float, count: int, *, mirrored: bool = False) -> float:
    """Return where an upright line stands that marks the point `at` on an axis of `count` columns."""
    x = WIDTH * min(max(at / count, 0), 1)
    return round(WIDTH - x if mirrored else x, 2)
