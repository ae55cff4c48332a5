"""The parts of an application in the order in which they are filled in, and what is still missing in each (pure)."""

import dataclasses
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.i18n import N_
from licensing.agencies.models import Agency, AgencyName, AgencyPerson, AgencyPhone, PersonRole
from licensing.applications.models import Application
from licensing.costs.categories import CATEGORIES
from licensing.costs.models import CostItem, FeePlanLine
from licensing.evidence.queries import Line


class Part(enum.StrEnum):
    """A part of the task list."""

    BUSINESS = "business"
    PEOPLE = "people"
    OFFICES = "offices"
    DESTINATIONS = "destinations"
    MONEY = "money"
    PAPERS = "papers"
    DECLARATION = "declaration"


class PartStatus(enum.StrEnum):
    """How far a part is."""

    COMPLETED = "completed"
    IN_PROGRESS = "in-progress"
    NOT_STARTED = "not-started"
    CANNOT_START = "cannot-start"
    PROBLEM = "problem"


TITLES: dict[Part, str] = {
    Part.BUSINESS: N_("Business"),
    Part.PEOPLE: N_("People"),
    Part.OFFICES: N_("Offices and phones"),
    Part.DESTINATIONS: N_("Where you send workers"),
    Part.MONEY: N_("Money: who pays each item"),
    Part.PAPERS: N_("Papers"),
    Part.DECLARATION: N_("Declaration"),
}
FILLED_IN = tuple(part for part in Part if part is not Part.DECLARATION)


@dataclass(frozen=True)
class Gap:
    """Something missing: `sentence` is a marked catalogue sentence that `values` fill; `field` names it to machines."""

    part: Part
    field: str
    sentence: str
    values: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Answers:
    """Everything an application says at this moment."""

    application: Application
    agency: Agency
    names: Sequence[AgencyName]
    phones: Sequence[AgencyPhone]
    people: Sequence[AgencyPerson]
    items: Sequence[CostItem]
    lines: dict[str, FeePlanLine]
    papers: Sequence[Line] = ()
    holdings: Mapping[str, Sequence[Any]] = dataclasses.field(default_factory=dict)  # by the word of the list


def gaps(answers: Answers) -> dict[Part, list[Gap]]:
    """Return what is missing in each part that is filled in."""
    return {
        Part.BUSINESS: [],
        Part.PEOPLE: _people(answers),
        Part.OFFICES: _offices(answers),
        Part.DESTINATIONS: _destinations(answers),
        Part.MONEY: _money(answers),
        Part.PAPERS: _papers(answers),
    }


def asked(answers: Answers) -> tuple[Part, ...]:
    """Return the parts that this application fills in, in order; papers only where some are asked for."""
    return tuple(part for part in FILLED_IN if part is not Part.PAPERS or answers.papers)


def obstacles(answers: Answers) -> list[Gap]:
    """Return all that stands between the answers and handing them in: gaps, and parts never finished."""
    found = gaps(answers)
    finished = answers.application.completed_parts
    unseen = N_("Open “%(part)s”, check it and save it.")
    for part in asked(answers):
        if not found[part] and part not in finished:
            found[part] = [Gap(part, part, unseen, {"part": TITLES[part]})]
    return [gap for part in asked(answers) for gap in found[part]]


def statuses(answers: Answers) -> dict[Part, PartStatus]:
    """Return how far each part is."""
    found = gaps(answers)
    finished = set(answers.application.completed_parts)
    known: dict[Part, PartStatus] = {}
    for part in asked(answers):
        if part in finished:
            known[part] = PartStatus.PROBLEM if found[part] else PartStatus.COMPLETED
        else:
            known[part] = PartStatus.IN_PROGRESS if _started(answers, part) else PartStatus.NOT_STARTED
    ready = all(status is PartStatus.COMPLETED for status in known.values())
    known[Part.DECLARATION] = PartStatus.NOT_STARTED if ready else PartStatus.CANNOT_START
    return known


def unpaid(answers: Answers, category: str | None = None) -> list[CostItem]:
    """Return the cost items of a group (of all groups by default) of which nobody has said who pays."""
    return [
        item for item in answers.items
        if item.code not in answers.lines and category in (None, item.category)
    ]  # fmt: skip


def _started(answers: Answers, part: Part) -> bool:
    agency, application = answers.agency, answers.application
    begun = {
        Part.BUSINESS: True,  # name, number and country are there since the agency registered
        Part.PEOPLE: bool(answers.people),
        Part.OFFICES: bool(agency.address or agency.city or answers.phones),
        Part.DESTINATIONS: bool(application.destinations or application.sectors or application.workers_a_year),
        Part.MONEY: bool(answers.lines),
        Part.PAPERS: any(line.sent for line in answers.papers),
    }
    return begun[part]


def _people(answers: Answers) -> list[Gap]:
    if any(person.role == PersonRole.PRINCIPAL for person in answers.people):
        return []
    sentence = N_("Add the principal authority: the one person who answers for the licence.")
    return [Gap(Part.PEOPLE, "people.principal", sentence)]


def _offices(answers: Answers) -> list[Gap]:
    found = []
    if not answers.agency.address:
        found.append(Gap(Part.OFFICES, "address", N_("Enter the address of the main office.")))
    if not answers.agency.city:
        found.append(Gap(Part.OFFICES, "city", N_("Enter the town or city of the main office.")))
    if not answers.phones:
        sentence = N_("Add at least one phone number. Workers use it to tell a real call from a false one.")
        found.append(Gap(Part.OFFICES, "phones", sentence))
    return found


def _destinations(answers: Answers) -> list[Gap]:
    application, found = answers.application, []
    if not application.destinations:
        found.append(Gap(Part.DESTINATIONS, "destinations", N_("Choose at least one country.")))
    if not application.sectors:
        found.append(Gap(Part.DESTINATIONS, "sectors", N_("Choose at least one kind of work.")))
    if application.workers_a_year is None:
        found.append(Gap(Part.DESTINATIONS, "workers_a_year", N_("Enter how many workers you expect in a year.")))
    return found


def _papers(answers: Answers) -> list[Gap]:
    sentence = N_("Papers: send “%(title)s”.")
    return [
        Gap(Part.PAPERS, f"papers.{line.key}", sentence, {"title": line.title})
        for line in answers.papers if line.missing
    ]  # fmt: skip


def _money(answers: Answers) -> list[Gap]:
    """Return one gap a group, naming the items: forty sentences would not be read."""
    found = []
    for category, title in CATEGORIES.items():
        missing = unpaid(answers, category)
        if missing:
            sentence = N_("Money, %(group)s: say who pays for %(items)s.")
            listed = ", ".join(f"{item.name} ({item.code})" for item in missing)
            found.append(Gap(Part.MONEY, f"fee_plan.{category}", sentence, {"group": title, "items": listed}))
    return found
