"""How an application ends without a decision: taken back by the agency, or lapsed by the passing of time."""

from dataclasses import dataclass

from core import events
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict
from core.i18n import N_
from licensing.applications import letters, timing
from licensing.applications.models import Application
from licensing.applications.states import ENDED, Status
from licensing.events import ApplicationEnded
from licensing.payments import queries as payments
from licensing.payments import service as orders
from licensing.payments.states import FeeKind, OrderStatus

S = Status
# What was paid for work that has not begun: nobody has looked at the application yet.
UNTOUCHED = frozenset({S.DRAFT, S.AWAITING_FEE, S.SUBMITTED})
LAPSING = frozenset({S.RETURNED, S.PENDING_ACTIVATION})


@dataclass(frozen=True)
class Fee:
    """A fee that was paid, and whether it comes back; `amount_minor` is in the smallest unit of the currency."""

    kind: str
    amount_minor: int
    currency: str
    back: bool


def fees(application: Application) -> list[Fee]:
    """Return what was paid for an application, and what of it comes back if it ends now.

    The fee for a licence that never began comes back; the fee for the application only while nobody has begun to work
    on it (proposal). The refund itself is asked for and approved by two people of the regulator.
    """
    paid = [order for order in payments.of_application(application.id) if order.status == OrderStatus.PAID]
    return [
        Fee(order.kind, order.amount_minor, order.currency,
            back=order.kind != FeeKind.APPLICATION or application.status in UNTOUCHED)
        for order in paid
    ]  # fmt: skip


def withdraw(application: Application, reason: str | None = None, *, by: Actor) -> Application:
    """Take an application back; once withdrawn, it stays withdrawn. Raises Conflict when it is decided."""
    if application.status == Status.WITHDRAWN:
        return application
    if application.status in ENDED:
        raise Conflict("application-decided", N_("This application was decided, so it cannot be withdrawn."))
    handed_in = application.submitted_at is not None
    why = reason or "Withdrawn by the applicant"
    _end(application, Status.WITHDRAWN, "withdraw", why, by=by)
    if handed_in:
        letters.withdrawn(application)
    return application


def lapse(application: Application, why: str, *, by: Actor) -> None:
    """End an application whose last day to act has passed; one that has moved on meanwhile stays as it is."""
    if application.status not in LAPSING:
        return
    left = application.status
    _end(application, Status.LAPSED, "lapse", why, by=by)
    letters.lapsed(application, left)


def _end(application: Application, to: Status, verb: str, why: str, *, by: Actor) -> None:
    back = [{"kind": fee.kind, "amount_minor": fee.amount_minor, "currency": fee.currency}
            for fee in fees(application) if fee.back]  # fmt: skip
    move(application, to, action=f"licensing.application.{verb}", by=by, reason=why, refund=back)
    timing.ended(application, by=by)
    db.session.flush()  # the database lets go of a fee only once the application has ended
    orders.void(application.id, by)
    db.session.flush()
    events.publish(ApplicationEnded(application.id))
