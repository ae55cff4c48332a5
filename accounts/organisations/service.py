"""Commands on organisations and memberships."""

from datetime import timedelta

from sqlalchemy import func, select

from accounts.organisations.models import Membership, Organisation
from accounts.people import service as people
from accounts.people.models import Person
from accounts.permissions import ROLES_OF_KIND, Kind, Role
from core import clock, ids, trail
from core.actor import Actor
from core.db import db
from core.errors import Invalid, TooMany
from core.i18n import N_
from core.text import clean_line

# Anyone may register, and each registration costs a password hash: more than this at once is no rush of brokers.
MOST_REGISTRATIONS, WINDOW = 30, timedelta(minutes=10)


def found(*, kind: Kind, name: str, country: str, by: Actor) -> Organisation:
    """Create an organisation; `country` is an ISO 3166-1 alpha-2 code."""
    organisation = Organisation(
        id=ids.new_id(), kind=kind, name=clean_line(name), country=country.upper(), created_at=clock.now()
    )
    db.session.add(organisation)
    trail.record("accounts.organisation.found", organisation, by=by, kind=str(kind))
    db.session.flush()
    return organisation


def admit(person: Person, organisation: Organisation, role: Role, *, by: Actor) -> Membership:
    """Give a person a role in an organisation, again if it had ended.

    Raises Invalid when that kind of organisation has no such role.
    """
    if role not in ROLES_OF_KIND[Kind(organisation.kind)]:
        message = N_("That role does not exist in this kind of organisation.")
        raise Invalid("role-not-of-kind", message, {"role": message})
    held = select(Membership).where(
        Membership.person_id == person.id, Membership.organisation_id == organisation.id, Membership.role == role
    )
    ended = db.session.execute(held.where(Membership.ended_at.is_not(None))).scalar_one_or_none()
    if ended is not None:
        ended.ended_at = None
        trail.record("accounts.membership.readmit", ended, by=by, role=str(role))
        db.session.flush()
        return ended
    membership = Membership(
        id=ids.new_id(), person_id=person.id, organisation_id=organisation.id, role=role, created_at=clock.now(),
        person=person, organisation=organisation,
    )  # fmt: skip
    db.session.add(membership)
    trail.record("accounts.membership.admit", membership, by=by, role=str(role))
    db.session.flush()
    return membership


def dismiss(membership: Membership, reason: str, *, by: Actor) -> None:
    """End a membership: sessions of it stop at their next request. Raises Invalid without a reason."""
    sound = clean_line(reason)
    if not sound:
        message = N_("Say why the membership ends.")
        raise Invalid("reason-missing", message, {"reason": message})
    membership.ended_at = clock.now()
    trail.record("accounts.membership.dismiss", membership, by=by, reason=sound, role=membership.role)
    db.session.flush()


def register_broker(*, name: str, email: str, password: str, agency_name: str, country: str) -> Membership:
    """Register a broker's first person together with the broker itself; the person acts as itself in the trail.

    Raises Invalid for an address that has an account or a short password, TooMany when too many register at once.
    """
    recent = db.session.execute(
        select(func.count()).where(Organisation.kind == Kind.BROKER, Organisation.created_at > clock.now() - WINDOW)
    ).scalar_one()
    if recent >= MOST_REGISTRATIONS:
        raise TooMany("too-many-registrations", N_("Many agencies are registering just now. Try again in ten minutes."))
    person = people.create(name=name, email=email, password=password)
    by = Actor(person.id, person.name, None, Kind.BROKER, Role.BROKER)
    organisation = found(kind=Kind.BROKER, name=agency_name, country=country, by=by)
    return admit(person, organisation, Role.BROKER, by=by)
