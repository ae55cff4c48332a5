"""One act on several cases, each for itself: what is refused for one changes nothing on the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.db import db
from core.errors import Conflict, Invalid, NotFound, Refused
from core.i18n import translate
from licensing.applications.models import Application
from licensing.assessment import queries

MOST = 50  # as many as a page of the queue shows


@dataclass(frozen=True)
class Done:
    """What came of one case: `problem` is None when it is done, otherwise the sentence that says why not."""

    reference: str
    agency: str
    problem: str | None


def each(references: Sequence[str], act: Callable[[Application], object]) -> list[Done]:
    """Do one thing to each case, in an order in which two people cannot wait for each other."""
    outcomes = {}
    for reference in sorted(references):
        agency, problem = "", None
        try:
            with db.session.begin_nested():
                application = queries.get(reference, lock=True)
                agency = application.agency.legal_name
                act(application)
        except (Conflict, Invalid, NotFound, Refused) as refusal:
            sentences = list(refusal.fields.values()) or [refusal.detail or refusal.title]
            problem = " ".join(translate(sentence, **refusal.values) for sentence in sentences)
        outcomes[reference] = Done(reference, agency, problem)
    return [outcomes[reference] for reference in references]
