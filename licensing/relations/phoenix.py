"""Phoenix alerts: an application related to somebody banned, or who lost a licence, waits until two people cleared it.

Victoria looks five years back to cancelled licences of other firms (licensing.md 1.9), the years are data; what a
shared telephone, place, account or person is worth is a proposal (licensing.md 5, row 17).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from accounts.organisations import queries as organisations
from core import clock, ids, trail
from core.actor import SYSTEM
from core.db import db, move
from licensing.applications.models import Application, ApplicationDecision
from licensing.licences import queries as licences
from licensing.licences.status import PublicStatus
from licensing.relations import banned, queries
from licensing.relations.models import PhoenixAlert, PhoenixRule
from licensing.relations.queries import Related
from licensing.relations.states import Status, Trigger

LOST = {
    PublicStatus.REVOKED: Trigger.LOST_LICENCE,
    PublicStatus.CANCELLED: Trigger.LOST_LICENCE,
    PublicStatus.SUSPENDED: Trigger.SUSPENDED_LICENCE,
}


@dataclass(frozen=True)
class Alarm:
    """What speaks for a phoenix: the trigger, what it is about, the other agency if any, facts and evidence."""

    trigger: Trigger
    about: str
    other_id: UUID | None
    facts: dict[str, Any]
    evidence: tuple[dict[str, Any], ...]

    @property
    def key(self) -> str:
        """What makes it this alarm and no other."""
        return f"{self.trigger}:{self.about}"[:80]


def look(application: Application) -> int:
    """Open, renew or end the alerts of an undecided application; returns how many are new or open again. Idempotent."""
    regulator = organisations.regulator()
    if regulator is None:
        return 0
    found = {alarm.key: alarm for alarm in alarms(application.agency_id)}
    known = {row.subject_key: row for row in queries.of_application(application.id)}
    count = 0
    for key, alarm in found.items():
        count += _one(known.get(key), alarm, application, regulator.id)
    for key, row in known.items():
        if key not in found and row.status in (Status.OPEN, Status.CLEARING):
            _forget(row)
            move(row, Status.ENDED, action="licensing.phoenix-alert.end", by=SYSTEM)
    db.session.flush()
    return count


def alarms(agency_id: UUID) -> list[Alarm]:
    """Return everything that speaks for a phoenix in what an agency shares with others; seven queries at most."""
    rules = queries.phoenix_rules()
    shared: dict[UUID, list[Related]] = {}
    for relation in queries.of_agency(agency_id):
        shared.setdefault(relation.other.id, []).append(relation)
    return [
        *_banned(agency_id, shared, rules.get(Trigger.BANNED_PERSON)),
        *_lost(shared, rules),
        *_refused(shared, rules.get(Trigger.REFUSED_APPLICATION)),
    ]


def _strong(relations: Iterable[Related], rule: PhoenixRule) -> tuple[dict[str, Any], ...]:
    """Return the evidence, if the strongest thing shared is strong enough for the rule."""
    told = list(relations)
    if max((one.strength for one in told), default=0) < rule.least_strength:
        return ()
    return tuple(
        {"kind": one.kind, "ours": one.ours, "theirs": one.theirs, "strength": one.strength,
         "first_seen": one.first_seen.date().isoformat()}
        for one in told
    )  # fmt: skip


def _lost(shared: dict[UUID, list[Related]], rules: dict[str, PhoenixRule]) -> list[Alarm]:
    found = []
    for standing in licences.standings_of(shared):
        trigger = LOST.get(standing.status)
        rule = rules.get(trigger) if trigger else None
        if trigger is None or rule is None or not _recent(standing.since, rule):
            continue
        evidence = _strong(shared[standing.agency_id], rule)
        if evidence:
            facts = {
                "licence": standing.number, "status": str(standing.status), "agency": standing.legal_name,
                "reference": shared[standing.agency_id][0].other.reference,
                "since": standing.since.isoformat() if standing.since else None,
            }  # fmt: skip
            found.append(Alarm(trigger, standing.number, standing.agency_id, facts, evidence))
    return found


def _refused(shared: dict[UUID, list[Related]], rule: PhoenixRule | None) -> list[Alarm]:
    if rule is None or not shared:
        return []
    statement = (
        select(Application.reference, Application.agency_id, ApplicationDecision.decided_at)
        .join(ApplicationDecision, ApplicationDecision.application_id == Application.id)
        .where(Application.agency_id.in_(shared), Application.status == "refused")
        .where(ApplicationDecision.outcome == "refuse")
        .order_by(ApplicationDecision.decided_at.desc()).limit(queries.MOST)
    )  # fmt: skip
    found = []
    for row in db.session.execute(statement):
        day = row.decided_at.astimezone(clock.zone()).date()
        evidence = _strong(shared[row.agency_id], rule) if _recent(day, rule) else ()
        if evidence:
            other = shared[row.agency_id][0].other
            facts = {
                "application": row.reference, "agency": other.legal_name, "reference": other.reference,
                "since": day.isoformat(),
            }  # fmt: skip
            found.append(Alarm(Trigger.REFUSED_APPLICATION, row.reference, row.agency_id, facts, evidence))
    return found


def _banned(agency_id: UUID, shared: dict[UUID, list[Related]], rule: PhoenixRule | None) -> list[Alarm]:
    """Return who of the agency, or of those it shares enough with, is banned."""
    if rule is None:
        return []
    near = {other: evidence for other, told in shared.items() if (evidence := _strong(told, rule))}
    found = []
    for ban in banned.among([agency_id, *near]):
        own = ban.agency_id == agency_id
        itself: tuple[dict[str, Any], ...] = (
            {"kind": "person", "ours": ban.person, "theirs": ban.name, "strength": 100},
        )  # fmt: skip
        evidence = itself if own else near[ban.agency_id]
        other = None if own else shared[ban.agency_id][0].other
        facts = {
            "ban": ban.reference, "name": ban.name, "person": ban.person, "since": ban.since.isoformat(),
            "until": ban.until.isoformat() if ban.until else None,
            "agency": other.legal_name if other else None, "reference": other.reference if other else None,
        }  # fmt: skip
        about = ban.reference if own else f"{ban.reference}:{other.reference if other else ''}"
        found.append(Alarm(Trigger.BANNED_PERSON, about, None if own else ban.agency_id, facts, evidence))
    return found


def _recent(day: date | None, rule: PhoenixRule) -> bool:
    """Tell whether a day lies within the rule's years; a day that nobody wrote down counts."""
    return day is None or (clock.today() - day).days <= rule.years * 366


def _one(row: PhoenixAlert | None, alarm: Alarm, application: Application, regulator: UUID) -> bool:
    """Write, renew or open again one alert; tells whether somebody must look who need not before."""
    if row is None:
        row = PhoenixAlert(
            id=ids.new_id(), organisation_id=regulator, reference=ids.new_reference("X"), status=Status.OPEN,
            application_id=application.id, agency_id=application.agency_id, trigger=alarm.trigger,
            subject_key=alarm.key, other_id=alarm.other_id, facts=alarm.facts, evidence=list(alarm.evidence),
            opened_at=clock.now(),
        )  # fmt: skip
        db.session.add(row)
        trail.record(
            "licensing.phoenix-alert.open", row, by=SYSTEM, detail={"trigger": str(alarm.trigger), **_brief(alarm)}
        )
        return True
    more = bool(_things(alarm.evidence) - _things(row.evidence))
    if row.status == Status.ENDED or (row.status == Status.CLEARED and more):
        _say(row, alarm)
        _forget(row)
        row.opened_at = clock.now()
        move(row, Status.OPEN, action="licensing.phoenix-alert.reopen", by=SYSTEM, about=alarm.about)
        return True
    if row.status in (Status.OPEN, Status.CLEARING) and (more or row.facts != alarm.facts):
        _say(row, alarm)
        trail.record("licensing.phoenix-alert.renew", row, by=SYSTEM, detail=_brief(alarm))
    return False


def _say(row: PhoenixAlert, alarm: Alarm) -> None:
    row.facts, row.evidence = alarm.facts, list(alarm.evidence)


def _forget(row: PhoenixAlert) -> None:
    row.decided_by = row.decided_by_name = row.decided_at = row.reason = None
    row.confirmed_by = row.confirmed_by_name = row.confirmed_at = row.note = None


def _things(evidence: Iterable[dict[str, Any]]) -> set[str]:
    """Return what was shared, however strong it was held to be."""
    return {
        hashlib.sha256(json.dumps([one["kind"], one["ours"], one["theirs"]]).encode()).hexdigest() for one in evidence
    }


def _brief(alarm: Alarm) -> dict[str, Any]:
    """Return what the trail keeps of an alarm: which kinds of things are shared, none of the things."""
    return {"about": alarm.about, "kinds": sorted({str(one["kind"]) for one in alarm.evidence})}
