"""Commands on papers: send, take back, judge, ask for more; the application is known by its id alone."""

from datetime import date
from typing import BinaryIO
from uuid import UUID

from core import clock, events, files, ids, trail
from core.actor import Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.files import StoredFile
from core.i18n import N_
from core.text import clean_line, clean_text
from licensing.events import PaperAskedFor
from licensing.evidence import papers, queries
from licensing.evidence.models import EvidenceItem
from licensing.evidence.queries import Line
from licensing.evidence.states import JUDGED, Status

MOST_ITEMS = 10  # papers for one line: a register extract of several pages, one identity card for each owner
LONGEST_NOTE = 1_000
CHECK = N_("Check the paper.")


def send(
    application_id: UUID,
    organisation_id: UUID,
    line: Line,
    stored: StoredFile,
    *,
    valid_until: date | None = None,
    by: Actor,
) -> EvidenceItem:
    """Add a stored file as a paper for a line of the checklist; the same bytes again are answered with the first.

    Raises Invalid (``paper``, ``valid_until``) when the file is of no kind that is taken, when a paper that runs out
    has no last day or one that has passed, or when the line is full.
    """
    faults: dict[str, str] = {}
    kind = papers.media_type(stored.content[:16])
    if kind is None:
        faults["paper"] = papers.UNKNOWN
    if line.dated and valid_until is None:
        faults["valid_until"] = N_("Enter the last day on which this paper is valid.")
    if valid_until is not None and valid_until < clock.today():
        faults["valid_until"] = N_("This paper is no longer valid. Send one that is.")
    if len(line.items) >= MOST_ITEMS:
        faults["paper"] = N_("There are 10 papers here. Remove one first, or put several pages into one PDF.")
    if faults:
        raise Invalid("paper-refused", CHECK, faults)
    for item in line.items:
        if item.file is not None and item.file.sha256 == stored.sha256 and item.status != Status.REJECTED:
            return item
    open_request = next((item for item in line.items if item.status == Status.REQUESTED), None)
    item = open_request or EvidenceItem(
        id=ids.new_id(), organisation_id=organisation_id, application_id=application_id, title=line.title,
        requirement_id=line.requirement.id if line.requirement else None, status=Status.RECEIVED,
        asked_by=line.asked_by, why=None if line.requirement else line.why,
        created_at=clock.now(),
    )  # fmt: skip
    item.file_id, item.media_type, item.valid_until = stored.id, kind, valid_until
    item.remark = papers.remark(stored.content, str(kind))
    if open_request is None:
        db.session.add(item)
        trail.record("licensing.evidence.send", item, by=by, title=line.title, sha256=stored.sha256, size=stored.size)
    else:
        move(item, Status.RECEIVED, action="licensing.evidence.send", by=by, title=line.title, sha256=stored.sha256,
             size=stored.size)  # fmt: skip
    db.session.flush()
    db.session.refresh(item, ["file"])
    return item


def remove(item: EvidenceItem, *, by: Actor) -> None:
    """Take a paper back that no officer has judged; once removed, nothing changes. Raises Conflict."""
    if item.status == Status.REMOVED:
        return
    if item.status in JUDGED:
        raise Conflict("paper-judged", N_("An officer has looked at this paper, so it stays. Send another beside it."))
    move(item, Status.REMOVED, action="licensing.evidence.remove", by=by)
    db.session.flush()


def restore(item: EvidenceItem, *, by: Actor) -> None:
    """Undo a removal."""
    if item.status == Status.REMOVED:
        move(item, Status.RECEIVED, action="licensing.evidence.restore", by=by)
        db.session.flush()


def judge(item: EvidenceItem, *, accepted: bool, note: str | None = None, by: Actor) -> None:
    """Accept or reject a paper; a rejection says in at least 10 characters why. Raises Invalid, Refused."""
    officer = _officer(by)
    told = clean_text(note or "")
    if not accepted and len(told) < 10:
        message = N_("Say in at least 10 characters what is wrong with the paper; the agency reads it.")
        raise Invalid("note-too-short", CHECK, {"note": message})
    if len(told) > LONGEST_NOTE:
        raise Invalid("note-too-long", CHECK, {"note": N_("Use at most 1,000 characters.")})
    to = Status.VERIFIED if accepted else Status.REJECTED
    if item.status == to:
        return
    item.judged_by, item.judged_by_name, item.judged_at, item.note = officer, by.name, clock.now(), told or None
    move(item, to, action="licensing.evidence.judge", by=by, reason=told or None)
    db.session.flush()


def ask_for(application_id: UUID, organisation_id: UUID, title: str, why: str, *, by: Actor) -> EvidenceItem:
    """Ask for a paper that is not on the checklist of the class, and say why. Raises Invalid, Refused."""
    officer = _officer(by)
    name, reason = clean_line(title), clean_text(why)
    faults = {}
    if not 3 <= len(name) <= 200:
        faults["title"] = N_("Name the paper in 3 to 200 characters.")
    if not 10 <= len(reason) <= LONGEST_NOTE:
        faults["why"] = N_("Say in 10 to 1,000 characters why you ask for it; the agency reads it.")
    present = queries.items(application_id)
    if len(present) >= queries.MOST:
        faults["title"] = N_("This application has 200 papers. Judge or call off some first.")
    if faults:
        raise Invalid("request-refused", CHECK, faults)
    same = next((item for item in present if item.status == Status.REQUESTED and item.title == name), None)
    if same is not None:
        return same
    item = EvidenceItem(
        id=ids.new_id(), organisation_id=organisation_id, application_id=application_id, title=name, why=reason,
        status=Status.REQUESTED, asked_by=officer, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(item)
    trail.record("licensing.evidence.ask", item, by=by, reason=reason, title=name)
    db.session.flush()
    events.publish(PaperAskedFor(item.id))
    return item


def call_off(item: EvidenceItem, *, by: Actor) -> None:
    """Stop asking for a paper that was not sent. Raises Conflict when it was."""
    _officer(by)
    if item.status != Status.CANCELLED:
        move(item, Status.CANCELLED, action="licensing.evidence.call-off", by=by)
        db.session.flush()


def accept_upload(stream: BinaryIO, name: str, *, by: Actor) -> StoredFile:
    """Store an upload within the limit for papers. Raises TooLarge, Invalid (``paper``)."""
    return files.accept(stream, name, by=by, most_bytes=papers.LARGEST)


def _officer(by: Actor) -> UUID:
    if by.organisation_kind != "regulator" or by.person_id is None:
        raise Refused("not-an-officer", N_("Only an officer of the regulator can do this."))
    return by.person_id
