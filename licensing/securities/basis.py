"""What the formula is fed with, each from the room that knows it."""

from sqlalchemy import select

from core.db import db
from licensing.applications.models import Application
from licensing.applications.states import Status
from licensing.licences.models import Licence
from licensing.securities.rules import Basis


def of_licence(licence: Licence) -> Basis:
    """Return what the security of a licence is computed from today."""
    return Basis(workers=workers_of(licence))


def of_application(workers: int | None) -> Basis:
    """Return what the security of a licence applied for is computed from."""
    return Basis(workers=workers or 0)


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
