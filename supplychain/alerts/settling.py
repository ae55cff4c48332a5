"""Writes what drafts of alerts say: one alert per pair, brought back only by what was compared; ended with it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock, ids, trail
from core.actor import SYSTEM
from core.db import db, move
from supplychain.alerts import memory
from supplychain.alerts.drafts import Draft, Raised
from supplychain.alerts.models import Alert
from supplychain.alerts.states import DECIDED, Kind, Status

# Working days to decide: who may be on a list of flagged entities cannot wait.
DAYS_TO_DECIDE = {Kind.FLAGGED_ENTITY: 1, Kind.LICENCE: 5}


def settle(drafts: Sequence[Draft], *, organisation_id: UUID, cause: str, changed: str) -> Raised:
    """Write what some drafts say: new alerts, alerts opened again, evidence renewed on those still to decide.

    A pair that was decided under another upload of the same customer keeps that decision; one that a rule of the
    company keeps quiet is written and not shown.
    """
    by_key = {draft.pair_key: draft for draft in drafts}
    if not by_key:
        return Raised()
    known = _locked(organisation_id, by_key)
    fresh = [draft for key, draft in by_key.items() if key not in known]
    remembered = memory.decisions(organisation_id, fresh)
    rules = memory.rules(organisation_id, by_key.values())
    raised = Raised()
    for key, draft in by_key.items():
        alert, said = known.get(key), _said(draft, rules.get(memory.pair_of(draft)))
        if alert is None:
            alert = _open(draft, said, organisation_id, cause)
            earlier = remembered.get((draft.listed_key, draft.fingerprint))
            if earlier is None:
                raised.opened.append(alert)
            else:
                memory.keep(alert, earlier)
        elif why := _why_again(alert, draft, changed):
            _reopen(alert, said, why)
            raised.reopened.append(alert)
        elif alert.status != Status.FALSE_POSITIVE and _renew(alert, said):
            raised.renewed.append(alert)
        elif alert.ended_at is not None:
            _stands_again(alert)
    db.session.flush()
    return raised


def _locked(organisation_id: UUID, keys: Collection[str]) -> dict[str, Alert]:
    statement = (
        select(Alert)
        .where(Alert.organisation_id == organisation_id, Alert.pair_key.in_(keys))
        .order_by(Alert.id)
        .with_for_update(of=Alert)
    )
    return {alert.pair_key: alert for alert in db.session.execute(statement).scalars()}


def _open(draft: Draft, said: Mapping[str, Any], organisation_id: UUID, cause: str) -> Alert:
    alert = Alert(
        id=ids.new_id(), organisation_id=organisation_id, reference=ids.new_reference("W"), kind=draft.kind,
        status=Status.OPEN, pair_key=draft.pair_key, supplier_id=draft.supplier_id, broker_id=draft.broker_id,
        cause=cause, opened_at=clock.now(), due_at=due(draft.kind), **said,
    )  # fmt: skip
    db.session.add(alert)
    trail.record("supplychain.alert.open", alert, by=SYSTEM, cause=cause, score=draft.score)
    return alert


def _said(draft: Draft, suppressed_until: datetime | None) -> dict[str, Any]:
    return {
        "subject_name": draft.subject_name, "object_name": draft.object_name, "score": draft.score,
        "evidence": draft.evidence, "entity_id": draft.entity_id, "licence_id": draft.licence_id,
        "listed_key": draft.listed_key, "customer_key": draft.customer_key, "compared": draft.compared,
        "fingerprint": draft.fingerprint, "inputs": draft.inputs, "suppressed_until": suppressed_until,
    }  # fmt: skip


def _why_again(alert: Alert, draft: Draft, changed: str) -> str | None:
    """Return why an alert that nobody has to decide must be decided again, or None.

    A decision stands until what the match rests on changes on either side, or until it runs out. Another version of
    the list, or of the model, with the same evidence changes nothing.
    """
    if alert.status == Status.CLOSED:
        return "stands-again"
    if alert.status not in DECIDED:
        return None
    if alert.inputs and alert.inputs != draft.inputs and alert.fingerprint != draft.fingerprint:
        return _which_side(alert.compared, draft.compared) or changed
    return "expired" if has_run_out(alert) else None


def _which_side(before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    names = [name for name in after if name in before and before[name] != after[name]]
    if any(name.startswith("their_") for name in names):
        return "list-changed"
    return "supplier-changed" if any(name.startswith("our_") for name in names) else None


def has_run_out(alert: Alert) -> bool:
    """Tell whether the decision that hid an alert no longer holds."""
    if alert.status != Status.FALSE_POSITIVE or alert.hidden_until is None:
        return False
    return alert.hidden_until <= clock.now()


def _reopen(alert: Alert, said: Mapping[str, Any], why: str) -> None:
    before = alert.compared
    for name, value in said.items():
        setattr(alert, name, value)
    open_again(alert, why, before)


def open_again(alert: Alert, why: str, compared: Mapping[str, Any] | None = None) -> None:
    """Put an alert back to be decided; the decision before stays beside it with what has changed, and in the trail.

    Args:
        alert: what nobody had to decide until now.
        why: a key of ``wording.CAUSES``.
        compared: what it rested on before, where that has changed.
    """
    earlier = {"reason_code": alert.reason_code, "decided_by": alert.decided_by_name}
    if alert.status in DECIDED:
        alert.former = {**memory.decision_of(alert), "changed": _differences(compared or {}, alert.compared)}
    alert.cause, alert.opened_at, alert.due_at = why, clock.now(), due(Kind(alert.kind))
    alert.reason_code = alert.note = alert.decided_by = alert.decided_by_name = alert.decided_at = None
    alert.confirmed_by = alert.confirmed_by_name = alert.confirmed_at = alert.hidden_until = None
    alert.assigned_to = alert.assigned_name = alert.ended_at = alert.ended_why = None
    move(alert, Status.OPEN, action="supplychain.alert.reopen", by=SYSTEM, cause=why, **earlier)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"field": name, "before": before[name], "after": after[name]}
        for name in after
        if name in before and before[name] != after[name]
    ]


def _renew(alert: Alert, said: Mapping[str, Any]) -> bool:
    """Bring an alert's evidence up to date without asking anyone again; tells whether what was compared changed."""
    now = {**said, "ended_at": None, "ended_why": None}
    stale = {name for name, value in now.items() if getattr(alert, name) != value}
    for name in stale:
        setattr(alert, name, now[name])
    if stale:
        trail.record("supplychain.alert.renew", alert, by=SYSTEM, what=sorted(stale), score=alert.score)
    return "fingerprint" in stale


def _stands_again(alert: Alert) -> None:
    alert.ended_at = alert.ended_why = None
    trail.record("supplychain.alert.renew", alert, by=SYSTEM, what=["ended_at"], score=alert.score)


def end(keys: Mapping[str, str], *, organisation_id: UUID) -> int:
    """End the alerts of pairs that no longer match; returns how many.

    Who had decided keeps the decision, with a note that the match has ended; what waited for a decision is closed.
    Nothing is deleted.

    Args:
        keys: pair keys, each with why its match ended.
        organisation_id: whose alerts they are.
    """
    if not keys:
        return 0
    ended = 0
    for alert in _locked(organisation_id, list(keys)).values():
        if alert.ended_at is not None:
            continue
        alert.ended_at, alert.ended_why = clock.now(), keys[alert.pair_key]
        ended += 1
        if alert.status in DECIDED:
            trail.record("supplychain.alert.end", alert, by=SYSTEM, why=alert.ended_why)
        else:
            move(alert, Status.CLOSED, action="supplychain.alert.close", by=SYSTEM, why=alert.ended_why)
    db.session.flush()
    return ended


def due(kind: Kind) -> datetime:
    """Return by when an alert opened now must be decided: working days, Saturday and Sunday not counted."""
    day, left = clock.now(), DAYS_TO_DECIDE[kind]
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
