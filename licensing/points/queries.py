"""Reads of points: the sum that counts on a day, the entries, the rule in force."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select

from core import clock
from core.db import db
from licensing.points.models import DemeritEntry, DemeritRule


def points(licence_id: UUID, day: date | None = None) -> int:
    """Return the points that count against a licence holder on a day (today); never less than none."""
    return sums([licence_id], day).get(licence_id, 0)


def sums(licences: Collection[UUID], day: date | None = None) -> dict[UUID, int]:
    """Return the points that count for each of some licences on a day (today), in one query; none: not in it."""
    on = day or clock.today()
    statement = (
        select(DemeritEntry.licence_id, func.sum(DemeritEntry.points))
        .where(
            DemeritEntry.licence_id.in_(licences), DemeritEntry.happened_on <= on,
            or_(DemeritEntry.expires_on.is_(None), DemeritEntry.expires_on >= on),
        )
        .group_by(DemeritEntry.licence_id)
    )  # fmt: skip
    return {row[0]: max(int(row[1]), 0) for row in db.session.execute(statement)}


def entries(licence_id: UUID, limit: int = 200) -> list[DemeritEntry]:
    """Return the entries about a licence, newest first, those that no longer count among them."""
    statement = select(DemeritEntry).where(DemeritEntry.licence_id == licence_id)
    return list(db.session.execute(statement.order_by(DemeritEntry.at.desc(), DemeritEntry.id).limit(limit)).scalars())


def rule(day: date | None = None) -> DemeritRule | None:
    """Return the rule in force on a day (today), or None where the installation has none."""
    statement = select(DemeritRule).where(DemeritRule.effective_from <= (day or clock.today()))
    return db.session.execute(statement.order_by(DemeritRule.effective_from.desc()).limit(1)).scalar_one_or_none()
