"""XML elements and HTML tables from a file, one after the other, with bounded memory (pure)."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from screening.watchlists.formats.texts import line as one_line
from screening.watchlists.records import FormatError, encoding_of

# Bytes between the ends of two entries: the longest published one has some 100,000.
MAX_ENTRY = 20_000_000
MAX_ROWS = 100_000
MAX_CELL = 100_000


def elements(path: Path, *names: str) -> Iterator[Element]:
    """Yield the elements of these names, each whole, and forget them afterwards; name spaces do not count.

    Raises:
        FormatError: for what is no XML, for a document type or entities of its own, and for an endless entry.
    """
    with path.open("rb") as file:
        source = _Counting(file, path.name)
        try:
            yield from _elements(source, frozenset(names))
        except ParseError as error:
            line = error.position[0]
            sentence = f"This is not XML, or the file was cut off ({error}). Fetch it again."
            raise FormatError(line, "", sentence, path.name) from error
        except DefusedXmlException as error:
            sentence = "The file defines entities of its own, as attacks do and no list does. It is not read."
            raise FormatError(0, "", sentence, path.name) from error
        except (LookupError, ValueError) as error:
            if isinstance(error, FormatError):
                raise
            raise FormatError(0, "", f"The XML cannot be read: {error}.", path.name) from error


def _elements(source: "_Counting", names: frozenset[str]) -> Iterator[Element]:
    above: list[Element] = []
    for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            element.tag = element.tag.rpartition("}")[2]
            above.append(element)
            continue
        above.pop()
        if element.tag in names:
            source.read_since = 0
            yield element
        if not above or not any(parent.tag in names for parent in above):
            element.clear()
            if above:
                above[-1].remove(element)


class _Counting:
    """A file that counts what was read since the last entry ended."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self.file, self.name = file, name
        self.read_since = 0

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.read_since += len(block)
        if self.read_since > MAX_ENTRY:
            sentence = f"More than {MAX_ENTRY:,} bytes without the end of an entry: this is not the list."
            raise FormatError(0, "", sentence, self.name)
        return block


def child(element: Element, path: str) -> str:
    """Return the text of a child on one line, or the empty text."""
    return one_line(element.findtext(path))


def children(element: Element, path: str) -> Iterator[str]:
    """Yield the texts of all such children that have one."""
    for found in element.findall(path):
        text = one_line(found.text)
        if text:
            yield text


class _Tables(HTMLParser):
    """Collects the rows of tables, with the heading or caption that stands before each table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[int, str, list[str]]] = []
        self.cells: list[str] | None = None
        self.cell: list[str] | None = None
        self.before: list[str] = []
        self.title = ""
        self.depth = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.depth += 1
            self.title, self.before = one_line(" ".join(self.before)), []
        elif tag == "tr" and self.depth:
            self._end_row()
            self.cells = []
        elif tag in {"td", "th"} and self.cells is not None:
            self._end_cell()
            self.cell = []
        elif tag in {"br", "p", "li", "div"} and self.cell is not None:
            self.cell.append("\n")
        elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"} and not self.depth:
            self.before = []

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table" and self.depth:
            self._end_row()
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)
            if sum(map(len, self.cell)) > MAX_CELL:
                raise ValueError("a cell of the table does not end")
        elif not self.depth and data.strip():
            self.before = [*self.before[-20:], data[:1000]]

    def _end_cell(self) -> None:
        if self.cell is not None and self.cells is not None:
            self.cells.append("".join(self.cell).strip())
        self.cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self.cells:
            self.rows.append((self.getpos()[0], self.title, self.cells))
        self.cells = None


def table_rows(path: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Yield line, title of the table, and cells for each row of the tables of a web page.

    Raises:
        FormatError: when the page is damaged or has more rows than a list has.
    """
    parser = _Tables()
    count = 0
    with path.open(encoding=encoding_of(path)) as file:
        while block := file.read(1 << 16):
            try:
                parser.feed(block)
            except (ValueError, AssertionError) as error:
                raise FormatError(0, "", f"The page cannot be read: {error}.", path.name) from error
            count += len(parser.rows)
            if count > MAX_ROWS or len(parser.rawdata) > MAX_CELL + (1 << 16):
                raise FormatError(0, "", "The page is damaged or larger than any list.", path.name)
            yield from parser.rows
            parser.rows = []
    parser.close()
    yield from parser.rows
