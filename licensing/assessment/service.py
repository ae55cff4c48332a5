"""Commands on cases: take into checks, record checks, return, recommend, decide. Two people, always."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.organisations import queries as organisations
from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid
from core.i18n import N_, translate
from licensing.applications import queries as applications
from licensing.applications import timing
from licensing.applications.models import Application, ApplicationCheck, ApplicationDecision, ApplicationDeficiency
from licensing.applications.parts import TITLES, Part
from licensing.applications.states import CheckKind, CheckResult, Outcome, Status
from licensing.assessment import frozen, queries, rules
from licensing.assessment.guards import (
    refuse_barred,
    refuse_open_objections,
    refuse_same_person,
    refuse_unless_checking,
    refuse_unless_decidable,
    refuse_unless_recommended,
)
from licensing.assignments import gate as assignments
from licensing.events import ApplicationGranted, ApplicationRefused, ApplicationReturned
from licensing.inspections import gate as inspections
from licensing.licences import activation
from licensing.licences.models import Licence
from licensing.licences.service import Condition, find_ground, refuse_stale, sound_reason
from licensing.payments import service as orders
from licensing.relations import guard as relations
from licensing.standards import gate as standards
from screening.runs import queries as screenings

MOST_CONDITIONS = 10
RETURNABLE = (Status.SUBMITTED, Status.COMPLETENESS, Status.CHECKS)
UNHEARD = N_("Tell the agency first why it may be refused, and let it answer. Only an urgent ground needs no hearing.")
MOST_ROUNDS, MOST_ITEMS = 2, 20
URGENT = "refuse-urgent"  # a kind of ground: public safety cannot wait for the agency to be heard


@dataclass(frozen=True)
class Missing:
    """One thing the agency must mend: in which part of the application, and what."""

    part: Part
    text: str


def start(application: Application, *, by: Actor, version: int | None = None) -> None:
    """Take an application into checks: it is complete. Raises Conflict in another state or when it has changed."""
    refuse_stale(application, version)
    assignments.refuse_conflicted(by.person_id, application.agency_id)
    if application.status == Status.SUBMITTED:
        take_in(application, by=by)
    if application.status != Status.COMPLETENESS:
        raise Conflict("not-submitted", N_("This case is not waiting to be taken into checks."))
    timing.complete(application, by=by)
    move(application, Status.CHECKS, action="licensing.application.start-checks", by=by)
    db.session.flush()


def take_in(application: Application, *, by: Actor, version: int | None = None) -> None:
    """Take up what was handed in, to see whether it is complete. Raises Conflict in another state or when changed."""
    refuse_stale(application, version)
    if application.status != Status.SUBMITTED:
        raise Conflict("not-submitted", N_("This case is not waiting to be taken up."))
    timing.taken_in(application, by=by)
    move(application, Status.COMPLETENESS, action="licensing.application.take-in", by=by)
    db.session.flush()


def record_check(
    application: Application,
    kind: CheckKind,
    result: CheckResult,
    *,
    reason: str,
    by: Actor,
    version: int | None = None,
) -> ApplicationCheck:
    """Record the result of one check; a later one of the same kind supersedes it, none is edited.

    Raises Conflict when the case is not in checks, or for the screening check before the lists were searched;
    Invalid for a reason shorter than 10 characters.
    """
    refuse_stale(application, version)
    refuse_unless_checking(application)
    assignments.refuse_conflicted(by.person_id, application.agency_id)
    refuse_barred(application, by)
    sound = sound_reason(reason)
    if kind is CheckKind.SCREENING and screening_pending(application):
        raise Conflict("screening-not-done", N_("The flagged lists are still being searched. Try again in a minute."))
    check = ApplicationCheck(
        id=ids.new_id(), organisation_id=application.organisation_id, application_id=application.id,
        kind=kind, result=result, reason=sound, by_person=by.person_id, by_name=by.name, at=clock.now(),
    )  # fmt: skip
    application.checks.append(check)
    trail.record(
        "licensing.check.record", check, by=by, reason=sound, kind=str(kind), result=str(result),
        application=application.reference,
    )  # fmt: skip
    db.session.flush()
    return check


def screening_pending(application: Application) -> bool:
    """Tell whether the lists have not been searched since the application was last handed in."""
    regulator = organisations.regulator()
    run = screenings.run_of(application.id, organisation_id=regulator.id) if regulator else None
    handed_in = application.submitted_at
    return run is None or run.finished_at is None or (handed_in is not None and run.finished_at < handed_in)


def give_back(application: Application, items: Sequence[Missing], *, by: Actor, version: int | None = None) -> None:
    """Return the application to its agency with what must be mended, item by item; twice at most.

    Raises Invalid without an item, Conflict when the case is with the agency already, decided, or was returned twice.
    """
    refuse_stale(application, version)
    if application.status not in RETURNABLE:
        raise Conflict("not-returnable", N_("This case cannot be returned as it is now."))
    if application.rounds >= MOST_ROUNDS:
        sentence = N_("This case was returned twice already. Go on with what is there.")
        raise Conflict("returned-twice", sentence)
    if not 1 <= len(items) <= MOST_ITEMS:
        raise Invalid("nothing-missing", N_("Say for at least one part what the agency must mend."))
    texts = [(item.part, sound_reason(item.text, field=item.part)) for item in items]
    note = "\n".join(f"{translate(TITLES[part])}: {text}" for part, text in texts)
    application.returned_note = note
    if application.status == Status.SUBMITTED:
        take_in(application, by=by)
    application.rounds += 1
    for position, (part, text) in enumerate(texts, start=1):
        _ask(application, position, part, text, by=by)
    timing.returned(application, by=by)
    move(
        application, Status.RETURNED, action="licensing.application.return", by=by, reason=note,
        parts=[str(part) for part, _ in texts],
    )  # fmt: skip
    db.session.flush()
    events.publish(ApplicationReturned(application.id))


def _ask(application: Application, position: int, part: Part, text: str, *, by: Actor) -> None:
    row = ApplicationDeficiency(
        id=ids.new_id(), organisation_id=application.organisation_id, application_id=application.id,
        round=application.rounds, position=position, part=part, text=text, asked_by=by.person_id,
        asked_by_name=by.name, asked_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.deficiency.ask", row, by=by, reason=text, part=str(part), round=application.rounds)


def recommend(
    application: Application,
    outcome: Outcome,
    *,
    reason: str,
    by: Actor,
    conditions: Sequence[Condition] = (),
    version: int | None = None,
) -> None:
    """Recommend to grant, with conditions if any, or to refuse; another person decides.

    Raises Conflict until every check has a result, and for a grant when a check failed; Invalid for a reason
    shorter than 10 characters or a condition without its texts.
    """
    refuse_stale(application, version)
    if application.status != Status.ASSESSMENT:
        refuse_unless_checking(application)
    if application.status == Status.INSPECTION:
        raise Conflict("inspection-open", N_("An inspection is on its way. Recommend once it is reported."))
    assignments.refuse_conflicted(by.person_id, application.agency_id)
    refuse_barred(application, by)
    inspections.refuse_recommendation(by.person_id, application.id)
    newest = _checks(application)
    if rules.missing(newest, application.checks_asked):
        raise Conflict("checks-missing", N_("Every check needs a result before you can recommend."))
    refuse_open_objections(application)
    if outcome not in rules.outcomes(newest, application.checks_asked):
        raise Conflict("check-failed", N_("A check failed, so the only recommendation possible is to refuse."))
    relations.refuse_grant(application, outcome)
    sound = sound_reason(reason)
    kept = [_condition(item) for item in conditions] if outcome is Outcome.GRANT else []
    if len(kept) > MOST_CONDITIONS:
        raise Invalid("too-many-conditions", N_("At most 10 conditions can be set."))
    standards.refuse_unless_allowed(application.id, outcome, conditions=len(kept))
    if application.status != Status.ASSESSMENT:
        move(application, Status.ASSESSMENT, action="licensing.application.assess", by=by)
        db.session.flush()
    application.recommended_by, application.recommended_at = by.person_id, clock.now()
    application.recommendation, application.recommendation_reason = outcome, sound
    application.proposed_conditions = kept
    move(
        application, Status.RECOMMENDED, action="licensing.application.recommend", by=by, reason=sound,
        outcome=str(outcome), conditions=len(kept),
    )  # fmt: skip
    db.session.flush()


def _checks(application: Application) -> dict[str, ApplicationCheck]:
    """Return the checks that count; raises Conflict when the lists brought more since the one of screening."""
    newest, more = queries.newest_checks(application)
    if more:
        raise Conflict(
            "screening-changed",
            N_("Since the screening check, “%(name)s” is like “%(listed)s” on a flagged list. Look at the flagged lists"
               " again: send the case back into checks and record the check anew."),
            name=more[0].subject_name, listed=more[0].matched_name,
        )  # fmt: skip
    return newest


def _condition(item: Condition) -> dict[str, Any]:
    if not item.text.strip() or not item.public_text.strip():
        message = N_("Write the condition, and the words that workers will read.")
        raise Invalid("condition-incomplete", message, {"conditions": message})
    return {
        "text": item.text.strip(),
        "public_text": item.public_text.strip(),
        "due_on": item.due_on.isoformat() if item.due_on else None,
    }


def send_back(application: Application, *, reason: str, by: Actor, version: int | None = None) -> None:
    """Send a recommended case back into checks; the recommendation is void, the trail keeps it.

    Raises Refused (`same-person`) for those who worked on the case, Conflict when it is not recommended.
    """
    refuse_same_person(application, by)
    refuse_stale(application, version)
    refuse_unless_recommended(application)
    sound = sound_reason(reason)
    void_recommendation(application)
    move(application, Status.CHECKS, action="licensing.application.send-back", by=by, reason=sound)
    db.session.flush()


def void_recommendation(application: Application) -> None:
    """Take the recommendation off a case; the trail keeps it, and who made it never decides."""
    application.recommended_by = application.recommended_at = None
    application.recommendation = application.recommendation_reason = None
    application.proposed_conditions = []


def decide(
    application: Application,
    outcome: Outcome,
    *,
    ground_code: str,
    reason: str,
    by: Actor,
    version: int | None = None,
) -> Licence | None:
    """Decide a recommended case; granted, its licence is in force at once where bond and fee need no waiting.

    Returns the licence, or None when the application is refused or waits for its bond or fee.

    Raises Refused (`same-person`) for the person who recommended it or recorded one of its checks; Conflict
    when it is not recommended, has changed since `version`, is to be granted against the recommendation, or a flagged
    list has brought more since the screening check;
    Invalid for a ground of another kind or a reason shorter than 10 characters.
    """
    refuse_same_person(application, by)
    refuse_stale(application, version)
    refuse_unless_decidable(application)
    ground = find_ground(ground_code, outcome)
    heard = application.status == Status.REPRESENTATIONS
    if outcome is Outcome.REFUSE and not heard and URGENT not in ground.kinds:
        raise Conflict("not-heard", UNHEARD)
    newest = _checks(application)
    if outcome is Outcome.GRANT and application.recommendation != Outcome.GRANT:
        raise Conflict(
            "grant-not-recommended",
            N_("Refusal was recommended, so this cannot be granted. Send it back into checks instead."),
        )
    relations.refuse_grant(application, outcome)
    standards.refuse_unless_allowed(application.id, outcome, conditions=len(application.proposed_conditions))
    sound = sound_reason(reason)
    _write(application, outcome, ground.code, sound, newest, by=by)
    if heard and outcome is Outcome.GRANT:
        move(application, Status.RECOMMENDED, action="licensing.application.heard", by=by, reason=sound)
        db.session.flush()
    to = Status.PENDING_ACTIVATION if outcome is Outcome.GRANT else Status.REFUSED
    verb = "grant" if outcome is Outcome.GRANT else "refuse"
    move(application, to, action=f"licensing.application.{verb}", by=by, reason=sound, rule=ground.code)
    db.session.flush()
    if outcome is Outcome.REFUSE:
        timing.ended(application, by=by)
        orders.void(application.id, by)
        events.publish(ApplicationRefused(application.id))
        return None
    timing.granted(application, by=by)
    events.publish(ApplicationGranted(application.id))
    return activation.activate_if_ready(application.id, by=by)


def _write(
    application: Application, outcome: Outcome, ground: str, reason: str, newest: dict[str, ApplicationCheck], *,
    by: Actor,
) -> None:  # fmt: skip
    """Write the decision with the case as it stands, frozen under its hash; it names the quashed one it follows."""
    earlier = applications.decisions(application.id)
    snapshot, snapshot_hash = frozen.copy(application, newest)
    decision = ApplicationDecision(
        id=ids.new_id(), organisation_id=application.organisation_id, application_id=application.id,
        outcome=outcome, ground_code=ground, reason=reason, recommended_by=application.recommended_by,
        decided_by=by.person_id, decided_by_name=by.name, decided_at=clock.now(),
        snapshot=snapshot, snapshot_hash=snapshot_hash, supersedes=earlier[0].id if earlier else None,
    )  # fmt: skip
    db.session.add(decision)
    trail.record(
        "licensing.decision.make", decision, by=by, reason=reason, rule=ground, outcome=str(outcome),
        application=application.reference, snapshot_hash=snapshot_hash,
    )  # fmt: skip
    db.session.flush()
