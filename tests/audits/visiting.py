"""Suppliers, engagements and audits for tests, made through the services."""

from datetime import date, timedelta

from accounts.sessions.queries import actor_of
from audits.engagements import service as engagements
from audits.findings import service as findings
from audits.findings.service import Told
from audits.findings.states import Severity
from audits.visits import service
from audits.visits.models import Audit, Engagement
from audits.visits.states import AuditType
from core import clock, ids
from core.actor import Actor
from core.db import db, transaction
from supplychain.suppliers.models import Supplier
from tests.factories import browser_of, member

DUE = {"due_on-day": "31", "due_on-month": "3", "due_on-year": "2027"}
FINDING = {
    "clause": "1.2 Deposits and identity papers", "severity": "critical", "severity_native": "business critical",
    "description": "Passports of 12 workers are kept in the office safe.", **DUE,
}  # fmt: skip


def today() -> date:
    return clock.today()


def supplier(by: Actor, name: str = "Peel & Pack Ltd") -> Supplier:
    """A supplier of the actor's company."""
    with transaction(actor=by):
        made = Supplier(
            id=ids.new_id(), organisation_id=by.organisation_id, reference=ids.new_reference("S"),
            match_key=ids.new_id().hex, name=name, address="14 Mill Road", city="Gazipur", country="BD",
            created_at=clock.now(), updated_at=clock.now(), details={},
        )  # fmt: skip
        db.session.add(made)
    return made


def engaged(company: Actor, firm: Actor, of: Supplier, *, first: int = 0, last: int = 30) -> Engagement:
    """An engagement of the firm, from and to so many days from today."""
    with transaction(actor=company):
        return engagements.give(
            of, firm.organisation_id, today() + timedelta(days=first), today() + timedelta(days=last), by=company
        )


def planned(by: Actor, of: Supplier, **more) -> Audit:
    with transaction(actor=by):
        given = {"standard": "SMETA 7.0", "audit_type": AuditType.UNANNOUNCED, "starts_on": today(), "ends_on": None}
        return service.plan(of, **{**given, **more}, by=by)


def begun(by: Actor, of: Supplier) -> Audit:
    audit = planned(by, of)
    with transaction(actor=by) as session:
        audit = session.merge(audit)
        service.start(audit, version=audit.version, by=by)
    return audit


def found(by: Actor, audit: Audit, *, days: int = 30, **more):
    """A draft finding that is due in so many days."""
    told = {
        "clause": "1.2 Identity papers", "severity": Severity.MAJOR, "severity_native": None,
        "description": "Papers are kept from workers.", "due_on": today() + timedelta(days=days),
    }  # fmt: skip
    with transaction(actor=by) as session:
        return findings.record(session.merge(audit), Told(**{**told, **more}), by=by)


def submitted(by: Actor, audit: Audit) -> Audit:
    with transaction(actor=by) as session:
        audit = session.merge(audit)
        service.submit(audit, "Forty people were heard; two dormitories were seen.", version=audit.version, by=by)
    return audit


class Cast:
    """A company with an analyst and a compliance lead, an auditor firm, a second company, a supplier."""

    def __init__(self, app) -> None:
        analyst = member("analyst", name="Ana Lyst", organisation_name="Northwind Apparel")
        compliance = member("compliance", name="Com Pliance", organisation=analyst.organisation)
        auditor = member("auditor", name="Audi Tor", organisation_name="Clear Audit")
        stranger = member("analyst", name="Some Body", organisation_name="Other Company")
        self.analyst, self.compliance = browser_of(app, analyst), browser_of(app, compliance)
        self.auditor, self.stranger = browser_of(app, auditor), browser_of(app, stranger)
        self.company, self.lead, self.firm = actor_of(analyst), actor_of(compliance), actor_of(auditor)
        self.other = actor_of(stranger)
        self.supplier = supplier(self.company)


def headers(client) -> dict[str, str]:
    """The bearer header of the client's member."""
    answer = client.http.post(
        "/api/v1/sessions", json={"email": client.member.person.email, "password": "a long enough password"}
    )
    return {"Authorization": f"Bearer {answer.json['token']}"}
