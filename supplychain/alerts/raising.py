"""Opening alerts and opening them again: one alert per pair, brought back only by what was compared."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core import clock, ids, trail
from core.actor import SYSTEM
from core.db import db, move
from screening.names import MAX_NAME_CHARACTERS, normalise
from screening.runs.models import SubjectKind
from screening.runs.service import Found
from screening.watchlists.models import FlaggedEntity
from supplychain.alerts.models import Alert
from supplychain.alerts.states import Kind, Status
from supplychain.suppliers.brokers import Judgement
from supplychain.suppliers.models import Supplier, SupplierBroker

# Working days to decide: who may be on a list of flagged entities cannot wait.
DAYS_TO_DECIDE = {Kind.FLAGGED_ENTITY: 1, Kind.LICENCE: 5}
IDENTIFIERS = ("lei", "duns", "gln", "os_id", "reg_number")


@dataclass(frozen=True)
class Draft:
    """What an alert about a pair would say; `fingerprint` covers what was compared, without case and punctuation."""

    kind: Kind
    pair_key: str
    fingerprint: str
    supplier_id: UUID
    broker_id: UUID | None
    subject_name: str
    object_name: str
    score: float
    evidence: dict[str, Any]
    entity_id: UUID | None = None
    licence_id: UUID | None = None


@dataclass(frozen=True)
class Raised:
    """What became of some drafts: alerts opened, opened again, and undecided ones that say something else now."""

    opened: list[Alert]
    reopened: list[Alert]
    renewed: list[Alert]

    @property
    def count(self) -> int:
        """Return how many alerts now ask for a decision that did not before."""
        return len(self.opened) + len(self.reopened)


def raise_for(
    matches: Sequence[Found], *, organisation_id: UUID, cause: str = "new-list", changed: str = "supplier-changed"
) -> Raised:
    """Open alerts for screening matches of suppliers and brokers of one company; idempotent.

    `cause` is written on new alerts, `changed` on those opened again because what was compared is another now.
    """
    suppliers, brokers = _subjects(matches, organisation_id)
    entities = _entities({match.entity_id for match in matches})
    drafts = []
    for match in matches:
        broker = brokers.get(match.subject_id) if match.subject_kind == SubjectKind.SUPPLIER_BROKER else None
        supplier = suppliers.get(broker.supplier_id if broker else match.subject_id)
        if supplier is not None:
            drafts.append(_flagged(match, supplier, broker, entities[match.entity_id]))
    return settle(drafts, organisation_id=organisation_id, cause=cause, changed=changed)


def _subjects(
    matches: Sequence[Found], organisation_id: UUID
) -> tuple[dict[UUID, Supplier], dict[UUID, SupplierBroker]]:
    wanted = {match.subject_id for match in matches}
    held = select(SupplierBroker).where(
        SupplierBroker.organisation_id == organisation_id, SupplierBroker.id.in_(wanted)
    )
    brokers = {row.id: row for row in db.session.execute(held).scalars()}
    wanted |= {row.supplier_id for row in brokers.values()}
    found = select(Supplier).where(Supplier.organisation_id == organisation_id, Supplier.id.in_(wanted))
    return {row.id: row for row in db.session.execute(found).scalars()}, brokers


def _entities(wanted: Collection[UUID]) -> dict[UUID, FlaggedEntity]:
    statement = (
        select(FlaggedEntity).where(FlaggedEntity.id.in_(wanted)).options(selectinload(FlaggedEntity.names))
    )
    return {row.id: row for row in db.session.execute(statement).scalars()}


def _flagged(match: Found, supplier: Supplier, broker: SupplierBroker | None, entity: FlaggedEntity) -> Draft:
    # The pair is named by the list's own key: a new version of the entity is the same party.
    listed = hashlib.sha256(f"{entity.watchlist_id}|{entity.entity_key}".encode()).hexdigest()[:40]
    ours = {scheme: str(supplier.details[scheme]) for scheme in IDENTIFIERS if supplier.details.get(scheme)}
    country = (broker.country or supplier.country) if broker else supplier.country
    compared = [
        _name(match.subject_name), country, "" if broker else repr(sorted(ours.items())),
        *sorted(_name(name.name) for name in entity.names), *sorted(entity.countries), *sorted(entity.birth_dates),
        repr(sorted((scheme, sorted(values)) for scheme, values in entity.identifiers.items())),
    ]  # fmt: skip
    return Draft(
        Kind.FLAGGED_ENTITY, f"{match.subject_id}:{listed}", _digest(compared), supplier.id,
        broker.id if broker else None, match.subject_name, match.matched_name, match.score,
        {"explanation": match.explanation, "list": entity.watchlist.title, "list_code": entity.watchlist.code},
        entity_id=entity.id,
    )  # fmt: skip


def for_licence(broker: SupplierBroker, judged: Judgement) -> Draft:
    """Return the alert about a broker whose licence is not in force, or whose number nobody has."""
    standing = judged.standing
    evidence: dict[str, Any] = {"state": judged.state, "number": broker.licence_number}
    if standing is not None:
        evidence |= {
            "number": standing.number, "agency": standing.legal_name, "ends_on": standing.ends_on.isoformat(),
            "since": standing.since.isoformat() if standing.since else None,
        }  # fmt: skip
    about = str(broker.agency_id or broker.licence_number or "").casefold()
    object_name = evidence["number"] or evidence.get("agency") or broker.name
    compared = [_name(broker.name), about, str(judged.state), str(evidence["number"])]
    return Draft(
        Kind.LICENCE, f"licence:{broker.id}", _digest(compared), broker.supplier_id, broker.id, broker.name,
        str(object_name), 1.0, evidence, licence_id=standing.licence_id if standing else None,
    )  # fmt: skip


def _name(text: str) -> str:
    return normalise(text[:MAX_NAME_CHARACTERS]).compare


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def settle(drafts: Sequence[Draft], *, organisation_id: UUID, cause: str, changed: str) -> Raised:
    """Write what some drafts say: new alerts, alerts opened again, evidence renewed on those still to decide."""
    by_key = {draft.pair_key: draft for draft in drafts}
    if not by_key:
        return Raised([], [], [])
    statement = (
        select(Alert)
        .where(Alert.organisation_id == organisation_id, Alert.pair_key.in_(by_key))
        .order_by(Alert.id)
        .with_for_update(of=Alert)
    )
    known = {alert.pair_key: alert for alert in db.session.execute(statement).scalars()}
    raised = Raised([], [], [])
    for key, draft in by_key.items():
        alert = known.get(key)
        if alert is None:
            raised.opened.append(_open(draft, organisation_id, cause))
        elif why := _why_again(alert, draft, changed):
            _reopen(alert, draft, why)
            raised.reopened.append(alert)
        elif alert.status != Status.FALSE_POSITIVE and _renew(alert, draft):
            raised.renewed.append(alert)
    db.session.flush()
    return raised


def _open(draft: Draft, organisation_id: UUID, cause: str) -> Alert:
    alert = Alert(
        id=ids.new_id(), organisation_id=organisation_id, reference=ids.new_reference("W"), kind=draft.kind,
        status=Status.OPEN, pair_key=draft.pair_key, supplier_id=draft.supplier_id, broker_id=draft.broker_id,
        subject_name=draft.subject_name, cause=cause, opened_at=clock.now(), due_at=due(draft.kind),
        **_said(draft),
    )  # fmt: skip
    db.session.add(alert)
    trail.record("supplychain.alert.open", alert, by=SYSTEM, cause=cause, score=draft.score)
    return alert


def _said(draft: Draft) -> dict[str, Any]:
    return {
        "fingerprint": draft.fingerprint, "object_name": draft.object_name, "score": draft.score,
        "evidence": draft.evidence, "entity_id": draft.entity_id, "licence_id": draft.licence_id,
    }  # fmt: skip


def _why_again(alert: Alert, draft: Draft, changed: str) -> str | None:
    """Return why a decided alert must be decided again: a compared attribute changed, or the decision ran out."""
    decided = {Status.FALSE_POSITIVE, Status.TRUE_MATCH, Status.INSUFFICIENT_DATA}
    if alert.status not in decided:
        return None
    if alert.fingerprint != draft.fingerprint:
        return changed
    return "expired" if has_run_out(alert) else None


def has_run_out(alert: Alert) -> bool:
    """Tell whether the decision that hid an alert no longer holds."""
    if alert.status != Status.FALSE_POSITIVE or alert.hidden_until is None:
        return False
    return alert.hidden_until <= clock.now()


def _reopen(alert: Alert, draft: Draft, why: str) -> None:
    for name, value in {**_said(draft), "subject_name": draft.subject_name}.items():
        setattr(alert, name, value)
    open_again(alert, why)


def open_again(alert: Alert, why: str) -> None:
    """Put a decided alert back to be decided; the earlier decision stays in the trail."""
    earlier = {"reason_code": alert.reason_code, "decided_by": alert.decided_by_name}
    alert.cause, alert.opened_at, alert.due_at = why, clock.now(), due(Kind(alert.kind))
    alert.reason_code = alert.note = alert.decided_by = alert.decided_by_name = alert.decided_at = None
    alert.confirmed_by = alert.confirmed_by_name = alert.confirmed_at = alert.hidden_until = None
    alert.assigned_to = alert.assigned_name = None
    move(alert, Status.OPEN, action="supplychain.alert.reopen", by=SYSTEM, cause=why, **earlier)
    db.session.flush()


def _renew(alert: Alert, draft: Draft) -> bool:
    """Bring an alert's evidence up to date without asking anyone again; tells whether what was compared changed."""
    said = _said(draft)
    stale = {name for name, value in said.items() if getattr(alert, name) != value}
    for name in stale:
        setattr(alert, name, said[name])
    if stale:
        trail.record("supplychain.alert.renew", alert, by=SYSTEM, what=sorted(stale), score=draft.score)
    return "fingerprint" in stale


def due(kind: Kind) -> datetime:
    """Return by when an alert opened now must be decided: working days, Saturday and Sunday not counted."""
    day, left = clock.now(), DAYS_TO_DECIDE[kind]
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
