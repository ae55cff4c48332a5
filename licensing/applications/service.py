"""Commands on applications: begin, save part by part, hand in, take back."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm.attributes import flag_modified

from core import clock, countries, events, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid
from core.i18n import N_, long_instant, translate
from core.text import clean_text
from licensing.agencies import service as agencies
from licensing.applications import changes, drafts, letters, parts, queries, snapshots, timing
from licensing.applications.declaration import PROMISES
from licensing.applications.models import Application, ApplicationDeficiency
from licensing.applications.parts import Gap, Part
from licensing.applications.sectors import SECTORS
from licensing.applications.states import WITH_BROKER, WITH_REGULATOR, Kind, Status
from licensing.events import ApplicationSubmitted
from licensing.licences import queries as licences

MOST_DESTINATIONS, MOST_WORKERS, LONGEST_ANSWER = 60, 1_000_000, 4000
CHECK = N_("Check what you entered.")


def begin(class_code: str, registration_number: str = "", *, by: Actor) -> Application:
    """Begin an application for a class of licence; the agency is registered with its number when it is new.

    A draft that is there already is returned as it is. Raises Invalid naming ``class_code`` or
    ``registration_number``, Conflict when an application for this class is with the regulator or a licence is held.
    """
    if class_code not in {known.code for known in queries.classes()}:
        raise Invalid("class-unknown", CHECK, {"class_code": N_("Choose a class of licence from the list.")})
    agency = agencies.register(registration_number, by=by)
    present = queries.open_for(agency.id, class_code)
    if present is not None:
        if present.status in WITH_BROKER:
            return present
        sentence = N_("Your application %(reference)s for this class is not decided yet. Wait for the decision.")
        raise Conflict("application-open", sentence, reference=present.reference)
    held = licences.live_of(agency.id, class_code)
    if held is not None:
        # An open draft may change the names and telephones that workers see; a holder's are checked before they change.
        sentence = N_("You hold licence %(number)s of this class. Renew it, or ask for a change, on its own page.")
        raise Conflict("licence-held", sentence, number=held.number)
    application = Application(
        id=ids.new_id(), organisation_id=agency.organisation_id, agency_id=agency.id, class_code=class_code,
        kind=Kind.NEW, reference=ids.new_reference("A"), status=Status.DRAFT, destinations=[], sectors=[],
        completed_parts=[], proposed_conditions=[], created_at=clock.now(),
    )  # fmt: skip
    application.agency = agency
    db.session.add(application)
    trail.record("licensing.application.begin", application, by=by, class_code=class_code)
    db.session.flush()
    drafts.keep(application, by=by)
    return application


def refuse_closed(application: Application) -> None:
    """Raise Conflict unless the application is with the broker, as a draft or returned."""
    if application.status not in WITH_BROKER:
        raise Conflict("application-not-open", N_("This application was handed in, so it cannot be changed now."))


def refuse_stale(application: Application, version: int | None) -> None:
    """Raise Conflict when the application was saved since `version` was shown; the sentence says by whom and when."""
    if version == application.version:
        return
    last = queries.last_entry(application)
    sentence = N_("%(name)s saved this application on %(when)s, after you opened this page.")
    name, when = (last.actor_name, long_instant(last.at)) if last else ("", "")
    raise Conflict("application-stale", sentence, name=name, when=when)


def mark(application: Application, part: Part, *, finish: bool, by: Actor) -> list[Gap]:
    """Note that a part was saved, and that it is finished if `finish` and nothing is missing; return what is missing.

    Every save makes a new version of the application, so that a page opened before it is known to be old.
    """
    found = parts.gaps(queries.answers(application))[part]
    if finish and not found:
        application.completed_parts = sorted({*application.completed_parts, part})
    flag_modified(application, "completed_parts")
    trail.record("licensing.application.save", application, by=by, part=str(part), missing=[gap.field for gap in found])
    db.session.flush()
    drafts.keep(application, by=by)
    return found


def send_workers(
    application: Application, destinations: Sequence[str], sectors: Sequence[str], workers_a_year: int | None
) -> None:
    """Say where workers are sent (ISO 3166-1 alpha-2), for which work, and how many in a year; each may be empty.

    Raises Invalid naming the fields. The caller marks the part, which writes the trail.
    """
    chosen = list(dict.fromkeys(code.upper() for code in destinations))
    faults = {}
    if not all(countries.known(code) for code in chosen):
        faults["destinations"] = N_("Choose countries from the list.")
    if len(chosen) > MOST_DESTINATIONS:
        faults["destinations"] = N_("Choose at most 60 countries.")
    if not set(sectors) <= set(SECTORS):
        faults["sectors"] = N_("Choose kinds of work from the list.")
    if workers_a_year is not None and not 1 <= workers_a_year <= MOST_WORKERS:
        faults["workers_a_year"] = N_("Enter a number from 1 to 1,000,000.")
    if faults:
        raise Invalid("destinations-refused", CHECK, faults)
    application.destinations = chosen
    application.sectors = [code for code in SECTORS if code in set(sectors)]
    application.workers_a_year = workers_a_year
    flag_modified(application, "completed_parts")


def submit(application: Application, *, declared: bool, by: Actor) -> Application:
    """Declare and hand in: freeze what the application says; it is with the regulator once its fee needs no waiting.

    Handing in again what is with the regulator, or waits for its fee, changes nothing: a second click gets the first
    answer. Raises Invalid with a field for everything that is missing, Conflict when the application is decided or
    withdrawn.
    """
    if application.status in WITH_REGULATOR or application.status == Status.AWAITING_FEE:
        return application
    refuse_closed(application)
    answers = queries.answers(application)
    faults = {gap.field: filled(gap) for gap in parts.obstacles(answers)}
    if not declared:
        faults["declared"] = translate(N_("Tick the box to declare that this is true."))
    if faults:
        raise Invalid("application-incomplete", N_("The application is not complete."), faults)
    if by.person_id is None:
        raise Conflict("declared-by-nobody", N_("Only a person can declare and hand in an application."))
    snapshot = snapshots.take(answers, queries.licence_class(application.class_code))
    asked = changes.asked(application)
    if asked:
        snapshot["changes"] = asked
    changes.settle(application, snapshot)
    snapshot["declaration"] = {
        "person_id": str(by.person_id), "person": by.name, "at": clock.now().isoformat(), "promises": list(PROMISES),
    }  # fmt: skip
    application.snapshot, application.snapshot_hash = snapshot, snapshots.digest(snapshot)
    application.declared_by = by.person_id
    if application.status == Status.RETURNED:
        for row in queries.unanswered(application):
            answer(row, row.answer or "", by=by)
        _arrive(application, Status.COMPLETENESS, by=by)
        return application
    move(application, Status.AWAITING_FEE, action="licensing.application.declare", by=by,
         snapshot_hash=application.snapshot_hash)  # fmt: skip
    db.session.flush()
    drafts.keep(application, by=by)
    enter_if_paid(application, by=by)
    return application


def answer(row: ApplicationDeficiency, text: str, *, by: Actor) -> None:
    """Answer one thing that an application lacked, in words or (empty) by having mended it."""
    sound = clean_text(text).strip()[:LONGEST_ANSWER] or None
    row.answer, row.answered_by, row.answered_at = sound, by.person_id, clock.now()
    trail.record("licensing.deficiency.answer", row, by=by, part=row.part, round=row.round)
    db.session.flush()


# Why a declared application must wait for its fee, as a marked sentence, or None: asked when it is declared (the gate
# may then see to it that a payment is asked for) and whenever a fee is settled.
Gate = Callable[[Application, Actor], str | None]
gates: list[Gate] = []


def gate(asked: Gate) -> Gate:
    """Register a gate before handing in."""
    if asked not in gates:
        gates.append(asked)
    return asked


def enter_if_paid(application: Application, *, by: Actor) -> bool:
    """Hand a declared application in if nothing is to be paid any more; return whether it is with the regulator.

    The caller holds the row locked. Asking again changes nothing.
    """
    if application.status != Status.AWAITING_FEE:
        return application.status in WITH_REGULATOR
    if any(ask(application, by) is not None for ask in gates):
        return False
    _arrive(application, Status.SUBMITTED, by=by)
    return True


def _arrive(application: Application, to: Status, *, by: Actor) -> None:
    """Start the clocks, publish the agency, tell the applicant."""
    first = application.submitted_at is None
    if first:
        timing.arrived(application, by=by)
    else:
        timing.arrived_again(application, by=by)
    application.submitted_at = clock.now()
    application.first_submitted_at = application.first_submitted_at or application.submitted_at
    move(application, to, action="licensing.application.submit", by=by, first=first,
         snapshot_hash=application.snapshot_hash)  # fmt: skip
    agencies.publish(application.agency, by=by)
    db.session.flush()
    events.publish(ApplicationSubmitted(application.id))
    letters.received(application)


def filled(gap: Gap) -> str:
    """Return the sentence of a gap in the language of the page."""
    return translate(gap.sentence, **{name: translate(text) for name, text in gap.values.items()})
