"""Tables of sessions and of failed sign-ins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Id, Instant, Model


class SignInSession(Model):
    """One sign-in of one person for one membership; only the hash of its secret is kept."""

    __tablename__ = "sign_in_session"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    membership_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("membership.id"))
    created_at: Mapped[Instant]
    last_seen_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    ended_at: Mapped[datetime | None]


class FailedSignIn(Model):
    """A sign-in that failed, by a keyed hash of the address typed: enough to slow guessing, no list of people."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (Index("ix_failed_sign_in_address", "address_hash", "at"),)

    id: Mapped[Id]
    address_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[Instant]
