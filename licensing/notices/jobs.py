"""Jobs of notices: after a change of lists, and each night for what holders have changed themselves."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.organisations import queries as organisations
from core import jobs
from core.db import db, transaction
from core.events import on
from licensing.agencies.models import Agency
from licensing.notices import queries, service
from screening.events import MatchesChanged
from screening.runs import queries as screenings
from screening.runs.models import SubjectKind
from screening.runs.parties import Subject
from screening.runs.readying import warm
from screening.runs.service import Chunk, Scope, stream
from screening.scoring import Attributes

SETTLED = 1_000  # matches in one transaction
LOADED = 500  # agencies


@on(MatchesChanged)
def _matches_changed(fact: MatchesChanged) -> None:
    jobs.defer(settle_run, organisation_id=str(fact.organisation_id), run_id=str(fact.run_id))


@jobs.job("licensing.notices.settle_run", transactional=False)
def settle_run(organisation_id: str, run_id: str) -> None:
    """Write and end the regulator's notices after a change of lists. Idempotent."""
    regulator, run = UUID(organisation_id), UUID(run_id)
    with transaction(timeout="30s"):
        authority = organisations.regulator()
        if authority is None or authority.id != regulator:
            return
    after: UUID | None = None
    while True:
        with transaction(timeout="120s"):
            found = screenings.matches_by_run(run, after, SETTLED)
            service.settle([match.id for match in found], organisation_id=regulator)
        if len(found) < SETTLED:
            break
        after = found[-1].id
    after = None
    while True:
        with transaction(timeout="120s"):
            ended = screenings.ended_by_run(run, after, SETTLED)
            _end([match.id for match in ended], regulator)
        if len(ended) < SETTLED:
            break
        after = ended[-1].id


def _end(ended: list[UUID], regulator: UUID) -> None:
    gone = screenings.no_longer_standing(ended, organisation_id=regulator)
    service.end(gone, organisation_id=regulator)


@jobs.job("licensing.notices.screen_holders", transactional=False, schedule="5 3 * * *")
def screen_holders() -> None:
    """Screen every licence holder as it is today: what it changed itself since is compared. Idempotent."""
    with transaction(timeout="60s"):
        authority = organisations.regulator()
        agencies = queries.every_holder()
    if authority is None or not agencies:
        return
    warm()
    regulator = authority.id
    chunks = stream(_subjects(agencies), organisation_id=regulator, scope=Scope.HOLDERS, scope_id=regulator)
    left = True
    while left:
        with transaction(timeout="300s"):
            chunk: Chunk | None = next(chunks, None)
            left = chunk is not None
            if chunk:
                service.settle([found.id for found in chunk.found], organisation_id=regulator)
                _end(chunk.ended, regulator)


def _subjects(agencies: list[UUID]) -> Iterator[Subject]:
    """Yield every name of some agencies, former, trading and in other scripts too, and their people."""
    for start in range(0, len(agencies), LOADED):
        statement = (
            select(Agency)
            .where(Agency.id.in_(agencies[start : start + LOADED]))
            .options(selectinload(Agency.names), selectinload(Agency.people))
        )
        for agency in db.session.execute(statement).scalars().all():
            yield from subjects_of(agency)
        db.session.expunge_all()


def subjects_of(agency: Agency) -> Iterator[Subject]:
    """Yield every name of an agency and of its people. Sub-agents are not in the register yet."""
    known = Attributes(
        countries=(agency.country,), identifiers={"registration_number": (agency.registration_number,)}
    )
    for name in dict.fromkeys([agency.legal_name, *(row.name for row in agency.names)]):
        yield Subject(SubjectKind.AGENCY, agency.id, name, "organisation", known)
    for person in agency.people:
        if person.removed_at is None and person.left_on is None:
            about = Attributes(
                countries=(person.nationality,) if person.nationality else (),
                birth_dates=(person.birth_date.isoformat(),) if person.birth_date else (),
            )
            yield Subject(SubjectKind.AGENCY_PERSON, person.id, person.name, "person", about)
