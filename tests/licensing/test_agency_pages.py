"""The regulator's file of an agency over HTTP: found, verified, its links seen, its sub-agents' cards checked."""

from datetime import date

import pytest

from core.db import transaction
from core.errors import Conflict, Invalid
from licensing.agencies import changes, entries, holdings, queries, sub_agents, told, verifying
from licensing.agencies.facts import PersonFacts
from licensing.agencies.tables import AgencyBankAccount, AgencyChange, AgencySubAgent
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing import cases

TODAY = date(2026, 11, 21)
NOTE = "Called on Monday and spoke to the owner herself."
AGENT = told.SubAgent("person", "Dil Thapa", ("find-workers",), "Sindhuli district", None, date(2027, 11, 20))


def published(run_jobs, **options):
    """An agency that was handed in; return its broker and reference."""
    cases.law()
    actor("officer")
    by = cases.broker("Blue River Placement")
    cases.hand_in(by, **options)
    run_jobs()
    with transaction(actor=by):
        return by, queries.own(by).reference


def with_agent(by) -> str:
    with transaction(actor=by):
        agency = queries.own(by)
        given = told.sub_agent(AGENT, today=TODAY, country="NP")
        return sub_agents.add_sub_agent(agency, given, by=by).card_number


@pytest.mark.parametrize("asked", ["blue riv", "Sita Rai", "+977 1 4000000", "4000000"])
def test_an_agency_is_found_by_name_person_and_number(app, run_jobs, asked):
    _by, reference = published(run_jobs)
    officer = signed_in(app, "officer")
    page = officer.get("/staff/agencies", query_string={"q": asked})
    assert "Blue River Placement" in page.words
    page = page.click("Blue River Placement")
    assert page.path.endswith(reference)
    assert "Sita Rai" in page.words
    assert "No agency matches" in officer.get("/staff/agencies", query_string={"q": "Nobody at all"}).words


def test_an_officer_verifies_a_number_and_says_how(app, run_jobs):
    _by, reference = published(run_jobs)
    officer = signed_in(app, "officer", name="Amina Officer")
    page = officer.get(f"/staff/agencies/{reference}")
    assert "Not verified" in page.words
    page = page.click("Verify +97714000000")
    assert page.submit("Record what you found", verdict="verified", method="called", note="short").errors
    page = page.submit("Record what you found", verdict="verified", method="called", note=NOTE)
    assert "Verified: it is theirs" in page.words
    assert "Called, Amina Officer" in page.words


def test_a_number_that_the_agency_no_longer_gives_cannot_be_verified(app, run_jobs):
    by, reference = published(run_jobs)
    officer = actor("officer")
    with transaction(actor=officer):
        agency = queries.by_reference(reference)
        with pytest.raises(Conflict):
            verifying.verify(agency, "phone", "+97714999999", verdict="verified", method="called", note=NOTE, by=officer)
        with pytest.raises(Invalid) as refusal:
            verifying.verify(agency, "phone", "+97714000000", verdict="maybe", method="dreamt", note="", by=officer)
        assert set(refusal.value.fields) == {"verdict", "method", "note"}
    assert by


def bearer(app, role: str):
    """A program that speaks for a person in a role."""
    from accounts.sessions.service import start

    membership = member(role)
    with transaction(actor=None):
        secret = start(membership).secret
    client = app.test_client()
    client.environ_base = {**client.environ_base, "HTTP_AUTHORIZATION": f"Bearer {secret}"}
    return client


def test_the_json_of_an_agency_says_the_same_as_its_page(app, run_jobs):
    _by, reference = published(run_jobs)
    officer = bearer(app, "officer")
    found = officer.get(f"/api/v1/agencies/{reference}").json
    assert found["legal_name"] == "Blue River Placement"
    assert {person["name"] for person in found["people"]} == {"Sita Rai", "Hari Gurung"}
    body = {"contact": "phone", "value": "+97714000000", "verdict": "not-theirs", "method": "called", "note": NOTE}
    assert officer.post(f"/api/v1/agencies/{reference}/verifications", json=body).status_code == 201
    contacts = officer.get(f"/api/v1/agencies/{reference}").json["contacts"]
    assert [row["verdict"] for row in contacts if row["value"] == "+97714000000"] == ["not-theirs"]
    assert officer.get("/api/v1/agencies?q=blue").json["total"] == 1
    assert officer.get(f"/api/v1/relations/agencies/{reference}").json["total"] == 0


def test_the_links_page_draws_at_most_forty_boxes_and_says_the_same_in_tables(app, run_jobs):
    _by, reference = published(run_jobs)
    cases.hand_in(cases.broker("Green Hill Services"), name="Green Hill Services", person="Maya Lama")
    run_jobs()
    officer = signed_in(app, "officer")
    page = officer.get(f"/staff/agencies/{reference}/links")
    assert page.text.count("<rect") <= 40
    assert "<title" in page.text
    assert "Green Hill Services" in page.words
    assert "Telephone number" in page.words
    page.click("Green Hill Services")


def test_a_card_says_whose_it_is_and_that_it_is_not_for_money(app, client, run_jobs):
    by, _reference = published(run_jobs)
    number = with_agent(by)
    page = client.get(f"/card/{number}", status=200)
    assert "Dil Thapa" in page.words  # the agency has no licence yet: its own status is the answer
    assert "Not licensed yet" in page.words
    assert "This paper is not real" in client.get("/card/C-0000-0000", status=404).words


def test_the_card_of_a_licensed_agency_holds_until_an_officer_stops_it(app, client, run_jobs):
    cases.law()
    by = cases.broker("Blue River Placement")
    licensed(by)
    number = with_agent(by)
    assert "This person works for a licensed agency" in client.get(f"/card/{number}").words
    officer = signed_in(app, "officer")
    with transaction(actor=by):
        reference = queries.own(by).reference
    page = officer.get(f"/staff/agencies/{reference}").click("Dil Thapa")
    assert "May not take money from workers." in page.words
    assert "<svg" in page.text
    assert page.submit("Stop the card", reason="no").errors
    page = page.submit("Stop the card", reason="Three workers say that he asked for money.")
    assert "Stopped" in page.words
    assert "This person is not on the list" in client.get(f"/card/{number}").words
    with transaction(actor=by):
        agency = queries.own(by)
        row = entries.of(AgencySubAgent, agency.id)[0]
        with pytest.raises(Conflict):
            sub_agents.restore_sub_agent(agency, row.id, by=by)


def test_a_broker_prints_the_cards_of_its_own_sub_agents_only(app, run_jobs):
    mine = member("broker", name="Sita Rai", organisation_name="Blue River Placement")
    cases.law()
    from accounts.sessions.queries import actor_of

    by = actor_of(mine)
    cases.hand_in(by)
    number = with_agent(by)
    page = browser_of(app, mine).get(f"/apply/cards/{number}")
    assert "May not take money from workers." in page.words
    signed_in(app, "broker").get(f"/apply/cards/{number}", status=404)


def test_a_bank_account_is_kept_as_a_keyed_hash_and_nowhere_in_full(app, run_jobs):
    by, _reference = published(run_jobs)
    with transaction(actor=by):
        agency = queries.own(by)
        row = holdings.add_bank_account(agency, told.account("Himal", "NP", "GB33 BUKB 2020 1555 5555 55"), by=by)
        assert (row.last_four, len(row.account_hash)) == ("5555", 64)
        assert holdings.add_bank_account(agency, told.account("Himal", "NP", "gb33bukb20201555555555"), by=by).id == row.id
        assert "2020" not in repr(told.account("Himal", "NP", "GB33BUKB20201555555555"))
        with pytest.raises(Invalid) as refusal:
            told.account("Himal", "NP", "GB33BUKB20201555555556")
        assert "IBAN" in refusal.value.fields["number"]
    with transaction(role="none") as session:
        from sqlalchemy import text

        kept = session.execute(
            text("SELECT count(*) FROM audit_entry WHERE detail::text LIKE '%20201555%'"
                 " OR subject_table = 'agency_bank_account' AND detail::text LIKE '%5555%'")
        ).scalar_one()  # fmt: skip
        assert kept == 0
        assert session.execute(db_select(AgencyBankAccount)).scalars().one()


def db_select(kind):
    from sqlalchemy import select

    return select(kind)


# -------------------------------------------------------------------------------- what a holder may change


def licensed(by) -> str:
    """Give the agency of `by` a licence through the services; return its number."""
    from licensing.applications.states import Outcome
    from licensing.assessment import service as assessment

    reference = cases.hand_in(by)
    officer, decider = actor("officer"), actor("decider")
    cases.check_all(reference, officer)
    with transaction(actor=officer):
        assessment.recommend(cases.queries.get(reference), Outcome.GRANT, reason=cases.REASON, by=officer)
    with transaction(actor=decider):
        granted = assessment.decide(
            cases.queries.get(reference), Outcome.GRANT, ground_code="standards-met", reason=cases.REASON, by=decider
        )
        return granted.number


def test_what_workers_read_of_a_licensed_agency_changes_only_when_it_is_granted(app, run_jobs):
    from licensing.agencies import people
    from licensing.agencies import service as plain

    cases.law()
    by = cases.broker("Blue River Placement")
    licensed(by)
    with transaction(actor=by):
        agency = queries.own(by)
        principal = next(row for row in queries.people(agency.id) if row.role == "principal")
        for act in (
            lambda: plain.add_phone(agency, "Second", "01 4999999", by=by),
            lambda: plain.add_name(agency, "Blue Sky", "trading", by=by),
            lambda: people.change(agency, principal, PersonFacts("Hari Thapa", "principal"), by=by),
            lambda: people.remove(agency, principal.id, by=by),
        ):
            with pytest.raises(Conflict) as refusal:
                act()
            assert refusal.value.code == "holder-unchanged"


def test_what_was_asked_for_takes_effect_when_it_is_granted(app, run_jobs):
    from sqlalchemy import select

    from core import events
    from core.db import db
    from licensing.agencies.models import Agency
    from licensing.applications.models import Application
    from licensing.events import VariationGranted

    cases.law()
    by = cases.broker("Blue River Placement")
    licensed(by)
    with transaction(actor=by):
        agency = queries.own(by)
        # the application that was granted stands for a granted variation: what counts is the granting decision
        application = db.session.execute(select(Application.id).where(Application.agency_id == agency.id)).scalar_one()
        phone = queries.phones(agency.id)[0]
        changes.stage(application, agency, "add-phone", {"label": "Second", "phone": "01 4999999"}, by=by)
        changes.stage(application, agency, "remove-phone", {}, subject_id=phone.id, by=by)
        gone = changes.stage(application, agency, "add-name", {"name": "Blue Sky", "kind": "trading"}, by=by)
        changes.unstage(application, gone.id, by=by)
        changes.stage(application, agency, "new-principal", {"name": "Asha Rai", "birth_date": "1980-05-17"}, by=by)
        with pytest.raises(Invalid):
            changes.stage(application, agency, "add-phone", {"label": "x", "phone": "12"}, by=by)
        assert [one.title for one in changes.asked(application)] == [
            "A further telephone number", "A telephone number that goes", "Another principal authority",
        ]  # fmt: skip
        assert [row.e164 for row in queries.phones(agency.id)] == ["+97714000000"]
    with transaction(actor=by):
        events.publish(VariationGranted(application))
    run_jobs()
    with transaction(actor=by):
        agency = queries.own(by)
        assert [row.e164 for row in queries.phones(agency.id)] == ["+97714999999"]
        assert [row.name for row in queries.people(agency.id) if row.role == "principal"] == ["Asha Rai"]
        assert {row.name for row in queries.people_over_time(agency.id)} >= {"Sita Rai", "Asha Rai"}
        rows = db.session.scalars(select(AgencyChange).where(AgencyChange.applied_at.is_not(None))).all()
        assert len(rows) == 3
        assert db.session.get(Agency, agency.id).legal_name == "Blue River Placement"


def test_a_new_role_of_a_published_agencys_person_begins_a_new_entry(app, run_jobs):
    from datetime import timedelta

    from core import clock
    from licensing.agencies import people

    by, _reference = published(run_jobs)
    with clock.frozen(clock.now() + timedelta(days=30)), transaction(actor=by):
        agency = queries.own(by)
        owner = next(row for row in queries.people(agency.id) if row.name == "Hari Gurung")
        people.change(agency, owner, PersonFacts("Hari Gurung", "director", "NP", None, 25), by=by)
        rows = [row for row in queries.people_over_time(agency.id) if row.name == "Hari Gurung"]
        assert [(row.role, row.control_percent, row.left_on is None) for row in rows] == [
            ("owner", 40, False), ("director", 25, True),
        ]  # fmt: skip
        assert rows[1].continues_id == rows[0].id
        with pytest.raises(Conflict):
            people.change(agency, rows[0], PersonFacts("Hari Gurung", "owner"), by=by)
