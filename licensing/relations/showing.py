"""What officers see of relations: the picture, its tables by kind of link, the alerts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from core.i18n import N_, long_date, translate
from licensing.agencies.models import Agency
from licensing.licences import queries as licences
from licensing.licences.wording import TITLES
from licensing.relations import graph
from licensing.relations.models import PhoenixAlert
from licensing.relations.queries import Related
from licensing.relations.wording import KINDS, sentence

WORDS = {**KINDS, "agency": N_("Agency")}
NO_LICENCE = N_("No licence")


@dataclass(frozen=True)
class Group:
    """All links of one kind, for the table under the picture."""

    kind: str
    title: str
    rows: list[Related]


@dataclass(frozen=True)
class Links:
    """The picture of an agency's links, the same in groups, and how each other agency stands (marked texts)."""

    graph: graph.Graph
    groups: list[Group]
    states: dict[UUID, str]
    agencies: int


def links_of(agency: Agency, relations: Sequence[Related]) -> Links:
    """Return what an agency shares with others, drawn and in tables; three queries for how the others stand."""
    states = standing({one.other.id for one in relations})
    found = [
        graph.Link(one.kind, one.ours, one.other.id, one.other.legal_name, one.other.reference, one.strength)
        for one in relations
    ]
    groups = [Group(kind, title, [one for one in relations if one.kind == kind]) for kind, title in KINDS.items()]
    picture = graph.draw(agency.legal_name, found, WORDS, states)
    return Links(picture, [group for group in groups if group.rows], states, len(states))


def standing(agencies: set[UUID]) -> dict[UUID, str]:
    """Return how agencies stand, as marked texts: what their newest licence is to the public, or that there is none."""
    found = dict.fromkeys(agencies, NO_LICENCE)
    for known in sorted(licences.standings_of(agencies), key=lambda one: one.starts_on):
        found[known.agency_id] = TITLES[known.status]
    return found


def words(alert: PhoenixAlert) -> str:
    """Return what an alert says, in the language of the page."""
    return translate(sentence(alert.trigger), **{name: str(value or "") for name, value in alert.facts.items()})


def day(facts: dict[str, Any]) -> str:
    """Return the day since when it is so, in words, where it is known."""
    return long_date(date.fromisoformat(facts["since"])) if facts.get("since") else ""
