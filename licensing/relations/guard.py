"""Whether anything in what an agency shares with others forbids to grant its application."""

from core.errors import Conflict
from core.i18n import N_
from licensing.applications.models import Application
from licensing.applications.states import Outcome
from licensing.relations import queries
from licensing.relations.states import Status

WAITING = N_("Phoenix alert %(reference)s is not cleared: look at it before this can be granted.")
CONFIRMED = N_("Phoenix alert %(reference)s is confirmed, so this application can only be refused.")
NOT_COMPARED = N_("The agency is still being compared with others. Try again in a minute.")


def pending(application: Application) -> bool:
    """Tell whether the agency has not been compared with the others since the application was handed in."""
    at = queries.scanned_at(application.agency_id)
    return at is None or (application.submitted_at is not None and at < application.submitted_at)


def refuse_grant(application: Application, outcome: str) -> None:
    """Raise Conflict when a phoenix alert forbids to grant, or none was looked for yet; a refusal needs neither.

    The database refuses the same of a recommendation and of a decision (triggers phoenix_open).
    """
    if outcome != Outcome.GRANT:
        return
    for alert in queries.blocking(application.id):
        sentence = CONFIRMED if alert.status == Status.CONFIRMED else WAITING
        raise Conflict("phoenix-alert-open", sentence, reference=alert.reference)
    if pending(application):
        raise Conflict("relations-not-compared", NOT_COMPARED)
