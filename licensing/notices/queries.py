"""Reads of notices about licence holders, and of who holds a licence."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from core import clock
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from licensing.agencies.models import AgencyPerson
from licensing.licences.models import Licence
from licensing.licences.states import Status as LicenceStatus
from licensing.notices.models import HolderNotice
from licensing.notices.states import Status

LIVE = (LicenceStatus.ACTIVE, LicenceStatus.SUSPENDED)


def get(reference: str, *, lock: bool = False) -> HolderNotice:
    """Return a notice by reference. Raises NotFound."""
    statement = select(HolderNotice).where(HolderNotice.reference == reference)
    if lock:
        statement = statement.with_for_update(of=HolderNotice)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("notice-not-found", N_("There is no such notice. Check the address."))
    return found


def search(status: str, page: Page) -> Paged[HolderNotice]:
    """Return one page of notices, the newest first; an empty status means all."""
    statement = select(HolderNotice).order_by(HolderNotice.opened_at.desc(), HolderNotice.id)
    if status:
        statement = statement.where(HolderNotice.status == status)
    return paged(statement, page)


def waiting() -> int:
    """Return how many notices nobody has looked at."""
    statement = select(func.count()).select_from(HolderNotice).where(HolderNotice.status == Status.OPEN)
    return db.session.execute(statement).scalar_one()


def holders(agencies: Collection[UUID]) -> set[UUID]:
    """Return which of some agencies hold a licence today, suspended or not."""
    if not agencies:
        return set()
    statement = select(Licence.agency_id).where(
        Licence.agency_id.in_(agencies), Licence.status.in_(LIVE), Licence.valid.contains(clock.today())
    )
    return set(db.session.execute(statement).scalars())


def every_holder() -> list[UUID]:
    """Return every agency that holds a licence today, suspended or not."""
    held = select(Licence.agency_id).where(Licence.status.in_(LIVE), Licence.valid.contains(clock.today()))
    return list(db.session.execute(held.distinct().order_by(Licence.agency_id)).scalars())


def agencies_of(people: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the agency of each of some people."""
    if not people:
        return {}
    statement = select(AgencyPerson.id, AgencyPerson.agency_id).where(AgencyPerson.id.in_(people))
    return {row[0]: row[1] for row in db.session.execute(statement)}
