"""What the holder says to a measure proposed against it, while it may answer."""

from collections.abc import Sequence
from uuid import UUID

from core import clock, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Conflict
from core.i18n import N_
from licensing.clocks import service as clocks
from licensing.clocks.states import Kind
from licensing.licences.demands import sound_reason
from licensing.licences.models import LicenceMeasure, MeasureAnswer
from licensing.licences.states import ProposalStatus


def answer(row: LicenceMeasure, text: str, files: Sequence[UUID] = (), *, by: Actor) -> MeasureAnswer:
    """Answer a measure that is proposed; from then on it may be decided. Raises Conflict when it is too late."""
    open_now = row.status in (ProposalStatus.PROPOSED, ProposalStatus.SECONDED) and row.show_cause_until is not None
    if not open_now:
        raise Conflict("not-asked", N_("No answer is waited for here any more."))
    said = MeasureAnswer(
        id=ids.new_id(), organisation_id=row.organisation_id, measure_id=row.id, text=sound_reason(text, field="text"),
        files=list(files)[:20], by_person=by.person_id, by_name=by.name, at=clock.now(),
    )  # fmt: skip
    db.session.add(said)
    trail.record("licensing.measure.answer", said, by=by, number=row.licence.number)
    clocks.stop(Kind.SHOW_CAUSE, row.id, by=by)
    db.session.flush()
    return said
