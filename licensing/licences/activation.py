"""The way from a granted application to a licence in force: bond and fee are there, then everything at once."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import Range

from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db, move
from core.i18n import N_
from licensing.applications import queries as applications
from licensing.applications import timing
from licensing.applications.models import Application, ApplicationDecision
from licensing.applications.states import Kind
from licensing.applications.states import Status as ApplicationStatus
from licensing.events import LicenceIssued, LicenceRenewed, LicenceStatusChanged, VariationGranted
from licensing.licences import conditions, queries
from licensing.licences.models import Licence, LicenceTerm
from licensing.licences.states import LIVE, Status
from licensing.licences.terms import Days, further, running

# Why a granted application must wait, as a marked sentence, or None. A gate may first see to it that what it waits for
# is asked for (a payment order). It runs in the deciding transaction as well as in the worker's.
Gate = Callable[[Application, Actor], str | None]
gates: list[Gate] = []
# The states from which each kind of application brings a licence further.
FROM: dict[Kind, frozenset[Status]] = {
    Kind.RENEWAL: frozenset({Status.ACTIVE, Status.SUSPENDED, Status.EXPIRED}),
    Kind.VARIATION: LIVE,
    Kind.REINSTATEMENT: frozenset({Status.SUSPENDED, Status.EXPIRED}),
}
VERBS = {Kind.RENEWAL: "renew", Kind.VARIATION: "vary", Kind.REINSTATEMENT: "reinstate"}
LICENCE_ENDED = N_("The licence has been revoked, cancelled or given back, so nothing can be added to it.")

STILL_SUSPENDED = N_("The licence is still suspended. Ask for its reinstatement instead.")
HOLDS_ANOTHER = N_("The agency holds another licence of this class, so this one cannot be brought back.")
ENDED_FOR_GOOD = frozenset({Status.REVOKED, Status.CANCELLED, Status.SURRENDERED})


def gate(asked: Gate) -> Gate:
    """Register a gate; every gate must open before a licence is in force."""
    if asked not in gates:
        gates.append(asked)
    return asked


def waits_for(application: Application, *, by: Actor) -> list[str]:
    """Return why a granted application is not in force yet, as marked sentences; nothing means it can be."""
    found = [reason for reason in (ask(application, by) for ask in gates) if reason is not None]
    if application.licence_id is not None:
        held = queries.get(application.licence_id)
        kind = Kind(application.kind)
        fault = LICENCE_ENDED if Status(held.status) not in FROM[kind] else hindrance(held, kind)
        if fault is not None:
            found.append(fault)
    return found


def hindrance(held: Licence, kind: Kind) -> str | None:
    """Return why an expired licence cannot be brought back, as a marked sentence, or None.

    What was imposed on a licence outlives its last day, and meanwhile the agency may hold another of its class.
    """
    if held.status != Status.EXPIRED:
        return None
    state = queries.state_of(held.id)
    if state in ENDED_FOR_GOOD:
        return LICENCE_ENDED
    if state is Status.SUSPENDED and kind is Kind.RENEWAL:
        return STILL_SUSPENDED
    other = queries.live_of(held.agency_id, held.class_code)
    return HOLDS_ANOTHER if other is not None else None


def activate_if_ready(application_id: UUID, *, by: Actor) -> Licence | None:
    """Put the licence of a granted application in force if nothing is missing; return it, or None while it waits.

    One transaction: the application is granted, the licence written or extended, its term and conditions with it. The
    application's row is locked, so that a webhook, an officer and a job that come at once make one licence; asking
    again gives the licence that is there.
    """
    application = db.session.execute(
        select(Application).where(Application.id == application_id)
        .with_for_update(of=Application).execution_options(populate_existing=True)
    ).scalar_one_or_none()  # fmt: skip
    if application is None:
        return None
    if application.status == ApplicationStatus.GRANTED:
        return queries.of_application(application.id)
    if application.status != ApplicationStatus.PENDING_ACTIVATION or waits_for(application, by=by):
        return None
    decision = applications.decision_of(application)
    if decision is None:
        return None
    why: dict[str, Any] = {"by": by, "reason": decision.reason, "rule": decision.ground_code}
    move(application, ApplicationStatus.GRANTED, action="licensing.application.activate", **why)
    if application.kind == Kind.NEW:
        licence = _issue(application, decision, why)
        events.publish(LicenceIssued(licence.id))
    else:
        licence = _extend(application, decision, why)
    timing.ended(application, by=by)
    events.publish(VariationGranted(application.id))
    return licence


def _issue(application: Application, decision: ApplicationDecision, why: dict[str, Any]) -> Licence:
    """Write a licence with the next number, from today or from the day after one of its class that is still live."""
    days = running(_starts(application), applications.licence_class(application.class_code).months)
    licence = Licence(
        id=ids.new_id(), organisation_id=application.organisation_id, agency_id=application.agency_id,
        application_id=application.id, number=next_number(), class_code=application.class_code, status=Status.ACTIVE,
        valid=Range(days.starts_on, days.ends_on, bounds="[]"), frozen=False, watched=False, under_appeal=False,
        destinations=list(application.destinations), granted_at=clock.now(),
    )  # fmt: skip
    db.session.add(licence)
    trail.record(
        "licensing.licence.grant", licence, number=licence.number, application=application.reference,
        first_day=days.starts_on.isoformat(), **why,
    )  # fmt: skip
    db.session.flush()
    _add_term(licence, application, decision, days, why)
    _add_conditions(licence, application.proposed_conditions, why)
    db.session.refresh(licence, ["valid"])  # as PostgreSQL spells it: up to the day after the last
    return licence


def _extend(application: Application, decision: ApplicationDecision, why: dict[str, Any]) -> Licence:
    """Add a term to the licence that the application names; its number stays, and no day of it is lost."""
    licence = db.session.execute(
        select(Licence).where(Licence.id == application.licence_id)
        .with_for_update(of=Licence).execution_options(populate_existing=True)
    ).scalar_one()  # fmt: skip
    kind, before = Kind(application.kind), Status(licence.status)
    days = further(
        kind, queries.last_day(licence.valid), applications.licence_class(licence.class_code).months, clock.today(),
        suspended=before is Status.SUSPENDED,
        continued=licence.renewal_pending_until is not None
        or (kind is Kind.RENEWAL and timing.lodged_in_time(application, queries.last_day(licence.valid))),
    )  # fmt: skip
    licence.valid = Range(
        min(queries.first_day(licence.valid), days.starts_on), max(queries.last_day(licence.valid), days.ends_on),
        bounds="[]",
    )  # fmt: skip
    licence.destinations = list(application.destinations)
    if kind is not Kind.VARIATION:
        licence.renewal_pending_until = None
    action = f"licensing.licence.{VERBS[kind]}"
    told: dict[str, Any] = {"application": application.reference, "last_day": days.ends_on.isoformat(), **why}
    back = before is Status.EXPIRED or (before is Status.SUSPENDED and kind is Kind.REINSTATEMENT)
    if back:
        move(licence, Status.ACTIVE, action=action, **told)
    else:
        trail.record(action, licence, **told)
    db.session.flush()
    _add_term(licence, application, decision, days, why)
    _add_conditions(licence, application.proposed_conditions, why)
    db.session.refresh(licence, ["valid"])
    events.publish(LicenceRenewed(licence.id, application.id))
    if back:
        events.publish(LicenceStatusChanged(licence.id))
    return licence


def _add_term(
    licence: Licence, application: Application, decision: ApplicationDecision, days: Days, why: dict[str, Any]
) -> None:
    term = LicenceTerm(
        id=ids.new_id(), organisation_id=licence.organisation_id, licence_id=licence.id, application_id=application.id,
        decision_id=decision.id, kind=application.kind, starts_on=days.starts_on, ends_on=days.ends_on,
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(term)
    trail.record("licensing.term.add", term, number=licence.number, last_day=days.ends_on.isoformat(), **why)


def _add_conditions(licence: Licence, proposed: Sequence[dict[str, Any]], why: dict[str, Any]) -> None:
    """Write the conditions that were recommended; those the licence carries already stay."""
    db.session.flush()
    for item in proposed:
        due = date.fromisoformat(item["due_on"]) if item["due_on"] else None
        conditions.begin(licence, conditions.Condition(item["text"], item["public_text"], due), **why)


def next_number() -> str:
    """Return the next licence number; one that a rolled-back decision took stays unused."""
    number: int = db.session.execute(text("SELECT nextval('licence_number')")).scalar_one()
    return f"RA-{number:05d}"


def _starts(application: Application) -> date:
    live = select(func.max(func.upper(Licence.valid))).where(
        Licence.agency_id == application.agency_id,
        Licence.class_code == application.class_code,
        Licence.status.in_(LIVE),
    )
    ends: date | None = db.session.execute(live).scalar_one()
    return max(clock.today(), ends) if ends else clock.today()
