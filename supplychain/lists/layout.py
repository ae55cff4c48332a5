"""What a sheet says beside its values: hidden rows, unworked formulas, error cells, padded zeros.

`python-calamine` reads values fast but gives an empty cell for an error or a formula that was never worked
out, and drops the format that shows `7` as `00007`. These are found here by searching the sheet's XML, which
is far cheaper than a second parse; a sheet written in an unusual way only loses these remarks, never a value.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError  # types only: defusedxml does the parsing

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from supplychain.lists.limits import MIB, Limits
from supplychain.lists.refusal import Refused

Place = tuple[int, int]
"""0-based row and column."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,7})[\"']")
_STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d{1,5})[\"']")
_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_FAR = re.compile(
    rb"<(?:\w+:)?c\b[^>]*\br\s*=\s*[\"'](?:(B[M-Z]|[C-Z][A-Z]|[A-Z]{3})\d{1,7}"
    rb"|[A-Z]{1,2}(\d{6,7}))[\"'][^>]*[^/]>"
)
_DATA = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>[^<]")
_SPAN = re.compile(rb"\b(min|max)\s*=\s*[\"'](\d{1,5})[\"']")
_ZEROS = re.compile(r"0{2,20}")


@dataclass(slots=True)
class Layout:
    """Remarks about one sheet; rows and columns are 0-based."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    unworked: dict[int, list[int]] = field(default_factory=dict)
    """Row → columns whose formula has no stored result."""
    replaced: dict[Place, str] = field(default_factory=dict)
    """Cells whose text must stand in for the value: error literals."""
    padded: dict[Place, int] = field(default_factory=dict)
    """Cells shown with zeros in front → digits shown."""


class Book:
    """The parts of a workbook that describe its sheets."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.lower(): name for name in self._archive.namelist()}
        self._paths = self._sheet_paths()
        self._zero_formats = self._zero_styles()

    def _read(self, name: str) -> bytes:
        real = self._names.get(name.lower())
        return b"" if real is None else self._archive.read(real)

    def _tree(self, name: str) -> Element | None:
        text = self._read(name)
        if not text or len(text) > 2 * MIB:
            return None
        try:
            tree: Element = defusedxml.ElementTree.fromstring(text)
        except (ParseError, DefusedXmlException, ValueError):
            return None
        return tree

    def _sheet_paths(self) -> dict[str, str]:
        book, relations = self._tree("xl/workbook.xml"), self._tree("xl/_rels/workbook.xml.rels")
        if book is None or relations is None:
            return {}
        targets = {item.get("Id"): str(item.get("Target", "")) for item in relations}
        paths = {}
        for sheet in book.iter(f"{_MAIN}sheet"):
            target = targets.get(sheet.get(_RELATION), "")
            paths[str(sheet.get("name"))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return paths

    def _zero_styles(self) -> dict[int, int]:
        """Index of a cell style → digits, for formats made of zeros only, such as 00000."""
        styles = self._tree("xl/styles.xml")
        if styles is None:
            return {}
        formats = {
            item.get("numFmtId"): len(item.get("formatCode", ""))
            for item in styles.iter(f"{_MAIN}numFmt")
            if _ZEROS.fullmatch(item.get("formatCode", ""))
        }
        cells = styles.find(f"{_MAIN}cellXfs")
        if cells is None or not formats:
            return {}
        return {i: formats[xf.get("numFmtId")] for i, xf in enumerate(cells) if xf.get("numFmtId") in formats}

    def has_data(self, sheet: str) -> bool:
        """Whether any cell of the sheet holds a value."""
        return bool(_DATA.search(self._read(self._paths.get(sheet, ""))))

    def layout(self, sheet: str, limits: Limits) -> Layout:
        """Remarks about `sheet`. Raises Refused (F02): a value stands beyond the largest row or column."""
        xml = self._read(self._paths.get(sheet, ""))
        _check_extent(xml, limits)
        result = Layout()
        for match in _ROW.finditer(xml) if b"hidden" in xml else ():
            if _HIDDEN.search(match[1]) and (number := _NUMBER.search(match[1])):
                result.hidden_rows.append(int(number[1]) - 1)
        for match in _COLUMN.finditer(xml, 0, 64 * 1024) if b"hidden" in xml else ():
            span = {name: int(value) for name, value in _SPAN.findall(match[1])}
            if _HIDDEN.search(match[1]) and len(span) == 2:
                last = min(span[b"max"], limits.max_columns)
                result.hidden_columns.extend(range(span[b"min"] - 1, last))
        if self._zero_formats or b'"e"' in xml or b"'e'" in xml or _FORMULA.search(xml):
            self._cells(xml, result)
        return result

    def _cells(self, xml: bytes, result: Layout) -> None:
        for match in _CELL.finditer(xml):
            attributes, inside = match[1], match[2]
            formula = _FORMULA.search(inside)
            style = _STYLE.search(attributes)
            digits = self._zero_formats.get(int(style[1])) if style else None
            error = _ERROR.search(attributes)
            if not (formula or digits or error) or not (reference := _REFERENCE.search(attributes)):
                continue
            row, column = int(reference[2]) - 1, column_index(reference[1].decode())
            value = _VALUE.search(inside)
            if error and value:
                result.replaced[row, column] = value[1].decode("utf-8", "replace")[:20]
            elif formula and not value:
                result.unworked.setdefault(row, []).append(column)
            elif digits:
                result.padded[row, column] = digits


def _check_extent(xml: bytes, limits: Limits) -> None:
    """A single value in the last corner of a sheet would make the parser lay out billions of cells."""
    for match in _FAR.finditer(xml):
        if match[1] and column_index(match[1].decode()) >= limits.max_columns:
            raise Refused("F02", reason="columns", limit=limits.max_columns)
        if match[2] and int(match[2]) > limits.max_rows + 100:
            raise Refused("F02", reason="rows", limit=limits.max_rows)


def column_index(letters: str) -> int:
    """0-based column of its letters: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
