"""A full run over the customers of one organisation as they are stored: once the model is another one."""

from uuid import UUID

from sqlalchemy import func, select

from core import events
from core.db import db
from screening.events import MatchesChanged
from screening.runs import comparing, listed, service
from screening.runs.models import Scope, ScreeningRun, ScreeningSubject
from screening.runs.parties import of_content


def begin(organisation_id: UUID) -> UUID:
    """Return the id of the run over all customers of an organisation."""
    held = select(func.count()).select_from(ScreeningSubject)
    total = db.session.execute(
        held.where(ScreeningSubject.organisation_id == organisation_id, ScreeningSubject.gone_at.is_(None))
    ).scalar_one()
    run = service.begin(organisation_id=organisation_id, scope=Scope.RECHECK, scope_id=organisation_id, total=total)
    return run.id


def next_chunk(run_id: UUID, organisation_id: UUID) -> bool:
    """Compare the next customers with all lists; tells whether there may be more."""
    service.hold()
    run = db.session.get_one(ScreeningRun, run_id, with_for_update=True)
    subject = ScreeningSubject
    statement = (
        select(subject.subject_id, subject.kind, subject.content)
        .where(subject.organisation_id == organisation_id, subject.gone_at.is_(None))
        .order_by(subject.subject_id, subject.kind)
        .limit(service.CHUNK)
        .with_for_update(read=True)
    )
    if run.cursor is not None:
        statement = statement.where(subject.subject_id > run.cursor)
    rows = db.session.execute(statement).all()
    if not rows:
        return False
    parties = [of_content((row.kind, row.subject_id), row.content, organisation_id) for row in rows]
    lists = listed.current()
    agreed = comparing.forward(parties, lists.names, lists.numbers, lists.fetch)
    service.settle(run_id, organisation_id, parties, agreed)
    run.cursor, run.lists = rows[-1].subject_id, list(lists.lists)
    run.subjects += len(parties)
    run.total = max(run.total or 0, run.subjects)
    db.session.flush()
    return len(rows) == service.CHUNK


def finish(run_id: UUID, organisation_id: UUID) -> None:
    """Say that the run is done, and tell the features above."""
    service.finish(db.session.get_one(ScreeningRun, run_id, with_for_update=True))
    events.publish(MatchesChanged(organisation_id, run_id))
