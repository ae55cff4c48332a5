"""How statuses of applications and of their parts are said to a broker, and how they look (pure)."""

from core.i18n import N_
from licensing.applications.parts import PartStatus
from licensing.applications.states import Status

STATUS: dict[Status, str] = {
    Status.DRAFT: N_("Not sent yet"),
    Status.SUBMITTED: N_("Received"),
    Status.CHECKS: N_("We are checking it"),
    Status.RETURNED: N_("Sent back to you"),
    Status.RECOMMENDED: N_("We are deciding"),
    Status.GRANTED: N_("Licence granted"),
    Status.REFUSED: N_("Refused"),
    Status.WITHDRAWN: N_("Withdrawn by you"),
}
KINDS: dict[Status, str] = {
    Status.DRAFT: "neutral",
    Status.SUBMITTED: "progress",
    Status.CHECKS: "progress",
    Status.RETURNED: "warn",
    Status.RECOMMENDED: "progress",
    Status.GRANTED: "good",
    Status.REFUSED: "bad",
    Status.WITHDRAWN: "neutral",
}
NEXT: dict[Status, str] = {
    Status.SUBMITTED: N_("An officer will look at it next. You need to do nothing now."),
    Status.CHECKS: N_("An officer checks what you told us. If something is missing, we write to you."),
    Status.RECOMMENDED: N_("The checks are done. Another person now decides."),
    Status.GRANTED: N_("You have a licence. Keep to it and to its rules."),
    Status.REFUSED: N_("You must not recruit. Read the reason. You may apply again when it no longer holds."),
    Status.WITHDRAWN: N_("You took this application back. You must not recruit without a licence."),
}
PART_STATUS: dict[PartStatus, str] = {
    PartStatus.COMPLETED: N_("Completed"),
    PartStatus.IN_PROGRESS: N_("In progress"),
    PartStatus.NOT_STARTED: N_("Not yet started"),
    PartStatus.CANNOT_START: N_("Cannot start yet"),
    PartStatus.PROBLEM: N_("There is a problem"),
}
PART_KINDS: dict[PartStatus, str] = {
    PartStatus.COMPLETED: "done",
    PartStatus.IN_PROGRESS: "progress",
    PartStatus.NOT_STARTED: "todo",
    PartStatus.CANNOT_START: "cannot",
    PartStatus.PROBLEM: "problem",
}
NAME_KINDS: dict[str, str] = {
    "legal": N_("Legal name"),
    "trading": N_("Trading name"),
    "local": N_("Name in the local script"),
    "former": N_("Former name"),
}
PERSON_ROLES: dict[str, str] = {
    "principal": N_("Principal authority"),
    "director": N_("Director"),
    "owner": N_("Owner"),
    "representative": N_("Representative"),
}
