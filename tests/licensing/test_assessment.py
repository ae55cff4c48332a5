"""The regulator's case work: desk, queue, checks, return, recommendation, and a decision by someone else."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import clock, mail, trail
from core.db import db, transaction
from core.errors import Refused
from licensing.applications.models import ApplicationDecision
from licensing.applications.states import CheckResult, Outcome, Status
from licensing.assessment import queries, service
from licensing.assessment.export import harmless
from licensing.licences.service import Condition
from tests.conftest import NOON
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing import cases

REASON = (
    "The standards are met: the register, the office and the people were looked at, and nothing speaks against them."
)


@pytest.fixture(autouse=True)
def law(app):
    cases.law()


@pytest.fixture
def officer(app):
    return signed_in(app, "officer", name="Amina Otieno")


@pytest.fixture
def decider(app):
    return signed_in(app, "decider", name="Bikash Thapa")


def bearer(app, membership) -> dict[str, str]:
    from accounts.sessions.service import start

    with transaction(actor=None):
        return {"Authorization": f"Bearer {start(membership).secret}"}


def record_all(client, reference: str, **results: str):
    """Record every check on its page, as an officer does, going where each answer leads."""
    page = client.get(f"/staff/case/{reference}", status=200).click("Check: ")
    while "/checks/" in page.path:
        kind = page.path.rpartition("/")[2]
        page = page.submit("Record the result", result=results.get(kind, "pass"), reason=f"Looked at {kind}, in order.")
        assert page.status == 200, page.errors
    return page


# ------------------------------------------------------------------------------------ from case to decision


def test_an_officer_checks_a_case_and_another_person_grants_it(officer, decider, run_jobs):
    reference = cases.hand_in()
    run_jobs()
    page = officer.get("/staff", status=200).submit("Take the next case").submit("Take into checks")
    assert "You have taken this case into checks." in page.words
    page = record_all(officer, reference)
    assert "Every check has a result." in page.words
    page = officer.get(f"/staff/case/{reference}/recommend").submit(
        "Send the recommendation", outcome="grant", reason="Everything was looked at and is in order.",
        text_1="Sends workers only to Jordan.", public_1="Only to Jordan.",
    )  # fmt: skip
    assert "Someone else decides now." in page.words
    page = decider.get(f"/staff/case/{reference}/decide", status=200)
    assert "Licensed with rules" in page.words
    assert "Only to Jordan." in page.words
    page = page.submit("Grant the licence", ground="standards-met", reason=REASON)
    assert "Granted by Bikash Thapa on 21 November 2026" in page.words, page.errors
    number = re.search(r"RA-\d{5}", page.words)[0]
    licence = cases.licence_of(number)
    assert [item.public_text for item in licence.conditions] == ["Only to Jordan."]
    assert (licence.valid.upper - licence.valid.lower).days == 365
    run_jobs()
    letters = [item for item in mail.recent() if number in item.subject]
    assert len(letters) == 1
    assert "Only to Jordan" in letters[0].body or "only to Jordan" in letters[0].body


def test_the_person_who_recommended_is_told_why_the_form_is_not_there(app):
    someone = member("decider", name="Clara Mendes")
    client = browser_of(app, someone)
    reference = cases.hand_in()
    cases.screen(reference)
    client.get(f"/staff/case/{reference}").submit("Take into checks")
    record_all(client, reference)
    client.get(f"/staff/case/{reference}/recommend").submit("Send the recommendation", outcome="grant", reason=REASON)
    page = client.get(f"/staff/case/{reference}/decide", status=200)
    assert "You recommended this case. Someone else must decide." in page.words
    assert not page.soup.find("button", string=re.compile("Grant the licence"))
    assert "You recommended this case. Someone else must decide." in client.get(f"/staff/case/{reference}").words


def test_a_forged_decision_by_the_same_person_is_refused_by_the_page(app):
    someone = member("decider")
    client = browser_of(app, someone)
    from accounts.sessions.queries import actor_of

    reference = cases.recommended(officer=actor_of(someone))
    token = client.get(f"/staff/case/{reference}").soup.find(attrs={"name": "csrf_token"})["value"]
    page = client.post(
        f"/staff/case/{reference}/decide?outcome=grant",
        data={"csrf_token": token, "ground": "standards-met", "reason": REASON},
    )
    assert page.status == 403
    assert "You recommended this case. Someone else must decide." in page.words
    assert cases.application_of(reference).status == Status.RECOMMENDED


def test_the_same_person_is_refused_by_the_api(app):
    from accounts.sessions.queries import actor_of

    someone = member("decider")
    reference = cases.recommended(officer=actor_of(someone))
    answer = app.test_client().post(
        f"/api/v1/cases/{reference}/decision", headers=bearer(app, someone),
        json={"outcome": "grant", "ground": "standards-met", "reason": REASON},
    )  # fmt: skip
    assert answer.status_code == 403
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "same-person"


def test_who_recorded_a_check_does_not_decide_either(app, officer):
    from accounts.sessions.queries import actor_of

    checker = member("decider")
    reference = cases.hand_in()
    cases.check_all(reference, actor_of(checker))
    other = actor("officer")
    with transaction(actor=other):
        service.recommend(queries.get(reference), Outcome.GRANT, reason=REASON, by=other)
    page = browser_of(app, checker).get(f"/staff/case/{reference}/decide", status=200)
    assert "You recorded a check on this case. Someone else must decide." in page.words


def test_a_refusal_gives_no_licence_and_tells_the_agency_why(decider, run_jobs):
    reference = cases.recommended(outcome=Outcome.REFUSE)
    page = decider.get(f"/staff/case/{reference}/decide", status=200)
    page = page.submit("Refuse the application", ground="not-fit", reason=REASON)
    assert "Refused by Bikash Thapa" in page.words, page.errors
    run_jobs()
    assert [item.subject for item in mail.recent() if "is refused" in item.subject] == [
        f"Your application {reference} is refused"
    ]
    from licensing.licences.models import Licence

    assert db.session.execute(db.select(Licence)).first() is None


def test_nothing_is_granted_against_the_recommendation(decider):
    reference = cases.recommended(outcome=Outcome.REFUSE)
    page = decider.get(f"/staff/case/{reference}/decide", query_string={"outcome": "grant"}, status=200)
    assert "Refusal was recommended, so this cannot be granted." in page.words
    someone = actor("decider")
    with pytest.raises(service.Conflict, match="grant-not-recommended"), transaction(actor=someone):
        service.decide(queries.get(reference), Outcome.GRANT, ground_code="standards-met", reason=REASON, by=someone)


def test_a_decision_needs_a_ground_of_its_kind_and_a_reason_of_fifty_characters(decider):
    reference = cases.recommended()
    page = decider.get(f"/staff/case/{reference}/decide").submit("Grant the licence", reason="It is all right.")
    assert page.status == 422
    assert page.errors == [
        "Choose the legal ground of the decision.",
        "Write at least 50 characters: what was found, and why it leads to this decision.",
    ]
    assert "It is all right." in page.text
    page = page.submit("Grant the licence", ground="not-fit", reason=REASON)
    assert page.status == 422
    assert cases.application_of(reference).status == Status.RECOMMENDED


def test_a_decider_sends_a_case_back_and_someone_else_recommends_again(decider):
    reference = cases.recommended()
    page = decider.get(f"/staff/case/{reference}/send-back", status=200)
    page = page.submit("Send back", reason="The office must be visited once more.")
    assert "The case is back in checks." in page.words
    assert "Sent back into checks" in page.words
    assert cases.application_of(reference).recommended_by is None


# -------------------------------------------------------------------------------------------------- checks


def test_nothing_is_recommended_before_every_check_has_a_result(officer):
    reference = cases.hand_in()
    cases.screen(reference)
    officer.get(f"/staff/case/{reference}").submit("Take into checks")
    page = officer.get(f"/staff/case/{reference}/recommend", status=200)
    assert "Every check needs a result before you can recommend." in page.words
    someone = actor("officer")
    with pytest.raises(service.Conflict, match="checks-missing"), transaction(actor=someone):
        service.recommend(queries.get(reference), Outcome.GRANT, reason=REASON, by=someone)


def test_after_a_failed_check_only_refusal_can_be_recommended(officer):
    reference = cases.hand_in()
    someone = actor("officer")
    cases.check_all(reference, someone, fee_plan=CheckResult.FAIL)
    page = officer.get(f"/staff/case/{reference}/recommend", status=200)
    assert [field["value"] for field in page.soup.find_all("input", attrs={"name": "outcome"})] == ["refuse"]
    with pytest.raises(service.Conflict, match="check-failed"), transaction(actor=someone):
        service.recommend(queries.get(reference), Outcome.GRANT, reason=REASON, by=someone)


def test_a_new_result_takes_the_place_of_the_old_one_which_stays_in_the_history(officer):
    reference = cases.hand_in()
    cases.check_all(reference, actor("officer", name="Dawit Bekele"), premises=CheckResult.FAIL)
    with clock.frozen(NOON + timedelta(minutes=5)):
        page = officer.get(f"/staff/case/{reference}/checks/premises", status=200)
        assert "Recorded: Fail, by Dawit Bekele" in page.words
        page = page.submit("Record the result", result="pass", reason="Visited again: the office is there.")
        assert "Check “Its office exists”: Fail" in page.words
        assert "Check “Its office exists”: Pass" in page.words
        assert "Every check has a result." in page.words


def test_the_screening_check_waits_for_the_lists_to_be_searched(officer):
    reference = cases.hand_in()
    officer.get(f"/staff/case/{reference}").submit("Take into checks")
    page = officer.get(f"/staff/case/{reference}/checks/screening", status=200)
    assert "The flagged lists are being searched now." in page.words
    page = page.submit("Record the result", result="pass", reason="Looks fine to me.")
    assert page.errors == ["The flagged lists are still being searched. Try again in a minute."]
    assert "Looks fine to me." in page.text


def test_results_about_earlier_answers_do_not_count_after_a_return(officer):
    by = cases.broker()
    reference = cases.hand_in(by)
    cases.check_all(reference, actor("officer"))
    page = officer.get(f"/staff/case/{reference}/return", status=200)
    page = page.submit("Return the application", part_people="Add the second director of the register.")
    assert "The application is back with the agency." in page.words, page.errors
    assert "People: Add the second director of the register." in page.words
    from licensing.applications import queries as applications
    from licensing.applications import service as broker_side

    with clock.frozen(NOON + timedelta(days=2)), transaction(actor=by):
        broker_side.submit(applications.get(reference, by=by), declared=True, by=by)
    with clock.frozen(NOON + timedelta(days=2)):
        client = signed_in(officer.app, "officer")
        assert "0 of 6" in client.get("/staff/queue", status=200).words


def test_a_return_needs_something_to_mend_and_writes_one_letter(officer, run_jobs):
    reference = cases.hand_in()
    page = officer.get(f"/staff/case/{reference}/return").submit("Return the application")
    assert page.errors == ["Say for at least one part what the agency must mend."]
    page.submit("Return the application", part_offices="The number does not ring. Give one that does.")
    run_jobs()
    letters = [item for item in mail.recent() if "needs a correction" in item.subject]
    assert len(letters) == 1
    assert "The number does not ring." in letters[0].body


# ------------------------------------------------------------------------------------------- stale and lost


def test_a_page_that_is_out_of_date_says_who_changed_what_and_keeps_the_text(officer):
    reference = cases.hand_in()
    cases.screen(reference)
    officer.get(f"/staff/case/{reference}").submit("Take into checks")
    page = officer.get(f"/staff/case/{reference}/return", status=200)
    someone = actor("officer", name="Dawit Bekele")
    with clock.frozen(NOON + timedelta(minutes=2)), transaction(actor=someone):
        application = queries.get(reference)
        application.workers_a_year = 200
        from core import trail

        trail.record("licensing.application.save", application, by=someone)
    page = page.submit("Return the application", part_people="Add the second director.")
    assert page.errors == [
        "Dawit Bekele changed this on 21 November 2026, 09:02, after you opened the page. Look at it now, then send again."
    ]
    assert "Add the second director." in page.text
    page = page.submit("Return the application")
    assert "The application is back with the agency." in page.words


def test_a_second_decision_finds_the_case_decided(app, decider):
    reference = cases.recommended()
    page = decider.get(f"/staff/case/{reference}/decide")
    other = actor("decider")
    with transaction(actor=other):
        service.decide(queries.get(reference), Outcome.GRANT, ground_code="standards-met", reason=REASON, by=other)
    page = page.submit("Grant the licence", ground="standards-met", reason=REASON)
    assert page.status == 422
    assert "after you opened the page" in page.errors[0]


# -------------------------------------------------------------------------------------------------- screening


def test_the_case_shows_each_match_word_by_word_with_its_list(officer):
    cases.watchlist("Blue Rivers Placement", {"caption": "Sita Rai", "schema": "Person", "countries": ["NP"]})
    reference = cases.hand_in()
    cases.screen(reference)
    page = officer.get(f"/staff/case/{reference}", status=200)
    assert "On the list “Debarred recruiters” of Ministry of Labour" in page.words
    assert "“Blue River Placement” is like “Blue Rivers Placement” on a flagged list" in page.words
    assert "“Sita Rai” is like “Sita Rai” on a flagged list" in page.words
    tokens = [cell.get_text(strip=True) for cell in page.soup.select(".fg-explain__token")]
    assert "RIVERS" in tokens


def test_the_case_says_so_when_nothing_on_the_lists_is_similar(officer):
    cases.watchlist("Kangaroo Mining Trust")
    reference = cases.hand_in()
    cases.screen(reference)
    page = officer.get(f"/staff/case/{reference}", status=200)
    assert "Screened on 21 November 2026, 09:00 against 1 list, 1 name: nothing similar." in page.words


def test_the_case_warns_when_no_list_was_there_to_search(officer):
    reference = cases.hand_in()
    cases.screen(reference)
    assert "No flagged list has been imported" in officer.get(f"/staff/case/{reference}").words


def test_handing_in_has_the_lists_searched_in_the_background(officer, run_jobs):
    cases.watchlist("Blue Rivers Placement")
    reference = cases.hand_in()
    assert "Not screened yet" in officer.get("/staff/queue").words
    assert "licensing.assessment.screen_application" in run_jobs()
    assert "1 name like one on a list" in officer.get("/staff/queue").words
    assert reference


def test_a_case_is_screened_again_when_a_flagged_list_changes(officer, run_jobs):
    reference = cases.hand_in()
    run_jobs()
    assert "is like" not in officer.get(f"/staff/case/{reference}").words
    cases.watchlist("Blue Rivers Placement")
    assert "screening.runs.rescreen" in run_jobs()
    assert "“Blue River Placement” is like “Blue Rivers Placement”" in officer.get(f"/staff/case/{reference}").words


def test_an_agency_with_the_phone_or_people_of_another_is_pointed_out(officer):
    cases.hand_in(name="Old Gate Manpower", person="Sita Rai", phone="01 4000000")
    reference = cases.hand_in(name="Fresh Start Overseas", person="Sita Rai", phone="01 4000000")
    page = officer.get(f"/staff/case/{reference}", status=200)
    assert "The same phone number as Old Gate Manpower" in page.words
    assert "Someone of the same name as at Old Gate Manpower" in page.words


# ---------------------------------------------------------------------------------------------- desk and queue


def test_the_desk_groups_cases_by_urgency_and_its_figures_lead_to_the_queue(app):
    with clock.frozen(NOON - timedelta(days=70)):
        cases.hand_in(name="Late Manpower")
    with clock.frozen(NOON - timedelta(days=56)):
        cases.hand_in(name="Soon Manpower")
    cases.hand_in(name="Later Manpower")
    cases.recommended(name="Ready Manpower")
    client = signed_in(app, "decider")
    assert "Nothing waits for you" in client.get("/staff", status=200).words
    for _case in range(3):
        client.get("/staff").submit("Take the next case")
    client.get("/staff").submit("Take the next case to decide")
    page = client.get("/staff", status=200)
    captions = [item.get_text(strip=True) for item in page.soup.select("table caption")]
    assert [text for text in captions if "(" in text] == ["Late (1)", "Due this week (1)", "Later (2)"]
    assert [item.get_text(strip=True) for item in page.soup.select(".fg-figures__value")] == ["1", "1", "0", "1", "0"]
    assert "Late Manpower" in page.click("Late").words
    assert "Soon Manpower" in page.click("Due this week").words
    assert "Ready Manpower" in page.click("Ready to decide").words
    assert "Nothing" not in page.words


def test_an_empty_desk_says_so(officer):
    page = officer.get("/staff", status=200)
    assert "Nothing waits for you" in page.words


def test_the_next_case_is_the_one_due_first(officer):
    with clock.frozen(NOON - timedelta(days=30)):
        cases.hand_in(name="First Manpower")
    cases.hand_in(name="Second Manpower")
    assert "First Manpower" in officer.get("/staff").submit("Take the next case").words


def test_what_i_recommended_stands_apart_on_my_desk(app):
    from accounts.sessions.queries import actor_of

    someone = member("decider")
    cases.recommended(officer=actor_of(someone), name="Mine Manpower")
    page = browser_of(app, someone).get("/staff", status=200)
    assert "Recommended by you" in page.words


def test_the_queue_narrows_by_status_due_day_and_text_and_says_how_many(officer):
    cases.hand_in(name="Sunrise Overseas")
    cases.recommended(name="Harbour Line")
    page = officer.get("/staff/queue", query_string={"status": "recommended"}, status=200)
    assert "Harbour Line" in page.words
    assert "Sunrise Overseas" not in page.words
    assert "1 case" in page.soup.find(attrs={"role": "status"}).get_text()
    page = page.click("Status: Ready to decide")
    assert "Sunrise Overseas" in page.words
    assert "Sunrise Overseas" in officer.get("/staff/queue", query_string={"q": "sunrise"}, status=200).words
    page = officer.get("/staff/queue", query_string={"q": "no such agency", "due": "late", "status": "nonsense"})
    assert "No case matches" in page.words


def test_drafts_are_no_business_of_the_regulator(officer):
    from licensing.applications import service as broker_side

    by = cases.broker()
    with transaction(actor=by):
        reference = broker_side.begin("overseas", "NP-1", by=by).reference
    assert "No case matches" in officer.get("/staff/queue", status=200).words
    assert officer.get(f"/staff/case/{reference}").status == 404


def test_the_queue_and_the_case_ask_few_questions_of_the_database(officer):
    cases.watchlist("Blue Rivers Placement", "Green River Placement")
    for number in range(12):
        reference = cases.hand_in(name=f"Blue River Placement {number}", phone=f"01 40000{number:02d}")
        cases.screen(reference)
    assert officer.get("/staff/queue", status=200).queries <= 11
    assert officer.get("/staff", status=200).queries <= 9
    # a case is one page: a bounded number for each part of licensing that shows something on it
    assert officer.get(f"/staff/case/{reference}", status=200).queries <= 40
    assert officer.get(f"/staff/case/{reference}/checks/identity", status=200).queries <= 34


def test_the_file_of_the_queue_holds_nothing_that_a_spreadsheet_would_run(officer):
    cases.hand_in(name='=HYPERLINK("http://evil.example")')
    cases.hand_in(name='Sunrise, "Overseas"')
    answer = officer.http.get("/staff/queue.csv?sort=agency")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert {row[1] for row in rows[1:]} == {'\'=HYPERLINK("http://evil.example")', 'Sunrise, "Overseas"'}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\u00a0=1", "＝1"])
def test_a_cell_that_begins_like_a_formula_is_made_harmless(cell):
    assert harmless(cell) == f"'{cell}"


# --------------------------------------------------------------------------------------------- roles and API


@pytest.mark.parametrize("role", ["broker", "analyst", "compliance", "auditor"])
def test_other_roles_do_not_enter_case_work(app, role):
    reference = cases.hand_in()
    client = signed_in(app, role)
    for path in ("/staff", "/staff/queue", f"/staff/case/{reference}", "/staff/queue.csv"):
        assert client.get(path, check=False).status == 403


def test_an_officer_may_not_decide_and_an_inspector_may_not_check(app, officer):
    reference = cases.recommended()
    assert officer.get(f"/staff/case/{reference}/decide").status == 403
    assert signed_in(app, "inspector").get(f"/staff/case/{reference}/recommend").status == 403
    page = signed_in(app, "inspector").get(f"/staff/case/{reference}", status=200)
    assert "A decider looks at it next." in page.words


def test_the_whole_of_case_work_goes_through_the_api(app, run_jobs):
    one, other = bearer(app, member("officer")), bearer(app, member("decider"))
    cases.watchlist("Blue Rivers Placement")
    reference = cases.hand_in()
    run_jobs()
    http = app.test_client()
    base = f"/api/v1/cases/{reference}"
    assert http.get("/api/v1/cases", headers=one).json["rows"][0]["reference"] == reference
    case = http.get(base, headers=one).json
    assert case["matches"][0]["matched_name"] == "Blue Rivers Placement"
    assert http.post(f"{base}/start", headers=one, json={"version": case["version"]}).status_code == 200
    for kind in case["missing_checks"]:
        answer = http.post(f"{base}/checks", headers=one, json={"kind": kind, "result": "pass", "reason": REASON})
        assert answer.status_code == 201, answer.json
    answer = http.post(
        f"{base}/recommendation", headers=one,
        json={"outcome": "grant", "reason": REASON, "conditions": [
            {"text": "Only to Jordan.", "public_text": "Only to Jordan.", "due_on": "2027-01-31"}]},
    )  # fmt: skip
    assert answer.status_code == 201, answer.json
    stale = http.post(
        f"{base}/decision", headers=other,
        json={"version": 1, "outcome": "grant", "ground": "standards-met", "reason": REASON},
    )  # fmt: skip
    assert (stale.status_code, stale.json["code"]) == (409, "changed-meanwhile")
    wrong = http.post(
        f"{base}/decision", headers=other, json={"outcome": "grant", "ground": "not-fit", "reason": REASON}
    )
    assert (wrong.status_code, wrong.json["code"]) == (422, "ground-not-of-kind")
    answer = http.post(
        f"{base}/decision", headers=other, json={"outcome": "grant", "ground": "standards-met", "reason": REASON}
    )
    assert answer.status_code == 201, answer.json
    number = answer.json["licence_number"]
    licence = http.get(f"/api/v1/licences/{number}", headers=other).json
    assert licence["public_status"] == "conditions"
    assert licence["last_day"] == "2027-11-20"


def test_returning_and_sending_back_go_through_the_api(app):
    reference = cases.hand_in()
    one, other = bearer(app, member("officer")), bearer(app, member("decider"))
    http = app.test_client()
    items = [{"part": "people", "text": "Add the second director."}]
    answer = http.post(f"/api/v1/cases/{reference}/return", headers=one, json={"items": items})
    assert answer.json["status"] == "returned"
    again = http.post(f"/api/v1/cases/{reference}/return", headers=one, json={"items": items})
    assert (again.status_code, again.json["code"]) == (409, "not-returnable")
    reference = cases.recommended(name="Another Agency")
    answer = http.post(
        f"/api/v1/cases/{reference}/send-back", headers=other, json={"reason": "Look at the office again."}
    )
    assert answer.json["status"] == "checks"


def test_a_condition_must_have_words_for_workers(officer):
    reference = cases.hand_in()
    someone = actor("officer")
    cases.check_all(reference, someone)
    page = officer.get(f"/staff/case/{reference}/recommend")
    page = page.submit("Send the recommendation", outcome="grant", reason=REASON, text_1="Only to Jordan.")
    assert page.errors == ["Write the condition, and the words that workers will read."]
    with transaction(actor=someone):
        service.recommend(
            queries.get(reference), Outcome.GRANT, reason=REASON, by=someone,
            conditions=[Condition("Only to Jordan.", "Only to Jordan.")],
        )  # fmt: skip


def test_an_earlier_recommender_never_decides_also_after_the_case_was_sent_back(app):
    """Only the last recommendation stands on the case; the trail keeps them all, and so does the database."""
    reference = cases.hand_in()
    first, second, checker = actor("decider"), actor("decider"), actor("officer")
    cases.check_all(reference, checker)
    with transaction(actor=first):
        service.recommend(queries.get(reference), Outcome.GRANT, reason=REASON, by=first)
    with transaction(actor=second):
        service.send_back(queries.get(reference), reason=REASON, by=second)
    with transaction(actor=checker):
        service.recommend(queries.get(reference), Outcome.GRANT, reason=REASON, by=checker)
    with pytest.raises(Refused, match="same-person"), transaction(actor=first):
        service.decide(queries.get(reference), Outcome.GRANT, ground_code="standards-met", reason=REASON, by=first)
    with pytest.raises(IntegrityError, match="does not decide it"), transaction(actor=first):
        decide_in_sql(reference, first)


def decide_in_sql(reference: str, by) -> None:
    """Write a decision past the service, as a careless script would."""
    application = queries.get(reference)
    row = ApplicationDecision(
        organisation_id=application.organisation_id, application_id=application.id, outcome="grant",
        ground_code="standards-met", reason=REASON, recommended_by=application.recommended_by,
        decided_by=by.person_id, decided_by_name=by.name,
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.decision.record", row, by=by)
    db.session.flush()
