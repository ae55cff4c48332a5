"""Securities for tests, made through the services of the people who would make them."""

import io
from datetime import date

from accounts.sessions.queries import actor_of
from core import clock
from core.actor import Actor
from core.db import db, transaction
from licensing.agencies.models import Agency
from licensing.securities import calls, formulas, queries, service
from licensing.securities.formulas import Terms
from licensing.securities.models import Security
from licensing.securities.rules import Band
from licensing.securities.service import Facts
from tests.factories import actor, member

PDF = b"%PDF-1.4 a letter of credit"
NOTE = "Seen at the bank: the paper is theirs and the money is there."
BANDS = (Band(0, 0, 2_000_000), Band(0, 4, 4_000_000), Band(200, 0, 4_000_000), Band(200, 4, 6_000_000))


def formula(**changed: object) -> None:
    """Load a formula of the law: 20,000 to 60,000 by volume and points."""
    terms = {
        "class_code": "overseas", "currency": "QAR", "bands": BANDS, "instrument": "Act, s. 21",
        "effective_from": date(2020, 1, 1), **changed,
    }  # fmt: skip
    with transaction(role="fairgate_worker"):
        formulas.load(Terms(**terms))  # type: ignore[arg-type]


def facts(**changed: object) -> Facts:
    given = {
        "form": "letter-of-credit", "issuer": "First Bank", "number": "LC-1", "amount_minor": 4_000_000,
        "currency": "QAR", "notice_days": 90, "expires_on": date(2027, 11, 20), **changed,
    }  # fmt: skip
    return Facts(**given)  # type: ignore[arg-type]


def lodge(by: Actor, *, replaces: str | None = None, **changed: object) -> str:
    """Lodge a security as the agency of `by`; return its reference."""
    with transaction(actor=by):
        agency = db.session.execute(db.select(Agency).where(Agency.organisation_id == by.organisation_id)).scalar_one()
        sent = service.paper(io.BytesIO(PDF), "letter.pdf", by=by)
        former = queries.get(replaces) if replaces else None
        row = service.lodge(agency, "overseas", facts(**changed), papers_sent=[sent], replaces=former, by=by)
        return row.reference


def verified(by: Actor, officer: Actor | None = None, **changed: object) -> str:
    """Lodge a security and have it verified; return its reference."""
    reference = lodge(by, **changed)
    officer = officer or actor("officer")
    with transaction(actor=officer):
        service.verify(queries.get(reference, lock=True), note=NOTE, by=officer)
    return reference


def row(reference: str) -> Security:
    with transaction(role="none"):
        return db.session.execute(
            db.select(Security).where(Security.reference == reference).execution_options(populate_existing=True)
        ).scalar_one()


def called(reference: str, amount_minor: int, *people: Actor) -> str:
    """Call an amount, proposed by the first and confirmed by the other two people; return its reference."""
    one, two, three = people or (actor("officer"), actor("decider"), actor("decider"))
    with transaction(actor=one):
        security = queries.get(reference, lock=True)
        call = calls.propose(
            security, amount_minor, purpose="refund-workers", purpose_reference="R-1", reason=NOTE, by=one
        ).reference
    for person in (two, three):
        with transaction(actor=person):
            found = queries.call(call, lock=True)
            calls.confirm(found, queries.get(reference, lock=True), by=person)
    return call


def broker(name: str = "Blue River Placement") -> Actor:
    return actor_of(member("broker", name="Sita Rai", organisation_name=name))


def today() -> date:
    return clock.today()
