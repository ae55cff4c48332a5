"""The one door to time: UTC, one instant per transaction, frozen in tests, shifted in demonstrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_pinned: ContextVar[datetime | None] = ContextVar("pinned_instant", default=None)
_frozen: ContextVar[datetime | None] = ContextVar("frozen_instant", default=None)
_shift = timedelta(0)
_zone = ZoneInfo("UTC")


def now() -> datetime:
    """Return the present instant, aware and in UTC; the same one throughout a transaction."""
    return _frozen.get() or _pinned.get() or datetime.now(UTC) + _shift


def today() -> date:
    """Return the day at the regulator's place: deadlines are counted in its days, not in UTC's."""
    return now().astimezone(_zone).date()


def zone() -> ZoneInfo:
    """Return the regulator's time zone, in which pages show instants."""
    return _zone


def configure(*, zone_name: str, shift: timedelta = timedelta(0)) -> None:
    """Set the regulator's time zone, and how far a demonstration's own clock stands from the real one."""
    global _shift, _zone  # noqa: PLW0603  one process, one installation, one clock
    _zone = ZoneInfo(zone_name)
    _shift = shift


@contextmanager
def pinned() -> Iterator[datetime]:
    """Hold one instant so that every row written by one decision carries the same time."""
    instant = now()
    token = _pinned.set(instant)
    try:
        yield instant
    finally:
        _pinned.reset(token)


@contextmanager
def frozen(instant: datetime) -> Iterator[datetime]:
    """Set the clock to `instant` (aware) for tests and for replaying a demonstration's history."""
    if instant.tzinfo is None:
        message = "a frozen instant must carry its time zone"
        raise ValueError(message)
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield instant
    finally:
        _frozen.reset(token)
