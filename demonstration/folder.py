"""The files of a demonstration folder, read and checked before anything is done (docs/demonstration.md)."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import Invalid
from core.i18n import N_
from licensing.law.service import rows, text

Row = dict[str, str]


@dataclass(frozen=True)
class Act:
    """One line of ``history.csv``: at which instant, by whom, what, on which subject, with which words."""

    where: str
    at: datetime
    by: str
    act: str
    subject: str
    ground: str
    text: str
    more: str


@dataclass(frozen=True)
class Folder:
    """A demonstration folder: where its clock stands, and what its tables hold."""

    path: Path
    clock: datetime
    seed: str
    tables: dict[str, list[Row]]
    history: list[Act]

    def of(self, table: str, column: str, key: str) -> list[Row]:
        """Return the rows of a table whose `column` is `key`."""
        return [row for row in self.tables[table] if row.get(column) == key]


TABLES = (
    "organisations", "people", "agencies", "agency_phones", "agency_people", "agency_entries", "fee_plans",
    "watchlists",
)  # fmt: skip


def read(path: Path) -> Folder:
    """Read a folder. Raises Invalid naming the file, the line and what is wrong there."""
    try:
        told: dict[str, Any] = json.loads((path / "installation.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError) as error:
        message = N_("%(folder)s holds no readable installation.json, so it is no demonstration.")
        raise Invalid("no-demonstration", message, folder=str(path)) from error
    tables = {name: [row for row, _ in rows(path / f"{name}.csv")] for name in TABLES}
    history = sorted((_act(row, where) for row, where in rows(path / "history.csv")), key=lambda act: act.at)
    clock = instant(str(told.get("clock", "")), "installation.json")
    late = [act for act in history if act.at > clock]
    if late:
        message = N_("%(where)s happens after the instant at which the demonstration's clock stands.")
        raise Invalid("act-after-clock", message, where=late[0].where)
    return Folder(path, clock, str(told.get("seed", path.name)), tables, history)


def _act(row: Row, where: str) -> Act:
    return Act(
        where, instant(text(row, "at", where), where), text(row, "by", where), text(row, "act", where),
        text(row, "subject", where), row.get("ground", ""), row.get("text", ""), row.get("more", ""),
    )  # fmt: skip


def instant(value: str, where: str) -> datetime:
    """Return an instant written as ``2026-11-21T09:00Z``. Raises Invalid."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        message = N_("%(where)s: “%(value)s” is not an instant such as 2026-11-21T09:00Z.")
        raise Invalid("no-instant", message, where=where, value=value) from error
    if found.tzinfo is None:
        message = N_("%(where)s: “%(value)s” does not say its time zone. Write Z at its end for UTC.")
        raise Invalid("no-time-zone", message, where=where, value=value)
    return found
