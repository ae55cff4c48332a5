"""Reads of rules that keep pairs from being shown."""

from sqlalchemy import select

from core import clock
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from supplychain.alerts.models import Alert, AlertSuppression
from supplychain.alerts.states import SuppressionStatus

LIVE = (SuppressionStatus.PROPOSED, SuppressionStatus.ACTIVE)


def get(reference: str, *, lock: bool = False) -> AlertSuppression:
    """Return a rule of the actor's company by reference. Raises NotFound, also for another company's."""
    statement = select(AlertSuppression).where(AlertSuppression.reference == reference)
    if lock:
        statement = statement.with_for_update()
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("suppression-not-found", N_("There is no such rule. Check the address."))
    return found


def search(page: Page, *, live: bool = True) -> Paged[AlertSuppression]:
    """Return one page of rules, those that end first at the top; without `live` also what is over."""
    statement = select(AlertSuppression)
    if live:
        over = (AlertSuppression.status == SuppressionStatus.ACTIVE) & (AlertSuppression.until <= clock.now())
        statement = statement.where(AlertSuppression.status.in_(LIVE), ~over)
    return paged(statement.order_by(AlertSuppression.until, AlertSuppression.id), page)


def of_alert(alert: Alert) -> AlertSuppression | None:
    """Return the rule about the pair of an alert that is proposed or in force."""
    statement = select(AlertSuppression).where(
        AlertSuppression.organisation_id == alert.organisation_id, AlertSuppression.listed_key == alert.listed_key,
        AlertSuppression.customer_key == alert.customer_key, AlertSuppression.status.in_(LIVE),
    )  # fmt: skip
    return db.session.execute(statement).scalar_one_or_none()
