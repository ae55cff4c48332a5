"""The application fee stands before handing in: it is asked for when the application is declared."""

from core.actor import Actor
from core.i18n import N_
from licensing.applications.models import Application
from licensing.applications.service import gate
from licensing.payments import queries as payments
from licensing.payments import service as orders
from licensing.payments.states import FeeKind

UNPAID = N_("The application fee is not paid yet.")


@gate
def application_fee(application: Application, by: Actor) -> str | None:
    """Ask for the application fee; return why handing in must wait, or None where nothing is due any more."""
    if payments.latest(application.id, FeeKind.APPLICATION) is None:  # one that was called off is not asked for again
        orders.raise_order(
            application_id=application.id, organisation_id=application.organisation_id,
            class_code=application.class_code, kind=FeeKind.APPLICATION, basis=application.workers_a_year,
            application_type=application.kind, by=by,
        )  # fmt: skip
    return None if payments.settled(application.id, FeeKind.APPLICATION) else UNPAID
