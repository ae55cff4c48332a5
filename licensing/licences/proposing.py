"""Making a measure: proposed to another person, acting at once where the law says so, or drafted by a rule."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core import clock, countries, events, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from licensing.clocks import queries as clock_rules
from licensing.clocks import service as clocks
from licensing.clocks.states import Kind
from licensing.events import MeasureTold
from licensing.licences import effects, queries
from licensing.licences.demands import find_ground, refuse_stale, sound_reason
from licensing.licences.measures import ELSEWHERE, offered
from licensing.licences.models import Licence, LicenceCondition, LicenceMeasure
from licensing.licences.states import AT_ONCE, HEARD_FIRST, UNMET, WAITING, AppealStatus, Measure, ProposalStatus, Scope

NO_RULE = N_("No rule says how long an urgent suspension lasts, so it could not lapse. Propose a suspension instead.")
IMMEDIATE = "immediate"  # a ground of this kind allows that a revocation takes effect without notice
PLAN = N_("Say in 10 to 4000 characters how wages, tickets and papers of the workers already placed are secured.")


@dataclass(frozen=True)
class Terms:
    """What some measures say beyond ground and reason.

    Attributes:
        protection_plan: how the workers already placed are protected; a suspension needs it.
        immediate: without hearing the holder first; on appeal it cannot be stayed.
        scope: whom a freeze is about.
        scope_value: the country's code or the employer's name, where the scope is one.
        condition: what a waiver is about.
        target: the measure that is ended or set aside.
    """

    protection_plan: str | None = None
    immediate: bool = False
    scope: Scope = Scope.ALL
    scope_value: str | None = None
    condition: LicenceCondition | None = None
    target: LicenceMeasure | None = None


def propose(
    licence: Licence,
    measure: Measure,
    *,
    ground_code: str,
    reason: str,
    by: Actor,
    version: int | None = None,
    terms: Terms | None = None,
) -> LicenceMeasure:
    """Propose a measure; nothing about the licence changes until others confirm it. A freeze acts at once.

    Args:
        licence: what it is about.
        measure: what is to be done.
        ground_code: a legal ground in force for this kind of measure.
        reason: at least 10 characters; the holder reads it.
        by: who proposes, and can then not confirm.
        version: the licence's, as the page showed it; None wants the last word.
        terms: what this kind of measure says beyond that.

    Where the installation has a rule for it (``show-cause``), the holder gets that time to answer. Raises
    Conflict when the licence has changed since `version`, is in no state for this measure, or the same is proposed
    already; Invalid for what is missing.
    """
    terms = terms or Terms()
    refuse_stale(licence, version)
    _possible(licence, measure, terms)
    ground = find_ground(ground_code, measure)
    if terms.immediate and measure in (Measure.REVOKE, Measure.CANCEL) and IMMEDIATE not in ground.kinds:
        message = N_("This ground does not allow that the holder is not heard first. Choose another, or give notice.")
        raise Invalid("not-immediate", message, {"immediate": message})
    about, scope_value = _about(measure, terms)
    _refuse_twice(licence.id, measure, about)
    status = ProposalStatus.ACTING if measure in AT_ONCE else ProposalStatus.PROPOSED
    row = _row(licence, measure, ground.code, sound_reason(reason), by, status=status)
    row.protection_plan = plan_of(measure, terms.protection_plan)
    row.immediate, row.scope_value, row.about = terms.immediate, scope_value, about
    row.scope_kind = terms.scope if measure is Measure.FREEZE else Scope.ALL
    row.condition_id = terms.condition.id if terms.condition else None
    row.target_id = terms.target.id if terms.target else None
    _begin(row, by)
    return row


def suspend_urgently(
    licence: Licence, *, ground_code: str, reason: str, protection_plan: str, by: Actor, version: int | None = None
) -> LicenceMeasure:
    """Suspend a licence at once, by one person; it lapses by itself unless another confirms it in time (6.3).

    How long that is, is the installation's rule ``urgent-suspension``. Raises Conflict without such a rule, or when
    the licence cannot be suspended now; Invalid for what is missing.
    """
    refuse_stale(licence, version)
    _possible(licence, Measure.SUSPEND, Terms())
    ground = find_ground(ground_code, Measure.SUSPEND)
    until = clock_rules.last_day_of(Kind.URGENT_SUSPENSION)
    if until is None:
        raise Conflict("no-urgent-rule", NO_RULE)
    _refuse_twice(licence.id, Measure.SUSPEND, "")
    row = _row(licence, Measure.SUSPEND, ground.code, sound_reason(reason), by, status=ProposalStatus.ACTING)
    row.protection_plan = plan_of(Measure.SUSPEND, protection_plan)
    row.urgent = row.immediate = True
    row.lapses_on = until
    _write(row, "licensing.measure.act", by, lapses_on=until.isoformat())
    clocks.start(Kind.URGENT_SUSPENSION, row, by=by, due_on=until)
    effects.take_effect(row, by=by)
    events.publish(MeasureTold(row.id))
    return row


def draft(
    licence: Licence,
    measure: Measure,
    *,
    ground_code: str,
    reason: str,
    by: Actor,
    condition: LicenceCondition | None = None,
) -> LicenceMeasure | None:
    """Draft a measure for a person to take up, because a rule says so; None when one is under way already."""
    if any(row.measure == measure and row.status in WAITING for row in queries.measures_of(licence.id)):
        return None
    row = _row(licence, measure, ground_code, reason, by, status=ProposalStatus.DRAFT)
    row.by_system = True
    row.condition_id = condition.id if condition else None
    _write(row, "licensing.measure.draft", by)
    return row


def adopt(
    row: LicenceMeasure, *, ground_code: str, reason: str, by: Actor, protection_plan: str | None = None,
    immediate: bool = False,
) -> LicenceMeasure:  # fmt: skip
    """Make a proposal of what a rule has drafted: from now on it is `by` who proposes. Raises as `propose` does."""
    if row.status != ProposalStatus.DRAFT:
        raise Conflict("measure-already-decided", N_("Somebody has taken this draft up already."))
    measure = Measure(row.measure)
    _possible(row.licence, measure, Terms())
    row.ground_code = find_ground(ground_code, measure).code
    row.reason, row.protection_plan = sound_reason(reason), plan_of(measure, protection_plan)
    row.immediate, row.proposed_by, row.proposed_by_name = immediate, by.person_id, by.name
    row.show_cause_until = None if immediate else _heard_until(measure)
    move(row, ProposalStatus.PROPOSED, action="licensing.measure.propose", by=by, reason=row.reason,
         rule=row.ground_code, number=row.licence.number, measure=row.measure)  # fmt: skip
    _time_to_answer(row, by)
    return row


def withdraw(row: LicenceMeasure, *, note: str, by: Actor) -> LicenceMeasure:
    """Take back an own proposal, or put a draft aside. Raises Refused for another's proposal."""
    if row.status == ProposalStatus.PROPOSED and row.proposed_by != by.person_id:
        raise Refused("not-the-proposer", N_("Only who proposed a measure withdraws it. Decline it instead."))
    if row.status not in (ProposalStatus.DRAFT, ProposalStatus.PROPOSED):
        raise Conflict("measure-already-decided", N_("This measure has been decided already."))
    move(row, ProposalStatus.WITHDRAWN, action="licensing.measure.withdraw", by=by,
         reason=sound_reason(note, field="note"))  # fmt: skip
    clocks.stop_all(row.id, by=by)
    db.session.flush()
    return row


def plan_of(measure: Measure, plan: str | None) -> str | None:
    """Return the plan that protects the workers. Raises Invalid when a suspension has none."""
    sound = (plan or "").strip()
    if measure is Measure.SUSPEND and not 10 <= len(sound) <= 4000:
        raise Invalid("plan-missing", PLAN, {"protection_plan": PLAN})
    return sound[:4000] or None


def _row(
    licence: Licence, measure: Measure, ground: str, reason: str, by: Actor, *, status: ProposalStatus
) -> LicenceMeasure:
    return LicenceMeasure(
        id=ids.new_id(), organisation_id=licence.organisation_id, licence_id=licence.id, measure=measure,
        status=status, ground_code=ground, reason=reason, proposed_by=by.person_id,
        proposed_by_name=by.name, proposed_at=clock.now(), licence=licence, immediate=False, urgent=False,
        by_system=by.person_id is None, scope_kind=Scope.ALL, about="", stayed=False,
    )  # fmt: skip


def _begin(row: LicenceMeasure, by: Actor) -> None:
    measure = Measure(row.measure)
    if measure in AT_ONCE:
        row.review_by = clock_rules.last_day_of(Kind.FREEZE_REVIEW)
        _write(row, "licensing.measure.act", by, scope=row.about)
        if row.review_by is not None:
            clocks.start(Kind.FREEZE_REVIEW, row, by=by, due_on=row.review_by)
        effects.take_effect(row, by=by)
        events.publish(MeasureTold(row.id))
        return
    if not row.immediate:
        row.show_cause_until = _heard_until(measure)
    _write(row, "licensing.measure.propose", by, immediate=row.immediate)
    _time_to_answer(row, by)


def _write(row: LicenceMeasure, action: str, by: Actor, **detail: Any) -> None:
    db.session.add(row)
    trail.record(
        action, row, by=by, reason=row.reason, rule=row.ground_code, number=row.licence.number,
        measure=str(row.measure), **detail,
    )  # fmt: skip
    db.session.flush()


def _heard_until(measure: Measure) -> Any:
    return clock_rules.last_day_of(Kind.SHOW_CAUSE) if measure in HEARD_FIRST else None


def _time_to_answer(row: LicenceMeasure, by: Actor) -> None:
    if row.show_cause_until is not None:
        clocks.start(Kind.SHOW_CAUSE, row, by=by, due_on=row.show_cause_until)
        events.publish(MeasureTold(row.id))


def _possible(licence: Licence, measure: Measure, terms: Terms) -> None:
    """Raise Conflict when a measure makes no sense on a licence as it is."""
    condition, target = terms.condition, terms.target
    if measure is Measure.WAIVE:
        possible = condition is not None and condition.licence_id == licence.id and condition.status in UNMET
    elif measure is Measure.SET_ASIDE:
        undone = {AppealStatus.QUASHED, AppealStatus.VARIED}
        possible = target is not None and target.licence_id == licence.id and target.ended_at is None and any(
            appeal.status in undone for appeal in queries.appeals_of_measure(target.id)
        )  # fmt: skip
    else:
        possible = measure not in ELSEWHERE and measure in offered(queries.facts_of(licence), clock.today())
    if not possible:
        raise Conflict("measure-not-possible", N_("This measure is not possible while the licence is as it is now."))


def _refuse_twice(licence_id: UUID, measure: Measure, about: str) -> None:
    waiting = (row for row in queries.measures_of(licence_id) if row.status in WAITING)
    if any(row.measure == measure and row.about == about for row in waiting):
        raise Conflict("measure-already-proposed", N_("This measure is already proposed and waits for a decision."))


def _about(measure: Measure, terms: Terms) -> tuple[str, str | None]:
    """Return what tells this proposal from others of its kind, and the scope's value as it is kept."""
    scope, named = terms.scope, terms.condition or terms.target
    if measure is not Measure.FREEZE or scope is Scope.ALL:
        return str(named.id) if named else "", None
    sound = " ".join((terms.scope_value or "").split())
    if scope is Scope.CORRIDOR:
        sound = sound.upper()
        if not countries.known(sound):
            message = N_("Choose the country to which no new workers may be sent.")
            raise Invalid("scope-missing", message, {"scope_value": message})
    elif not 2 <= len(sound) <= 300:
        message = N_("Write the name of the employer for whom no new workers may be found.")
        raise Invalid("scope-missing", message, {"scope_value": message})
    return f"{scope}:{sound}", sound
