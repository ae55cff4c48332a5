"""Screening subjects against the current lists: each match kept with the explanation that makes its score."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert

from core import clock, ids
from core.db import db
from screening.names import MAX_NAME_CHARACTERS, Kind
from screening.runs import listed
from screening.runs.listed import Listed
from screening.runs.models import ScreeningMatch, ScreeningRun
from screening.scoring import (
    ALERT_THRESHOLD,
    MODEL_VERSION,
    QUALIFY_FLOOR,
    Attributes,
    Explanation,
    identifier_match,
    qualify,
)
from screening.watchlists.models import FlaggedEntity

CHUNK = 500
MOST_MATCHES = 10  # of one name: more would say that the name says nothing


@dataclass(frozen=True)
class Subject:
    """One name to screen.

    Attributes:
        kind: a SubjectKind: what is screened.
        id: its id. Several subjects with one id are several names of one party; the best agreement counts.
        name: the name as written.
        party: person, organisation or unknown.
        attributes: what else is known of it.
    """

    kind: str
    id: UUID
    name: str
    party: Kind
    attributes: Attributes = field(default_factory=Attributes)


@dataclass(frozen=True)
class Found:
    """A subject that agrees with a flagged entity; attributes as in ScreeningMatch."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    subject_name: str
    entity_id: UUID
    matched_name: str
    score: float
    explanation: dict[str, Any]


SHOWN = ("subject_kind", "subject_id", "subject_name", "entity_id", "matched_name", "score", "explanation")
Pair = tuple[str, UUID, UUID]  # kind of subject, subject, entity


def screen(subjects: Iterable[Subject], *, organisation_id: UUID, scope: str, scope_id: UUID) -> list[Found]:
    """Screen some subjects and return their matches, best first; see `stream` for many."""
    chunks = stream(subjects, organisation_id=organisation_id, scope=scope, scope_id=scope_id)
    return sorted((found for chunk in chunks for found in chunk), key=lambda found: -found.score)


def stream(subjects: Iterable[Subject], *, organisation_id: UUID, scope: str, scope_id: UUID) -> Iterator[list[Found]]:
    """Screen any number of subjects, 500 at a time; yield the matches of each chunk once they are written.

    Memory does not grow with the number of subjects. A second run over the same subjects updates their
    matches (one per organisation, subject and entity). The run's counts are final when the iterator is
    exhausted.

    Args:
        subjects: read lazily; the names of one party must follow each other.
        organisation_id: who asks, and who alone may read the matches.
        scope: ``application``, ``supplier-list`` or ``recheck``.
        scope_id: the application or list.
    """
    lists = listed.current()
    run = ScreeningRun(
        id=ids.new_id(), organisation_id=organisation_id, scope=scope, scope_id=scope_id,
        model_version=MODEL_VERSION, lists=list(lists.lists), subjects=0, matches=0, finished_at=clock.now(),
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    run_id, seen, matched = run.id, 0, 0
    remaining = iter(subjects)
    while chunk := list(islice(remaining, CHUNK)):
        found = _write(run_id, organisation_id, _compare(chunk, lists))
        seen += len({(subject.kind, subject.id) for subject in chunk})
        matched += len(found)
        yield found
    db.session.execute(
        update(ScreeningRun)
        .where(ScreeningRun.id == run_id)
        .values(subjects=seen, matches=matched, finished_at=clock.now())
    )


def _compare(chunk: list[Subject], lists: Listed) -> dict[Pair, tuple[Subject, str, Explanation]]:
    """Return the best agreement of each subject of a chunk with each entity, from the alert threshold on."""
    asked: list[tuple[str, Kind]] = [(subject.name[:MAX_NAME_CHARACTERS], subject.party) for subject in chunk]
    hits = lists.names.search_many(asked, threshold=QUALIFY_FLOOR, k=MOST_MATCHES)
    by_number = [_with_same_identifier(subject, lists) for subject in chunk]
    wanted = {UUID(str(hit.entry_id)) for row in hits for hit in row}.union(*by_number)
    known = _attributes(wanted)
    best: dict[Pair, tuple[Subject, str, Explanation]] = {}

    def keep(subject: Subject, entity_id: UUID, name: str, explanation: Explanation) -> None:
        pair = (subject.kind, subject.id, entity_id)
        if explanation.score >= ALERT_THRESHOLD and (pair not in best or explanation.score > best[pair][2].score):
            best[pair] = (subject, name, explanation)

    for subject, row, numbered in zip(chunk, hits, by_number, strict=True):
        for hit in row:
            entity_id = UUID(str(hit.entry_id))
            keep(
                subject,
                entity_id,
                hit.name,
                qualify(hit.explanation, subject.attributes, known[entity_id][1]),
            )
        for entity_id in numbered:
            caption, attributes = known[entity_id]
            same = identifier_match(subject.attributes, attributes)
            if same is not None:
                keep(subject, entity_id, caption, same)
    return best


def _with_same_identifier(subject: Subject, lists: Listed) -> set[UUID]:
    values = (value for many in subject.attributes.identifiers.values() for value in many)
    return {entity for value in values for entity in lists.identifiers.get(listed.bare(value), ())}


def _attributes(entities: set[UUID]) -> dict[UUID, tuple[str, Attributes]]:
    """Return caption and attributes of entities by id, in one query."""
    if not entities:
        return {}
    statement = select(
        FlaggedEntity.id,
        FlaggedEntity.caption,
        FlaggedEntity.countries,
        FlaggedEntity.birth_dates,
        FlaggedEntity.identifiers,
    ).where(FlaggedEntity.id.in_(entities))
    return {
        row.id: (
            row.caption,
            Attributes(
                tuple(row.countries), tuple(row.birth_dates),
                {scheme: tuple(values) for scheme, values in row.identifiers.items()},
            ),
        )
        for row in db.session.execute(statement)
    }  # fmt: skip


def _write(run_id: UUID, organisation_id: UUID, best: dict[Pair, tuple[Subject, str, Explanation]]) -> list[Found]:
    """Write the matches of a chunk in one statement and return them.

    Names of one party may fall into two chunks of a run: then the better agreement stays.
    """
    if not best:
        return []
    rows: list[dict[str, Any]] = [
        {"id": ids.new_id(), "organisation_id": organisation_id, "run_id": run_id, "subject_kind": pair[0],
         "subject_id": pair[1], "subject_name": best[pair][0].name, "entity_id": pair[2],
         "matched_name": best[pair][1], "score": best[pair][2].score, "explanation": best[pair][2].as_dict(),
         "model_version": best[pair][2].model, "created_at": clock.now()}
        for pair in sorted(best)
    ]  # fmt: skip
    statement = insert(ScreeningMatch).values(rows)
    renewed = ("run_id", "subject_name", "matched_name", "score", "explanation", "model_version")
    changed = {name: statement.excluded[name] for name in renewed}
    written = statement.on_conflict_do_update(
        constraint="uq_screening_match_once",
        set_=changed,
        where=or_(ScreeningMatch.run_id != run_id, ScreeningMatch.score < statement.excluded.score),
    ).returning(ScreeningMatch.id, ScreeningMatch.subject_kind, ScreeningMatch.subject_id, ScreeningMatch.entity_id)
    kept = {(row.subject_kind, row.subject_id, row.entity_id): row.id for row in db.session.execute(written)}
    return [
        Found(id=kept[pair], **{name: row[name] for name in SHOWN})
        for row in rows
        if (pair := (row["subject_kind"], row["subject_id"], row["entity_id"])) in kept
    ]  # fmt: skip
