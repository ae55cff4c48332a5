"""Reads of screenings: what was screened when, how far a run has come, and what came out."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased, selectinload

from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from screening.runs.models import Scope, ScreeningMatch, ScreeningRun, ScreeningSubject
from screening.runs.states import Status
from screening.scoring import MODEL_VERSION
from screening.watchlists.models import FlaggedEntity

MOST = 500


def run_of(scope_id: UUID, *, organisation_id: UUID) -> ScreeningRun | None:
    """Return the newest screening of an application or list that is done, or None when none is yet."""
    statement = (
        select(ScreeningRun)
        .where(
            ScreeningRun.organisation_id == organisation_id, ScreeningRun.scope_id == scope_id,
            ScreeningRun.status == Status.DONE,
        )
        .order_by(ScreeningRun.finished_at.desc(), ScreeningRun.id)
        .limit(1)
    )  # fmt: skip
    return db.session.execute(statement).scalar_one_or_none()


def newest_for(scope_id: UUID, *, organisation_id: UUID) -> ScreeningRun | None:
    """Return the newest run that looked at what was screened for an application or list; None before its own is done.

    A change of a list is compared with everybody, so its run has looked at it, too.
    """
    own = run_of(scope_id, organisation_id=organisation_id)
    if own is None:
        return None
    statement = (
        select(ScreeningRun)
        .where(
            ScreeningRun.organisation_id == organisation_id, ScreeningRun.status == Status.DONE,
            ScreeningRun.scope.in_([Scope.LIST_CHANGE, Scope.RECHECK, Scope.HOLDERS]),
            ScreeningRun.finished_at >= own.finished_at,
        )
        .order_by(ScreeningRun.finished_at.desc(), ScreeningRun.id)
        .limit(1)
    )  # fmt: skip
    return db.session.execute(statement).scalar_one_or_none() or own


def latest(scope_id: UUID, *, organisation_id: UUID) -> ScreeningRun | None:
    """Return the newest screening of an application or list, however far it has come."""
    statement = (
        select(ScreeningRun)
        .where(ScreeningRun.organisation_id == organisation_id, ScreeningRun.scope_id == scope_id)
        .order_by(ScreeningRun.started_at.desc(), ScreeningRun.id)
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def get(run_id: UUID) -> ScreeningRun:
    """Return a run that the actor may see. Raises NotFound."""
    found = db.session.execute(select(ScreeningRun).where(ScreeningRun.id == run_id)).scalar_one_or_none()
    if found is None:
        raise NotFound("run-not-found", N_("There is no such screening. Check the address."))
    return found


def runs(page: Page, *, status: str = "", scope: str = "") -> Paged[ScreeningRun]:
    """Return the runs that the actor may see, newest first: row-level security knows whose they are."""
    statement = select(ScreeningRun).order_by(ScreeningRun.started_at.desc(), ScreeningRun.id)
    if status:
        statement = statement.where(ScreeningRun.status == status)
    if scope:
        statement = statement.where(ScreeningRun.scope == scope)
    return paged(statement, page)


def subjects_by_kind() -> dict[str, int]:
    """Return how many parties of each kind of the actor's organisation are compared when a list changes."""
    statement = (
        select(ScreeningSubject.kind, func.count())
        .where(ScreeningSubject.gone_at.is_(None))
        .group_by(ScreeningSubject.kind)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def matches_of(scope_id: UUID, *, organisation_id: UUID, limit: int = MOST) -> list[ScreeningMatch]:
    """Return what the screenings of an application or list found and still stands, best first, at most `limit`.

    A match belongs to the newest run that found it; where subjects were screened again for another reason,
    ask for `matches_of_subjects`.
    """
    statement = (
        select(ScreeningMatch)
        .join(ScreeningRun, ScreeningRun.id == ScreeningMatch.run_id)
        .where(
            ScreeningMatch.organisation_id == organisation_id, ScreeningRun.scope_id == scope_id,
            ScreeningMatch.ended_at.is_(None),
        )
        .order_by(ScreeningMatch.score.desc(), ScreeningMatch.id)
        .options(selectinload(ScreeningMatch.entity).selectinload(FlaggedEntity.names))
        .limit(limit)
    )  # fmt: skip
    return list(db.session.execute(statement).scalars())


def matches_of_subjects(
    subjects: Collection[UUID], *, organisation_id: UUID, limit: int = MOST
) -> list[ScreeningMatch]:
    """Return every match of some subjects that stands, whatever they were screened for, best first."""
    if not subjects:
        return []
    statement = (
        select(ScreeningMatch)
        .where(
            ScreeningMatch.organisation_id == organisation_id, ScreeningMatch.subject_id.in_(subjects),
            ScreeningMatch.ended_at.is_(None),
        )
        .order_by(ScreeningMatch.score.desc(), ScreeningMatch.id)
        .limit(limit)
    )  # fmt: skip
    return list(db.session.execute(statement).scalars())


def matches_by_run(run_id: UUID, after: UUID | None, limit: int) -> list[ScreeningMatch]:
    """Return the next matches that a run found or renewed, by id, and that still stand."""
    statement = (
        select(ScreeningMatch)
        .where(ScreeningMatch.run_id == run_id, ScreeningMatch.ended_at.is_(None))
        .order_by(ScreeningMatch.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(ScreeningMatch.id > after)
    return list(db.session.execute(statement).scalars())


def ended_by_run(run_id: UUID, after: UUID | None, limit: int) -> list[ScreeningMatch]:
    """Return the next matches that a run ended, by id."""
    statement = (
        select(ScreeningMatch)
        .where(ScreeningMatch.ended_run_id == run_id, ScreeningMatch.ended_at.is_not(None))
        .order_by(ScreeningMatch.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(ScreeningMatch.id > after)
    return list(db.session.execute(statement).scalars())


def matches_with_entities(matches: Collection[UUID], *, organisation_id: UUID) -> list[ScreeningMatch]:
    """Return some matches of an organisation with the entities they are with, by id."""
    if not matches:
        return []
    statement = select(ScreeningMatch).where(
        ScreeningMatch.organisation_id == organisation_id, ScreeningMatch.id.in_(matches)
    )
    return list(db.session.execute(statement.order_by(ScreeningMatch.id)).scalars())


def no_longer_standing(matches: Collection[UUID], *, organisation_id: UUID) -> list[ScreeningMatch]:
    """Return of some ended matches those whose subject matches no version of the listed party any more."""
    if not matches:
        return []
    other = aliased(ScreeningMatch)
    stands = exists().where(
        other.organisation_id == ScreeningMatch.organisation_id, other.subject_kind == ScreeningMatch.subject_kind,
        other.subject_id == ScreeningMatch.subject_id, other.listed_key == ScreeningMatch.listed_key,
        other.ended_at.is_(None),
    )  # fmt: skip
    statement = select(ScreeningMatch).where(
        ScreeningMatch.organisation_id == organisation_id, ScreeningMatch.id.in_(matches),
        ScreeningMatch.ended_at.is_not(None), ~stands,
    )  # fmt: skip
    return list(db.session.execute(statement).scalars())


def screened_otherwise() -> list[UUID]:
    """Return the organisations that were screened with another model and not yet wholly with the present one."""
    run, again, subject = ScreeningRun, aliased(ScreeningRun), ScreeningSubject
    wholly = exists().where(
        again.organisation_id == run.organisation_id, again.scope == Scope.RECHECK, again.status == Status.DONE,
        again.model_version == MODEL_VERSION,
    )  # fmt: skip
    held = exists().where(subject.organisation_id == run.organisation_id, subject.gone_at.is_(None))
    statement = select(run.organisation_id).where(run.model_version != MODEL_VERSION, held, ~wholly).distinct()
    return [found for found in db.session.execute(statement).scalars() if found is not None]
