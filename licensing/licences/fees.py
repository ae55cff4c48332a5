"""A fee that a licence rests on is open again: the licence is frozen by the system, and officers review it.

Source: licensing.md, row 45: a chargeback reopens the gate, the licence is never silently active; security.md 7.
"""

from uuid import UUID

from core import clock, jobs
from core.actor import SYSTEM
from core.db import db
from core.events import on
from core.i18n import N_, translate
from licensing.events import FeeReopened, FeeSettled
from licensing.licences import following, proposing, queries
from licensing.licences.measures import offered
from licensing.licences.models import Licence, LicenceTerm
from licensing.licences.states import LIVE, Measure
from licensing.payments import queries as payments

REOPENED = N_("A fee that this licence rests on was taken back by the bank or paid back. It must be paid again.")
SETTLED = N_("The fee that this licence rests on is settled again. End the freeze unless other reasons remain.")


@jobs.job("licensing.licences.fee_changed")
def fee_changed(application_id: str, kind: str) -> None:
    """Freeze the licence that rests on a fee while it is open; propose to end the freeze once it is settled again.

    Idempotent: what is frozen already stays so. Where no legal ground allows a freeze, the difference that payments
    opened for the officers stands alone.
    """
    licence = _licence_of(UUID(application_id))
    if licence is None or licence.status not in LIVE:
        return
    possible = offered(queries.facts_of(licence), clock.today())
    if payments.settled(UUID(application_id), kind):
        if Measure.UNFREEZE in possible and (ground := _ground(Measure.UNFREEZE)) and _frozen_for_fee(licence):
            reason = translate(SETTLED)
            proposing.draft(licence, Measure.UNFREEZE, ground_code=ground, reason=reason, by=SYSTEM)
    elif not licence.frozen and Measure.FREEZE in possible and (ground := _ground(Measure.FREEZE)):
        following.freeze(licence, ground_code=ground, reason=translate(REOPENED))


def _licence_of(application_id: UUID) -> Licence | None:
    """Return the licence that an application made or brought further, held until the end of the transaction."""
    statement = (
        db.select(Licence)
        .join(LicenceTerm, LicenceTerm.licence_id == Licence.id)
        .where(LicenceTerm.application_id == application_id)
        .with_for_update(of=Licence)
    )
    return db.session.execute(statement).scalar_one_or_none()


def _ground(measure: Measure) -> str | None:
    found = queries.grounds(measure, clock.today())
    return found[0].code if found else None


def _frozen_for_fee(licence: Licence) -> bool:
    """Return whether the system froze it for a fee: another freeze is not touched by a payment."""
    return any(
        row.measure == Measure.FREEZE and row.by_system and row.reason == translate(REOPENED)
        for row in queries.measures_of(licence.id)
    )


@on(FeeReopened)
def on_reopened(fact: FeeReopened) -> None:
    """Look at the licence."""
    jobs.defer(fee_changed, application_id=str(fact.application_id), kind=fact.kind)


@on(FeeSettled)
def on_paid(fact: FeeSettled) -> None:
    """Look at the licence."""
    jobs.defer(fee_changed, application_id=str(fact.application_id), kind=fact.kind)
