"""`bin/fairgate people`: add people from the terminal, end and restore their access, and see who is there."""

import getpass
import os
import sys

import click
from sqlalchemy import select

from accounts.organisations import queries, service
from accounts.organisations.models import Membership, Organisation
from accounts.people import queries as persons
from accounts.people import service as registry
from accounts.people.models import Person
from accounts.permissions import ROLE_NAMES, ROLES_OF_KIND, Kind, Role
from accounts.sessions import service as sessions
from core import countries
from core.actor import Actor
from core.db import db, transaction
from core.errors import Conflict, Invalid, NotFound

PASSWORD_VARIABLE = "FAIRGATE_PASSWORD"  # noqa: S105  the name of a variable, not a password
MOST = 500


@click.group()
def people() -> None:
    """Add people, end or restore their access, and see who may sign in."""


@people.command()
@click.option("--email", required=True, help="Address the person signs in with.")
@click.option("--name", default="", help="The person's name; needed for an address that is new.")
@click.option("--role", required=True, type=click.Choice([str(role) for role in Role if role is not Role.ASSISTANT]))
@click.option("--organisation", required=True, help="Its name; founded when there is none of that name and kind.")
@click.option("--kind", type=click.Choice([str(kind) for kind in Kind]), help="Of the organisation; else the role's.")
@click.option("--country", default="", help="Of a new organisation, as ISO 3166-1 code such as NP.")
def add(email: str, name: str, role: str, organisation: str, kind: str | None, country: str) -> None:
    """Give a person a role in an organisation.

    The password of a new person is asked for, or taken from FAIRGATE_PASSWORD, or from the first line of standard
    input when that is no terminal. Someone who has an account already keeps the password.
    """
    wanted = Kind(kind) if kind else next(of for of, roles in ROLES_OF_KIND.items() if Role(role) in roles)
    with transaction(actor=_operator()):
        membership = _admit(email, name, Role(role), _organisation(organisation, wanted, country))
    click.echo(
        f"{membership.person.name} ({membership.person.email}) is now {ROLE_NAMES[Role(role)].lower()}"
        f" of {membership.organisation.name}."
    )


@people.command()
@click.option("--email", required=True, help="Address the person signs in with.")
@click.option("--organisation", required=True, help="Where the person no longer acts, by its name.")
@click.option("--reason", required=True, help="Why; it is kept in the trail.")
def end(email: str, organisation: str, reason: str) -> None:
    """End every role of a person in an organisation; who is signed in there is out at the next request."""
    with transaction(actor=_operator()):
        person = _known(email)
        named = organisation.strip().casefold()
        held = [row for row in queries.memberships_of(person.id) if row.organisation.name.casefold() == named]
        if not held:
            raise NotFound("no-membership", "%(name)s has no role there.", name=person.name)
        for membership in held:
            service.dismiss(membership, reason, by=_operator())
    click.echo(f"{person.name} ({person.email}) no longer acts for {held[0].organisation.name}.")


@people.command()
@click.option("--email", required=True, help="Address the person signs in with.")
def password(email: str) -> None:
    """Give a person a new password and end all of the person's sessions; it is taken in as by “add”."""
    with transaction(actor=_operator()):
        person = _known(email)
        registry.set_password(person, _password(), by=_operator())
        sessions.end_all(person.id)
    click.echo(f"{person.name} ({person.email}) has a new password, and is signed out everywhere.")


def _known(email: str) -> Person:
    person = persons.by_email(email)
    if person is None:
        raise NotFound("person-unknown", "Nobody has the address %(email)s.", email=email)
    return person


@people.command("list")
def list_() -> None:
    """Print who may sign in, for which organisation and in which role."""
    statement = (
        select(Membership)
        .join(Membership.organisation)
        .join(Membership.person)
        .where(Membership.ended_at.is_(None))
        .order_by(Organisation.kind, Organisation.name, Membership.created_at, Membership.id)
        .limit(MOST + 1)
    )
    with transaction(actor=_operator(), read_only=True):
        rows = list(db.session.execute(statement).scalars())
    for row in rows[:MOST]:
        where = f"{row.organisation.kind:<10} {row.organisation.name:<40}"
        click.echo(f"{where} {row.role:<11} {row.person.email:<40} {row.person.name}")
    if len(rows) > MOST:
        click.echo(f"… and more; the first {MOST} are shown.")
    if not rows:
        click.echo("Nobody may sign in yet. Add someone: bin/fairgate people add --help")


def _operator() -> Actor:
    """Return who runs the command: the system's account, since nobody is signed in at a terminal."""
    return Actor(None, f"{getpass.getuser()} (command line)", None, "system", "system")


def _organisation(name: str, kind: Kind, country: str) -> Organisation:
    known = [row for row in queries.of_kind(kind, limit=10_000) if row.name.casefold() == name.strip().casefold()]
    if len(known) > 1:
        raise Conflict("organisation-ambiguous", "Several organisations are called “%(name)s”.", name=name)
    if known:
        return known[0]
    regulator = queries.regulator()
    if kind is Kind.REGULATOR and regulator is not None:
        raise Conflict(
            "one-regulator", "This installation serves one regulator, and that is “%(name)s”.", name=regulator.name
        )
    if not countries.known(country.upper()):
        raise Invalid("country-unknown", "Give the new organisation's country with --country, such as NP.")
    return service.found(kind=kind, name=name, country=country, by=_operator())


def _admit(email: str, name: str, role: Role, organisation: Organisation) -> Membership:
    person = persons.by_email(email)
    if person is None:
        if not name.strip():
            raise Invalid("name-missing", "Give the person's name with --name.")
        if "@" not in email:
            raise Invalid("email-unfit", "“%(email)s” is no e-mail address.", email=email)
        person = registry.create(name=name, email=email, password=_password())
    held = queries.memberships_of(person.id)
    if any(row.organisation_id == organisation.id and row.role == role for row in held):
        raise Conflict("already-admitted", "%(name)s has this role there already.", name=person.name)
    return service.admit(person, organisation, role, by=_operator())


def _password() -> str:
    """Return the new password: from the environment, from standard input, or asked for twice at a terminal."""
    given = os.environ.get(PASSWORD_VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password (at least 12 characters)", hide_input=True, confirmation_prompt=True))
