"""What a company has decided before about a customer and a listed party, whichever upload it came with."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, tuple_

from core import clock
from core.actor import SYSTEM
from core.db import db, move
from supplychain.alerts.drafts import Draft
from supplychain.alerts.models import Alert, AlertSuppression
from supplychain.alerts.states import DECIDED, Status, SuppressionStatus

Pair = tuple[str | None, str | None]  # listed party, customer


def pair_of(draft: Draft) -> Pair:
    """Return what a rule is about."""
    return draft.listed_key, draft.customer_key


def decisions(organisation_id: UUID, drafts: Sequence[Draft]) -> dict[tuple[str | None, str], Alert]:
    """Return the newest decision that still holds on each listed party and evidence, in one query.

    The evidence holds our name, countries and numbers and those of the listed party: the same customer uploaded
    once more is known by them, and one that differs in any of these is another question.
    """
    wanted = {(draft.listed_key, draft.fingerprint) for draft in drafts if draft.listed_key and draft.fingerprint}
    if not wanted:
        return {}
    holds = or_(Alert.status != Status.FALSE_POSITIVE, Alert.hidden_until > clock.now())
    statement = (
        select(Alert)
        .where(
            Alert.organisation_id == organisation_id, tuple_(Alert.listed_key, Alert.fingerprint).in_(wanted),
            Alert.status.in_(DECIDED), holds,
        )
        .order_by(Alert.decided_at)
    )  # fmt: skip
    return {(row.listed_key, row.fingerprint): row for row in db.session.execute(statement).scalars()}


def rules(organisation_id: UUID, drafts: Iterable[Draft]) -> dict[Pair, datetime]:
    """Return until when a rule of the company keeps each pair quiet, in one query."""
    wanted = {pair_of(draft) for draft in drafts if draft.listed_key and draft.customer_key}
    if not wanted:
        return {}
    rule = AlertSuppression
    statement = select(rule.listed_key, rule.customer_key, rule.until).where(
        rule.organisation_id == organisation_id, tuple_(rule.listed_key, rule.customer_key).in_(wanted),
        rule.status == SuppressionStatus.ACTIVE, rule.until > clock.now(),
    )  # fmt: skip
    return {(row[0], row[1]): row[2] for row in db.session.execute(statement)}


def decision_of(alert: Alert) -> dict[str, Any]:
    """Return the decision on an alert as it is kept beside the next one."""
    return {
        "reference": alert.reference, "status": alert.status, "reason_code": alert.reason_code, "note": alert.note,
        "decided_by": alert.decided_by_name, "decided_at": alert.decided_at.isoformat() if alert.decided_at else None,
        "confirmed_by": alert.confirmed_by_name,
    }  # fmt: skip


def keep(alert: Alert, earlier: Alert) -> None:
    """Let a decision on the same evidence hold for a new alert, signed by those who took it."""
    db.session.flush()
    alert.former = {**decision_of(earlier), "changed": []}
    for name in ("reason_code", "note", "decided_by", "decided_by_name", "decided_at", "hidden_until"):
        setattr(alert, name, getattr(earlier, name))
    told = {"by": SYSTEM, "action": "supplychain.alert.remember", "rule": earlier.reason_code, "of": earlier.reference}
    if earlier.status == Status.TRUE_MATCH:
        move(alert, Status.ESCALATED, **told)  # type: ignore[arg-type]
        db.session.flush()
        for name in ("confirmed_by", "confirmed_by_name", "confirmed_at"):
            setattr(alert, name, getattr(earlier, name))
    move(alert, Status(earlier.status), **told)  # type: ignore[arg-type]
