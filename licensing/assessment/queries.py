"""Reads of cases: the desk, the queue, one case with its trail, and what else is known of its agency."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, distinct, exists, func, or_, select
from sqlalchemy.orm import selectinload

from accounts.permissions import Permission
from core import clock, ids
from core.actor import Actor
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from core.trail import AuditEntry
from licensing.agencies.models import Agency, AgencyName, AgencyPerson
from licensing.applications.models import Application, ApplicationCheck, ApplicationDecision
from licensing.applications.states import WITH_REGULATOR, CheckKind, CheckResult, Status
from licensing.assessment import rules
from licensing.assessment.rules import WEEK, Urgency, ages
from licensing.licences.listing import containing
from licensing.licences.own_list import CODE as OWN_LIST
from screening.runs.models import ScreeningMatch, ScreeningRun
from screening.runs.states import Status as RunStatus

# What a case can be narrowed to; drafts are the broker's own business.
STATUSES = (
    Status.SUBMITTED,
    Status.CHECKS,
    Status.RETURNED,
    Status.RECOMMENDED,
    Status.GRANTED,
    Status.REFUSED,
)
OPEN = (Status.SUBMITTED, Status.CHECKS, Status.RETURNED, Status.RECOMMENDED)
SORTS = ("due", "submitted", "agency", "status")
MOST_EXPORTED = 5_000
MOST_ON_DESK = 50


@dataclass(frozen=True)
class Filter:
    """What the queue is narrowed to; empty means every open case."""

    status: tuple[str, ...] = ()
    due: str = ""
    text: str = ""
    sort: str = "due"


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
    checks: int
    matches: int | None


def get(reference: str, *, lock: bool = False) -> Application:
    """Return a case by its reference, however it is typed; drafts are not cases. Raises NotFound.

    `lock` holds the row until the transaction ends, so that two people cannot act on it at once.
    """
    statement = (
        select(Application)
        .where(
            Application.reference == (ids.tidy_reference(reference) or reference),
            Application.submitted_at.is_not(None),
        )
        .options(selectinload(Application.checks))
    )
    if lock:
        statement = statement.with_for_update(of=Application)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("case-not-found", N_("There is no case with this reference. Check the reference."))
    return found


def queue(wanted: Filter, page: Page) -> Paged[CaseRow]:
    """Return one page of the queue; two queries whatever its length."""
    found = paged(_cases(wanted), page, scalars=False)
    return Paged([_row(row) for row in found.rows], found.total, page)


def export(wanted: Filter) -> list[CaseRow]:
    """Return the whole view of the queue for a file, at most 5,000 cases."""
    return [_row(row) for row in db.session.execute(_cases(wanted).limit(MOST_EXPORTED))]


def _row(row: Row[Any]) -> CaseRow:
    return CaseRow(*tuple(row))


def _cases(wanted: Filter) -> Select[Any]:
    more = exists().where(
        _of_case(), ScreeningMatch.ended_at.is_(None), ScreeningMatch.seen_at > ApplicationCheck.at
    )
    checks = (
        select(func.count(distinct(ApplicationCheck.kind)))
        .where(
            ApplicationCheck.application_id == Application.id, ApplicationCheck.at >= Application.submitted_at,
            ~and_(ApplicationCheck.kind == CheckKind.SCREENING, more),
        )
        .scalar_subquery()
    )  # fmt: skip
    screened = exists().where(ScreeningRun.scope_id == Application.id, ScreeningRun.status == RunStatus.DONE)
    standing = select(func.count()).select_from(ScreeningMatch).where(_of_case(), ScreeningMatch.ended_at.is_(None))
    matches = case((screened, standing.scalar_subquery()))
    statement = (
        select(
            Application.id, Application.reference, Agency.legal_name, Agency.country, Application.class_code,
            Application.status, Application.submitted_at, Application.due_on, Application.recommended_by,
            checks, matches,
        )
        .join(Agency, Agency.id == Application.agency_id)
        .where(Application.submitted_at.is_not(None), Application.status.in_(wanted.status or OPEN))
    )  # fmt: skip
    if wanted.due in set(Urgency):
        statement = statement.where(_due(Urgency(wanted.due)))
    if wanted.text:
        statement = statement.where(_named(wanted.text))
    orders: dict[str, tuple[Any, ...]] = {
        "submitted": (Application.submitted_at.desc(),),
        "agency": (func.lower(Agency.legal_name),),
        "status": (Application.status, Application.due_on.asc().nulls_last()),
    }
    order = orders.get(wanted.sort, (Application.due_on.asc().nulls_last(), Application.submitted_at))
    return statement.order_by(*order, Application.id)


def _of_case() -> ColumnElement[bool]:
    """Return the condition for matches of the agency of a case, or of its people."""
    people = select(AgencyPerson.id).where(AgencyPerson.agency_id == Application.agency_id)
    return or_(ScreeningMatch.subject_id == Application.agency_id, ScreeningMatch.subject_id.in_(people))


def _due(wanted: Urgency) -> ColumnElement[bool]:
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


# ---------------------------------------------------------------------------------------------- the desk


@dataclass(frozen=True)
class Desk:
    """What an officer sees first: figures, ages in the order of rules.AGES, and the cases to take forward."""

    late: int
    week: int
    returned: int
    ready: int
    later: int
    untaken: int
    ages: list[int] = field(default_factory=list)
    mine: list[CaseRow] = field(default_factory=list)
    waiting_for_another: list[CaseRow] = field(default_factory=list)


def desk(by: Actor) -> Desk:
    """Return the desk of `by`; three queries whatever the number of cases."""
    today = clock.today()
    here = Application.status.in_(WITH_REGULATOR)

    def count(condition: ColumnElement[bool]) -> Any:
        return func.count().filter(condition)

    figures = db.session.execute(
        select(
            count(_due(Urgency.LATE)), count(_due(Urgency.WEEK)),
            count(Application.status == Status.RETURNED),
            count(Application.status == Status.RECOMMENDED), count(_due(Urgency.LATER)),
            count(Application.status == Status.SUBMITTED),
        ).where(Application.submitted_at.is_not(None))
    ).one()  # fmt: skip
    days = db.session.execute(
        select(Application.submitted_at).where(here, Application.submitted_at.is_not(None))
    ).scalars()
    old = [(today - moment.astimezone(clock.zone()).date()).days for moment in days if moment]
    rows = db.session.execute(_cases(Filter(status=tuple(WITH_REGULATOR))).where(_actionable(by)).limit(MOST_ON_DESK))
    cases = [_row(row) for row in rows]
    return Desk(
        *figures,
        ages=ages(old),
        mine=[row for row in cases if row.recommended_by != by.person_id],
        waiting_for_another=[row for row in cases if row.recommended_by == by.person_id],
    )


def _actionable(by: Actor) -> ColumnElement[bool]:
    """Return the condition for cases that `by` can take forward, and those it recommended itself."""
    possible = [Application.recommended_by == by.person_id]
    if by.may(Permission.CHECK_APPLICATIONS):
        possible.append(Application.status.in_([Status.SUBMITTED, Status.CHECKS]))
    if by.may(Permission.DECIDE_APPLICATIONS):
        checked = select(ApplicationCheck.application_id).where(ApplicationCheck.by_person == by.person_id)
        possible.append(and_(Application.status == Status.RECOMMENDED, Application.id.not_in(checked)))
    return or_(*possible)


# ---------------------------------------------------------------------------------------------- one case


def decision_of(application_id: UUID) -> ApplicationDecision | None:
    """Return the decision on an application, if it is decided."""
    statement = select(ApplicationDecision).where(ApplicationDecision.application_id == application_id)
    return db.session.execute(statement).scalar_one_or_none()


def trail_of(subjects: Collection[UUID], *, limit: int = 200) -> list[AuditEntry]:
    """Return what happened to some rows, newest first."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.subject_id.in_(subjects))
        .order_by(AuditEntry.at.desc(), AuditEntry.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())


def recommenders(application: Application) -> set[UUID]:
    """Return everyone who ever recommended the case: one that was sent back has had more than its last recommender."""
    statement = select(AuditEntry.person_id).where(
        AuditEntry.subject_table == "application", AuditEntry.subject_id == application.id,
        AuditEntry.action == "licensing.application.recommend", AuditEntry.person_id.is_not(None),
    )  # fmt: skip
    return {person for person in db.session.execute(statement).scalars() if person is not None}


def people_left(agency_id: UUID, stay: Collection[UUID]) -> list[UUID]:
    """Return the people of an agency who are not among `stay`."""
    statement = select(AgencyPerson.id).where(AgencyPerson.agency_id == agency_id, AgencyPerson.id.not_in(stay))
    return list(db.session.execute(statement).scalars())


def newest_checks(application: Application) -> tuple[dict[str, ApplicationCheck], list[ScreeningMatch]]:
    """Return the checks whose results count, and what the flagged lists have brought since the one of screening.

    A name that was cleared and is like a listed one since then is not cleared: the check needs another look, so its
    result does not count. A check that failed stays failed.
    """
    newest = rules.latest(application.checks, since=application.submitted_at)
    screened = newest.get(CheckKind.SCREENING)
    if screened is None or screened.result == CheckResult.FAIL:
        return newest, []
    people = select(AgencyPerson.id).where(AgencyPerson.agency_id == application.agency_id)
    match = ScreeningMatch
    statement = (
        select(match)
        .where(
            or_(match.subject_id == application.agency_id, match.subject_id.in_(people)),
            match.ended_at.is_(None), match.seen_at > screened.at,
        )
        .order_by(match.score.desc(), match.id)
        .limit(MOST_ON_DESK)
    )  # fmt: skip
    reference = application.agency.reference
    more = [one for one in db.session.execute(statement).scalars() if not is_own_entry(one, reference)]
    if more:
        del newest[CheckKind.SCREENING]
    return newest, more


def is_own_entry(match: ScreeningMatch, reference: str) -> bool:
    """Tell whether a match is of an agency with its own entry in our list of those not licensed."""
    return match.entity.watchlist.code == OWN_LIST and match.entity.entity_key == reference
