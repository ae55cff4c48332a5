"""The clock of a decision (60 days, stopped while the application is with the applicant; pure)."""

from datetime import date, timedelta

DECISION = timedelta(days=60)


def due_on(submitted_on: date) -> date:
    """Return the last day on which a decision is in time; the day of submission is not counted, the last day is."""
    return submitted_on + DECISION


def due_again(due: date, returned_on: date, submitted_on: date) -> date:
    """Return the last day after a pause: what was left on the day of the return is left again, at least one day."""
    return submitted_on + max(due - returned_on, timedelta(days=1))
