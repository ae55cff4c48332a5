"""The words for relations and phoenix alerts, marked for the catalogues (pure)."""

from core.i18n import N_
from licensing.relations.states import Kind, Status, Trigger

KINDS: dict[str, str] = {
    Kind.BANK: N_("Bank account"),
    Kind.PHONE: N_("Telephone number"),
    Kind.PERSON: N_("Person, the same day of birth"),
    Kind.PERSON_NAME: N_("Person of the same name"),
    Kind.ADDRESS: N_("Address"),
    Kind.EMAIL: N_("E-mail address"),
    Kind.DOMAIN: N_("Web address"),
    Kind.COMPANY: N_("Company"),
}
TRIGGERS: dict[str, str] = {
    Trigger.BANNED_PERSON: N_("A banned person"),
    Trigger.LOST_LICENCE: N_("A licence taken away"),
    Trigger.SUSPENDED_LICENCE: N_("A suspended licence"),
    Trigger.REFUSED_APPLICATION: N_("A refused application"),
}
STATUSES: dict[str, str] = {
    Status.OPEN: N_("To look at"),
    Status.CLEARING: N_("Waits for a second person"),
    Status.CLEARED: N_("Cleared by two people"),
    Status.CONFIRMED: N_("A phoenix: only refusal"),
    Status.ENDED: N_("No longer so"),
}
TAGS: dict[str, str] = {
    Status.OPEN: "bad", Status.CLEARING: "wait", Status.CLEARED: "good", Status.CONFIRMED: "bad",
    Status.ENDED: "neutral",
}  # fmt: skip


def sentence(trigger: str) -> str:
    """Return what an alert says, as a marked sentence that its facts fill."""
    return {
        Trigger.BANNED_PERSON: N_("%(person)s is like the banned person %(name)s (%(ban)s)."),
        Trigger.LOST_LICENCE: N_("%(agency)s lost licence %(licence)s."),
        Trigger.SUSPENDED_LICENCE: N_("Licence %(licence)s of %(agency)s is suspended."),
        Trigger.REFUSED_APPLICATION: N_("Application %(application)s of %(agency)s was refused."),
    }[Trigger(trigger)]
