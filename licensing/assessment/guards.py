"""Who may not act on a case, and when it is in no state for a step: asked by every command of case work."""

from uuid import UUID

from core import clock
from core.actor import Actor
from core.errors import Conflict, Refused
from core.i18n import N_, long_date
from licensing.applications import queries as applications
from licensing.applications.models import Application
from licensing.applications.states import Kind, Status
from licensing.assignments.gate import CONFLICTED
from licensing.assignments.queries import standing
from licensing.hearings import queries as hearings
from licensing.inspections.gate import INSPECTED_IT
from licensing.licences import queries as licences

RECOMMENDED_IT = N_("You recommended this case. Someone else must decide.")
CHECKED_IT = N_("You recorded a check on this case. Someone else must decide.")
SUSPENDED_IT = N_("You took part in the suspension. Someone else must decide.")
FOUND_IT = N_("You recorded a finding on this case. Someone else must decide.")
QUASHED_IT = N_("You had a hand in the decision that was quashed. Somebody else must look at this case.")
BELONGS_TO_IT = N_("You belong to this agency. Someone else must decide.")
NEVER_DECIDED = frozenset({Status.DRAFT, Status.AWAITING_FEE, Status.SUBMITTED, Status.COMPLETENESS, Status.RETURNED})


def why_not_decider(application: Application, by: Actor) -> str | None:
    """Return why this person may not decide the case, as a marked sentence, or None."""
    found = standing(by.person_id, application)
    reasons = (
        (by.person_id in barred(application), QUASHED_IT),
        (found.recommended or by.person_id == application.recommended_by, RECOMMENDED_IT),
        (any(check.by_person == by.person_id for check in application.checks), CHECKED_IT),
        (by.person_id in suspenders(application), SUSPENDED_IT),
        (found.belongs, BELONGS_TO_IT),
        (found.found, FOUND_IT),
        (found.inspected, INSPECTED_IT),
        (found.conflicted, CONFLICTED),
    )
    return next((sentence for holds, sentence in reasons if holds), None)


def refuse_same_person(application: Application, by: Actor) -> None:
    """Raise Refused when `by` worked on the case: who checks does not decide."""
    reason = why_not_decider(application, by)
    if reason is not None:
        raise Refused("same-person", reason)


def barred(application: Application) -> set[UUID]:
    """Return everyone who had a hand in a decision on this case that was quashed."""
    if Status(application.status) in NEVER_DECIDED:
        return set()
    known: set[UUID] | None = application.__dict__.get("_barred")  # asked several times on the way to one answer
    if known is None:
        known = {person for row in applications.quashes(application.id) for person in row.barred}
        application.__dict__["_barred"] = known
    return known


def suspenders(application: Application) -> set[UUID]:
    """Return who took part in the suspension that a reinstatement would end."""
    if application.kind != Kind.REINSTATEMENT or application.licence_id is None:
        return set()
    return licences.suspenders(application.licence_id)


def refuse_barred(application: Application, by: Actor) -> None:
    """Raise Refused (`same-person`) when `by` had a hand in a decision on this case that was quashed."""
    if by.person_id in barred(application):
        raise Refused("same-person", QUASHED_IT)


def refuse_open_objections(application: Application) -> None:
    """Raise Conflict while anybody may still object, or an objection is unanswered (licensing.md 6.2)."""
    until = application.objections_until
    if until is not None and until >= clock.today():
        sentence = N_("Anybody may object until %(day)s. Recommend after that day.")
        raise Conflict("objections-open", sentence, day=long_date(until))
    if hearings.unanswered(application.id):
        raise Conflict("objections-unanswered", N_("Answer every objection before you recommend."))


def refuse_unless_decidable(application: Application) -> None:
    """Raise Conflict when the case waits for no decision: neither recommended nor heard."""
    if application.status != Status.REPRESENTATIONS:
        refuse_unless_recommended(application)


def refuse_unless_checking(application: Application) -> None:
    """Raise Conflict when the case is not in checks; an inspection goes on beside them."""
    if application.status not in (Status.CHECKS, Status.INSPECTION):
        raise Conflict("not-in-checks", N_("This case is not in checks now. Reload it to see where it stands."))


def refuse_unless_recommended(application: Application) -> None:
    """Raise Conflict when the case does not wait for a decision."""
    if application.status != Status.RECOMMENDED:
        raise Conflict(
            "not-recommended", N_("This case does not wait for a decision. Reload it to see where it stands.")
        )
