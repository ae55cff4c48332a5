"""Renewals, variations and reinstatements: when each may be asked for, what it begins with, what it changes."""

from datetime import date, timedelta
from typing import Any

from core import clock, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Conflict, Invalid, NotFound
from core.i18n import N_
from licensing.agencies import changes as staged
from licensing.applications import drafts, parts, queries
from licensing.applications.comparison import Difference, affected, differences
from licensing.applications.models import Application
from licensing.applications.parts import FILLED_IN, Part
from licensing.applications.states import WITH_BROKER, Kind, Status
from licensing.clocks import queries as clocks
from licensing.clocks.states import Kind as Clock
from licensing.clocks.states import Unit
from licensing.costs import queries as costs
from licensing.costs.models import FeePlanLine
from licensing.licences import activation
from licensing.licences import queries as licences
from licensing.licences.models import Licence
from licensing.licences.states import Status as LicenceStatus
from licensing.licences.terms import add_months

# The part that each change of a licensed agency belongs to.
PARTS: dict[str, Part] = {
    "describe": Part.BUSINESS, "add-name": Part.BUSINESS, "remove-name": Part.BUSINESS, "locate": Part.OFFICES,
    "add-phone": Part.OFFICES, "remove-phone": Part.OFFICES,
}  # fmt: skip
ENDED_FOR_GOOD = N_("Licence %(number)s was given back or taken away. It cannot be brought back: apply for a new one.")
TOO_LATE = N_("Licence %(number)s ended on %(day)s and the days of grace are over. Ask for its reinstatement instead.")
NOT_ENDED = N_("Licence %(number)s is neither suspended nor ended, so there is nothing to reinstate. Renew it instead.")
NOT_RUNNING = N_("Licence %(number)s has ended, so it cannot be changed. Renew it first.")
ALREADY = N_("Licence %(number)s is renewed until %(day)s already.")


def begin(number: str, kind: Kind, *, by: Actor) -> Application:
    """Begin to ask for a further term, a change, or the reinstatement of a licence that the actor's agency holds.

    The draft begins with what the agency last handed in. A draft that is there already is returned as it is. Raises
    NotFound for another's licence, Conflict when the licence is in no state for it or the same was asked for already.
    """
    licence = licences.by_number(number)
    if licence.organisation_id != by.organisation_id:
        raise NotFound("licence-not-found", N_("There is no licence with this number. Check the number."))
    present = queries.open_for(licence.agency_id, licence.class_code, kind)
    if present is not None:
        if present.status in WITH_BROKER:
            return present
        sentence = N_("Your application %(reference)s for this licence is not decided yet. Wait for the decision.")
        raise Conflict("application-open", sentence, reference=present.reference)
    fault = refusal(licence, kind)
    if fault is not None:
        day = licences.last_day(licence.valid).isoformat()
        raise Conflict("licence-not-open", fault, number=licence.number, day=day)
    return _draft(licence, kind, by=by)


def refusal(licence: Licence, kind: Kind) -> str | None:
    """Return why a licence is in no state for what is asked, as a marked sentence, or None."""
    today, last = clock.today(), licences.last_day(licence.valid)
    if licence.status not in (LicenceStatus.ACTIVE, LicenceStatus.SUSPENDED, LicenceStatus.EXPIRED):
        return ENDED_FOR_GOOD
    over = last < today
    if kind is Kind.VARIATION:
        return NOT_RUNNING if over and licence.renewal_pending_until is None else None
    if kind is Kind.REINSTATEMENT:
        still = licence.status == LicenceStatus.EXPIRED and licences.state_of(licence.id) is LicenceStatus.SUSPENDED
        suspended = still or (licence.status == LicenceStatus.SUSPENDED and not over)
        return activation.hindrance(licence, kind) if suspended or grace_ends(last) < today else NOT_ENDED
    if grace_ends(last) < today:
        return TOO_LATE
    hindered = activation.hindrance(licence, kind)
    if hindered is not None:
        return hindered
    months = queries.licence_class(licence.class_code).months
    return ALREADY if last > add_months(today, months) else None


def grace_ends(last: date) -> date:
    """Return the last day on which a licence that ended on `last` can still be renewed; `last` where no rule says."""
    rule = clocks.rule(Clock.GRACE)
    if rule is None:
        return last
    if rule.unit == Unit.MONTHS:
        return add_months(last, rule.amount)
    if rule.unit == Unit.WORKING_DAYS:
        return clocks.calendar().after(last, rule.amount)
    return last + timedelta(days=rule.amount)


def _draft(licence: Licence, kind: Kind, *, by: Actor) -> Application:
    """Make the draft from what was last handed in, its parts finished where nothing is missing."""
    base = base_of(licence)
    application = Application(
        id=ids.new_id(), organisation_id=licence.organisation_id, agency_id=licence.agency_id, kind=kind,
        licence_id=licence.id, class_code=licence.class_code, reference=ids.new_reference("A"), status=Status.DRAFT,
        destinations=list(base.destinations if base else licence.destinations),
        sectors=list(base.sectors) if base else [], workers_a_year=base.workers_a_year if base else None,
        completed_parts=[], proposed_conditions=[], created_at=clock.now(), rounds=0,
    )  # fmt: skip
    application.agency = licence.agency
    db.session.add(application)
    trail.record("licensing.application.begin", application, by=by, kind=str(kind), number=licence.number)
    db.session.flush()
    asked = {item.code for item in costs.declared()}
    for line in costs.plan_of(base.id) if base else []:
        if line.item_code in asked:
            _copy(line, application, by=by)
    db.session.flush()
    missing = parts.gaps(queries.answers(application))
    application.completed_parts = sorted(part for part in FILLED_IN if not missing.get(part))
    trail.record("licensing.application.prefill", application, by=by, base=base.reference if base else None)
    db.session.flush()
    drafts.keep(application, by=by)
    return application


def _copy(line: FeePlanLine, application: Application, *, by: Actor) -> None:
    row = FeePlanLine(
        id=ids.new_id(), organisation_id=application.organisation_id, application_id=application.id,
        item_code=line.item_code, payer=line.payer, amount_minor=line.amount_minor, currency=line.currency,
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.fee-plan-line.save", row, by=by, item=line.item_code, payer=line.payer)


def base_of(licence: Licence) -> Application | None:
    """Return the application whose answers a licence stands on: the one that gave it its newest term."""
    terms = licences.terms_of(licence.id)
    return db.session.get(Application, terms[0].application_id) if terms else None


def since(application: Application, copy: dict[str, Any]) -> list[Difference]:
    """Return what a copy of an application says otherwise than what its licence stands on; a new one has none."""
    if application.licence_id is None:
        return []
    licence = licences.get(application.licence_id)
    base = base_of(licence)
    if base is not None and base.id == application.id:  # it is the newest term itself
        earlier = licences.terms_of(licence.id)[1:]
        base = db.session.get(Application, earlier[0].application_id) if earlier else None
    return differences(base.snapshot, copy) if base is not None and base.snapshot else []


def asked(application: Application) -> list[dict[str, str]]:
    """Return the changes of the agency that were asked for under an application, as its frozen copy holds them."""
    return [
        {"part": str(PARTS.get(item.act, Part.PEOPLE)), "title": item.title, "before": item.before, "after": item.after}
        for item in staged.asked(application.id)
    ]


def settle(application: Application, copy: dict[str, Any]) -> None:
    """Note which checks an application asks for: a variation only those that its changes concern.

    Raises Invalid for a variation that changes nothing.
    """
    if application.kind != Kind.VARIATION:
        application.checks_asked = None
        return
    found = since(application, copy)
    if not found:
        sentence = N_("Nothing differs from your licence. Change what is to be changed first.")
        raise Invalid("nothing-changed", sentence, {"changes": sentence})
    application.checks_asked = [str(kind) for kind in affected(found)]
