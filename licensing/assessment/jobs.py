"""Jobs of case work: screening what was handed in, and letters about what came of it."""

from uuid import UUID

from sqlalchemy import exists, select

from accounts.organisations import queries as organisations
from core import jobs
from core.db import db, transaction
from core.events import on
from core.i18n import long_date
from licensing.applications.models import Application
from licensing.applications.states import WITH_REGULATOR, Status
from licensing.assessment import queries
from licensing.events import ApplicationRefused, ApplicationReturned, ApplicationSubmitted
from licensing.licences import letters
from licensing.licences import queries as licences
from screening.runs import service as screening
from screening.runs.models import ScreeningSubject, SubjectKind
from screening.runs.parties import Subject
from screening.runs.readying import warm
from screening.runs.service import Scope
from screening.scoring import Attributes


@jobs.job("licensing.assessment.screen_application", transactional=False)
def screen_application(application_id: str) -> None:
    """Screen the agency's names and its people for the regulator; idempotent: matches are not doubled."""
    warm()
    with transaction(timeout="300s"):
        application = db.session.get(Application, UUID(application_id))
        regulator = organisations.regulator()
        if application is None or application.snapshot is None or regulator is None:
            return
        asked = subjects(application)
        screening.screen(asked, organisation_id=regulator.id, scope=Scope.APPLICATION, scope_id=application.id)
        left = queries.people_left(application.agency_id, {subject.id for subject in asked})
        screening.retire(SubjectKind.AGENCY_PERSON, left, organisation_id=regulator.id)


def subjects(application: Application) -> list[Subject]:
    """Return what is screened of an application: every name of the agency, and its people."""
    snapshot = application.snapshot or {}
    agency = snapshot["agency"]
    attributes = Attributes(
        countries=(agency["country"],), identifiers={"registration_number": (agency["registration_number"],)}
    )
    names = dict.fromkeys([agency["legal_name"], *(row["name"] for row in snapshot["names"])])
    found = [Subject(SubjectKind.AGENCY, application.agency_id, name, "organisation", attributes) for name in names]
    for row in snapshot["people"]:
        known = Attributes(
            countries=(row["nationality"],) if row["nationality"] else (),
            birth_dates=(row["birth_date"],) if row["birth_date"] else (),
        )
        found.append(Subject(SubjectKind.AGENCY_PERSON, UUID(row["id"]), row["name"], "person", known))
    return found


@jobs.job("licensing.assessment.screen_cases", schedule="50 2 * * *")
def screen_cases() -> None:
    """Have undecided cases screened whose agency no screening has kept: then list changes reach them. Idempotent."""
    kept = exists().where(ScreeningSubject.subject_id == Application.agency_id)
    undecided = select(Application.id).where(Application.status.in_(WITH_REGULATOR), ~kept).order_by(Application.due_on)
    for application_id in db.session.execute(undecided).scalars().all():
        key = f"licensing.assessment.screen_application:{application_id}"
        jobs.defer(screen_application, key=key, application_id=str(application_id))


@jobs.job("licensing.assessment.write_return")
def write_return(application_id: str) -> None:
    """Write to the agency what it must mend; idempotent: one letter per return and address."""
    application = db.session.get(Application, UUID(application_id))
    if application is None or application.status != Status.RETURNED:
        return
    letters.send(
        application.organisation_id, "returned", f"returned:{application.id}:{application.version}",
        reference=application.reference, agency=application.agency.legal_name,
        note=application.returned_note or "",
    )  # fmt: skip


@jobs.job("licensing.assessment.write_refusal")
def write_refusal(application_id: str) -> None:
    """Write to the agency that its application is refused; idempotent: one letter per address."""
    application = db.session.get(Application, UUID(application_id))
    decision = queries.decision_of(UUID(application_id))
    if application is None or decision is None:
        return
    ground = licences.ground(decision.ground_code)
    letters.send(
        application.organisation_id, "refused", f"refused:{decision.id}", reference=application.reference,
        agency=application.agency.legal_name, reason=decision.reason, day=long_date(decision.decided_at),
        ground=ground.sentence if ground else "", instrument=ground.instrument if ground else "",
    )  # fmt: skip


@on(ApplicationSubmitted)
def on_submitted(fact: ApplicationSubmitted) -> None:
    """Screen what was handed in."""
    jobs.defer(screen_application, application_id=str(fact.application_id))


@on(ApplicationReturned)
def on_returned(fact: ApplicationReturned) -> None:
    """Tell the agency."""
    jobs.defer(write_return, application_id=str(fact.application_id))


@on(ApplicationRefused)
def on_refused(fact: ApplicationRefused) -> None:
    """Tell the agency."""
    jobs.defer(write_refusal, application_id=str(fact.application_id))
