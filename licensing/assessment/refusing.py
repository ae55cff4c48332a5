"""Before a refusal: the agency is told why it may be refused, and heard; and what follows when a court undoes it."""

from collections.abc import Sequence
from datetime import date

from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from licensing.applications import queries as applications
from licensing.applications import timing
from licensing.applications.models import Application, ApplicationQuash
from licensing.applications.states import Outcome, Status
from licensing.assessment import guards, service
from licensing.clocks import service as clocks
from licensing.clocks.states import Kind as Clock
from licensing.events import DecisionQuashed, RefusalIntended
from licensing.hearings.models import Intention
from licensing.licences.service import find_ground, refuse_stale, sound_reason

MOST_EVIDENCE, LONGEST_LINE = 30, 500
BARRED = N_("You had a hand in the decision that was quashed. Somebody else must look at this case.")


def intend(
    application: Application, *, ground_code: str, reason: str, evidence: Sequence[str], by: Actor,
    version: int | None = None,
) -> Intention:  # fmt: skip
    """Tell an agency that it may be refused: ground, reason, and an index of what this rests on; then it may answer.

    Raises Refused (`same-person`) for those who worked on the case, Conflict when it does not wait for a decision,
    Invalid for a ground of another kind, a short reason, or no evidence.
    """
    guards.refuse_same_person(application, by)
    refuse_stale(application, version)
    if application.status != Status.RECOMMENDED:
        guards.refuse_unless_recommended(application)
    ground = find_ground(ground_code, Outcome.REFUSE)
    lines = [line.strip()[:LONGEST_LINE] for line in evidence if line.strip()]
    if not 1 <= len(lines) <= MOST_EVIDENCE:
        sentence = N_("Name what this rests on: 1 to 30 lines, one for each piece of evidence.")
        raise Invalid("no-evidence", sentence, {"evidence": sentence})
    sound = sound_reason(reason)
    row = timing_of(application, by=by)
    made = Intention(
        id=ids.new_id(), organisation_id=application.organisation_id, application_id=application.id,
        ground_code=ground.code, reason=sound, evidence=lines, announced_by=by.person_id, announced_by_name=by.name,
        announced_at=clock.now(), answer_by=row,
    )  # fmt: skip
    db.session.add(made)
    trail.record("licensing.intention.announce", made, by=by, reason=sound, rule=ground.code,
                 application=application.reference, evidence=len(lines))  # fmt: skip
    db.session.flush()
    move(application, Status.MINDED_TO_REFUSE, action="licensing.application.intend", by=by, reason=sound,
         rule=ground.code)  # fmt: skip
    db.session.flush()
    events.publish(RefusalIntended(application.id))
    return made


def timing_of(application: Application, *, by: Actor) -> date | None:
    """Start the clock of the agency's answer; return its last day, or None where the installation sets none."""
    row = clocks.start(Clock.REPRESENTATIONS, application, by=by)
    return row.due_on if row else None


def reassess(application: Application, *, reason: str, by: Actor, version: int | None = None) -> None:
    """Give a case that was heard back to be assessed anew; the recommendation is void, the trail keeps it.

    Raises Refused (`same-person`) for those who worked on the case, Conflict when it was not heard.
    """
    guards.refuse_same_person(application, by)
    refuse_stale(application, version)
    if application.status != Status.REPRESENTATIONS:
        raise Conflict("not-heard", N_("This case is not one that waits for a decision after a hearing."))
    sound = sound_reason(reason)
    service.void_recommendation(application)
    move(application, Status.ASSESSMENT, action="licensing.application.reassess", by=by, reason=sound)
    db.session.flush()


def quash(application: Application, *, order: str, reason: str, by: Actor) -> ApplicationQuash:
    """Record that a court or an appeal undid the decision on a case; other people look at it again.

    The decision stays as it is: a later one names it. A licence that is in force is ended by a measure, not by this.
    Raises Conflict when no decision stands that can be quashed, Refused for those who had a hand in it, Invalid naming
    ``order`` or ``reason``.
    """
    decision = applications.decision_of(application)
    if application.status not in (Status.REFUSED, Status.PENDING_ACTIVATION) or decision is None:
        sentence = N_("Only a refusal, or a grant that is not in force yet, can be quashed here.")
        raise Conflict("nothing-to-quash", sentence)
    guards.refuse_same_person(application, by)
    if decision.decided_by == by.person_id:
        raise Refused("same-person", BARRED)
    if len(order.strip()) < 3:
        sentence = N_("Enter the reference of the order that quashes the decision.")
        raise Invalid("no-order", sentence, {"order": sentence})
    sound = sound_reason(reason)
    row = ApplicationQuash(
        id=ids.new_id(), organisation_id=application.organisation_id, application_id=application.id,
        decision_id=decision.id, order_reference=order.strip()[:100], reason=sound, barred=[],
        quashed_by=by.person_id, quashed_by_name=by.name, quashed_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.decision.quash", row, by=by, reason=sound, rule=row.order_reference,
                 application=application.reference)  # fmt: skip
    db.session.flush()
    timing.ended(application, by=by)
    move(application, Status.QUASHED, action="licensing.application.quash", by=by, reason=sound,
         rule=row.order_reference)  # fmt: skip
    service.void_recommendation(application)
    timing.looked_at_again(application, by=by)
    db.session.flush()
    events.publish(DecisionQuashed(application.id))
    return row


def look_again(application: Application, *, by: Actor, version: int | None = None) -> None:
    """Take up a case whose decision was quashed. Raises Refused for those who had a hand in it, Conflict otherwise."""
    refuse_stale(application, version)
    if application.status != Status.QUASHED:
        raise Conflict("not-quashed", N_("This case does not wait to be looked at again."))
    guards.refuse_barred(application, by)
    move(application, Status.ASSESSMENT, action="licensing.application.look-again", by=by)
    db.session.flush()
