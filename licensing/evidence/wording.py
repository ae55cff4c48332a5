"""How the states of a paper are said, and how they look (pure)."""

from core.i18n import N_
from licensing.evidence.states import Status

TITLES: dict[str, str] = {
    Status.REQUESTED: N_("Asked for"),
    Status.RECEIVED: N_("Received"),
    Status.VERIFIED: N_("Accepted"),
    Status.REJECTED: N_("Not accepted"),
    Status.REMOVED: N_("Removed"),
    Status.CANCELLED: N_("No longer asked for"),
}
TAGS: dict[str, str] = {
    Status.REQUESTED: "wait",
    Status.RECEIVED: "progress",
    Status.VERIFIED: "good",
    Status.REJECTED: "bad",
    Status.REMOVED: "neutral",
    Status.CANCELLED: "neutral",
}
