"""What pages about licences show: words of states and measures, and what workers read, before officers decide."""

from collections.abc import Mapping
from typing import Any

from core import clock, countries
from core.errors import Conflict, Invalid
from core.i18n import language, long_date, translate
from licensing.licences import queries, wording
from licensing.licences.marks import APPEAL_STATES, CONDITION_STATES, MEASURE_STATES
from licensing.licences.measures import EFFECTS
from licensing.licences.states import Measure
from licensing.licences.status import ICONS, TAGS, LicenceFacts, PublicStatus, public_status
from licensing.licences.wording import TITLES


def licence_preview(facts: LicenceFacts, conditions: list[str]) -> dict[str, Any]:
    """Return what workers read about a licence with these facts today."""
    key = public_status(facts, clock.today())
    until = facts.renewal_pending_until if key is PublicStatus.RENEWING else facts.ends_on
    return shown_to_workers(key, conditions, long_date(until) if until else "")


def shown_to_workers(key: PublicStatus, conditions: list[str], day: str) -> dict[str, Any]:
    """Return icon, title, text, steps and rules of a public status in the language of the page."""
    return {
        "key": key,
        "icon": ICONS[key],
        "title": translate(wording.TITLES[key]),
        "text": translate(wording.TEXTS[key]).replace("%(date)s", day),
        "steps": [translate(step) for step in wording.STEPS.get(key, ())],
        "conditions": conditions,
    }


def renamed(problem: Invalid | Conflict, names: Mapping[str, str]) -> Invalid | Conflict:
    """Return a problem whose fields are called as on the page."""
    problem.fields = {names.get(name, name): fault for name, fault in problem.fields.items()}
    return problem


def name_of(measure: Measure) -> str:
    """Return what an officer calls a measure, in the language of the page."""
    return translate(EFFECTS[measure].name)


def country(code: str) -> str:
    """Return a country's name in the language of the page."""
    return countries.name(code, language().code)


SHOWN = {
    "EFFECTS": EFFECTS,
    "APPEAL_STATES": APPEAL_STATES,
    "CONDITION_STATES": CONDITION_STATES,
    "MEASURE_STATES": MEASURE_STATES,
    "MEASURE_NAME": name_of,
    "TAGS": TAGS,
    "TITLES": TITLES,
    "Measure": Measure,
    "country": country,
    "last_day": queries.last_day,
    "status_of": queries.status_of,
}
