"""From what the register knows of an agency to the answer that is read (pure)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from licensing.licences.status import IN_FORCE, MAY_RECRUIT, PublicStatus
from licensing.register.records import Agency


@dataclass(frozen=True)
class PhoneAnswer:
    """The answer to “What number did they call you from?”.

    `listed`: the number is on the register for this agency. `trusted`: that is good news, for the agency may find jobs
    today; a number of one that may not is no comfort, and then its status is the answer.
    """

    key: str
    number: str
    listed: bool
    trusted: bool


def of_phone(agency: Agency, numbers: Collection[str]) -> PhoneAnswer:
    """Compare what the number can be (E.164, at least one) with the agency's own numbers."""
    own = {phone.e164 for phone in agency.phones}
    listed = next((number for number in numbers if number in own), None)
    key = "phone_ok" if listed else "phone_no"
    return PhoneAnswer(key, listed or next(iter(numbers)), listed is not None, may_recruit(agency))


def may_recruit(agency: Agency) -> bool:
    """Tell whether the agency may find jobs for new workers today."""
    return agency.status in MAY_RECRUIT


def in_force(agency: Agency) -> bool:
    """Tell whether the agency has a licence today."""
    return agency.status in IN_FORCE


def day_of(agency: Agency) -> date | None:
    """Return the day that the status speaks of: until when it may work, or when the licence ended."""
    licence = agency.licence
    if licence is None:
        return None
    renewing = agency.status is PublicStatus.RENEWING
    return licence.facts.renewal_pending_until if renewing else licence.facts.ends_on
