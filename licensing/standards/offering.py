"""What an officer may choose as evidence on a case: its checks, its files, the findings of its inspections."""

from collections.abc import Callable, Sequence

from core.errors import Invalid
from core.i18n import N_, translate
from licensing.applications.models import Application
from licensing.standards import queries
from licensing.standards.queries import Evidence
from licensing.standards.states import EvidenceKind

CHECKS: dict[str, str] = {
    "identity": N_("Check: who the agency is"),
    "fit-and-proper": N_("Check: its people are fit and proper"),
    "premises": N_("Check: its office exists"),
    "phones": N_("Check: its phone numbers are its own"),
    "fee-plan": N_("Check: workers pay nothing"),
    "screening": N_("Check: flagged lists"),
}
Source = Callable[[Application], Sequence[Evidence]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a slice above this one that has evidence to offer: it is asked for each case."""
    if function not in _sources:
        _sources.append(function)
    return function


def offered(application: Application) -> list[Evidence]:
    """Return everything that a finding on this case may rest on."""
    found = [
        Evidence(EvidenceKind.CHECK, check.id, translate(CHECKS.get(check.kind, check.kind)))
        for check in queries.checks_of(application)
    ]
    found += queries.files_of(application)
    for function in _sources:
        found += function(application)
    return found


def chosen(application: Application, keys: Sequence[str]) -> list[Evidence]:
    """Return the evidence that a form or the API named. Raises Invalid for what is not offered on this case."""
    known = {item.key: item for item in offered(application)}
    if unknown := [key for key in keys if key not in known]:
        message = N_("Choose evidence of this case from the list.")
        raise Invalid("evidence-unknown", message, {"evidence": message}, unknown=unknown[0])
    return [known[key] for key in keys]
