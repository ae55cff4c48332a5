"""Acts about securities, as lines of ``history.csv`` name them."""

import io
from datetime import date

from sqlalchemy import select

from core.actor import Actor
from core.db import db
from core.errors import Invalid
from core.i18n import N_
from demonstration.cast import organisation_id
from demonstration.folder import Act, Folder
from licensing.agencies.models import Agency
from licensing.securities import calls, queries, reading, service
from licensing.securities.models import Security, SecurityCall
from licensing.securities.service import Facts
from licensing.securities.states import HELD, CallStatus, Status

CLASS = "overseas"
LETTER = b"%PDF-1.4\n% A letter of credit of the demonstration; no bank has signed it.\n%%EOF\n"


def lodge(act: Act, _folder: Folder, by: Actor) -> None:
    """Lodge a security: `ground` is its form, `text` issuer|number, `more` amount|last day|what it replaces."""
    issuer, number = act.text.split("|")
    amount, last_day, *former = act.more.split("|")
    formula = queries.formula_row(CLASS)
    minor = reading.amount(amount, formula.currency if formula else "")
    if formula is None or minor is None:
        message = N_("%(where)s: no security can be lodged for this amount at that instant.")
        raise Invalid("no-formula", message, where=act.where)
    sent = service.paper(io.BytesIO(LETTER), f"{number}.pdf", by=by)
    facts = Facts(act.ground, issuer, number, minor, formula.currency, 90, date.fromisoformat(last_day))
    replaces = _newest(act, *HELD) if former else None
    service.lodge(_agency(act), CLASS, facts, papers_sent=[sent], replaces=replaces, by=by)


def verify(act: Act, _folder: Folder, by: Actor) -> None:
    """Verify what the agency lodged last."""
    service.verify(_newest(act, Status.LODGED), note=act.text, by=by)


def give_notice(act: Act, _folder: Folder, by: Actor) -> None:
    """Record a notice of non-renewal; `more` is the last day."""
    service.give_notice(_newest(act, Status.VERIFIED), date.fromisoformat(act.more), reason=act.text, by=by)


def call(act: Act, _folder: Folder, by: Actor) -> None:
    """Propose a call: `ground` is its purpose, `more` amount|reference."""
    security = _newest(act, *HELD)
    amount, reference = act.more.split("|")
    minor = reading.amount(amount, security.currency) or 0
    calls.propose(security, minor, purpose=act.ground, purpose_reference=reference, reason=act.text, by=by)


def confirm_call(act: Act, _folder: Folder, by: Actor) -> None:
    """Confirm the call that waits on the agency's security."""
    statement = (
        select(SecurityCall)
        .join(Security, Security.id == SecurityCall.security_id)
        .where(Security.agency_id == _agency(act).id, SecurityCall.status == CallStatus.PROPOSED)
        .order_by(SecurityCall.proposed_at.desc())
        .limit(1)
    )
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise Invalid("no-call", N_("%(where)s: no call waits at that instant."), where=act.where)
    calls.confirm(found, queries.get(found.security.reference, lock=True), by=by)


def release(act: Act, _folder: Folder, by: Actor) -> None:
    """Propose to give back what was replaced."""
    calls.propose_release(_newest(act, Status.REPLACED), reason=act.text, by=by)


def _agency(act: Act) -> Agency:
    statement = select(Agency).where(Agency.organisation_id == organisation_id(act.subject))
    return db.session.execute(statement).scalar_one()


def _newest(act: Act, *statuses: Status) -> Security:
    statement = (
        select(Security)
        .where(Security.agency_id == _agency(act).id, Security.status.in_(statuses))
        .order_by(Security.lodged_at.desc())
        .limit(1)
    )
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        message = N_("%(where)s: %(key)s has no such security at that instant.")
        raise Invalid("no-security", message, where=act.where, key=act.subject)
    return found


ACTS = {
    "lodge-security": lodge, "verify-security": verify, "security-notice": give_notice, "call-security": call,
    "confirm-call": confirm_call, "release-security": release,
}  # fmt: skip
