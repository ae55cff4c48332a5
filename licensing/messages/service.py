"""Commands on messages: write to the other side, and note that it was read."""

from uuid import UUID

from sqlalchemy import select

from core import clock, events, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Invalid, Refused
from core.files import StoredFile
from core.i18n import N_
from core.text import clean_text
from licensing.events import MessageWritten
from licensing.evidence import papers
from licensing.messages.models import CaseMessage

LONGEST = 4_000
MOST_MARKED = 500


def write(
    application_id: UUID,
    organisation_id: UUID,
    body: str,
    *,
    stored: StoredFile | None = None,
    by: Actor,
) -> CaseMessage:
    """Send a message about a case to the other side; the same words sent twice within a minute are one message.

    An agency may add one paper; it is told of an officer's message by an e-mail that does not hold it. Raises Invalid
    (``body``, ``paper``), Refused for who is on neither side.
    """
    from_regulator = by.organisation_kind == "regulator"
    if by.person_id is None or not (from_regulator or by.organisation_id == organisation_id):
        raise Refused("not-a-party", N_("Only the agency and the regulator write about this case."))
    text = clean_text(body)
    if not 1 <= len(text) <= LONGEST:
        message = N_("Write a message of at most 4,000 characters.")
        raise Invalid("message-length", message, {"body": message})
    kind = papers.media_type(stored.content[:16]) if stored else None
    if stored is not None and kind is None:
        raise Invalid("paper-refused", papers.UNKNOWN, {"paper": papers.UNKNOWN})
    last = _last(application_id)
    if (
        last
        and last.sent_by == by.person_id
        and last.body == text
        and (clock.now() - last.sent_at).total_seconds() < 60
    ):
        return last
    row = CaseMessage(
        id=ids.new_id(), organisation_id=organisation_id, application_id=application_id, body=text,
        from_regulator=from_regulator, sent_by=by.person_id, sent_by_name=by.name, sent_at=clock.now(),
        file_id=stored.id if stored else None, media_type=kind,
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.message.send", row, by=by, length=len(text))
    db.session.flush()
    if from_regulator:
        events.publish(MessageWritten(row.id))
    return row


def mark_read(application_id: UUID, *, by: Actor) -> int:
    """Note that the actor's side has read what the other side wrote; return how many messages that were."""
    if by.person_id is None:
        return 0
    mine = by.organisation_kind == "regulator"
    statement = (
        select(CaseMessage)
        .where(
            CaseMessage.application_id == application_id, CaseMessage.from_regulator.is_(not mine),
            CaseMessage.read_at.is_(None),
        )
        .limit(MOST_MARKED)
        .with_for_update(of=CaseMessage)
    )  # fmt: skip
    rows = list(db.session.scalars(statement))
    for row in rows:
        row.read_at, row.read_by = clock.now(), by.person_id
        trail.record("licensing.message.read", row, by=by)
    db.session.flush()
    return len(rows)


def _last(application_id: UUID) -> CaseMessage | None:
    statement = (
        select(CaseMessage)
        .where(CaseMessage.application_id == application_id)
        .order_by(CaseMessage.sent_at.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()
