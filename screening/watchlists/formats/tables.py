"""Tables in text files, row by row with bounded memory (pure)."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TextIO

from screening.watchlists.formats.texts import repaired
from screening.watchlists.records import FormatError, encoding_of

MAX_LINE = 1_000_000
# Rows of one entity that do not stand together are gathered in memory, up to this many.
MAX_GATHERED = 300_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name, and where it stands.

    Attributes:
        line: the line of the file on which it ends.
        cells: what the row says; a column that is empty or missing gives the empty text.
        file: name of the file.
    """

    line: int
    cells: dict[str, str]
    file: str

    def __getitem__(self, column: str) -> str:
        """Return the cell of a column."""
        return self.cells.get(column, "")

    def wrong(self, column: str, sentence: str) -> FormatError:
        """Return the refusal of a cell, to be raised."""
        return FormatError(self.line, column, sentence, self.file)


def lines(file: TextIO, name: str) -> Iterator[str]:
    """Yield the lines of a text; refuse one that is longer than any list has.

    Raises:
        FormatError: for a line of more than a million characters or with NUL characters.
    """
    number = 0
    while text := file.readline(MAX_LINE):
        number += 1
        if len(text) >= MAX_LINE:
            raise FormatError(number, "", f"The line has more than {MAX_LINE:,} characters: this is no list.", name)
        if "\0" in text:
            raise FormatError(number, "", "The line holds binary data: this is no text file. Export it again.", name)
        yield repaired(text)


def rows(path: Path, needed: Iterable[str], *, delimiter: str = ",", header_line: int = 1) -> Iterator[Row]:
    """Yield the rows of a table with a header; empty rows and empty cells are left out.

    Args:
        path: the file.
        needed: columns without which it is not the list it should be.
        delimiter: what separates cells.
        header_line: the line on which the header stands, from 1; those before are passed over.

    Raises:
        FormatError: when a column is missing, or for the first row that cannot be read.
    """
    before = header_line - 1
    with path.open(encoding=encoding_of(path), newline="") as file:
        source = lines(file, path.name)
        for _ in range(before):
            next(source, None)
        reader = csv.reader(source, delimiter=delimiter)
        try:
            header = [name.strip() for name in next(reader, [])]
            _check_header(header, needed, header_line, path.name)
            for cells in reader:
                filled = {at: text for at, cell in enumerate(cells) if (text := cell.strip())}
                if not filled:
                    continue
                if max(filled) >= len(header):
                    raise FormatError(reader.line_num + before, "", _too_wide(len(cells), len(header)), path.name)
                yield Row(reader.line_num + before, {header[at]: text for at, text in filled.items()}, path.name)
        except csv.Error as error:
            sentence = f"The row cannot be read: {error}. Perhaps a quotation mark is not closed."
            raise FormatError(reader.line_num + before, "", sentence, path.name) from error


def _too_wide(cells: int, header: int) -> str:
    return f"The row has {cells} cells, the header {header}. Put cells that hold the separator in quotation marks."


def _check_header(header: list[str], needed: Iterable[str], line: int, name: str) -> None:
    for column in needed:
        if column not in header:
            sentence = f"The column {column} is missing. Is this the right file, in the publisher's own layout?"
            raise FormatError(line, column, sentence, name)


def grouped(reread: Callable[[], Iterator[Row]], column: str) -> Iterator[list[Row]]:
    """Yield the rows of each entity together, in the order in which the entities first appear.

    The file is read twice: where the rows of each entity stand together, as they usually do, only one entity is held
    in memory; where they do not, all rows are.

    Raises:
        FormatError: when the key of a row is empty, or scattered rows are more than a list of this kind has.
    """
    if _stand_together(reread(), column):
        for _, group in groupby(reread(), key=lambda row: row[column]):
            yield list(group)
        return
    found: dict[str, list[Row]] = {}
    for count, row in enumerate(reread()):
        if count >= MAX_GATHERED:
            sentence = (
                f"An entity's rows are scattered over more than {MAX_GATHERED:,} rows. Sort the file by {column}."
            )
            raise row.wrong(column, sentence)
        found.setdefault(row[column], []).append(row)
    yield from found.values()


def _stand_together(found: Iterator[Row], column: str) -> bool:
    seen: set[str] = set()
    together = True
    last = None
    for row in found:
        key = row[column]
        if not key:
            raise row.wrong(column, "The value is missing: without it the row belongs to no entity.")
        if key != last:
            together = together and key not in seen
            seen.add(key)
            last = key
    return together
