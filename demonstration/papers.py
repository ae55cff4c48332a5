"""Papers of the demonstration's agencies: one plain page each, saying that it is made up."""

import io
from datetime import timedelta

from fpdf import FPDF

from core import clock
from core.actor import Actor
from licensing.applications import sending
from licensing.applications.models import Application


def page(title: str, holder: str) -> bytes:
    """Return a PDF of one page; letters outside Latin-1 are left out of it."""
    paper = FPDF()
    paper.set_creation_date(clock.now())
    paper.add_page()
    paper.set_font("Helvetica", size=16)
    for line in (title, holder, "Fictional paper of the Fairgate demonstration"):
        paper.multi_cell(0, 12, line.encode("latin-1", "ignore").decode("latin-1"), new_x="LMARGIN", new_y="NEXT")
    return bytes(paper.output())


def send(application: Application, by: Actor) -> None:
    """Send every paper that the application is asked for."""
    for line in sending.checklist(application):
        if line.required and not line.sent:
            content = io.BytesIO(page(line.title, application.agency.legal_name))
            until = clock.today() + timedelta(days=1000) if line.dated else None
            name = f"{line.title}.pdf"
            sending.send(application, line.key, content, name, valid_until=until, by=by)
