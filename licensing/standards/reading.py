"""Reads versions of standards from two files that a lawyer can read: the sets, and the standards of each."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.errors import Invalid
from core.i18n import N_
from licensing.law.service import day, rows, text, whole

Row = dict[str, str]
SETS, STANDARDS = "standard_sets.csv", "standards.csv"


@dataclass(frozen=True)
class StandardFacts:
    """One standard as a file says it."""

    code: str
    title: str
    question: str
    critical: bool
    points: int


@dataclass(frozen=True)
class SetFacts:
    """One version as a file says it: `fails_at` is the score from which only a refusal is possible."""

    code: str
    edition: int
    class_code: str
    title: str
    fails_at: int
    instrument: str
    effective_from: date
    effective_to: date | None
    standards: tuple[StandardFacts, ...]


def read(folder: Path) -> list[SetFacts]:
    """Return the versions that `folder` holds, none where it has no file of them.

    Raises Invalid naming file, line and column: an empty cell, a number or day that is none, a version without
    standards, a standard of no version.
    """
    if not (folder / SETS).is_file():
        return []
    grouped: dict[tuple[str, int], list[StandardFacts]] = {}
    places: dict[tuple[str, int], str] = {}
    for row, where in rows(folder / STANDARDS):
        key = (text(row, "set", where), whole(row, "edition", where))
        grouped.setdefault(key, []).append(_standard(row, where))
        places.setdefault(key, where)
    found = []
    for row, where in rows(folder / SETS):
        key = (text(row, "code", where), whole(row, "edition", where))
        standards = grouped.pop(key, [])
        if not standards:
            raise Invalid("set-empty", N_("%(where)s: this version has no standards."), where=where)
        found.append(_version(row, where, key, standards))
    for key in grouped:
        message = N_("%(where)s: there is no version %(edition)s of “%(name)s” in the other file.")
        raise Invalid("set-unknown", message, where=places[key], name=key[0], edition=key[1])
    return found


def _version(row: Row, where: str, key: tuple[str, int], standards: list[StandardFacts]) -> SetFacts:
    until = row.get("effective_to")
    return SetFacts(
        key[0], key[1], text(row, "class", where), text(row, "title", where), whole(row, "fails_at", where),
        text(row, "instrument", where), day(row, "effective_from", where),
        day(row, "effective_to", where) if until else None, tuple(standards),
    )  # fmt: skip


def _standard(row: Row, where: str) -> StandardFacts:
    told = text(row, "critical", where)
    if told not in {"yes", "no"}:
        message = N_("%(where)s: “%(column)s” must be yes or no.")
        raise Invalid("cell-not-yes-no", message, where=where, column="critical")
    return StandardFacts(
        text(row, "code", where), text(row, "title", where), text(row, "question", where), told == "yes",
        whole(row, "points", where),
    )  # fmt: skip
