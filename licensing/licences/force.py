"""The fees that stand before a granted licence is in force; the security registers its own gate."""

from core.actor import Actor
from core.i18n import N_
from licensing.applications import timing
from licensing.applications.models import Application
from licensing.applications.states import Kind
from licensing.licences import queries
from licensing.licences.activation import gate
from licensing.payments import queries as payments
from licensing.payments import service as orders
from licensing.payments.states import FeeKind

UNPAID = N_("The licence fee is not paid yet.")
LATE_UNPAID = N_("The fee for a late renewal is not paid yet.")


@gate
def licence_fee(application: Application, by: Actor) -> str | None:
    """Ask for the licence fee; return why the licence must wait, or None where nothing is due any more."""
    return _asked(application, FeeKind.LICENCE, UNPAID, by)


@gate
def late_fee(application: Application, by: Actor) -> str | None:
    """Ask for the fee of a renewal that was handed in after the last day of its licence."""
    lodged = timing.lodged_on(application)
    if application.kind != Kind.RENEWAL or application.licence_id is None or lodged is None:
        return None
    last = queries.last_day(queries.get(application.licence_id).valid)
    if lodged <= last:
        return None
    return _asked(application, FeeKind.LATE, LATE_UNPAID, by)


def _asked(application: Application, kind: FeeKind, why: str, by: Actor) -> str | None:
    if payments.latest(application.id, kind) is None:  # one that was called off is not asked for again
        orders.raise_order(
            application_id=application.id, organisation_id=application.organisation_id,
            class_code=application.class_code, kind=kind, basis=application.workers_a_year,
            application_type=application.kind, by=by,
        )  # fmt: skip
    return None if payments.settled(application.id, kind) else why
