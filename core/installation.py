"""Facts about this installation that live in the database: its name, jurisdiction, languages, and its clock."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Instant, Model, db


class InstallationFact(Model):
    """One named fact, such as the regulator's telephone number or the demonstration's clock."""

    __tablename__ = "installation_fact"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    content: Mapped[Any] = mapped_column(JSONB)
    changed_at: Mapped[Instant]


def facts() -> dict[str, Any]:
    """Return all facts by name."""
    rows = db.session.execute(select(InstallationFact.name, InstallationFact.content)).all()
    return dict(map(tuple, rows))


def state(name: str, content: object) -> None:
    """Record a fact, replacing the one of that name."""
    db.session.merge(InstallationFact(name=name, content=content, changed_at=clock.now()))


def clock_shift(known: dict[str, Any]) -> timedelta:
    """Return how far a demonstration's own clock stands from the real one, so that it never grows old."""
    begun = known.get("demonstration_clock")
    if not begun:
        return timedelta(0)
    return datetime.fromisoformat(begun["stands_at"]) - datetime.fromisoformat(begun["real"])
