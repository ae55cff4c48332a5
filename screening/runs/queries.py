"""Reads of screenings: what was screened when, and what came out."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.db import db
from screening.runs.models import ScreeningMatch, ScreeningRun
from screening.watchlists.models import FlaggedEntity

MOST = 500


def run_of(scope_id: UUID, *, organisation_id: UUID) -> ScreeningRun | None:
    """Return the newest screening of an application or list, or None when none has run yet."""
    statement = (
        select(ScreeningRun)
        .where(ScreeningRun.organisation_id == organisation_id, ScreeningRun.scope_id == scope_id)
        .order_by(ScreeningRun.finished_at.desc(), ScreeningRun.id)
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def matches_of(scope_id: UUID, *, organisation_id: UUID, limit: int = MOST) -> list[ScreeningMatch]:
    """Return what the screenings of an application or list found, best first, at most `limit` matches.

    A match belongs to the newest run that found it; where subjects were screened again for another reason,
    ask for `matches_of_subjects`.
    """
    statement = (
        select(ScreeningMatch)
        .join(ScreeningRun, ScreeningRun.id == ScreeningMatch.run_id)
        .where(ScreeningMatch.organisation_id == organisation_id, ScreeningRun.scope_id == scope_id)
        .order_by(ScreeningMatch.score.desc(), ScreeningMatch.id)
        .options(selectinload(ScreeningMatch.entity).selectinload(FlaggedEntity.names))
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())


def matches_of_subjects(
    subjects: Collection[UUID], *, organisation_id: UUID, limit: int = MOST
) -> list[ScreeningMatch]:
    """Return every match of some subjects, whatever they were screened for, best first."""
    if not subjects:
        return []
    statement = (
        select(ScreeningMatch)
        .where(ScreeningMatch.organisation_id == organisation_id, ScreeningMatch.subject_id.in_(subjects))
        .order_by(ScreeningMatch.score.desc(), ScreeningMatch.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())
