"""What the formula is fed with, each from the room that knows it."""

from uuid import UUID

from sqlalchemy import func, or_, select

from core import clock
from core.db import db
from licensing.agencies.tables import AgencyPremises, PremisesKind
from licensing.applications.models import Application
from licensing.applications.states import Status
from licensing.licences.models import Licence
from licensing.points import queries as points
from licensing.securities.rules import Basis


def of_licence(licence: Licence) -> Basis:
    """Return what the security of a licence is computed from today."""
    return Basis(workers_of(licence), points.points(licence.id), branches(licence.agency_id))


def of_application(agency_id: UUID, class_code: str, workers: int | None) -> Basis:
    """Return what the security of a licence applied for is computed from: with the points of the last of its class."""
    last = (
        select(Licence.id)
        .where(Licence.agency_id == agency_id, Licence.class_code == class_code)
        .order_by(Licence.granted_at.desc())
        .limit(1)
    )
    licence_id = db.session.execute(last).scalar_one_or_none()
    return Basis(workers or 0, points.points(licence_id) if licence_id else 0, branches(agency_id))


def workers_of(licence: Licence) -> int:
    """Return the workers a year declared by the newest granted application of the licence's class."""
    statement = (
        select(Application.workers_a_year)
        .where(
            Application.agency_id == licence.agency_id,
            Application.class_code == licence.class_code,
            Application.status == Status.GRANTED,
        )
        .order_by(Application.submitted_at.desc().nulls_last())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none() or 0


def branches(agency_id: UUID) -> int:
    """Return how many branches an agency has beside its head office."""
    statement = select(func.count()).where(
        AgencyPremises.agency_id == agency_id, AgencyPremises.kind == PremisesKind.BRANCH,
        AgencyPremises.removed_at.is_(None),
        or_(AgencyPremises.to_on.is_(None), AgencyPremises.to_on >= clock.today()),
    )  # fmt: skip
    return db.session.execute(statement).scalar_one()
