"""Reads of assignments, of what stands between people and agencies, and of grants to look at again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import selectinload

from accounts.organisations.models import Membership
from accounts.people.models import Person
from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from core import clock, installation
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from core.trail import AuditEntry
from licensing.agencies.models import Agency, AgencyPerson
from licensing.applications.models import Application, ApplicationCheck, ApplicationDecision
from licensing.assignments import rules
from licensing.assignments.models import CaseAssignment, ConflictOfInterest, GrantDraw, GrantReview
from licensing.assignments.states import WAITING, Task
from licensing.standards.models import StandardFinding

MOST_STAFF = 200
MOST_SHOWN = 200
PERMISSIONS = {Task.ASSESS: Permission.CHECK_APPLICATIONS, Task.DECIDE: Permission.DECIDE_APPLICATIONS}


# ------------------------------------------------------------------------------------------ assignments


def open_for(application_id: UUID, task: Task) -> CaseAssignment | None:
    """Return who has a case for a task now."""
    statement = select(CaseAssignment).where(
        CaseAssignment.application_id == application_id, CaseAssignment.task == task, CaseAssignment.ended_at.is_(None)
    )
    return db.session.execute(statement).scalar_one_or_none()


def history(application_id: UUID) -> list[CaseAssignment]:
    """Return everyone who had a case, the newest first."""
    statement = (
        select(CaseAssignment).where(CaseAssignment.application_id == application_id)
        .order_by(CaseAssignment.assigned_at.desc(), CaseAssignment.id).limit(MOST_SHOWN)
    )  # fmt: skip
    return list(db.session.execute(statement).scalars())


def holders(applications: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of those who assess some cases, for lists of cases: one query."""
    if not applications:
        return {}
    statement = select(CaseAssignment.application_id, CaseAssignment.person_name).where(
        CaseAssignment.application_id.in_(applications), CaseAssignment.task == Task.ASSESS,
        CaseAssignment.ended_at.is_(None),
    )  # fmt: skip
    return {row[0]: row[1] for row in db.session.execute(statement)}


def is_waiting(task: Task) -> ColumnElement[bool]:
    """Return the condition for cases in which there is something to do for `task`."""
    return Application.status.in_(sorted(WAITING[task]))


def working(page: Page, *, person_id: UUID | None = None) -> Paged[CaseAssignment]:
    """Return one page of who works on what, the most urgent case first; `person_id` narrows it to one person."""
    here = or_(*(and_(CaseAssignment.task == task, is_waiting(task)) for task in Task))
    statement = (
        select(CaseAssignment)
        .join(Application, Application.id == CaseAssignment.application_id)
        .where(CaseAssignment.ended_at.is_(None), here)
        .order_by(Application.due_on.asc().nulls_last(), Application.submitted_at, CaseAssignment.id)
        .options(selectinload(CaseAssignment.application))
    )
    if person_id is not None:
        statement = statement.where(CaseAssignment.person_id == person_id)
    return paged(statement, page)


@dataclass(frozen=True)
class Colleague:
    """One officer and how many open cases that officer has."""

    person_id: UUID
    name: str
    open: int


def staff(task: Task) -> list[Colleague]:
    """Return who may be given a case for a task, those with the fewest open cases first."""
    roles = [str(role) for role in Role if PERMISSIONS[task] in ROLE_PERMISSIONS[role]]
    open_now = (
        select(CaseAssignment.person_id, func.count().label("cases"))
        .join(Application, Application.id == CaseAssignment.application_id)
        .where(CaseAssignment.ended_at.is_(None), CaseAssignment.task == task, is_waiting(task))
        .group_by(CaseAssignment.person_id)
        .subquery()
    )
    count = func.coalesce(func.max(open_now.c.cases), 0)
    statement = (
        select(Person.id, Person.name, count)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(open_now, open_now.c.person_id == Person.id)
        .where(Membership.role.in_(roles), Membership.ended_at.is_(None))
        .group_by(Person.id, Person.name)
        .order_by(count, Person.name)
        .limit(MOST_STAFF)
    )
    return [Colleague(*row) for row in db.session.execute(statement)]


def next_waiting(task: Task, person_id: UUID) -> Application | None:
    """Return the case that is next by the rule, held for this transaction: late first, then oldest.

    Cases that somebody has, that this person may not touch, or (to decide) has worked on, are passed over; so are those
    that another person is being given at this instant.
    """
    taken = exists().where(
        CaseAssignment.application_id == Application.id, CaseAssignment.task == task, CaseAssignment.ended_at.is_(None)
    )
    statement = (
        select(Application)
        .where(is_waiting(task), ~taken, Application.agency_id.not_in(conflicting_agencies(person_id)))
        .order_by(case((Application.due_on < clock.today(), 0), else_=1), Application.submitted_at, Application.id)
        .limit(1)
        .with_for_update(of=Application, skip_locked=True)
    )
    if task is Task.DECIDE:
        statement = statement.where(~_worked_on(person_id))
    return db.session.execute(statement).scalar_one_or_none()


def _worked_on(person_id: UUID) -> ColumnElement[bool]:
    return or_(
        exists().where(ApplicationCheck.application_id == Application.id, ApplicationCheck.by_person == person_id),
        exists().where(StandardFinding.application_id == Application.id, StandardFinding.by_person == person_id),
        exists().where(
            AuditEntry.subject_table == "application", AuditEntry.subject_id == Application.id,
            AuditEntry.action == "licensing.application.recommend", AuditEntry.person_id == person_id,
        ),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------ conflicts


def conflicting_agencies(person_id: UUID) -> list[UUID]:
    """Return the agencies that a person may not act on today: own interests, and wherever the person ever belonged."""
    declared = select(ConflictOfInterest).where(ConflictOfInterest.person_id == person_id).limit(MOST_SHOWN)
    today, years = clock.today(), conflict_years()
    found = {
        row.agency_id
        for row in db.session.execute(declared).scalars()
        if rules.blocks(row.kind, row.from_on, row.until_on, today, years=years)
    }
    belonged = (
        select(Agency.id).join(Membership, Membership.organisation_id == Agency.organisation_id)
        .where(Membership.person_id == person_id)
    )  # fmt: skip
    return sorted(found | set(db.session.execute(belonged).scalars()))


def conflict_years() -> int:
    """Return for how many years a past employer goes on blocking, as this installation states it."""
    return int(installation.facts().get("conflict_years", rules.YEARS_AFTER_EMPLOYER))


def is_conflicted(person_id: UUID | None, agency_id: UUID) -> bool:
    """Tell whether something stands between a person and an agency today; the database gives the answer."""
    if person_id is None:
        return False
    found: bool = db.session.execute(select(func.app.conflicted(person_id, agency_id))).scalar_one()
    return found


@dataclass(frozen=True)
class Standing:
    """How a person stands to a case: what the person did on it, and what stands between the person and its agency."""

    recommended: bool
    found: bool
    inspected: bool
    belongs: bool
    conflicted: bool


def standing(person_id: UUID | None, application: Application) -> Standing:
    """Return how a person stands to a case; one query. `recommended` counts every recommendation there ever was."""
    recommended = exists().where(
        AuditEntry.subject_table == "application", AuditEntry.subject_id == application.id,
        AuditEntry.action == "licensing.application.recommend", AuditEntry.person_id == person_id,
    )  # fmt: skip
    found = exists().where(
        StandardFinding.application_id == application.id, StandardFinding.by_person == person_id
    )
    belongs = exists().where(
        Membership.organisation_id == application.organisation_id, Membership.person_id == person_id,
        Membership.ended_at.is_(None),
    )  # fmt: skip
    inspected = func.app.inspected(person_id, application.id)
    conflicted = func.app.conflicted(person_id, application.agency_id)
    return Standing(*db.session.execute(select(recommended, found, inspected, belongs, conflicted)).one())


def conflict(conflict_id: UUID, *, lock: bool = False) -> ConflictOfInterest:
    """Return a declared interest. Raises NotFound."""
    statement = select(ConflictOfInterest).where(ConflictOfInterest.id == conflict_id)
    if lock:
        statement = statement.with_for_update(of=ConflictOfInterest)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("conflict-not-found", N_("There is no such entry. Check the address."))
    return found


def conflicts(page: Page) -> Paged[ConflictOfInterest]:
    """Return one page of the register of interests, the newest first."""
    statement = select(ConflictOfInterest).order_by(ConflictOfInterest.declared_at.desc(), ConflictOfInterest.id)
    return paged(statement, page)


@dataclass(frozen=True)
class Suspicion:
    """An officer who has a case of an agency and may stand too near to it: `why` is belongs, declared or name."""

    person_name: str
    agency_name: str
    reference: str
    why: str


def suspicions() -> list[Suspicion]:
    """Return the officers with an open case of an agency that they belong to, or whose people bear their name."""
    same_name = exists().where(
        AgencyPerson.agency_id == Agency.id, func.lower(AgencyPerson.name) == func.lower(CaseAssignment.person_name),
        AgencyPerson.removed_at.is_(None),
    )  # fmt: skip
    blocked = func.app.conflicted(CaseAssignment.person_id, Agency.id)
    statement = (
        select(
            CaseAssignment.person_name, Agency.legal_name, Application.reference,
            case((blocked, "belongs"), else_="name"),
        )
        .join(Application, Application.id == CaseAssignment.application_id)
        .join(Agency, Agency.id == Application.agency_id)
        .where(CaseAssignment.ended_at.is_(None), or_(same_name, blocked))
        .where(or_(*(and_(CaseAssignment.task == task, is_waiting(task)) for task in Task)))
        .order_by(CaseAssignment.assigned_at, CaseAssignment.id)
        .limit(MOST_SHOWN)
    )  # fmt: skip
    return [Suspicion(*row) for row in db.session.execute(statement)]


def warnings(person_id: UUID | None, holder: str, agency_id: UUID) -> tuple[bool, bool]:
    """Tell whether something stands between a person and an agency, and whether someone of it bears a holder's name.

    The name is a reason to ask, not to block.
    """
    found = exists().where(
        AgencyPerson.agency_id == agency_id, AgencyPerson.removed_at.is_(None),
        func.lower(AgencyPerson.name) == holder.casefold(),
    )  # fmt: skip
    row = db.session.execute(select(func.app.conflicted(person_id, agency_id), found)).one()
    return bool(row[0]), bool(row[1])


def agencies_named(text: str) -> list[Agency]:
    """Return agencies whose name or reference contains `text`, for the form that declares an interest; at most 20."""
    wanted = text.strip().casefold()
    named = func.strpos(func.lower(Agency.legal_name), wanted) > 0
    statement = (
        select(Agency).where(or_(named, func.lower(Agency.reference) == wanted)).order_by(Agency.legal_name).limit(20)
    )
    return list(db.session.execute(statement).scalars())


def agency(reference: str) -> Agency | None:
    """Return an agency by its reference."""
    return db.session.execute(select(Agency).where(Agency.reference == reference)).scalar_one_or_none()


# ------------------------------------------------------------------------------------------ grants again


def drawn(page: Page, *, done: bool | None = None) -> Paged[GrantDraw]:
    """Return one page of the grants that were drawn, the newest first; `done` narrows them."""
    statement = (
        select(GrantDraw)
        .where(GrantDraw.selected)
        .order_by(GrantDraw.at.desc(), GrantDraw.id)
        .options(selectinload(GrantDraw.application))
    )
    if done is not None:
        looked = exists().where(GrantReview.draw_id == GrantDraw.id)
        statement = statement.where(looked if done else ~looked)
    return paged(statement, page)


def draws_made(since: date | None = None) -> tuple[int, int]:
    """Return how many grants drew a lot, and how many of them were selected."""
    statement = select(func.count(), func.count().filter(GrantDraw.selected))
    if since is not None:
        statement = statement.where(GrantDraw.at >= since)
    row = db.session.execute(statement).one()
    return row[0], row[1]


def draw_of(reference: str) -> GrantDraw:
    """Return the lot of the newest grant of a case that was selected. Raises NotFound."""
    statement = (
        select(GrantDraw)
        .join(Application, Application.id == GrantDraw.application_id)
        .where(Application.reference == reference, GrantDraw.selected)
        .order_by(GrantDraw.at.desc())
        .limit(1)
        .options(selectinload(GrantDraw.application))
    )
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("draw-not-found", N_("This grant was not drawn to be looked at again."))
    return found


def decision(decision_id: UUID) -> ApplicationDecision | None:
    """Return the decision that drew a lot."""
    return db.session.get(ApplicationDecision, decision_id)


def worked_on(person_id: UUID | None, application_id: UUID) -> bool:
    """Tell whether a person checked, found, recommended or decided on a case; the database gives the answer."""
    found: bool = db.session.execute(select(func.app.worked_on(person_id, application_id))).scalar_one()
    return found
