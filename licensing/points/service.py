"""Commands on points: entered against a licence holder, taken back by another person."""

from datetime import date, timedelta
from uuid import UUID

from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from licensing.clocks.calendar import add_months
from licensing.events import PointsRecorded
from licensing.points import queries
from licensing.points.models import DemeritEntry

MOST = 100


def record(
    *, organisation_id: UUID, licence_id: UUID, points: int, code: str, reason: str, by: Actor,
    happened_on: date | None = None,
) -> DemeritEntry:  # fmt: skip
    """Enter points against a licence holder; they count for the months of the rule in force, from the day it happened.

    Args:
        organisation_id: the holder's organisation.
        licence_id: the licence.
        points: 1 to 100.
        code: what it was, a short word of the regulator's own list.
        reason: at least 10 characters.
        by: who enters them.
        happened_on: today or before.

    What follows from the sum (licensing.md 1.5: watched at 12, show cause at 24) is told of as `PointsRecorded`.
    """
    faults: dict[str, str] = {}
    day, sound = happened_on or clock.today(), reason.strip()
    if not 1 <= points <= MOST:
        faults["points"] = N_("Give 1 to 100 points.")
    if not 10 <= len(sound) <= 4000:
        faults["reason"] = N_("Give a reason of 10 to 4000 characters.")
    if not 2 <= len(code.strip()) <= 40:
        faults["code"] = N_("Write in 2 to 40 characters what it was.")
    if day > clock.today():
        faults["happened_on"] = N_("Choose today or a day before.")
    if faults:
        raise Invalid("points-unsound", next(iter(faults.values())), faults)
    rule = queries.rule(day)
    row = DemeritEntry(
        id=ids.new_id(), organisation_id=organisation_id, licence_id=licence_id, points=points, code=code.strip(),
        reason=sound, happened_on=day, by_person=by.person_id, by_name=by.name, at=clock.now(),
        expires_on=add_months(day, rule.months) - timedelta(days=1) if rule else None,
    )  # fmt: skip
    return _write(row, "licensing.points.record", by)


def take_back(entry: DemeritEntry, *, reason: str, by: Actor) -> DemeritEntry:
    """Take points back whole, by another person than who entered them: an entry against it, the first one stays.

    Raises Refused for who entered them, Conflict when they are taken back already, Invalid for a short reason.
    """
    if entry.by_person == by.person_id:
        raise Refused("same-person", N_("You entered these points. Someone else must take them back."))
    if entry.points < 0 or any(one.corrects_id == entry.id for one in queries.entries(entry.licence_id)):
        raise Conflict("taken-back-already", N_("These points have been taken back already."))
    sound = reason.strip()
    if not 10 <= len(sound) <= 4000:
        message = N_("Give a reason of 10 to 4000 characters.")
        raise Invalid("reason-too-short", message, {"reason": message})
    row = DemeritEntry(
        id=ids.new_id(), organisation_id=entry.organisation_id, licence_id=entry.licence_id, points=-entry.points,
        code=entry.code, reason=sound, happened_on=entry.happened_on, expires_on=entry.expires_on,
        corrects_id=entry.id, by_person=by.person_id, by_name=by.name, at=clock.now(),
    )  # fmt: skip
    return _write(row, "licensing.points.take-back", by)


def _write(row: DemeritEntry, action: str, by: Actor) -> DemeritEntry:
    db.session.add(row)
    trail.record(action, row, by=by, reason=row.reason, points=row.points, code=row.code)
    db.session.flush()
    events.publish(PointsRecorded(row.licence_id))
    return row
