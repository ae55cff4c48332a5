"""How statuses of applications and of their parts are said to a broker, and how they look (pure)."""

from core.i18n import N_
from licensing.applications.parts import PartStatus
from licensing.applications.states import WITH_REGULATOR, Status

STATUS: dict[Status, str] = {
    Status.DRAFT: N_("Not sent yet"),
    Status.AWAITING_FEE: N_("Waiting for your payment"),
    Status.SUBMITTED: N_("Received"),
    Status.COMPLETENESS: N_("We see if it is complete"),
    Status.RETURNED: N_("Sent back to you"),
    Status.CHECKS: N_("We are checking it"),
    Status.INSPECTION: N_("We are visiting you"),
    Status.ASSESSMENT: N_("We are checking it"),
    Status.RECOMMENDED: N_("We are deciding"),
    Status.MINDED_TO_REFUSE: N_("We may refuse it: answer us"),
    Status.REPRESENTATIONS: N_("We read your answer"),
    Status.PENDING_ACTIVATION: N_("Granted, not in force yet"),
    Status.GRANTED: N_("Licence granted"),
    Status.REFUSED: N_("Refused"),
    Status.WITHDRAWN: N_("Withdrawn by you"),
    Status.LAPSED: N_("Ended without a decision"),
    Status.QUASHED: N_("We look at it again"),
}
KINDS: dict[Status, str] = {
    **dict.fromkeys(WITH_REGULATOR, "progress"),
    Status.DRAFT: "neutral",
    Status.AWAITING_FEE: "warn",
    Status.RETURNED: "warn",
    Status.MINDED_TO_REFUSE: "warn",
    Status.PENDING_ACTIVATION: "warn",
    Status.GRANTED: "good",
    Status.REFUSED: "bad",
    Status.WITHDRAWN: "neutral",
    Status.LAPSED: "neutral",
}
NEXT: dict[Status, str] = {
    Status.AWAITING_FEE: N_("Pay the fee. We have your application as soon as the payment is there."),
    Status.SUBMITTED: N_("An officer will look at it next. You need to do nothing now."),
    Status.COMPLETENESS: N_("An officer looks if everything is there. If something is missing, we write to you."),
    Status.CHECKS: N_("An officer checks what you told us. If something is missing, we write to you."),
    Status.INSPECTION: N_("An inspector visits your office. Have your papers ready."),
    Status.ASSESSMENT: N_("An officer puts together what was found. You need to do nothing now."),
    Status.RECOMMENDED: N_("The checks are done. Another person now decides."),
    Status.MINDED_TO_REFUSE: N_("Read why we may refuse it, and answer in time. You may add papers."),
    Status.REPRESENTATIONS: N_("We read what you wrote before we decide."),
    Status.PENDING_ACTIVATION: N_("Your licence begins when fee and security are there. Do not recruit before."),
    Status.LAPSED: N_("We waited until the last day. You may apply again. You must not recruit without a licence."),
    Status.QUASHED: N_("The decision no longer stands. Other people look at your application again."),
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
PREMISES_KINDS: dict[str, str] = {
    "branch": N_("Branch office"),
    "office": N_("Other office"),
    "training-centre": N_("Training centre"),
    "shelter": N_("Place where workers sleep"),
}
WEB_KINDS: dict[str, str] = {
    "website": N_("Website"),
    "social": N_("Page or account of a social network"),
    "messenger": N_("Channel or group of a messenger"),
}
TIES: dict[str, str] = {
    "parent": N_("It owns or controls your agency"),
    "subsidiary": N_("Your agency owns or controls it"),
    "same-owner": N_("It has the same owner"),
    "partner-abroad": N_("It works for you in another country"),
}
