"""Brokers that a list names, recognised in the register, and what their licences are today."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from accounts.organisations.queries import regulator
from core.db import db
from core.i18n import N_
from licensing.agencies.models import Agency, AgencyName
from licensing.licences.models import Licence
from licensing.licences.queries import Standing, standings_of, tidy_number
from licensing.licences.status import MAY_RECRUIT, PublicStatus
from supplychain.lists.cells import fold

OUR_FORM = re.compile(r"RA-[0-9]{5,9}")
ASKED = 400  # agencies or numbers in one question: their licences must stay below the register's bound

NO_LICENCE = "no-licence"
NOT_FOUND = "not-found"
# What a company reads of a broker's licence: short words for tags and rows.
STATES: dict[str, str] = {
    PublicStatus.LICENSED: N_("Licensed"),
    PublicStatus.CONDITIONS: N_("Licensed with rules"),
    PublicStatus.WATCHED: N_("Licensed, being watched"),
    PublicStatus.RENEWING: N_("Licensed while renewal is decided"),
    PublicStatus.PENDING: N_("Not licensed yet"),
    PublicStatus.FROZEN: N_("May not take new workers"),
    PublicStatus.SUSPENDED: N_("Licence suspended"),
    PublicStatus.REVOKED: N_("Licence revoked"),
    PublicStatus.CANCELLED: N_("Licence cancelled"),
    PublicStatus.EXPIRED: N_("Licence has ended"),
    PublicStatus.SURRENDERED: N_("Licence given back"),
    NO_LICENCE: N_("No licence"),
    NOT_FOUND: N_("No licence with this number"),
}
_NOT_WORSE = frozenset({PublicStatus.EXPIRED, PublicStatus.SURRENDERED})


@dataclass(frozen=True)
class Named:
    """A broker as a list names it: licence number as typed, ISO country, agency it was recognised as."""

    number: str | None
    country: str | None
    agency_id: UUID | None


@dataclass(frozen=True)
class Judgement:
    """What the register says of a broker today.

    Attributes:
        state: a key of STATES, or None when the register cannot know the broker.
        standing: the licence it is about, if there is one.
        alarming: whether a company must look at it.
    """

    state: str | None
    standing: Standing | None
    alarming: bool


class Register:
    """Who holds which licence number and which name, read once and then asked for every row of a list."""

    def __init__(self, numbers: dict[str, UUID], names: dict[str, UUID | None], country: str | None) -> None:
        self._numbers = numbers
        self._names = names
        self.country = country

    def recognise(self, number: str | None, name: str | None) -> UUID | None:
        """Return the agency that holds this licence number, else the only one with exactly this folded name."""
        if number and (agency := self._numbers.get(tidy_number(number))):
            return agency
        return self._names.get(fold(name)) if name else None

    def is_ours(self, named: Named) -> bool:
        """Tell whether our register should know this number: it has our form, or the broker is in our country."""
        if not named.number:
            return False
        ours = named.country is not None and named.country == self.country
        return ours or OUR_FORM.fullmatch(tidy_number(named.number)) is not None


def register() -> Register:
    """Read the register: two queries. A name that two licensed agencies bear recognises neither."""
    rows = db.session.execute(select(Licence.number, Licence.agency_id)).all()
    numbers = {row[0]: row[1] for row in rows}
    authority = regulator()
    return Register(numbers, _names(frozenset(numbers.values())), authority.country if authority else None)


def _names(holders: Collection[UUID]) -> dict[str, UUID | None]:
    """Return the agency of each folded name: those that were ever licensed come before those that only ask to be.

    Anyone can apply under any name; that must not make a licensed agency of this name unknown.
    """
    held: dict[str, UUID | None] = {}
    asking: dict[str, UUID | None] = {}
    statement = select(AgencyName.name, AgencyName.agency_id).join(Agency, Agency.id == AgencyName.agency_id)
    for name, agency_id in db.session.execute(statement.where(Agency.published_at.is_not(None))):
        known, key = held if agency_id in holders else asking, fold(name)
        known[key] = agency_id if known.get(key, agency_id) == agency_id else None
    names = asking | held
    names.pop("", None)
    return names


class Standings:
    """What the licences of some agencies are today."""

    def __init__(self, found: Iterable[Standing]) -> None:
        self._by_agency: defaultdict[UUID, list[Standing]] = defaultdict(list)
        for standing in found:
            self._by_agency[standing.agency_id].append(standing)

    def judge(self, named: Named, known: Register) -> Judgement:
        """Return what the register says of a broker."""
        if named.agency_id is None:
            missing = known.is_ours(named)
            return Judgement(NOT_FOUND if missing else None, None, alarming=missing)
        held = self._by_agency.get(named.agency_id, [])
        number = tidy_number(named.number) if named.number else None
        if number and OUR_FORM.fullmatch(number) and all(item.number != number for item in held):
            return Judgement(NOT_FOUND, None, alarming=True)
        standing = _decisive(held, number)
        if standing is None:
            return Judgement(NO_LICENCE, None, alarming=True)
        return Judgement(standing.status, standing, alarming=standing.status not in MAY_RECRUIT)


def _decisive(held: list[Standing], number: str | None) -> Standing | None:
    """Return the licence that decides: the one named, unless it merely ended and another took its place."""
    newest = sorted(held, key=lambda item: item.starts_on, reverse=True)
    named = next((item for item in newest if item.number == number), None)
    if named is not None and named.status not in _NOT_WORSE:
        return named
    in_force = next((item for item in newest if item.status in MAY_RECRUIT), None)
    return in_force or named or (newest[0] if newest else None)


def standings(agencies: Collection[UUID]) -> Standings:
    """Read the licences of some agencies, however many."""
    wanted = sorted(set(agencies))
    found: list[Standing] = []
    for start in range(0, len(wanted), ASKED):
        found += standings_of(wanted[start : start + ASKED])
    return Standings(found)


def judge_all(brokers: Iterable[Any]) -> dict[UUID, Judgement]:
    """Return what the register says of some SupplierBroker rows, by their ids."""
    rows = list(brokers)
    if not rows:
        return {}
    # Only what these rows name is read: a page shows a handful of brokers, the register may hold thousands.
    held = standings([row.agency_id for row in rows if row.agency_id])
    authority = regulator()
    known = Register({}, {}, authority.country if authority else None)
    return {row.id: held.judge(named(row), known) for row in rows}


def named(broker: Any) -> Named:
    """Return a SupplierBroker row as the register is asked about it; its country may be that of its supplier."""
    return Named(broker.licence_number, broker.country or broker.supplier.country, broker.agency_id)
