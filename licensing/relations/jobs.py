"""Jobs of relations: an agency is compared when it hands in, when it changes, and when something happens to another."""

from uuid import UUID

from sqlalchemy import select

from core import jobs
from core.db import db
from core.events import on
from licensing.agencies.models import Agency
from licensing.applications.models import Application
from licensing.applications.states import WITH_REGULATOR
from licensing.bans.models import PersonBan
from licensing.events import (
    AgencyChanged,
    ApplicationRefused,
    ApplicationSubmitted,
    LicenceStatusChanged,
    PersonBanned,
)
from licensing.licences.models import Licence
from licensing.relations import phoenix, queries, service
from licensing.relations.models import AgencyScan

BATCH = 500


@jobs.job("licensing.relations.compare_application", timeout="60s")
def compare_application(application_id: str) -> None:
    """Compare the agency of an application with all others, and look for a phoenix; idempotent."""
    application = db.session.get(Application, UUID(application_id))
    if application is not None:
        around(application.agency_id)


@jobs.job("licensing.relations.compare_agency", timeout="60s")
def compare_agency(agency_id: str) -> None:
    """Compare an agency with all others; look for a phoenix in its own and its neighbours' open cases. Idempotent."""
    around(UUID(agency_id))


@jobs.job("licensing.relations.look_around_licence", timeout="60s")
def look_around_licence(licence_id: str) -> None:
    """Something happened to a licence: look at the open cases of agencies related to its holder. Idempotent."""
    licence = db.session.get(Licence, UUID(licence_id))
    if licence is not None:
        _look(queries.neighbours(licence.agency_id))


@jobs.job("licensing.relations.look_around_application", timeout="60s")
def look_around_application(application_id: str) -> None:
    """An application was refused: look at the open cases of related agencies. Idempotent."""
    application = db.session.get(Application, UUID(application_id))
    if application is not None:
        _look(queries.neighbours(application.agency_id))


@jobs.job("licensing.relations.look_around_ban", timeout="60s")
def look_around_ban(ban_id: str) -> None:
    """A ban began or ended: look at the open cases of everyone with such a person, and of who is near. Idempotent."""
    ban = db.session.get(PersonBan, UUID(ban_id))
    if ban is not None:
        where = {person.agency_id for person in queries.people_like(ban.search_keys) if person.agency_id is not None}
        near = [queries.neighbours(agency_id) for agency_id in where]
        _look(where.union(*near))


@jobs.job("licensing.relations.look_at_cases", timeout="300s", schedule="35 2 * * *")
def look_at_cases() -> None:
    """Compare agencies that never were, and look at every open case anew; idempotent, 500 agencies a night."""
    scanned = select(AgencyScan.id)
    new = select(Agency.id).where(Agency.published_at.is_not(None), Agency.id.not_in(scanned)).order_by(Agency.id)
    for agency_id in db.session.execute(new.limit(BATCH)).scalars().all():
        jobs.defer(compare_agency, key=f"licensing.relations.compare:{agency_id}", agency_id=str(agency_id))
    undecided = select(Application).where(Application.status.in_(WITH_REGULATOR)).order_by(Application.submitted_at)
    for application in db.session.scalars(undecided.limit(10 * BATCH)):
        phoenix.look(application)


def around(agency_id: UUID) -> None:
    """Compare an agency, then look at its open cases and at those of everyone it shares something with."""
    _look({agency_id, *service.compare(agency_id)})


def _look(agencies: set[UUID]) -> None:
    for application in queries.undecided(agencies):
        phoenix.look(application)


@on(ApplicationSubmitted)
def on_submitted(fact: ApplicationSubmitted) -> None:
    """Compare before anybody decides."""
    jobs.defer(compare_application, application_id=str(fact.application_id))


@on(AgencyChanged)
def on_changed(fact: AgencyChanged) -> None:
    """Compare again, once for all changes of a moment."""
    jobs.defer(compare_agency, key=f"licensing.relations.compare:{fact.agency_id}", agency_id=str(fact.agency_id))


@on(LicenceStatusChanged)
def on_licence(fact: LicenceStatusChanged) -> None:
    """Look around."""
    jobs.defer(look_around_licence, licence_id=str(fact.licence_id))


@on(ApplicationRefused)
def on_refused(fact: ApplicationRefused) -> None:
    """Look around."""
    jobs.defer(look_around_application, application_id=str(fact.application_id))


@on(PersonBanned)
def on_banned(fact: PersonBanned) -> None:
    """Look around."""
    jobs.defer(look_around_ban, ban_id=str(fact.ban_id))
