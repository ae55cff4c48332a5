"""From the bytes of an uploaded file to headings and rows of text. Runs in the child process; pure.

`parse` yields events: `("header", dict)` once, `("row", number, cells, notes)` for each row that is not
empty, `("finding", code, params)` about the file, `("end", total, blank)` last. Row numbers are those that a
spreadsheet program shows. `Refused` is raised when the file cannot be read; rows yielded before it are to be
thrown away.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from supplychain.lists import decoding, delimiters, headings
from supplychain.lists.limits import MIB, Limits
from supplychain.lists.precheck import OLE_MAGIC, ZIP_MAGICS, check_ole
from supplychain.lists.refusal import Note, Refused
from supplychain.lists.workbook import Workbook

PARSER = "lists-1"
"""Version of this parser, kept with each upload; raise it when the same bytes would give other rows."""

Event = tuple[Any, ...]
Numbered = tuple[int, list[str], list[Note]]
_SAMPLE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Options:
    """What a person chose, or None where we decide: sheet, encoding, delimiter, 1-based heading row."""

    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    limits: Limits = field(default_factory=Limits)


def parse(data: bytes, options: Options) -> Iterator[Event]:
    """Read a list. Raises Refused with the code of a file finding."""
    limits = options.limits
    if len(data) > limits.max_bytes:
        raise Refused("F02", reason="bytes", limit=limits.max_bytes // MIB)
    csv.field_size_limit(limits.max_cell)
    if data.startswith(OLE_MAGIC):
        check_ole(data)
    if data.startswith(ZIP_MAGICS):
        return _parse_workbook(data, options)
    return _parse_text(data, options)


def _parse_text(data: bytes, options: Options) -> Iterator[Event]:
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\x1a"):
        raise Refused("F14", reason="empty")
    encoding = decoding.decide(data, options.encoding)
    lines = _Lines(io.TextIOWrapper(io.BytesIO(data), encoding, newline=""))
    declared = lines.skip_declaration()
    guess = delimiters.Guess(declared or "", unsure=False)
    if options.delimiter is not None and len(options.delimiter) == 1:
        guess = delimiters.Guess(options.delimiter, unsure=False)
    elif declared is None:
        guess = delimiters.guess(lines.sample())
    if guess.unsure:
        yield ("finding", "F04", {"delimiter": "Tab" if guess.delimiter == "\t" else guess.delimiter})
    about: dict[str, Any] = {
        "format": "csv",
        "encoding": encoding,
        "delimiter": guess.delimiter,
        "sheet": None,
        "sheets": [],
    }
    yield from _rows(_records(lines, guess.delimiter, options.limits), about, options, None)


class _Lines:
    """The lines of a text with one look ahead, remembering those of the record being read."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._ahead: list[str] = []
        self._stream = stream
        self.record: list[str] = []

    def skip_declaration(self) -> str | None:
        first = next(self._stream, "").lstrip("\ufeff")
        if (found := delimiters.declared(first.rstrip("\r\n"))) is None:
            self._ahead = [first]
        return found

    def sample(self) -> str:
        size = sum(map(len, self._ahead))
        for line in self._stream:
            self._ahead.append(line)
            size += len(line)
            if size > _SAMPLE:
                break
        return "".join(self._ahead)

    def __iter__(self) -> Iterator[str]:
        for line in chain(self._ahead, self._stream):
            self.record.append(line)
            yield line


def _records(lines: _Lines, delimiter: str, limits: Limits) -> Iterator[Numbered]:
    number = 0
    last: list[str] = []
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), 1):
            last, lines.record = lines.record, []
            if "\0" in (last[0] if len(last) == 1 else "".join(last)):
                notes: list[Note] = [("R13", column, {}) for column, cell in enumerate(cells) if "\0" in cell]
                yield number, [cell.replace("\0", "") for cell in cells], notes
            else:
                yield number, cells, []
    except csv.Error as error:
        raise Refused("F02", reason="cell", at=number + 1, limit=limits.max_cell) from error
    _check_closed("".join(last), delimiter, number)


def _check_closed(record: str, delimiter: str, number: int) -> None:
    """A quotation mark that is never closed swallows the rest of the file: say so instead of losing rows."""
    if '"' not in record:
        return
    try:
        list(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise Refused("F01", reason="quote", at=number) from error


def _parse_workbook(data: bytes, options: Options) -> Iterator[Event]:
    book = Workbook(data, options.sheet, options.limits)
    about = {"format": "xlsx", "encoding": None, "delimiter": None, "sheet": book.name, "sheets": book.sheets}
    others = [str(sheet["name"]) for sheet in book.sheets if sheet["data"] and sheet["name"] != book.name]
    if others and options.sheet is None:
        yield ("finding", "F09", {"sheet": book.name, "others": ", ".join(others)[:200]})
    numbered = ((number, cells, notes) for number, (cells, notes) in enumerate(book.rows(), 1))
    yield from _rows(numbered, about, options, book)


def _rows(
    records: Iterator[Numbered], about: dict[str, Any], options: Options, book: Workbook | None
) -> Iterator[Event]:
    head = list(islice(records, max(headings.SEARCHED, options.header_row or 0)))
    found = _heading(head, options)
    number, header, _ = head[found.index]
    header = [" ".join(cell.split()) for cell in header]
    while header and not header[-1]:
        header.pop()
    if len(header) > options.limits.max_columns:
        raise Refused("F02", reason="columns", limit=options.limits.max_columns)
    yield ("header", {**about, "header_row": number, "headers": header, "parser": PARSER})
    if found.guessed:
        yield ("finding", "F05", {"at": number})
    body = _Body(len(header), options.limits, book)
    yield from body.read(chain(head[found.index + 1 :], records))
    if book is not None:
        yield from _remarks(book, number)
    if body.total == body.blank:
        yield ("finding", "F14", {})
    yield ("end", body.total, body.blank)


def _heading(head: list[Numbered], options: Options) -> headings.Found:
    if options.header_row is not None:
        for index, (number, cells, _) in enumerate(head):
            if number == options.header_row and any(cells):
                return headings.Found(index, headings.known_columns(cells), guessed=False)
    found = headings.find([cells for _, cells, _ in head])
    if found is None:
        raise Refused("F14", reason="empty")
    return found


class _Body:
    """The rows under the headings, made as long as the headings are; counts all and the empty ones."""

    def __init__(self, width: int, limits: Limits, book: Workbook | None) -> None:
        self._width = width
        self._limits = limits
        self._book = book
        self.total = 0
        self.blank = 0

    def read(self, records: Iterator[Numbered]) -> Iterator[Event]:
        running: list[tuple[int, int, int, str]] = []
        width, most, widest = self._width, self._limits.max_rows, self._limits.max_columns
        for number, cells, notes in records:
            self.total += 1
            if self.total > most:
                raise Refused("F02", reason="rows", limit=most)
            if len(cells) > widest and any(cells[widest:]):
                raise Refused("F02", reason="columns", limit=widest)
            if self._book is not None:
                self._book.fill(number - 1, cells, running)
                self._check_cells(number, cells)
            if not "".join(cells).strip() and not notes:
                self.blank += 1
                continue
            if len(cells) != width:
                notes = notes + _fit(cells, width)  # noqa: PLW2901
            if notes:
                notes = [note for note in notes if note[1] is None or note[1] < width]  # noqa: PLW2901
            yield ("row", number, cells, notes)

    def _check_cells(self, number: int, cells: list[str]) -> None:
        if max(map(len, cells), default=0) > self._limits.max_cell:
            raise Refused("F02", reason="cell", at=number, limit=self._limits.max_cell)


def _fit(cells: list[str], width: int) -> list[Note]:
    """Cut or fill a row to the length of the headings, and say what was cut."""
    if len(cells) < width:
        missing = width - len(cells)
        cells.extend([""] * missing)
        return [("R12", None, {"count": missing})]
    extra = [cell.strip() for cell in cells[width:] if cell.strip()]
    del cells[width:]
    return [("R11", None, {"count": len(extra), "value": " | ".join(extra)[:80]})] if extra else []


def _remarks(book: Workbook, header_row: int) -> Iterator[Event]:
    if book.filled:
        yield ("finding", "F10", {"count": book.filled})
    hidden = [row + 1 for row in book.layout.hidden_rows if row + 1 > header_row]
    if hidden:
        yield ("finding", "F10", {"reason": "hidden_rows", "count": len(hidden), "at": hidden[0]})
    if book.layout.hidden_columns:
        letters = ", ".join(_letter(column) for column in book.layout.hidden_columns[:10])
        yield ("finding", "F10", {"reason": "hidden_columns", "columns": letters})


def _letter(index: int) -> str:
    return chr(65 + index) if index < 26 else chr(64 + index // 26) + chr(65 + index % 26)
