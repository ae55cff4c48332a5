"""Reads of certificates: by code for everyone, by licence for its holder and for the regulator."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core import ids
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from licensing.agencies.models import Agency
from licensing.certificates.models import Certificate
from licensing.certificates.states import Verdict
from licensing.licences.models import Licence
from licensing.licences.states import LIVE
from licensing.licences.status import IN_FORCE, public_status
from licensing.register import queries as register
from licensing.register import records

MOST = 200
CODE_LENGTH = 20


@dataclass(frozen=True)
class Answer:
    """What a code says today: the verdict on the paper, and the agency and licence it is of, when it is of us."""

    verdict: Verdict
    agency: records.Agency | None = None
    licence: records.Licence | None = None


def look_up(typed: str) -> Answer:
    """Say what the paper with a code is worth today; two statements, of published columns only.

    The paper counts as old as soon as its licence is not in force, also in the moment before it is marked as old.
    """
    code = ids.tidy_code(typed[:64])
    if len(code) != CODE_LENGTH:
        return Answer(Verdict.UNKNOWN)
    found = db.session.execute(
        select(Certificate.superseded_at, Licence.number, Agency.reference)
        .select_from(Certificate)
        .join(Licence, Licence.id == Certificate.licence_id)
        .join(Agency, Agency.id == Licence.agency_id)
        .where(Certificate.code == code, Agency.published_at.is_not(None))
    ).one_or_none()
    if found is None:
        return Answer(Verdict.UNKNOWN)
    agency = register.get(found.reference)
    licence = next(held for held in agency.licences if held.number == found.number)
    current = found.superseded_at is None and public_status(licence.facts, agency.day) in IN_FORCE
    return Answer(Verdict.CURRENT if current else Verdict.OLD, agency, licence)


def of_licence(licence_id: UUID) -> list[Certificate]:
    """Return the papers of a licence, the newest first."""
    statement = select(Certificate).where(Certificate.licence_id == licence_id)
    return list(db.session.execute(statement.order_by(Certificate.version.desc()).limit(MOST)).scalars())


def current_of(organisation_id: UUID) -> list[Certificate]:
    """Return the papers of an organisation's licences that are true today, by number."""
    statement = (
        select(Certificate)
        .join(Licence, Licence.id == Certificate.licence_id)
        .where(Certificate.organisation_id == organisation_id, Certificate.superseded_at.is_(None))
        .order_by(Licence.number)
    )
    return list(db.session.execute(statement.limit(MOST)).scalars())


def get(code: str) -> Certificate:
    """Return a paper that the actor may see, by its code however typed. Raises NotFound."""
    statement = select(Certificate).where(Certificate.code == ids.tidy_code(code))
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("certificate-unknown", N_("There is no such certificate, or it is not yours to see."))
    return found


def current(licence_id: UUID) -> Certificate | None:
    """Return the paper of a licence that is true today, if there is one."""
    statement = select(Certificate).where(Certificate.licence_id == licence_id, Certificate.superseded_at.is_(None))
    return db.session.execute(statement).scalar_one_or_none()


def with_papers(after: UUID | None, limit: int = 500) -> list[UUID]:
    """Return licences that may need a new paper, or whose paper may be old, in the order of their ids after `after`."""
    papered = select(Certificate.licence_id).where(Certificate.superseded_at.is_(None))
    statement = select(Licence.id).where(Licence.status.in_(LIVE) | Licence.id.in_(papered))
    if after is not None:
        statement = statement.where(Licence.id > after)
    return list(db.session.execute(statement.order_by(Licence.id).limit(limit)).scalars())
