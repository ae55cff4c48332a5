"""Rows in blocks of some thousand, column by column: what one process hands the other, and what is checked together.

A column of a block is one text with NUL between its cells: no cell holds one. That is quick to write, to read and to
look through, where a list of a hundred thousand rows is anything but. Kept nearly free of imports: it runs inside
the child process.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from supplychain.lists.refusal import Note

ROWS = 4_000
CHARACTERS = 512 * 1024
"""A block ends before it grows past these; a single row may be longer."""
SEPARATOR = "\0"

Event = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows that follow each other and are not empty.

    Attributes:
        numbers: of the rows, as a spreadsheet program shows them.
        columns: the cells of each column of the file, NUL between them.
        notes: the parser's remarks, by the row's place in the block.
    """

    numbers: list[int]
    columns: list[str]
    notes: dict[int, list[Note]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    def cells(self, column: int) -> list[str]:
        """The cells of one column of the file, from the first row of the block to the last."""
        return self.columns[column].split(SEPARATOR)

    def rows(self) -> list[tuple[str, ...]]:
        """The cells row by row."""
        if not self.columns:
            return [()] * len(self)
        return list(zip(*map(self.cells, range(len(self.columns))), strict=True))

    def parts(self, size: int) -> "Iterator[Block]":
        """The block itself, or blocks of at most `size` rows that make it up."""
        if len(self) <= size:
            yield self
            return
        columns = [self.cells(column) for column in range(len(self.columns))]
        for start in range(0, len(self), size):
            some = range(start, min(start + size, len(self)))
            yield Block(
                self.numbers[start : start + size],
                [SEPARATOR.join(cells[start : start + size]) for cells in columns],
                {at - start: self.notes[at] for at in some if at in self.notes},
            )


def gathered(events: Iterable[Event], most: int | None = None) -> Iterator[Event]:
    """The parser's events with their rows put together: `("rows", numbers, columns, notes)`, all others as they are.

    Args:
        events: of `parsing.parse`.
        most: rows wanted; those after them are left out, though all that is said about the file holds for them too.
    """
    waiting: list[Event] = []
    left, room = most, CHARACTERS
    for event in events:
        if event[0] != "row":
            if waiting:
                yield _together(waiting)
                waiting, room = [], CHARACTERS
            yield event
        elif left != 0:
            room -= len("".join(event[2]))
            if waiting and (room < 0 or len(waiting) == ROWS):
                yield _together(waiting)
                waiting, room = [], CHARACTERS
            waiting.append(event)
            left = None if left is None else left - 1


def _together(rows: list[Event]) -> Event:
    _, numbers, cells, remarks = zip(*rows, strict=True)
    columns = list(map(SEPARATOR.join, zip(*cells, strict=True)))
    if any(column.count(SEPARATOR) != len(rows) - 1 for column in columns):
        return _together([_without_nul(row) for row in rows])
    notes = [[at, *note] for at, found in enumerate(remarks) if found for note in found]
    return ("rows", numbers, columns, notes)


def _without_nul(row: Event) -> Event:
    _, number, cells, notes = row
    found: list[Note] = [("R13", column, {}) for column, cell in enumerate(cells) if SEPARATOR in cell]
    return ("row", number, [cell.replace(SEPARATOR, "") for cell in cells], [*notes, *found])
