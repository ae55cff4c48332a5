"""What an officer compares in each check: as handed in on one side, as known elsewhere on the other (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import phonenumbers

from core.i18n import N_
from licensing.agencies.models import Agency
from licensing.applications.states import CheckKind
from licensing.assessment.likenesses import Likeness

UNCHANGED = N_("unchanged since it was handed in")
CHANGED = N_("changed since it was handed in")
NO_OTHER = N_("no other agency has it")
OTHER_COUNTRY = N_("a number of another country than the agency's")


@dataclass(frozen=True)
class Line:
    """One comparison: `label` and `reason` are marked sentences, `verdict` same, close, different or unknown."""

    label: str
    left: str | None
    right: str | None
    verdict: str
    reason: str = ""


def lines(kind: CheckKind, snapshot: dict[str, Any], agency: Agency, found: Sequence[Likeness]) -> list[Line]:
    """Return the comparisons that belong to a check; none where the check has a picture of its own."""
    if kind is CheckKind.IDENTITY:
        return _identity(snapshot["agency"], agency) + _shared(found, "name", N_("A name like it"))
    if kind is CheckKind.PREMISES:
        return _premises(snapshot["agency"], agency)
    if kind is CheckKind.PHONES:
        return _phones(snapshot, found)
    if kind is CheckKind.FIT_AND_PROPER:
        return _people(snapshot["people"], found)
    return []


def _identity(told: dict[str, Any], agency: Agency) -> list[Line]:
    return [
        _now(N_("Legal name"), told["legal_name"], agency.legal_name),
        _now(N_("Number in the trade register"), told["registration_number"], agency.registration_number),
        _now(N_("Country"), told["country"], agency.country),
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


def _phones(snapshot: dict[str, Any], found: Sequence[Likeness]) -> list[Line]:
    elsewhere = {item.ours: item.agency.legal_name for item in found if item.reason == "phone"}
    country = snapshot["agency"]["country"]
    rows = []
    for row in snapshot["phones"]:
        number = row["e164"]
        if number in elsewhere:
            rows.append(
                Line(row["label"], number, elsewhere[number], "different", N_("also the number of this agency"))
            )
        elif region(number) not in (country, None):
            rows.append(Line(row["label"], number, region(number), "close", OTHER_COUNTRY))
        else:
            rows.append(Line(row["label"], number, None, "same", NO_OTHER))
    return rows


def region(number: str) -> str | None:
    """Return the country that an E.164 number belongs to, where the numbering plan tells."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return None


def _people(people: Sequence[dict[str, Any]], found: Sequence[Likeness]) -> list[Line]:
    elsewhere = {item.ours.casefold(): item.agency.legal_name for item in found if item.reason == "person"}
    rows = []
    for row in people:
        other = elsewhere.get(row["name"].casefold())
        sentence = N_("someone of this name is also with this agency") if other else NO_OTHER_PERSON
        rows.append(Line(ROLES[row["role"]], row["name"], other, "close" if other else "same", sentence))
    return rows


NO_OTHER_PERSON = N_("no other agency has someone of this name")
ROLES: dict[str, str] = {
    "principal": N_("Principal authority"),
    "director": N_("Director"),
    "owner": N_("Owner"),
    "representative": N_("Representative"),
}


def _shared(found: Sequence[Likeness], reason: str, label: str) -> list[Line]:
    return [
        Line(label, item.ours, item.theirs, "close", N_("a name of another agency"))
        for item in found
        if item.reason == reason
    ]
