"""Reads of objections, intentions to refuse, and what agencies answered."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from core import clock, ids
from core.db import db
from core.errors import NotFound
from core.files import StoredFile
from core.i18n import N_
from core.paging import Page, Paged, paged
from licensing.agencies.models import Agency
from licensing.applications.models import Application
from licensing.applications.states import Status
from licensing.hearings.models import Intention, Objection, Representation, RepresentationPaper

MOST = 200
S = Status
# While the days run and nobody has recommended anything yet.
OPEN_TO_OBJECTIONS = (S.SUBMITTED, S.COMPLETENESS, S.RETURNED, S.CHECKS, S.INSPECTION, S.ASSESSMENT)


@dataclass(frozen=True)
class PublicNotice:
    """What the public reads of an application that is open to objections."""

    id: UUID
    reference: str
    kind: str
    class_code: str
    agency_name: str
    agency_reference: str
    city: str
    until: date


def _notices() -> Any:
    return (
        select(
            Application.id, Application.reference, Application.kind, Application.class_code, Agency.legal_name,
            Agency.reference, Agency.city, Application.objections_until,
        )
        .join(Agency, Agency.id == Application.agency_id)
        .where(Application.status.in_(OPEN_TO_OBJECTIONS), Application.objections_until >= clock.today())
        .order_by(Application.objections_until, Application.reference)
    )  # fmt: skip


def notices(page: Page) -> Paged[PublicNotice]:
    """Return one page of the applications that anybody may object to today, those that close first first."""
    found = paged(_notices(), page, scalars=False)
    return Paged([PublicNotice(*tuple(row)) for row in found.rows], found.total, page)


def notice(reference: str) -> PublicNotice:
    """Return one application that is open to objections. Raises NotFound, also when its days are over."""
    tidy = ids.tidy_reference(reference) or reference
    row = db.session.execute(_notices().where(Application.reference == tidy)).one_or_none()
    if row is None:
        sentence = N_("No application with this reference is open to objections today.")
        raise NotFound("notice-closed", sentence)
    return PublicNotice(*tuple(row))


def objections(application_id: UUID) -> list[Objection]:
    """Return the objections to an application, the oldest first."""
    statement = select(Objection).where(Objection.application_id == application_id)
    return list(db.session.scalars(statement.order_by(Objection.lodged_at, Objection.id).limit(MOST)))


def objection(application_id: UUID, reference: str, *, lock: bool = False) -> Objection:
    """Return one objection to an application. Raises NotFound."""
    statement = select(Objection).where(
        Objection.application_id == application_id,
        Objection.reference == (ids.tidy_reference(reference) or reference),
    )
    if lock:
        statement = statement.with_for_update(of=Objection).execution_options(populate_existing=True)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("objection-not-found", N_("There is no such objection to this application."))
    return found


def unanswered(application_id: UUID) -> int:
    """Return how many objections to an application no officer has answered."""
    statement = select(func.count()).where(
        Objection.application_id == application_id, Objection.answered_at.is_(None)
    )
    return db.session.execute(statement).scalar_one()


def intentions(application_id: UUID) -> list[tuple[Intention, Representation | None]]:
    """Return the intentions to refuse an application, the newest first, each with what the agency answered."""
    statement = (
        select(Intention, Representation)
        .join(Representation, Representation.intention_id == Intention.id, isouter=True)
        .where(Intention.application_id == application_id)
        .order_by(Intention.announced_at.desc(), Intention.id)
        .limit(MOST)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def newest(application_id: UUID) -> tuple[Intention, Representation | None] | None:
    """Return the newest intention to refuse an application with its answer, or None."""
    found = intentions(application_id)
    return found[0] if found else None


def paper(application_id: UUID, paper_id: UUID) -> tuple[RepresentationPaper, StoredFile]:
    """Return a file that came with a representation on an application. Raises NotFound."""
    statement = (
        select(RepresentationPaper, StoredFile)
        .join(StoredFile, StoredFile.id == RepresentationPaper.file_id)
        .join(Representation, Representation.id == RepresentationPaper.representation_id)
        .join(Intention, Intention.id == Representation.intention_id)
        .where(RepresentationPaper.id == paper_id, Intention.application_id == application_id)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise NotFound("paper-unknown", N_("There is no such paper."))
    return row[0], row[1]
