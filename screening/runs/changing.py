"""When a list changes: only what came is compared, with all customers; what left ends. Equal to a full run of all.

The steps of one run, each in a transaction of its own: a worker that is killed loses one, and the next goes on.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, any_, func, insert, literal, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Uuid

from core import clock, events, ids
from core.db import db
from screening.events import MatchesChanged
from screening.runs import comparing, listed, service, writing
from screening.runs.comparing import Agreement, Pair
from screening.runs.customers import Customers
from screening.runs.deciding import MOST_MATCHES, Delta, delta
from screening.runs.models import Ended, Scope, ScreeningMatch, ScreeningRun, ScreeningSubject
from screening.runs.parties import ListedParty, Party, of_content
from screening.runs.states import Status
from screening.scoring import MODEL_VERSION
from screening.watchlists.models import FlaggedEntity, Watchlist

PAGE = 2_000  # listed parties compared in one transaction


def begin(watchlist_id: UUID) -> ScreeningRun:
    """Return the run of what has changed on a list since its last one was done."""
    run = service.begin(organisation_id=None, scope=Scope.LIST_CHANGE, scope_id=watchlist_id)
    if not run.lists or "since" not in run.lists[0]:
        through = select(func.max(FlaggedEntity.from_sequence)).where(FlaggedEntity.watchlist_id == watchlist_id)
        told = next((one for one in listed.names_in_use() if one["code"] == _code(watchlist_id)), {})
        newest = db.session.execute(through).scalar_one_or_none() or 0
        run.lists = [{**told, "code": _code(watchlist_id), "since": screened_through(watchlist_id), "through": newest}]
    db.session.flush()
    return run


def _code(watchlist_id: UUID) -> str:
    found: Watchlist | None = db.session.get(Watchlist, watchlist_id)
    return found.code if found else ""


def screened_through(watchlist_id: UUID) -> int:
    """Return up to which version of a list all customers have been compared with it; 0 when never."""
    statement = (
        select(ScreeningRun.lists)
        .where(
            ScreeningRun.organisation_id.is_(None), ScreeningRun.scope == Scope.LIST_CHANGE,
            ScreeningRun.scope_id == watchlist_id, ScreeningRun.status == Status.DONE,
        )
        .order_by(ScreeningRun.finished_at.desc(), ScreeningRun.started_at.desc())
        .limit(1)
    )  # fmt: skip
    lists = db.session.execute(statement).scalar_one_or_none()
    return int(lists[0].get("through", 0)) if lists else 0


def found_runs(run: ScreeningRun, counts: Mapping[UUID, int]) -> dict[UUID, UUID]:
    """Make, or find again, the run of each organisation that has customers; returns their ids by organisation."""
    runs = runs_of(run)
    lists = list(listed.names_in_use())
    rows: list[dict[str, Any]] = [
        {"id": ids.new_id(), "organisation_id": organisation, "parent_id": run.id, "scope": Scope.LIST_CHANGE,
         "scope_id": run.scope_id, "status": Status.RUNNING, "model_version": MODEL_VERSION, "lists": lists,
         "total": count, "subjects": 0, "matches": 0, "ended": 0, "exceeded": [], "started_at": clock.now()}
        for organisation, count in counts.items() if organisation not in runs
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(ScreeningRun), rows)
    run.total = sum(counts.values())
    db.session.flush()
    return runs | {row["organisation_id"]: row["id"] for row in rows}


def runs_of(run: ScreeningRun) -> dict[UUID, UUID]:
    """Return the run of each organisation that belongs to a run of the whole installation."""
    held = select(ScreeningRun.organisation_id, ScreeningRun.id).where(ScreeningRun.parent_id == run.id)
    return {whose: child for whose, child in db.session.execute(held) if whose is not None}


def page(run: ScreeningRun) -> list[ListedParty]:
    """Return the next listed parties that came since the last run, and are on the list today."""
    told = run.lists[0]
    came = (
        (FlaggedEntity.watchlist_id == run.scope_id) & (FlaggedEntity.from_sequence > told["since"])
        & (FlaggedEntity.from_sequence <= told["through"])
    )  # fmt: skip
    if run.cursor is not None:
        came &= FlaggedEntity.id > run.cursor
    return listed.parties(came, limit=PAGE)


def apply(run: ScreeningRun, came: list[ListedParty], customers: Customers, runs: Mapping[UUID, UUID]) -> Delta:
    """Compare listed parties with all customers and write what it changes; the first page ends what left, too."""
    agreed = _still_so(customers.agreements(came)) if came else {}
    standing, organisations = _standing(run, {entity.id for entity in came})
    left = {pair[1] for pair in standing} - {entity.id for entity in came}
    change = delta(standing, agreed, left)
    writing.matches(
        [
            (whose, runs[whose], one)
            for one in (change.new | change.renewed).values()
            if (whose := one.party.organisation_id) in runs and whose is not None
        ]
    )
    _end(change.ended, organisations, runs)
    _count(run, change, organisations, runs)
    if came:
        run.cursor = came[-1].id
    db.session.flush()
    return change


def _still_so(agreed: Mapping[Pair, Agreement]) -> dict[Pair, Agreement]:
    """Hold the customers that agree until the end of the transaction, and leave out who changed since it was read.

    Whoever changes a customer screens it against the lists as they are now.
    """
    keys = {(one.party.organisation_id, *one.party.key) for one in agreed.values()}
    subject = ScreeningSubject
    statement = (
        select(subject.kind, subject.subject_id, subject.content)
        .where(tuple_(subject.organisation_id, subject.kind, subject.subject_id).in_(keys), subject.gone_at.is_(None))
        .order_by(subject.id)
        .with_for_update(read=True)
    )
    now = {(row.kind, row.subject_id): row.content for row in db.session.execute(statement)} if keys else {}
    return {pair: one for pair, one in agreed.items() if now.get(one.party.key) == one.party.content()}


def _standing(run: ScreeningRun, came: Collection[UUID]) -> tuple[dict[Pair, float], dict[Pair, UUID]]:
    """Return the matches that stand with entities that left the list or came to it, and whose they are."""
    match, entity = ScreeningMatch, FlaggedEntity
    chosen: ColumnElement[bool] = entity.id == any_(literal(list(came), ARRAY(Uuid)))
    if run.cursor is None:
        chosen = or_(chosen, (entity.watchlist_id == run.scope_id) & _left(clock.today()))
    statement = (
        select(match.organisation_id, match.subject_kind, match.subject_id, match.entity_id, match.score)
        .join(entity, entity.id == match.entity_id)
        .where(match.ended_at.is_(None), chosen)
    )
    standing, organisations = {}, {}
    for organisation, kind, subject, entity_id, value in db.session.execute(statement):
        standing[(kind, subject), entity_id] = value
        organisations[(kind, subject), entity_id] = organisation
    return standing, organisations


def _left(today: date) -> ColumnElement[bool]:
    return or_(FlaggedEntity.to_sequence.is_not(None), FlaggedEntity.delisted_on <= today)


def _end(ended: Collection[Pair], organisations: Mapping[Pair, UUID], runs: Mapping[UUID, UUID]) -> None:
    """End matches with what left: delisted, or replaced by another version of the entry."""
    wanted = {pair[1] for pair in ended}
    if not wanted:
        return
    newer = select(FlaggedEntity.watchlist_id, FlaggedEntity.entity_key).where(
        FlaggedEntity.to_sequence.is_(None),
        tuple_(FlaggedEntity.watchlist_id, FlaggedEntity.entity_key).in_(
            select(FlaggedEntity.watchlist_id, FlaggedEntity.entity_key).where(FlaggedEntity.id.in_(wanted))
        ),
    )
    named = {(row[0], row[1]) for row in db.session.execute(newer)}
    old = select(FlaggedEntity.id, FlaggedEntity.watchlist_id, FlaggedEntity.entity_key, FlaggedEntity.to_sequence)
    replaced = {
        row.id
        for row in db.session.execute(old.where(FlaggedEntity.id.in_(wanted)))
        if row.to_sequence is not None and (row.watchlist_id, row.entity_key) in named
    }
    by_run: dict[tuple[UUID | None, str], list[tuple[UUID, str, UUID, UUID]]] = {}
    for pair in ended:
        why = str(Ended.ENTRY_CHANGED if pair[1] in replaced else Ended.DELISTED)
        whose = organisations[pair]
        by_run.setdefault((runs.get(whose), why), []).append((whose, pair[0][0], pair[0][1], pair[1]))
    match = ScreeningMatch
    for (child, why), rows in by_run.items():
        same = tuple_(match.organisation_id, match.subject_kind, match.subject_id, match.entity_id).in_(rows)
        values = {"ended_at": clock.now(), "ended_why": why, "ended_run_id": child}
        db.session.execute(
            update(match).where(same).values(**values).execution_options(synchronize_session=False)
        )  # fmt: skip


def _count(
    run: ScreeningRun, change: Delta, organisations: Mapping[Pair, UUID], runs: Mapping[UUID, UUID]
) -> None:
    """Add what a page changed to the figures of the run and of each organisation's."""
    figures: dict[UUID, list[int]] = {}
    for one in (change.new | change.renewed).values():
        if one.party.organisation_id:
            figures.setdefault(one.party.organisation_id, [0, 0])[0] += 1
    for pair in change.ended:
        figures.setdefault(organisations[pair], [0, 0])[1] += 1
    for organisation, (matches, ended) in figures.items():
        run.matches += matches
        run.ended += ended
        if organisation in runs:
            values = {"matches": ScreeningRun.matches + matches, "ended": ScreeningRun.ended + ended}
            db.session.execute(update(ScreeningRun).where(ScreeningRun.id == runs[organisation]).values(**values))


# ------------------------------------------------------------------------------------------------- too many matches


def beyond_bound(run: ScreeningRun) -> list[tuple[UUID, Party]]:
    """Return the customers that have more matches than are kept, with their organisations.

    What a change does to these cannot be told from the change alone: which match is the two-hundredth depends on
    all lists. They are compared whole.
    """
    subject, match = ScreeningSubject, ScreeningMatch
    many = (
        select(match.organisation_id, match.subject_kind, match.subject_id)
        .where(match.ended_at.is_(None), match.run_id.in_(
            select(ScreeningRun.id).where(ScreeningRun.parent_id == run.id)))
        .group_by(match.organisation_id, match.subject_kind, match.subject_id)
    )  # fmt: skip
    touched = [tuple(row) for row in db.session.execute(many)]
    full: set[Any] = set()
    if touched:
        held = (
            select(match.organisation_id, match.subject_kind, match.subject_id)
            .where(match.ended_at.is_(None),
                   tuple_(match.organisation_id, match.subject_kind, match.subject_id).in_(touched))
            .group_by(match.organisation_id, match.subject_kind, match.subject_id)
            .having(func.count() > MOST_MATCHES)
        )  # fmt: skip
        full = {tuple(row) for row in db.session.execute(held)}
    chosen: ColumnElement[bool] = subject.exceeded.is_(True)
    if full:
        chosen = or_(chosen, tuple_(subject.organisation_id, subject.kind, subject.subject_id).in_(full))
    statement = select(subject.organisation_id, subject.kind, subject.subject_id, subject.content).where(
        chosen, subject.gone_at.is_(None)
    )
    return [
        (row.organisation_id, of_content((row.kind, row.subject_id), row.content, row.organisation_id))
        for row in db.session.execute(statement)
    ]


def compare_whole(parties: list[tuple[UUID, Party]], runs: Mapping[UUID, UUID]) -> None:
    """Compare some customers with all lists, as a full run would."""
    service.hold()
    lists = listed.current()
    by_owner: dict[UUID, list[Party]] = {}
    for organisation, party in parties:
        by_owner.setdefault(organisation, []).append(party)
    for organisation, held in by_owner.items():
        agreed = comparing.forward(held, lists.names, lists.numbers, lists.fetch)
        service.settle(runs[organisation], organisation, held, agreed)


def finish(run: ScreeningRun) -> None:
    """Say that a run is done, for each organisation and for the whole, and tell the features above what changed."""
    of_run = ScreeningRun.parent_id == run.id
    changed = select(ScreeningRun.organisation_id, ScreeningRun.id).where(
        of_run, or_(ScreeningRun.matches > 0, ScreeningRun.ended > 0)
    )
    for organisation, child in db.session.execute(changed).all():
        if organisation is not None:
            events.publish(MatchesChanged(organisation, child))
    done = {"status": Status.DONE, "finished_at": clock.now(), "subjects": func.coalesce(ScreeningRun.total, 0)}
    db.session.execute(update(ScreeningRun).where(of_run, ScreeningRun.status == Status.RUNNING).values(**done))
    run.subjects = run.total or 0
    service.finish(run)


def fail(watchlist_id: UUID, reason: str) -> None:
    """Say of the run of a list's change, and of the runs in it, that they have failed."""
    under_way = select(ScreeningRun.id).where(
        ScreeningRun.organisation_id.is_(None), ScreeningRun.scope == Scope.LIST_CHANGE,
        ScreeningRun.scope_id == watchlist_id, ScreeningRun.status == Status.RUNNING,
    )  # fmt: skip
    failed = {"status": Status.FAILED, "finished_at": clock.now(), "reason": reason[: service.LONGEST_REASON]}
    of_run = ScreeningRun.parent_id.in_(under_way)
    db.session.execute(update(ScreeningRun).where(of_run, ScreeningRun.status == Status.RUNNING).values(**failed))
    service.fail(organisation_id=None, scope=Scope.LIST_CHANGE, scope_id=watchlist_id, reason=reason)


def waiting(today: date) -> list[UUID]:
    """Return the lists that have matches with parties whose listing has ended by the day."""
    statement = (
        select(FlaggedEntity.watchlist_id)
        .join(ScreeningMatch, ScreeningMatch.entity_id == FlaggedEntity.id)
        .where(ScreeningMatch.ended_at.is_(None), _left(today))
        .distinct()
    )
    return list(db.session.execute(statement).scalars())

