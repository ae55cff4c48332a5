"""What officers say of a phoenix alert: one clears it with a reason and a second confirms, or it is a phoenix."""

from uuid import UUID

from sqlalchemy import text

from core import clock
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from licensing.relations.models import PhoenixAlert
from licensing.relations.states import Status

SHORTEST, LONGEST = 10, 2_000
REASON = N_("Say in 10 to 2,000 characters what you looked at and why.")
BELONGS = N_("You belong or belonged to this agency. Someone else must look at it.")
_MEMBER = text("SELECT app.was_member(:person, :agency)")


def clear(alert: PhoenixAlert, *, reason: str | None, version: int | None = None, by: Actor) -> None:
    """Say that it is no phoenix, and why; nothing is cleared until a second person confirms.

    Raises Conflict when the alert has changed or moved on, Invalid without a reason of 10 characters, Refused for who
    belongs or belonged to the agency.
    """
    _refuse(alert, (Status.OPEN, Status.CONFIRMED), version, by)
    sound = _sound(reason, "reason")
    alert.decided_by, alert.decided_by_name, alert.decided_at = by.person_id, by.name, clock.now()
    alert.reason = sound
    alert.confirmed_by = alert.confirmed_by_name = alert.confirmed_at = alert.note = None
    move(alert, Status.CLEARING, action="licensing.phoenix-alert.clear", by=by, reason=alert.reason)
    db.session.flush()


def second(alert: PhoenixAlert, *, agree: bool, note: str | None, version: int | None = None, by: Actor) -> None:
    """Confirm that an alert is cleared, or open it again. Raises as `clear`; Refused for who proposed to clear it."""
    _refuse(alert, (Status.CLEARING,), version, by)
    if alert.decided_by == by.person_id:
        raise Refused("same-person", N_("You cleared this alert. Someone else must confirm it."))
    if agree:
        alert.confirmed_by, alert.confirmed_by_name, alert.confirmed_at = by.person_id, by.name, clock.now()
        alert.note = (note or "").strip()[:LONGEST] or None
        move(alert, Status.CLEARED, action="licensing.phoenix-alert.confirm-clear", by=by, reason=alert.note)
    else:
        sound = _sound(note, "note")
        alert.decided_by = alert.decided_by_name = alert.decided_at = alert.reason = None
        move(alert, Status.OPEN, action="licensing.phoenix-alert.decline-clear", by=by, reason=sound)
    db.session.flush()


def confirm(alert: PhoenixAlert, *, reason: str | None, version: int | None = None, by: Actor) -> None:
    """Say that it is a phoenix: the application can only be refused, which takes two people. Raises as `clear`."""
    _refuse(alert, (Status.OPEN,), version, by)
    sound = _sound(reason, "reason")
    alert.decided_by, alert.decided_by_name, alert.decided_at = by.person_id, by.name, clock.now()
    alert.reason = sound
    move(alert, Status.CONFIRMED, action="licensing.phoenix-alert.confirm", by=by, reason=alert.reason)
    db.session.flush()


def belonged(person_id: UUID | None, agency_id: UUID) -> bool:
    """Tell whether a person is or was a member of an agency's organisation."""
    return bool(db.session.execute(_MEMBER, {"person": person_id, "agency": agency_id}).scalar_one())


def _refuse(alert: PhoenixAlert, states: tuple[Status, ...], version: int | None, by: Actor) -> None:
    if version is not None and version != alert.version:
        raise Conflict("alert-changed", N_("Somebody changed this alert while you had it open. Look at it again."))
    if alert.status not in states:
        raise Conflict("alert-moved-on", N_("This alert is no longer where this step applies. Look at it again."))
    if belonged(by.person_id, alert.agency_id):
        raise Refused("conflict-of-interest", BELONGS)


def _sound(words: str | None, field: str) -> str:
    sound = (words or "").strip()
    if not SHORTEST <= len(sound) <= LONGEST:
        raise Invalid("reason-too-short", REASON, {field: REASON})
    return sound
