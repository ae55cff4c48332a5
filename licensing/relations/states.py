"""Kinds of relations between agencies, and the states of a phoenix alert."""

import enum


class Kind(enum.StrEnum):
    """What two agencies share."""

    BANK = "bank"
    PHONE = "phone"
    PERSON = "person"  # the same name and day of birth
    PERSON_NAME = "person-name"  # the same name; of one of the two no day of birth is known
    ADDRESS = "address"
    EMAIL = "email"
    DOMAIN = "domain"
    COMPANY = "company"  # one is the other's parent or related company, or both name the same one


class Trigger(enum.StrEnum):
    """Why a relation is alarming."""

    BANNED_PERSON = "banned-person"
    LOST_LICENCE = "lost-licence"  # revoked or cancelled
    SUSPENDED_LICENCE = "suspended-licence"
    REFUSED_APPLICATION = "refused-application"


class Status(enum.StrEnum):
    """Where a phoenix alert stands."""

    OPEN = "open"
    CLEARING = "clearing"  # one officer says it is none; a second must confirm
    CLEARED = "cleared"
    CONFIRMED = "confirmed"  # it is one: the application can only be refused
    ENDED = "ended"  # what it rested on is gone


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.OPEN: frozenset({S.CLEARING, S.CONFIRMED, S.ENDED}),
    S.CLEARING: frozenset({S.CLEARED, S.OPEN, S.ENDED}),
    S.CLEARED: frozenset({S.OPEN}),  # only by new evidence
    S.CONFIRMED: frozenset({S.CLEARING}),
    S.ENDED: frozenset({S.OPEN}),
}
BLOCKING = frozenset({S.OPEN, S.CLEARING, S.CONFIRMED})
