"""States of an alert and the reasons for which one is closed."""

import enum


class Status(enum.StrEnum):
    """Where an alert stands."""

    OPEN = "open"
    UNDER_REVIEW = "under_review"
    ESCALATED = "escalated"  # someone says it is the same; a second person must confirm
    TRUE_MATCH = "true_match"
    FALSE_POSITIVE = "false_positive"
    INSUFFICIENT_DATA = "insufficient_data"
    CLOSED = "closed"  # nobody had decided, and there is nothing to decide any more: the match has ended


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.OPEN: frozenset({S.UNDER_REVIEW, S.ESCALATED, S.FALSE_POSITIVE, S.INSUFFICIENT_DATA, S.CLOSED}),
    S.UNDER_REVIEW: frozenset({S.OPEN, S.ESCALATED, S.FALSE_POSITIVE, S.INSUFFICIENT_DATA, S.CLOSED}),
    S.ESCALATED: frozenset({S.TRUE_MATCH, S.FALSE_POSITIVE, S.UNDER_REVIEW, S.CLOSED}),
    S.INSUFFICIENT_DATA: frozenset({S.OPEN, S.UNDER_REVIEW, S.ESCALATED, S.FALSE_POSITIVE}),
    S.TRUE_MATCH: frozenset({S.OPEN}),  # only by a change on either side, never by a click
    S.FALSE_POSITIVE: frozenset({S.OPEN}),
    S.CLOSED: frozenset({S.OPEN}),  # only by a match that stands again
}
TO_DECIDE = frozenset({S.OPEN, S.UNDER_REVIEW, S.ESCALATED, S.INSUFFICIENT_DATA})
DECIDED = frozenset({S.TRUE_MATCH, S.FALSE_POSITIVE, S.INSUFFICIENT_DATA})


class SuppressionStatus(enum.StrEnum):
    """Where a rule stands that keeps a pair from being shown."""

    PROPOSED = "proposed"  # the score is high: a second person must agree
    ACTIVE = "active"
    DECLINED = "declined"
    LIFTED = "lifted"


T = SuppressionStatus
SUPPRESSION_MOVES: dict[SuppressionStatus, frozenset[SuppressionStatus]] = {
    T.PROPOSED: frozenset({T.ACTIVE, T.DECLINED, T.LIFTED}),
    T.ACTIVE: frozenset({T.LIFTED}),
    T.DECLINED: frozenset(),
    T.LIFTED: frozenset(),
}


class Kind(enum.StrEnum):
    """Why an alert was raised."""

    FLAGGED_ENTITY = "flagged-entity"
    LICENCE = "licence"  # the broker's licence is not in force, or there is none by that number


class Verdict(enum.StrEnum):
    """What a person decides."""

    SAME = "same"
    NOT_SAME = "not-same"
    NOT_SURE = "not-sure"


class ReasonCode(enum.StrEnum):
    """Why an alert is closed or sent on."""

    DIFFERENT_COUNTRY = "different-country"
    DIFFERENT_PARTY = "different-party"
    DIFFERENT_IDENTIFIER = "different-identifier"
    NAME_ONLY = "name-only"
    HISTORICAL = "historical-delisted"
    WRONG_TYPE = "wrong-entity-type"
    SAME_IDENTIFIER = "same-identifier"
    SAME_NAME_AND_PLACE = "same-name-and-place"
    LICENCE_CONFIRMED = "licence-confirmed"  # the licence is indeed not in force
    BROKER_REPLACED = "broker-replaced"
    MORE_DATA_NEEDED = "more-data-needed"
    OTHER = "other"
