"""How officers share the work: the queue and its views, who else is here, both versions kept, text that survives."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock
from core.db import db, transaction
from licensing.applications.models import ApplicationCheck
from licensing.applications.states import Outcome
from licensing.assessment import queries, service
from licensing.workload import service as workload
from licensing.workload.models import SavedView
from tests.conftest import NOON
from tests.factories import actor, member, signed_in
from tests.licensing import cases

pytestmark = pytest.mark.usefixtures("law")
REASON = "Seen on the spot and compared with the register of companies: it is in order."
HERS = "The trade register knows it under this name, and I called the office twice."


@pytest.fixture
def law(app):
    cases.law()


@pytest.fixture
def officer(app):
    return signed_in(app, "officer", name="Amina Diallo")


def in_checks(**options) -> str:
    """A case in checks, with the lists searched."""
    reference = cases.hand_in(**options)
    cases.screen(reference)
    someone = actor("officer")
    with transaction(actor=someone):
        service.start(queries.get(reference), by=someone)
    return reference


def checks_of(reference: str) -> list[ApplicationCheck]:
    with transaction(role="none"):
        application = queries.get(reference)
        statement = select(ApplicationCheck).where(ApplicationCheck.application_id == application.id)
        return list(db.session.scalars(statement.order_by(ApplicationCheck.at)))


# ----------------------------------------------------------------------------------------------- who else is here


def test_a_case_says_who_else_reads_or_writes_and_since_when(app, officer):
    reference = in_checks()
    other = signed_in(app, "officer", name="Bikash Thapa")
    assert "is reading" not in officer.get(f"/staff/case/{reference}", status=200).words
    with clock.frozen(NOON + timedelta(minutes=1)):
        assert "Amina Diallo is reading. Opened 1 minute ago." in other.get(f"/staff/case/{reference}").words
        officer.get(f"/staff/case/{reference}/checks/identity", status=200)
    with clock.frozen(NOON + timedelta(minutes=5)):
        words = other.get(f"/staff/case/{reference}").words
        assert "Amina Diallo is writing. Opened 4 minutes ago." in words
        assert "Bikash Thapa is" not in words
    with clock.frozen(NOON + timedelta(minutes=50)):
        other.sign_in(other.member.person.email)
        assert "Amina Diallo" not in other.get(f"/staff/case/{reference}").words, "presence has a short life"


def test_presence_is_deleted_within_the_hour(app, officer, run_jobs):
    reference = in_checks()
    officer.get(f"/staff/case/{reference}", status=200)
    with clock.frozen(NOON + timedelta(hours=2)), transaction(role="fairgate_worker"):
        workload.forget()
        assert db.session.execute(db.text("SELECT count(*) FROM case_presence")).scalar_one() == 0


# ---------------------------------------------------------------------------------------- two people at one thing


def test_two_officers_at_one_check_see_both_versions_and_nothing_is_lost(app, officer):
    reference = in_checks()
    other = signed_in(app, "officer", name="Bikash Thapa")
    page = officer.get(f"/staff/case/{reference}/checks/identity", status=200)
    with clock.frozen(NOON + timedelta(minutes=2)):
        other.get(f"/staff/case/{reference}/checks/identity").submit("Record the result", result="fail", reason=REASON)
        page = page.submit("Record the result", result="pass", reason=HERS)
    assert page.status == 422
    assert "Bikash Thapa changed this at 09:02. Compare and choose" in page.words
    assert REASON in page.words
    assert HERS in page.words
    assert [row.result for row in checks_of(reference)] == ["fail"], "nothing is written before she chose"
    with clock.frozen(NOON + timedelta(minutes=3)):
        page.submit("Record the result")
    found = checks_of(reference)
    assert [(row.result, row.reason) for row in found] == [("fail", REASON), ("pass", HERS)]


def test_what_was_typed_into_a_decision_is_shown_beside_the_decision_of_another(app):
    reference = cases.recommended()
    decider = signed_in(app, "decider")
    page = decider.get(f"/staff/case/{reference}/decide", status=200)
    other = actor("decider", name="Clara Mendes")
    with clock.frozen(NOON + timedelta(minutes=2)), transaction(actor=other):
        service.decide(queries.get(reference), Outcome.GRANT, ground_code="standards-met", reason=REASON, by=other)
    page = page.submit("Grant the licence", ground="standards-met", reason=HERS)
    assert page.status == 422
    assert "Clara Mendes changed this at 09:02" in page.words
    assert REASON in page.words
    assert HERS in page.words


def test_the_api_refuses_a_check_that_would_cover_one_unseen(app):
    from tests.licensing.test_assessment import bearer

    reference, someone = in_checks(), member("officer")
    http, headers = app.test_client(), bearer(app, someone)
    body = {"kind": "identity", "result": "pass", "reason": REASON, "instead_of": None}
    first = http.post(f"/api/v1/cases/{reference}/checks", headers=headers, json=body)
    assert first.status_code == 201
    assert http.post(f"/api/v1/cases/{reference}/checks", headers=headers, json=body).status_code == 409
    seen = next(row["id"] for row in first.json["checks"] if row["kind"] == "identity")
    again = http.post(f"/api/v1/cases/{reference}/checks", headers=headers, json={**body, "instead_of": seen})
    assert again.status_code == 201


def test_a_form_sent_twice_is_answered_with_the_first_result(officer):
    reference = in_checks()
    page = officer.get(f"/staff/case/{reference}/checks/identity", status=200)
    first = page.submit("Record the result", result="pass", reason=REASON)
    again = page.submit("Record the result", result="pass", reason=REASON)
    assert again.status == first.status == 200
    assert again.path == first.path
    assert len(checks_of(reference)) == 1
    changed = page.submit("Record the result", result="unsure", reason=REASON)
    assert changed.status == 422, "another text is no repetition: it is compared with what stands"


def test_a_return_sent_twice_is_one_return(officer):
    reference = in_checks()
    page = officer.get(f"/staff/case/{reference}/return", status=200)
    for _time in range(2):
        answer = page.submit("Return the application", part_people="Add the second director.")
        assert "The application is back with the agency." in answer.words


# --------------------------------------------------------------------------------------- a session that had ended


def test_a_form_sent_after_the_session_ended_comes_back_with_its_text(officer):
    reference = in_checks()
    address = f"/staff/case/{reference}/checks/identity"
    page = officer.get(address, status=200)
    with clock.frozen(NOON + timedelta(minutes=45)):
        page = page.submit("Record the result", result="unsure", reason=HERS)
        assert page.status == 401
        assert "nothing is lost" in page.words
        assert HERS not in page.path
        page = page.submit("Sign in", email=officer.member.person.email, password="a long enough password")
        assert page.path.startswith(address)
        assert "What you typed is here again" in page.words
        assert page.soup.find("textarea", attrs={"name": "reason"}).text.strip() == HERS
        assert page.soup.find("input", attrs={"name": "result", "value": "unsure"}).has_attr("checked")
        page = page.submit("Record the result")
    assert "The result is recorded." in page.words
    assert [row.reason for row in checks_of(reference)] == [HERS]
    assert HERS not in officer.get(address).soup.find("textarea", attrs={"name": "reason"}).text


def test_what_one_person_typed_is_not_given_to_another_who_signs_in_there(app, officer):
    reference = in_checks()
    page = officer.get(f"/staff/case/{reference}/checks/identity", status=200)
    with clock.frozen(NOON + timedelta(minutes=45)):
        page = page.submit("Record the result", result="unsure", reason=HERS)
        page = page.submit("Sign in", email=member("officer").person.email, password="a long enough password")
    assert page.status == 200
    assert HERS not in page.text


def test_a_step_without_a_page_of_its_own_leads_back_to_the_case(officer):
    reference = cases.hand_in()
    page = officer.get(f"/staff/case/{reference}", status=200)
    with clock.frozen(NOON + timedelta(minutes=45)):
        page = page.submit("Take into checks")
        assert page.status == 401
        assert "Nothing was changed." in page.words
        page = page.submit("Sign in", email=officer.member.person.email, password="a long enough password")
    assert page.path == f"/staff/case/{reference}"


def test_a_seal_that_was_touched_is_worth_nothing(app):
    from core import kept

    with app.test_request_context("/staff"):
        text = kept.seal("/staff", {"reason": ["typed"], "password": ["hidden"]}, None)
        assert kept.unseal(text).answers == {"reason": ["typed"]}
        assert kept.unseal(text[:-2] + "xx") is None
        assert kept.seal("/staff", {"csrf_token": ["t"]}, None) is None


# ---------------------------------------------------------------------------------------------- queue and its views


def test_the_queue_narrows_by_country_class_and_flag_and_sorts_both_ways(officer):
    cases.watchlist("Blue Rivers Placement")
    reference = cases.hand_in(name="Blue River Placement")
    cases.screen(reference)
    cases.hand_in(name="Zenith Careers")

    def order(**arguments) -> list[str]:
        page = officer.get("/staff/queue", query_string=arguments, status=200)
        return [link.get_text(strip=True) for link in page.soup.select("tbody th a")]

    assert order(sort="agency") == ["Blue River Placement", "Zenith Careers"]
    assert order(sort="agency", direction="down") == ["Zenith Careers", "Blue River Placement"]
    assert order(flag="listed") == ["Blue River Placement"]
    assert order(flag="unscreened") == ["Zenith Careers"]
    assert order(country="QA") == []
    assert len(order(country="NP", class_code="overseas")) == 2
    page = officer.get("/staff/queue", query_string={"country": "NP", "flag": "listed"})
    assert "Country: Nepal" in page.words
    assert "Zenith Careers" in page.click("Flag: A name like one on a list").words


def test_the_file_of_a_view_has_its_rows_in_its_order(officer):
    for name in ("Alpha", "Beta", "Gamma"):
        cases.hand_in(name=f"{name} Manpower")
    answer = officer.http.get("/staff/queue.csv?sort=agency&direction=down&q=manpower")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [row[1] for row in rows[1:]] == ["Gamma Manpower", "Beta Manpower", "Alpha Manpower"]


def test_counting_the_queue_stops_where_nobody_counts_any_more(officer, monkeypatch):
    from licensing.assessment import queue

    monkeypatch.setattr(queue, "MOST_COUNTED", 2)
    for number in range(4):
        cases.hand_in(name=f"Manpower {number}")
    page = officer.get("/staff/queue", status=200)
    assert "more than 2 cases" in page.words


def test_a_view_is_kept_renamed_deleted_and_brought_back(app, officer):
    cases.hand_in()
    page = officer.get("/staff/queue?status=submitted&status=checks&sort=agency", status=200)
    page = page.submit("Keep the view", name="Mornings")
    assert "The view is kept." in page.words
    assert [link.get_text(strip=True) for link in page.soup.select(".fg-views [aria-current]")] == ["Mornings"]
    page = page.submit("Keep the view", name="mornings")
    assert page.status == 422
    assert "You have a view of this name." in page.errors[0]
    page = officer.get("/staff/views").click("Rename").submit("Save the name", name="Each morning")
    assert "Each morning" in page.words
    page = page.submit("Delete")
    assert "You keep no view" in page.words
    page = page.submit("Bring it back")
    assert "Each morning" in page.words
    assert "Each morning" not in signed_in(app, "officer").get("/staff/queue").words
    assert "submitted" in page.click("Each morning").text


def test_the_database_itself_keeps_a_view_from_colleagues(app):
    one, other = actor("officer"), actor("officer")
    with transaction(actor=one):
        view = workload.save_view("Mine", {"status": ["checks"]}, by=one)
    with transaction(actor=other):
        assert db.session.scalars(select(SavedView)).all() == []
        changed = db.session.execute(db.update(SavedView).where(SavedView.id == view.id).values(name="Theirs"))
        assert changed.rowcount == 0


def test_views_go_through_the_api(app):
    from tests.licensing.test_assessment import bearer

    http, headers = app.test_client(), bearer(app, member("officer"))
    made = http.post("/api/v1/workload/views", headers=headers, json={"name": "A", "filters": {"due": ["late"]}})
    assert made.status_code == 201
    address = f"/api/v1/workload/views/{made.json['id']}"
    assert http.put(address, headers=headers, json={"name": "B"}).json["name"] == "B"
    assert http.delete(address, headers=headers).status_code == 204
    assert http.get("/api/v1/workload/views", headers=headers).json == []
    assert http.post(f"{address}/restore", headers=headers).json["name"] == "B"
    assert http.put(address, headers=bearer(app, member("officer")), json={"name": "C"}).status_code == 404


# ------------------------------------------------------------------------------------------------------- the history


def test_the_history_tells_the_agencys_doing_from_ours_and_from_the_systems(officer):
    reference = in_checks()
    page = officer.get(f"/staff/case/{reference}", status=200)
    history = page.soup.find(id="history")
    for text in ("Handed in", "Taken into checks", "Searched the flagged lists"):
        assert text in history.get_text()
    history = page.click("The agency (").soup.find(id="history")
    assert "Handed in" in history.get_text()
    assert "Taken into checks" not in history.get_text()


# ----------------------------------------------------------------------------------------------- several cases at once


def test_several_cases_are_handed_over_and_each_refusal_stands_alone(app):
    decider, receiver = signed_in(app, "decider"), member("officer", name="Dawit Bekele")
    one, other = cases.hand_in(name="One Manpower"), cases.hand_in(name="Other Manpower")
    granted = cases.recommended(name="Third Manpower")
    page = decider.get("/staff/queue", status=200)
    assert len(page.soup.select("input[name=case]")) == 3
    page = decider.get("/staff/together/assign", query_string={"case": [one, other, granted]}, status=200)
    assert "This is about 3 cases" in page.words
    assert page.submit("Hand over").status == 422
    page = page.submit(
        "Hand over", person=str(receiver.person_id), reason="Amina is on leave from Monday.", case=[one, other, granted]
    )
    assert "2 cases are done. 1 is as it was." in page.words, page.words
    rows = decider.get("/staff/queue?sort=agency").words
    assert rows.count("Dawit Bekele") >= 2
    page = decider.get("/staff/queue", query_string={"officer": str(receiver.person_id)}, status=200)
    assert "2 cases" in page.words
    assert "No case is ticked" in decider.get("/staff/together/ask").words


def test_the_same_missing_thing_is_asked_of_several_agencies_at_once(app, officer):
    one, other = in_checks(name="One Manpower"), cases.hand_in(name="Other Manpower")
    page = officer.get("/staff/together/ask", query_string={"case": [one, other]}, status=200)
    page = page.submit("Return these applications", part="people", text="Add the second director.", case=[one, other])
    assert "2 cases are done." in page.words
    assert [cases.application_of(reference).status for reference in (one, other)] == ["returned", "returned"]
    from tests.licensing.test_assessment import bearer

    body = {"cases": [one], "items": [{"part": "people", "text": "Add the second director."}]}
    answer = app.test_client().post("/api/v1/cases/together/return", headers=bearer(app, member("officer")), json=body)
    assert answer.json[0]["problem"] == "This case cannot be returned as it is now."
