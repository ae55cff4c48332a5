"""Acceptance scenario 2: who recommended tries to decide in a second role; refused by page, API and database, and kept."""

import pytest
from sqlalchemy.exc import DBAPIError

from accounts.organisations import service as organisations
from accounts.organisations.models import Membership
from accounts.permissions import Role
from accounts.sessions.queries import actor_of
from core import db as database
from core import trail
from core.actor import SYSTEM
from core.db import db, transaction
from licensing.applications.states import Status
from tests.factories import browser_of, member
from tests.licensing import cases
from tests.supplychain.supply import bearer


@pytest.fixture
def turncoat(app):
    """A case, and the browser of a decider who recommended it as an officer."""
    cases.law()
    officer = member("officer", name="Amina Otieno")
    reference = cases.recommended(officer=actor_of(officer))
    with transaction(actor=None):
        organisations.dismiss(db.session.get_one(Membership, officer.id), "Promoted.", by=SYSTEM)
        decider = organisations.admit(officer.person, officer.organisation, Role.DECIDER, by=SYSTEM)
    return reference, browser_of(app, decider)


def attempts(person_id) -> list[str]:
    with transaction(role="none", read_only=True):
        return [entry.detail["address"] for entry in trail.of("person", person_id) if entry.action == "core.attempt.refuse"]


def test_the_api_and_the_page_refuse_and_the_trail_keeps_each_attempt(turncoat):
    reference, client = turncoat
    person = client.member.person_id
    body = {"outcome": "grant", "ground": "standards-met", "reason": cases.REASON}
    answer = client.http.post(f"/api/v1/cases/{reference}/decision", json=body, headers=bearer(client))
    assert (answer.status_code, answer.json["code"]) == (403, "same-person")
    assert attempts(person) == [f"/api/v1/cases/{reference}/decision"]
    assert "You recommended this case. Someone else must decide." in client.get(f"/staff/case/{reference}/decide").words
    assert len(attempts(person)) == 1, "who only looks has tried nothing"
    assert cases.application_of(reference).status == Status.RECOMMENDED


def test_the_database_refuses_it_whoever_asks(turncoat):
    reference, client = turncoat
    with pytest.raises(DBAPIError) as refused, transaction(role="none"):
        db.session.execute(
            db.text(
                "INSERT INTO application_decision (id, organisation_id, application_id, outcome, ground_code, reason,"
                " recommended_by, decided_by, decided_by_name, decided_at, snapshot, snapshot_hash)"
                " SELECT gen_random_uuid(), organisation_id, id, 'grant', 'standards-met', 'It is as it should be.',"
                " recommended_by, :me, 'Amina Otieno', now(), '{}', repeat('0', 64) FROM application WHERE reference = :reference"
            ),
            {"me": client.member.person_id, "reference": reference},
        )
    assert database.constraint_of(refused.value) == "ck_application_decision_four_eyes"
