"""Letters about decisions, written into the outbox once per effect and address."""

from uuid import UUID

from accounts.organisations import queries as organisations
from core import mail
from core.i18n import N_, translate

# Subject and body of each letter; the values in them are given by who sends it.
LETTERS: dict[str, tuple[str, str]] = {
    "granted": (
        N_("You have a licence: %(number)s"),
        N_(
            "Your application %(reference)s is granted. %(agency)s has the licence %(number)s from"
            " %(first)s to %(last)s.\n\n%(conditions)s\n\nReason: %(reason)s\nLegal ground: %(ground)s"
            " (%(instrument)s)\n\nWorkers see this licence now on the public page: %(address)s\nThey must"
            " never pay for a job."
        ),
    ),
    "refused": (
        N_("Your application %(reference)s is refused"),
        N_(
            "We have decided not to grant the licence that %(agency)s applied for.\n\nReason:"
            " %(reason)s\nLegal ground: %(ground)s (%(instrument)s)\nDecided on %(day)s.\n\nYou must not"
            " find jobs for anyone. If you think that a fact is wrong, answer this letter."
        ),
    ),
    "returned": (
        N_("Your application %(reference)s needs a correction"),
        N_(
            "We cannot go on with the application of %(agency)s until you have mended"
            " this:\n\n%(note)s\n\nSign in, change these parts and hand the application in again. The time"
            " we have to decide stands still until then."
        ),
    ),
    "measure": (
        N_("Licence %(number)s: %(done)s"),
        N_(
            "This is about the licence %(number)s of %(agency)s. %(done)s\n\nReason: %(reason)s\nLegal"
            " ground: %(ground)s (%(instrument)s)\nDecided on %(day)s.\n\nWorkers now read on the public"
            " page: “%(status)s”."
        ),
    ),
    "ending": (
        N_("Licence %(number)s ends on %(last)s"),
        N_(
            "The licence %(number)s of %(agency)s ends on %(last)s: in %(days)s days.\n\nHand in a complete renewal by"
            " %(lodge)s. Then the licence runs on until we have decided. Later, you may have to stop finding jobs for"
            " people on %(last)s.\n\nRenew here: %(address)s"
        ),
    ),
    "ending-today": (
        N_("Licence %(number)s ends today"),
        N_(
            "Today, %(last)s, is the last day of the licence %(number)s of %(agency)s. From tomorrow on you must"
            " not find jobs for anyone. Workers whom you placed before can still count on your help, and so do"
            " we.\n\nTo ask for a renewal: %(address)s"
        ),
    ),
    "renewed": (
        N_("Licence %(number)s: %(reference)s is granted"),
        N_(
            "Your application %(reference)s about the licence %(number)s of %(agency)s is granted and in force. The"
            " licence now runs to %(last)s. Its number stays the same.\n\nWhat workers read on the public page is"
            " changed already."
        ),
    ),
    "intended": (
        N_("We may refuse your application %(reference)s"),
        N_(
            "We are minded to refuse the application %(reference)s of %(agency)s.\n\nReason: %(reason)s\nLegal ground:"
            " %(ground)s (%(instrument)s)\nIt rests on:\n%(evidence)s\n\nNothing is decided yet. %(until)s Sign in to"
            " answer, and add papers if you have any. We read your answer before we decide."
        ),
    ),
    "expired": (
        N_("Licence %(number)s has ended"),
        N_(
            "The licence %(number)s of %(agency)s ended on %(last)s. You must not find jobs for anyone now."
            " Workers whom you placed before can still count on your help, and so do we."
        ),
    ),
}


def send(organisation_id: UUID, kind: str, effect: str, **values: str) -> None:
    """Write a letter to every present member of an organisation.

    Args:
        organisation_id: whose members get it; only the worker's role sees another organisation's addresses.
        kind: a key of LETTERS.
        effect: what the letter tells of, such as ``granted:<licence id>``; nobody gets a second letter of it.
        values: what fills the sentences.
    """
    subject, body = LETTERS[kind]
    for address in organisations.addresses_of(organisation_id):
        mail.enqueue(
            recipient=address,
            subject=translate(subject, **values),
            body=translate(body, **values),
            effect=f"{effect}:{address}"[:200],
            organisation_id=organisation_id,
        )
