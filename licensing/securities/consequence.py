"""What follows when the cover of a licence fails: a freeze is drafted, and officers are told (licensing.md 6.5)."""

from accounts.organisations import queries as organisations
from core import clock, jobs
from core.actor import SYSTEM
from core.i18n import N_, money, translate
from licensing.licences import proposing
from licensing.licences import queries as licences
from licensing.licences.measures import offered
from licensing.licences.models import Licence, LicenceMeasure
from licensing.licences.states import Measure
from licensing.securities import letters
from licensing.securities.rules import Cover

NOT_TOPPED_UP = N_("The order to bring a higher security was not met in time.")
NOT_REPLACED = N_("A security ends soon, and nothing replaces it.")
SECURITY = "security"  # a legal ground that speaks of security has this among its kinds


def cover_fails(licence: Licence, cover: Cover, why: str, effect: str) -> LicenceMeasure | None:
    """Draft a freeze for a person to take up, and write to the regulator's people; once per `effect`.

    The system drafts and never decides (licensing.md 6.4, rule 4). None where no ground for a freeze is in force, or
    where the licence is frozen or a freeze is under way.
    """
    regulator = organisations.regulator()
    if cover.required is None:
        return None
    told = {
        "agency": licence.agency.legal_name, "licence": licence.number, "why": translate(why),
        "required": money(cover.required.amount_minor, cover.required.currency),
        "held": money(cover.held_minor, cover.required.currency),
        "address": f"{jobs.settings().base_url}/staff/licences/{licence.number}",
    }  # fmt: skip
    if regulator is not None:
        letters.send(regulator.id, "cover-fails", effect, **told)
    ground = _ground()
    if ground is None or Measure.FREEZE not in offered(licences.facts_of(licence), clock.today()):
        return None
    return proposing.draft(licence, Measure.FREEZE, ground_code=ground, reason=translate(DRAFT, **told), by=SYSTEM)


DRAFT = N_("%(why)s Required: %(required)s; held: %(held)s.")


def _ground() -> str | None:
    """Return the ground of the draft: one that speaks of security, else any for a freeze; who takes it up chooses."""
    found = licences.grounds(Measure.FREEZE, clock.today())
    return next((row.code for row in found if SECURITY in row.kinds), found[0].code if found else None)
