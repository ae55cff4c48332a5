"""Reads of cost items and of fee plans."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select

from core import clock
from core.db import db
from core.paging import Page, Paged, paged
from licensing.costs.categories import CATEGORIES
from licensing.costs.models import CostItem, FeePlanLine

MOST_ITEMS = 500


def in_force(day: date | None = None) -> Select[CostItem]:
    """Select the items in force on `day` (default: today); `effective_to` is the last day an item counts."""
    day = day or clock.today()
    return select(CostItem).where(
        CostItem.effective_from <= day, or_(CostItem.effective_to.is_(None), CostItem.effective_to >= day)
    )


def declared(day: date | None = None) -> list[CostItem]:
    """Return the items that a fee plan must declare on `day`, in the order of the groups."""
    order = {category: place for place, category in enumerate(CATEGORIES)}
    found = db.session.execute(in_force(day).where(CostItem.declared_in_plan).limit(MOST_ITEMS)).scalars()
    return sorted(found, key=lambda item: (order.get(item.category, len(order)), item.code))


def items(page: Page, *, category: str | None = None, declared_only: bool = False) -> Paged[CostItem]:
    """Return one page of the items in force today, by code."""
    statement = in_force().order_by(CostItem.code)
    if category:
        statement = statement.where(CostItem.category == category)
    if declared_only:
        statement = statement.where(CostItem.declared_in_plan)
    return paged(statement, page)


def plan_of(application_id: UUID) -> list[FeePlanLine]:
    """Return what an application declares about each cost item, by code."""
    statement = (
        select(FeePlanLine)
        .where(FeePlanLine.application_id == application_id)
        .order_by(FeePlanLine.item_code)
        .limit(MOST_ITEMS)
    )
    return list(db.session.execute(statement).scalars())
