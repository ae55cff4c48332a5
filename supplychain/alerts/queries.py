"""Reads of alerts: the queue, one alert with all that is known of the pair, and the proof that screening ran."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from core import clock, trail
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from screening.runs.models import ScreeningRun
from screening.runs.states import Status as RunStatus
from screening.watchlists.models import FlaggedEntity
from supplychain.alerts.models import Alert
from supplychain.alerts.states import TO_DECIDE, Status
from supplychain.suppliers.models import Supplier

SORTS = ("score", "oldest", "newest", "supplier")
TO_DO, LATE = "to-decide", "late"
MOST_EXPORTED = 50_000


def get(reference: str, *, lock: bool = False) -> Alert:
    """Return an alert of the actor's company by reference. Raises NotFound, also for another company's alert."""
    statement = select(Alert).where(Alert.reference == reference)
    if lock:
        statement = statement.with_for_update(of=Alert)
    found: Alert | None = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("alert-not-found", N_("There is no such alert. Check the address."))
    return found


@dataclass(frozen=True)
class Filter:
    """What the list of alerts is narrowed to; empty means everything, ``to-decide`` what waits for a person."""

    status: str = TO_DO
    kind: str = ""
    supplier: str = ""
    mine: UUID | None = None
    sort: str = "score"


def search(wanted: Filter, page: Page) -> Paged[Alert]:
    """Return one page of alerts with their suppliers and brokers."""
    return paged(_found(wanted), page)


def every(wanted: Filter) -> Iterator[Alert]:
    """Yield alerts for a download."""
    yield from db.session.execute(_found(wanted).limit(MOST_EXPORTED)).scalars()


def _found(wanted: Filter) -> Select[Any]:
    statement = select(Alert)
    if wanted.status == TO_DO:
        statement = statement.where(waiting())
    elif wanted.status == LATE:
        statement = statement.where(_late())
    elif wanted.status:
        statement = statement.where(Alert.status == wanted.status)
    if wanted.kind:
        statement = statement.where(Alert.kind == wanted.kind)
    if wanted.mine is not None:
        statement = statement.where(Alert.assigned_to == wanted.mine)
    if wanted.supplier:
        named = select(Supplier.id).where(Supplier.reference == wanted.supplier)
        statement = statement.where(Alert.supplier_id.in_(named))
    order = {
        "oldest": (Alert.opened_at, Alert.id),
        "newest": (Alert.opened_at.desc(), Alert.id),
        "supplier": (func.lower(Alert.subject_name), Alert.id),
    }.get(wanted.sort, (Alert.score.desc(), Alert.opened_at, Alert.id))
    return statement.order_by(*order)


def waiting() -> Any:
    """Return the condition for what waits for a person: undecided, or hidden by a decision that has run out.

    Not what has ended, and not what a rule of the company keeps quiet.
    """
    ran_out = and_(Alert.status == Status.FALSE_POSITIVE, Alert.hidden_until <= clock.now())
    return and_(or_(Alert.status.in_(TO_DECIDE), ran_out), Alert.ended_at.is_(None), ~suppressed())


def suppressed() -> Any:
    """Return the condition for what a rule keeps quiet now."""
    return func.coalesce(Alert.suppressed_until > clock.now(), False)


def _late() -> Any:
    """Return the condition for what should have been decided by now."""
    return and_(waiting(), Alert.due_at < clock.now())


@dataclass(frozen=True)
class Figures:
    """How many alerts wait, by why."""

    to_decide: int
    second_person: int
    late: int
    licences: int
    confirmed: int


def figures() -> Figures:
    """Return the figures over the list of alerts, in one query."""
    licences = and_(waiting(), Alert.kind == "licence")
    row = db.session.execute(
        select(
            func.count().filter(waiting()),
            func.count().filter(Alert.status == Status.ESCALATED),
            func.count().filter(_late()),
            func.count().filter(licences),
            func.count().filter(Alert.status == Status.TRUE_MATCH),
        ).select_from(Alert)
    ).one()
    return Figures(*row)


def open_by_supplier(suppliers: list[UUID]) -> dict[UUID, int]:
    """Return how many alerts about each supplier wait for a decision."""
    statement = (
        select(Alert.supplier_id, func.count())
        .where(Alert.supplier_id.in_(suppliers), waiting())
        .group_by(Alert.supplier_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def of_supplier(supplier_id: UUID, limit: int = 50) -> list[Alert]:
    """Return the alerts about a supplier, those to decide first."""
    statement = (
        select(Alert)
        .where(Alert.supplier_id == supplier_id)
        .order_by(waiting().desc(), Alert.score.desc(), Alert.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())


def entity(entity_id: UUID) -> FlaggedEntity | None:
    """Return the listed party of an alert with its names."""
    statement = select(FlaggedEntity).where(FlaggedEntity.id == entity_id).options(selectinload(FlaggedEntity.names))
    return db.session.execute(statement).scalar_one_or_none()


def newer_version(entity_: FlaggedEntity) -> FlaggedEntity | None:
    """Return the version of a listed party that is on the list now, None when it was taken off."""
    if entity_.to_sequence is None:
        return entity_
    statement = select(FlaggedEntity).where(
        FlaggedEntity.watchlist_id == entity_.watchlist_id, FlaggedEntity.entity_key == entity_.entity_key,
        FlaggedEntity.to_sequence.is_(None),
    )  # fmt: skip
    return db.session.execute(statement).scalar_one_or_none()


def history(alert: Alert) -> list[trail.AuditEntry]:
    """Return all that was done about a pair, newest first."""
    return list(reversed(trail.of("alert", alert.id)))


@dataclass(frozen=True)
class Proof:
    """That screening ran: when, how many suppliers, against how many lists with how many names."""

    at: datetime
    suppliers: int
    lists: int
    names: int
    titles: tuple[str, ...]


def last_screening(organisation_id: UUID | None) -> Proof | None:
    """Return the proof of the newest screening of a company, None when none has run."""
    statement = (
        select(ScreeningRun.finished_at, ScreeningRun.lists)
        .where(ScreeningRun.organisation_id == organisation_id, ScreeningRun.status == RunStatus.DONE)
        .order_by(ScreeningRun.finished_at.desc(), ScreeningRun.id)
        .limit(1)
    )
    run = db.session.execute(statement).one_or_none()
    if run is None:
        return None
    counted = select(func.count()).select_from(Supplier).where(Supplier.organisation_id == organisation_id)
    suppliers = db.session.execute(counted).scalar_one()
    names = sum(int(item.get("names", 0)) for item in run.lists)
    at = run.finished_at or clock.now()  # what is done has its instant; PostgreSQL holds it to that
    return Proof(at, suppliers, len(run.lists), names, tuple(item["title"] for item in run.lists))
