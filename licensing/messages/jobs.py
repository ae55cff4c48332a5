"""Jobs of messages: telling an agency that there is one, without what it says."""

from uuid import UUID

from sqlalchemy import select

from accounts.organisations import queries as organisations
from core import jobs, mail
from core.db import db
from core.events import on
from core.i18n import N_, translate
from licensing.applications.models import Application
from licensing.events import MessageWritten
from licensing.messages.models import CaseMessage

SUBJECT = N_("A message about %(reference)s")
BODY = N_(
    "The regulator has written to you about %(reference)s.\n\n"
    "Sign in and open “Messages” to read it and to answer. The message itself is not in this e-mail."
)


@on(MessageWritten)
def _written(fact: MessageWritten) -> None:
    jobs.defer(tell, message_id=str(fact.message_id))


@jobs.job("licensing.messages.tell")
def tell(message_id: str) -> None:
    """Write to every address of the agency that the regulator has written; once for each message and address."""
    message = db.session.get_one(CaseMessage, UUID(message_id))
    reference = db.session.execute(
        select(Application.reference).where(Application.id == message.application_id)
    ).scalar_one()
    for address in organisations.addresses_of(message.organisation_id):
        mail.enqueue(
            recipient=address, subject=translate(SUBJECT, reference=reference),
            body=translate(BODY, reference=reference), effect=f"case-message:{message.id}:{address}"[:200],
            organisation_id=message.organisation_id,
        )  # fmt: skip
