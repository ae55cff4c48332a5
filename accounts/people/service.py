"""Commands on persons."""

from accounts.people import passwords
from accounts.people.models import Person
from accounts.people.queries import by_email
from core import clock, trail
from core.actor import Actor
from core.db import db
from core.errors import Invalid
from core.i18n import N_
from core.text import clean_line


def create(*, name: str, email: str, password: str, locale: str | None = None) -> Person:
    """Create a person who may sign in.

    Raises Invalid when the address is taken or the password is shorter than 12 characters.
    """
    _refuse_unfit(password)
    address = clean_line(email)
    if by_email(address) is not None:
        message = N_("Someone has an account with this e-mail address. Sign in instead.")
        raise Invalid("email-taken", message, {"email": message})
    person = Person(
        name=clean_line(name), email=address, password_hash=passwords.make(password), locale=locale, active=True,
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    return person


def set_password(person: Person, password: str, *, by: Actor) -> None:
    """Give a person a new password; the caller ends the sessions that the old one began. Raises Invalid as `create`."""
    _refuse_unfit(password)
    person.password_hash = passwords.make(password)
    trail.record("accounts.person.set-password", person, by=by)
    db.session.flush()


def _refuse_unfit(password: str) -> None:
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST:
        message = N_("Choose a password of at least 12 characters.")
        raise Invalid("password-too-short", message, {"password": message})
