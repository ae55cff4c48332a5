"""Lists of what waits about licences: conditions by their day, appeals, orders to be carried out."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from core.db import db
from core.paging import Page, Paged, paged
from licensing.licences.models import LicenceAppeal, LicenceCondition, LicenceMeasure
from licensing.licences.states import UNMET, AppealStatus, Measure, ProposalStatus


def conditions(statuses: Sequence[str], severities: Sequence[str], page: Page) -> Paged[LicenceCondition]:
    """Return one page of conditions, the one due soonest first; without a status, those that are not met."""
    statement = select(LicenceCondition).where(LicenceCondition.status.in_(statuses or UNMET))
    if severities:
        statement = statement.where(LicenceCondition.severity.in_(severities))
    order = (LicenceCondition.due_on.asc().nulls_last(), LicenceCondition.created_at, LicenceCondition.id)
    return paged(statement.order_by(*order), page)


def appeals(status: str, page: Page) -> Paged[LicenceAppeal]:
    """Return one page of appeals, newest first; ``order`` are those whose order waits to be carried out."""
    statement = select(LicenceAppeal).order_by(LicenceAppeal.lodged_at.desc(), LicenceAppeal.id)
    if status == "order":
        statement = statement.where(_to_carry_out())
    elif status:
        statement = statement.where(LicenceAppeal.status == status)
    return paged(statement, page)


def to_carry_out(appeal: LicenceAppeal) -> bool:
    """Tell whether the order in an appeal waits for the decision that carries it out."""
    asked = select(LicenceAppeal.id).where(LicenceAppeal.id == appeal.id, _to_carry_out())
    return db.session.execute(asked).scalar_one_or_none() is not None


def _to_carry_out() -> ColumnElement[bool]:
    against, done = aliased(LicenceMeasure), aliased(LicenceMeasure)
    waiting = exists().where(
        against.id == LicenceAppeal.measure_id, against.ended_at.is_(None),
        ~exists().where(
            done.target_id == against.id, done.measure == Measure.SET_ASIDE,
            done.status.in_([ProposalStatus.PROPOSED, ProposalStatus.CONFIRMED]),
        ),
    )  # fmt: skip
    return LicenceAppeal.status.in_([AppealStatus.QUASHED, AppealStatus.VARIED]) & waiting
