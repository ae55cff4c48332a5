"""Licences: what they are to the public, measures by two people, expiry by the passing of time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from accounts.sessions.queries import actor_of
from core import clock, events, mail
from core.actor import SYSTEM
from core.db import db, own_role, transaction
from core.errors import Conflict, Invalid, Refused
from licensing.applications.states import Outcome
from licensing.assessment import queries as case_queries
from licensing.assessment import service as case_service
from licensing.events import LicenceIssued, LicenceStatusChanged
from licensing.licences import queries, service
from licensing.licences.measures import EFFECTS, after, offered
from licensing.licences.service import Condition
from licensing.licences.states import Measure, Status
from licensing.licences.status import (
    ICONS,
    SEVERITY,
    TAGS,
    LicenceFacts,
    PublicStatus,
    agency_status,
    most_severe,
    public_status,
)
from licensing.licences.terms import add_months
from licensing.licences.wording import TEXTS, TITLES
from tests.conftest import NOON
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing import cases
from tests.licensing.test_assessment import bearer

REASON = "Three workers told us independently that they paid for their jobs, and receipts were seen."
TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


def facts(
    status: str = "active", *, starts: int = -100, ends: int = 100, renewal: int | None = None, **more: object
) -> LicenceFacts:
    until = TODAY + renewal * DAY if renewal is not None else None
    return LicenceFacts(status, TODAY + starts * DAY, TODAY + ends * DAY, renewal_pending_until=until, **more)


# ------------------------------------------------------------------------------------------ public status (pure)


@pytest.mark.parametrize(
    ("given_facts", "expected"),
    [
        (facts(), "licensed"),
        (facts(conditions=True), "conditions"),
        (facts(conditions=True, watched=True), "watched"),
        (facts(conditions=True, watched=True, frozen=True), "frozen"),
        (facts("suspended", frozen=True), "suspended"),
        (facts("revoked"), "revoked"),
        (facts("cancelled"), "cancelled"),
        (facts("surrendered"), "surrendered"),
        (facts("expired", ends=-1), "expired"),
        (facts(ends=0), "licensed"),  # the last day still counts
        (facts(ends=-1), "expired"),  # before any job has marked it
        (facts("suspended", ends=-1), "expired"),
        (facts(ends=-1, renewal=5), "renewing"),
        (facts("expired", ends=-1, renewal=5), "renewing"),
        (facts(ends=-10, renewal=-1), "expired"),
        (facts(ends=-1, renewal=5, frozen=True), "frozen"),
        (facts("suspended", ends=-1, renewal=5), "suspended"),
        (facts("revoked", ends=-1, renewal=5), "revoked"),
        (facts(starts=1), "pending"),
    ],
)
def test_the_public_status_is_the_most_severe_that_holds(given_facts, expected):
    assert public_status(given_facts, TODAY) == expected


def test_an_agency_is_what_its_newest_licence_of_each_class_is():
    old = facts("revoked", starts=-900, ends=-600)
    assert agency_status([old, facts()], TODAY) is PublicStatus.LICENSED
    assert agency_status([facts(class_code="a"), facts("suspended", class_code="b")], TODAY) is PublicStatus.SUSPENDED
    assert agency_status([facts(class_code="a"), facts(ends=-1, class_code="b")], TODAY) is PublicStatus.LICENSED
    assert agency_status([facts(), facts(starts=100, ends=400)], TODAY) is PublicStatus.LICENSED
    assert agency_status([], TODAY) is PublicStatus.NONE
    assert agency_status([], TODAY, applying=True) is PublicStatus.PENDING
    assert agency_status([facts(ends=-1)], TODAY, applying=True) is PublicStatus.PENDING
    assert agency_status([facts("revoked")], TODAY, applying=True) is PublicStatus.REVOKED


def test_every_status_has_its_place_its_icon_its_tag_and_its_words():
    assert set(SEVERITY) == set(PublicStatus) == set(ICONS) == set(TAGS) == set(TITLES) == set(TEXTS)
    assert most_severe([]) is None


@given(
    st.sampled_from(list(Status)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(-3, 3),
    st.integers(-3, 3) | st.none(),
)
def test_nothing_that_was_stopped_is_ever_shown_as_licensed(status, frozen, watched, conditions, ends, renewal):
    shown = public_status(
        facts(status, ends=ends, renewal=renewal, frozen=frozen, watched=watched, conditions=conditions), TODAY
    )
    if status != Status.ACTIVE and not (status == Status.EXPIRED and shown is PublicStatus.RENEWING):
        assert TAGS[shown] in {"bad", "warn"}
        assert (
            shown not in {PublicStatus.LICENSED, PublicStatus.CONDITIONS, PublicStatus.WATCHED}
            or status == Status.EXPIRED
        )
    if shown is PublicStatus.LICENSED:
        assert status == Status.ACTIVE
        assert not (frozen or watched or conditions)


def test_months_end_on_the_last_day_there_is():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 11, 21), 12) == date(2027, 11, 21)
    assert add_months(date(2027, 12, 31), 2) == date(2028, 2, 29)


def test_measures_are_offered_where_they_make_sense():
    assert Measure.LIFT not in offered(facts(), TODAY)
    assert Measure.SUSPEND not in offered(facts("suspended"), TODAY)
    assert Measure.UNFREEZE in offered(facts(frozen=True), TODAY)
    assert offered(facts(ends=-1), TODAY) == [Measure.CANCEL]
    assert offered(facts("revoked"), TODAY) == [Measure.CANCEL]
    assert offered(facts("cancelled"), TODAY) == []
    for measure in Measure:
        assert EFFECTS[measure].name
    assert after(facts(), Measure.FREEZE).frozen
    assert not after(facts(watched=True), Measure.UNWATCH).watched
    assert after(facts(), Measure.REVOKE).status == Status.REVOKED


# ----------------------------------------------------------------------------------------------- granting


@pytest.fixture
def law(app):
    cases.law()


def test_a_grant_gets_the_next_number_and_the_months_of_its_class(law):
    first, second = cases.licence(), cases.licence(name="Second Agency")
    assert int(second[3:]) > int(first[3:])
    licence = cases.licence_of(first)
    assert licence.valid.lower == TODAY
    assert queries.last_day(licence.valid) == date(2027, 11, 20)


def test_a_grant_is_told_to_the_house_and_written_to_the_broker_once(law, run_jobs):
    heard: list[LicenceIssued] = []
    events.on(LicenceIssued)(heard.append)
    try:
        number = cases.licence()
    finally:
        events._listeners[LicenceIssued].remove(heard.append)
    assert [fact.licence_id for fact in heard] == [cases.licence_of(number).id]
    run_jobs()
    run_jobs()
    assert len([letter for letter in mail.recent() if letter.subject == f"You have a licence: {number}"]) == 1


def test_an_application_is_granted_once(law):
    reference = cases.recommended()
    decider = actor("decider")
    with transaction(actor=decider):
        application = case_queries.get(reference)
        case_service.decide(application, Outcome.GRANT, ground_code="standards-met", reason=REASON, by=decider)
        with pytest.raises(Conflict, match="not-recommended"):
            case_service.decide(application, Outcome.GRANT, ground_code="standards-met", reason=REASON, by=decider)


def test_an_agency_whose_licence_ended_gets_a_new_one_with_a_new_number(law):
    by = cases.broker()
    first = cases.licence(by=by)
    with clock.frozen(NOON + timedelta(days=400)):
        second = cases.licence(by=by)
        assert second != first
        assert cases.licence_of(second).valid.lower == TODAY + timedelta(days=400)
    assert cases.licence_of(first).valid.upper == date(2027, 11, 21)


# ----------------------------------------------------------------------------------------------- measures


def propose(number: str, measure: Measure, by, ground: str) -> object:
    with transaction(actor=by):
        return service.propose(
            queries.by_number(number), measure, ground_code=ground, reason=REASON, by=by, terms=cases.terms(measure)
        ).id


def test_a_licence_is_suspended_by_two_people_and_the_broker_gets_a_letter(app, law, run_jobs):
    number = cases.licence()
    officer, decider = signed_in(app, "officer", name="Amina Otieno"), signed_in(app, "decider", name="Bikash Thapa")
    page = officer.get("/staff/licences", status=200).click(number).click("Suspend")
    assert "Stopped for now" in page.words  # what workers will read
    page = page.submit("Propose", ground="fees-charged", reason=REASON, plan=cases.PLAN)
    assert "Nothing changes until someone else confirms it." in page.words
    assert cases.licence_of(number).status == Status.ACTIVE
    assert "You proposed this measure. Someone else must decide." in page.words
    assert "1 measure waits for a second person" in decider.get("/staff/licences", status=200).words
    page = decider.get(f"/staff/licences/{number}", status=200).click("Confirm or decline")
    page = page.submit("Save the decision", answer="confirm")
    assert "The licence is suspended." in page.words
    assert cases.licence_of(number).status == Status.SUSPENDED
    run_jobs()
    letters = [letter for letter in mail.recent() if letter.subject == f"Licence {number}: The licence is suspended."]
    assert len(letters) == 1
    assert REASON in letters[0].body


def test_the_proposer_is_refused_by_the_page_and_by_the_api(app, law):
    number = cases.licence()
    someone = member("decider")
    client = browser_of(app, someone)
    measure = propose(number, Measure.REVOKE, actor_of(someone), "fees-charged")
    page = client.get(f"/staff/licences/measures/{measure}", status=200)
    assert "You proposed this measure. Someone else must decide." in page.words
    token = client.get("/account").soup.find(attrs={"name": "csrf_token"})["value"]
    page = client.post(f"/staff/licences/measures/{measure}", data={"csrf_token": token, "answer": "confirm"})
    assert page.status == 403
    answer = app.test_client().post(
        f"/api/v1/licences/measures/{measure}/confirmation", headers=bearer(app, someone), json={}
    )
    assert (answer.status_code, answer.json["code"]) == (403, "same-person")
    assert cases.licence_of(number).status == Status.ACTIVE


def test_a_declined_measure_changes_nothing_and_needs_a_note(app, law):
    number = cases.licence()
    measure = propose(number, Measure.REVOKE, actor("officer"), "fees-charged")
    decider = signed_in(app, "decider")
    page = decider.get(f"/staff/licences/measures/{measure}").submit("Save the decision", answer="decline")
    assert page.errors == ["Give a reason of 10 to 4000 characters."]
    page = page.submit("Save the decision", answer="decline", note="The receipts were of another agency.")
    assert "Declined. The licence stays as it is." in page.words
    assert cases.licence_of(number).status == Status.ACTIVE
    page = decider.get(f"/staff/licences/measures/{measure}", status=200)
    assert "This measure has been decided already." in page.words


def test_overlays_come_and_go_and_each_is_told_to_the_house(app, law):
    number = cases.licence()
    officer, decider = actor("officer"), actor("decider")
    heard: list[LicenceStatusChanged] = []
    events.on(LicenceStatusChanged)(heard.append)
    steps = [(Measure.FREEZE, "fees-charged", "frozen"), (Measure.UNFREEZE, "repaired", "licensed"),
             (Measure.WATCH, "fees-charged", "watched"), (Measure.UNWATCH, "repaired", "licensed")]  # fmt: skip
    try:
        for measure, ground, expected in steps:
            row = propose(number, measure, officer, ground)
            with transaction(actor=decider):
                licence = service.confirm(queries.measure(row), by=decider)
                assert queries.status_of(licence) == expected
    finally:
        events._listeners[LicenceStatusChanged].remove(heard.append)
    assert len(heard) == 4


def test_a_measure_that_is_not_possible_any_more_is_refused_with_a_sentence(app, law):
    number = cases.licence()
    officer, decider = actor("officer"), actor("decider")
    suspend, revoke = (
        propose(number, Measure.SUSPEND, officer, "fees-charged"),
        propose(number, Measure.REVOKE, officer, "fees-charged"),
    )
    for person in (decider, actor("decider")):
        with transaction(actor=person):
            service.confirm(queries.measure(revoke), by=person)
    with pytest.raises(Conflict, match="measure-not-possible"), transaction(actor=decider):
        service.confirm(queries.measure(suspend), by=decider)
    page = signed_in(app, "decider").get(f"/staff/licences/measures/{suspend}")
    page = page.submit("Save the decision", answer="confirm")
    assert page.errors == ["The licence has changed since this was proposed. Decline the measure instead."]


def test_the_same_measure_is_not_proposed_twice_and_grounds_must_fit(law):
    number = cases.licence()
    officer = actor("officer")
    propose(number, Measure.SUSPEND, officer, "fees-charged")
    with pytest.raises(Conflict, match="measure-already-proposed"):
        propose(number, Measure.SUSPEND, officer, "fees-charged")
    with pytest.raises(Invalid, match="ground-not-of-kind"):
        propose(number, Measure.REVOKE, officer, "standards-met")
    with pytest.raises(Conflict, match="measure-not-possible"):
        propose(number, Measure.LIFT, officer, "repaired")


def test_a_proposal_made_from_an_old_page_is_refused_and_kept(app, law):
    number = cases.licence()
    officer = signed_in(app, "officer")
    page = officer.get(f"/staff/licences/{number}/measures/suspend", status=200)
    row = propose(number, Measure.WATCH, actor("officer"), "fees-charged")
    decider = actor("decider", name="Bikash Thapa")
    with transaction(actor=decider):
        service.confirm(queries.measure(row), by=decider)
    page = page.submit("Propose", ground="fees-charged", reason=REASON, plan=cases.PLAN)
    assert page.status == 422
    assert "Bikash Thapa changed this on" in page.errors[0]
    assert REASON in page.text
    assert "Nothing changes until" in page.submit("Propose").words


def test_measures_go_through_the_api(app, law):
    number = cases.licence()
    one, other = bearer(app, member("officer")), bearer(app, member("decider"))
    http = app.test_client()
    body = {"measure": "suspend", "ground": "fees-charged", "reason": REASON, "protection_plan": cases.PLAN}
    answer = http.post(f"/api/v1/licences/{number}/measures", headers=one, json=body)
    assert answer.status_code == 201, answer.json
    assert http.get(f"/api/v1/licences/{number}/measures", headers=one).json[0]["status"] == "proposed"
    measure = answer.json["id"]
    assert http.post(f"/api/v1/licences/measures/{measure}/confirmation", headers=one, json={}).status_code == 403
    answer = http.post(f"/api/v1/licences/measures/{measure}/confirmation", headers=other, json={})
    assert answer.json["public_status"] == "suspended"
    answer = http.get("/api/v1/licences?status=suspended", headers=one)
    assert [row["number"] for row in answer.json["rows"]] == [number]
    short = http.post(
        f"/api/v1/licences/{number}/measures", headers=one, json={**body, "measure": "lift", "reason": "no"}
    )
    assert short.status_code == 422


# -------------------------------------------------------------------------------------------------- expiry


def test_a_licence_expires_by_the_passing_of_time_once(law, run_jobs):
    number = cases.licence()
    later = NOON + timedelta(days=366)
    with clock.frozen(later):
        token = own_role.set("fairgate_worker")
        try:
            with transaction(actor=SYSTEM):
                assert service.expire(by=SYSTEM) == 1
            with transaction(actor=SYSTEM):
                assert service.expire(by=SYSTEM) == 0
        finally:
            own_role.reset(token)
        run_jobs()
    assert cases.licence_of(number).status == Status.EXPIRED
    assert f"Licence {number} has ended" in {letter.subject for letter in mail.recent()}


def test_a_licence_whose_renewal_is_undecided_does_not_expire(law):
    number = cases.licence()
    officer = actor("officer")
    with transaction(actor=officer):
        from core import trail

        licence = queries.by_number(number)
        licence.renewal_pending_until = TODAY + timedelta(days=500)
        trail.record("licensing.licence.continue", licence, by=officer)
    with clock.frozen(NOON + timedelta(days=370)):
        token = own_role.set("fairgate_worker")
        try:
            with transaction(actor=SYSTEM):
                assert service.expire(by=SYSTEM) == 0
                assert queries.status_of(queries.by_number(number)) is PublicStatus.RENEWING
        finally:
            own_role.reset(token)


# -------------------------------------------------------------------------------------------- list and reads


def test_the_list_finds_licences_by_number_however_typed_name_and_status(app, law):
    first = cases.licence(name="Sunrise Overseas", conditions=[Condition("Only to Jordan.", "Only to Jordan.")])
    second = cases.licence(name="Harbour Line")
    client = signed_in(app, "inspector")
    assert first in client.get("/staff/licences", query_string={"q": f"ra {int(first[3:])}"}, status=200).words
    page = client.get("/staff/licences", query_string={"q": "harbour"}, status=200)
    assert second in page.words
    assert first not in page.words
    page = client.get("/staff/licences", query_string={"status": "conditions"}, status=200)
    assert first in page.words
    assert second not in page.words
    assert "No licence matches" in client.get("/staff/licences", query_string={"status": ["revoked", "expired"]}).words
    assert client.get("/staff/licences/ra-99999").status == 404
    assert client.get(f"/staff/licences/{first}/measures/suspend").status == 403


def test_the_list_asks_as_few_questions_for_many_as_for_one(app, law):
    for number in range(8):
        cases.licence(name=f"Agency {number}", conditions=[Condition("Only to Jordan.", "Only to Jordan.")])
    client = signed_in(app, "officer")
    assert client.get("/staff/licences", status=200).queries <= 10


def test_other_tenants_see_no_measures_and_propose_none(app, law):
    number = cases.licence()
    for role in ("broker", "analyst", "auditor"):
        client = signed_in(app, role)
        assert client.get(f"/staff/licences/{number}", check=False).status == 403
    by = actor("decider")
    measure = propose(number, Measure.WATCH, by, "fees-charged")
    with pytest.raises(Refused), transaction(actor=by):
        service.confirm(queries.measure(measure), by=by)


def test_the_standing_of_an_agency_is_read_by_all_who_screen_its_name(app, law):
    good, bad = cases.licence(name="Good Agency"), cases.licence(name="Bad Agency")
    row = propose(bad, Measure.SUSPEND, actor("officer"), "fees-charged")
    decider = actor("decider")
    with transaction(actor=decider):
        service.confirm(queries.measure(row), by=decider)
    agencies = [cases.licence_of(number).agency_id for number in (good, bad)]
    token = own_role.set("fairgate_worker")
    try:
        with transaction(actor=SYSTEM):
            both = queries.standings_of(agencies)
            assert [(item.number, item.in_force) for item in both] == [(good, True), (bad, False)]
            told = (PublicStatus.SUSPENDED, ("Bad Agency",), TODAY)
            assert (both[1].status, both[1].names, both[1].since) == told
            assert queries.standing(both[1].licence_id).legal_name == "Bad Agency"
            assert queries.standings_of([]) == []
    finally:
        own_role.reset(token)
    with transaction(actor=actor("analyst")):
        assert queries.standings_of(agencies)[1].status is PublicStatus.SUSPENDED
        assert db.session.execute(text("SELECT count(*) FROM licence_measure")).scalar_one() == 0
