"""What a clock measures, and whether it runs."""

import enum


class Kind(enum.StrEnum):
    """The steps that have a last day (licensing.md 6.5; the lengths are data of the installation)."""

    ACKNOWLEDGE = "acknowledge"
    COMPLETENESS = "completeness"
    REPLY_TO_RETURN = "reply-to-return"
    OBJECTIONS = "objections"
    DECIDE_NEW = "decide-new"
    DECIDE_RENEWAL = "decide-renewal"
    INSPECTION = "inspection"
    REPRESENTATIONS = "representations"
    ACTIVATION = "activation"
    CONDITION = "condition"
    REPORT = "report"
    URGENT_SUSPENSION = "urgent-suspension"
    SHOW_CAUSE = "show-cause"
    FREEZE_REVIEW = "freeze-review"
    DRAFT = "draft"
    SECURITY_EXPIRY = "security-expiry"
    SECURITY_TOP_UP = "security-top-up"
    SECURITY_RELEASE = "security-release"
    APPEAL = "appeal"
    PRE_APPEAL = "pre-appeal"
    CHANGE_NOTICE = "change-notice"
    GRACE = "grace"
    RENEWAL_LODGING = "renewal-lodging"
    REVOCATION_NOTICE = "revocation-notice"
    LICENCE_EXPIRY = "licence-expiry"


class Unit(enum.StrEnum):
    """How the length of a clock is counted."""

    DAYS = "days"
    WORKING_DAYS = "working-days"
    MONTHS = "months"


class Status(enum.StrEnum):
    """Whether a clock runs."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"  # what it waited for happened
    ACTED = "acted"  # it ran out, and what follows from that was done


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.RUNNING: frozenset({S.PAUSED, S.STOPPED, S.ACTED}),
    S.PAUSED: frozenset({S.RUNNING, S.STOPPED}),
    S.STOPPED: frozenset(),
    S.ACTED: frozenset(),
}
OPEN = frozenset({S.RUNNING, S.PAUSED})
