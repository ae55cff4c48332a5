"""Jobs of hearings: the letter to an agency that may be refused, and what follows when it does not answer."""

from uuid import UUID

from sqlalchemy import select

from core import jobs
from core.actor import Actor
from core.db import db
from core.events import on
from core.i18n import N_, long_date, translate
from licensing.applications.models import Application
from licensing.clocks.acts import on_due
from licensing.clocks.models import Clock
from licensing.clocks.states import Kind
from licensing.events import RefusalIntended
from licensing.hearings import queries as hearings
from licensing.hearings import service
from licensing.licences import letters
from licensing.licences import queries as licences

UNTIL = N_("You may answer until %(day)s.")
SOON = N_("Answer soon.")


@on_due(Kind.REPRESENTATIONS)
def go_on_without(clock: Clock, by: Actor) -> None:
    """Let the case be decided on what is there: the agency did not answer."""
    statement = select(Application).where(Application.id == clock.subject_id)
    application = db.session.execute(
        statement.with_for_update(of=Application).execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if application is not None:
        service.close(application, by=by)


@jobs.job("licensing.assessment.write_intention", timeout="60s")
def write_intention(application_id: str) -> None:
    """Write to an agency why it may be refused, and until when it may answer; idempotent: one letter each."""
    application = db.session.get(Application, UUID(application_id))
    found = hearings.newest(UUID(application_id))
    if application is None or found is None:
        return
    intention, _answer = found
    ground = licences.ground(intention.ground_code)
    letters.send(
        application.organisation_id, "intended", f"intended:{intention.id}", reference=application.reference,
        agency=application.agency.legal_name, reason=intention.reason, ground=ground.sentence if ground else "",
        instrument=ground.instrument if ground else "", evidence="\n".join(f"– {line}" for line in intention.evidence),
        until=translate(UNTIL, day=long_date(intention.answer_by)) if intention.answer_by else translate(SOON),
    )  # fmt: skip


@on(RefusalIntended)
def on_intended(fact: RefusalIntended) -> None:
    """Tell the agency."""
    jobs.defer(write_intention, application_id=str(fact.application_id))
