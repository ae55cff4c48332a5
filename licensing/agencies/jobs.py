"""Jobs of agencies: what a granted application changes takes effect; people are keyed for comparison."""

from uuid import UUID

from sqlalchemy import select

from core import jobs, trail
from core.actor import SYSTEM
from core.db import db
from core.events import on
from licensing.agencies import changes
from licensing.agencies.models import AgencyPerson
from licensing.events import LicenceRenewed, VariationGranted
from screening.names import search_keys

BATCH = 500


@jobs.job("licensing.agencies.apply_changes")
def apply_changes(application_id: str) -> None:
    """Carry out what an agency asked for under a granted application; idempotent."""
    changes.apply(UUID(application_id))


@jobs.job("licensing.agencies.key_people", schedule="20 1 * * *")
def key_people() -> None:
    """Give people who were recorded before names were keyed their keys; idempotent, 500 a night's run."""
    statement = select(AgencyPerson).where(AgencyPerson.name_keys == []).order_by(AgencyPerson.id).limit(BATCH)
    for person in db.session.scalars(statement):
        person.name_keys = list(search_keys(person.name, "person"))
        if person.name_keys:
            trail.record("licensing.agency-person.key", person, by=SYSTEM)


@on(VariationGranted)
def on_granted(fact: VariationGranted) -> None:
    """Let the changes take effect."""
    jobs.defer(apply_changes, application_id=str(fact.application_id))


@on(LicenceRenewed)
def on_renewed(fact: LicenceRenewed) -> None:
    """Let the changes asked for with a renewal, a variation or a reinstatement take effect."""
    jobs.defer(apply_changes, application_id=str(fact.application_id))
