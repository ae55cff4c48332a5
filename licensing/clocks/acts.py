"""What follows when a clock runs out, and who is reminded before: registered here by the features above."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.actor import Actor
from licensing.clocks.models import Clock
from licensing.clocks.states import Kind


@dataclass(frozen=True)
class Ending:
    """Something with a last day of which somebody is reminded."""

    subject_id: UUID
    organisation_id: UUID
    due_on: date


@dataclass(frozen=True)
class Reminder:
    """Where a kind's endings are found (None: its running clocks), and how the letter about one is written."""

    write: Callable[[Ending, int], None]
    endings: Callable[[date, date], Iterable[Ending]] | None = None


_acts: dict[Kind, Callable[[Clock, Actor], None]] = {}
_reminders: dict[Kind, Reminder] = {}


def on_due(kind: Kind) -> Callable[[Callable[[Clock, Actor], None]], Callable[[Clock, Actor], None]]:
    """Register what happens when a clock of `kind` has run out: ``act(clock, by)``, with `by` the system.

    It is called once for each clock, in the transaction that marks it as acted upon; when it raises, neither
    happened and it is called again later. Raises ValueError when the kind has an act already.
    """

    def register(act: Callable[[Clock, Actor], None]) -> Callable[[Clock, Actor], None]:
        if _acts.get(kind, act) is not act:
            message = f"clocks of kind {kind} have an act already"
            raise ValueError(message)
        _acts[kind] = act
        return act

    return register


def remind(
    kind: Kind, *, endings: Callable[[date, date], Iterable[Ending]] | None = None
) -> Callable[[Callable[[Ending, int], None]], Callable[[Ending, int], None]]:
    """Register how somebody is reminded of a kind: ``write(ending, days_left)`` writes the letter.

    `endings(first, last)` returns what has its last day within those days; without it, the running clocks of
    the kind are meant. The days are those of ``reminder_rule``.
    """

    def register(write: Callable[[Ending, int], None]) -> Callable[[Ending, int], None]:
        if kind in _reminders and _reminders[kind].write is not write:
            message = f"reminders of kind {kind} are written already"
            raise ValueError(message)
        _reminders[kind] = Reminder(write, endings)
        return write

    return register


def act_of(kind: str) -> Callable[[Clock, Actor], None] | None:
    """Return what happens when a clock of `kind` runs out, or None."""
    return _acts.get(Kind(kind))


def kinds() -> list[str]:
    """Return the kinds of clock on which something follows."""
    return sorted(_acts)


def reminders() -> dict[Kind, Reminder]:
    """Return the reminders by kind."""
    return dict(_reminders)
