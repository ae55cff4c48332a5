"""Letters about securities, once per effect and address, to the agency or to the regulator's people."""

from uuid import UUID

from accounts.organisations import queries as organisations
from core import mail
from core.i18n import N_, translate

LETTERS: dict[str, tuple[str, str]] = {
    "verified": (
        N_("Your security %(reference)s is accepted"),
        N_("The %(form)s no. %(number)s of %(issuer)s over %(amount)s is accepted. We hold it for the duties of"
           " %(agency)s towards its workers."),
    ),
    "rejected": (
        N_("Your security %(reference)s is not accepted"),
        N_("We do not accept the %(form)s no. %(number)s of %(issuer)s over %(amount)s.\n\nReason: %(note)s\n\nSign in"
           " and lodge another one."),
    ),
    "ends": (
        N_("Your security %(reference)s ends on %(day)s"),
        N_("The %(form)s no. %(number)s of %(issuer)s ends on %(day)s. Lodge a replacement by %(by)s. Without one we"
           " propose that %(agency)s takes no new workers."),
    ),
    "order": (
        N_("Bring a higher security by %(by)s"),
        N_("%(agency)s must be secured by %(required)s; %(held)s is held. Lodge security for at least %(missing)s more"
           " by %(by)s (order %(reference)s). Without it we propose that the agency takes no new workers.\n\nWhy:"
           " %(why)s"),
    ),
    "met": (
        N_("Your order %(reference)s is met"),
        N_("%(agency)s is secured by enough now. Order %(reference)s is closed."),
    ),
    "called": (
        N_("We called %(amount)s from your security %(reference)s"),
        N_("From the %(form)s no. %(number)s of %(issuer)s we called %(amount)s for %(purpose)s"
           " (%(purpose_reference)s). %(left)s is left.\n\nReason: %(reason)s"),
    ),
    "released": (
        N_("Your security %(reference)s is released"),
        N_("The %(form)s no. %(number)s of %(issuer)s is released. We ask nothing more of it."),
    ),
    "cover-fails": (
        N_("The security of %(agency)s fails: a freeze is drafted"),
        N_("%(agency)s (licence %(licence)s) is not secured by enough: %(why)s\n\nRequired: %(required)s; held:"
           " %(held)s.\n\nLook at it, and take the drafted freeze up or put it aside: %(address)s"),
    ),
}  # fmt: skip


def send(organisation_id: UUID, kind: str, effect: str, **values: str) -> None:
    """Write a letter to every present member of an organisation.

    Args:
        organisation_id: whose members get it; only the worker's role sees another organisation's addresses.
        kind: a key of LETTERS.
        effect: what the letter tells of; nobody gets a second letter of it.
        values: what fills the sentences.
    """
    subject, body = LETTERS[kind]
    for address in organisations.addresses_of(organisation_id):
        mail.enqueue(
            recipient=address, subject=translate(subject, **values)[:300], body=translate(body, **values),
            effect=f"{effect}:{address}"[:200], organisation_id=organisation_id,
        )  # fmt: skip
