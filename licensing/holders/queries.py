"""What a holder sees of its licences."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core import clock
from core.actor import Actor
from core.errors import NotFound
from core.i18n import N_
from licensing.agencies import queries as agencies
from licensing.agencies.models import Agency
from licensing.clocks import queries as clocks
from licensing.clocks.states import Kind, Unit
from licensing.licences import queries as licences
from licensing.licences.models import Licence
from licensing.licences.states import LIVE
from licensing.licences.status import PublicStatus

RENEWABLE_FROM = 180  # days before the last day on which the page begins to speak of renewing (proposal)
UNKNOWN = N_("You hold no licence with this number. Check the number.")


@dataclass(frozen=True)
class Held:
    """One licence of the agency: what it is to the public, its days, and until when a renewal is in time."""

    licence: Licence
    status: PublicStatus
    first_day: date
    last_day: date
    lodge_by: date

    @property
    def live(self) -> bool:
        """Tell whether it has neither ended nor was taken or given back."""
        return self.licence.status in LIVE and self.last_day >= clock.today()

    @property
    def days_left(self) -> int:
        """Return how many days are left, the last one counted."""
        return (self.last_day - clock.today()).days + 1

    @property
    def renewable(self) -> bool:
        """Tell whether it is time to speak of renewing."""
        return self.live and self.days_left <= RENEWABLE_FROM


def own(by: Actor) -> tuple[Agency | None, list[Held]]:
    """Return the actor's agency and its licences, those in force first, the newest of them first."""
    agency = agencies.own(by)
    if agency is None:
        return None, []
    held = [held_of(row) for row in licences.of_agency(agency.id)]
    return agency, sorted(held, key=lambda item: not item.live)


def get(number: str, by: Actor) -> Held:
    """Return a licence of the actor's own agency, however its number was typed. Raises NotFound."""
    wanted = licences.tidy_number(number)
    _agency, held = own(by)
    found = next((item for item in held if item.licence.number == wanted), None)
    if found is None:
        raise NotFound("licence-not-yours", UNKNOWN)
    return found


def held_of(licence: Licence) -> Held:
    """Return a licence as its holder sees it."""
    last = licences.last_day(licence.valid)
    return Held(licence, licences.status_of(licence), licences.first_day(licence.valid), last, _lodge_by(last))


def application_of(licence: Licence) -> UUID:
    """Return the application whose messages are those about a licence: the one that gave it its newest term."""
    terms = licences.terms_of(licence.id)
    return terms[0].application_id if terms else licence.application_id


def _lodge_by(last: date) -> date:
    rule = clocks.rule(Kind.RENEWAL_LODGING)
    if rule is None or rule.unit != Unit.WORKING_DAYS:
        return last
    return clocks.calendar().before(last, rule.amount)
