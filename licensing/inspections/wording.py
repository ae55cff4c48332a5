"""The words of inspections (pure)."""

from core.i18n import N_
from licensing.inspections.states import FrameKind, Outcome, Seen, Status

STATUSES: dict[str, str] = {
    Status.PLANNED: N_("Planned"),
    Status.VISITING: N_("Visit under way"),
    Status.REPORTED: N_("Reported"),
    Status.CLOSED: N_("Closed"),
    Status.CANCELLED: N_("Cancelled"),
}
TAGS: dict[str, str] = {
    Status.PLANNED: "info", Status.VISITING: "progress", Status.REPORTED: "wait", Status.CLOSED: "good",
    Status.CANCELLED: "neutral",
}  # fmt: skip
FRAMES: dict[str, str] = {
    FrameKind.WORKERS: N_("Workers"),
    FrameKind.PLACEMENTS: N_("Placements"),
    FrameKind.FILES: N_("Files"),
    FrameKind.PREMISES: N_("Premises"),
}
SEEN: dict[str, str] = {
    Seen.SEEN: N_("Seen or spoken with"),
    Seen.NOT_AVAILABLE: N_("Not available"),
    Seen.REFUSED: N_("Refused"),
}
OUTCOMES: dict[str, str] = {
    Outcome.IN_ORDER: N_("In order"),
    Outcome.SHORTCOMINGS: N_("Shortcomings"),
    Outcome.SERIOUS: N_("Serious shortcomings"),
}
OUTCOME_TAGS: dict[str, str] = {Outcome.IN_ORDER: "good", Outcome.SHORTCOMINGS: "warn", Outcome.SERIOUS: "bad"}
