"""What a licence is to the public on a given day: the most severe of what holds (pure)."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from licensing.licences.states import Status


class PublicStatus(enum.StrEnum):
    """The keys of the texts that workers read."""

    LICENSED = "licensed"
    CONDITIONS = "conditions"
    WATCHED = "watched"
    RENEWING = "renewing"
    FROZEN = "frozen"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    SURRENDERED = "surrendered"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    PENDING = "pending"  # an application is open, no licence yet
    NONE = "none"


P = PublicStatus
# Within one licence, and between the licences of one agency: the later in this order is shown.
SEVERITY: tuple[PublicStatus, ...] = (
    P.NONE, P.SURRENDERED, P.EXPIRED, P.PENDING, P.LICENSED, P.CONDITIONS, P.WATCHED, P.RENEWING, P.FROZEN,
    P.SUSPENDED, P.REVOKED, P.CANCELLED,
)  # fmt: skip
# A licence that allows the agency to find jobs for new workers today.
MAY_RECRUIT = frozenset({P.LICENSED, P.CONDITIONS, P.WATCHED, P.RENEWING})
# A licence that is in force today; a frozen one binds the agency to the workers it has.
IN_FORCE = MAY_RECRUIT | {P.FROZEN}
_STOPPED = (P.SUSPENDED, P.EXPIRED, P.SURRENDERED, P.REVOKED, P.CANCELLED, P.NONE)
# The icon of each status: carries the meaning together with the word, never by colour alone.
ICONS: dict[PublicStatus, str] = {
    P.LICENSED: "tick",
    P.CONDITIONS: "triangle",
    P.WATCHED: "triangle",
    P.FROZEN: "triangle",
    P.RENEWING: "clock",
    P.PENDING: "clock",
    **dict.fromkeys(_STOPPED, "stop"),
}
# The kind of tag on staff pages.
TAGS: dict[PublicStatus, str] = {
    P.LICENSED: "good",
    P.RENEWING: "good",
    P.CONDITIONS: "warn",
    P.WATCHED: "warn",
    P.FROZEN: "warn",
    P.PENDING: "wait",
    **dict.fromkeys(_STOPPED, "bad"),
}
_ENDED = {
    Status.CANCELLED: P.CANCELLED,
    Status.REVOKED: P.REVOKED,
    Status.SURRENDERED: P.SURRENDERED,
    Status.EXPIRED: P.EXPIRED,
}


@dataclass(frozen=True)
class LicenceFacts:
    """What the status of a licence is computed from; `ends_on` is the last day of its validity."""

    status: str
    starts_on: date
    ends_on: date
    conditions: bool = False  # at least one condition is not yet satisfied
    frozen: bool = False
    watched: bool = False
    renewal_pending_until: date | None = None
    under_appeal: bool = False
    class_code: str = ""
    frozen_for: tuple[str, ...] = ()  # countries and employers for whom no new workers may be found


def public_status(facts: LicenceFacts, today: date) -> PublicStatus:
    """Return what a licence is to the public on `today`.

    The dates count even where no job has marked it expired.

    A licence past its last day is expired, suspended or not: “stopped for now” would promise that it may come
    back. It is renewing instead while a renewal lodged in time is undecided. Before its
    first day it is none yet.
    """
    if facts.starts_on > today:
        return P.PENDING
    ended = _ENDED.get(Status(facts.status))
    renewing = facts.renewal_pending_until is not None and facts.ends_on < today <= facts.renewal_pending_until
    if ended is not None and not (ended is P.EXPIRED and renewing):
        return ended
    if facts.ends_on < today and not renewing:
        return P.EXPIRED
    if facts.status == Status.SUSPENDED:
        return P.SUSPENDED
    held = {
        P.FROZEN: facts.frozen,
        P.RENEWING: renewing,
        P.WATCHED: facts.watched,
        P.CONDITIONS: facts.conditions or bool(facts.frozen_for),
    }
    return most_severe(key for key, holds in held.items() if holds) or P.LICENSED


def agency_status(licences: Iterable[LicenceFacts], today: date, *, applying: bool = False) -> PublicStatus:
    """Return what an agency is to the public: the most severe of the newest licence of each class.

    A licence that a later one of the same class replaced counts no more; a licence that merely ended does not
    hide one in force. `applying` says that an application is with the regulator; PublicStatus.NONE means
    neither.
    """
    newest: dict[str, LicenceFacts] = {}
    for facts in sorted(licences, key=lambda item: item.starts_on):
        if facts.starts_on <= today or facts.class_code not in newest:
            newest[facts.class_code] = facts
    keys = [public_status(facts, today) for facts in newest.values()]
    return most_severe([*keys, P.PENDING] if applying else keys) or P.NONE


def most_severe(keys: Iterable[PublicStatus]) -> PublicStatus | None:
    """Return the most severe of `keys`, or None when there is none."""
    return max(keys, key=SEVERITY.index, default=None)
