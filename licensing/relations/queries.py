"""Reads of relations and phoenix alerts: for officers, and for the jobs that find them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, String, and_, case, cast, func, literal, or_, select, tuple_

from core import clock
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from licensing.agencies.models import Agency, AgencyPerson
from licensing.agencies.tables import AgencySubAgent
from licensing.applications.models import Application
from licensing.applications.states import WITH_REGULATOR
from licensing.relations.likeness import Person
from licensing.relations.models import AgencyRelation, AgencyScan, AgencyTrace, PhoenixAlert, PhoenixRule, RelationRule
from licensing.relations.states import BLOCKING

MOST = 500
MOST_CANDIDATES = 2_000


@dataclass(frozen=True)
class Related:
    """One thing that an agency shares with another, seen from this agency's side."""

    id: UUID
    other: Agency
    kind: str
    ours: str
    theirs: str
    strength: int
    first_seen: datetime
    ended_at: datetime | None


def of_agency(agency_id: UUID, *, ended: bool = False, limit: int = MOST) -> list[Related]:
    """Return what an agency shares with others, the strongest first; with `ended`, also what is no longer so."""
    statement = _with_other(agency_id)
    if not ended:
        statement = statement.where(AgencyRelation.ended_at.is_(None))
    return [_seen(row, other, agency_id) for row, other in db.session.execute(statement.limit(limit))]


def page_of_agency(agency_id: UUID, page: Page) -> Paged[Related]:
    """Return one page of what an agency shares with others, also of what is no longer so; two queries."""
    found = paged(_with_other(agency_id), page, scalars=False)
    return Paged([_seen(row, other, agency_id) for row, other in found.rows], found.total, page)


def _with_other(agency_id: UUID) -> Select[Any]:
    """Return the statement for the relations of an agency, each with the other agency."""
    first = AgencyRelation.agency_id == agency_id
    other = case((first, AgencyRelation.other_id), else_=AgencyRelation.agency_id)
    order = (AgencyRelation.strength.desc(), AgencyRelation.kind, AgencyRelation.first_seen, AgencyRelation.id)
    statement: Select[Any] = select(AgencyRelation, Agency).join(Agency, Agency.id == other)  # type: ignore[assignment]
    return statement.where(or_(first, AgencyRelation.other_id == agency_id)).order_by(*order)


def _seen(row: AgencyRelation, other: Agency, agency_id: UUID) -> Related:
    first = row.agency_id == agency_id
    ours, theirs = (row.agency_shown, row.other_shown) if first else (row.other_shown, row.agency_shown)
    return Related(row.id, other, row.kind, ours, theirs, row.strength, row.first_seen, row.ended_at)


def scanned_at(agency_id: UUID) -> datetime | None:
    """Return when an agency was last compared with all others."""
    return db.session.execute(select(AgencyScan.finished_at).where(AgencyScan.id == agency_id)).scalar_one_or_none()


# --------------------------------------------------------------------------------------------- phoenix alerts


def alert(reference: str, *, lock: bool = False) -> PhoenixAlert:
    """Return a phoenix alert by reference. Raises NotFound."""
    statement = select(PhoenixAlert).where(PhoenixAlert.reference == reference)
    if lock:
        statement = statement.with_for_update(of=PhoenixAlert)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("phoenix-alert-not-found", N_("There is no such alert. Check the address."))
    return found


def alerts(statuses: Collection[str], page: Page) -> Paged[PhoenixAlert]:
    """Return one page of phoenix alerts, the newest first; no status means all."""
    statement = select(PhoenixAlert).order_by(PhoenixAlert.opened_at.desc(), PhoenixAlert.id)
    if statuses:
        statement = statement.where(PhoenixAlert.status.in_(statuses))
    return paged(statement, page)


def of_application(application_id: UUID) -> list[PhoenixAlert]:
    """Return the phoenix alerts of an application, those that block first."""
    statement = select(PhoenixAlert).where(PhoenixAlert.application_id == application_id)
    rows = list(db.session.scalars(statement.order_by(PhoenixAlert.opened_at, PhoenixAlert.id).limit(MOST)))
    return sorted(rows, key=lambda row: row.status not in BLOCKING)


def alerts_of_agency(agency_id: UUID) -> list[PhoenixAlert]:
    """Return the phoenix alerts of all applications of an agency, the newest first."""
    statement = select(PhoenixAlert).where(PhoenixAlert.agency_id == agency_id)
    return list(db.session.scalars(statement.order_by(PhoenixAlert.opened_at.desc(), PhoenixAlert.id).limit(MOST)))


def blocking(application_id: UUID) -> list[PhoenixAlert]:
    """Return the alerts that stand between an application and a grant."""
    return [row for row in of_application(application_id) if row.status in BLOCKING]


def alarmed(agencies: Collection[UUID]) -> set[UUID]:
    """Return which of some agencies have an application that a phoenix alert holds up."""
    if not agencies:
        return set()
    waits = PhoenixAlert.status.in_([str(status) for status in BLOCKING])
    return set(db.session.scalars(select(PhoenixAlert.agency_id).where(PhoenixAlert.agency_id.in_(agencies), waits)))


def applications_of(agency_id: UUID) -> list[Application]:
    """Return the applications of an agency that were handed in, the newest first."""
    statement = select(Application).where(Application.agency_id == agency_id, Application.submitted_at.is_not(None))
    return list(db.session.scalars(statement.order_by(Application.submitted_at.desc(), Application.id).limit(MOST)))


# --------------------------------------------------------------------------------------------- for the jobs


def relation_rules(day: date | None = None) -> dict[str, RelationRule]:
    """Return the rules in force on a day, by kind."""
    held = select(RelationRule).where(*_in_force(RelationRule, day))
    rows = db.session.scalars(held.order_by(RelationRule.effective_from))
    return {row.kind: row for row in rows}


def phoenix_rules(day: date | None = None) -> dict[str, PhoenixRule]:
    """Return the rules in force on a day, by trigger."""
    held = select(PhoenixRule).where(*_in_force(PhoenixRule, day))
    rows = db.session.scalars(held.order_by(PhoenixRule.effective_from))
    return {row.trigger: row for row in rows}


def _in_force(rule: type[RelationRule] | type[PhoenixRule], day: date | None) -> tuple[ColumnElement[bool], ...]:
    on = day or clock.today()
    return rule.effective_from <= on, or_(rule.effective_to.is_(None), rule.effective_to >= on)


def traces_of(agency_id: UUID) -> list[AgencyTrace]:
    """Return everything by which an agency was ever known."""
    return list(db.session.scalars(select(AgencyTrace).where(AgencyTrace.agency_id == agency_id).limit(5 * MOST)))


def bearers(keys: Sequence[tuple[str, str]], agency_id: UUID) -> list[tuple[AgencyTrace, int]]:
    """Return the traces that other agencies share with these keys, with how many agencies bear each; one query."""
    if not keys:
        return []
    same = tuple_(AgencyTrace.kind, AgencyTrace.key).in_(list(keys))
    count = func.count().over(partition_by=(AgencyTrace.kind, AgencyTrace.key))
    found = select(AgencyTrace, count.label("bearers")).where(same, AgencyTrace.agency_id != agency_id)
    rows = db.session.execute(found.order_by(AgencyTrace.first_seen).limit(MOST_CANDIDATES))
    return [(trace, bearers) for trace, bearers in rows]


def people_of_all(agencies: Collection[UUID]) -> list[Person]:
    """Return everyone who is or was with some agencies, and their sub-agents; two queries."""
    return _people(AgencyPerson.agency_id.in_(agencies), AgencySubAgent.agency_id.in_(agencies))


def people_like(keys: Collection[str], agency_id: UUID | None = None) -> list[Person]:
    """Return the people of all agencies but one whose names share a key with these; two queries by their index."""
    if not keys:
        return []
    wanted = cast(sorted(keys), ARRAY(String(120)))
    published = select(Agency.id).where(Agency.published_at.is_not(None))
    tables = (AgencyPerson, AgencySubAgent)
    shares, others = [
        and_(table.name_keys.op("&&", is_comparison=True)(wanted), table.agency_id.is_distinct_from(agency_id),
             table.agency_id.in_(published))
        for table in tables
    ]  # fmt: skip
    return _people(shares, others)


def _people(of_people: Any, of_agents: Any) -> list[Person]:
    people = select(
        AgencyPerson.agency_id, AgencyPerson.name, AgencyPerson.birth_date, AgencyPerson.name_keys, AgencyPerson.role
    )
    agents = select(
        AgencySubAgent.agency_id, AgencySubAgent.name, AgencySubAgent.birth_date, AgencySubAgent.name_keys,
        literal("sub-agent").label("role"),
    )  # fmt: skip
    found = []
    for statement in (people.where(of_people), agents.where(of_agents)):
        rows = db.session.execute(statement.limit(MOST_CANDIDATES))
        found += [Person(row.agency_id, row.name, row.birth_date, frozenset(row.name_keys), row.role) for row in rows]
    return found


def undecided(agencies: Collection[UUID]) -> list[Application]:
    """Return the applications of some agencies that the regulator works on."""
    if not agencies:
        return []
    statement = select(Application).where(Application.agency_id.in_(agencies), Application.status.in_(WITH_REGULATOR))
    return list(db.session.scalars(statement.order_by(Application.submitted_at).limit(MOST)))


def neighbours(agency_id: UUID) -> set[UUID]:
    """Return the agencies that share something with one, now or in the past."""
    one = select(AgencyRelation.other_id).where(AgencyRelation.agency_id == agency_id)
    two = select(AgencyRelation.agency_id).where(AgencyRelation.other_id == agency_id)
    return set(db.session.scalars(one.union(two).limit(MOST)))
