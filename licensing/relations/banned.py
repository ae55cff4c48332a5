"""Which people of some agencies are like somebody who is banned today (licensing.bans)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, String, cast, select

from core import clock
from core.db import db
from licensing.bans.models import PersonBan
from licensing.bans.queries import in_force
from licensing.relations import queries
from licensing.relations.likeness import Person, pairs
from screening.scoring import ALERT_THRESHOLD

MOST = 500


@dataclass(frozen=True)
class Banned:
    """A person of an agency who is like somebody banned: the name there, the ban's name, its reference and days."""

    agency_id: UUID
    person: str
    name: str
    reference: str
    since: date
    until: date | None


def among(agencies: Collection[UUID]) -> list[Banned]:
    """Return who is or was with some agencies and is like somebody banned today; three queries whatever their number.

    A name alone may raise it: an officer looks, and two days of birth that differ rule it out.
    """
    people = queries.people_of_all(agencies)
    keys = sorted({key for person in people for key in person.keys})
    if not keys:
        return []
    like = PersonBan.search_keys.op("&&")(cast(keys, ARRAY(String)))
    bans = list(db.session.scalars(select(PersonBan).where(in_force(clock.today()), like).limit(MOST)))
    known = {ban.reference: ban for ban in bans}
    banned = [Person(None, ban.name, ban.birth_date, frozenset(ban.search_keys), ban.reference) for ban in bans]
    found = {}
    for person, other, _kind, _score in pairs(people, banned, alone=ALERT_THRESHOLD):
        ban = known[other.words]
        if person.agency_id is not None:
            found[person.agency_id, ban.reference] = Banned(
                person.agency_id, person.name, ban.name, ban.reference, ban.from_on, ban.until_on
            )
    return list(found.values())
