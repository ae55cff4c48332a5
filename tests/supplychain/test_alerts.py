"""Alerts: raised once per pair, explained, decided with a reason, confirmed by a second person, brought back by change."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from core import clock
from core.db import transaction
from core.mail import MailMessage
from supplychain.alerts.models import Alert
from tests.client import Client
from tests.conftest import NOON
from tests.factories import browser_of, member, signed_in
from tests.supplychain.supply import GOOD, bearer, flagged, imported, licensed, relisted, set_licence

RUSSIAN = "V-3,Kuznetsov Heavy Machinery OOO,Lenina 12 building 4,Perm,Russia,,,,"
BROKERED = GOOD[0]


@pytest.fixture
def company(app):
    """An analyst and a compliance lead of one company."""
    analyst = member("analyst", name="Ana Lyst")
    lead = member("compliance", name="Lea Dunn", organisation=analyst.organisation)
    return browser_of(app, analyst), browser_of(app, lead)


def the_alert(client: Client, **query: str):
    """Open the only alert of a list of alerts."""
    page = client.get("/co/alerts", query_string=query)
    links = page.soup.select(".fg-split__main tbody th a")
    assert len(links) == 1, page.words
    return client.get(links[0]["href"], status=200)


def state(page) -> str:
    return page.soup.select_one(".fg-identity .fg-tag").get_text(strip=True)


def test_an_alert_shows_both_sides_the_score_word_by_word_and_where_the_list_comes_from(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machine OOO", "Kuznetsov Heavy Industries")
    imported(company[0], run_jobs, RUSSIAN)
    page = the_alert(company[0])
    assert "Kuznetsov Heavy Machine OOO" in page.words
    assert "Same" in page.words and "Close" in page.words and "Not known" in page.words
    assert "The score, word by word" in page.words
    assert "kuznetsov" in page.words.lower() and "the same word" in page.words
    assert "Test list of the bench" in page.words and "FORCED-LABOUR" in page.words
    assert "Named for forced labour" in page.words
    assert "A supplier list named it." in page.words
    assert "Russia" in page.words
    points = [float(cell.get_text().replace("−", "-")) for cell in page.soup.select("details tbody td.fg-number")][:-1]
    score = float(re.search(r"(\d+)%", page.soup.select_one(".fg-score strong").get_text())[1])
    assert abs(sum(points) - score) < 1


def test_the_api_says_why_in_a_sentence_and_makes_the_score_again(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machine OOO", "Kuznetsov Heavy Industries")
    imported(company[0], run_jobs, RUSSIAN)
    reference = the_alert(company[0]).path.split("/")[-1]
    told = company[0].http.get(f"/api/v1/alerts/{reference}", headers=bearer(company[0])).json
    assert told["why"]["sentence"].startswith("Kuznetsov Heavy Machinery OOO agrees with Kuznetsov Heavy Machine OOO:")
    assert told["why"]["recomputed"]["agrees"] is True
    assert told["why"]["recomputed"]["score"] == told["score"]


def test_both_sides_stand_side_by_side_with_what_they_share_first(app, run_jobs, company):
    others = [f"Kuznetsov Heavy Machinery Works {letter}" for letter in "BCDEFGHIJKLMNOP"]
    flagged("Kuznetsov Heavy Machine OOO", *others, "KUZNETSOV HEAVY MACHINERY")
    imported(company[0], run_jobs, RUSSIAN)
    row = next(row for row in the_alert(company[0]).soup.select("tbody tr") if "Other names" in row.get_text())
    shown = [item.get_text(strip=True) for item in row.select("td:nth-of-type(2) li")]
    assert shown[0] == "KUZNETSOV HEAVY MACHINERY"
    assert row.find("strong").get_text() == "KUZNETSOV HEAVY MACHINERY"
    assert shown[-1].startswith("and ") and shown[-1].endswith(" more")
    assert all(item.find("bdi") for item in row.select("td:nth-of-type(2) li")[:-1])


def test_nothing_to_decide_proves_that_screening_ran(app, run_jobs, company):
    assert "No screening has run yet." in company[0].get("/co/alerts").words
    flagged("Somebody Else Entirely GmbH")
    result = imported(company[0], run_jobs, GOOD[1])
    assert result.h1 == "No alert from this list"
    assert "Screened 21 November 2026, 09:00: 1 supplier, 1 list, 1 name." in result.words
    page = company[0].get("/co/alerts")
    assert "No alerts to decide" in page.words
    assert "Last screening 21 November 2026, 09:00: 1 supplier, 1 list, 1 name." in page.words


def test_what_is_called_the_same_waits_for_a_second_person_who_confirms(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machinery OOO")
    analyst, lead = company
    imported(analyst, run_jobs, RUSSIAN)
    page = the_alert(analyst).submit("Take it on")
    assert "Taken on by Ana Lyst" in page.words
    page = page.submit("Record the decision", verdict="same", reason="same-name-and-place", note="")
    assert state(page) == "Waits for a second person"
    assert "Whoever decided first cannot confirm" in page.words
    page = lead.get(page.path)
    assert "You are the second person" in page.words
    page = page.submit("Record the answer", answer="confirm", note="Checked with the registry.")
    assert state(page) == "The same"
    assert "confirmed by Lea Dunn" in page.words
    assert "Confirmed by a second person" in page.words


def test_the_second_person_sends_an_alert_back_and_must_say_why(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machinery OOO")
    analyst, lead = company
    imported(analyst, run_jobs, RUSSIAN)
    page = the_alert(analyst).submit("Record the decision", verdict="same", reason="same-name-and-place")
    page = lead.get(page.path).submit("Record the answer", answer="send-back", note="")
    assert page.errors == ["Say why you send it back."]
    page = page.submit("Record the answer", answer="send-back", note="The street is another one.")
    assert state(page) == "Being looked at"
    assert "The street is another one." in page.words
    assert "Decide" in page.words


def test_the_same_person_may_not_confirm_on_the_page_over_the_api_or_in_the_database(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machinery OOO")
    lead = company[1]
    imported(lead, run_jobs, RUSSIAN)
    page = the_alert(lead)
    token = page.soup.find(attrs={"name": "csrf_token"})["value"]
    page = page.submit("Record the decision", verdict="same", reason="same-name-and-place")
    assert "You are the second person" not in page.words
    forced = lead.post(f"{page.path}/second", data={"csrf_token": token, "answer": "confirm", "version": version(page)})
    assert forced.status == 403
    assert forced.errors == ["You decided that it is the same. Someone else must confirm."]
    reference = page.path.split("/")[-1]
    answer = lead.http.post(f"/api/v1/alerts/{reference}/second", headers=bearer(lead), json={"answer": "confirm"})
    assert (answer.status_code, answer.json["code"]) == (403, "four-eyes")
    person = lead.member.person.id
    with pytest.raises(Exception, match="ck_alert_four_eyes"), transaction(role="fairgate_worker") as session:
        session.execute(
            text(
                "UPDATE alert SET status = 'true_match', confirmed_by = :person, confirmed_at = now() WHERE reference = :r"
            ),
            {"person": person, "r": reference},
        )


def version(page) -> str:
    """The version that a page about an alert was made of."""
    with transaction(role="fairgate_worker") as session:
        reference = page.path.split("/")[-1]
        return str(session.execute(select(Alert.version).where(Alert.reference == reference)).scalar_one())


def test_an_analyst_is_not_offered_to_confirm(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machinery OOO")
    analyst, lead = company
    imported(lead, run_jobs, RUSSIAN)
    page = the_alert(lead).submit("Record the decision", verdict="same", reason="same-name-and-place")
    page = analyst.get(page.path)
    assert "You are the second person" not in page.words
    answer = analyst.http.post(
        f"/api/v1/alerts/{page.path.split('/')[-1]}/second", headers=bearer(analyst), json={"answer": "confirm"}
    )
    assert answer.status_code == 403


def test_a_decision_needs_a_verdict_a_fitting_reason_and_words_for_another_reason(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machinery OOO")
    analyst = company[0]
    imported(analyst, run_jobs, RUSSIAN)
    page = the_alert(analyst)
    empty = page.submit("Record the decision")
    assert empty.status == 422
    assert empty.errors == ["Choose what you decide.", "Choose a reason."]
    wrong = page.submit("Record the decision", verdict="same", reason="name-only")
    assert wrong.errors == ["This reason does not fit your decision. Choose another one."]
    short = page.submit("Record the decision", verdict="not-same", reason="other", note="too short")
    assert short.errors == ["Say in at least 20 characters what the other reason is."]
    assert short.soup.find("textarea").get_text().strip() == "too short"
    done = short.submit("Record the decision", note="They make buttons, not machines, in another town.")
    assert state(done) == "Not the same"


def test_a_stale_decision_is_refused_with_nothing_lost(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machinery OOO")
    analyst, lead = company
    imported(analyst, run_jobs, RUSSIAN)
    stale = the_alert(analyst)
    lead.get(stale.path).submit("Take it on")
    answer = stale.submit("Record the decision", verdict="not-same", reason="name-only", note="Only the name.")
    assert answer.status == 409
    assert "Somebody changed this alert while you had it open." in answer.errors[0]
    assert answer.soup.find("textarea").get_text().strip() == "Only the name."
    assert answer.soup.find("input", attrs={"value": "not-same"}).has_attr("checked")
    assert state(answer.submit("Record the decision")) == "Not the same"


def test_not_the_same_stays_hidden_until_either_record_changes(app, run_jobs, company):
    entity = flagged("Kuznetsov Heavy Machinery OOO")
    analyst = company[0]
    imported(analyst, run_jobs, RUSSIAN)
    alert = the_alert(analyst).submit("Record the decision", verdict="not-same", reason="name-only")
    imported(analyst, run_jobs, RUSSIAN.replace("Kuznetsov Heavy", "KUZNETSOV  heavy"))
    assert "No alerts to decide" in analyst.get("/co/alerts").words
    imported(analyst, run_jobs, RUSSIAN.replace("Russia", "Belarus"))
    page = analyst.get(alert.path)
    assert state(page) == "To decide"
    assert "What we know of the supplier changed" in page.words
    page.submit("Record the decision", verdict="not-same", reason="name-only")
    relisted(entity, 2, countries=["BY"])
    run_jobs()
    page = analyst.get(alert.path)
    assert state(page) == "To decide"
    assert "The flagged list changed" in page.words
    assert "Country on the list RU BY" in page.words
    assert "Why again" in page.words and "Decided before" in page.words
    assert page.words.count("Decided: not the same") == 2


def test_a_decision_runs_out_after_a_year(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machinery OOO")
    analyst = company[0]
    imported(analyst, run_jobs, RUSSIAN)
    alert = the_alert(analyst).submit("Record the decision", verdict="not-same", reason="name-only")
    with clock.frozen(NOON + timedelta(days=364)):
        analyst.sign_in(analyst.member.person.email)
        assert "No alerts to decide" in analyst.get("/co/alerts").words
    with clock.frozen(NOON + timedelta(days=366)):
        analyst.sign_in(analyst.member.person.email)
        page = analyst.get(alert.path)
        assert "This decision ran out on 21 November 2027: decide again." in page.words
        page = page.submit("Record the decision", verdict="not-same", reason="different-country")
        assert state(page) == "Not the same"
        assert "The earlier decision ran out" in page.words


def test_a_screening_run_twice_raises_one_alert(app, run_jobs, company):
    from core import db as database
    from core import jobs

    flagged("Kuznetsov Heavy Machinery OOO")
    imported(company[0], run_jobs, RUSSIAN)
    with transaction(role="fairgate_worker") as session:
        list_id = session.execute(text("SELECT id FROM supplier_list ORDER BY created_at DESC LIMIT 1")).scalar_one()
        session.execute(text("UPDATE supplier_list SET screened = 0 WHERE id = :id"), {"id": list_id})
        session.execute(
            text(
                "INSERT INTO audit_entry (id, at, action, subject_table, subject_id, actor_name, actor_role, detail, request_id)"
                " VALUES (gen_random_uuid(), now(), 'test', 'supplier_list', :id, 'test', 'system', '{}', '')"
            ),
            {"id": list_id},
        )
    token = database.own_role.set("fairgate_worker")
    jobs.perform("supplychain.alerts.screen_list", list_id=str(list_id))
    database.own_role.reset(token)
    the_alert(company[0])


def test_a_broker_whose_licence_is_suspended_later_raises_an_alert_for_every_company_that_uses_it(
    app, run_jobs, company
):
    _agency, licence = licensed()
    other = signed_in(app, "analyst")
    assert imported(company[0], run_jobs, BROKERED).h1 == "No alert from this list"
    imported(other, run_jobs, BROKERED)
    set_licence(licence, "suspended")
    done = run_jobs()
    assert done.count("supplychain.alerts.recheck_company") == 2
    for client in (company[0], other):
        page = the_alert(client, kind="licence")
        assert page.h1 == "Does “Sunrise Overseas” recruit without a licence?"
        assert "Licence suspended" in page.words
        assert "The licence changed." in page.words
    set_licence(licence, "suspended")
    run_jobs()
    with transaction(role="fairgate_worker") as session:
        letters = list(session.execute(select(MailMessage)).scalars())
    assert sorted(letter.recipient for letter in letters) == sorted(
        [company[0].member.person.email, company[1].member.person.email, other.member.person.email]
    )
    assert "Sunrise Overseas (RA-00017)" in letters[0].body
    assert "Peel & Pack Ltd" in letters[0].body


def test_a_dismissed_licence_alert_comes_back_when_the_licence_changes_again(app, run_jobs, company):
    _agency, licence = licensed(status="suspended")
    imported(company[0], run_jobs, BROKERED)
    alert = the_alert(company[0]).submit("Record the decision", verdict="not-same", reason="broker-replaced")
    assert state(alert) == "Not the same"
    set_licence(licence, "revoked")
    run_jobs()
    page = company[0].get(alert.path)
    assert state(page) == "To decide"
    assert "Licence revoked" in page.words


def test_a_licence_number_of_our_form_that_nobody_has_raises_an_alert_and_a_foreign_one_does_not(
    app, run_jobs, company
):
    licensed(name="Another Agency", number="RA-00099")
    imported(
        company[0], run_jobs, "V-1,Peel & Pack,14 Mill Road,Gazipur,Bangladesh,Unknown Broker,ra 555,,",
        "V-2,Golden Thread,9 River Street,Dhaka,Bangladesh,Foreign Broker,BD/2211,Bangladesh,",
        "V-3,Third Works,77 Hill Street,Pokhara,Bangladesh,Home Broker,NP-77,Nepal,",
    )  # fmt: skip
    page = company[0].get("/co/alerts")
    assert "Unknown Broker" in page.words
    assert "Home Broker" in page.words
    assert "Foreign Broker" not in page.words
    assert "No licence with this number" in page.click("Unknown Broker").words


def test_a_broker_in_force_is_said_to_be_licensed_on_the_suppliers_page(app, run_jobs, company):
    licensed()
    imported(company[0], run_jobs, BROKERED)
    page = company[0].get("/co/suppliers").click("Peel & Pack")
    assert "Sunrise Overseas Licensed" in page.words
    assert "RA-00017" in page.words


def test_alerts_are_filtered_and_given_as_csv_without_formulas(app, run_jobs, company):
    flagged("=cmd Kuznetsov Heavy Machinery OOO", "Kuznetsov Heavy Machinery OOO")
    licensed(status="expired", days=-1)
    imported(company[0], run_jobs, BROKERED, RUSSIAN)
    client = company[0]
    assert client.get("/co/alerts").words.count("Decide by") == 1
    assert "Sunrise" not in client.get("/co/alerts", query_string={"kind": "flagged-entity"}).words
    assert "No alert of this kind." in client.get("/co/alerts", query_string={"mine": "1"}).words
    assert client.get("/co/alerts", query_string={"sort": "supplier", "status": ""}).status == 200
    assert "No alert of this kind." in client.get("/co/alerts", query_string={"status": "late"}).words
    with clock.frozen(NOON + timedelta(days=8)):
        client.sign_in(client.member.person.email)
        late = client.get("/co/alerts", query_string={"status": "late"})
        assert "2 Late" in late.words and "Late 23 Nov 2026" in late.words
    body = client.http.get("/co/alerts/alerts.csv").get_data(as_text=True)
    assert "Kuznetsov" in body
    assert not re.search(r"(^|,)=", body, re.MULTILINE)


def test_another_company_finds_no_such_alert(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machinery OOO")
    imported(company[0], run_jobs, RUSSIAN)
    page = the_alert(company[0])
    stranger = signed_in(app, "compliance")
    assert stranger.get(page.path).status == 404
    token = stranger.get("/co/lists/new").soup.find(attrs={"name": "csrf_token"})["value"]
    for step in ("take", "decision", "second"):
        assert stranger.post(f"{page.path}/{step}", data={"csrf_token": token}).status == 404
    reference = page.path.split("/")[-1]
    answer = stranger.http.get(f"/api/v1/alerts/{reference}", headers=bearer(stranger))
    assert answer.status_code == 404
    assert "Kuznetsov" not in stranger.http.get("/co/alerts/alerts.csv").get_data(as_text=True)
