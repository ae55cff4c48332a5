"""Which people of some agencies are like somebody who is banned today (licensing.bans)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from core import clock
from core.db import db
from licensing.relations import queries
from licensing.relations.likeness import Person, pairs
from screening.scoring import ALERT_THRESHOLD

MOST = 500
# By the table's name, so that an installation whose law knows no bans asks nothing.
_TABLE = text("SELECT to_regclass('public.person_ban')")
_IN_FORCE = text(
    "SELECT reference, name, birth_date, search_keys, from_on, until_on FROM person_ban WHERE status = 'in-force'"
    " AND from_on <= :today AND (until_on IS NULL OR until_on > :today) AND search_keys && CAST(:keys AS varchar[])"
    " ORDER BY from_on LIMIT :most"
)


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
    if db.session.execute(_TABLE).scalar_one() is None:
        return []
    bans = list(db.session.execute(_IN_FORCE, {"keys": keys, "today": clock.today(), "most": MOST}))
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
