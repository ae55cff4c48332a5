"""What the system does about licences by itself: watch, draft, lapse, breach; it never grants and never revokes."""

from core import clock, ids, trail
from core.actor import SYSTEM, Actor
from core.db import db
from core.i18n import N_, translate
from licensing.clocks.acts import on_due
from licensing.clocks.models import Clock
from licensing.clocks.states import Kind
from licensing.licences import conditions, deciding, effects, proposing, queries
from licensing.licences.measures import offered
from licensing.licences.models import Licence, LicenceMeasure
from licensing.licences.states import Measure, ProposalStatus, Scope
from licensing.points import queries as points

WATCHED = N_("The holder has %(points)s points; from %(limit)s on it is watched (%(instrument)s).")
GIVES_WAY = N_("A freeze that takes effect at once takes its place.")
SHOW_CAUSE = N_("The holder has %(points)s points; from %(limit)s on a suspension is considered (%(instrument)s).")


@on_due(Kind.URGENT_SUSPENSION)
def lapse(clock_row: Clock, by: Actor) -> None:
    """Let an urgent suspension lapse that nobody confirmed."""
    deciding.lapse(queries.measure(clock_row.subject_id, lock=True), by=by)


@on_due(Kind.REVOCATION_NOTICE)
def come_into_effect(clock_row: Clock, by: Actor) -> None:
    """Let a revocation take effect whose notice has run out."""
    row = queries.measure(clock_row.subject_id, lock=True)
    queries.by_number(row.licence.number, lock=True)
    deciding.come_into_effect(row, by=by)


@on_due(Kind.CONDITION)
def breach(clock_row: Clock, by: Actor) -> None:
    """Say that a condition was not met in time."""
    conditions.breach(queries.condition(clock_row.subject_id, lock=True), by=by)


def follow_points(licence: Licence, *, by: Actor = SYSTEM) -> None:
    """Watch a holder whose points ask for it, and draft what a person should consider; idempotent (1.5)."""
    rule, total = points.rule(), points.points(licence.id)
    if rule is None:
        return
    possible = offered(queries.facts_of(licence), clock.today())
    said = {"points": total, "instrument": rule.instrument}
    if total >= rule.watch_at and Measure.WATCH in possible and (ground := _ground(Measure.WATCH)):
        _watch(licence, ground, translate(WATCHED, limit=rule.watch_at, **said), by)
    if total >= rule.show_cause_at and Measure.SUSPEND in possible and (ground := _ground(Measure.SUSPEND)):
        reason = translate(SHOW_CAUSE, limit=rule.show_cause_at, **said)
        proposing.draft(licence, Measure.SUSPEND, ground_code=ground, reason=reason, by=by)


def freeze(licence: Licence, *, ground_code: str, reason: str, scope: Scope = Scope.ALL, scope_value: str | None = None,
           by: Actor = SYSTEM) -> LicenceMeasure:  # fmt: skip
    """Freeze a licence because a rule says so (an overdue report, a security that is too low); an officer reviews it.

    A draft of the same freeze that waits for a person gives way. Raises Conflict when the licence cannot be frozen, or
    is frozen in this scope already.
    """
    for row in queries.measures_of(licence.id):
        if row.measure == Measure.FREEZE and row.status == ProposalStatus.DRAFT and row.scope_kind == scope:
            proposing.withdraw(row, note=translate(GIVES_WAY), by=by)
    return proposing.propose(
        licence,
        Measure.FREEZE,
        ground_code=ground_code,
        reason=reason,
        by=by,
        terms=proposing.Terms(scope=scope, scope_value=scope_value),
    )


def _ground(measure: Measure) -> str | None:
    found = queries.grounds(measure, clock.today())
    return found[0].code if found else None


def _watch(licence: Licence, ground: str, reason: str, by: Actor) -> None:
    row = LicenceMeasure(
        id=ids.new_id(), organisation_id=licence.organisation_id, licence_id=licence.id, measure=Measure.WATCH,
        status=ProposalStatus.CONFIRMED, ground_code=ground, reason=reason, proposed_by_name=by.name,
        proposed_at=clock.now(), licence=licence, by_system=True, immediate=False, urgent=False,
        scope_kind=Scope.ALL, about="", stayed=False,
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.measure.follow", row, by=by, reason=reason, rule=ground, number=licence.number,
                 measure=str(Measure.WATCH))  # fmt: skip
    db.session.flush()
    effects.take_effect(row, by=by)
