"""A part of licensing on the page of a case: what it shows, what it warns of, what it offers (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


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
class Event:
    """One line of the case's history that is not in the trail of the application itself.

    `title` is a marked text; `who` is officer, applicant, system or public; `kind` good, warn, bad, info or neutral.
    """

    at: datetime
    title: str
    who: str
    by: str = ""
    text: str = ""
    kind: str = "neutral"


@dataclass(frozen=True)
class Panel:
    """One part of the case page.

    `anchor` is its id on the page and its key in the API; `title` a marked text; `template` draws it, with `panel` and
    `case` in its context; `values` is what the template needs; `facts` is the same as JSON. `tag` is (marked text,
    kind of tag) for the heading. `stop` is a marked sentence that says why the case cannot go on because of this part,
    in words only: the rule itself is in the service. `events` are merged into the history of the case.
    """

    anchor: str
    title: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    tag: tuple[str, str] | None = None
    troubles: Sequence[Trouble] = ()
    actions: Sequence[Action] = ()
    events: Sequence[Event] = ()
    stop: str | None = None
