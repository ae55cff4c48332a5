"""Reads of the queue: what it can be narrowed to, one page of it, and the whole view for a file.

The first page costs the same over fifty thousand open cases as over five hundred: the rows of a page are picked by an
index over open cases in the order of their due days, only those rows are then looked at closely, and counting stops at
`MOST_COUNTED`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, distinct, exists, func, or_, select, text
from sqlalchemy.orm import aliased

from core import clock, ids
from core.db import db
from core.paging import Page, Paged
from licensing.agencies.models import Agency, AgencyName, AgencyPerson
from licensing.applications.models import Application, ApplicationCheck
from licensing.applications.states import WITH_REGULATOR, CheckKind, CheckResult, Status
from licensing.assessment.rules import WEEK, Urgency
from licensing.assignments.models import CaseAssignment
from licensing.assignments.states import WAITING, Task
from licensing.licences.listing import containing
from licensing.licences.own_list import CODE as OWN_LIST
from screening.runs.models import ScreeningMatch, ScreeningRun
from screening.runs.states import Status as RunStatus
from screening.watchlists.models import FlaggedEntity, Watchlist

# Before it is handed in, an application is the broker's own business.
NOT_CASES = frozenset({"draft", "awaiting-fee"})
CLOSED = (Status.GRANTED, Status.REFUSED, Status.WITHDRAWN, Status.LAPSED)
STATUSES = tuple(status for status in Status if status.value not in NOT_CASES)
OPEN = tuple(status for status in STATUSES if status not in CLOSED)
# A case whose officer waits for the agency stays that officer's.
WITH_AGENCY = (Status.RETURNED, Status.MINDED_TO_REFUSE, Status.PENDING_ACTIVATION)
NOBODY = "nobody"
FLAGS = ("listed", "unscreened", "failed")
SORTS = ("due", "submitted", "agency", "status")
DIRECTIONS = ("up", "down")
MOST_COUNTED = 1_000
MOST_EXPORTED = 50_000
# As the index says it, word for word: PostgreSQL must see that the index has every row of the answer.
OF_OPEN = text(
    "application.submitted_at IS NOT NULL AND application.status"
    " NOT IN ('draft', 'awaiting-fee', 'granted', 'refused', 'withdrawn', 'lapsed')"
)


@dataclass(frozen=True)
class Filter:
    """What the queue is narrowed to; empty means every open case. Its fields are the arguments of the address."""

    q: str = ""
    status: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    due: str = ""
    officer: str = ""  # the id of a person, or “nobody”
    class_code: str = ""
    country: str = ""
    flag: tuple[str, ...] = ()
    sort: str = "due"
    direction: str = "up"

    def arguments(self) -> dict[str, list[str]]:
        """Return what differs from the plain queue, as arguments of an address."""
        found: dict[str, list[str]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value and value != field.default:
                found[field.name] = list(value) if isinstance(value, tuple) else [value]
        return found


@dataclass(frozen=True)
class CaseRow:
    """One case in a list: `checks` counts kinds with a result that counts, `matches` flagged names."""

    id: UUID
    reference: str
    agency_name: str
    country: str
    class_code: str
    status: str
    submitted_at: datetime
    due_on: date | None
    recommended_by: UUID | None
    kind: str
    officer: str | None
    checks: int
    matches: int | None
    failed: bool


def queue(wanted: Filter, page: Page) -> Paged[CaseRow]:
    """Return one page of the queue; two queries whatever its length. Above 1,000 cases the total says “at least”."""
    matching = _matching(wanted)
    bounded = matching.limit(MOST_COUNTED + 1).subquery()
    total = db.session.execute(select(func.count()).select_from(bounded)).scalar_one()
    picked = matching.order_by(*_order(wanted)).limit(page.size + 1).offset(page.offset).subquery()
    rows = db.session.execute(_looked_at(wanted, picked)).all()
    found = [CaseRow(*tuple(row)) for row in rows[: page.size]]
    return Paged(found, min(total, MOST_COUNTED), page, more=total > MOST_COUNTED, next=len(rows) > page.size)


def every(wanted: Filter) -> Iterator[CaseRow]:
    """Yield the whole view of the queue for a file, at most 50,000 cases, read from the database in portions."""
    picked = _matching(wanted).order_by(*_order(wanted)).limit(MOST_EXPORTED).subquery()
    statement = _looked_at(wanted, picked).execution_options(yield_per=500)
    for row in db.session.execute(statement):
        yield CaseRow(*tuple(row))


def some(condition: ColumnElement[bool], most: int) -> list[CaseRow]:
    """Return the most urgent open cases that meet `condition`."""
    wanted = Filter()
    picked = _matching(wanted).where(condition).order_by(*_order(wanted)).limit(most).subquery()
    return [CaseRow(*tuple(row)) for row in db.session.execute(_looked_at(wanted, picked))]


# ------------------------------------------------------------------------------------------ which, and in what order


def _matching(wanted: Filter) -> Select[Any]:
    statement = select(Application.id).select_from(Application).where(*_conditions(wanted))
    if wanted.q or wanted.country or wanted.sort == "agency":
        statement = statement.join(Agency, Agency.id == Application.agency_id)
    return statement


def _conditions(wanted: Filter) -> Iterator[Any]:
    among = wanted.status + wanted.ended
    if set(among) <= set(OPEN):
        yield OF_OPEN
    if among:
        yield and_(Application.submitted_at.is_not(None), Application.status.in_(among))
    if wanted.due in set(Urgency):
        yield due(Urgency(wanted.due))
    if wanted.kind:
        yield Application.kind.in_(wanted.kind)
    if wanted.officer:
        nobody = _holder(CaseAssignment.person_id).is_(None)
        yield nobody if wanted.officer == NOBODY else held_by(UUID(wanted.officer))
    if wanted.class_code:
        yield Application.class_code == wanted.class_code
    if wanted.country:
        yield Agency.country == wanted.country
    yield from (_flagged(flag) for flag in wanted.flag)
    if wanted.q:
        yield _named(wanted.q)


def _order(wanted: Filter) -> tuple[Any, ...]:
    orders: dict[str, tuple[Any, ...]] = {
        "submitted": (Application.submitted_at, Application.id),
        "agency": (func.lower(Agency.legal_name), Application.id),
        "status": (_rank(), Application.due_on, Application.submitted_at, Application.id),
    }
    order = orders.get(wanted.sort, (Application.due_on, Application.submitted_at, Application.id))
    return tuple(column.desc() for column in order) if wanted.direction == "down" else order


def _rank() -> ColumnElement[int]:
    """Return the place of a status in the life of an application."""
    return case({str(status): number for number, status in enumerate(Status)}, value=Application.status, else_=99)


def due(wanted: Urgency) -> ColumnElement[bool]:
    """Return the condition for one urgency; only cases with the regulator can be late."""
    today = clock.today()
    here = Application.status.in_(WITH_REGULATOR)
    if wanted is Urgency.LATE:
        return and_(here, Application.due_on < today)
    if wanted is Urgency.WEEK:
        return and_(here, Application.due_on.between(today, today + WEEK))
    return and_(here, or_(Application.due_on.is_(None), Application.due_on > today + WEEK))


def _named(text: str) -> ColumnElement[bool]:
    pattern = containing(text)
    other = select(AgencyName.agency_id).where(AgencyName.name.ilike(pattern))
    return or_(
        Application.reference == (ids.tidy_reference(text) or text.strip()),
        Application.reference.ilike(pattern),
        Agency.legal_name.ilike(pattern),
        Agency.registration_number.ilike(pattern),
        Agency.id.in_(other),
    )


def _flagged(flag: str) -> ColumnElement[bool]:
    if flag == "listed":
        return exists().where(of_case(), ScreeningMatch.ended_at.is_(None))
    if flag == "unscreened":
        return ~_screened()
    return _failed()


# ---------------------------------------------------------------------------------------------- what a row shows


def _holder(column: Any) -> Any:
    """Return who has a case to assess now, as a part of a statement about applications."""
    statement = select(column).where(
        CaseAssignment.application_id == Application.id, CaseAssignment.task == Task.ASSESS,
        CaseAssignment.ended_at.is_(None),
    )  # fmt: skip
    return statement.correlate(Application).scalar_subquery()


def held_by(person_id: UUID) -> ColumnElement[bool]:
    """Return the condition for cases that a person has now, for the task that their state asks for."""
    doing = or_(*(and_(CaseAssignment.task == task, Application.status.in_(sorted(WAITING[task]))) for task in Task))
    mine = select(CaseAssignment.application_id).where(
        CaseAssignment.person_id == person_id, CaseAssignment.ended_at.is_(None)
    )
    here = exists().where(
        CaseAssignment.application_id == Application.id, CaseAssignment.person_id == person_id,
        CaseAssignment.ended_at.is_(None), or_(doing, Application.status.in_(WITH_AGENCY)),
    )  # fmt: skip
    return and_(Application.id.in_(mine), here)


def of_case() -> ColumnElement[bool]:
    """Return the condition for matches of the agency of a case, or of its people; not with the agency's own entry."""
    people = select(AgencyPerson.id).where(AgencyPerson.agency_id == Application.agency_id)
    itself = aliased(Agency)
    own = (
        exists()
        .where(
            FlaggedEntity.id == ScreeningMatch.entity_id, Watchlist.id == FlaggedEntity.watchlist_id,
            Watchlist.code == OWN_LIST, itself.reference == FlaggedEntity.entity_key,
            itself.id == Application.agency_id,
        )
        .correlate(ScreeningMatch, Application)
    )  # fmt: skip
    here = or_(ScreeningMatch.subject_id == Application.agency_id, ScreeningMatch.subject_id.in_(people))
    return and_(here, ~own)


def _screened() -> ColumnElement[bool]:
    return exists().where(ScreeningRun.scope_id == Application.id, ScreeningRun.status == RunStatus.DONE)


def _failed() -> ColumnElement[bool]:
    return exists().where(
        ApplicationCheck.application_id == Application.id, ApplicationCheck.at >= Application.submitted_at,
        ApplicationCheck.result == CheckResult.FAIL,
    )  # fmt: skip


def _looked_at(wanted: Filter, picked: Any) -> Select[Any]:
    more = exists().where(of_case(), ScreeningMatch.ended_at.is_(None), ScreeningMatch.seen_at > ApplicationCheck.at)
    checks = (
        select(func.count(distinct(ApplicationCheck.kind)))
        .where(
            ApplicationCheck.application_id == Application.id, ApplicationCheck.at >= Application.submitted_at,
            ~and_(ApplicationCheck.kind == CheckKind.SCREENING, more),
        )
        .scalar_subquery()
    )  # fmt: skip
    standing = select(func.count()).select_from(ScreeningMatch).where(of_case(), ScreeningMatch.ended_at.is_(None))
    columns: tuple[Any, ...] = (
        Application.id, Application.reference, Agency.legal_name, Agency.country, Application.class_code,
        Application.status, Application.submitted_at, Application.due_on, Application.recommended_by, Application.kind,
        _holder(CaseAssignment.person_name), checks, case((_screened(), standing.scalar_subquery())), _failed(),
    )  # fmt: skip
    return (
        select(*columns)
        .join(picked, picked.c.id == Application.id)
        .join(Agency, Agency.id == Application.agency_id)
        .order_by(*_order(wanted))
    )
