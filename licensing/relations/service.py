"""Commands on relations: compare one agency with all others; write what is shared, end what no longer is."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from accounts.organisations import queries as organisations
from core import clock, ids
from core.db import db
from licensing.agencies.models import Agency
from licensing.relations import likeness, queries, traces
from licensing.relations.models import AgencyRelation, AgencyScan, AgencyTrace, RelationRule
from licensing.relations.states import Kind

Found = dict[tuple[UUID, str, str], tuple[str, str, int]]  # other agency, kind, key → ours, theirs, strength


def compare(agency_id: UUID) -> set[UUID]:
    """Compare an agency with all others, and return those it shares something with; idempotent.

    Runs as the worker. The number of queries is the same whatever the number of agencies: its own facts are read, and
    others are found by the indexes on their keys.
    """
    agency = db.session.get(Agency, agency_id)
    regulator = organisations.regulator()
    if agency is None or agency.published_at is None or regulator is None:
        return set()
    rules = queries.relation_rules()
    kept = _keep_traces(agency, regulator.id)
    found = _shared(agency_id, kept, rules)
    _add_people(found, agency_id, rules)
    _write(found, agency_id, regulator.id)
    scan = insert(AgencyScan).values(id=agency_id, organisation_id=regulator.id, finished_at=clock.now())
    db.session.execute(
        scan.on_conflict_do_update(index_elements=["id"], set_={"finished_at": scan.excluded.finished_at})
    )
    db.session.flush()
    return {other for other, _kind, _key in found}


def _keep_traces(agency: Agency, regulator: UUID) -> dict[tuple[str, str], str]:
    """Write what the agency says now beside what it once said; return all of it: kind and key → how it is shown."""
    now = traces.of(agency)
    known = {(row.kind, row.key): row for row in queries.traces_of(agency.id)}
    new = [
        {"id": ids.new_id(), "organisation_id": regulator, "agency_id": agency.id, "kind": str(trace.kind),
         "key": trace.key, "shown": trace.shown, "first_seen": clock.now(), "gone_at": None}
        for key, trace in now.items() if key not in known
    ]  # fmt: skip
    if new:
        db.session.execute(insert(AgencyTrace).on_conflict_do_nothing(), new)
    for key, row in known.items():
        if key in now and row.gone_at is not None:
            row.gone_at = None
        elif key not in now and row.gone_at is None:
            row.gone_at = clock.now()
    db.session.flush()
    return {key: row.shown for key, row in known.items()} | {key: trace.shown for key, trace in now.items()}


def _shared(agency_id: UUID, kept: dict[tuple[str, str], str], rules: dict[str, RelationRule]) -> Found:
    telling = [
        (kind, key) for kind, key in kept if kind in rules and key not in rules[kind].silent
    ]  # fmt: skip
    found: Found = {}
    for trace, bearers in queries.bearers(telling, agency_id):
        rule = rules[trace.kind]
        if rule.most_bearers is None or bearers < rule.most_bearers:
            ours = kept[trace.kind, trace.key]
            found[trace.agency_id, trace.kind, trace.key] = (ours, trace.shown, rule.strength)
    return found


def _add_people(found: Found, agency_id: UUID, rules: dict[str, RelationRule]) -> None:
    ours = queries.people_of_all([agency_id])
    keys = {key for person in ours for key in person.keys}
    for one, other, kind, _score in likeness.pairs(ours, queries.people_like(keys, agency_id)):
        rule = rules.get(kind)
        if rule is not None and other.agency_id is not None:
            key = min(one.key, other.key)
            found[other.agency_id, kind, key] = (one.shown, other.shown, rule.strength)
            if kind is Kind.PERSON:
                found.pop((other.agency_id, str(Kind.PERSON_NAME), key), None)


def _write(found: Found, agency_id: UUID, regulator: UUID) -> None:
    """Write new relations, open again those that had ended, end those that are gone."""
    rows: list[dict[str, Any]] = []
    for (other, kind, key), (ours, theirs, strength) in found.items():
        first, second = traces.ordered(agency_id, other)
        shown = (ours, theirs) if first == agency_id else (theirs, ours)
        rows.append({
            "id": ids.new_id(), "organisation_id": regulator, "agency_id": first, "other_id": second, "kind": str(kind),
            "key": key, "agency_shown": shown[0], "other_shown": shown[1], "strength": strength,
            "first_seen": clock.now(), "ended_at": None,
        })  # fmt: skip
    if rows:
        statement = insert(AgencyRelation)
        same = ["agency_id", "other_id", "kind", "key"]
        fresh = {name: statement.excluded[name] for name in ("agency_shown", "other_shown", "strength", "ended_at")}
        db.session.execute(statement.on_conflict_do_update(index_elements=same, set_=fresh), rows)
    stand = {(row["agency_id"], row["other_id"], row["kind"], row["key"]) for row in rows}
    _end(stand, agency_id)


def _end(stand: Iterable[tuple[UUID, UUID, str, str]], agency_id: UUID) -> None:
    mine = (AgencyRelation.agency_id == agency_id) | (AgencyRelation.other_id == agency_id)
    columns = (
        AgencyRelation.id, AgencyRelation.agency_id, AgencyRelation.other_id, AgencyRelation.kind, AgencyRelation.key
    )  # fmt: skip
    stands = set(stand)
    rows = db.session.execute(select(*columns).where(mine, AgencyRelation.ended_at.is_(None)))
    gone = [row[0] for row in rows if tuple(row[1:]) not in stands]
    if gone:
        ended = update(AgencyRelation).where(AgencyRelation.id.in_(gone)).values(ended_at=clock.now())
        db.session.execute(ended)
