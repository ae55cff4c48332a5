"""What a measure changes about a licence when it takes effect, and when that effect ends."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, text

from core import clock, events, trail
from core.actor import Actor
from core.db import db, move
from licensing.events import LicenceStatusChanged
from licensing.licences.models import Licence, LicenceCondition, LicenceMeasure
from licensing.licences.states import ConditionStatus, Measure, ProposalStatus, Scope, Status

M = Measure
# What each of these ends: the measures of the other kind that are in effect.
ENDS = {M.LIFT: M.SUSPEND, M.UNFREEZE: M.FREEZE, M.UNWATCH: M.WATCH}


def take_effect(row: LicenceMeasure, *, by: Actor) -> None:
    """Let a confirmed or acting measure change its licence, with the trail; tell the house."""
    measure = Measure(row.measure)
    row.effective_at = row.effective_at or row.decided_at or row.proposed_at
    db.session.flush()
    if measure in ENDS:
        for ended in in_effect(row.licence_id, ENDS[measure]):
            if row.target_id in (None, ended.id):
                end(ended, "lifted", by=by)
    if measure is M.SET_ASIDE and row.target_id is not None:
        target = db.session.get_one(LicenceMeasure, row.target_id)
        end(target, "set-aside", by=by)
    if measure is M.WAIVE and row.condition_id is not None:
        condition = db.session.get_one(LicenceCondition, row.condition_id)
        condition.satisfied_at = clock.now()
        move(condition, ConditionStatus.WAIVED, action="licensing.condition.waive", by=by, reason=row.reason,
             rule=row.ground_code)  # fmt: skip
    settle(row, f"licensing.licence.{measure}", by=by)


def end(row: LicenceMeasure, why: str, *, by: Actor) -> None:
    """Say that a measure no longer holds; what it changed is put right by `settle`."""
    if row.ended_at is None:
        row.ended_at, row.ended_why = clock.now(), why
        trail.record("licensing.measure.end", row, by=by, why=why)
        db.session.flush()


def settle(row: LicenceMeasure, action: str, *, by: Actor) -> None:
    """Bring state and overlays of the licence in line with the measures in effect; tell the house of a change.

    The state is PostgreSQL's own reading of them, so that both never differ. What has expired, or was revoked,
    cancelled or given back, does not come back by the end of a measure.
    """
    licence = row.licence
    db.session.flush()
    detail: dict[str, Any] = {"reason": row.reason, "rule": row.ground_code, "measure": str(row.id)}
    changed = _overlays(licence)
    state = Status(db.session.execute(text("SELECT app.licence_state(:id)"), {"id": licence.id}).scalar_one())
    if state != licence.status and state in licence.MOVES[Status(licence.status)] and not _over(licence, state):
        move(licence, state, action=action, by=by, **detail)
        changed = True
    elif changed or row.measure in (M.WAIVE, M.SET_ASIDE):
        trail.record(action, licence, by=by, **detail)
    db.session.flush()
    if changed or row.measure == M.WAIVE:
        events.publish(LicenceStatusChanged(licence.id))


def _over(licence: Licence, state: Status) -> bool:
    return licence.status == Status.EXPIRED and state is Status.ACTIVE


def _overlays(licence: Licence) -> bool:
    frozen = in_effect(licence.id, M.FREEZE)
    now = {
        "frozen": any(item.scope_kind == Scope.ALL for item in frozen),
        "frozen_corridors": _values(frozen, Scope.CORRIDOR),
        "frozen_employers": _values(frozen, Scope.EMPLOYER),
        "watched": bool(in_effect(licence.id, M.WATCH)),
    }
    changed = {name: value for name, value in now.items() if getattr(licence, name) != value}
    for name, value in changed.items():
        setattr(licence, name, value)
    return bool(changed)


def _values(frozen: Iterable[LicenceMeasure], kind: Scope) -> list[str]:
    return sorted({item.scope_value for item in frozen if item.scope_kind == kind and item.scope_value})


def in_effect(licence_id: object, measure: Measure) -> list[LicenceMeasure]:
    """Return the measures of a kind that hold on a licence now, the newest first."""
    statement = (
        select(LicenceMeasure)
        .where(
            LicenceMeasure.licence_id == licence_id, LicenceMeasure.measure == measure,
            LicenceMeasure.effective_at.is_not(None), LicenceMeasure.ended_at.is_(None),
            LicenceMeasure.stayed.is_(False),
            LicenceMeasure.status.in_([ProposalStatus.ACTING, ProposalStatus.CONFIRMED]),
        )
        .order_by(LicenceMeasure.effective_at.desc())
        .limit(500)
    )  # fmt: skip
    return list(db.session.execute(statement).scalars())
