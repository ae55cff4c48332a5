"""Reads of sessions: who stands behind a secret."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from accounts.organisations.models import Membership
from accounts.permissions import ROLE_PERMISSIONS, Kind, Role
from accounts.sessions.models import SignInSession
from accounts.sessions.timing import IDLE, IDLE_ELSE
from core import clock, ids
from core.actor import Actor
from core.db import db, transaction

# A session is marked as seen at most once a minute: every page of a busy desk would otherwise write.
SEEN_EVERY = timedelta(minutes=1)


def actor_of(membership: Membership, session: SignInSession | None = None) -> Actor:
    """Return the actor that a membership makes, with the permissions of its role."""
    role = Role(membership.role)
    return Actor(
        person_id=membership.person_id, name=membership.person.name, organisation_id=membership.organisation_id,
        organisation_kind=membership.organisation.kind, role=role, permissions=frozenset(ROLE_PERMISSIONS[role]),
        session_id=session.id if session else None, organisation_name=membership.organisation.name,
        locale=membership.person.locale,
    )  # fmt: skip


def find_actor(secret: str) -> Actor | None:
    """Return who stands behind a session's secret, or None when it is unknown, ended, idle too long or too old.

    Runs in a short transaction of its own, before it is known for whom the request's transaction must be opened.
    """
    with transaction(actor=None):
        row = db.session.execute(
            select(SignInSession, Membership)
            .join(Membership, Membership.id == SignInSession.membership_id)
            .where(SignInSession.token_hash == ids.digest(secret), SignInSession.ended_at.is_(None))
        ).one_or_none()
        if row is None:
            return None
        session, membership = row
        now = clock.now()
        idle = IDLE.get(Kind(membership.organisation.kind), IDLE_ELSE)
        if now >= session.expires_at or now - session.last_seen_at > idle:
            return None
        if membership.ended_at is not None or not membership.person.active:
            return None
        if now - session.last_seen_at > SEEN_EVERY:
            db.session.execute(update(SignInSession).where(SignInSession.id == session.id).values(last_seen_at=now))
        return actor_of(membership, session)


def person_behind(secret: str) -> UUID | None:
    """Return whose session a secret once opened, also when the session has ended; None for an unknown one.

    It lets nobody in: what a person typed into a form is kept for that person alone.
    """
    with transaction(actor=None, read_only=True):
        statement = select(SignInSession.person_id).where(SignInSession.token_hash == ids.digest(secret))
        return db.session.execute(statement).scalar_one_or_none()
