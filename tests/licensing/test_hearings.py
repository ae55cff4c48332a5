"""Who is heard before a case is decided: the agency on what is missing and on a refusal, and anybody who objects."""

import io
from datetime import timedelta

import pytest

from accounts.sessions.queries import actor_of
from core import clock, mail
from core.db import db, transaction
from core.errors import Conflict, Refused
from licensing.applications import queries as applications
from licensing.applications import service as broker_side
from licensing.applications.parts import Part
from licensing.applications.snapshots import digest
from licensing.applications.states import Outcome, Status
from licensing.assessment import queries, refusing, service
from licensing.assessment.service import Missing
from licensing.payments import queries as payments
from licensing.payments.states import FeeKind
from tests.conftest import NOON
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing import cases, lives, paying

REASON = "The office at the address given is a letter box, and no other address was given."
PDF = b"%PDF-1.7\n%a lease\n"


@pytest.fixture(autouse=True)
def law(app):
    cases.law()


@pytest.fixture
def agency(app):
    return member("broker", name="Sita Rai", organisation_name="Blue River Placement")


def refused_in_words(app, reference: str, agency, decider):
    """The agency is told, answers with a paper, and is refused all the same."""
    page = decider.get(f"/staff/case/{reference}/intend", status=200)
    page = page.submit("Tell the agency", ground="standards-not-met", reason=REASON, evidence="Note of the visit\nPhotos")
    assert "The agency is told why it may be refused, and may answer." in page.words, page.errors
    page = browser_of(app, agency).get(f"/apply/{reference}", status=200).click("Read why, and answer")
    assert "Note of the visit" in page.words
    return page


def test_nobody_is_refused_unheard(app, agency, run_jobs):
    lives.lengths(representations=28)
    reference = cases.recommended(by=actor_of(agency), outcome=Outcome.REFUSE)
    decider = signed_in(app, "decider", name="Bikash Thapa")
    page = decider.get(f"/staff/case/{reference}/decide").submit(
        "Refuse the application", ground="standards-not-met", reason=REASON
    )
    assert page.errors == [
        "Tell the agency first why it may be refused, and let it answer. Only an urgent ground needs no hearing."
    ]
    page = refused_in_words(app, reference, agency, decider)
    page = page.submit("Send your answer", text="We sign a lease next week.", files={"paper_1": (io.BytesIO(b"no jpeg"), "photo.jpg")})
    assert page.status == 422, "what is no photograph is refused, and nothing of the answer is kept"
    page = page.submit("Send your answer", text="We sign a lease next week.", files={"paper_1": (io.BytesIO(PDF), "lease.pdf")})
    page = page.click("What you answered")
    assert "We sign a lease next week." in page.words, page.errors
    assert "lease.pdf" in page.words
    run_jobs()
    assert [item.subject for item in mail.recent() if "We may refuse" in item.subject]
    page = decider.get(f"/staff/case/{reference}", status=200)
    assert "We sign a lease next week." in page.words
    page = decider.get(f"/staff/case/{reference}/decide", query_string={"outcome": "refuse"}, status=200)
    page = page.submit("Refuse the application", ground="standards-not-met", reason=REASON)
    assert "Refused by Bikash Thapa" in page.words, page.errors
    with transaction(role="none"):
        decision = queries.decision_of(cases.application_of(reference).id)
        assert decision.snapshot_hash == digest(decision.snapshot)
        assert decision.snapshot["hearings"][0]["answered"] is True


def test_an_agency_that_does_not_answer_is_decided_on_what_is_there(app, agency, run_jobs):
    lives.lengths(representations=28)
    reference = cases.recommended(by=actor_of(agency), outcome=Outcome.REFUSE)
    decider = signed_in(app, "decider")
    refused_in_words(app, reference, agency, decider)
    lives.run_out()
    assert cases.application_of(reference).status == Status.MINDED_TO_REFUSE
    with lives.later(29):
        lives.run_out()
        lives.run_out()
        assert cases.application_of(reference).status == Status.REPRESENTATIONS


def test_an_answer_that_convinces_leads_to_another_recommendation(app, agency):
    reference = cases.recommended(by=actor_of(agency), outcome=Outcome.REFUSE)
    decider = signed_in(app, "decider")
    refused_in_words(app, reference, agency, decider).submit("Send your answer", text="Here is our new lease.")
    page = decider.get(f"/staff/case/{reference}/reassess").submit("Have it assessed anew", reason="Visit the new office.")
    assert "The case is to be assessed anew." in page.words, page.errors
    someone = actor("officer")
    with transaction(actor=someone):
        service.recommend(queries.get(reference), Outcome.GRANT, reason=REASON, by=someone)
    assert cases.application_of(reference).status == Status.RECOMMENDED


def test_what_is_missing_is_asked_item_by_item_twice_at_most_and_the_clock_stands_still(app, agency):
    lives.lengths(decide_new=60, reply_to_return=28)
    by, officer = actor_of(agency), actor("officer")
    reference = cases.hand_in(by)
    due = cases.application_of(reference).due_on
    for number in (1, 2):
        with transaction(actor=officer):
            items = [Missing(Part.OFFICES, "Give the second address."), Missing(Part.PEOPLE, "Add the second director.")]
            service.give_back(queries.get(reference), items, by=officer)
        with lives.later(5 * number), transaction(actor=by):
            broker_side.submit(applications.get(reference, by=by), declared=True, by=by)
    with transaction(role="none"):
        rows = applications.deficiencies(cases.application_of(reference).id)
        assert [(row.round, row.part) for row in rows] == [
            (1, "offices"), (1, "people"), (2, "offices"), (2, "people"),
        ]  # fmt: skip
        assert all(row.answered_at for row in rows)
    assert cases.application_of(reference).due_on >= due + timedelta(days=5)
    with pytest.raises(Conflict, match="returned-twice"), transaction(actor=officer):
        service.give_back(queries.get(reference), [Missing(Part.PEOPLE, "And the third one.")], by=officer)


def test_a_return_that_nobody_answers_lapses_once_and_says_so(app, agency, run_jobs):
    lives.lengths(reply_to_return=28)
    reference = cases.hand_in(actor_of(agency))
    officer = actor("officer")
    with transaction(actor=officer):
        service.give_back(queries.get(reference), [Missing(Part.PEOPLE, "Add the second director.")], by=officer)
    with lives.later(40):  # the worker was down for a while
        lives.run_out()
        lives.run_out()
        assert cases.application_of(reference).status == Status.LAPSED
    assert len([item for item in mail.recent() if item.subject.endswith("has ended")]) == 1


def test_anybody_objects_without_a_name_or_a_cookie_and_an_officer_answers_before_a_recommendation(app, agency):
    lives.lengths(objections=21)
    reference = cases.hand_in(actor_of(agency))
    cases.check_all(reference, actor("officer"))
    stranger = app.test_client()
    page = stranger.get("/objections")
    assert "Blue River Placement" in page.get_data(as_text=True)
    short = stranger.post(f"/objections/{reference}", data={"text": "Bad."})
    assert short.status_code == 422
    answer = stranger.post(f"/objections/{reference}", data={"text": "They took 500 dollars from my brother in May."})
    assert answer.status_code == 200
    assert "We have what you wrote" in answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers
    officer = signed_in(app, "officer")
    refused = officer.get(f"/staff/case/{reference}/recommend").submit(
        "Send the recommendation", outcome="grant", reason=REASON
    )
    assert "Anybody may object until" in refused.errors[0]
    with clock.frozen(NOON + timedelta(days=22)):
        officer = signed_in(app, "officer")
        refused = officer.get(f"/staff/case/{reference}/recommend").submit(
            "Send the recommendation", outcome="grant", reason=REASON
        )
        assert refused.errors == ["Answer every objection before you recommend."]
        link = officer.get(f"/staff/case/{reference}", status=200).soup.select_one('a[href*="/objections/"]')["href"]
        page = officer.get(link).submit("Answer the objection", bearing="no-bearing", answer="The payslips show nothing.")
        assert "It was looked into, and changes nothing" in page.words, page.errors
        page = officer.get(f"/staff/case/{reference}/recommend").submit(
            "Send the recommendation", outcome="grant", reason=REASON
        )
        assert "Someone else decides now." in page.words, page.errors
        assert stranger.get(f"/objections/{reference}").status_code == 404
    broker = browser_of(app, agency)
    assert "500 dollars" not in broker.get(f"/apply/{reference}", status=200).text


def test_a_page_takes_twenty_objections_an_hour_and_no_more(app, agency):
    lives.lengths(objections=21)
    reference = cases.hand_in(actor_of(agency))
    http = app.test_client()
    told = {"text": "They took 500 dollars from my brother in May."}
    codes = [http.post(f"/api/v1/objections/{reference}", json=told).status_code for _ in range(21)]
    assert codes == [201] * 20 + [429]


def test_a_quashed_refusal_is_looked_at_by_others_and_its_decision_stays(app, agency):
    recommender, first, appeals = actor("decider"), member("decider"), signed_in(app, "decider")
    reference = cases.recommended(by=actor_of(agency), officer=recommender, outcome=Outcome.REFUSE)
    with transaction(actor=actor_of(first)):
        service.decide(queries.get(reference), Outcome.REFUSE, ground_code="not-fit", reason=REASON, by=actor_of(first))
    page = appeals.get(f"/staff/case/{reference}/quash", status=200)
    page = page.submit("Record it", order="Labour Court 12/2026", reason="The office was there all along.")
    assert "The decision no longer stands." in page.words, page.errors
    barred = browser_of(app, first)
    page = barred.get(f"/staff/case/{reference}", status=200)
    other = signed_in(app, "officer")
    page = other.get(f"/staff/case/{reference}", status=200).submit("Look at it again")
    assert "You look at this case again." in page.words
    with pytest.raises(Refused, match="same-person"), transaction(actor=recommender):
        service.recommend(queries.get(reference), Outcome.GRANT, reason=REASON, by=recommender)
    fresh, decider = actor("officer"), actor("decider")
    with transaction(actor=fresh):
        service.recommend(queries.get(reference), Outcome.GRANT, reason=REASON, by=fresh)
    with transaction(actor=decider):
        licence = service.decide(
            queries.get(reference), Outcome.GRANT, ground_code="standards-met", reason=REASON, by=decider
        )
        assert licence is not None
    with transaction(role="none"):
        rows = applications.decisions(cases.application_of(reference).id)
        assert sorted(row.outcome for row in rows) == ["grant", "refuse"]
        granted = next(row for row in rows if row.outcome == "grant")
        assert granted.supersedes == next(row.id for row in rows if row.outcome == "refuse")
        assert db.session.execute(db.text("SELECT cardinality(barred) FROM application_quash")).scalar_one() == 2


def test_a_quashed_grant_still_owes_its_licence_fee_when_it_is_granted_again(app, agency):
    paying.schedule(kind=FeeKind.LICENCE)
    reference, appeals, fresh = cases.recommended(by=actor_of(agency)), actor("decider"), actor("officer")
    assert lives.decide(reference) is None
    with transaction(actor=appeals):
        refusing.quash(queries.get(reference), order="Labour Court 12/2026", reason=REASON, by=appeals)
    with transaction(actor=fresh):
        refusing.look_again(queries.get(reference), by=fresh)
        service.recommend(queries.get(reference), Outcome.GRANT, reason=REASON, by=fresh)
    assert lives.decide(reference) is None
    application = cases.application_of(reference)
    assert application.status == Status.PENDING_ACTIVATION
    with transaction(role="none"):
        assert not payments.settled(application.id, FeeKind.LICENCE)
