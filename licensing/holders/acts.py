"""What a holder does: show that a condition is met, answer a measure, appeal, give the licence back."""

from uuid import UUID

from core.actor import Actor
from core.errors import NotFound
from core.files import StoredFile
from core.i18n import N_
from licensing.holders.queries import Held
from licensing.licences import answering, appeals, conditions, queries, winding
from licensing.licences.models import (
    ConditionEvidence,
    LicenceAppeal,
    LicenceCondition,
    LicenceMeasure,
    MeasureAnswer,
)
from licensing.licences.states import AppealKind, Measure, ProposalStatus

WAITING = frozenset({ProposalStatus.PROPOSED, ProposalStatus.SECONDED})


def condition_of(held: Held, condition_id: UUID, *, lock: bool = False) -> LicenceCondition:
    """Return a condition of the licence. Raises NotFound."""
    row = queries.condition(condition_id, lock=lock)
    if row.licence_id != held.licence.id:
        raise NotFound("condition-not-found", N_("There is no such condition on this licence."))
    return row


def measure_of(held: Held, measure_id: UUID, *, lock: bool = False) -> LicenceMeasure:
    """Return a measure on the licence that its holder may know of. Raises NotFound."""
    row = queries.measure(measure_id, lock=lock)
    if row.licence_id != held.licence.id:
        raise NotFound("measure-not-found", N_("There is no such measure on this licence."))
    return row


def measures(held: Held) -> list[LicenceMeasure]:
    """Return the measures on the licence that its holder may know of, the newest first."""
    return queries.measures_of(held.licence.id)


def answerable(row: LicenceMeasure) -> bool:
    """Tell whether the holder is asked to answer a measure before it is decided."""
    return row.status in WAITING and row.show_cause_until is not None


def under_way(held: Held) -> LicenceMeasure | None:
    """Return the surrender that was asked for and is not decided."""
    return next((row for row in measures(held) if row.measure == Measure.SURRENDER and row.status in WAITING), None)


def show_met(condition: LicenceCondition, text: str, stored: StoredFile | None, *, by: Actor) -> ConditionEvidence:
    """Hand in what shows that a condition is met. Raises Invalid, Conflict."""
    return conditions.submit_evidence(condition, text, [stored.id] if stored else [], by=by)


def answer(row: LicenceMeasure, text: str, stored: StoredFile | None, *, by: Actor) -> MeasureAnswer:
    """Answer a measure that is proposed. Raises Invalid, Conflict."""
    return answering.answer(row, text, [stored.id] if stored else [], by=by)


def appeal(row: LicenceMeasure, kind: str, text: str, *, by: Actor) -> LicenceAppeal:
    """Appeal against a measure, or ask that wrong facts be put right. Raises Invalid, Conflict."""
    return appeals.lodge(row, text, kind=AppealKind(kind), by=by)


def give_back(held: Held, reason: str, plan: str, *, by: Actor) -> LicenceMeasure:
    """Ask to give the licence back; asked again, the first request is the answer. Raises Invalid, Conflict."""
    present = under_way(held)
    return present or winding.request(held.licence, reason=reason, plan=plan, by=by)
