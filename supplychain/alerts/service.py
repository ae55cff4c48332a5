"""Commands on alerts: take on, decide with a reason, confirm by a second person, send back."""

from datetime import timedelta

from accounts.permissions import Permission
from core import clock, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from supplychain.alerts.models import Alert
from supplychain.alerts.settling import has_run_out, open_again
from supplychain.alerts.states import ReasonCode, Status, Verdict
from supplychain.alerts.wording import reasons_for

HIDDEN_FOR = timedelta(days=365)
SHORTEST_NOTE = 20
LONGEST_NOTE = 2_000
CHANGED = N_("Somebody changed this alert while you had it open. Look at it again; what you typed is kept.")
CLOSED = N_("This alert is closed: the two no longer match, so there is nothing to decide.")
SAME_PERSON = N_("You decided that it is the same. Someone else must confirm.")
_OUTCOMES = {
    Verdict.SAME: (Status.ESCALATED, "supplychain.alert.escalate"),
    Verdict.NOT_SAME: (Status.FALSE_POSITIVE, "supplychain.alert.dismiss"),
    Verdict.NOT_SURE: (Status.INSUFFICIENT_DATA, "supplychain.alert.ask"),
}


def assign(alert: Alert, *, version: int | None = None, by: Actor) -> None:
    """Take an alert on, so that no two people work on it."""
    _check_version(alert, version)
    if alert.assigned_to == by.person_id:
        return
    if alert.status in (Status.TRUE_MATCH, Status.FALSE_POSITIVE):
        raise Conflict("alert-decided", N_("This alert is decided."))
    if alert.status == Status.CLOSED:
        raise Conflict("alert-closed", CLOSED)
    alert.assigned_to, alert.assigned_name = by.person_id, by.name
    if alert.status == Status.OPEN:
        move(alert, Status.UNDER_REVIEW, action="supplychain.alert.assign", by=by)
    else:
        trail.record("supplychain.alert.assign", alert, by=by)
    db.session.flush()


def decide(
    alert: Alert, verdict: Verdict, reason: ReasonCode, note: str | None, *, version: int | None = None, by: Actor
) -> None:
    """Decide an alert: the same (a second person must confirm), not the same (hidden for 365 days), or not sure.

    Raises Invalid when the reason does not fit the verdict, or when the reason is another one and the note has fewer
    than 20 characters; Conflict when the alert changed or is decided.
    """
    _check_version(alert, version)
    note = (note or "").strip()
    _check_reason(alert, verdict, reason, note)
    if has_run_out(alert):
        open_again(alert, "expired")
        db.session.flush()
    if alert.status == Status.ESCALATED:
        raise Conflict("alert-waits", N_("This alert waits for a second person. Confirm it, or send it back."))
    if alert.status in (Status.TRUE_MATCH, Status.FALSE_POSITIVE):
        raise Conflict("alert-decided", N_("This alert is decided."))
    if alert.status == Status.CLOSED:
        raise Conflict("alert-closed", CLOSED)
    to, action = _OUTCOMES[verdict]
    alert.reason_code, alert.note = reason, note or None
    alert.decided_by, alert.decided_by_name, alert.decided_at = by.person_id, by.name, clock.now()
    alert.hidden_until = clock.now() + HIDDEN_FOR if verdict is Verdict.NOT_SAME else None
    if to == alert.status:  # still not sure, for another reason
        trail.record(action, alert, by=by, reason=note or None, rule=reason)
    else:
        move(alert, to, action=action, by=by, reason=note or None, rule=reason)
    db.session.flush()


def _check_reason(alert: Alert, verdict: Verdict, reason: ReasonCode, note: str) -> None:
    fields = {}
    if reason not in reasons_for(alert.kind, verdict):
        fields["reason"] = N_("This reason does not fit your decision. Choose another one.")
    if reason is ReasonCode.OTHER and len(note) < SHORTEST_NOTE:
        fields["note"] = N_("Say in at least 20 characters what the other reason is.")
    if len(note) > LONGEST_NOTE:
        fields["note"] = N_("The note has more than 2,000 characters. Shorten it.")
    if fields:
        raise Invalid("decision-incomplete", N_("Check what you entered."), fields)


def confirm(alert: Alert, note: str | None = None, *, version: int | None = None, by: Actor) -> None:
    """Confirm, as the second person, that it is the same. Raises Refused for the person who decided first."""
    _check_version(alert, version)
    _check_second(alert, by)
    alert.confirmed_by, alert.confirmed_by_name, alert.confirmed_at = by.person_id, by.name, clock.now()
    move(alert, Status.TRUE_MATCH, action="supplychain.alert.confirm", by=by, reason=(note or "").strip() or None,
         rule=alert.reason_code)  # fmt: skip
    db.session.flush()


def send_back(alert: Alert, note: str | None, *, version: int | None = None, by: Actor) -> None:
    """Send an alert back to be looked at again, saying why. Raises Refused for the person who decided first."""
    _check_version(alert, version)
    _check_second(alert, by)
    if not (note or "").strip():
        sentence = N_("Say why you send it back.")
        raise Invalid("note-missing", sentence, {"note": sentence})
    alert.decided_by = alert.decided_by_name = alert.decided_at = alert.reason_code = alert.note = None
    move(alert, Status.UNDER_REVIEW, action="supplychain.alert.send-back", by=by, reason=str(note).strip())
    db.session.flush()


def _check_version(alert: Alert, version: int | None) -> None:
    if version is not None and alert.version != version:
        raise Conflict("alert-changed", CHANGED)


def _check_second(alert: Alert, by: Actor) -> None:
    if not by.may(Permission.CONFIRM_ALERTS):
        raise Refused("not-permitted", N_("Your role does not confirm alerts. Ask your compliance lead."))
    if alert.status != Status.ESCALATED:
        raise Conflict("alert-not-waiting", N_("This alert does not wait for a second person."))
    if alert.decided_by == by.person_id:
        raise Refused("four-eyes", SAME_PERSON)
