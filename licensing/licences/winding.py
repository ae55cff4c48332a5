"""Giving a licence back: asked for by the holder, accepted when everything that hangs on it is in order."""

from core import clock, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Conflict
from core.i18n import N_
from licensing.licences import deciding, queries
from licensing.licences.demands import sound_reason
from licensing.licences.models import Licence, LicenceMeasure, WindingDown
from licensing.licences.proposing import Terms, propose
from licensing.licences.states import Measure, ProposalStatus, WindDown

ITEMS: dict[WindDown, str] = {
    WindDown.ORDERS: N_("Open orders are filled, handed over or ended, and workers on their way are secured"),
    WindDown.REFUNDS: N_("What workers paid is refunded"),
    WindDown.FILES: N_("The files of workers are handed over or safely kept"),
    WindDown.WAGES: N_("Wages and end-of-service money are paid"),
    WindDown.WORKERS: N_("The workers know, and know whom to call"),
}


def request(licence: Licence, *, reason: str, plan: str, by: Actor) -> LicenceMeasure:
    """Ask to give a licence back, with the plan for the workers already placed; the holder's own act.

    The licence stays as it is until officers have seen everything in order and one of them accepts. Raises Conflict
    when the installation knows no ground for it or it is asked for already, Invalid for what is missing.
    """
    grounds = queries.grounds(Measure.SURRENDER, clock.today())
    if not grounds:
        raise Conflict("no-ground", N_("The law loaded here knows no way to give a licence back. Write to us."))
    return propose(
        licence, Measure.SURRENDER, ground_code=grounds[0].code, reason=reason, by=by,
        terms=Terms(protection_plan=sound_reason(plan, field="plan")),
    )  # fmt: skip


def see(row: LicenceMeasure, item: WindDown, *, note: str, by: Actor) -> WindingDown:
    """Say that an officer has seen one item of the list in order, and what was looked at. Raises Conflict."""
    if row.measure != Measure.SURRENDER or row.status != ProposalStatus.PROPOSED:
        raise Conflict("not-winding-down", N_("This licence is not about to be given back."))
    if item not in deciding.missing(row):
        raise Conflict("seen-already", N_("Somebody has seen this in order already."))
    seen = WindingDown(
        id=ids.new_id(), organisation_id=row.organisation_id, measure_id=row.id, code=item,
        note=sound_reason(note, field="note"), by_person=by.person_id, by_name=by.name, at=clock.now(),
    )  # fmt: skip
    db.session.add(seen)
    trail.record("licensing.surrender.see", seen, by=by, reason=seen.note, item=str(item), number=row.licence.number)
    db.session.flush()
    return seen
