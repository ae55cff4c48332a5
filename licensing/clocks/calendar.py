"""Counting days as the jurisdiction counts them (pure).

The day on which something begins is never counted; the last day is: what happens on it is in time.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from licensing.clocks.states import Unit

DAY = timedelta(days=1)
MOST_DAYS = 20_000  # a length beyond this is a mistake in the data, not a deadline


@dataclass(frozen=True)
class Calendar:
    """The days on which the regulator's offices are closed.

    Attributes:
        weekend: ISO weekdays that are not worked, 1 for Monday to 7 for Sunday.
        holidays: single days that are not worked.
    """

    weekend: frozenset[int] = frozenset({6, 7})
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a week without a working day: counting would never end."""
        if not self.weekend <= set(range(1, 8)) or len(self.weekend) == 7:
            message = "a week needs a working day, and its days are 1 to 7"
            raise ValueError(message)

    def works(self, day: date) -> bool:
        """Tell whether `day` is a working day."""
        return day.isoweekday() not in self.weekend and day not in self.holidays

    def after(self, start: date, working_days: int) -> date:
        """Return the day that is `working_days` working days after `start`; `start` itself for none."""
        day = start
        for _ in range(_bounded(working_days)):
            day += DAY
            while not self.works(day):
                day += DAY
        return day

    def before(self, end: date, working_days: int) -> date:
        """Return the last day that lies at least `working_days` working days before `end`."""
        day = end
        for _ in range(_bounded(working_days)):
            day -= DAY
            while not self.works(day):
                day -= DAY
        return day

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and including `end`; less than none is none."""
        span = (end - start).days
        return sum(self.works(start + timedelta(days=step)) for step in range(1, span + 1))


def last_day(start: date, amount: int, unit: Unit, calendar: Calendar) -> date:
    """Return the last day in time of a clock of `amount` `unit` that begins on `start`."""
    if unit is Unit.WORKING_DAYS:
        return calendar.after(start, amount)
    if unit is Unit.MONTHS:
        return add_months(start, _bounded(amount))
    return start + timedelta(days=_bounded(amount))


def left(today: date, due_on: date, unit: Unit, calendar: Calendar) -> int:
    """Return how much of a clock is left today, in working days or days; at least one, so that a pause ends fairly."""
    if unit is Unit.WORKING_DAYS:
        return max(calendar.between(today, due_on), 1)
    return max((due_on - today).days, 1)


def resumed(today: date, remaining: int, unit: Unit, calendar: Calendar) -> date:
    """Return the last day in time after a pause with `remaining` days left."""
    return last_day(today, remaining, Unit.WORKING_DAYS if unit is Unit.WORKING_DAYS else Unit.DAYS, calendar)


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _bounded(amount: int) -> int:
    if not 0 <= amount <= MOST_DAYS:
        message = f"a clock of {amount} is not a deadline"
        raise ValueError(message)
    return amount
