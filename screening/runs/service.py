"""Screening subjects against the current lists: each match kept with the explanation that makes its score."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from core import clock, ids
from core.actor import SYSTEM
from core.db import db, move
from screening.runs import comparing, listed, writing
from screening.runs.comparing import Agreement
from screening.runs.deciding import within_bound
from screening.runs.models import Ended, Scope, ScreeningMatch, ScreeningRun
from screening.runs.parties import Party, Subject, of_subjects
from screening.runs.states import Status
from screening.scoring import MODEL_VERSION

__all__ = ["CHUNK", "Chunk", "Found", "Scope", "Subject", "begin", "fail", "finish", "retire", "screen", "stream"]

CHUNK = 5_000  # subjects compared and written in one transaction
MOST_EXCEEDED = 100  # subjects beyond the bound that a run names
LONGEST_REASON = 300
# Who screens holds it shared while it reads the lists and writes its subjects; who begins to re-screen after a change
# takes it alone for a moment. So every subject screened against the older lists is seen by the re-screening.
# A chunk may take longer than a page may wait or stand idle: it compares thousands of names while it holds its lock.
PATIENCE = text(
    "SELECT set_config('lock_timeout', '120s', true), set_config('idle_in_transaction_session_timeout', '600s', true)"
)
HOLD = text("SELECT pg_advisory_xact_lock_shared(7301, 3)")
WAIT = text("SELECT pg_advisory_xact_lock(7301, 3)")


@dataclass(frozen=True)
class Found:
    """A subject that agrees with a flagged entity; attributes as in ScreeningMatch."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    subject_name: str
    entity_id: UUID
    listed_key: str
    matched_name: str
    score: float
    explanation: dict[str, Any]
    compared: dict[str, Any]
    fingerprint: str
    inputs: str


@dataclass(frozen=True)
class Chunk:
    """What came of some subjects: their matches, and the ids of those that no longer stand."""

    found: list[Found] = field(default_factory=list)
    ended: list[UUID] = field(default_factory=list)


def screen(
    subjects: Iterable[Subject], *, organisation_id: UUID, scope: str, scope_id: UUID, threads: int = 1
) -> list[Found]:
    """Screen some subjects and return their matches, best first; see `stream` for many."""
    chunks = stream(
        subjects, organisation_id=organisation_id, scope=scope, scope_id=scope_id, threads=threads
    )  # fmt: skip
    return sorted((found for chunk in chunks for found in chunk.found), key=lambda found: -found.score)


def stream(
    subjects: Iterable[Subject],
    *,
    organisation_id: UUID,
    scope: str,
    scope_id: UUID,
    total: int | None = None,
    threads: int = 1,
) -> Iterator[Chunk]:
    """Screen any number of subjects, 5,000 at a time; yield what came of each chunk once it is written.

    Each step of the iterator may stand in a transaction of its own: then a run that is killed has lost one chunk,
    and the next `stream` of the same scope goes on with its row. Memory does not grow with the number of subjects.
    A second run over the same subjects brings their matches up to date (one per organisation, subject and version of
    an entity) and ends those that no longer stand.

    Args:
        subjects: read lazily; the names of one party must follow each other.
        organisation_id: who asks, and who alone may read the matches.
        scope: a Scope.
        scope_id: the application, list or company.
        total: how many subjects there are to screen, with those that a killed run has done, where known.
        threads: how many threads search.
    """
    run_id = begin(organisation_id=organisation_id, scope=scope, scope_id=scope_id, total=total).id
    remaining = iter(of_subjects(subjects))
    while chunk := list(islice(remaining, CHUNK)):
        yield _one_chunk(run_id, organisation_id, chunk, threads)
    finish(db.session.get_one(ScreeningRun, run_id))


def begin(*, organisation_id: UUID | None, scope: str, scope_id: UUID, total: int | None = None) -> ScreeningRun:
    """Return the run of a scope that is under way, or found one: what was killed is gone on with."""
    statement = (
        select(ScreeningRun)
        .where(
            ScreeningRun.organisation_id.is_not_distinct_from(organisation_id), ScreeningRun.scope == scope,
            ScreeningRun.scope_id == scope_id, ScreeningRun.status == Status.RUNNING,
        )
        .with_for_update()
    )  # fmt: skip
    run = db.session.execute(statement).scalar_one_or_none()
    if run is None:
        run = ScreeningRun(
            id=ids.new_id(), organisation_id=organisation_id, scope=scope, scope_id=scope_id, status=Status.RUNNING,
            model_version=MODEL_VERSION, lists=list(listed.names_in_use()), total=total, subjects=0, matches=0,
            ended=0, exceeded=[], started_at=clock.now(),
        )  # fmt: skip
        db.session.add(run)
    elif total is not None:
        run.total = max(total, run.subjects)
    db.session.flush()
    return run


def _one_chunk(run_id: UUID, organisation_id: UUID, parties: Sequence[Party], threads: int) -> Chunk:
    """Compare some parties with the lists as they are now, and write what comes of it."""
    hold()
    lists = listed.current()
    agreed = comparing.forward(parties, lists.names, lists.numbers, lists.fetch, threads=threads)
    return write(run_id, organisation_id, parties, agreed, lists.lists)


def be_patient() -> None:
    """Let this transaction compare names for as long as it takes."""
    db.session.execute(PATIENCE)


def hold() -> None:
    """Keep re-screening after a change from beginning until this transaction has ended."""
    be_patient()
    db.session.execute(HOLD)


def wait() -> None:
    """Wait until all who screen against the lists as they were have written their subjects."""
    be_patient()
    db.session.execute(WAIT)


def write(
    run_id: UUID,
    organisation_id: UUID,
    parties: Sequence[Party],
    agreed: dict[comparing.Pair, Agreement],
    lists: Sequence[dict[str, Any]],
) -> Chunk:
    """Write some parties as they are now and what their comparison came to, and how far the run has come."""
    writing.subjects([(organisation_id, party) for party in parties])
    chunk = settle(run_id, organisation_id, parties, agreed)
    run = db.session.get_one(ScreeningRun, run_id)
    run.subjects += len(parties)
    run.total = None if run.total is None else max(run.total, run.subjects)
    run.lists = list(lists)
    db.session.flush()
    return chunk


def settle(
    run_id: UUID, organisation_id: UUID, parties: Sequence[Party], agreed: dict[comparing.Pair, Agreement]
) -> Chunk:
    """Write what a comparison of stored parties with whole lists came to: their matches are these and no others."""
    kept = within_bound(agreed)
    keys = [party.key for party in parties]
    found = found_of(run_id, [(organisation_id, one) for one in kept.agreed.values()])
    over = [(pair[0][1], pair[1]) for pair in agreed if pair not in kept.agreed]
    stay = [one.id for one in found]
    ended = writing.end_unfound(organisation_id, run_id, [key[1] for key in keys], stay, over)
    writing.exceeded(organisation_id, keys, kept.exceeded)
    run = db.session.get_one(ScreeningRun, run_id, with_for_update=True)
    run.matches += len(found)
    run.ended += len(ended)
    named = {party.key: party.names[0] for party in parties if party.key in kept.exceeded}
    told = [
        {"kind": key[0], "id": str(key[1]), "name": named[key], "found": number}
        for key, number in kept.exceeded.items()
    ]
    run.exceeded = [*run.exceeded, *told][:MOST_EXCEEDED]
    db.session.flush()
    return Chunk(found, ended)


def found_of(run_id: UUID, agreed: Sequence[tuple[UUID, Agreement]]) -> list[Found]:
    """Write agreements of organisations' subjects and return them as matches."""
    written = writing.matches([(organisation, run_id, one) for organisation, one in agreed])
    return [
        Found(
            written[organisation, one.party.key[0], one.party.key[1], one.entity.id], one.party.key[0],
            one.party.key[1], one.name, one.entity.id, one.entity.listed_key, one.listed_name,
            one.explanation.score, one.explanation.as_dict(), one.compared(), one.fingerprint(), one.inputs(),
        )
        for organisation, one in agreed
    ]  # fmt: skip


def finish(run: ScreeningRun) -> None:
    """Say that a run is done."""
    run.finished_at = clock.now()
    run.total = run.subjects
    move(run, Status.DONE, action="screening.run.finish", by=SYSTEM, subjects=run.subjects, matches=run.matches)
    db.session.flush()


def fail(*, organisation_id: UUID | None, scope: str, scope_id: UUID, reason: str) -> None:
    """Say that the run of a scope that is under way has failed, and why; without one nothing is to be said."""
    statement = select(ScreeningRun).where(
        ScreeningRun.organisation_id.is_not_distinct_from(organisation_id), ScreeningRun.scope == scope,
        ScreeningRun.scope_id == scope_id, ScreeningRun.status == Status.RUNNING,
    )  # fmt: skip
    run = db.session.execute(statement.with_for_update()).scalar_one_or_none()
    if run is not None:
        run.finished_at, run.reason = clock.now(), reason[:LONGEST_REASON]
        move(run, Status.FAILED, action="screening.run.fail", by=SYSTEM, reason=run.reason)
        db.session.flush()


def retire(kind: str, subjects: Sequence[UUID], *, organisation_id: UUID) -> list[UUID]:
    """Set subjects aside that are no longer anybody's customers, and end their matches; returns the matches' ids."""
    held = writing.gone(organisation_id, kind, subjects)
    statement = select(ScreeningMatch).where(
        ScreeningMatch.organisation_id == organisation_id, ScreeningMatch.subject_kind == kind,
        ScreeningMatch.subject_id.in_(held), ScreeningMatch.ended_at.is_(None),
    )  # fmt: skip
    ended = list(db.session.execute(statement).scalars())
    for match in ended:
        match.ended_at, match.ended_why = clock.now(), Ended.SUBJECT_GONE
    db.session.flush()
    return [match.id for match in ended]
