"""Standards for tests: a version in force, proposed by a command and approved by two people."""

from datetime import date

from core.actor import SYSTEM
from core.db import transaction
from licensing.assessment import queries as cases_queries
from licensing.standards import queries, service
from licensing.standards.models import StandardSet
from licensing.standards.offering import offered
from licensing.standards.reading import SetFacts, StandardFacts
from licensing.standards.states import FindingOutcome
from tests.factories import actor

REASON = "Files, contracts and people were looked at, and this is what was found."


def facts(*, edition: int = 1, effective_from: date = date(2020, 1, 1), **changed: object) -> SetFacts:
    standards = (
        StandardFacts("C1", "Workers pay nothing", "Does no worker pay?", critical=True, points=30),
        StandardFacts("A1", "Contracts", "Does every worker get a contract?", critical=False, points=8),
        StandardFacts("A2", "Complaints", "Is every complaint answered?", critical=False, points=8),
        StandardFacts("A3", "Files", "Is every file kept?", critical=False, points=8),
        StandardFacts("A4", "Partners", "Is every partner known?", critical=False, points=8),
    )
    values = {
        "code": "overseas", "edition": edition, "class_code": "overseas", "title": "Standards", "fails_at": 30,
        "instrument": "Order, schedule 1", "effective_from": effective_from, "effective_to": None, "standards": standards,
    } | changed  # fmt: skip
    return SetFacts(**values)


def proposed(**changed: object) -> StandardSet:
    with transaction(role="fairgate_worker", actor=SYSTEM):
        return service.propose(facts(**changed), by=SYSTEM)


def in_force(**changed: object) -> StandardSet:
    """A version that two people approved."""
    version = proposed(**changed)
    for _ in range(2):
        decider = actor("decider")
        with transaction(actor=decider):
            found = service.approve(queries.version(version.code, version.edition, lock=True), by=decider)
    return found


def answer_all(reference: str, by, **outcomes: str) -> None:
    """Record a finding of every standard, met unless `outcomes` says otherwise (`A1="not-met"`)."""
    with transaction(actor=by):
        application = cases_queries.get(reference)
        evidence = offered(application)[:1]
        for asked in queries.sheet(application).asked:
            outcome = FindingOutcome(outcomes.get(asked.code, "met"))
            service.record_finding(application, asked.code, outcome, reason=REASON, evidence=evidence, by=by)
