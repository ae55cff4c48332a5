"""What the pages of a list show: progress, samples, rows with their sentences, downloads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from core.i18n import translate
from core.spreadsheets import as_csv
from supplychain.alerts.queries import Proof, last_screening
from supplychain.lists import queries
from supplychain.lists.columns import TEMPLATE, letter
from supplychain.lists.findings import Finding
from supplychain.lists.models import SupplierList, SupplierListRow
from supplychain.lists.states import RowStatus, Status
from supplychain.lists.wording import ROW_STATES, TOPICS

SHOWN_CELL = 60
SEVERITIES = {"E": "bad", "W": "warn", "I": "info"}


@dataclass(frozen=True)
class ListProgress:
    """Where a list stands for its reader.

    Attributes:
        running: whether a job works on it, so that the page should be asked again.
        next_step: endpoint of the page where the person is asked something, if it is the person's turn.
        bars: (label, done, total) of what runs.
        proof: that the suppliers were screened, once they all are.
    """

    running: bool = False
    next_step: str | None = None
    bars: tuple[tuple[str, int, int], ...] = ()
    proof: Proof | None = None
    suppliers: int = 0


def progress_of(supplier_list: SupplierList) -> ListProgress:
    """Return where a list stands."""
    status = supplier_list.status
    if status == Status.UPLOADED or (status == Status.PARSED and supplier_list.dialect.get("reading")):
        return ListProgress(running=True, bars=((_("Reading the file"), 0, 0),))
    if status == Status.PARSED and supplier_list.mapping.get("confirmed"):
        done = queries.rows_stored(supplier_list)
        return ListProgress(running=True, bars=((_("Rows checked"), done, max(supplier_list.total, done)),))
    if status == Status.PARSED:
        return ListProgress(next_step="lists.columns")
    if status == Status.CHECKED:
        return ListProgress(next_step="lists.rows")
    if status == Status.IMPORTING:
        done = min(supplier_list.processed, supplier_list.accepted)
        return ListProgress(running=True, bars=((_("Rows imported"), done, supplier_list.accepted),))
    return _screening(supplier_list) if status == Status.LIVE else ListProgress()


def _screening(supplier_list: SupplierList) -> ListProgress:
    total = queries.count_suppliers(supplier_list)
    bars = (
        (_("Rows imported"), supplier_list.accepted, supplier_list.accepted),
        (_("Suppliers screened"), supplier_list.screened, total),
    )
    if supplier_list.screened < total:
        return ListProgress(running=True, bars=bars, suppliers=total)
    return ListProgress(proof=last_screening(supplier_list.organisation_id), suppliers=total)


def sentences(findings: Iterable[dict[str, Any]], *, with_row: bool = True) -> list[dict[str, Any]]:
    """Return findings as (kind of tag, sentence), gravest first."""
    shown = []
    for item in findings:
        finding = Finding.from_json(item)
        if not with_row:
            finding = Finding(finding.code, None, finding.field, finding.params)
        kind = SEVERITIES[finding.severity]
        shown.append({"kind": kind, "sentence": finding.sentence(translate), "code": finding.code})
    return sorted(shown, key=lambda one: ["bad", "warn", "info"].index(one["kind"]))


def earlier_upload(supplier_list: SupplierList) -> str | None:
    """Return the reference of the list that was made of the same file before."""
    found = (item["params"].get("list") for item in supplier_list.findings if item["code"] == "F15")
    return next(found, None)


def samples(supplier_list: SupplierList) -> list[dict[str, Any]]:
    """Return for each column of the file: its letter, heading, and three filled cells of the first rows."""
    shown = []
    for index, heading in enumerate(supplier_list.headers):
        cells = [row[index].strip() for row in supplier_list.sample if index < len(row)]
        filled = [cell for cell in cells if cell][:3]
        shown.append({"letter": letter(index), "heading": heading, "cells": [_short(cell) for cell in filled]})
    return shown


def asks_dates(supplier_list: SupplierList) -> bool:
    """Tell whether the file has columns of dates, so that their order must be known."""
    return any(name and name.startswith("relationship_") for name in supplier_list.mapping.get("columns", []))


def rows(supplier_list: SupplierList, found: Iterable[SupplierListRow]) -> list[dict[str, Any]]:
    """Return rows as the review shows them: number, what it is about, what became of it, and why."""
    columns = supplier_list.mapping.get("columns", [])
    name_at = columns.index("supplier_name") if "supplier_name" in columns else None
    shown = []
    for row in found:
        raw = row.raw[name_at] if name_at is not None and name_at < len(row.raw) else ""
        name = row.content.get("values", {}).get("supplier_name") or raw
        state = ROW_STATES[row.status]
        shown.append({"number": row.row_number, "name": _short(name), "state": translate(state[0]), "kind": state[1],
                      "findings": sentences(row.findings, with_row=False)})  # fmt: skip
    return shown


def codes(counts: list[tuple[str, int]]) -> list[tuple[str, str, int]]:
    """Return (code, its words, rows) for the filter."""
    return [(code, translate(TOPICS[code]), count) for code, count in counts if code in TOPICS]


def _short(text: str) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= SHOWN_CELL else line[: SHOWN_CELL - 1] + "…"


def columns() -> list[tuple[str, str, str, bool]]:
    """Return (label, rule, example, required) of the template's columns."""
    return [(translate(item.label), translate(item.rule), item.example, item.required) for item in TEMPLATE]


def template() -> bytes:
    """Return the template: headings and one example row."""
    return as_csv([item.label for item in TEMPLATE], [[item.example for item in TEMPLATE]])


def refused(supplier_list: SupplierList) -> bytes:
    """Return refused and repeated rows as uploaded, the file's row number and the reasons in front."""
    head = [_("Row"), _("Reason"), *supplier_list.headers]
    return as_csv(head, _refused(supplier_list))


def _refused(supplier_list: SupplierList) -> Iterator[list[Any]]:
    for row in queries.every_row(supplier_list, queries.RowFilter(status=RowStatus.REJECTED)):
        errors = [item for item in sentences(row.findings, with_row=False) if item["kind"] == "bad"]
        yield [row.row_number, " ".join(item["sentence"] for item in errors), *row.raw]
