"""Commands on sessions: sign in, switch organisation, sign out."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update

from accounts.organisations.models import Membership
from accounts.organisations.queries import memberships_of
from accounts.people import passwords
from accounts.people.queries import by_email
from accounts.sessions.models import FailedSignIn, SignInSession
from accounts.sessions.timing import ABSOLUTE
from core import clock, ids
from core.actor import Actor
from core.db import db
from core.errors import Invalid, NotFound, Problem, Refused, TooMany
from core.i18n import N_

MOST_FAILURES, WINDOW = 10, timedelta(minutes=15)


@dataclass(frozen=True)
class SignedIn:
    """A new session and its secret, which is shown to the browser or caller once and stored only as a hash."""

    session: SignInSession
    secret: str
    membership: Membership


@dataclass(frozen=True)
class Attempt:
    """What came of a sign-in: `signed_in` is None when it failed, and `refusal` then says why."""

    signed_in: SignedIn | None
    refusal: Invalid | TooMany | None = None

    @property
    def why(self) -> Problem:
        """Return the refusal of a try that failed."""
        return self.refusal or Refused("sign-in-refused")


def attempt(email: str, password: str, *, secret_key: str) -> Attempt:
    """Try to sign in. A failure is returned, not raised, so that its record is kept when the request ends.

    Unknown address, wrong password and closed account give the same answer in about the same time.
    """
    address = hmac.new(secret_key.encode(), email.strip().lower().encode(), hashlib.sha256).hexdigest()
    if _failures(address) >= MOST_FAILURES:
        return Attempt(None, TooMany("too-many-sign-ins", N_("Too many tries with this address. Wait 15 minutes.")))
    person = by_email(email)
    right = passwords.matches(person.password_hash if person else passwords.NOBODY, password)
    memberships = memberships_of(person.id) if person and right and person.active else []
    if not memberships:
        db.session.add(FailedSignIn(id=ids.new_id(), address_hash=address, at=clock.now()))
        sentence = N_("The e-mail address or the password is wrong. Check both.")
        return Attempt(None, Invalid("sign-in-failed", sentence, {"password": sentence}))
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.address_hash == address))
    return Attempt(start(memberships[0]))


def start(membership: Membership) -> SignedIn:
    """Begin a session of a member."""
    secret, now = ids.new_secret(), clock.now()
    session = SignInSession(
        id=ids.new_id(), token_hash=ids.digest(secret), person_id=membership.person_id, membership_id=membership.id,
        created_at=now, last_seen_at=now, expires_at=now + ABSOLUTE,
    )  # fmt: skip
    db.session.add(session)
    db.session.flush()
    return SignedIn(session, secret, membership)


def end(*, by: Actor) -> None:
    """End the session in which `by` acts; ending it twice is no error."""
    session = db.session.get(SignInSession, by.session_id) if by.session_id else None
    if session is not None and session.ended_at is None:
        session.ended_at = clock.now()


def end_all(person_id: UUID) -> None:
    """End every session of a person, whoever holds its secret."""
    theirs = update(SignInSession).where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
    db.session.execute(theirs.values(ended_at=clock.now()))


def switch(organisation_id: str, *, by: Actor) -> None:
    """Act for another organisation of the same person from the next request on. Raises NotFound."""
    session = db.session.get(SignInSession, by.session_id) if by.session_id else None
    for membership in memberships_of(by.person_id) if by.person_id else []:
        if str(membership.organisation_id) == organisation_id and session is not None:
            session.membership_id = membership.id
            return
    raise NotFound("membership-not-found", N_("You do not belong to that organisation."))


def forget_failures() -> None:
    """Delete the failed sign-ins that are too old to count."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.at <= clock.now() - WINDOW))


def _failures(address_hash: str) -> int:
    statement = select(func.count()).where(
        FailedSignIn.address_hash == address_hash, FailedSignIn.at > clock.now() - WINDOW
    )
    return db.session.execute(statement).scalar_one()
