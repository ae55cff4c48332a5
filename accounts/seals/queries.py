"""Reading the seals, and looking whether they still fit."""

from dataclasses import dataclass

from sqlalchemy import select, text

from accounts.seals.models import TrailSeal
from core.db import db

# Rows whose trail says what they must still say; a feature adds its own with `compare`.
_comparisons: dict[str, str] = {}


@dataclass(frozen=True)
class Broken:
    """The first seal that does not fit, and why: missing, entries (their number), digest, between (one slipped in)."""

    number: int
    fault: str


def compare(name: str, statement: str) -> None:
    """Add a comparison of rows with their trail: `statement` selects the ids (as text) of rows that contradict it."""
    _comparisons[name] = statement


def newest() -> TrailSeal | None:
    """Return the newest seal, or None before the first."""
    return db.session.execute(select(TrailSeal).order_by(TrailSeal.number.desc()).limit(1)).scalar_one_or_none()


def seal_of(number: int) -> TrailSeal | None:
    """Return one seal."""
    return db.session.get(TrailSeal, number)


def first_broken(since: int = 0) -> Broken | None:
    """Compute every seal after `since` again and return the first that does not fit, or None.

    It reads the whole trail after that seal: some seconds for a million entries.
    """
    row = db.session.execute(text("SELECT number, fault FROM app.broken_seal(:since)"), {"since": since}).one()
    return Broken(row.number, row.fault) if row.number is not None else None


def contradictions(most: int = 20) -> list[tuple[str, str]]:
    """Return rows that say something else than their trail: name of the comparison and id, at most `most` of each."""
    return [
        (name, str(found))
        for name, statement in sorted(_comparisons.items())
        for found in db.session.execute(text(f"{statement} LIMIT {most:d}")).scalars()
    ]
