"""From what a look-up found to the answer that is read: one key, one text, one page (pure)."""

from dataclasses import dataclass

from licensing.licences.status import MAY_RECRUIT, PublicStatus
from licensing.register.entries import Entry
from licensing.register.queries import Found
from licensing.register.questions import Kind, Question


@dataclass(frozen=True)
class Answer:
    """Which text answers the question, and about which agency when it is one."""

    key: str
    entry: Entry | None = None
    phone_is_theirs: bool = False


def to(question: Question, found: Found) -> Answer:
    """Return the answer to a question.

    A name that is only like a registered one is never a verdict; several holders of one name are never guessed between.
    """
    if len(found.entries) == 1:
        entry = found.entries[0]
        return Answer(key_of(entry), entry, phone_is_theirs=question.kind is Kind.PHONE)
    if found.entries or found.more:
        return Answer("many")
    return Answer("similar" if found.similar else "none")


def key_of(entry: Entry) -> str:
    """Return the text key of an agency's status."""
    return str(PublicStatus(entry.status))


def of_phone(entry: Entry, e164: str | None) -> str:
    """Answer the second check: is the number that called one that the agency gave as its own?"""
    return "phone_ok" if e164 and e164 in {number for _label, number in entry.phones} else "phone_no"


def asks_for_report(entry: Entry) -> bool:
    """Tell whether “They asked me for money” is the first thing to offer: always when they may not recruit."""
    return entry.status not in MAY_RECRUIT
