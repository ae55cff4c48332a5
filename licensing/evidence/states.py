"""States of a paper and the moves between them (licensing.md 6.1, EvidenceItem)."""

import enum


class Status(enum.StrEnum):
    """Where a paper stands."""

    REQUESTED = "requested"  # an officer asks for it; nothing was sent yet
    RECEIVED = "received"
    VERIFIED = "verified"
    REJECTED = "rejected"
    REMOVED = "removed"  # taken back by the agency before an officer judged it
    CANCELLED = "cancelled"  # an officer no longer asks for it


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.REQUESTED: frozenset({S.RECEIVED, S.CANCELLED}),
    S.RECEIVED: frozenset({S.VERIFIED, S.REJECTED, S.REMOVED}),
    S.VERIFIED: frozenset({S.REJECTED}),
    S.REJECTED: frozenset({S.VERIFIED}),
    S.REMOVED: frozenset({S.RECEIVED}),
    S.CANCELLED: frozenset(),
}
JUDGED = frozenset({S.VERIFIED, S.REJECTED})
SENT = frozenset({S.RECEIVED, S.VERIFIED})  # what satisfies the checklist of the applicant
