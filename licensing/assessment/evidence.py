"""What an officer compares in each check: as handed in on one side, as known elsewhere on the other (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import phonenumbers

from core import countries
from core.i18n import N_
from licensing.agencies.models import Agency
from licensing.applications.states import CheckKind
from licensing.assessment.likenesses import Likeness

UNCHANGED = N_("unchanged since it was handed in")
CHANGED = N_("changed since it was handed in")
NO_OTHER = N_("No other agency has it")
OTHER_COUNTRY = N_("A number of another country than the agency's")
SHARED_NUMBER = N_("Also the number of another agency")
NO_OTHER_PERSON = N_("No other agency has someone of this name")
SHARED_PERSON = N_("Someone of this name is also with another agency")


@dataclass(frozen=True)
class Line:
    """One comparison: `label` and `reason` are marked sentences, `verdict` same, close, different or unknown."""

    label: str
    left: str | None
    right: str | None
    verdict: str
    reason: str = ""


@dataclass(frozen=True)
class Shared:
    """One thing and the other agency that has it too: `label` and `sentence` are marked, `kind` is that of a tag."""

    label: str
    ours: str
    other: str | None
    sentence: str
    kind: str


def lines(kind: CheckKind, snapshot: dict[str, Any], agency: Agency, found: Sequence[Likeness]) -> list[Line]:
    """Return the comparisons with what the register holds now; none where a check has a picture of its own."""
    if kind is CheckKind.IDENTITY:
        return _identity(snapshot["agency"], agency) + _alike(found, N_("A name like it"))
    if kind is CheckKind.PREMISES:
        return _premises(snapshot["agency"], agency)
    return []


def shared(kind: CheckKind, snapshot: dict[str, Any], found: Sequence[Likeness]) -> list[Shared]:
    """Return each phone number or person with the other agency that has it, for the checks about these."""
    if kind is CheckKind.PHONES:
        return _phones(snapshot, found)
    if kind is CheckKind.FIT_AND_PROPER:
        return _people(snapshot["people"], found)
    return []


def _identity(told: dict[str, Any], agency: Agency) -> list[Line]:
    return [
        _now(N_("Legal name"), told["legal_name"], agency.legal_name),
        _now(N_("Number in the trade register"), told["registration_number"], agency.registration_number),
        _now(N_("Country"), countries.name(told["country"]), countries.name(agency.country)),
    ]


def _premises(told: dict[str, Any], agency: Agency) -> list[Line]:
    return [
        _now(N_("Address"), told["address"], agency.address),
        _now(N_("Town or city"), told["city"], agency.city),
        _now(N_("Website"), told["website"], agency.website),
    ]


def _now(label: str, left: str | None, right: str | None) -> Line:
    same = left == right
    return Line(label, left or None, right or None, "same" if same else "different", UNCHANGED if same else CHANGED)


def _elsewhere(found: Sequence[Likeness], reason: str) -> dict[str, str]:
    """Return what is shared, without case, with the other agencies that have it: two by name, the rest as a number."""
    agencies: dict[str, list[str]] = {}
    for item in found:
        if item.reason == reason:
            agencies.setdefault(item.ours.casefold(), []).append(item.agency.legal_name)
    return {
        ours: ", ".join(names[:2]) + (f" +{len(names) - 2}" if len(names) > 2 else "")
        for ours, names in agencies.items()
    }


def _phones(snapshot: dict[str, Any], found: Sequence[Likeness]) -> list[Shared]:
    elsewhere = _elsewhere(found, "phone")
    country = snapshot["agency"]["country"]
    rows = []
    for row in snapshot["phones"]:
        number, other = row["e164"], elsewhere.get(row["e164"])
        abroad = region(number) not in (country, None)
        sentence, kind = (SHARED_NUMBER, "bad") if other else (OTHER_COUNTRY, "warn") if abroad else (NO_OTHER, "good")
        rows.append(Shared(row["label"], number, other, sentence, kind))
    return rows


def region(number: str) -> str | None:
    """Return the country that an E.164 number belongs to, where the numbering plan tells."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return None


def _people(people: Sequence[dict[str, Any]], found: Sequence[Likeness]) -> list[Shared]:
    elsewhere = _elsewhere(found, "person")
    rows = []
    for row in people:
        other = elsewhere.get(row["name"].casefold())
        sentence, kind = (SHARED_PERSON, "warn") if other else (NO_OTHER_PERSON, "good")
        rows.append(Shared(ROLES[row["role"]], row["name"], other, sentence, kind))
    return rows


ROLES: dict[str, str] = {
    "principal": N_("Principal authority"),
    "director": N_("Director"),
    "owner": N_("Owner"),
    "representative": N_("Representative"),
}


def _alike(found: Sequence[Likeness], label: str) -> list[Line]:
    return [
        Line(label, item.ours, item.theirs, "close", N_("a name of another agency"))
        for item in found
        if item.reason == "name"
    ]
