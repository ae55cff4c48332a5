"""From which day to which a decision lets a licence run (pure)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from licensing.applications.states import Kind

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """The days of a term; the last one still counts."""

    starts_on: date
    ends_on: date


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def running(starts_on: date, months: int) -> Days:
    """Return the term of `months` that begins on a day."""
    return Days(starts_on, add_months(starts_on, months) - DAY)


def further(kind: Kind, last: date, months: int, today: date, *, suspended: bool, continued: bool) -> Days:
    """Return the term that a renewal, variation or reinstatement adds to a licence (proposal).

    Args:
        kind: what was asked for.
        last: the last day of the licence as it runs now.
        months: how long a licence of its class runs.
        today: the day of activation.
        suspended: the licence is suspended, so that a reinstatement ends that and adds no days.
        continued: the renewal was lodged in time, so that the licence ran on while it was decided.

    A renewal in time begins the day after the last one, so that no day is lost however early it is granted; a late one
    begins on the day of activation. No term ends before the licence would have ended without it.
    """
    if kind is Kind.VARIATION or (kind is Kind.REINSTATEMENT and suspended):
        return Days(min(today, last), last)
    if kind is Kind.RENEWAL and (last >= today or continued):
        return running(last + DAY, months)
    return running(today if last < today else last + DAY, months)
