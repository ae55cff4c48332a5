"""Read one sheet of an XLSX workbook as rows of text. Runs in the child process only."""

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from supplychain.lists import headings
from supplychain.lists.layout import Book, Layout
from supplychain.lists.limits import Limits
from supplychain.lists.precheck import check_archive
from supplychain.lists.refusal import Note, Refused

Area = tuple[tuple[int, int], tuple[int, int]]
_TRIED = 8
"""Sheets in which headings are looked for when none was chosen."""


class Workbook:
    """One opened workbook and the sheet to read.

    Raises:
        Refused: F01, F02, F11 or F13, from the checks before opening or from the parser.
    """

    def __init__(self, data: bytes, sheet: str | None, limits: Limits) -> None:
        check_archive(data, limits)
        self._book = Book(data)
        self._limits = limits
        try:
            self._file = CalamineWorkbook.from_filelike(io.BytesIO(data))
            self.sheets = [
                {
                    "name": meta.name,
                    "visible": meta.visible == SheetVisibleEnum.Visible,
                    "data": self._book.has_data(meta.name),
                }
                for meta in self._file.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            ]
            self.name = self._choose(sheet)
            self.layout: Layout = self._book.layout(self.name, limits)
            self._sheet = self._file.get_sheet_by_name(self.name)
        except PasswordError as error:
            raise Refused("F11") from error
        except CalamineError as error:
            raise Refused("F01", reason="damaged", detail=type(error).__name__) from error
        self.filled = 0
        self._merges = self._merged()

    def _choose(self, wanted: str | None) -> str:
        names = [str(sheet["name"]) for sheet in self.sheets]
        if wanted is not None:
            if wanted in names:
                return wanted
            raise Refused("F01", reason="no_sheet", sheet=wanted[:80])
        full = [str(sheet["name"]) for sheet in self.sheets if sheet["data"] and sheet["visible"]]
        full = full or [str(sheet["name"]) for sheet in self.sheets if sheet["data"]]
        for name in full[:_TRIED] if len(full) > 1 else ():
            self._book.layout(name, self._limits)  # refuses a sheet too wide to lay out
            found = headings.find(_head(self._file.get_sheet_by_name(name)))
            if found and not found.guessed:
                return name
        if full:
            return full[0]
        if names:
            return names[0]
        raise Refused("F14", reason="empty")

    def _merged(self) -> dict[int, list[tuple[int, int, int]]]:
        """First row of a merged area → (first column, last row, last column)."""
        areas: dict[int, list[tuple[int, int, int]]] = {}
        ranges: list[Area] = self._sheet.merged_cell_ranges or []
        for (top, left), (bottom, right) in ranges:
            areas.setdefault(top, []).append((left, bottom, min(right, self._limits.max_columns - 1)))
        return areas

    def rows(self) -> Iterator[tuple[list[str], list[Note]]]:
        """Rows from the first of the sheet on, each as text with remarks about its cells."""
        start = self._sheet.start
        offset = [""] * (start[1] if start else 0)
        for index, values in enumerate(self._sheet.iter_rows()):
            cells = offset + [value if type(value) is str else text(value) for value in values]
            yield cells, self._remarks(index, cells)

    def _remarks(self, index: int, cells: list[str]) -> list[Note]:
        for column in self._columns_of(self.layout.replaced, index):
            _put(cells, column, self.layout.replaced[index, column])
        for column in self._columns_of(self.layout.padded, index):
            if column < len(cells) and cells[column].isdigit():
                cells[column] = cells[column].zfill(self.layout.padded[index, column])
        return [("R17", column, {"reason": "formula"}) for column in self.layout.unworked.get(index, ())]

    def _columns_of(self, places: dict[tuple[int, int], Any], index: int) -> list[int]:
        if not places:
            return []
        return [column for column in range(self._limits.max_columns) if (index, column) in places]

    def fill(self, index: int, cells: list[str], running: list[tuple[int, int, int, str]]) -> None:
        """Give the cells of merged areas in this row the value of the area's first cell.

        Args:
            index: 0-based row of the sheet.
            cells: the row's cells, changed in place.
            running: areas that began in an earlier row, kept by the caller between rows.
        """
        for left, bottom, right in self._merges.get(index, ()):
            value = cells[left] if left < len(cells) else ""
            running.append((left, bottom, right, value))
        if not running:
            return
        for left, _, right, value in running:
            for column in range(left, right + 1):
                if (
                    value
                    and self.filled < self._limits.max_filled
                    and (column >= len(cells) or not cells[column])
                ):
                    _put(cells, column, value)
                    self.filled += 1
        running[:] = [area for area in running if area[1] > index]


def _head(sheet: CalamineSheet) -> list[list[str]]:
    rows = []
    for values in sheet.iter_rows():
        rows.append([text(value) for value in values])
        if len(rows) == headings.SEARCHED:
            break
    return rows


def _put(cells: list[str], column: int, value: str) -> None:
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = value


def text(value: Any) -> str:
    """A cell's value as a person would type it: whole numbers without a point, dates as YYYY-MM-DD."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)
