"""The regulator's list of licences: what it can be narrowed to, and in which order."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from core import clock
from core.paging import Page, Paged, paged
from licensing.agencies.models import Agency, AgencyName
from licensing.licences.models import Licence, LicenceCondition, LicenceMeasure
from licensing.licences.queries import tidy_number
from licensing.licences.states import ProposalStatus, Status

SORTS = ("number", "agency", "ends")


@dataclass(frozen=True)
class Filter:
    """What the list of licences is narrowed to; empty means everything."""

    text: str = ""
    status: tuple[str, ...] = ()
    sort: str = "number"


def search(wanted: Filter, page: Page) -> Paged[Licence]:
    """Return one page of licences; three queries whatever its length."""
    return paged(_found(wanted).options(selectinload(Licence.conditions)), page)


def _found(wanted: Filter) -> Select[Any]:
    statement = select(Licence).join(Licence.agency)
    if wanted.text:
        statement = statement.where(_named(wanted.text))
    if wanted.status:
        today = clock.today()
        statement = statement.where(or_(*(_in_status(key, today) for key in wanted.status)))
    order = {
        "agency": (func.lower(Agency.legal_name), Licence.number),
        "ends": (func.upper(Licence.valid), Licence.number),
    }.get(wanted.sort, (Licence.number.desc(),))
    return statement.order_by(*order)


def _named(text: str) -> Any:
    pattern = containing(text)
    named = select(AgencyName.agency_id).where(AgencyName.name.ilike(pattern))
    return or_(
        Licence.number == tidy_number(text),
        Licence.number.ilike(pattern),
        Agency.legal_name.ilike(pattern),
        Agency.id.in_(named),
    )


def containing(text: str) -> str:
    """Return the LIKE pattern for texts that contain `text`, its own % and _ taken as letters."""
    escaped = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _in_status(key: str, today: date) -> Any:
    """Return the condition for one filter of the list; it goes by the dates, as the public page does."""
    running = func.upper(Licence.valid) > today
    overlays = {"frozen": Licence.frozen, "watched": Licence.watched}
    if key in overlays:
        return overlays[key] & running & (Licence.status == Status.ACTIVE)
    if key == "conditions":
        unmet = select(LicenceCondition.licence_id).where(LicenceCondition.satisfied_at.is_(None))
        return Licence.id.in_(unmet) & running & (Licence.status == Status.ACTIVE)
    if key == "measure":
        proposed = select(LicenceMeasure.licence_id).where(LicenceMeasure.status == ProposalStatus.PROPOSED)
        return Licence.id.in_(proposed)
    if key == Status.EXPIRED:
        return (Licence.status == key) | (Licence.status.in_([Status.ACTIVE, Status.SUSPENDED]) & ~running)
    if key in (Status.ACTIVE, Status.SUSPENDED):
        return (Licence.status == key) & running
    return Licence.status == key
