"""The e-mail outbox: rows written with the change they tell of, delivered by a job; demonstrations show them."""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from typing import Any, cast
from urllib.parse import unquote, urlsplit
from uuid import UUID

from sqlalchemy import CursorResult, String, Text, UniqueConstraint, Uuid, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from core import clock, ids, jobs
from core.db import Id, Instant, Model, db


class MailMessage(Model):
    """One message to one address; `effect` makes it unique, so that a repeated job sends nothing twice."""

    __tablename__ = "mail_message"
    __table_args__ = (UniqueConstraint("effect", name="uq_mail_message_effect"),)

    id: Mapped[Id]
    organisation_id: Mapped[UUID | None] = mapped_column(Uuid)
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    effect: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[Instant]
    sent_at: Mapped[datetime | None]


def enqueue(*, recipient: str, subject: str, body: str, effect: str, organisation_id: UUID | None = None) -> None:
    """Put a message into the outbox, in the caller's transaction, once per `effect` (such as ``decision:<id>``)."""
    message_id = ids.new_id()
    written = db.session.execute(
        insert(MailMessage)
        .values(id=message_id, recipient=recipient, subject=subject, body=body, effect=effect,
                organisation_id=organisation_id, created_at=clock.now())
        .on_conflict_do_nothing()  # naming the index would ask for the right to read others' letters
        .execution_options(preserve_rowcount=True)
    )  # fmt: skip
    if cast("CursorResult[Any]", written).rowcount == 1:
        jobs.defer(deliver, message_id=str(message_id))


@jobs.job("core.mail.deliver", retries=8)
def deliver(message_id: str) -> None:
    """Send one message by SMTP where configured; idempotent: a message with `sent_at` is left alone."""
    settings = jobs.settings()
    message = db.session.execute(
        select(MailMessage).where(MailMessage.id == UUID(message_id)).with_for_update()
    ).scalar_one()
    if message.sent_at is not None or not settings.smtp_url:
        return
    send(settings.smtp_url, settings.mail_from, message)
    message.sent_at = clock.now()


def send(smtp_url: str, sender: str, message: MailMessage) -> None:
    """Hand one message to the SMTP server of `smtp_url` (``smtp://user:password@host:port`` or ``smtps://``).

    A password goes only through what is encrypted: by ``smtp://`` the server must offer STARTTLS then. Raises OSError
    (smtplib's errors are) when the message could not be handed over; the job is tried again.
    """
    parts = urlsplit(smtp_url)
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, message.recipient, message.subject
    letter.set_content(message.body)
    host, port, context = parts.hostname or "localhost", parts.port or 0, ssl.create_default_context()
    sealed = parts.scheme == "smtps"
    with (
        smtplib.SMTP_SSL(host, port, timeout=10, context=context) if sealed else smtplib.SMTP(host, port, timeout=10)
    ) as server:
        if parts.username:
            if not sealed:
                server.starttls(context=context)
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(letter)


def recent(limit: int = 100) -> list[MailMessage]:
    """Return the newest messages, for the demonstration's outbox page."""
    statement = select(MailMessage).order_by(MailMessage.created_at.desc(), MailMessage.id).limit(limit)
    return list(db.session.execute(statement).scalars())
