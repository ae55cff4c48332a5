"""What other parts of licensing show on a case: one list of functions, one line for each part.

A part of licensing gives a function that takes the application and the person who looks, and returns a
`licensing.panels.Panel`, or None when it has nothing to show. The case page draws each panel under its own heading,
puts its troubles with the others under “What is wrong”, and its actions under “What is next”; the API gives its facts.
To add one: write the function in your slice's `panels.py`, import it here, and append it to `PROVIDERS`.
"""

from collections.abc import Callable

from core.actor import Actor
from licensing.applications.models import Application
from licensing.assignments import panels as assignments
from licensing.assisted import panels as assisted
from licensing.evidence import panels as papers
from licensing.hearings import panels as hearings
from licensing.inspections import panels as inspections
from licensing.messages import panels as messages
from licensing.panels import Panel
from licensing.payments import panels as payments
from licensing.relations import panels as relations
from licensing.securities import panels as securities
from licensing.standards import panels as standards

# Takes the application and who looks; asks at most three questions of the database.
Provider = Callable[[Application, Actor], Panel | None]

# In the order of the page; each line is one slice.
PROVIDERS: list[Provider] = [
    relations.on_case,
    standards.on_case,
    inspections.on_case,
    papers.on_case,
    messages.on_case,
    assisted.on_case,
    hearings.on_case,
    securities.on_case,
    assignments.on_case,
    payments.on_case,
]


# What a form about the case needs too: which outcomes the standards leave, and who has the case.
WITH_FORMS: list[Provider] = [standards.on_case, assignments.on_case]


def of(application: Application, by: Actor, *, whole: bool = True) -> list[Panel]:
    """Return what there is to show on the case of `application` to `by`, in the order of the page.

    Not `whole` is for the pages of its forms, which show no panel: only what these need to know.
    """
    found = (provider(application, by) for provider in (PROVIDERS if whole else WITH_FORMS))
    return [panel for panel in found if panel is not None]
