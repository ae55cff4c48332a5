"""Commands on the jurisdiction's law: classes of licence and legal grounds, read from files a lawyer can read."""

import csv
import enum
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from core import installation
from core.db import db
from core.errors import Invalid
from core.i18n import N_
from licensing.applications.models import LegalGround, LicenceClass
from licensing.clocks.models import ClockRule, Holiday, ReminderRule, WorkingWeek
from licensing.clocks.states import Kind, Unit
from licensing.letters import service as letters
from licensing.points.models import DemeritRule

FACTS = ("jurisdiction", "regulator_name", "help_phone", "time_zone", "fee_rule", "refunds", "corridors",
         "bank_account", "conflict_years", "rereview_share",
         "inspection_sample_share", "inspection_sample_floor")  # fmt: skip


def load(folder: Path) -> dict[str, int]:
    """Load ``installation.json``, ``classes.csv``, ``grounds.csv``, clocks, letters and points of `folder`, and count.

    A row whose code is known is replaced. Raises Invalid naming the file, line and column that cannot be used.
    """
    facts = settle(folder)
    for row, where in rows(folder / "classes.csv"):
        db.session.merge(
            LicenceClass(
                code=text(row, "code", where), name=text(row, "name", where), months=whole(row, "months", where),
                instrument=text(row, "instrument", where), effective_from=day(row, "effective_from", where),
            )
        )  # fmt: skip
    for row, where in rows(folder / "grounds.csv"):
        db.session.merge(
            LegalGround(
                code=text(row, "code", where), kinds=text(row, "kinds", where).split("|"),
                sentence=text(row, "sentence", where), instrument=text(row, "instrument", where),
                effective_from=day(row, "effective_from", where),
            )
        )  # fmt: skip
    clocks = keep_time(folder)
    paragraphs = letters.load(folder / "letters.csv") if (folder / "letters.csv").exists() else 0
    rules = keep_points(folder)
    db.session.flush()
    counts = {"facts": facts, "classes": _count(LicenceClass), "grounds": _count(LegalGround), "clocks": clocks}
    return {**counts, "paragraphs": paragraphs, "points": rules}


def keep_points(folder: Path) -> int:
    """Load ``points.csv`` (effective_from, months, watch_at, show_cause_at, instrument) where it is there.

    Return how many rules are new; one that is there already is never changed, a later one follows it. Without a rule,
    points are kept and nothing follows from them.
    """
    count = 0
    for row, where in _optional(folder / "points.csv"):
        begins = day(row, "effective_from", where)
        if db.session.get(DemeritRule, begins) is None:
            db.session.add(
                DemeritRule(effective_from=begins, months=whole(row, "months", where),
                            watch_at=whole(row, "watch_at", where), show_cause_at=whole(row, "show_cause_at", where),
                            instrument=text(row, "instrument", where))
            )  # fmt: skip
            count += 1
    return count


def keep_time(folder: Path) -> int:
    """Load ``clocks.csv``, ``reminders.csv``, ``working_weeks.csv`` and ``holidays.csv`` where they are there.

    Return how many lengths of clocks there were. Without the files nothing has a last day but what is dated by hand.
    """
    count = 0
    for row, where in _optional(folder / "clocks.csv"):
        amount, unit = whole(row, "amount", where), _known(row, "unit", Unit, where)
        db.session.merge(
            ClockRule(kind=_known(row, "kind", Kind, where), amount=amount, unit=unit,
                      instrument=text(row, "instrument", where), effective_from=day(row, "effective_from", where),
                      effective_to=day(row, "effective_to", where) if row.get("effective_to") else None)
        )  # fmt: skip
        count += 1
    for row, where in _optional(folder / "reminders.csv"):
        db.session.merge(
            ReminderRule(kind=_known(row, "kind", Kind, where), days_before=whole(row, "days_before", where))
        )
    for row, where in _optional(folder / "working_weeks.csv"):
        weekend = [int(part) for part in text(row, "weekend", where).split("|") if part in set("1234567")]
        db.session.merge(
            WorkingWeek(effective_from=day(row, "effective_from", where), weekend=weekend,
                        instrument=text(row, "instrument", where))
        )  # fmt: skip
    for row, where in _optional(folder / "holidays.csv"):
        db.session.merge(Holiday(day=day(row, "day", where), name=text(row, "name", where)))
    return count


def _optional(path: Path) -> Iterator[tuple[dict[str, str], str]]:
    return rows(path) if path.exists() else iter(())


def _known(row: dict[str, str], column: str, values: type[enum.StrEnum], where: str) -> str:
    value = text(row, column, where)
    if value not in set(values):
        message = N_("%(where)s: “%(column)s” must be one of %(known)s.")
        raise Invalid("cell-unknown", message, where=where, column=column, known=", ".join(values))
    return value


def settle(folder: Path) -> int:
    """Record the facts of ``installation.json`` that pages show; return how many."""
    path = folder / "installation.json"
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Invalid("file-missing", N_("There is no file %(file)s."), file=str(path)) from error
    except ValueError as error:
        raise Invalid(
            "file-unreadable", N_("%(file)s is not JSON: %(fault)s."), file=str(path), fault=str(error)
        ) from error
    known = [name for name in FACTS if told.get(name)]
    for name in known:
        installation.state(name, told[name])
    return len(known)


def rows(path: Path) -> Iterator[tuple[dict[str, str], str]]:
    """Yield each row of a CSV file with where it stands, such as ``grounds.csv, line 3``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                yield {key: (value or "").strip() for key, value in row.items() if key}, f"{path.name}, line {number}"
    except FileNotFoundError as error:
        raise Invalid("file-missing", N_("There is no file %(file)s."), file=str(path)) from error


def text(row: dict[str, str], column: str, where: str) -> str:
    """Return a cell that must not be empty. Raises Invalid."""
    if not row.get(column):
        raise Invalid("cell-empty", N_("%(where)s: “%(column)s” is empty."), where=where, column=column)
    return row[column]


def whole(row: dict[str, str], column: str, where: str) -> int:
    """Return a whole number. Raises Invalid."""
    value = text(row, column, where)
    if not value.isdigit():
        raise Invalid(
            "cell-not-number", N_("%(where)s: “%(column)s” must be a whole number."), where=where, column=column
        )
    return int(value)


def day(row: dict[str, str], column: str, where: str) -> date:
    """Return a day written as 2026-11-21. Raises Invalid."""
    try:
        return date.fromisoformat(text(row, column, where))
    except ValueError as error:
        message = N_("%(where)s: “%(column)s” must be a day such as 2026-11-21.")
        raise Invalid("cell-not-day", message, where=where, column=column) from error


def _count(kind: type[LicenceClass] | type[LegalGround]) -> int:
    return len(db.session.execute(db.select(kind.code)).all())
