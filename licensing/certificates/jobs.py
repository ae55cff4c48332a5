"""Jobs of certificates: each follows a change of a licence or its holder; each safe to run again."""

from uuid import UUID

from flask_babel import force_locale

from core import i18n, installation, jobs
from core.actor import SYSTEM
from core.db import db, transaction
from core.events import on
from core.i18n import translate
from licensing.certificates import queries, service
from licensing.events import AgencyChanged, LicenceIssued, LicenceRenewed, LicenceStatusChanged
from licensing.licences.models import Licence
from licensing.register.texts import FEE_RULES


@jobs.job("licensing.certificates.keep", timeout="60s")
def keep(licence_id: str) -> None:
    """Issue the paper of a licence, or mark it as old, as things stand now; idempotent."""
    service.keep(UUID(licence_id), no_fee(), by=SYSTEM)


@jobs.job("licensing.certificates.keep_agency", timeout="60s")
def keep_agency(agency_id: str) -> None:
    """Bring the papers of all licences of an agency in line; idempotent."""
    held = db.select(Licence.id).where(Licence.agency_id == UUID(agency_id)).order_by(Licence.id).limit(queries.MOST)
    for licence_id in db.session.execute(held).scalars().all():
        service.keep(licence_id, no_fee(), by=SYSTEM)


@jobs.job("licensing.certificates.keep_all", schedule="35 0 * * *", transactional=False)
def keep_all() -> None:
    """Bring every paper in line, each night: a licence begins, a class is renamed, a job was missed. Idempotent."""
    last: UUID | None = None
    while True:
        with transaction(timeout="600s"):
            found = queries.with_papers(last)
            for licence_id in found:
                service.keep(licence_id, no_fee(), by=SYSTEM)
        if not found:
            return
        last = found[-1]


def no_fee() -> list[tuple[str, str]]:
    """Return what a worker may be asked to pay, in each language that this installation offers."""
    rule = installation.facts().get("fee_rule") or {}
    first, second = FEE_RULES.get(rule.get("kind", "zero"), FEE_RULES["unknown"])
    found = []
    for language in i18n.offered(demonstration=jobs.settings().demo):
        with force_locale(language.code):
            told = [translate(first, amount=rule.get("amount", "")), translate(second) if second else ""]
        found.append((language.code, " ".join(told).strip()))
    return found


@on(LicenceIssued)
def on_issued(fact: LicenceIssued) -> None:
    """Issue the first paper."""
    jobs.defer(keep, licence_id=str(fact.licence_id))


@on(LicenceRenewed)
def on_renewed(fact: LicenceRenewed) -> None:
    """Issue a paper with the new last day."""
    jobs.defer(keep, licence_id=str(fact.licence_id))


@on(LicenceStatusChanged)
def on_status(fact: LicenceStatusChanged) -> None:
    """Issue a new paper, or end the one there is."""
    jobs.defer(keep, licence_id=str(fact.licence_id))


@on(AgencyChanged)
def on_agency(fact: AgencyChanged) -> None:
    """Issue new papers when a name that they show has changed."""
    jobs.defer(keep_agency, agency_id=str(fact.agency_id))
