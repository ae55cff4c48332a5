"""What a holder does about its licence: conditions, answers, appeals, giving it back; and who may not."""

import io

import pytest
from sqlalchemy import select

from accounts.permissions import Role
from accounts.sessions.queries import actor_of
from core.db import db, transaction
from licensing.licences import proposing
from licensing.licences import queries as licences
from licensing.licences.conditions import Condition
from licensing.licences.models import LicenceCondition, LicenceMeasure
from licensing.licences.proposing import Terms
from licensing.licences.states import Measure
from tests.factories import actor, browser_of, member
from tests.licensing import cases
from tests.licensing.test_papers import PDF, api
from tests.licensing.test_portal import holder_of

WORDS = "We have mended this and the papers show it."


@pytest.fixture
def held(app):
    cases.law()
    number = cases.licence(conditions=[Condition("Report every month.", "Must tell us each month how many it sends.")])
    owner = holder_of(number)
    return browser_of(app, owner), number, owner


def test_a_holder_shows_that_a_condition_is_met_and_an_officer_sees_the_paper(app, held):
    holder, number, _owner = held
    page = holder.get(f"/licence/{number}")
    assert "Report every month." in page.words and "Must tell us each month how many it sends." in page.words
    page = page.click("Show that you meet it")
    assert page.submit("Send", text="short").status == 422
    page = page.fill("Send", {"text": WORDS}, {"Add a paper": (io.BytesIO(PDF), "report.pdf")})
    assert "Sent. An officer looks at it." in page.words and "Sent, an officer looks at it" in page.words
    with transaction(role="none"):
        row = db.session.scalars(select(LicenceCondition)).one()
        assert row.status == "evidence-submitted"
    refused = browser_of(app, member(Role.BROKER)).get(f"/licence/{number}/conditions/{row.id}")
    assert refused.status == 404


def test_a_holder_is_heard_before_a_suspension_and_nothing_tells_who_proposed_it(app, held):
    holder, number, _owner = held
    officer = actor("officer", name="Amina Otieno")
    with transaction(actor=officer):
        proposing.propose(
            licences.by_number(number), Measure.SUSPEND, ground_code="fees-charged", reason=cases.REASON, by=officer,
            terms=Terms(protection_plan="The workers already placed are helped by the employer."),
        )  # fmt: skip
    with transaction(role="none"):
        row = db.session.scalars(select(LicenceMeasure)).one()
    page = holder.get(f"/licence/{number}/measures/{row.id}/answer")
    if row.show_cause_until is None:
        assert page.status == 404, "without a rule nobody is waited for, and the holder is not told of a proposal"
        return
    assert cases.REASON in page.words and "Amina Otieno" not in page.words
    page = page.submit("Send your answer", text=WORDS)
    assert "It is read before anything is decided." in page.words


def test_a_holder_asks_to_give_its_licence_back_once_and_keeps_its_duties(app, held):
    holder, number, owner = held
    page = holder.get(f"/licence/{number}/surrender")
    assert "Wages and end-of-service money are paid" in page.words
    page = page.submit("Ask to give it back", reason="We stop at the end of the year.", plan=WORDS)
    assert page.errors == ["Tick the box if you want to give the licence back."]
    page = page.submit("Ask to give it back", reason="We stop at the end of the year.", plan=WORDS, sure="yes")
    assert "You keep all duties" in page.words
    assert "You asked for this on" in holder.get(f"/licence/{number}/surrender").words
    broker = api(app, owner)
    again = broker.post(f"/api/v1/held-licences/{number}/surrender", json={"reason": WORDS, "plan": WORDS})
    assert again.status_code == 201, again.text
    with transaction(actor=actor_of(owner)):
        assert len(list(db.session.scalars(select(LicenceMeasure)))) == 1
    assert broker.get(f"/api/v1/held-licences/{number}").json["live"] is True
