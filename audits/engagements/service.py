"""Commands on engagements: a company gives one, and can end it at once."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from accounts.organisations.queries import get as organisation_by_id
from accounts.permissions import Kind
from audits.visits.models import Engagement
from core import clock, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_
from core.text import clean_text
from supplychain.suppliers.models import Supplier

LONGEST = timedelta(days=3 * 366)  # longer than any scheme's cycle: nobody is let in for ever


def give(supplier: Supplier, firm_id: UUID, starts_on: date, ends_on: date, *, by: Actor) -> Engagement:
    """Let an auditor firm see `supplier` and record audits of it from `starts_on` to `ends_on`, both included.

    Raises NotFound for another company's supplier, Invalid for a firm that is no auditor or for impossible days,
    Conflict when the firm is engaged for this supplier on some of these days already.
    """
    if supplier.organisation_id != by.organisation_id:
        raise NotFound("supplier-not-found", N_("There is no such supplier. Check the address."))
    firm = organisation_by_id(firm_id)
    if firm is None or firm.kind != Kind.AUDITOR:
        message = N_("Choose an auditor firm.")
        raise Invalid("firm-unknown", message, {"firm": message})
    _refuse_impossible(starts_on, ends_on)
    overlapping = select(Engagement.id).where(
        Engagement.supplier_id == supplier.id, Engagement.auditor_organisation_id == firm_id,
        Engagement.ended_at.is_(None), Engagement.starts_on <= ends_on, Engagement.ends_on >= starts_on,
    )  # fmt: skip
    if db.session.execute(overlapping.limit(1)).scalar_one_or_none() is not None:
        raise Conflict("engagement-exists", N_("This firm is engaged for this supplier on some of these days already."))
    engagement = Engagement(
        id=ids.new_id(), organisation_id=supplier.organisation_id, supplier_id=supplier.id, supplier=supplier,
        auditor_organisation_id=firm_id, starts_on=starts_on, ends_on=ends_on, ended_at=None, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(engagement)
    trail.record(
        "audits.engagement.give", engagement, by=by, firm=firm.name, starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(), supplier=supplier.reference,
    )  # fmt: skip
    db.session.flush()
    return engagement


def _refuse_impossible(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        message = N_("The last day cannot be before the first day.")
        raise Invalid("period-reversed", message, {"ends_on": message})
    if ends_on < clock.today():
        message = N_("The last day has passed. Choose a later one.")
        raise Invalid("period-over", message, {"ends_on": message})
    if ends_on - starts_on > LONGEST:
        message = N_("An engagement lasts three years at most. Give a new one afterwards.")
        raise Invalid("period-too-long", message, {"ends_on": message})


def end(engagement: Engagement, reason: str | None, *, by: Actor) -> None:
    """End an engagement now: from this moment the firm sees neither the supplier nor its audits of it.

    Raises NotFound for another company's, Conflict when it is over, Invalid without a reason.
    """
    if engagement.organisation_id != by.organisation_id:
        raise NotFound("engagement-not-found", N_("There is no such engagement."))
    if engagement.ended_at is not None or engagement.ends_on < clock.today():
        raise Conflict("engagement-over", N_("This engagement is over already."))
    reason = clean_text(reason or "")
    if not reason:
        message = N_("Say why the engagement ends.")
        raise Invalid("reason-missing", message, {"reason": message})
    engagement.ended_at = clock.now()
    trail.record("audits.engagement.end", engagement, by=by, reason=reason)
    db.session.flush()
