"""Writes who is screened and what was found, thousands of rows in a statement; each statement can be repeated."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from core import clock, ids
from core.db import db
from screening.runs.comparing import Agreement
from screening.runs.parties import Key, Party

# Unchanged rows stay as they are: `changed_tx` says that a row has something new to say.
SUBJECTS = text("""
INSERT INTO screening_subject AS s (organisation_id, kind, subject_id, content, exceeded, screened_at, changed_tx)
SELECT r.organisation, r.kind, r.id, r.content, false, :now, CAST(pg_current_xact_id()::text AS bigint)
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(organisation uuid, kind text, id uuid, content jsonb)
ON CONFLICT (organisation_id, kind, subject_id) DO UPDATE
SET content = excluded.content, gone_at = NULL, screened_at = excluded.screened_at, changed_tx = excluded.changed_tx,
  revision = s.revision + 1
WHERE s.content IS DISTINCT FROM excluded.content OR s.gone_at IS NOT NULL
""")
EXCEEDED = text("""
UPDATE screening_subject s SET exceeded = (s.subject_id = ANY (CAST(:over AS uuid[])))
WHERE s.organisation_id = :organisation AND s.subject_id = ANY (CAST(:subjects AS uuid[]))
  AND s.exceeded <> (s.subject_id = ANY (CAST(:over AS uuid[])))
""")
GONE = text("""
UPDATE screening_subject SET gone_at = :now, revision = revision + 1,
  changed_tx = CAST(pg_current_xact_id()::text AS bigint)
WHERE organisation_id = :organisation AND kind = :kind AND gone_at IS NULL
  AND subject_id = ANY (CAST(:subjects AS uuid[]))
RETURNING subject_id
""")
# A match that rests on the same evidence as one of an earlier version of the entry has been seen since then.
MATCHES = text("""
INSERT INTO screening_match AS m (id, organisation_id, run_id, subject_kind, subject_id, subject_name, entity_id,
  listed_key, matched_name, score, explanation, compared, fingerprint, inputs, model_version, created_at, seen_at)
SELECT r.id, r.organisation, r.run, r.kind, r.subject, r.name, r.entity, r.listed, r.matched, r.score, r.explanation,
  r.compared, r.fingerprint, r.inputs, r.model, :now, coalesce(
    (SELECT min(b.seen_at) FROM screening_match b
     WHERE b.organisation_id = r.organisation AND b.subject_kind = r.kind AND b.subject_id = r.subject
       AND b.listed_key = r.listed AND b.fingerprint = r.fingerprint
       AND (b.ended_at IS NULL OR b.ended_why = 'entry-changed')), :now)
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, organisation uuid, run uuid, kind text, subject uuid,
  name text, entity uuid, listed text, matched text, score double precision, explanation jsonb, compared jsonb,
  fingerprint text, inputs text, model text)
ON CONFLICT ON CONSTRAINT uq_screening_match_once DO UPDATE
SET run_id = excluded.run_id, subject_name = excluded.subject_name, matched_name = excluded.matched_name,
  score = excluded.score, explanation = excluded.explanation, compared = excluded.compared,
  fingerprint = excluded.fingerprint, inputs = excluded.inputs, model_version = excluded.model_version,
  seen_at = CASE WHEN m.ended_at IS NULL AND m.fingerprint = excluded.fingerprint THEN m.seen_at ELSE :now END,
  ended_at = NULL, ended_why = NULL, ended_run_id = NULL
RETURNING id, organisation_id, subject_kind, subject_id, entity_id
""")
NOT_FOUND = text("""
UPDATE screening_match m SET ended_at = :now, ended_run_id = :run, ended_why = CASE
    WHEN e.to_sequence IS NOT NULL AND EXISTS (
      SELECT FROM flagged_entity n WHERE n.watchlist_id = e.watchlist_id AND n.entity_key = e.entity_key
        AND n.to_sequence IS NULL) THEN 'entry-changed'
    WHEN e.to_sequence IS NOT NULL OR e.delisted_on <= :today THEN 'delisted'
    WHEN (m.subject_id, m.entity_id) IN (
      SELECT * FROM unnest(CAST(:over_subjects AS uuid[]), CAST(:over_entities AS uuid[]))) THEN 'too-many'
    WHEN NOT m.compared ->> 'our_name' = ANY (SELECT jsonb_array_elements_text(s.content -> 'names'))
      THEN 'subject-changed'
    ELSE 'not-alike' END
FROM flagged_entity e, screening_subject s
WHERE e.id = m.entity_id AND s.organisation_id = m.organisation_id AND s.kind = m.subject_kind
  AND s.subject_id = m.subject_id
  AND m.organisation_id = :organisation AND m.subject_id = ANY (CAST(:subjects AS uuid[]))
  AND m.ended_at IS NULL AND m.id <> ALL (CAST(:kept AS uuid[]))
RETURNING m.id, m.organisation_id, m.subject_kind, m.subject_id, m.entity_id
""")


def subjects(parties: Sequence[tuple[UUID, Party]]) -> None:
    """Keep customers, each with its organisation, as they are screened now."""
    rows = [
        {"organisation": str(organisation), "kind": party.key[0], "id": str(party.key[1]), "content": party.content()}
        for organisation, party in parties
    ]
    if rows:
        db.session.execute(SUBJECTS, {"rows": as_json(rows), "now": clock.now()})


def exceeded(organisation_id: UUID, parties: Iterable[Key], over: Collection[Key]) -> None:
    """Remember which customers have more matches than are kept: a change of a list must look at them whole."""
    values = {
        "organisation": organisation_id, "subjects": [key[1] for key in parties], "over": [key[1] for key in over],
    }  # fmt: skip
    db.session.execute(EXCEEDED, values)


def gone(organisation_id: UUID, kind: str, subjects: Sequence[UUID]) -> list[UUID]:
    """Set customers aside; returns those that were held until now."""
    values = {"organisation": organisation_id, "kind": kind, "subjects": list(subjects), "now": clock.now()}
    return list(db.session.execute(GONE, values).scalars())


def matches(rows: Sequence[tuple[UUID, UUID, Agreement]]) -> dict[tuple[UUID, str, UUID, UUID], UUID]:
    """Write agreements, each with its organisation and run, and return the ids of the matches by what they are of.

    One match per organisation, subject and version of a listed party: the same agreement again brings it up to date.
    """
    if not rows:
        return {}
    told = [
        {"id": str(ids.new_id()), "organisation": str(organisation), "run": str(run), "kind": one.party.key[0],
         "subject": str(one.party.key[1]), "name": one.name, "entity": str(one.entity.id),
         "listed": one.entity.listed_key, "matched": one.listed_name, "score": one.explanation.score,
         "explanation": one.explanation.as_dict(), "compared": one.compared(), "fingerprint": one.fingerprint(),
         "inputs": one.inputs(), "model": one.explanation.model}
        for organisation, run, one in rows
    ]  # fmt: skip
    written = db.session.execute(MATCHES, {"rows": as_json(told), "now": clock.now()})
    return {(row[1], row[2], row[3], row[4]): row[0] for row in written}


def end_unfound(
    organisation_id: UUID,
    run_id: UUID,
    subjects: Sequence[UUID],
    kept: Sequence[UUID],
    over: Sequence[tuple[UUID, UUID]],
) -> list[UUID]:
    """End the matches of subjects that a full run of them did not find again; returns their ids.

    Args:
        organisation_id: whose subjects they are.
        run_id: the run that compared them.
        subjects: whom it compared.
        kept: the matches it found.
        over: pairs of subject and entity that agree but are beyond the bound.
    """
    values: dict[str, Any] = {
        "organisation": organisation_id, "run": run_id, "subjects": list(subjects), "kept": list(kept),
        "now": clock.now(), "today": clock.today(), "over_subjects": [pair[0] for pair in over],
        "over_entities": [pair[1] for pair in over],
    }  # fmt: skip
    return list(db.session.execute(NOT_FOUND, values).scalars())


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as JSON for PostgreSQL."""
    return json.dumps(rows, ensure_ascii=False)
