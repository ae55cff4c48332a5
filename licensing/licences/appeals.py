"""Commands on appeals: lodged, stayed by a tribunal's order, ended by an outcome that another decision carries out."""

from datetime import date

from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from licensing.clocks import queries as clock_rules
from licensing.clocks import service as clocks
from licensing.clocks.states import Kind
from licensing.events import AppealChanged, LicenceStatusChanged
from licensing.licences import effects, queries
from licensing.licences.demands import sound_reason
from licensing.licences.models import Licence, LicenceAppeal, LicenceMeasure
from licensing.licences.states import AppealKind, AppealStatus, Measure, ProposalStatus

S = AppealStatus
APPEALABLE = frozenset({Measure.SUSPEND, Measure.REVOKE, Measure.CANCEL, Measure.FREEZE, Measure.WATCH})
LONGEST_ORDER = 200
NO_ORDER = N_("Write the number of the tribunal's order.")


def appealable(row: LicenceMeasure) -> bool:
    """Tell whether a measure is a decision that can be appealed against."""
    decided = row.status in (ProposalStatus.CONFIRMED, ProposalStatus.ACTING)
    return decided and row.ended_at is None and Measure(row.measure) in APPEALABLE


def last_day(row: LicenceMeasure, kind: AppealKind) -> date | None:
    """Return the last day on which a measure may be appealed against; None where no rule sets one."""
    decided = row.decided_at or row.proposed_at
    rule = Kind.PRE_APPEAL if kind is AppealKind.FACTS else Kind.APPEAL
    return clock_rules.last_day_of(rule, decided.astimezone(clock.zone()).date())


def lodge(row: LicenceMeasure, text: str, *, by: Actor, kind: AppealKind = AppealKind.APPEAL,
          lodged_on: date | None = None) -> LicenceAppeal:  # fmt: skip
    """Lodge an appeal against a measure, or ask that wrong facts be put right (1.1: within 10 days).

    The holder does this, or an officer enters a letter with the day it came (`lodged_on`). An appeal alone stops
    nothing; the public page says that the decision is under appeal. Raises Conflict when the measure cannot be
    appealed against, the last day has passed, or an appeal is open; Invalid for fewer than 10 characters.
    """
    if not appealable(row):
        raise Conflict("not-appealable", N_("There is no decision in effect here that can be appealed against."))
    day = lodged_on if lodged_on is not None and by.organisation_kind == "regulator" else clock.today()
    until = last_day(row, kind)
    if day > clock.today() or (until is not None and day > until):
        raise Conflict("appeal-late", N_("The last day for this has passed. Write to the tribunal instead."))
    if any(one.kind == kind and one.status == S.LODGED for one in queries.appeals_of_measure(row.id)):
        raise Conflict("appeal-open", N_("An appeal against this decision is open already."))
    appeal = LicenceAppeal(
        id=ids.new_id(), organisation_id=row.organisation_id, licence_id=row.licence_id, measure_id=row.id,
        reference=ids.new_reference("P"), kind=kind, status=S.LODGED, text=sound_reason(text, field="text"),
        lodged_on=day, lodged_by=by.person_id, lodged_by_name=by.name, lodged_at=clock.now(),
    )  # fmt: skip
    db.session.add(appeal)
    trail.record("licensing.appeal.lodge", appeal, by=by, reason=appeal.text, number=row.licence.number, kind=str(kind))
    db.session.flush()
    events.publish(AppealChanged(appeal.id))
    return appeal


def show(licence: Licence, *, by: Actor) -> None:
    """Bring what the public page says of appeals in line with the appeals that are open."""
    now = any(one.kind == AppealKind.APPEAL and one.status == S.LODGED for one in queries.appeals_of(licence.id))
    if licence.under_appeal != now:
        licence.under_appeal = now
        trail.record("licensing.licence.appeal" if now else "licensing.licence.appeal-over", licence, by=by)
        db.session.flush()
        events.publish(LicenceStatusChanged(licence.id))


def stay(appeal: LicenceAppeal, order: str, *, by: Actor) -> None:
    """Enter the order of a tribunal that the decision waits until the appeal is decided.

    The licence runs on as it was before the decision. Raises Conflict for a decision with immediate effect, which
    stands, and for one that has ended the licence already.
    """
    _open(appeal)
    row = appeal.measure
    if appeal.kind != AppealKind.APPEAL or appeal.stayed_at is not None:
        raise Conflict("not-stayable", N_("Only an open appeal is stayed, and once."))
    if row.immediate:
        raise Conflict(
            "decision-immediate", N_("The decision took effect at once: it stands while the appeal is heard.")
        )
    if row.effective_at is not None and row.measure in (Measure.REVOKE, Measure.CANCEL):
        raise Conflict(
            "licence-ended", N_("The licence has ended and does not come back by a stay. It is applied for anew.")
        )
    appeal.stay_order, appeal.stayed_by, appeal.stayed_at = order_of(order, "order"), by.person_id, clock.now()
    trail.record("licensing.appeal.stay", appeal, by=by, order=appeal.stay_order)
    db.session.flush()
    row.stayed = True
    trail.record("licensing.measure.stay", row, by=by, order=appeal.stay_order)
    clocks.pause(Kind.REVOCATION_NOTICE, row.id, by=by)
    effects.settle(row, f"licensing.licence.stay-{row.measure}", by=by)


def close(appeal: LicenceAppeal, outcome: AppealStatus, *, text: str, order: str | None = None, by: Actor) -> None:
    """Enter how an appeal ended; nobody who took the decision does this.

    A decision that stands takes effect again; one that is quashed or varied stays as it was during the appeal until
    another decision carries the order out (`Measure.SET_ASIDE`, and a measure in its place). Raises Refused for the
    people of the decision, Invalid without the tribunal's order or a text, Conflict when it is closed.
    """
    _open(appeal)
    row = appeal.measure
    people = (row.proposed_by, row.seconded_by, row.decided_by)
    if outcome is S.LODGED or (outcome is not S.WITHDRAWN and by.person_id in people):
        raise Refused("same-person", N_("You took part in the decision. Someone else must enter how the appeal ended."))
    if outcome is S.WITHDRAWN and by.organisation_kind == "regulator" and by.person_id in people:
        raise Refused("same-person", N_("You took part in the decision. Someone else must enter how the appeal ended."))
    needs_order = appeal.kind == AppealKind.APPEAL and outcome in (S.UPHELD, S.QUASHED, S.VARIED)
    appeal.outcome_order = order_of(order, "order") if needs_order or order else None
    if outcome in (S.QUASHED, S.VARIED) and appeal.outcome_order is None:
        appeal.outcome_order = appeal.reference  # facts that we put right ourselves need no tribunal
    appeal.outcome_text = sound_reason(text, field="text")
    appeal.closed_by, appeal.closed_by_name, appeal.closed_at = by.person_id, by.name, clock.now()
    move(
        appeal, outcome, action="licensing.appeal.close", by=by, reason=appeal.outcome_text, order=appeal.outcome_order
    )
    db.session.flush()
    if row.stayed and outcome in (S.UPHELD, S.WITHDRAWN):
        resume(row, by=by)
    events.publish(AppealChanged(appeal.id))


def resume(row: LicenceMeasure, *, by: Actor) -> None:
    """Let a decision take effect again that was stayed; a notice that had begun runs on with what was left of it."""
    row.stayed = False
    trail.record("licensing.measure.resume", row, by=by)
    clocks.resume(Kind.REVOCATION_NOTICE, row.id, by=by)
    effects.settle(row, f"licensing.licence.resume-{row.measure}", by=by)


def order_of(order: str | None, field: str) -> str:
    """Return the number of an order. Raises Invalid when there is none or it is too long."""
    sound = " ".join((order or "").split())
    if not 2 <= len(sound) <= LONGEST_ORDER:
        raise Invalid("order-missing", NO_ORDER, {field: NO_ORDER})
    return sound


def _open(appeal: LicenceAppeal) -> None:
    if appeal.status != S.LODGED:
        raise Conflict("appeal-closed", N_("This appeal has been decided already."))
