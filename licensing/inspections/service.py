"""Commands on inspections: plan, take lists, draw, record, report, answer, close."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from core import clock, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.i18n import N_
from licensing.agencies.models import Agency
from licensing.applications.models import Application
from licensing.applications.states import Status as CaseStatus
from licensing.assignments import queries as people
from licensing.clocks import service as clocks
from licensing.clocks.states import Kind as ClockKind
from licensing.inspections import queries, sampling
from licensing.inspections.models import (
    Inspection,
    InspectionFinding,
    InspectionFrame,
    InspectionItem,
    InspectionResponse,
    InspectionSample,
)
from licensing.inspections.states import OPEN, FrameKind, Outcome, Seen, Status
from licensing.reasons import sound_reason
from licensing.standards.states import FindingOutcome

LONGEST_PLACE = 300
DAYS_TO_ANSWER = 14  # proposal; a day is set with each report
INSPECTABLE = frozenset({CaseStatus.COMPLETENESS, CaseStatus.CHECKS, CaseStatus.INSPECTION, CaseStatus.ASSESSMENT})
# A reference has a figure and no space: the name of a person has neither. Premises are named by their address.
REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/#-]{0,39}")


@dataclass(frozen=True)
class Plan:
    """What is planned: why, where, on which day, by whom, and whether the agency is told before."""

    purpose: str
    place: str
    planned_on: date
    inspector_id: UUID
    announced: bool = True


def plan(agency: Agency, told: Plan, *, application: Application | None = None, by: Actor) -> Inspection:
    """Plan an inspection of an agency, of one of its cases if given; a case in checks is then under inspection.

    Raises Invalid for a purpose shorter than 10 characters, a day in the past, or a person who may not inspect, stands
    near the agency, or worked on the case; Conflict for a case that cannot be inspected now.
    """
    if application is not None and application.status not in INSPECTABLE:
        raise Conflict("not-inspectable", N_("This case cannot be inspected as it is now."))
    purpose = sound_reason(told.purpose, field="purpose")
    place = told.place.strip()
    if not 1 <= len(place) <= LONGEST_PLACE:
        message = N_("Say in at most 300 characters where the visit is.")
        raise Invalid("place-missing", message, {"place": message})
    if told.planned_on < clock.today():
        message = N_("Enter today or a later day.")
        raise Invalid("day-past", message, {"planned_on": message})
    name = _inspector(told.inspector_id, agency.id, application).name
    row = Inspection(
        id=ids.new_id(), organisation_id=agency.organisation_id, reference=ids.new_reference("I"), agency_id=agency.id,
        application_id=application.id if application else None, status=Status.PLANNED, purpose=purpose, place=place,
        planned_on=told.planned_on, announced=told.announced, inspector_id=told.inspector_id, inspector_name=name,
        planned_by=by.person_id, planned_by_name=by.name, planned_at=clock.now(), agency=agency,
    )  # fmt: skip
    db.session.add(row)
    trail.record(
        "licensing.inspection.plan", row, by=by, reason=purpose, inspector=name, day=told.planned_on.isoformat(),
        case=application.reference if application else None,
    )  # fmt: skip
    db.session.flush()
    if application is not None and application.status == CaseStatus.CHECKS:
        move(
            application, CaseStatus.INSPECTION, action="licensing.application.inspect", by=by, inspection=row.reference
        )
        db.session.flush()
    return row


def _inspector(person_id: UUID | None, agency_id: UUID, application: Application | None) -> queries.Inspector:
    """Return who may inspect this. Raises Invalid naming the field `inspector`."""
    person = next((item for item in queries.inspectors() if item.person_id == person_id), None)
    message = None
    if person is None:
        message = N_("Choose an inspector from the list.")
    elif people.is_conflicted(person_id, agency_id):
        message = N_("Something stands between this person and the agency. Choose someone else.")
    elif application is not None and people.standing(person_id, application).recommended:
        message = N_("This person recommended on the case. Choose someone else.")
    if person is None or message is not None:
        raise Invalid("inspector-unfit", message or "", {"inspector": message or ""})
    return person


def hand_over(row: Inspection, inspector_id: UUID | None, *, reason: str, by: Actor) -> None:
    """Give a planned inspection to another inspector. Raises Conflict once the visit has begun; else as `plan`."""
    if row.status != Status.PLANNED:
        raise Conflict("inspection-begun", N_("The visit has begun, so its inspector stays."))
    sound = sound_reason(reason)
    person = _inspector(inspector_id, row.agency_id, queries.application_of(row))
    row.inspector_name, row.inspector_id = person.name, person.person_id
    trail.record("licensing.inspection.hand-over", row, by=by, reason=sound, inspector=row.inspector_name)
    db.session.flush()


def start(row: Inspection, *, by: Actor) -> None:
    """Begin the visit. Raises Refused for anybody but its inspector, Conflict when it is not planned."""
    refuse_not_inspector(row, by)
    if row.status != Status.PLANNED:
        raise Conflict("inspection-not-planned", N_("This visit has begun already, or was cancelled."))
    row.visited_on = clock.today()
    move(row, Status.VISITING, action="licensing.inspection.start", by=by)
    db.session.flush()


def declare(row: Inspection, kind: FrameKind, text: str, *, by: Actor) -> InspectionFrame:
    """Take a list as the agency declares it, one reference a line; a later one counts until a sample is drawn.

    Raises Conflict when a sample is drawn already, Invalid for an empty list, too many or too long entries, and for
    entries that could be names: a list holds references, never who a worker is.
    """
    if row.status not in OPEN or queries.sample_of(row, kind) is not None:
        raise Conflict("sample-drawn", N_("A sample is drawn from this list already, so it stays as it is."))
    entries = sampling.listed(text)
    _refuse_entries(entries, kind)
    last = queries.last_frame(row, kind)
    frame = InspectionFrame(
        id=ids.new_id(), organisation_id=row.organisation_id, inspection_id=row.id, kind=kind,
        number=last.number + 1 if last else 1, entries=entries, entries_hash=sampling.digest(entries),
        declared_by=by.person_id, declared_by_name=by.name, declared_at=clock.now(),
    )  # fmt: skip
    db.session.add(frame)
    trail.record(
        "licensing.inspection.declare", frame, by=by, kind=str(kind), entries=len(entries), hash=frame.entries_hash
    )
    db.session.flush()
    return frame


def _refuse_entries(entries: list[str], kind: FrameKind) -> None:
    message, wrong = None, ""
    if not entries:
        message = N_("Write at least one entry, each on a line of its own.")
    elif len(entries) > sampling.MOST_ENTRIES:
        message = N_("A list has at most 5,000 entries.")
    elif long := [entry for entry in entries if len(entry) > sampling.LONGEST_ENTRY]:
        message, wrong = N_("“%(entry)s” is longer than 40 characters. Use your own short references."), long[0]
    elif kind is not FrameKind.PREMISES and (names := [item for item in entries if not REFERENCE.fullmatch(item)]):
        message, wrong = (
            N_("“%(entry)s” is no reference. Use letters and figures without spaces, never a name."),
            names[0],
        )
    if message is not None:
        raise Invalid("entries-refused", message, {"entries": message}, entry=wrong)


def draw(row: Inspection, kind: FrameKind, *, by: Actor) -> InspectionSample:
    """Have the database draw the sample from the list declared last: nobody chooses seed, size or entries.

    Raises Refused for anybody but the inspector, Conflict without a list, when drawn already, or after the visit.
    """
    refuse_not_inspector(row, by)
    if row.status not in OPEN or queries.sample_of(row, kind) is not None:
        raise Conflict("sample-drawn", N_("A sample is drawn from this list already, so it stays as it is."))
    frame = queries.last_frame(row, kind)
    if frame is None:
        raise Conflict("frame-missing", N_("The agency has not declared such a list yet."))
    sample = InspectionSample(
        id=ids.new_id(), organisation_id=row.organisation_id, inspection_id=row.id, frame_id=frame.id, kind=kind,
        seed="", share=0, floor=0, picked=[], drawn_by=by.person_id, drawn_by_name=by.name, drawn_at=clock.now(),
    )  # fmt: skip
    db.session.add(sample)
    trail.record("licensing.inspection.draw", sample, by=by, kind=str(kind), frame=frame.entries_hash)
    db.session.flush()
    db.session.refresh(sample)
    return sample


def see(
    row: Inspection, kind: FrameKind, entry: str, result: Seen, *, note: str | None = None, by: Actor
) -> InspectionItem:
    """Record what became of one thing that was drawn; a later word supersedes. Raises as `find`."""
    refuse_not_visiting(row, by)
    sample = queries.sample_of(row, kind)
    if sample is None or entry not in sample.picked:
        message = N_("Choose something that was drawn.")
        raise Invalid("not-drawn", message, {"entry": message})
    before = queries.newest_items(sample).get(entry)
    item = InspectionItem(
        id=ids.new_id(), organisation_id=row.organisation_id, sample_id=sample.id, entry=entry,
        number=before.number + 1 if before else 1, result=result, note=(note or "").strip()[:2000] or None,
        by_person=by.person_id, by_name=by.name, at=clock.now(),
    )  # fmt: skip
    db.session.add(item)
    trail.record("licensing.inspection.see", item, by=by, result=str(result), entry=entry)
    db.session.flush()
    return item


def find(
    row: Inspection, outcome: FindingOutcome, *, text: str, standard_code: str | None = None, by: Actor
) -> InspectionFinding:
    """Record a finding of the visit, of a standard of the case if one is named; none is ever changed.

    Raises Refused for anybody but the inspector, Conflict outside the visit, Invalid for a text shorter than 10
    characters or a standard that is not asked.
    """
    refuse_not_visiting(row, by)
    sound = sound_reason(text, field="text")
    standard = None
    if standard_code:
        standard = next((item for item in queries.standards_for(row) if item.code == standard_code), None)
        if standard is None:
            message = N_("Choose a standard that is asked of this case.")
            raise Invalid("standard-unknown", message, {"standard": message})
    finding = InspectionFinding(
        id=ids.new_id(), organisation_id=row.organisation_id, inspection_id=row.id, outcome=outcome, text=sound,
        standard_id=standard.id if standard else None, by_person=by.person_id, by_name=by.name, at=clock.now(),
    )  # fmt: skip
    db.session.add(finding)
    trail.record(
        "licensing.inspection.find", finding, by=by, reason=sound, outcome=str(outcome), standard=standard_code or None
    )
    db.session.flush()
    return finding


def report(row: Inspection, outcome: Outcome, *, text: str, respond_by: date | None = None, by: Actor) -> None:
    """File the report: the agency reads it, and its case goes on.

    Raises Refused for anybody but the inspector, Conflict outside the visit, Invalid for a text shorter than 10
    characters, without a finding, or while something that was drawn has no word.
    """
    refuse_not_visiting(row, by)
    sound = sound_reason(text, field="report")
    if not row.findings:
        raise Conflict("finding-missing", N_("Record at least one finding before you file the report."))
    if left := queries.unseen(row.samples):
        message = N_("Say of everything that was drawn what became of it. Not yet: %(left)s")
        raise Conflict("sample-unseen", message, left=", ".join(left[:5]))
    last = respond_by or clock.today() + timedelta(days=DAYS_TO_ANSWER)
    if last < clock.today():
        message = N_("Enter today or a later day.")
        raise Invalid("day-past", message, {"respond_by": message})
    row.report, row.outcome, row.reported_at, row.respond_by = sound, outcome, clock.now(), last
    move(row, Status.REPORTED, action="licensing.inspection.report", by=by, reason=sound, outcome=str(outcome))
    db.session.flush()
    _let_case_go_on(row, by=by)


def cancel(row: Inspection, *, reason: str, by: Actor) -> None:
    """Cancel an inspection that is not reported. Raises Conflict when it is, Invalid for a short reason."""
    if row.status not in OPEN:
        raise Conflict("inspection-over", N_("This inspection is over, so it cannot be cancelled."))
    move(row, Status.CANCELLED, action="licensing.inspection.cancel", by=by, reason=sound_reason(reason))
    db.session.flush()
    _let_case_go_on(row, by=by)


def _let_case_go_on(row: Inspection, *, by: Actor) -> None:
    """Move the case of an inspection that is over back into checks, once none of its inspections is open."""
    application = queries.application_of(row)
    if application is None:
        return
    if row.status == Status.REPORTED:
        clocks.stop(ClockKind.INSPECTION, application.id, by=by)
    if application.status == CaseStatus.INSPECTION and not queries.is_open(application.id):
        move(application, CaseStatus.CHECKS, action="licensing.application.inspected", by=by, inspection=row.reference)
        db.session.flush()


def respond(row: Inspection, *, text: str, by: Actor) -> InspectionResponse:
    """Record the agency's answer to the report. Raises Conflict before and after, Invalid for a short text."""
    if row.status != Status.REPORTED:
        raise Conflict("not-reported", N_("A report can be answered until the inspection is closed."))
    sound = sound_reason(text, field="text")
    answer = InspectionResponse(
        id=ids.new_id(), organisation_id=row.organisation_id, inspection_id=row.id, text=sound, by_person=by.person_id,
        by_name=by.name, at=clock.now(),
    )  # fmt: skip
    db.session.add(answer)
    trail.record("licensing.inspection.respond", answer, by=by, reason=sound)
    db.session.flush()
    return answer


def close(row: Inspection, *, reason: str, by: Actor) -> None:
    """Close a reported inspection, once the agency has answered or its time to answer is over.

    Raises Refused for the inspector, Conflict while the agency may still answer, Invalid for a short reason.
    """
    if row.inspector_id == by.person_id:
        raise Refused("same-person", N_("You inspected. Someone else must close the inspection."))
    if row.status != Status.REPORTED:
        raise Conflict("not-reported", N_("Only a reported inspection is closed."))
    if not row.responses and row.respond_by is not None and clock.today() <= row.respond_by:
        raise Conflict("answer-awaited", N_("The agency may still answer. Close the inspection after its last day."))
    row.closed_by, row.closed_by_name, row.closed_at = by.person_id, by.name, clock.now()
    row.closed_why = sound_reason(reason)
    move(row, Status.CLOSED, action="licensing.inspection.close", by=by, reason=row.closed_why)
    db.session.flush()


def refuse_not_inspector(row: Inspection, by: Actor) -> None:
    """Raise Refused for anybody but the inspector of this visit."""
    if row.inspector_id != by.person_id:
        raise Refused("not-inspector", N_("Only the inspector of this visit can do this."))


def refuse_not_visiting(row: Inspection, by: Actor) -> None:
    """Raise Refused for anybody but the inspector, Conflict when the visit has not begun or is over."""
    refuse_not_inspector(row, by)
    if row.status != Status.VISITING:
        raise Conflict("not-visiting", N_("Begin the visit first. After the report, nothing is added."))
