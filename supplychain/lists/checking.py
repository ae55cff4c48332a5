"""Check one row of a supplier list: clean it, convert it, say what is wrong, decide whether it is usable.

Pure: no database. Findings that need one (an identifier known under another name, a licence that is not in
force, a flagged entity) are added by the service.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from supplychain.lists import cells, places
from supplychain.lists.catalogue import CATALOGUE
from supplychain.lists.cells import Noticed
from supplychain.lists.columns import Mapping
from supplychain.lists.converting import WORKERS, Habits, convert
from supplychain.lists.findings import Finding, shown
from supplychain.lists.refusal import Note
from supplychain.lists.repeats import Folded, Repeats

Status = Literal["accepted", "rejected", "duplicate", "blank"]

_SUBCOUNTS = WORKERS[1:]
_PERSONAL = (
    ("document", re.compile(r"\b(?:passport|passeport|pasaporte|pasaport|identity card|id "
                            r"card|nid)\b\W{0,3}(?:no|number|nr)?\W{0,3}"
                            r"[A-Z]{0,3}\d{5,}", re.IGNORECASE)),
    ("email", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}")),
    ("phone", re.compile(r"(?<![\w-])\+?\d(?:[\s().-]{0,2}\d){8,14}(?!\w)")),
)  # fmt: skip
_TITLE = re.compile(r"(?:Mrs?\.?|(?:Ms|Dr|Sra?|Srta|Mme|Hr|Fr)\.|Herr|Frau|Señora?) \w")


class CheckedRow(NamedTuple):
    """A checked row: JSON-safe values under the names of the template, findings, and what became of it."""

    row: int
    values: dict[str, Any]
    findings: list[Finding]
    status: Status
    duplicate_of: int | None = None
    folded: Folded = Folded()


@dataclass(slots=True)
class CheckContext(Habits):
    """What is remembered between the rows of one file, besides its habits.

    Attributes:
        counts: rows checked so far by what became of them.
    """

    counts: dict[Status, int] = field(
        default_factory=lambda: {"accepted": 0, "rejected": 0, "duplicate": 0, "blank": 0}
    )
    repeats: Repeats = field(default_factory=Repeats)

    def finish(self) -> list[Finding]:
        """Findings that need the whole file: R27 and R28."""
        return self.repeats.finish()


def check_row(
    values: dict[str, str],
    context: CheckContext,
    *,
    row: int,
    notes: Sequence[Note] = (),
    mapping: Mapping | None = None,
) -> CheckedRow:
    """Check one row.

    Args:
        values: raw text under the names of the template, from `Mapping.apply`.
        context: one for the whole file; it remembers the row.
        row: number of the row as a spreadsheet program shows it.
        notes: the parser's remarks about the row.
        mapping: turns the parser's column numbers into names of the template.
    """
    noticed: Noticed = []
    cleaned: dict[str, Any] = {}
    for name, raw in values.items():
        if text := cells.clean(name, raw, noticed):
            cleaned[name] = text
    for code, column, params in notes:
        noticed.append((code, _name(column, mapping), params))
    if not cleaned and not noticed:
        context.counts["blank"] += 1
        return CheckedRow(row, {}, [], "blank")
    convert(cleaned, context, noticed)
    return settle(row, cleaned, noticed, Folded.of(cleaned), context)


def settle(
    row: int, values: dict[str, Any], noticed: Noticed, folded: Folded, context: CheckContext
) -> CheckedRow:
    """Finish checking a row whose cells are converted: its columns seen together, then the rows before it.

    Args:
        row: number of the row as a spreadsheet program shows it.
        values: what was understood; a point that cannot be is taken out.
        noticed: what was noticed so far.
        folded: what other rows are compared with.
        context: one for the whole file; it remembers the row.
    """
    _judge(values, noticed)
    findings = [_finding(row, *each) for each in noticed] if noticed else []
    if "external_ref" in values or "buys_from_ref" in values:
        findings += context.repeats.refer(row, values, folded)
    status: Status = "accepted"
    other = None
    if findings and any(CATALOGUE[finding.code].severity == "E" for finding in findings):
        status = "rejected"
    else:
        other, repeated = context.repeats.compare(row, values["country"], folded)
        findings += repeated
        status = "accepted" if other is None else "duplicate"
    context.counts[status] += 1
    return CheckedRow(row, values, findings, status, other, folded)


def _name(column: int | None, mapping: Mapping | None) -> str:
    if column is None or mapping is None or column >= len(mapping.columns):
        return ""
    return mapping.columns[column] or mapping.headers[column]


def _finding(row: int, code: str, column: str, params: dict[str, Any]) -> Finding:
    return Finding(code, row, column or None, {"field": column, **params} if column else params)


def _judge(values: dict[str, Any], noticed: Noticed) -> None:
    """What only shows when the columns of a row are seen together."""
    if "address" in values:
        places.judge_address(values, noticed)
    if "lat" in values or "lng" in values:
        places.judge_point(values, noticed)
    if "subdivision" in values or "postal_code" in values:
        places.judge_area(values, noticed)
    if total := values.get("workers_total"):
        noticed.extend(
            ("R26", name, {"value": values[name][0], "total": total[1]})
            for name in _SUBCOUNTS
            if name in values and values[name][0] > total[1]
        )
    if "broker_name" in values and "broker_licence_no" not in values:
        noticed.append(("R29", "broker_licence_no", {"value": shown(values["broker_name"])}))
    start, end = values.get("relationship_start"), values.get("relationship_end")
    if start and end and end < start:
        noticed.append(("R36", "relationship_end", {"reason": "order", "value": end}))
    if _TITLE.match(values.get("supplier_name", "")):
        noticed.append(("R34", "supplier_name", {"value": shown(values["supplier_name"])}))
    if notes := values.get("notes"):
        noticed.extend(("R33", "notes", {"reason": kind}) for kind, form in _PERSONAL if form.search(notes))
