"""What the pages of case work need to show codes as words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import force_locale

from core import clock, countries
from core.i18n import N_, Language, language, long_date, offered, translate
from licensing.applications.parts import FILLED_IN, TITLES
from licensing.applications.sectors import SECTORS
from licensing.applications.states import WITH_REGULATOR, CheckResult, Outcome, Status
from licensing.assessment import history, likenesses, rules
from licensing.assessment.case import Case
from licensing.assessment.evidence import ROLES
from licensing.assessment.forms import KIND_NAMES, STATUS_NAMES, field_of
from licensing.costs.categories import CATEGORIES, PAYERS
from licensing.licences import queries as licences
from licensing.licences import wording
from licensing.licences.showing import shown_to_workers
from licensing.licences.states import Status as LicenceStatus
from licensing.licences.status import TAGS, LicenceFacts, PublicStatus, agency_status
from licensing.licences.terms import add_months
from licensing.panels import Event
from screening.runs.models import ScreeningMatch, ScreeningRun
from screening.showing import Shown, shown

STATUS_TAGS = {
    Status.SUBMITTED: "info",
    Status.COMPLETENESS: "info",
    Status.RETURNED: "wait",
    Status.CHECKS: "progress",
    Status.INSPECTION: "progress",
    Status.ASSESSMENT: "progress",
    Status.RECOMMENDED: "good",
    Status.MINDED_TO_REFUSE: "wait",
    Status.REPRESENTATIONS: "warn",
    Status.PENDING_ACTIVATION: "wait",
    Status.LAPSED: "neutral",
    Status.QUASHED: "warn",
    Status.GRANTED: "good",
    Status.REFUSED: "bad",
    Status.WITHDRAWN: "neutral",
}
RESULT_TAGS = {CheckResult.PASS: "good", CheckResult.FAIL: "bad", CheckResult.UNSURE: "warn"}


def country(code: str) -> str:
    """Return a country's name in the language of the page."""
    return countries.name(code, language().code)


def filled(sentence: str, values: Mapping[str, object]) -> str:
    """Return a marked sentence with its values, those that are marked sentences translated too."""
    return translate(
        sentence,
        **{
            name: translate(wording.TITLES[value]) if isinstance(value, PublicStatus) else translate(str(value))
            for name, value in values.items()
        },
    )


def shown_score(score: float) -> str:
    """Return a score as per cent, rounded down: only equal names are 100% alike."""
    return f"{int(score * 100 + 0.001)}%"


def why(found: ScreeningMatch) -> Shown:
    """Return why a name of the case was found to be like a listed one."""
    return shown(
        found.explanation, found.subject_name, found.matched_name, left=translate(N_("In the application")),
        right=translate(N_("On the list")),
    )  # fmt: skip


def version_of(found: ScreeningMatch, run: ScreeningRun | None) -> int:
    """Return which version of its list a match was found on: that of the screening, else the entry's own."""
    code = found.entity.watchlist.code
    numbers = [row["sequence"] for row in run.lists if row["code"] == code] if run else []
    return int(numbers[0]) if numbers else found.entity.from_sequence


def timeline(case: Case) -> list[dict[str, Any]]:
    """Return what happened with a case, whoever did it, the newest first."""
    events = [event for panel in case.panels for event in panel.events]
    if case.run is not None and case.run.finished_at is not None:
        searched = N_("Searched the flagged lists")
        events.append(Event(case.run.finished_at, searched, "system", by="Fairgate"))
    return history.items(case.trail, translate, events)


def lists_of(run: ScreeningRun) -> list[list[object]]:
    """Return the lists of a screening as the rows of a table."""
    return [
        [row["title"], long_date(datetime.fromisoformat(row["imported_at"])), row["entities"], row["names"]]
        for row in run.lists
    ]


def preview(case: Case, outcome: Outcome) -> dict[str, Any]:
    """Return what workers will read about the agency once this is decided so."""
    facts = [licences.facts_of(licence) for licence in case.earlier]
    today = clock.today()
    if outcome is Outcome.GRANT:
        last = add_months(today, case.licence_class.months)
        conditions = bool(case.application.proposed_conditions)
        granted = LicenceFacts(
            LicenceStatus.ACTIVE, today, last, conditions=conditions, class_code=case.application.class_code
        )
        facts.append(granted)
    key = agency_status(facts, today)
    rules_shown = [item["public_text"] for item in case.application.proposed_conditions]
    last_day = long_date(max(row.ends_on for row in facts)) if facts else ""
    return shown_to_workers(key, rules_shown if key is PublicStatus.CONDITIONS else [], last_day)


def previews(case: Case, outcome: Outcome, *, demonstration: bool) -> list[tuple[Language, dict[str, Any]]]:
    """Return the same in each further language that workers are offered, each in its own words."""
    found = []
    for spoken in offered(demonstration=demonstration):
        if spoken.code != language().code:
            with force_locale(spoken.code):
                found.append((spoken, preview(case, outcome)))
    return found


# Handed to every template of the slice.
SHOWN: dict[str, Any] = {
    "CATEGORIES": CATEGORIES,
    "FLAG_NAMES": rules.FLAG_NAMES,
    "KINDS": rules.KINDS,
    "KIND_NAMES": KIND_NAMES,
    "LICENCE_TAGS": TAGS,
    "LICENCE_TITLES": wording.TITLES,
    "PARTS": TITLES,
    "PART_FIELDS": [field_of(part) for part in FILLED_IN],
    "PAYERS": PAYERS,
    "QUESTIONS": rules.QUESTIONS,
    "REASONS": likenesses.REASONS,
    "RESULTS": rules.RESULTS,
    "RESULT_TAGS": RESULT_TAGS,
    "ROLES": ROLES,
    "SECTORS": SECTORS,
    "STATUS_NAMES": STATUS_NAMES,
    "STATUS_TAGS": STATUS_TAGS,
    "URGENCIES": rules.URGENCIES,
    "WHO": history.WHO,
    "WITH_REGULATOR": WITH_REGULATOR,
    "country": country,
    "day_of": date.fromisoformat,
    "filled": filled,
    "licence_status": licences.status_of,
    "lists_of": lists_of,
    "shown_score": shown_score,
    "timeline": timeline,
    "version_of": version_of,
    "why": why,
}
