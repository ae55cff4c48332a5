"""Commands on calls and releases: three people for money asked, two for giving a security back."""

from datetime import date

from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_, money
from licensing.clocks import service as clocks
from licensing.clocks.states import Kind
from licensing.events import SecurityChanged
from licensing.securities import queries
from licensing.securities.models import Security, SecurityCall, SecurityRelease
from licensing.securities.service import sound_note
from licensing.securities.states import (
    CALLABLE,
    HELD,
    CallStatus,
    Purpose,
    ReleaseStatus,
    Status,
)

NOT_TWICE = N_("You have proposed or confirmed this call already. Someone else must confirm it.")
SAME_PERSON = N_("You proposed this release. Someone else must decide.")


def propose(
    security: Security, amount_minor: int, *, purpose: str, purpose_reference: str, reason: str, by: Actor
) -> SecurityCall:
    """Propose to call an amount, all of what is left or a part of it; nothing is asked until two others confirm.

    `purpose_reference` names the case or refund order it pays for. Raises Conflict when the security was never
    verified or has ended, Invalid for an amount beyond what is left.
    """
    if security.status not in CALLABLE:
        raise Conflict("security-not-callable", N_("Only a security that was verified and still holds is called."))
    faults: dict[str, str] = {}
    if not 0 < amount_minor <= security.left_minor:
        faults["amount"] = N_("The amount must be more than nothing, and at most the %(left)s that is left.")
    if purpose not in set(Purpose):
        faults["purpose"] = N_("Choose what the money is for from the list.")
    if not 1 <= len(purpose_reference.strip()) <= 80:
        faults["purpose_reference"] = N_("Write the reference of the case or order it pays for.")
    if faults:
        left = money(security.left_minor, security.currency)
        raise Invalid("call-unsound", next(iter(faults.values())), faults, left=left)
    row = SecurityCall(
        id=ids.new_id(), organisation_id=security.organisation_id, security_id=security.id,
        reference=ids.new_reference("SC"), status=CallStatus.PROPOSED, amount_minor=amount_minor, purpose=purpose,
        purpose_reference=purpose_reference.strip(), reason=sound_note(reason, "reason"), proposed_by=by.person_id,
        proposed_by_name=by.name, proposed_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record(
        "licensing.security-call.propose", row, by=by, reason=row.reason, security=security.reference,
        amount_minor=amount_minor, purpose=purpose, purpose_reference=row.purpose_reference,
    )  # fmt: skip
    db.session.flush()
    return row


def confirm(row: SecurityCall, security: Security, *, by: Actor) -> SecurityCall:
    """Confirm a call; with the second confirmation the amount is drawn. `security` is its row, locked.

    Raises Refused (`same-person`) for who proposed or confirmed it before, Conflict when it is decided already or when
    less is left by now.
    """
    if row.status != CallStatus.PROPOSED:
        raise Conflict("call-decided", N_("This call has been decided already. Reload the page."))
    if by.person_id in {row.proposed_by, row.first_by}:
        raise Refused("same-person", NOT_TWICE)
    if row.first_by is None:
        row.first_by, row.first_by_name = by.person_id, by.name
        trail.record("licensing.security-call.support", row, by=by, security=security.reference)
        db.session.flush()
        return row
    if security.status not in CALLABLE or row.amount_minor > security.left_minor:
        raise Conflict("call-beyond-rest", N_("Less is left of the security by now. Decline the call instead."))
    row.second_by, row.second_by_name, row.decided_at = by.person_id, by.name, clock.now()
    move(row, CallStatus.CONFIRMED, action="licensing.security-call.confirm", by=by, reason=row.reason)
    security.drawn_minor += row.amount_minor
    trail.record(
        "licensing.security.draw", security, by=by, reason=row.reason, call=row.reference, amount_minor=row.amount_minor
    )
    db.session.flush()
    if security.left_minor == 0:
        move(security, Status.CALLED, action="licensing.security.exhaust", by=by, call=row.reference)
        clocks.stop(Kind.SECURITY_EXPIRY, security.id, by=by)
        db.session.flush()
    events.publish(SecurityChanged(security.agency_id))
    return row


def decline(row: SecurityCall, *, note: str, by: Actor) -> SecurityCall:
    """Decline a call with a note; nothing is drawn. Raises as `confirm` does."""
    if row.status != CallStatus.PROPOSED:
        raise Conflict("call-decided", N_("This call has been decided already. Reload the page."))
    if by.person_id == row.proposed_by:
        raise Refused("same-person", NOT_TWICE)
    row.note, row.declined_by, row.declined_by_name = sound_note(note), by.person_id, by.name
    row.decided_at = clock.now()
    move(row, CallStatus.DECLINED, action="licensing.security-call.decline", by=by, reason=row.note)
    db.session.flush()
    return row


def record_payment(row: SecurityCall, paid_on: date, *, by: Actor) -> SecurityCall:
    """Record the day on which the issuer paid a confirmed call. Raises Conflict and Invalid."""
    if row.status != CallStatus.CONFIRMED:
        raise Conflict("call-not-confirmed", N_("Only a call that two people confirmed can be paid."))
    if paid_on > clock.today() or (
        row.decided_at is not None and paid_on < row.decided_at.astimezone(clock.zone()).date()
    ):
        message = N_("The day must lie between the confirmation of the call and today.")
        raise Invalid("payment-day", message, {"paid_on": message})
    row.paid_on = paid_on
    move(row, CallStatus.PAID, action="licensing.security-call.pay", by=by, paid_on=paid_on.isoformat())
    db.session.flush()
    return row


# ------------------------------------------------------------------------------------------------- releases


def why_not(security: Security) -> str | None:
    """Return why a security cannot be released today, as a marked sentence, or None.

    It is held until the time for claims after the end of the licence is over (Singapore six months, licensing.md 1.5
    and 6.5), or until a security that gives at least as much replaces it; and never while a call is open.
    """
    if security.status not in HELD | {Status.REPLACED}:
        return N_("Only a security that was verified and has not ended is released.")
    if queries.open_calls(security.id):
        return N_("A call on this security is open: it is declined or paid first.")
    if security.claims_until is not None and security.claims_until < clock.today():
        return None
    if security.status == Status.REPLACED and queries.replaced_in_full(security):
        return None
    if security.claims_until is not None:
        return N_("The time for claims runs until the day shown.")
    return N_("The licence that it secures has not ended.")


def propose_release(security: Security, *, reason: str, by: Actor) -> SecurityRelease:
    """Propose to give a security back. Raises Conflict with the reason when it must be held."""
    refusal = why_not(security)
    if refusal is not None:
        raise Conflict("security-held", refusal)
    row = SecurityRelease(
        id=ids.new_id(), organisation_id=security.organisation_id, security_id=security.id,
        status=ReleaseStatus.PROPOSED, reason=sound_note(reason, "reason"), proposed_by=by.person_id,
        proposed_by_name=by.name, proposed_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.security-release.propose", row, by=by, reason=row.reason, security=security.reference)
    db.session.flush()
    return row


def decide_release(
    row: SecurityRelease, security: Security, *, release: bool, note: str | None, by: Actor
) -> SecurityRelease:
    """Release a security, or decline to; `security` is its row, locked. The day of the release is published.

    Raises Refused (`same-person`) for who proposed it, Conflict when it must be held by now.
    """
    if row.status != ReleaseStatus.PROPOSED:
        raise Conflict("release-decided", N_("This release has been decided already. Reload the page."))
    if row.proposed_by == by.person_id:
        raise Refused("same-person", SAME_PERSON)
    if release:
        refusal = why_not(security)
        if refusal is not None:
            raise Conflict("security-held", refusal)
    row.note = (note or "").strip() or None if release else sound_note(note)
    row.decided_by, row.decided_by_name, row.decided_at = by.person_id, by.name, clock.now()
    verb, to = ("confirm", ReleaseStatus.CONFIRMED) if release else ("decline", ReleaseStatus.DECLINED)
    move(row, to, action=f"licensing.security-release.{verb}", by=by, reason=row.note or row.reason)
    db.session.flush()
    if release:
        security.released_on = clock.today()
        move(security, Status.RELEASED, action="licensing.security.release", by=by, reason=row.reason)
        clocks.stop(Kind.SECURITY_EXPIRY, security.id, by=by)
        db.session.flush()
        events.publish(SecurityChanged(security.agency_id))
    return row
