"""Papers of an application from the agency's side: when they may be sent, and what a change does to the part."""

from datetime import date
from typing import BinaryIO
from uuid import UUID

from core.actor import Actor
from core.errors import Conflict
from core.i18n import N_
from licensing.applications import service
from licensing.applications.models import Application
from licensing.applications.parts import Part
from licensing.applications.states import OPEN, WITH_BROKER
from licensing.evidence import queries
from licensing.evidence import service as papers
from licensing.evidence.models import EvidenceItem
from licensing.evidence.queries import Line

KIND = "new"


def checklist(application: Application) -> list[Line]:
    """Return the papers that this application is asked for, with what was sent."""
    return queries.checklist(application.id, application.class_code, getattr(application, "kind", KIND))


def open_to(application: Application, line: Line) -> bool:
    """Tell whether a paper may be sent for a line now.

    Any, while it is with the agency; once it is handed in, only what an officer asks for or did not accept.
    """
    if application.status in WITH_BROKER:
        return True
    return application.status in OPEN and not line.sent and (line.requirement is None or bool(line.items))


def send(
    application: Application, key: UUID, stream: BinaryIO, name: str, *, valid_until: date | None, by: Actor
) -> EvidenceItem:
    """Send a paper for a line of the checklist. Raises NotFound, Conflict, TooLarge, Invalid (``paper``)."""
    line = queries.line(checklist(application), key)
    if not open_to(application, line):
        sentence = N_("This application was handed in. Send only papers that an officer asks for.")
        raise Conflict("paper-not-open", sentence)
    stored = papers.accept_upload(stream, name, by=by)
    item = papers.send(application.id, application.organisation_id, line, stored, valid_until=valid_until, by=by)
    _note(application, by=by)
    return item


def change(application: Application, item_id: UUID, what: str, *, by: Actor) -> EvidenceItem:
    """Remove a paper, or undo that. Raises NotFound, Conflict."""
    item = queries.get(application.id, item_id, lock=True)
    line = next((found for found in checklist(application) if item in found.items), None)
    if application.status not in WITH_BROKER and (line is None or line.requirement is not None):
        service.refuse_closed(application)
    {"remove": papers.remove, "restore": papers.restore}[what](item, by=by)
    _note(application, by=by)
    return item


def _note(application: Application, *, by: Actor) -> None:
    if application.status in WITH_BROKER:
        service.mark(application, Part.PAPERS, finish=False, by=by)
