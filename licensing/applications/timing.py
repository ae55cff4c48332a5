"""The clocks of an application: which run from which step to which (licensing.md 6.5; their lengths are data)."""

from datetime import date
from typing import Any

from core import clock, trail
from core.actor import Actor
from licensing.applications import deadlines, queries
from licensing.applications.models import Application
from licensing.applications.states import Kind
from licensing.clocks import queries as clocks
from licensing.clocks import service as timing
from licensing.clocks.states import Kind as Clock

# A change of one part of a licence is nobody's occasion to object; what asks for (more) time on the register is.
OPEN_TO_OBJECTIONS = frozenset({Kind.NEW, Kind.RENEWAL, Kind.REINSTATEMENT})


def deciding(application: Application) -> Clock:
    """Return the clock of the decision: a renewal has its own."""
    return Clock.DECIDE_RENEWAL if application.kind == Kind.RENEWAL else Clock.DECIDE_NEW


def arrived(application: Application, *, by: Actor) -> None:
    """Handed in: the decision has its last day, the public may object, the receipt is to be confirmed."""
    timing.stop(Clock.DRAFT, application.id, by=by)
    timing.start(Clock.ACKNOWLEDGE, application, by=by)
    row = timing.start(deciding(application), application, by=by)
    application.due_on = row.due_on if row else deadlines.due_on(clock.today())
    if Kind(application.kind) in OPEN_TO_OBJECTIONS:
        notice = timing.start(Clock.OBJECTIONS, application, by=by)
        application.objections_until = notice.due_on if notice else None


def returned(application: Application, *, by: Actor) -> None:
    """With the agency again: the clock of the decision stands still, the agency's own runs."""
    timing.stop(Clock.COMPLETENESS, application.id, by=by)
    timing.pause(deciding(application), application.id, by=by)
    timing.start(Clock.REPLY_TO_RETURN, application, by=by)


def arrived_again(application: Application, *, by: Actor) -> None:
    """Mended and handed in again: what was left of the time is left again."""
    timing.stop(Clock.REPLY_TO_RETURN, application.id, by=by)
    application.due_on = timing.resume(deciding(application), application.id, by=by) or _left(application)
    timing.start(Clock.COMPLETENESS, application, by=by)


def _left(application: Application) -> date:
    """Return the last day where no clock was set: the days with the applicant do not count."""
    today = clock.today()
    entry = queries.last_return(application)
    if application.due_on is None or entry is None:
        return deadlines.due_on(today)
    return deadlines.due_again(application.due_on, entry.at.astimezone(clock.zone()).date(), today)


def taken_in(application: Application, *, by: Actor) -> None:
    """An officer has it: the receipt needs no more confirming, completeness is looked at."""
    timing.stop(Clock.ACKNOWLEDGE, application.id, by=by)
    timing.start(Clock.COMPLETENESS, application, by=by)


def complete(application: Application, *, by: Actor) -> None:
    """Nothing is missing."""
    timing.stop(Clock.COMPLETENESS, application.id, by=by)


def granted(application: Application, *, by: Actor) -> None:
    """Decided: bond and fee have their last day."""
    timing.stop_all(application.id, by=by)
    timing.start(Clock.ACTIVATION, application, by=by)


def ended(application: Application, *, by: Actor) -> None:
    """Refused, withdrawn, lapsed or in force: nothing runs any more."""
    timing.stop_all(application.id, by=by)


def looked_at_again(application: Application, *, by: Actor) -> None:
    """The decision was quashed: the time to decide begins anew."""
    row = timing.start(deciding(application), application, by=by)
    application.due_on = row.due_on if row else deadlines.due_on(clock.today())


def note(application: Application, action: str, *, by: Actor, **detail: Any) -> None:
    """Write into the trail that a last day has passed; nothing else follows from it."""
    trail.record(f"licensing.application.{action}", application, by=by, detail=detail)


def lodged_on(application: Application) -> date | None:
    """Return the regulator's day on which an application was first handed in; a return does not make it a later one."""
    at = application.first_submitted_at
    return at.astimezone(clock.zone()).date() if at is not None else None


def lodged_in_time(application: Application, ends_on: date) -> bool:
    """Tell whether a renewal was handed in early enough to let the licence run on until it is decided."""
    day = lodged_on(application)
    return day is not None and clocks.lodged_in_time(ends_on, day)
