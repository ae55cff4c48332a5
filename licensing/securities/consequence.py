"""What follows when the cover of a licence fails: officers are told to propose a freeze (licensing.md 6.5)."""

from accounts.organisations import queries as organisations
from core import jobs
from core.i18n import N_, money, translate
from licensing.licences.models import Licence
from licensing.securities import letters
from licensing.securities.rules import Cover

NOT_TOPPED_UP = N_("The order to bring a higher security was not met in time.")
NOT_REPLACED = N_("A security ends soon, and nothing replaces it.")


def cover_fails(licence: Licence, cover: Cover, why: str, effect: str) -> None:
    """Tell the regulator's people that a licence is secured by too little; once per `effect`."""
    regulator = organisations.regulator()
    if regulator is None or cover.required is None:
        return
    letters.send(
        regulator.id, "cover-fails", effect, agency=licence.agency.legal_name, licence=licence.number,
        why=translate(why), required=money(cover.required.amount_minor, cover.required.currency),
        held=money(cover.held_minor, cover.required.currency),
        address=f"{jobs.settings().base_url}/staff/licences/{licence.number}/measures/freeze",
    )  # fmt: skip
