"""What a company decided stays decided, also in another upload; a rule keeps a pair quiet; an ended match ends its alert."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock
from core.db import transaction
from supplychain.alerts.models import Alert
from tests.conftest import NOON
from tests.factories import browser_of, member
from tests.supplychain.supply import bearer, flagged, imported, relisted
from tests.supplychain.test_alerts import RUSSIAN, state, the_alert

REASON = "Another works in another town; its registry extract is filed."


@pytest.fixture
def company(app):
    """An analyst and a compliance lead of one company."""
    analyst = member("analyst", name="Ana Lyst")
    lead = member("compliance", name="Lea Dunn", organisation=analyst.organisation)
    return browser_of(app, analyst), browser_of(app, lead)


def dismissed(analyst, run_jobs, row: str = RUSSIAN):
    """An alert that is decided as not the same."""
    imported(analyst, run_jobs, row)
    return the_alert(analyst).submit(
        "Record the decision", verdict="not-same", reason="different-party", note="They make buttons."
    )


def test_the_same_customer_in_another_upload_keeps_its_decision(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machinery OOO")
    analyst = company[0]
    first = dismissed(analyst, run_jobs)
    imported(analyst, run_jobs, RUSSIAN.replace("V-3", "X-77").replace("Lenina 12 building 4", "Gorky Street 9"))
    assert "No alerts to decide" in analyst.get("/co/alerts").words
    listed = analyst.http.get("/api/v1/alerts?status=false_positive", headers=bearer(analyst)).json["rows"]
    assert len(listed) == 2
    second = next(row for row in listed if row["reference"] not in first.path)
    page = analyst.get(f"/co/alerts/{second['reference']}")
    assert "The same customer was compared with this party before, and the decision holds." in page.words
    assert "Another company or person" in page.words and "Ana Lyst" in page.words


def test_another_country_is_another_question(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machinery OOO")
    analyst = company[0]
    dismissed(analyst, run_jobs)
    imported(analyst, run_jobs, RUSSIAN.replace("V-3", "X-77").replace("Russia", "Belarus"))
    assert state(the_alert(analyst)) == "To decide"


def test_a_confirmed_match_counts_in_another_upload_with_both_who_signed_it(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machinery OOO")
    analyst, lead = company
    imported(analyst, run_jobs, RUSSIAN)
    page = the_alert(analyst).submit("Record the decision", verdict="same", reason="same-name-and-place")
    lead.get(page.path).submit("Record the answer", answer="confirm")
    imported(analyst, run_jobs, RUSSIAN.replace("V-3", "X-77"))
    listed = analyst.http.get("/api/v1/alerts?status=true_match", headers=bearer(analyst)).json["rows"]
    assert [(row["decided_by_name"], row["confirmed_by_name"]) for row in listed] == [("Ana Lyst", "Lea Dunn")] * 2


def test_another_version_of_the_list_with_the_same_evidence_opens_nothing_again(app, run_jobs, company):
    entity = flagged("Kuznetsov Heavy Machinery OOO")
    analyst = company[0]
    page = dismissed(analyst, run_jobs)
    entity = relisted(entity, 2, programs=["ANOTHER-PROGRAMME"])
    run_jobs()
    assert state(analyst.get(page.path)) == "Not the same"
    entity = relisted(entity, 3, names=("Kuznetsov Heavy Machinery OOO", "Wholly Unrelated Alias"))
    run_jobs()
    assert state(analyst.get(page.path)) == "Not the same"
    relisted(entity, 4, names=("KUZNETSOV Heavy Machinery, OOO",))
    run_jobs()
    assert state(analyst.get(page.path)) == "Not the same"


def test_a_delisted_party_closes_what_nobody_decided_and_leaves_decisions_with_a_note(app, run_jobs, company):
    entity = flagged("Kuznetsov Heavy Machinery OOO")
    analyst = company[0]
    imported(analyst, run_jobs, RUSSIAN, "V-8,Kuznetsov Heavy Machinery OOO,Mira 5 building 1,Tula,Russia,,,,")
    alerts = analyst.http.get("/api/v1/alerts", headers=bearer(analyst)).json["rows"]
    assert len(alerts) == 2
    decided = analyst.get(f"/co/alerts/{alerts[0]['reference']}").submit(
        "Record the decision", verdict="not-same", reason="name-only"
    )
    relisted(entity, 2, gone=True)
    run_jobs()
    page = analyst.get(decided.path)
    assert state(page) == "Not the same"
    assert "The party was taken off the list." in page.words and "The decision stands." in page.words
    other = analyst.get(f"/co/alerts/{alerts[1]['reference']}")
    assert state(other) == "Closed"
    assert "Nobody had decided, so the alert is closed." in other.words
    assert "Record the decision" not in other.words
    assert "No alerts to decide" in analyst.get("/co/alerts").words


def test_a_party_that_comes_back_to_the_list_opens_a_closed_alert_again(app, run_jobs, company):
    entity = flagged("Kuznetsov Heavy Machinery OOO")
    analyst = company[0]
    imported(analyst, run_jobs, RUSSIAN)
    path = the_alert(analyst).path
    relisted(entity, 2, gone=True)
    run_jobs()
    assert state(analyst.get(path)) == "Closed"
    with transaction(role="fairgate_worker") as session:
        from screening.watchlists.models import FlaggedEntity

        old = session.get(FlaggedEntity, entity.id)
    relisted(old, 3)
    run_jobs()
    page = analyst.get(path)
    assert state(page) == "To decide"
    assert "The two match again." in page.words


def test_a_rule_keeps_a_pair_from_being_shown_through_changes_until_its_day(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machine Tools OOO")
    analyst = company[0]
    imported(analyst, run_jobs, RUSSIAN)
    page = the_alert(analyst)
    asked = page.click("Do not show this pair for a time")
    bad = asked.fill("Make the rule", {**day("1", "1", "2020"), "reason": "No."})
    assert bad.status == 422 and len(bad.errors) == 2
    done = asked.fill("Make the rule", {**day("1", "3", "2027"), "reason": REASON})
    assert REASON in done.words
    assert "In force" in done.words or "Waits for a second person" in done.words


def day(day: str, month: str, year: str) -> dict[str, str]:
    """The three boxes of the last day."""
    return {"until-day": day, "until-month": month, "until-year": year}


def proposed(client, reference: str, until: str = "2027-03-01", reason: str = REASON):
    """Ask for a rule over the API."""
    return client.http.post(
        "/api/v1/suppressions", headers=bearer(client), json={"alert": reference, "until": until, "reason": reason}
    )


def test_a_high_score_needs_a_second_person_and_undoing_shows_the_pair_again(app, run_jobs, company):
    entity = flagged("Kuznetsov Heavy Machinery OOO")
    analyst, lead = company
    imported(analyst, run_jobs, RUSSIAN)
    reference = the_alert(analyst).path.split("/")[-1]
    rule = proposed(analyst, reference)
    assert (rule.status_code, rule.json["status"]) == (201, "proposed")
    assert proposed(analyst, reference).status_code == 409
    assert "1 To decide" in analyst.get("/co/alerts").words
    path = f"/api/v1/suppressions/{rule.json['reference']}"
    assert analyst.http.post(f"{path}/answer", headers=bearer(analyst), json={"answer": "agree"}).status_code == 403
    page = lead.get("/co/suppressions").submit("Agree")
    assert "In force" in page.words and "Lea Dunn" in page.words
    assert "No alerts to decide" in analyst.get("/co/alerts").words
    relisted(entity, 2, countries=["BY"])
    run_jobs()
    imported(analyst, run_jobs, RUSSIAN.replace("V-3", "X-77"))
    assert "No alerts to decide" in analyst.get("/co/alerts").words
    with clock.frozen(NOON + timedelta(days=120)):
        analyst.sign_in(analyst.member.person.email)
        assert "2 To decide" in analyst.get("/co/alerts").words
    analyst.get("/co/suppressions").submit("Undo the rule")
    assert "2 To decide" in analyst.get("/co/alerts").words
    assert "Undone" in analyst.get("/co/suppressions", query_string={"all": "1"}).words
    with transaction(role="fairgate_worker") as session:
        assert {row.suppressed_until for row in session.execute(select(Alert)).scalars()} == {None}


def test_who_asked_for_a_rule_does_not_agree_to_it_and_nobody_else_sees_it(app, run_jobs, company):
    flagged("Kuznetsov Heavy Machinery OOO")
    lead = company[1]
    imported(lead, run_jobs, RUSSIAN)
    rule = proposed(lead, the_alert(lead).path.split("/")[-1]).json["reference"]
    answer = lead.http.post(f"/api/v1/suppressions/{rule}/answer", headers=bearer(lead), json={"answer": "agree"})
    assert (answer.status_code, answer.json["code"]) == (403, "four-eyes")
    stranger = browser_of(app, member("compliance"))
    for path in ("", "/answer", "/lift"):
        method = stranger.http.post if path else stranger.http.get
        told = {"json": {"answer": "agree"}} if path == "/answer" else {}
        assert method(f"/api/v1/suppressions/{rule}{path}", headers=bearer(stranger), **told).status_code == 404
