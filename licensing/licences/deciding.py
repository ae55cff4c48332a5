"""Deciding measures: confirmed by one other person or by two, declined, or lapsed because nobody did in time."""

from sqlalchemy import exists, select

from core import clock, events, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Refused
from core.i18n import N_, long_date
from licensing.clocks import queries as clock_rules
from licensing.clocks import service as clocks
from licensing.clocks.states import Kind
from licensing.events import MeasureTold
from licensing.licences import effects, queries
from licensing.licences.demands import SAME_PERSON, refuse_same_person, sound_reason
from licensing.licences.measures import ELSEWHERE, offered
from licensing.licences.models import Licence, LicenceMeasure, MeasureAnswer, WindingDown
from licensing.licences.states import (
    HEARD_FIRST,
    THREE_PEOPLE,
    UNMET,
    ConditionStatus,
    Measure,
    ProposalStatus,
    WindDown,
)

P = ProposalStatus
LAPSE_RULE = N_("Nobody confirmed the urgent suspension in time.")
DECIDED = N_("This measure has been decided already.")
CHANGED = N_("The licence has changed since this was proposed. Decline the measure instead.")
HEARD = N_("The holder may still answer, until %(day)s. Decide when the answer is here or that day has passed.")


def confirm(row: LicenceMeasure, *, note: str | None = None, language: str = "en", by: Actor) -> Licence:
    """Confirm a measure: the first of two people who must seconds it, the last one lets it take effect.

    `language` is that of the letter to the holder. A revocation with notice takes effect when the notice has run out
    (rule ``revocation-notice``). Raises Refused for who proposed or seconded it and for who may not lift what they
    imposed; Conflict when it is decided already, when the holder may still answer, or when the licence is no longer in
    a state for it.
    """
    refuse_same_person(row, by)
    measure = Measure(row.measure)
    if row.status not in (P.PROPOSED, P.SECONDED, P.ACTING):
        raise Conflict("measure-already-decided", DECIDED)
    if row.seconded_by == by.person_id:
        raise Refused("same-person", N_("You have confirmed this already. A third person must confirm it, too."))
    if row.status != P.ACTING:
        _still_possible(row, measure)
        _heard(row)
        _by_another(row, measure, by)
    if measure in THREE_PEOPLE and row.status == P.PROPOSED:
        row.seconded_by, row.seconded_by_name, row.seconded_at = by.person_id, by.name, clock.now()
        move(row, P.SECONDED, action="licensing.measure.second", by=by, reason=note or row.reason, rule=row.ground_code)
        db.session.flush()
        return row.licence
    acting = row.status == P.ACTING
    if measure is Measure.SURRENDER and missing(row):
        raise Conflict("not-wound-down", N_("Not everything is in order yet: every item of the list must be seen."))
    if acting and row.lapses_on is not None and row.lapses_on < clock.today():
        raise Conflict("urgent-lapsed", LAPSE_RULE)
    _notice(row, measure)
    row.letter_language = language
    _decide(row, P.CONFIRMED, note, by)
    clocks.stop_all(row.id, by=by)
    if row.effective_on is not None:
        clocks.start(Kind.REVOCATION_NOTICE, row, by=by, due_on=row.effective_on)
    elif not acting:
        effects.take_effect(row, by=by)
    events.publish(MeasureTold(row.id))
    return row.licence


def decline(row: LicenceMeasure, *, note: str, by: Actor) -> LicenceMeasure:
    """Decline a measure with a note; what acted already is undone. Raises as `confirm` does for the same person."""
    refuse_same_person(row, by)
    if row.status not in (P.PROPOSED, P.SECONDED, P.ACTING):
        raise Conflict("measure-already-decided", DECIDED)
    if row.seconded_by == by.person_id:
        raise Refused("same-person", SAME_PERSON)
    acting = row.status == P.ACTING
    _decide(row, P.DECLINED, sound_reason(note, field="note"), by)
    clocks.stop_all(row.id, by=by)
    if acting:
        effects.end(row, "declined", by=by)
        effects.settle(row, f"licensing.licence.undo-{row.measure}", by=by)
        events.publish(MeasureTold(row.id))
    return row


def lapse(row: LicenceMeasure, *, by: Actor) -> bool:
    """Let an urgent suspension lapse whose days have passed; return whether it did. Only the system does this."""
    if row.status != P.ACTING or not row.urgent or row.lapses_on is None or row.lapses_on >= clock.today():
        return False
    move(row, P.LAPSED, action="licensing.measure.lapse", by=by, reason=LAPSE_RULE, rule=row.ground_code)
    db.session.flush()
    effects.end(row, "lapsed", by=by)
    effects.settle(row, "licensing.licence.undo-suspend", by=by)
    events.publish(MeasureTold(row.id))
    return True


def come_into_effect(row: LicenceMeasure, *, by: Actor) -> bool:
    """Let a confirmed measure take effect whose notice has run out; return whether it did."""
    due = row.status == P.CONFIRMED and row.effective_at is None and not row.stayed and row.ended_at is None
    if not due or row.effective_on is None or row.effective_on > clock.today():
        return False
    row.effective_at = clock.now()
    trail.record("licensing.measure.take-effect", row, by=by, rule=row.ground_code)
    if Measure(row.measure) not in offered(queries.facts_of(row.licence), clock.today()):
        return False  # the licence has ended otherwise meanwhile
    effects.take_effect(row, by=by)
    return True


def missing(row: LicenceMeasure) -> list[WindDown]:
    """Return what of the winding-down list no officer has seen in order yet."""
    statement = select(WindingDown.code).where(WindingDown.measure_id == row.id)
    seen = set(db.session.execute(statement).scalars())
    return [item for item in WindDown if item not in seen]


def suspended_by(row: LicenceMeasure) -> frozenset[object]:
    """Return who imposed the suspension that holds: its proposer and who confirmed it."""
    held = effects.in_effect(row.licence_id, Measure.SUSPEND)[:1]
    return frozenset(who for item in held for who in (item.proposed_by, item.seconded_by, item.decided_by) if who)


def _still_possible(row: LicenceMeasure, measure: Measure) -> None:
    if measure is Measure.WAIVE and row.condition_id is not None:
        condition = queries.condition(row.condition_id)
        possible = ConditionStatus(condition.status) in UNMET
    else:
        possible = measure in ELSEWHERE or measure in offered(queries.facts_of(row.licence), clock.today())
    if not possible:
        raise Conflict("measure-not-possible", CHANGED)


def _heard(row: LicenceMeasure) -> None:
    if row.immediate or row.show_cause_until is None or row.show_cause_until < clock.today():
        return
    answered = exists().where(MeasureAnswer.measure_id == row.id)
    if not db.session.execute(select(answered)).scalar_one():
        raise Conflict("not-heard", HEARD, day=long_date(row.show_cause_until))


def _by_another(row: LicenceMeasure, measure: Measure, by: Actor) -> None:
    if measure is Measure.LIFT and by.person_id in suspended_by(row):
        raise Refused("same-person", N_("You took part in the suspension. Someone else must lift it."))
    if measure is Measure.SET_ASIDE and row.target_id is not None:
        target = db.session.get_one(LicenceMeasure, row.target_id)
        if by.person_id in (target.proposed_by, target.seconded_by, target.decided_by):
            raise Refused("same-person", N_("You took part in that measure. Someone else must set it aside."))


def _notice(row: LicenceMeasure, measure: Measure) -> None:
    if measure is Measure.REVOKE and not row.immediate and measure in HEARD_FIRST:
        last = clock_rules.last_day_of(Kind.REVOCATION_NOTICE)
        row.effective_on = last if last is not None and last > clock.today() else None


def _decide(row: LicenceMeasure, to: ProposalStatus, note: str | None, by: Actor) -> None:
    row.decided_by, row.decided_by_name, row.decided_at = by.person_id, by.name, clock.now()
    row.decision_note = note or None
    verb = "confirm" if to is P.CONFIRMED else "decline"
    move(row, to, action=f"licensing.measure.{verb}", by=by, reason=note or row.reason, rule=row.ground_code)
    db.session.flush()
