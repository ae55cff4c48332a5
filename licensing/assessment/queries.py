"""Reads of one case: the case with its trail, and what else is known of its agency."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from core import ids
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.trail import AuditEntry
from licensing.agencies.models import Agency, AgencyPerson
from licensing.applications.models import Application, ApplicationCheck, ApplicationDecision, ApplicationQuash
from licensing.applications.states import CheckKind, CheckResult
from licensing.assessment import rules
from licensing.licences.own_list import CODE as OWN_LIST
from screening.runs.models import ScreeningMatch

MOST_MATCHES = 50


def get(reference: str, *, lock: bool = False) -> Application:
    """Return a case by its reference, however it is typed; drafts are not cases. Raises NotFound.

    `lock` holds the row until the transaction ends, so that two people cannot act on it at once.
    """
    statement = (
        select(Application)
        .where(
            Application.reference == (ids.tidy_reference(reference) or reference),
            Application.submitted_at.is_not(None),
        )
        .options(selectinload(Application.checks))
    )
    if lock:
        statement = statement.with_for_update(of=Application)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("case-not-found", N_("There is no case with this reference. Check the reference."))
    return found


# ---------------------------------------------------------------------------------------------- one case


def agencies_of(references: Collection[str]) -> list[tuple[str, str]]:
    """Return reference and agency's name of some cases in the order of their due days; unknown ones are left out."""
    statement = (
        select(Application.reference, Agency.legal_name)
        .join(Agency, Agency.id == Application.agency_id)
        .where(Application.reference.in_(references), Application.submitted_at.is_not(None))
        .order_by(Application.due_on, Application.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def decision_of(application_id: UUID) -> ApplicationDecision | None:
    """Return the decision on an application that stands, if it is decided: not one that was quashed."""
    quashed = select(ApplicationQuash.decision_id).where(ApplicationQuash.application_id == application_id)
    statement = select(ApplicationDecision).where(
        ApplicationDecision.application_id == application_id, ApplicationDecision.id.not_in(quashed)
    )
    return db.session.execute(statement).scalar_one_or_none()


def trail_of(subjects: Collection[UUID], *, limit: int = 200) -> list[AuditEntry]:
    """Return what happened to some rows, newest first."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.subject_id.in_(subjects))
        .order_by(AuditEntry.at.desc(), AuditEntry.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())


def people_left(agency_id: UUID, stay: Collection[UUID]) -> list[UUID]:
    """Return the people of an agency who are not among `stay`."""
    statement = select(AgencyPerson.id).where(AgencyPerson.agency_id == agency_id, AgencyPerson.id.not_in(stay))
    return list(db.session.execute(statement).scalars())


def newest_checks(application: Application) -> tuple[dict[str, ApplicationCheck], list[ScreeningMatch]]:
    """Return the checks whose results count, and what the flagged lists have brought since the one of screening.

    A name that was cleared and is like a listed one since then is not cleared: the check needs another look, so its
    result does not count. A check that failed stays failed.
    """
    newest = rules.latest(application.checks, since=application.submitted_at)
    screened = newest.get(CheckKind.SCREENING)
    if screened is None or screened.result == CheckResult.FAIL:
        return newest, []
    people = select(AgencyPerson.id).where(AgencyPerson.agency_id == application.agency_id)
    match = ScreeningMatch
    statement = (
        select(match)
        .where(
            or_(match.subject_id == application.agency_id, match.subject_id.in_(people)),
            match.ended_at.is_(None), match.seen_at > screened.at,
        )
        .order_by(match.score.desc(), match.id)
        .limit(MOST_MATCHES)
    )  # fmt: skip
    reference = application.agency.reference
    more = [one for one in db.session.execute(statement).scalars() if not is_own_entry(one, reference)]
    if more:
        del newest[CheckKind.SCREENING]
    return newest, more


def is_own_entry(match: ScreeningMatch, reference: str) -> bool:
    """Tell whether a match is of an agency with its own entry in our list of those not licensed."""
    return match.entity.watchlist.code == OWN_LIST and match.entity.entity_key == reference
