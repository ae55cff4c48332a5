"""Commands: give a case to a person, declare and end interests, look at a grant again."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from accounts.people.models import Person
from accounts.permissions import Permission
from core import clock, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Conflict, Invalid, NotFound, Refused
from core.i18n import N_
from licensing.agencies.models import Agency
from licensing.applications.models import Application
from licensing.assignments import queries
from licensing.assignments.gate import CONFLICTED, refuse_conflicted
from licensing.assignments.models import CaseAssignment, ConflictOfInterest, GrantDraw, GrantReview
from licensing.assignments.states import WAITING, How, Interest, ReviewOutcome, Task
from licensing.reasons import sound_reason

THEY_CONFLICT = N_("Something stands between this person and the agency. Give the case to someone else.")
ENDED_BY_CONFLICT = N_("A conflict of interest was declared.")
OLDEST = date(1900, 1, 1)


# ------------------------------------------------------------------------------------------ assignments


def take_next(task: Task, *, by: Actor) -> CaseAssignment | None:
    """Give `by` the case that is next by the rule: late first, then oldest; None when nothing waits.

    Nobody chooses: cases that someone has, or that this person may not act on, are passed over.
    """
    application = queries.next_waiting(task, _someone(by))
    return None if application is None else _assign(application, task, how=How.NEXT, by=by)


def take_next_or_refuse(task: Task, *, by: Actor) -> CaseAssignment:
    """Give `by` the next case. Raises NotFound (`no-case-waits`) when there is none that this person may take."""
    if task is Task.DECIDE and not by.may(Permission.DECIDE_APPLICATIONS):
        raise Refused("not-decider", N_("Only a decider takes cases to decide."))
    found = take_next(task, by=by)
    if found is None:
        raise NotFound("no-case-waits", N_("No case is waiting that you may take."))
    return found


def take(application: Application, task: Task, *, by: Actor) -> CaseAssignment:
    """Give `by` a case that nobody has; the same again when `by` has it already.

    Raises Conflict when somebody else has it, Refused when something stands between `by` and the agency.
    """
    present = queries.open_for(application.id, task)
    if present is not None:
        if present.person_id == by.person_id:
            return present
        raise Conflict(
            "case-taken", N_("%(name)s has this case. Ask for it to be handed over."), name=present.person_name
        )
    refuse_conflicted(by.person_id, application.agency_id)
    return _assign(application, task, how=How.TAKEN, by=by)


def give(application: Application, task: Task, person_id: UUID, *, reason: str, by: Actor) -> CaseAssignment:
    """Give a case to a person, taking it from who has it; both stay in the history.

    Raises Refused unless `by` decides applications or has the case now, Invalid for a person who may not do this task
    or must not act on the agency, and for a reason shorter than 10 characters.
    """
    sound = sound_reason(reason)
    refuse_ended(application, task)
    present = queries.open_for(application.id, task)
    refuse_not_holder(present, by)
    person = next((item for item in queries.staff(task) if item.person_id == person_id), None)
    if person is None:
        message = N_("Choose a person from the list.")
        raise Invalid("person-unknown", message, {"person": message})
    if queries.is_conflicted(person_id, application.agency_id):
        raise Invalid("conflict-of-interest", THEY_CONFLICT, {"person": THEY_CONFLICT})
    if present is not None:
        if present.person_id == person_id:
            message = N_("This person has the case already.")
            raise Invalid("person-has-it", message, {"person": message})
        _end(present, sound, by=by)
    return _assign(application, task, how=How.GIVEN, by=by, to=(person.person_id, person.name), reason=sound)


def release(application: Application, task: Task, *, reason: str, by: Actor) -> None:
    """Take a case from who has it, so that it is next for somebody else.

    Raises as `give`, and Conflict when nobody has it.
    """
    sound = sound_reason(reason)
    present = queries.open_for(application.id, task)
    if present is None:
        raise Conflict("case-not-taken", N_("Nobody has this case now. Reload the page."))
    refuse_not_holder(present, by)
    _end(present, sound, by=by)


def refuse_not_holder(present: CaseAssignment | None, by: Actor) -> None:
    """Raise Refused unless `by` decides applications, or has the case, or nobody has it."""
    if by.may(Permission.DECIDE_APPLICATIONS) or present is None or present.person_id == by.person_id:
        return
    raise Refused("not-yours", N_("Only the person who has this case, or a decider, can hand it over."))


def refuse_ended(application: Application, task: Task) -> None:
    """Raise Conflict when the case is in no state in which there is something to do."""
    if application.status not in WAITING[task]:
        raise Conflict("nothing-to-do", N_("There is nothing to do on this case for that task now."))


def _assign(
    application: Application,
    task: Task,
    *,
    how: How,
    by: Actor,
    to: tuple[UUID, str] | None = None,
    reason: str | None = None,
) -> CaseAssignment:
    person_id, name = to or (_someone(by), by.name)
    row = CaseAssignment(
        id=ids.new_id(), organisation_id=application.organisation_id, application_id=application.id, task=task,
        person_id=person_id, person_name=name, how=how, reason=reason, assigned_by=by.person_id,
        assigned_by_name=by.name, assigned_at=clock.now(), application=application,
    )  # fmt: skip
    db.session.add(row)
    trail.record(
        "licensing.assignment.begin", row, by=by, reason=reason, task=str(task), how=str(how), to=name,
        application=application.reference,
    )  # fmt: skip
    db.session.flush()
    return row


def _end(row: CaseAssignment, reason: str, *, by: Actor) -> None:
    row.ended_at, row.ended_by, row.ended_by_name = clock.now(), by.person_id, by.name
    row.ended_why = reason
    trail.record("licensing.assignment.end", row, by=by, reason=reason, task=row.task, of=row.person_name)
    db.session.flush()


def _someone(by: Actor) -> UUID:
    if by.person_id is None:
        raise Refused("nobody", N_("Only a person can have a case."))
    return by.person_id


# ------------------------------------------------------------------------------------------ conflicts of interest


def declare(
    agency: Agency,
    kind: Interest,
    *,
    detail: str,
    from_on: date,
    until_on: date | None = None,
    person_id: UUID | None = None,
    by: Actor,
) -> ConflictOfInterest:
    """Declare what stands between a person (`by`, unless another is named) and an agency; it blocks at once.

    Open cases of that agency that the person has go back to be next for somebody else. Raises Refused for another
    person unless `by` decides applications, Invalid for days out of order or a detail shorter than 10 characters.
    """
    sound = sound_reason(detail, field="detail")
    person = db.session.get(Person, person_id or _someone(by))
    if person is None:
        message = N_("Choose a person from the list.")
        raise Invalid("person-unknown", message, {"person": message})
    if person.id != by.person_id and not by.may(Permission.DECIDE_APPLICATIONS):
        raise Refused("not-yours", N_("You can declare your own interests. A decider declares those of others."))
    _refuse_days(from_on, until_on)
    row = ConflictOfInterest(
        id=ids.new_id(), organisation_id=by.organisation_id, person_id=person.id, person_name=person.name,
        agency_id=agency.id, kind=kind, detail=sound, from_on=from_on, until_on=until_on, declared_by=by.person_id,
        declared_by_name=by.name, declared_at=clock.now(), agency=agency,
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.conflict.declare", row, by=by, reason=sound, kind=str(kind), agency=agency.reference)
    db.session.flush()
    if queries.is_conflicted(person.id, agency.id):
        for held in _open_cases(person.id, agency.id):
            _end(held, ENDED_BY_CONFLICT, by=by)
    return row


def _refuse_days(from_on: date, until_on: date | None) -> None:
    if not from_on >= OLDEST:
        message = N_("Enter a day after 1 January 1900.")
        raise Invalid("day-unlikely", message, {"from_on": message})
    if until_on is not None and until_on < from_on:
        message = N_("The last day must not be before the first day.")
        raise Invalid("days-not-in-order", message, {"until_on": message})


def _open_cases(person_id: UUID, agency_id: UUID) -> list[CaseAssignment]:
    statement = (
        select(CaseAssignment)
        .join(Application, Application.id == CaseAssignment.application_id)
        .where(
            CaseAssignment.person_id == person_id, CaseAssignment.ended_at.is_(None), Application.agency_id == agency_id
        )
        .limit(queries.MOST_SHOWN)
    )
    return list(db.session.execute(statement).scalars())


def end_interest(row: ConflictOfInterest, *, until_on: date, reason: str, by: Actor) -> None:
    """End a declared interest on a day from today on; it stays in the register.

    Raises Refused for the person it is about and for who decides no applications, Conflict when it has its last day
    already, Invalid for a day in the past.
    """
    if row.person_id == by.person_id:
        raise Refused("same-person", N_("This is about you. Someone else must end it."))
    if not by.may(Permission.DECIDE_APPLICATIONS):
        raise Refused("not-yours", N_("A decider ends declared interests."))
    if row.until_on is not None or row.ended_at is not None:
        raise Conflict("interest-ended", N_("This entry has its last day already. Declare a new one if it was wrong."))
    sound = sound_reason(reason)
    if until_on < max(clock.today(), row.from_on):
        message = N_("Enter today or a later day: what was declared counted until now.")
        raise Invalid("day-past", message, {"until_on": message})
    row.until_on, row.ended_at, row.ended_by, row.ended_by_name = until_on, clock.now(), by.person_id, by.name
    row.ended_why = sound
    trail.record("licensing.conflict.end", row, by=by, reason=sound, until=until_on.isoformat())
    db.session.flush()


# ------------------------------------------------------------------------------------------ grants again


def why_not_reviewer(draw: GrantDraw, by: Actor) -> str | None:
    """Return why this person may not look at the grant again, as a marked sentence, or None."""
    if queries.worked_on(by.person_id, draw.application_id):
        return N_("You worked on this case. Someone else must look at it again.")
    if queries.is_conflicted(by.person_id, draw.application.agency_id):
        return CONFLICTED
    return None


def review(draw: GrantDraw, outcome: ReviewOutcome, *, reason: str, by: Actor) -> GrantReview:
    """Record what a second look at a drawn grant came to. Doubts change nothing by themselves: propose a measure.

    Raises Refused for who worked on the case, Conflict when it was looked at already, Invalid for a short reason.
    """
    if not draw.selected:
        raise Conflict("grant-not-drawn", N_("This grant was not drawn to be looked at again."))
    if (why := why_not_reviewer(draw, by)) is not None:
        raise Refused("same-person", why)
    if draw.review is not None:
        raise Conflict("grant-reviewed", N_("This grant was looked at again already."))
    sound = sound_reason(reason)
    row = GrantReview(
        id=ids.new_id(), organisation_id=draw.organisation_id, draw_id=draw.id, outcome=outcome, reason=sound,
        by_person=by.person_id, by_name=by.name, at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record(
        "licensing.grant.review", row, by=by, reason=sound, outcome=str(outcome),
        application=draw.application.reference,
    )  # fmt: skip
    db.session.flush()
    db.session.refresh(draw, ["review"])
    return row
