"""What other parts of licensing show on a case: one list of functions, one line for each part.

A part of licensing gives a function that takes the application and the person who looks, and returns a `Panel`, or
None when it has nothing to show. The case page draws each panel under its own heading, puts its troubles with the
others under “What is wrong”, and its actions under “What is next”; the API gives its facts. To add one: write the
function in your slice's `panels.py`, import it here, and append it to `PROVIDERS`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.actor import Actor
from licensing.applications.models import Application


@dataclass(frozen=True)
class Trouble:
    """One thing that speaks against granting, as a marked sentence with its values, and where to look."""

    kind: str  # bad, warn, info
    sentence: str
    values: Mapping[str, object]
    anchor: str


@dataclass(frozen=True)
class Action:
    """One step that this person may take now: marked words, and the address of its page."""

    text: str
    href: str


@dataclass(frozen=True)
class Panel:
    """One part of the case page.

    `anchor` is its id on the page and its key in the API; `title` a marked text; `template` draws it, with `panel` and
    `case` in its context; `values` is what the template needs; `facts` is the same as JSON. `tag` is (marked text,
    kind of tag) for the heading. `stop` is a marked sentence that says why the case cannot go on because of this part,
    in words only: the rule itself is in the service.
    """

    anchor: str
    title: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    tag: tuple[str, str] | None = None
    troubles: Sequence[Trouble] = ()
    actions: Sequence[Action] = ()
    stop: str | None = None


# Takes the application and who looks; asks at most three questions of the database.
Provider = Callable[[Application, Actor], Panel | None]

# In the order of the page; each line is one slice.
PROVIDERS: list[Provider] = []


def of(application: Application, by: Actor) -> list[Panel]:
    """Return what there is to show on the case of `application` to `by`, in the order of the page."""
    found = (provider(application, by) for provider in PROVIDERS)
    return [panel for panel in found if panel is not None]
