"""What an agency has in common with other agencies of the register: phones, people, names that look alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, String, cast, func, select

from core.db import db
from core.i18n import N_
from licensing.agencies.models import Agency, AgencyName, AgencyPerson, AgencyPhone
from screening.names import normalise, search_keys
from screening.scoring import ALERT_THRESHOLD, score

MOST = 20
CANDIDATES = 200
REASONS: dict[str, str] = {
    "phone": N_("the same phone number"),
    "person": N_("a person of the same name"),
    "name": N_("a name that looks alike"),
}


@dataclass(frozen=True)
class Likeness:
    """One thing that two agencies share: `reason` is a key of REASONS, `ours` and `theirs` what is alike."""

    agency: Agency
    reason: str
    ours: str
    theirs: str


def of(agency: Agency, *, names: Sequence[str], people: Sequence[str], phones: Sequence[str]) -> list[Likeness]:
    """Return what `agency` shares with others, phones first; four queries whatever the size of the register.

    The same phone number or person behind a new name is how a closed agency comes back, and a name one letter
    off is how an impostor begins; neither proves anything, so an officer looks.
    """
    found = [*_phones(agency, phones), *_people(agency, people), *_names(agency, names)]
    return found[:MOST]


def _phones(agency: Agency, phones: Sequence[str]) -> list[Likeness]:
    statement = (
        select(AgencyPhone.e164, Agency)
        .join(Agency, Agency.id == AgencyPhone.agency_id)
        .where(AgencyPhone.e164.in_(phones), Agency.id != agency.id)
        .limit(MOST)
    )
    return [Likeness(other, "phone", number, number) for number, other in db.session.execute(statement)]


def _people(agency: Agency, people: Sequence[str]) -> list[Likeness]:
    wanted = {name.casefold(): name for name in people}
    statement = (
        select(AgencyPerson.name, Agency)
        .join(Agency, Agency.id == AgencyPerson.agency_id)
        .where(func.lower(AgencyPerson.name).in_(wanted), Agency.id != agency.id)
        .limit(MOST)
    )
    return [
        Likeness(other, "person", wanted.get(name.casefold(), name), name)
        for name, other in db.session.execute(statement)
    ]


def _names(agency: Agency, names: Sequence[str]) -> list[Likeness]:
    keys = {key for name in names for key in search_keys(name, "organisation")}
    if not keys:
        return []
    statement = (
        select(AgencyName.name, Agency)
        .join(Agency, Agency.id == AgencyName.agency_id)
        .where(AgencyName.search_keys.op("&&")(cast(sorted(keys), ARRAY(String))), Agency.id != agency.id)
        .limit(CANDIDATES)
    )
    ours = [normalise(name, "organisation") for name in names]
    best: dict[object, tuple[float, Likeness]] = {}
    for listed, other in db.session.execute(statement):
        theirs = normalise(listed, "organisation")
        for name, own in zip(names, ours, strict=True):
            value = score(own, theirs).score
            if value >= ALERT_THRESHOLD and (other.id not in best or value > best[other.id][0]):
                best[other.id] = (value, Likeness(other, "name", name, listed))
    return [likeness for _, likeness in sorted(best.values(), key=lambda item: -item[0])]
