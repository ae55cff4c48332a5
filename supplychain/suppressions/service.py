"""Rules of a company that a pair is not to be shown until a day: asked for with a reason, confirmed, undone."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from accounts.permissions import Permission
from core import clock, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from supplychain.alerts.models import Alert, AlertSuppression
from supplychain.alerts.states import SuppressionStatus
from supplychain.suppressions.queries import LIVE, of_alert

LONGEST = timedelta(days=2 * 366)
SHORTEST_REASON = 20
LONGEST_REASON = 2_000
HIGH_SCORE = 0.9  # from here on a second person must agree


def propose(alert: Alert, until: date | None, reason: str | None, *, by: Actor) -> AlertSuppression:
    """Ask that the pair of an alert is not shown until a day, the day itself included.

    In force at once when the two are not very much alike; from a score of 90 of 100 a second person must agree.

    Raises Invalid for a day that is past or further off than two years, or a reason shorter than 20 characters;
    Conflict when there is such a rule already, or the alert is about a licence.
    """
    if alert.listed_key is None or alert.customer_key is None:
        raise Conflict("not-a-pair", N_("Only an alert about a flagged list can be kept from being shown."))
    end, sound = _end(until), (reason or "").strip()
    _check(until, end, sound)
    if (earlier := of_alert(alert)) is not None:
        if earlier.status == SuppressionStatus.PROPOSED or earlier.until > clock.now():
            raise Conflict("suppressed-already", N_("There is such a rule about this pair already."))
        lift(earlier, by=by)
    high = alert.score >= HIGH_SCORE
    rule = AlertSuppression(
        id=ids.new_id(), organisation_id=alert.organisation_id, reference=ids.new_reference("N"),
        status=SuppressionStatus.PROPOSED if high else SuppressionStatus.ACTIVE, listed_key=alert.listed_key,
        customer_key=alert.customer_key, subject_name=alert.subject_name, object_name=alert.object_name,
        alert_reference=alert.reference, score=alert.score, reason=sound, until=end, proposed_by=by.person_id,
        proposed_by_name=by.name, proposed_at=clock.now(),
    )  # fmt: skip
    db.session.add(rule)
    trail.record("supplychain.suppression.propose", rule, by=by, reason=sound, until=end.isoformat(),
                 alert=alert.reference)  # fmt: skip
    db.session.flush()
    if not high:
        _apply(rule, rule.until, by=by)
    return rule


def _end(until: date | None) -> datetime:
    day = (until or clock.today()) + timedelta(days=1)
    return datetime.combine(day, time(), clock.zone()).astimezone(UTC)


def _check(until: date | None, end: datetime, reason: str) -> None:
    fields = {}
    if until is None or until < clock.today():
        fields["until"] = N_("Enter a day that is not past.")
    elif end > clock.now() + LONGEST:
        fields["until"] = N_("Enter a day within two years: after that somebody must look again.")
    if len(reason) < SHORTEST_REASON:
        fields["reason"] = N_("Say in at least 20 characters why this pair need not be shown.")
    if len(reason) > LONGEST_REASON:
        fields["reason"] = N_("The reason has more than 2,000 characters. Shorten it.")
    if fields:
        raise Invalid("suppression-incomplete", N_("Check what you entered."), fields)


def answer(rule: AlertSuppression, *, agree: bool, by: Actor) -> None:
    """Agree to a rule, or decline it, as the second person. Raises Refused for who asked for it."""
    if not by.may(Permission.CONFIRM_ALERTS):
        raise Refused("not-permitted", N_("Your role does not confirm alerts. Ask your compliance lead."))
    if rule.status != SuppressionStatus.PROPOSED:
        raise Conflict("suppression-not-waiting", N_("This rule does not wait for a second person."))
    if rule.proposed_by == by.person_id:
        raise Refused("four-eyes", N_("You asked for this rule. Someone else must agree."))
    rule.decided_by, rule.decided_by_name, rule.decided_at = by.person_id, by.name, clock.now()
    to = SuppressionStatus.ACTIVE if agree else SuppressionStatus.DECLINED
    move(rule, to, action=f"supplychain.suppression.{'agree' if agree else 'decline'}", by=by)
    db.session.flush()
    if agree:
        _apply(rule, rule.until, by=by)


def lift(rule: AlertSuppression, *, by: Actor) -> None:
    """Undo a rule: the pair is shown again at once."""
    if rule.status not in LIVE:
        raise Conflict("suppression-over", N_("This rule is over already."))
    rule.lifted_by, rule.lifted_by_name, rule.lifted_at = by.person_id, by.name, clock.now()
    move(rule, SuppressionStatus.LIFTED, action="supplychain.suppression.lift", by=by)
    db.session.flush()
    _apply(rule, None, by=by)


def _apply(rule: AlertSuppression, until: datetime | None, *, by: Actor) -> None:
    """Keep the alerts of the pair from being shown until an instant, or show them."""
    statement = (
        select(Alert)
        .where(
            Alert.organisation_id == rule.organisation_id, Alert.listed_key == rule.listed_key,
            Alert.customer_key == rule.customer_key,
        )
        .with_for_update(of=Alert)
    )  # fmt: skip
    verb = "show" if until is None else "suppress"
    for alert in db.session.execute(statement).scalars():
        alert.suppressed_until = until
        trail.record(f"supplychain.alert.{verb}", alert, by=by, rule=rule.reference)
    db.session.flush()
