"""States of a list's versions, of what is delivered for it, and how often it is fetched."""

import enum


class SnapshotStatus(enum.StrEnum):
    """Whether a snapshot is the one screened against, or an earlier one."""

    CURRENT = "current"
    SUPERSEDED = "superseded"


class DeliveryStatus(enum.StrEnum):
    """What became of a source that came in and did not become a version at once."""

    RECEIVED = "received"  # stored, being read
    WAITING = "waiting"  # read and compared; a person decides
    CONFIRMED = "confirmed"  # a person took it; being imported
    APPLIED = "applied"  # it is a version now
    REFUSED = "refused"  # broken: nobody can take it
    REJECTED = "rejected"  # a person did not take it, or a newer one came
    FAILED = "failed"  # could not be fetched


D = DeliveryStatus
DELIVERY_MOVES: dict[DeliveryStatus, frozenset[DeliveryStatus]] = {
    D.RECEIVED: frozenset({D.WAITING, D.REFUSED}),
    D.WAITING: frozenset({D.CONFIRMED, D.REJECTED}),
    # back to waiting: the list changed in between, so that other figures are to be confirmed
    D.CONFIRMED: frozenset({D.APPLIED, D.REFUSED, D.WAITING}),
    D.APPLIED: frozenset(),
    D.REFUSED: frozenset(),
    D.REJECTED: frozenset(),
    D.FAILED: frozenset(),
}
DELIVERY_STARTS = (D.RECEIVED, D.WAITING, D.REFUSED, D.FAILED)


class Channel(enum.StrEnum):
    """The way a source came in."""

    UPLOAD = "upload"
    FETCH = "fetch"
    COMMAND = "command"


class Every(enum.StrEnum):
    """How often a list is fetched from its publisher."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"
