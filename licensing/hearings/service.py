"""Commands of hearings: anybody objects, an officer answers; the agency answers before it is refused."""

from collections.abc import Sequence
from typing import IO, BinaryIO, cast

from sqlalchemy import text

from core import clock, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, TooMany
from core.i18n import N_, long_date
from core.text import clean_text
from licensing.applications.models import Application
from licensing.applications.states import Status
from licensing.clocks import service as clocks
from licensing.clocks.states import Kind as Clock
from licensing.evidence import papers
from licensing.evidence import service as uploads
from licensing.hearings import queries
from licensing.hearings.models import Objection, Representation, RepresentationPaper
from licensing.hearings.queries import PublicNotice
from licensing.hearings.states import Bearing

SHORTEST, LONGEST, LONGEST_ANSWER = 20, 4000, 20_000
MOST_OBJECTIONS, MOST_AN_HOUR = 200, 20  # to one application: the page is bounded, not the person
MOST_PAPERS = 10
OBJECT = text("SELECT app.object_to(:application, :reference, :words, :now, :most, :most_an_hour)")


def lodge(notice: PublicNotice, words: str) -> str:
    """Take an objection by nobody in particular to an application; return its reference.

    Runs as the public role, which writes nothing itself: a function of the database does, within its own bounds.
    Raises Invalid naming ``text``, Conflict when the days are over, TooMany when this page was used too often.
    """
    sound = clean_text(words).strip()
    if not SHORTEST <= len(sound) <= LONGEST:
        sentence = N_("Write 20 to 4,000 characters.")
        raise Invalid("objection-length", sentence, {"text": sentence})
    reference = ids.new_reference("O")
    answer = db.session.execute(
        OBJECT,
        {"application": notice.id, "reference": reference, "words": sound, "now": clock.now(),
         "most": MOST_OBJECTIONS, "most_an_hour": MOST_AN_HOUR},
    ).scalar_one()  # fmt: skip
    if answer == "many":
        raise TooMany("objections-many", N_("Many people wrote to this page just now. Try again in an hour."))
    if answer != "lodged":
        raise Conflict("objections-closed", N_("The days for objections to this application are over."))
    return reference


def answer(row: Objection, bearing: Bearing, words: str, *, by: Actor) -> Objection:
    """Say what an objection means for the case. Raises Conflict when it is answered already, Invalid (``answer``)."""
    if row.answered_at is not None:
        raise Conflict("objection-answered", N_("This objection was answered already."))
    row.bearing, row.answer = bearing, _sound(words, 10, LONGEST, "answer")
    row.answered_by, row.answered_by_name, row.answered_at = by.person_id, by.name, clock.now()
    trail.record("licensing.objection.answer", row, by=by, reason=row.answer, bearing=str(bearing))
    db.session.flush()
    return row


def represent(
    application: Application, words: str, files: Sequence[tuple[IO[bytes], str]] = (), *, by: Actor
) -> Representation:
    """Take what an agency answers to the intention to refuse it, with its papers; the case goes on to be decided.

    Raises Conflict when it may not answer (any more), Invalid naming ``text`` or ``papers``.
    """
    found = queries.newest(application.id)
    if application.status != Status.MINDED_TO_REFUSE or found is None:
        raise Conflict("nothing-to-answer", N_("Nothing waits for your answer here. Reload the page."))
    if len(files) > MOST_PAPERS:
        sentence = N_("Send at most 10 papers.")
        raise Invalid("too-many-papers", sentence, {"papers": sentence})
    row = Representation(
        id=ids.new_id(), organisation_id=application.organisation_id, intention_id=found[0].id,
        text=_sound(words, 1, LONGEST_ANSWER, "text"), made_by=by.person_id, made_by_name=by.name, made_at=clock.now(),
    )  # fmt: skip
    with db.session.begin_nested():  # an answer without its papers would be none, and could not be sent again
        db.session.add(row)
        trail.record("licensing.representation.make", row, by=by, application=application.reference, papers=len(files))
        db.session.flush()
        for stream, name in files:
            _keep(row, stream, name, by=by)
    clocks.stop(Clock.REPRESENTATIONS, application.id, by=by)
    move(application, Status.REPRESENTATIONS, action="licensing.application.represent", by=by)
    db.session.flush()
    return row


def _keep(row: Representation, stream: IO[bytes], name: str, *, by: Actor) -> None:
    stored = uploads.accept_upload(cast("BinaryIO", stream), name, by=by)
    kind = papers.media_type(stored.content[:16])
    if kind is None:
        sentence = N_("Send a PDF, a JPEG or a PNG.")
        raise Invalid("paper-kind", sentence, {"papers": sentence})
    paper = RepresentationPaper(
        id=ids.new_id(), organisation_id=row.organisation_id, representation_id=row.id, file_id=stored.id,
        name=stored.name, media_type=kind,
    )  # fmt: skip
    row.papers.append(paper)
    trail.record("licensing.representation.add-paper", paper, by=by)
    db.session.flush()


def close(application: Application, *, by: Actor) -> None:
    """Go on without an answer: the last day has passed, or none was set. One that has moved on stays as it is.

    Raises Conflict while the agency may still answer.
    """
    found = queries.newest(application.id)
    if application.status != Status.MINDED_TO_REFUSE or found is None:
        return
    until = found[0].answer_by
    if until is not None and until >= clock.today():
        sentence = N_("The agency may answer until %(day)s. Decide after that day.")
        raise Conflict("agency-may-answer", sentence, day=long_date(until))
    clocks.stop(Clock.REPRESENTATIONS, application.id, by=by)
    move(application, Status.REPRESENTATIONS, action="licensing.application.close-hearing", by=by)
    db.session.flush()


def _sound(words: str, least: int, most: int, field: str) -> str:
    sound = clean_text(words).strip()
    if not least <= len(sound) <= most:
        sentence = N_("Write %(least)s to %(most)s characters.")
        raise Invalid("words-length", sentence, {field: sentence}, least=least, most=most)
    return sound
