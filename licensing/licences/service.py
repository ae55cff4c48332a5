"""Commands on licences: measures by two people, expiry by the passing of time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_, long_instant
from licensing.applications.models import LegalGround
from licensing.events import LicenceStatusChanged
from licensing.licences import queries
from licensing.licences.measures import EFFECTS, offered
from licensing.licences.models import Licence, LicenceMeasure
from licensing.licences.states import LIVE, Measure, ProposalStatus, Status

SHORTEST_REASON = 10
LONGEST_TEXT = 4000
SAME_PERSON = N_("You proposed this measure. Someone else must decide.")
EXPIRY_RULE = N_("The last day of the licence has passed.")


@dataclass(frozen=True)
class Condition:
    """A rule beyond the law: its text, the words that workers read, the day by which it must be met."""

    text: str
    public_text: str
    due_on: date | None = None


# --------------------------------------------------------------------------------------------- measures


def propose(
    licence: Licence,
    measure: Measure,
    *,
    ground_code: str,
    reason: str,
    by: Actor,
    version: int | None = None,
) -> LicenceMeasure:
    """Propose a measure; nothing about the licence changes until another person confirms it.

    Raises Conflict when the licence has changed since `version`, when it is in no state for this measure, or
    when the same measure is proposed already; Invalid for a ground of another kind or a reason shorter than
    10 characters.
    """
    refuse_stale(licence, version)
    if measure not in offered(queries.facts_of(licence), clock.today()):
        raise Conflict("measure-not-possible", N_("This measure is not possible while the licence is as it is now."))
    ground = find_ground(ground_code, measure)
    sound = sound_reason(reason)
    if any(item.measure == measure for item in queries.measures_of(licence.id) if item.status == "proposed"):
        raise Conflict("measure-already-proposed", N_("This measure is already proposed and waits for a decision."))
    row = LicenceMeasure(
        id=ids.new_id(), organisation_id=licence.organisation_id, licence_id=licence.id, measure=measure,
        status=ProposalStatus.PROPOSED, ground_code=ground.code, reason=sound, proposed_by=by.person_id,
        proposed_by_name=by.name, proposed_at=clock.now(), licence=licence,
    )  # fmt: skip
    db.session.add(row)
    trail.record(
        "licensing.measure.propose", row, by=by, reason=sound, rule=ground.code, number=licence.number,
        measure=str(measure),
    )  # fmt: skip
    db.session.flush()
    return row


def confirm(row: LicenceMeasure, *, note: str | None = None, by: Actor) -> Licence:
    """Confirm a measure and change the licence, in one transaction.

    Raises Refused (`same-person`) for the person who proposed it, Conflict when it is decided already or when
    the licence is no longer in a state for it.
    """
    licence = row.licence
    refuse_same_person(row, by)
    measure = Measure(row.measure)
    if measure not in offered(queries.facts_of(licence), clock.today()) and row.status == ProposalStatus.PROPOSED:
        raise Conflict(
            "measure-not-possible",
            N_("The licence has changed since this was proposed. Decline the measure instead."),
        )
    _decide(row, ProposalStatus.CONFIRMED, note, by)
    effect = EFFECTS[measure]
    action = f"licensing.licence.{measure}"
    if effect.to is not None:
        move(
            licence,
            effect.to,
            action=action,
            by=by,
            reason=row.reason,
            rule=row.ground_code,
            measure=str(row.id),
        )
    if effect.overlay is not None:
        setattr(licence, *effect.overlay)
        trail.record(action, licence, by=by, reason=row.reason, rule=row.ground_code, measure=str(row.id))
    db.session.flush()
    events.publish(LicenceStatusChanged(licence.id))
    return licence


def decline(row: LicenceMeasure, *, note: str, by: Actor) -> LicenceMeasure:
    """Decline a measure with a note; the licence stays as it is. Raises as `confirm` does."""
    refuse_same_person(row, by)
    sound = sound_reason(note, field="note")
    _decide(row, ProposalStatus.DECLINED, sound, by)
    db.session.flush()
    return row


def _decide(row: LicenceMeasure, to: ProposalStatus, note: str | None, by: Actor) -> None:
    if row.status != ProposalStatus.PROPOSED:
        raise Conflict("measure-already-decided", N_("This measure has been decided already."))
    row.decided_by, row.decided_by_name, row.decided_at = by.person_id, by.name, clock.now()
    row.decision_note = note or None
    verb = "confirm" if to is ProposalStatus.CONFIRMED else "decline"
    move(row, to, action=f"licensing.measure.{verb}", by=by, reason=note or row.reason, rule=row.ground_code)


def refuse_same_person(row: LicenceMeasure, by: Actor) -> None:
    """Raise Refused when `by` proposed the measure: two people decide."""
    if row.proposed_by == by.person_id:
        raise Refused("same-person", SAME_PERSON)


def refuse_stale(entity: Any, version: int | None) -> None:
    """Raise Conflict, saying by whom and when, if `entity` changed since the page of `version` was opened.

    None asks nothing: who sends no version wants the last word.
    """
    if version is not None and entity.version != version:
        last = queries.last_entry(entity)
        sentence = N_("%(name)s changed this on %(when)s, after you opened the page. Look at it now, then send again.")
        name, when = (last.actor_name, long_instant(last.at)) if last else ("", "")
        raise Conflict("changed-meanwhile", sentence, name=name, when=when)


def find_ground(code: str, kind: str) -> LegalGround:
    """Return a legal ground in force today for `kind`. Raises Invalid when there is none of that code."""
    for ground in queries.grounds(kind, clock.today()):
        if ground.code == code:
            return ground
    message = N_("Choose a legal ground from the list.")
    raise Invalid("ground-not-of-kind", message, {"ground": message})


def sound_reason(reason: str | None, *, least: int = SHORTEST_REASON, field: str = "reason") -> str:
    """Return a reason without spaces around it. Raises Invalid when it is too short or too long."""
    sound = (reason or "").strip()
    if not least <= len(sound) <= LONGEST_TEXT:
        message = N_("Give a reason of %(least)s to %(most)s characters.")
        raise Invalid("reason-too-short", message, {field: message}, least=least, most=LONGEST_TEXT)
    return sound


# ---------------------------------------------------------------------------------------------- expiry


def expire(*, by: Actor, limit: int = 500) -> int:
    """Mark live licences past their last day as expired; return how many. A second call finds none left.

    Licences whose renewal was lodged in time run on until it is decided. The register computes expiry from
    the dates, so no page waits for this.
    """
    today = clock.today()
    statement = (
        select(Licence)
        .where(
            Licence.status.in_(LIVE),
            func.upper(Licence.valid) <= today,
            or_(Licence.renewal_pending_until.is_(None), Licence.renewal_pending_until < today),
        )
        .order_by(Licence.number)
        .limit(limit)
        .with_for_update(of=Licence, skip_locked=True)
    )
    licences = list(db.session.execute(statement).scalars())
    for licence in licences:
        move(licence, Status.EXPIRED, action="licensing.licence.expire", by=by, reason=EXPIRY_RULE)
        db.session.flush()
        events.publish(LicenceStatusChanged(licence.id))
    return len(licences)
