"""What follows when the time for a draft runs out, and the letters before."""

from core import jobs
from core.actor import Actor
from core.db import db
from licensing.applications import drafts, letters
from licensing.applications.models import Application
from licensing.applications.states import Status
from licensing.clocks import acts
from licensing.clocks.acts import Ending
from licensing.clocks.models import Clock
from licensing.clocks.states import Kind


@acts.on_due(Kind.DRAFT)
def draft_ends(clock: Clock, by: Actor) -> None:
    """Empty a draft that was warned of."""
    drafts.end(clock, by)


@acts.remind(Kind.DRAFT)
def draft_ends_soon(ending: Ending, days_left: int) -> None:
    """Write that a draft is emptied soon, and how it is kept."""
    application = db.session.get_one(Application, ending.subject_id)
    if application.status == Status.DRAFT:
        letters.draft_ends(application, ending.due_on, days_left, jobs.settings().base_url)
