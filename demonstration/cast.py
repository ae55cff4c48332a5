"""Who takes part: organisations and people of a demonstration, and each one as the actor of its acts."""

from uuid import UUID

from accounts.organisations import service as organisations
from accounts.organisations.models import Organisation
from accounts.people import service as people
from accounts.people.queries import by_email
from accounts.permissions import Kind, Role
from accounts.sessions.queries import actor_of
from core.actor import SYSTEM, Actor
from core.db import db
from core.errors import Invalid
from core.i18n import N_
from demonstration.folder import Folder


class Cast:
    """The actors of a demonstration by e-mail address, and its organisations by key."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everyone but the system itself."""
        self.actors: dict[str, Actor] = {"system": SYSTEM}
        self.organisations: dict[str, Organisation] = {}

    def gather(self, folder: Folder) -> None:
        """Found the organisations and admit the people; every agency is an organisation of kind broker."""
        for row in folder.tables["organisations"]:
            self._found(row["key"], Kind(row["kind"]), row["name"], row["country"])
        for row in folder.tables["agencies"]:
            self._found(row["key"], Kind.BROKER, row["legal_name"], row["country"])
        for row in folder.tables["people"]:
            organisation = self.organisations[row["organisation"]]
            person = by_email(row["email"])
            if person is None:
                person = people.create(name=row["name"], email=row["email"], password=row["password"])
            member = organisations.admit(person, organisation, Role(row["role"]), by=SYSTEM)
            self.actors[row["email"]] = actor_of(member)
        db.session.flush()

    def _found(self, key: str, kind: Kind, name: str, country: str) -> None:
        self.organisations[key] = organisations.found(kind=kind, name=name, country=country, by=SYSTEM)

    def actor(self, email: str, where: str) -> Actor:
        """Return who acts under an address. Raises Invalid naming the line when nobody does."""
        if email not in self.actors:
            message = N_("%(where)s: nobody in people.csv has the address %(email)s.")
            raise Invalid("nobody", message, where=where, email=email)
        return self.actors[email]


CAST = Cast()


def organisation_id(key: str) -> UUID:
    """Return the id of the organisation that the folder calls `key`."""
    return CAST.organisations[key].id
