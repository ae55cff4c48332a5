"""Reads of applications, what they say, and the classes they are for."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from core import clock, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from core.trail import AuditEntry
from licensing.agencies import entries
from licensing.agencies import queries as agencies
from licensing.agencies.tables import (
    AgencyBankAccount,
    AgencyCompany,
    AgencyPremises,
    AgencySubAgent,
    AgencyWeb,
)
from licensing.applications.models import (
    Application,
    ApplicationDecision,
    ApplicationDeficiency,
    ApplicationQuash,
    LegalGround,
    LicenceClass,
)
from licensing.applications.parts import Answers
from licensing.applications.states import OPEN, Kind
from licensing.costs import queries as costs
from licensing.evidence import queries as papers

MOST_CLASSES = 100
MOST_ROWS = 200
HOLDINGS = {"companies": AgencyCompany, "accounts": AgencyBankAccount, "premises": AgencyPremises, "web": AgencyWeb,
            "sub-agents": AgencySubAgent}  # fmt: skip
UNKNOWN = N_("There is no such application, or it is not yours to see. Check the reference.")


def get(reference: str, *, by: Actor, lock: bool = False) -> Application:
    """Return an application of the actor's own organisation, however its reference was typed.

    `lock` holds the row until the end of the transaction, so that two saves come one after the other. Raises NotFound.
    """
    statement = select(Application).where(
        Application.reference == (ids.tidy_reference(reference) or reference),
        Application.organisation_id == by.organisation_id,
    )
    if lock:
        statement = statement.with_for_update(of=Application)
    application = db.session.execute(statement).scalar_one_or_none()
    if application is None:
        raise NotFound("application-unknown", UNKNOWN)
    return application


def by_id(application_id: UUID, *, by: Actor) -> Application:
    """Return an application of the actor's own organisation by its id. Raises NotFound."""
    found = db.session.get(Application, application_id)
    if found is None or found.organisation_id != by.organisation_id:
        raise NotFound("application-unknown", UNKNOWN)
    return found


def own(page: Page, *, by: Actor) -> Paged[Application]:
    """Return one page of the organisation's applications, the newest first."""
    statement = (
        select(Application)
        .where(Application.organisation_id == by.organisation_id)
        .order_by(Application.created_at.desc(), Application.id)
    )
    return paged(statement, page)


def open_for(agency_id: UUID, class_code: str, kind: Kind = Kind.NEW) -> Application | None:
    """Return the application of one kind of an agency for a class that has not ended yet; there is at most one."""
    statement = select(Application).where(
        Application.agency_id == agency_id, Application.class_code == class_code, Application.kind == kind,
        Application.status.in_(OPEN),
    )  # fmt: skip
    return db.session.execute(statement).scalar_one_or_none()


def classes(day: date | None = None) -> list[LicenceClass]:
    """Return the classes of licences to apply for on `day` (today by default); `effective_to` is the last day."""
    day = day or clock.today()
    statement = (
        select(LicenceClass)
        .where(LicenceClass.effective_from <= day)
        .where(or_(LicenceClass.effective_to.is_(None), LicenceClass.effective_to >= day))
        .order_by(LicenceClass.name)
        .limit(MOST_CLASSES)
    )
    return list(db.session.scalars(statement))


def class_names() -> dict[str, str]:
    """Return the name of every class there ever was, by code."""
    rows = db.session.execute(select(LicenceClass.code, LicenceClass.name).limit(MOST_CLASSES)).all()
    return {row.code: row.name for row in rows}


def licence_class(code: str) -> LicenceClass:
    """Return a class by its code. Raises NotFound."""
    found = db.session.get(LicenceClass, code)
    if found is None:
        raise NotFound("class-unknown", N_("There is no such class of licence."))
    return found


def answers(application: Application) -> Answers:
    """Return everything an application says at this moment: twelve queries, whatever its size."""
    agency = application.agency
    return Answers(
        application=application, agency=agency, names=agencies.names(agency.id), phones=agencies.phones(agency.id),
        people=agencies.people(agency.id), items=costs.declared(),
        lines={line.item_code: line for line in costs.plan_of(application.id)},
        holdings={word: entries.of(table, agency.id) for word, table in HOLDINGS.items()},
        papers=papers.checklist(application.id, application.class_code, getattr(application, "kind", "new")),
    )  # fmt: skip


def decision_of(application: Application) -> ApplicationDecision | None:
    """Return the decision on an application that stands, if it is decided: not one that was quashed."""
    quashed = select(ApplicationQuash.decision_id).where(ApplicationQuash.application_id == application.id)
    statement = select(ApplicationDecision).where(
        ApplicationDecision.application_id == application.id, ApplicationDecision.id.not_in(quashed)
    )
    return db.session.execute(statement).scalar_one_or_none()


def decisions(application_id: UUID) -> list[ApplicationDecision]:
    """Return every decision on an application, the newest first."""
    statement = select(ApplicationDecision).where(ApplicationDecision.application_id == application_id)
    order = (ApplicationDecision.decided_at.desc(), ApplicationDecision.id)
    return list(db.session.scalars(statement.order_by(*order).limit(MOST_ROWS)))


def quashes(application_id: UUID) -> list[ApplicationQuash]:
    """Return by which orders decisions on an application were quashed, the newest first."""
    statement = select(ApplicationQuash).where(ApplicationQuash.application_id == application_id)
    return list(db.session.scalars(statement.order_by(ApplicationQuash.quashed_at.desc()).limit(MOST_ROWS)))


def deficiencies(application_id: UUID) -> list[ApplicationDeficiency]:
    """Return what an application lacked, in the order in which it was asked for."""
    statement = select(ApplicationDeficiency).where(ApplicationDeficiency.application_id == application_id)
    order = (ApplicationDeficiency.round, ApplicationDeficiency.position)
    return list(db.session.scalars(statement.order_by(*order).limit(MOST_ROWS)))


def unanswered(application: Application) -> list[ApplicationDeficiency]:
    """Return what an application lacked when it was last returned and was not answered yet."""
    return [row for row in deficiencies(application.id) if row.answered_at is None]


def ground(code: str) -> LegalGround | None:
    """Return a legal ground by its code."""
    return db.session.get(LegalGround, code)


def last_entry(application: Application) -> AuditEntry | None:
    """Return the newest entry of the trail about an application."""
    return _newest(application, None)


def last_return(application: Application) -> AuditEntry | None:
    """Return the entry of the trail by which an application last came back to the applicant."""
    return _newest(application, "returned")


def _newest(application: Application, after: str | None) -> AuditEntry | None:
    entry = trail.AuditEntry
    statement = select(entry).where(entry.subject_table == "application", entry.subject_id == application.id)
    if after:
        statement = statement.where(entry.detail["after"].astext == after)
    return db.session.scalars(statement.order_by(entry.at.desc(), entry.txid.desc(), entry.id).limit(1)).first()
