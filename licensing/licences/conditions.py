"""Commands on conditions: set, shown to be met, judged, extended once, breached by the passing of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid
from core.i18n import N_, long_date, translate
from licensing.clocks import service as clocks
from licensing.clocks.states import Kind
from licensing.events import ConditionBreached, LicenceStatusChanged
from licensing.licences import proposing, queries
from licensing.licences.demands import sound_reason
from licensing.licences.measures import offered
from licensing.licences.models import ConditionEvidence, Licence, LicenceCondition, LicenceMeasure
from licensing.licences.states import ConditionStatus, Measure, Severity

C = ConditionStatus
MOST_EXTENDED = 90  # days (licensing.md 6.5: a condition has at most 90 days)
MOST_FILES = 20
BREACH_RULE = N_("The last day of the condition has passed without evidence.")
DRAFTED = N_("The condition “%(text)s” was to be met by %(day)s and was not.")


@dataclass(frozen=True)
class Condition:
    """A rule beyond the law: its text, the words that workers read, the last day, what it is, how much hangs on it."""

    text: str
    public_text: str
    due_on: date | None = None
    code: str = "special"
    severity: Severity = Severity.MAJOR


def begin(licence: Licence, item: Condition, *, by: Actor, reason: str, rule: str | None = None) -> LicenceCondition:
    """Put a condition on a licence, in the transaction of the decision that sets it; its clock runs from now."""
    row = LicenceCondition(
        id=ids.new_id(), organisation_id=licence.organisation_id, licence_id=licence.id, text=item.text,
        public_text=item.public_text, due_on=item.due_on, created_at=clock.now(), code=item.code,
        severity=item.severity, status=C.OPEN,
    )  # fmt: skip
    licence.conditions.append(row)
    trail.record("licensing.condition.set", row, by=by, reason=reason, rule=rule, number=licence.number)
    db.session.flush()
    watch(row, by=by)
    return row


def watch(row: LicenceCondition, *, by: Actor) -> None:
    """Start the clock of a condition that has a last day and none yet."""
    if row.due_on is not None and row.status == C.OPEN:
        clocks.start(Kind.CONDITION, row, by=by, due_on=row.due_on)


def submit_evidence(
    condition: LicenceCondition, text: str, files: Sequence[UUID] = (), *, by: Actor
) -> ConditionEvidence:
    """Hand in what shows that a condition is met; an officer judges it. The holder does this, or an officer for it.

    Raises Invalid for fewer than 10 characters or more than 20 files, Conflict when the condition is closed.
    """
    if condition.status not in (C.OPEN, C.EVIDENCE, C.BREACHED):
        raise Conflict("condition-closed", N_("This condition is closed: nothing more needs to be handed in."))
    if len(files) > MOST_FILES:
        message = N_("Hand in at most 20 files at a time.")
        raise Invalid("too-many-files", message, {"files": message})
    row = ConditionEvidence(
        id=ids.new_id(), organisation_id=condition.organisation_id, condition_id=condition.id,
        text=sound_reason(text, field="text"), files=list(files), by_person=by.person_id, by_name=by.name,
        at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.condition.evidence", row, by=by, files=len(files))
    db.session.flush()
    if condition.status != C.EVIDENCE:
        move(condition, C.EVIDENCE, action="licensing.condition.submit", by=by)
        clocks.stop(Kind.CONDITION, condition.id, by=by)
    db.session.flush()
    return row


def satisfy(condition: LicenceCondition, *, note: str, by: Actor) -> None:
    """Say that a condition is met, and why; it is no longer shown to workers. Raises Conflict when it is closed."""
    _open(condition)
    condition.satisfied_at = clock.now()
    move(condition, C.SATISFIED, action="licensing.condition.satisfy", by=by, reason=sound_reason(note, field="note"))
    clocks.stop(Kind.CONDITION, condition.id, by=by)
    db.session.flush()
    events.publish(LicenceStatusChanged(condition.licence_id))


def reject(condition: LicenceCondition, *, note: str, by: Actor) -> None:
    """Say that the evidence does not show it: the condition is open again, or breached when its day has passed."""
    if condition.status != C.EVIDENCE:
        raise Conflict("no-evidence", N_("Nothing that was handed in waits to be judged."))
    sound = sound_reason(note, field="note")
    move(condition, C.OPEN, action="licensing.condition.reject", by=by, reason=sound)
    db.session.flush()
    if condition.due_on is not None and condition.due_on < clock.today():
        breach(condition, by=by)
    else:
        watch(condition, by=by)


def extend(condition: LicenceCondition, due_on: date, *, reason: str, by: Actor) -> None:
    """Give more time, once, by 90 days at most. Raises Conflict or Invalid when that is not possible."""
    if condition.status != C.OPEN or condition.due_on is None or condition.extended_from is not None:
        raise Conflict("not-extendable", N_("Only an open condition with a last day gets more time, and only once."))
    if not condition.due_on < due_on <= condition.due_on + timedelta(days=MOST_EXTENDED):
        message = N_("Choose a day after the present one, at most 90 days later.")
        raise Invalid("day-out-of-bounds", message, {"due_on": message})
    sound = sound_reason(reason)
    condition.extended_from, condition.due_on = condition.due_on, due_on
    trail.record("licensing.condition.extend", condition, by=by, reason=sound, due_on=due_on.isoformat())
    db.session.flush()
    watch(condition, by=by)
    clocks.extend(Kind.CONDITION, condition.id, due_on, by=by, reason=sound)
    events.publish(LicenceStatusChanged(condition.licence_id))


def breach(condition: LicenceCondition, *, by: Actor) -> bool:
    """Say that a condition was not met in time, and tell the house; returns whether it was so.

    What was handed in in time, and waits to be judged, is no breach.
    """
    if condition.status != C.OPEN or condition.due_on is None or condition.due_on >= clock.today():
        return False
    condition.breached_at = condition.breached_at or clock.now()  # the day it was broken first stays
    move(condition, C.BREACHED, action="licensing.condition.breach", by=by, reason=BREACH_RULE)
    clocks.stop(Kind.CONDITION, condition.id, by=by)
    db.session.flush()
    events.publish(ConditionBreached(condition.id))
    return True


def escalate(condition: LicenceCondition, *, by: Actor) -> LicenceMeasure | None:
    """Draft a suspension for a person to consider after a breach (6.5: show cause); only the system drafts.

    None for a minor condition, where a suspension makes no sense, or where one is under way.
    """
    licence = condition.licence
    grounds = queries.grounds(Measure.SUSPEND, clock.today())
    possible = Measure.SUSPEND in offered(queries.facts_of(licence), clock.today())
    if condition.status != C.BREACHED or condition.severity == Severity.MINOR or not grounds or not possible:
        return None
    day = long_date(condition.due_on) if condition.due_on else ""
    reason = translate(DRAFTED, text=condition.text, day=day)
    return proposing.draft(
        licence, Measure.SUSPEND, ground_code=grounds[0].code, reason=reason, by=by, condition=condition
    )


def _open(condition: LicenceCondition) -> None:
    if condition.status not in (C.OPEN, C.EVIDENCE, C.BREACHED):
        raise Conflict("condition-closed", N_("This condition is closed: nothing more needs to be handed in."))
