"""Reads of messages about cases."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from licensing.messages.models import CaseMessage


def about(application_id: UUID, page: Page) -> Paged[CaseMessage]:
    """Return one page of the messages about an application, the newest first."""
    statement = (
        select(CaseMessage)
        .where(CaseMessage.application_id == application_id)
        .order_by(CaseMessage.sent_at.desc(), CaseMessage.id)
    )
    return paged(statement, page)


def unread(application_id: UUID, *, from_regulator: bool) -> int:
    """Return how many messages of one side the other has not read."""
    statement = select(func.count()).select_from(CaseMessage).where(
        CaseMessage.application_id == application_id, CaseMessage.from_regulator.is_(from_regulator),
        CaseMessage.read_at.is_(None),
    )  # fmt: skip
    return db.session.execute(statement).scalar_one()


@dataclass(frozen=True)
class Waiting:
    """A case with messages of its agency that no officer has read."""

    application_id: UUID
    messages: int
    since: datetime


def waiting_for_officers(limit: int = 50) -> list[Waiting]:
    """Return the cases whose agencies wait for an answer, the longest waiting first."""
    since = func.min(CaseMessage.sent_at)
    statement = (
        select(CaseMessage.application_id, func.count(), since)
        .where(CaseMessage.from_regulator.is_(False), CaseMessage.read_at.is_(None))
        .group_by(CaseMessage.application_id)
        .order_by(since)
        .limit(limit)
    )
    return [Waiting(row[0], row[1], row[2]) for row in db.session.execute(statement)]


def unread_of(organisation_id: UUID) -> dict[UUID, int]:
    """Return how many messages of the regulator an organisation has not read, by application."""
    statement = (
        select(CaseMessage.application_id, func.count())
        .where(
            CaseMessage.organisation_id == organisation_id, CaseMessage.from_regulator.is_(True),
            CaseMessage.read_at.is_(None),
        )
        .group_by(CaseMessage.application_id)
        .limit(1_000)
    )  # fmt: skip
    return {row[0]: row[1] for row in db.session.execute(statement)}


def get(application_id: UUID, message_id: UUID) -> CaseMessage:
    """Return a message about an application. Raises NotFound."""
    found = db.session.execute(
        select(CaseMessage).where(CaseMessage.id == message_id, CaseMessage.application_id == application_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("message-not-found", N_("There is no such message about this case."))
    return found
