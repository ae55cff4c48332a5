"""Check the rows of a block together: what a row gets is exactly what `checking.check_row` gives it alone.

Whole columns are looked through at once, and what a cell means is worked out once for each different text. Only rows
in which something stands out are read cell by cell. Pure: no database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from supplychain.lists import cells, converting
from supplychain.lists.blocks import SEPARATOR, Block
from supplychain.lists.checking import CheckContext, CheckedRow, check_row, settle
from supplychain.lists.columns import REQUIRED, Mapping
from supplychain.lists.repeats import Folded

_MOST = 20_000
"""Different texts of one column whose meaning is remembered; some columns never repeat one."""
_UNCLEAR = object()


@dataclass(slots=True)
class Checker:
    """Checks the blocks of one file in order.

    Attributes:
        mapping: which column of the file is which.
        context: what is remembered between rows; its counts and late findings are those of the file.
    """

    mapping: Mapping
    context: CheckContext
    _meanings: dict[str, dict[str, Any]] = field(default_factory=dict)

    def check(self, block: Block, rows: Sequence[Sequence[str]] | None = None) -> list[CheckedRow]:
        """Check the rows of the next block; `rows` are its cells, where they are at hand."""
        rows = block.rows() if rows is None else rows
        unclear = set(block.notes)
        values = self._values(block, unclear)
        folded = self._folded(block, values)
        checked = []
        for at, number in enumerate(block.numbers):
            if at in unclear:
                named, notes = self.mapping.apply(rows[at]), block.notes.get(at, ())
                row = check_row(named, self.context, row=number, notes=notes, mapping=self.mapping)
            else:
                row = settle(number, values[at], [], folded[at], self.context)
            checked.append(row)
        return checked

    def _values(self, block: Block, unclear: set[int]) -> list[dict[str, Any]]:
        """What each row says; adds to `unclear` the rows that must be read cell by cell."""
        full: dict[str, list[Any]] = {}
        gaps: dict[str, list[Any]] = {}
        for index, name in self.mapping.used:
            column = self._column(name, block.columns[index], unclear)
            (gaps if "" in column else full)[name] = column
        names = tuple(full)
        if names:
            rows = [dict(zip(names, row, strict=True)) for row in zip(*full.values(), strict=True)]
        else:
            rows = [{} for _number in block.numbers]
        for name, column in gaps.items():
            for values, value in zip(rows, column, strict=True):
                if value != "":
                    values[name] = value
        return rows

    def _column(self, name: str, joined: str, unclear: set[int]) -> list[Any]:
        texts = joined.split(SEPARATOR)
        distinct = set(texts)
        framed = SEPARATOR + joined + SEPARATOR
        if cells.any_stands_out(name, framed, distinct):
            unclear.update(at for at, text in enumerate(texts) if cells.stands_out(name, text))
        if converting.spoilt(name, framed):
            unclear.update(at for at, text in enumerate(texts) if converting.spoilt(name, SEPARATOR + text + SEPARATOR))
        if max(map(len, distinct)) > (limit := converting.limit(name)):
            unclear.update(at for at, text in enumerate(texts) if len(text) > limit)
        if name in REQUIRED and "" in distinct:
            unclear.update(at for at, text in enumerate(texts) if not text)
        if name not in converting.CONVERTERS:
            return texts
        return self._converted(name, texts, distinct, unclear)

    def _converted(self, name: str, texts: list[str], distinct: set[str], unclear: set[int]) -> list[Any]:
        meanings = self._meanings.setdefault(name, {})
        if len(meanings) > _MOST:
            meanings.clear()
        for text in distinct - meanings.keys():
            meanings[text] = self._meaning(name, text)
        meant = [meanings[text] for text in texts]
        if _UNCLEAR in meant:
            unclear.update(at for at, meaning in enumerate(meant) if meaning is _UNCLEAR)
        return meant

    def _meaning(self, name: str, text: str) -> Any:
        if not text:
            return ""
        if cells.stands_out(name, text):
            return _UNCLEAR
        meaning = converting.quietly(name, text, self.context)
        return _UNCLEAR if meaning is None else meaning

    def _folded(self, block: Block, rows: list[dict[str, Any]]) -> list[Folded]:
        at = {name: index for index, name in self.mapping.used}
        names, addresses = (cells.fold_all(block.columns[at[name]]) for name in ("supplier_name", "address"))
        brokers = [
            cells.fold(values.get("broker_name", "") + values.get("broker_licence_no", ""))
            if "broker_name" in values or "broker_licence_no" in values
            else ""
            for values in rows
        ]
        return list(map(Folded, names, addresses, brokers))
