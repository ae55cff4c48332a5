"""People and things for tests: valid by default, made through the services, so that every rule has been met."""

from accounts.organisations import service as organisations
from accounts.organisations.models import Membership
from accounts.people import service as people
from accounts.permissions import Kind, Role
from accounts.sessions.queries import actor_of
from core import ids
from core.actor import SYSTEM, Actor
from core.db import transaction
from tests.client import PASSWORD, Client

KIND_OF_ROLE = {
    Role.BROKER: Kind.BROKER, Role.ASSISTANT: Kind.BROKER, Role.OFFICER: Kind.REGULATOR, Role.DECIDER: Kind.REGULATOR, Role.INSPECTOR: Kind.REGULATOR,
    Role.ANALYST: Kind.COMPANY, Role.COMPLIANCE: Kind.COMPANY, Role.AUDITOR: Kind.AUDITOR,
}  # fmt: skip


def member(
    role: Role | str, *, name: str | None = None, organisation=None, organisation_name: str | None = None
) -> Membership:
    """Create a person in a role, in `organisation` or (regulators share one) in an organisation of its own."""
    role = Role(role)
    name = name or f"{role.value.title()} {ids.new_reference('P')[2:6]}"
    email = f"{ids.new_id().hex[:12]}@example.org"
    with transaction(actor=None):
        if organisation is None and KIND_OF_ROLE[role] is Kind.REGULATOR:
            from accounts.organisations.queries import regulator

            organisation = regulator()
        if organisation is None:
            organisation = organisations.found(
                kind=KIND_OF_ROLE[role],
                name=organisation_name or f"{name}'s {KIND_OF_ROLE[role]}",
                country="NP",
                by=SYSTEM,
            )
        person = people.create(name=name, email=email, password=PASSWORD)
        membership = organisations.admit(person, organisation, role, by=SYSTEM)
    return membership


def actor(role: Role | str, **options: object) -> Actor:
    """Create a person in a role and return the actor that person is."""
    return actor_of(member(role, **options))


def signed_in(app, role: Role | str, **options: object) -> Client:
    """Return the browser of a new person in a role, signed in."""
    return browser_of(app, member(role, **options))


def browser_of(app, membership: Membership) -> Client:
    """Return a browser signed in as a member."""
    client = Client(app)
    client.member = membership
    client.sign_in(membership.person.email)
    return client
