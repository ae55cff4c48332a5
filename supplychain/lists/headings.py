"""Find the row of headings among titles, notes and blank lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from supplychain.lists.synonyms import column_for

SEARCHED = 20
"""Rows in which headings are looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """0-based place of the heading row, how many template columns it names, whether it is a guess."""

    index: int
    known: int
    guessed: bool


def known_columns(cells: Sequence[str]) -> int:
    """How many different columns of the template these cells name."""
    return len({name for cell in cells if len(cell) <= 100 and (name := column_for(cell))})


def find(rows: Sequence[Sequence[str]]) -> Found | None:
    """The heading row among the first 20 rows; None when all are empty."""
    best = Found(0, 0, guessed=True)
    first: int | None = None
    for index, cells in enumerate(rows[:SEARCHED]):
        filled = sum(1 for cell in cells if cell.strip())
        if first is None and filled:
            first = index
        known = known_columns(cells)
        if known > best.known:
            best = Found(index, known, guessed=False)
    if first is None:
        return None
    if best.known >= 2:
        return best
    return Found(_widest(rows, first), best.known, guessed=True)


def _widest(rows: Sequence[Sequence[str]], first: int) -> int:
    """Without a known heading: the first row that is as full as any and holds words, not figures."""
    filled = [sum(1 for cell in cells if cell.strip()) for cells in rows[:SEARCHED]]
    usual = max(filled)
    for index in range(first, len(filled)):
        words = all(not cell.strip().replace(".", "").isdigit() for cell in rows[index])
        if filled[index] == usual and words:
            return index
    return first
