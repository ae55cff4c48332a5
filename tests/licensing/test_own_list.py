"""Our own licences not in force as a flagged list: who may not recruit is found by name, and no longer once lifted."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from core import clock, ids
from core import db as database
from core.actor import SYSTEM
from core.db import transaction
from core.errors import Conflict
from core.paging import Page
from licensing.applications.states import Outcome
from licensing.assessment import queries as cases_of
from licensing.assessment import service as assessment
from licensing.licences import own_list
from licensing.licences.states import Measure
from screening.runs.service import Subject, screen
from screening.watchlists import importing, queries, service
from screening.watchlists.queries import Filter
from tests.factories import actor, member, signed_in
from tests.licensing import cases
from tests.licensing.cases import REASON
from tests.licensing.test_assessment import bearer
from tests.supplychain import supply


@pytest.fixture(autouse=True)
def law(app):
    cases.law()


def measure(app, number: str, name: str, ground: str) -> None:
    """Propose and confirm a measure on the pages, as two people do."""
    page = signed_in(app, "officer").get(f"/staff/licences/{number}/measures/{name}", status=200)
    more = {"plan": cases.PLAN} if name == "suspend" else {}
    page.submit("Propose", ground=ground, reason=REASON, **more)
    page = signed_in(app, "decider").get(f"/staff/licences/{number}", status=200).click("Confirm or decline")
    page.submit("Save the decision", answer="confirm")


def listed() -> dict[str, object]:
    """Who is on our own list now, by licence numbers."""
    with transaction(role="fairgate_worker"):
        watchlist = queries.get(own_list.CODE)
        rows = queries.entities(watchlist, Filter(), Page(1, 100)).rows
        return {row.identifiers.get("licence", ["none"])[0]: row for row in rows}


def found(name: str) -> list[str]:
    """What screening finds for a name: the programmes of each match."""
    organisation = member("analyst").organisation_id
    subject = Subject("supplier", ids.new_id(), name, "organisation")
    with transaction(role="fairgate_worker", timeout="60s"):
        matches = screen([subject], organisation_id=organisation, scope="recheck", scope_id=ids.new_id())
        return [match.matched_name for match in matches]


def test_a_suspended_broker_is_found_by_screening_under_its_name_and_no_longer_once_lifted(app, run_jobs):
    number = cases.licence(name="Cedar Crossing Manpower")
    run_jobs()
    client = signed_in(app, "analyst")
    supply.imported(
        client, run_jobs, "V-1,Peel & Pack Ltd,14 Mill Road,Gazipur,Bangladesh,Cedar Crossing Manpwer,,Nepal,"
    )
    assert found("Cedar Crossing Manpower") == []

    measure(app, number, "suspend", "fees-charged")
    run_jobs()
    row = listed()[number]
    assert (row.caption, row.programs, row.countries) == ("Cedar Crossing Manpower", ["Licence suspended"], ["NP"])
    assert (row.listed_on, row.reason) == (clock.today(), "Fees charged. (Act, s. 12)")
    assert row.identifiers["phone"] == ["+97714000000"]
    assert found("Cedar Crossing Manpower") == ["Cedar Crossing Manpower"]
    alerts = client.get("/co/alerts", status=200)
    assert "Cedar Crossing Manpwer" in alerts.words
    page = client.get("/lists", status=200).click("Our own register")
    assert "Cedar Crossing Manpower" in page.words

    with clock.frozen(clock.now() + timedelta(hours=2)):
        measure(app, number, "lift", "repaired")
        run_jobs()
    assert listed() == {}
    assert found("Cedar Crossing Manpower") == []
    page = client.get(f"/lists/own-register/entities/{row.entity_key}", status=200)
    assert "No longer on the list" in page.words  # delisted, not deleted


def test_a_company_gets_one_alert_about_a_recognised_broker_whose_licence_is_suspended(app, run_jobs):
    number = cases.licence(name="Cedar Crossing Manpower")
    run_jobs()
    client = signed_in(app, "analyst")
    row = f"V-1,Peel & Pack Ltd,14 Mill Road,Gazipur,Bangladesh,Cedar Crossing Manpower,{number},Nepal,"
    supply.imported(client, run_jobs, row)
    measure(app, number, "suspend", "fees-charged")
    run_jobs()
    assert listed()[number].caption == "Cedar Crossing Manpower"
    page = client.get("/co/alerts", status=200)
    assert page.words.count("Cedar Crossing Manpower") >= 1
    with transaction(role="none"):
        kinds = database.db.session.execute(text("SELECT kind FROM alert WHERE status <> 'closed'")).scalars().all()
    assert kinds == ["licence"]


def test_an_agency_that_applies_again_does_not_match_its_own_entry(app, run_jobs):
    by = cases.broker("Old Harbour Overseas")
    number = cases.licence(by=by, name="Old Harbour Overseas")
    cases.measure(number, Measure.REVOKE, "trafficking", immediate=True)
    run_jobs()
    assert list(listed()) == [number]
    reference = cases.hand_in(by, name="Old Harbour Overseas")
    cases.screen(reference)
    case = app.test_client().get(f"/api/v1/cases/{reference}", headers=bearer(app, member("officer"))).json
    assert case["matches"] == []
    answer = app.test_client().get("/api/v1/cases", headers=bearer(app, member("officer"))).json
    assert [row["matches"] for row in answer["rows"] if row["reference"] == reference] == [0]


def test_a_refused_agency_and_one_whose_licence_ended_are_listed_until_they_are_licensed(app, run_jobs):
    decider = actor("decider")
    number = cases.licence(name="Ending Agency", person="Anil Karki", phone="01 4111111")
    reference = cases.recommended(outcome=Outcome.REFUSE, name="Harbour Bridge Overseas")
    with transaction(actor=decider):
        assessment.decide(cases_of.get(reference), Outcome.REFUSE, ground_code="not-fit", reason=REASON, by=decider)
    run_jobs()
    assert [row.programs for row in listed().values()] == [["Application refused"]]
    with clock.frozen(clock.now() + timedelta(days=400)):
        from licensing.licences.service import expire

        with transaction(role="fairgate_worker"):
            expire(by=SYSTEM)
        run_jobs()
        ended = listed()[number]
    assert ended.programs == ["Licence expired"]
    assert ended.listed_on == date(2027, 11, 21)


def test_an_older_installation_gets_its_list_by_itself_and_by_command(app, run_jobs):
    supply.licensed(name="Old Case Agency", number="RA-00077", status="revoked")
    supply.licensed(name="Good Agency", number="RA-00078")
    token = database.own_role.set("fairgate_worker")
    try:
        from core.jobs import perform
        from licensing.licences.commands import licences

        perform("licensing.licences.begin_own_list")
        assert list(listed()) == ["RA-00077"]
        said = CliRunner().invoke(licences, ["rebuild-list"]).output
        perform("licensing.licences.rebuild_own_list")
    finally:
        database.own_role.reset(token)
    assert said == "own-register: 1 agencies without a licence in force are on the list.\n"
    with transaction(role="fairgate_worker"):
        assert (
            queries.snapshots(queries.get(own_list.CODE), Page()).total == 1
        )  # a rebuild that changes nothing adds none


def test_nobody_imports_or_withdraws_the_list_that_fairgate_keeps(app, run_jobs, tmp_path):
    supply.licensed(name="Old Case Agency", number="RA-00077", status="revoked")
    with transaction(role="fairgate_worker"):
        own_list.rebuild(base_url="https://fairgate.example")
    path = tmp_path / "list.csv"
    path.write_text("entity_id,entity_type,name\n1,org,Good Company\n", encoding="utf-8")
    with pytest.raises(Conflict, match="watchlist-built-in"), transaction(role="fairgate_worker"):
        importing.take(importing.Source("own-register", (path,), format="fairgate_csv"), by=SYSTEM)
    with pytest.raises(Conflict, match="watchlist-built-in"), transaction(role="fairgate_worker"):
        service.withdraw("own-register", "No longer wanted.", by=SYSTEM)
