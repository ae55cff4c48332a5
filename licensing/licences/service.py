"""Commands on licences: expiry by the passing of time, and the doors to what else is done to them."""

from sqlalchemy import func, or_, select

from core import clock, events
from core.actor import Actor
from core.db import db, move
from core.i18n import N_
from licensing.events import LicenceStatusChanged
from licensing.licences.conditions import Condition
from licensing.licences.deciding import confirm, decline
from licensing.licences.demands import find_ground, refuse_same_person, refuse_stale, sound_reason
from licensing.licences.models import Licence
from licensing.licences.proposing import Terms, propose, suspend_urgently
from licensing.licences.states import LIVE, Status

# What is done to a licence has rooms of its own; who expires and measures enters here.
__all__ = [
    "Condition", "Terms", "confirm", "decline", "expire", "find_ground", "propose", "refuse_same_person",
    "refuse_stale", "sound_reason", "suspend_urgently",
]  # fmt: skip

EXPIRY_RULE = N_("The last day of the licence has passed.")


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
