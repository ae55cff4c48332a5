"""Jobs of papers: telling an agency what an officer asks for."""

from uuid import UUID

from accounts.organisations import queries as organisations
from core import jobs, mail
from core.db import db
from core.events import on
from core.i18n import N_, translate
from licensing.events import PaperAskedFor
from licensing.evidence.models import EvidenceItem

ASKED = N_("We ask you for a paper")
ASKED_BODY = N_(
    "We ask for a further paper with your application: %(title)s\n\n%(why)s\n\nSign in and open “Papers” to send it."
)


@on(PaperAskedFor)
def _asked(fact: PaperAskedFor) -> None:
    jobs.defer(tell, item_id=str(fact.item_id))


@jobs.job("licensing.evidence.tell")
def tell(item_id: str) -> None:
    """Write to every address of the agency which paper is asked for and why; once for each request and address."""
    item = db.session.get_one(EvidenceItem, UUID(item_id))
    for address in organisations.addresses_of(item.organisation_id):
        mail.enqueue(
            recipient=address, subject=translate(ASKED), body=translate(ASKED_BODY, title=item.title, why=item.why),
            effect=f"evidence-asked:{item.id}:{address}"[:200], organisation_id=item.organisation_id,
        )  # fmt: skip
