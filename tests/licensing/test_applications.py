"""A broker applies for a licence: part by part, with everything kept, and nothing charged to a worker."""

import re
from datetime import timedelta

import pytest

from accounts.sessions.queries import actor_of
from core import clock, events, mail
from core.db import db, transaction
from licensing.applications import queries, snapshots
from licensing.applications.models import Application
from licensing.applications.parts import Part
from licensing.applications.states import Outcome, Status
from licensing.assessment import queries as assessment_queries
from licensing.assessment import service as assessment
from licensing.assessment.service import Missing
from licensing.events import ApplicationSubmitted
from licensing.licences.service import Condition
from tests.client import Client
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing import applying, cases


@pytest.fixture
def licence_class(app):
    """The one class of licence of these tests' jurisdiction."""
    applying.licence_class()


@pytest.fixture
def broker(app, licence_class):
    return signed_in(app, "broker", name="Sita Rai", organisation_name="Blue River Placement")


def begin(client: Client, number: str = "NP-1/2020"):
    page = client.get("/apply", status=200).click("Start an application")
    return page.submit("Start", registration_number=number)


def reference_of(page) -> str:
    return re.search(r"A-[0-9A-Z]{4}-[0-9A-Z]{4}", page.path)[0]


def fill_money(client: Client, reference: str):
    page = client.get(f"/apply/{reference}/money", status=200)
    for link in page.soup.select(".govuk-task-list a"):
        page = client.get(link["href"]).submit("The employer pays for all that I left open")
        assert page.status == 200, page.errors
    return client.get(f"/apply/{reference}/money").submit("Save and continue")


def filled(client: Client) -> str:
    """Return the reference of a draft with every part completed."""
    return applying.filled(actor_of(client.member)).reference


def fill_all(client: Client):
    """Fill in every part on its page; return the reference and the page of answers."""
    page = begin(client)
    reference = reference_of(page)
    page = page.click("Business").submit("Save and continue")
    assert page.h1 == "Other names of your agency", page.errors
    page = page.submit("Add this name", name="नीलो नदी", kind="local").submit("Save and continue")
    assert page.h1 == "Related companies", page.errors
    page = page.submit("Save and continue")
    assert page.h1 == "Bank accounts", page.errors
    page = page.submit("Save and continue")
    assert page.h1 == "People of your agency", page.errors
    page = page.click("Add a person").submit(
        "Save this person", name="Sita Rai", role="principal", nationality="NP", control_percent="60",
        **{"birth_date-day": "31", "birth_date-month": "3", "birth_date-year": "1976"},
    )  # fmt: skip
    page = page.click("Add another person").submit(
        "Save this person", name="Hari Rai", role="owner", control_percent="40"
    )
    hari = next(a for a in page.soup.find_all("a") if "Hari Rai" in a.get_text())
    page = broker_changes(client, hari["href"])
    page = page.submit("Save and continue")
    assert page.h1 == "Your main office", page.errors
    page = page.submit("Save and continue", address="1 River Road", city="Kathmandu", email="", website="")
    assert page.h1 == "Other places of your agency", page.errors
    page = page.submit("Save and continue")
    page = page.submit("Add this number", phone="01 4000000", label="Main office").submit("Save and continue")
    assert page.h1 == "Where workers find you on the web", page.errors
    page = page.submit("Save and continue")
    assert page.h1 == "Sub-agents", page.errors
    page = page.submit("Save and continue")
    assert page.h1 == "Where you send workers", page.errors
    page = page.submit("Save and continue", country_0="JO", country_1="QA")
    assert page.h1 == "For which kinds of work?", page.errors
    page = page.submit("Save and continue", sectors=["domestic"])
    assert page.h1 == "How many workers do you expect to send in a year?", page.errors
    page = page.submit("Save and continue", workers_a_year="250")
    assert page.h1 == "Who pays for what", page.errors
    page = fill_money(client, reference)
    assert page.h1 == "Check your answers", page.errors
    return reference, page


def broker_changes(client: Client, address: str):
    """Correct a person's name on the person's own page; return the list of people."""
    page = client.get(address, status=200).submit("Save this person", name="Hari K. Rai")
    assert "Hari K. Rai" in page.words
    return page


def test_a_broker_fills_in_an_application_part_by_part_and_sends_it(broker, run_jobs, monkeypatch):
    heard = []
    listening = [*events.listeners().get(ApplicationSubmitted, []), heard.append]
    monkeypatch.setitem(events._listeners, ApplicationSubmitted, listening)
    reference, page = fill_all(broker)
    for words in (
        "Blue River Placement",
        "नीलो नदी",
        "Hari K. Rai",
        "+97714000000",
        "Jordan, Qatar",
        "Work in private homes",
    ):
        assert words in page.words
    page = page.click("Continue to the declaration")
    assert "Sita Rai" in page.words
    assert "Blue River Placement" in page.words
    page = page.submit("Declare and send")
    assert page.errors == ["Tick the box to declare that this is true."]
    page = page.submit("Declare and send", declared="yes")
    assert page.h1.startswith("Application received"), page.words
    assert reference in page.words
    assert "Do not recruit yet" in page.words
    assert "20 January 2027" in page.words  # 60 days after 21 November 2026
    run_jobs()
    with transaction(actor=actor_of(broker.member)):
        application = queries.get(reference, by=actor_of(broker.member))
        assert application.status == Status.SUBMITTED
        assert application.snapshot_hash == snapshots.digest(application.snapshot)
        assert application.snapshot["declaration"]["person"] == "Sita Rai"
        assert len(application.snapshot["fee_plan"]) == 48
        assert application.due_on == clock.today() + timedelta(days=60)
        assert application.agency.published_at is not None
        assert [fact.application_id for fact in heard] == [application.id]
        letters = [row for row in mail.recent() if reference in row.subject]
        assert [row.recipient for row in letters] == [broker.member.person.email]
    page = broker.get("/apply", status=200)
    assert "Received" in page.words
    page = broker.get(f"/apply/{reference}/answers", status=200)
    assert page.h1 == "What you sent"
    assert "Change" not in page.words
    assert broker.get(f"/apply/{reference}/done").words.count(reference) >= 1


def test_the_task_list_says_how_far_each_part_is(broker):
    page = begin(broker)
    statuses = [item.get_text(strip=True) for item in page.soup.select(".govuk-task-list__status")]
    assert statuses == ["In progress", "Not yet started", "Not yet started", "Not yet started", "Not yet started",
                        "Cannot start yet"]  # fmt: skip
    page = page.click("Offices and phones").submit("Save and come back later", city="Kathmandu")
    assert "Saved. You can come back at any time." in page.words
    assert [item.get_text(strip=True) for item in page.soup.select(".govuk-task-list__status")][2] == "In progress"
    page = page.click("Offices and phones")
    assert page.soup.find("input", attrs={"name": "city"})["value"] == "Kathmandu"


def test_a_part_that_was_finished_and_lost_something_says_there_is_a_problem(broker):
    reference = filled(broker)
    page = broker.get(f"/apply/{reference}/phones").submit("Remove +97714000000")
    assert "The phone number was removed." in page.words
    page = broker.get(f"/apply/{reference}")
    assert "There is a problem" in page.words
    page = broker.get(f"/apply/{reference}/phones").submit("Save and continue")
    assert page.errors == ["Add at least one phone number. Workers use it to tell a real call from a false one."]


def test_an_item_charged_to_a_worker_is_refused_on_that_page_with_the_rule_and_everything_typed_is_kept(broker):
    reference = reference_of(begin(broker))
    broker.get(f"/apply/{reference}/money/MED").submit("The employer pays for all that I left open")
    page = broker.get(f"/apply/{reference}/money/TRV")
    page = page.submit(
        "Save and continue",
        **{"V01-payer": "employer", "V02-payer": "broker", "V03-payer": "worker", "V03-amount": "1,250",
           "V04-payer": "employer", "V05-payer": "employer", "V06-payer": "not-applicable", "V07-payer": "employer"},
    )  # fmt: skip
    assert page.status == 422
    refusal = (
        "A worker must not pay for “International ticket”. Choose the employer or the agency. Rule EP-1: ILO, General"
        " principles and operational guidelines for fair recruitment and definition of recruitment fees and related costs,"
        " 2019."
    )
    assert page.errors == [refusal]
    checked = {item["name"]: item["value"] for item in page.soup.select("input[type=radio][checked]")}
    assert checked["V03-payer"] == "worker"
    assert checked["V02-payer"] == "broker"
    assert page.soup.find("input", attrs={"name": "V03-amount"})["value"] == "1,250"
    with_gaps = page.submit("Save and continue", **{"V03-payer": "worker", "V04-payer": ""})
    assert len(with_gaps.errors) == 2  # the refusal is said together with what is missing
    assert broker.get(f"/apply/{reference}/money/TRV").submit(
        "Save and come back later", **{"V03-payer": "worker"}
    ).status == 422  # fmt: skip
    page = page.submit("Save and continue", **{"V03-payer": "employer"})
    assert page.status == 200
    assert page.h1 == "Papers and permits"
    page = broker.get(f"/apply/{reference}/money")
    assert "4 of 4 items" in page.words  # what was saved before is still there
    assert "7 of 7 items" in page.words


def test_sending_without_a_payer_is_refused_with_the_names_of_the_items(broker):
    reference = filled(broker)
    page = broker.get(f"/apply/{reference}/money/ADM")
    page.submit("Save and come back later", **{"A03-payer": "", "A04-payer": ""})
    page = broker.get(f"/apply/{reference}/answers")
    assert "Money, Papers and permits: say who pays for Visa (A03), Work or residence permit (A04)." in page.words
    page = broker.get(f"/apply/{reference}/declaration").submit("Declare and send", declared="yes")
    assert page.status == 422
    assert page.errors == ["Money, Papers and permits: say who pays for Visa (A03), Work or residence permit (A04)."]


def test_a_plan_that_is_hardly_begun_is_one_line_on_the_check_page(broker):
    reference = reference_of(begin(broker))
    assert "Money: say who pays for 48 items." in broker.get(f"/apply/{reference}/answers").words


def test_a_change_from_the_check_page_returns_there(broker):
    reference = filled(broker)
    page = broker.get(f"/apply/{reference}/answers")
    link = next(a for a in page.soup.find_all("a") if "/offices?" in a.get("href", ""))
    page = broker.get(link["href"]).submit("Save and continue", city="Pokhara")
    assert page.h1 == "Check your answers"
    assert "Pokhara" in page.words
    assert reference in page.words


def test_a_second_click_on_send_gets_the_first_answer(broker):
    reference = filled(broker)
    page = broker.get(f"/apply/{reference}/declaration")
    first = page.submit("Declare and send", declared="yes")
    second = page.submit("Declare and send", declared="yes")
    assert first.path == second.path
    assert second.status == 200
    with transaction(actor=actor_of(broker.member)):
        assert len([row for row in mail.recent() if reference in row.subject]) == 1


def test_a_second_click_on_start_opens_the_same_application(broker):
    page = broker.get("/apply/start")
    first = page.submit("Start", registration_number="NP-1/2020")
    second = page.submit("Start", registration_number="NP-1/2020")
    assert first.path == second.path


def test_another_brokers_application_is_not_found(app, broker):
    reference = reference_of(begin(broker))
    stranger = signed_in(app, "broker")
    for path in ("", "/business", "/names", "/people", "/people/add", "/offices", "/phones", "/destinations", "/money",
                 "/money/FEE", "/answers", "/declaration", "/done", "/withdraw", "/licence"):  # fmt: skip
        assert stranger.get(f"/apply/{reference}{path}").status == 404, path
    assert browser_of(app, member("officer")).get(f"/apply/{reference}").status == 403


def test_a_page_opened_before_somebody_saved_is_compared_and_nothing_is_lost(app, broker):
    reference = reference_of(begin(broker))
    colleague = browser_of(app, member("broker", name="Hari Rai", organisation=broker.member.organisation))
    mine = broker.get(f"/apply/{reference}/offices")
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        colleague.get(f"/apply/{reference}/offices").submit("Save and continue", address="2 Hill Road", city="Pokhara")
    page = mine.submit("Save and continue", address="1 River Road", city="Kathmandu")
    assert page.status == 409
    assert page.errors[0].startswith("Hari Rai saved this application on 21 November 2026")
    assert "2 Hill Road" in page.words
    assert page.soup.find("input", attrs={"name": "address"})["value"] == "1 River Road"
    page = page.submit("Save and continue")
    assert page.status == 200
    assert broker.get(f"/apply/{reference}/offices").soup.find("input", attrs={"name": "city"})["value"] == "Kathmandu"


def test_the_same_form_sent_twice_is_saved_once(broker):
    reference = reference_of(begin(broker))
    page = broker.get(f"/apply/{reference}/offices")
    answers = {"address": "1 River Road", "city": "Kathmandu"}
    assert page.submit("Save and continue", **answers).h1 == "Other places of your agency"
    assert page.submit("Save and continue", **answers).h1 == "Other places of your agency"


def test_a_returned_application_opens_again_with_the_officers_note_and_keeps_its_clock(app, broker):
    reference = filled(broker)
    broker.get(f"/apply/{reference}/declaration").submit("Declare and send", declared="yes")
    assert broker.get(f"/apply/{reference}/offices").status == 409
    officer = actor_of(member("officer", name="Amina Otieno"))
    with clock.frozen(clock.now() + timedelta(days=10)), transaction(actor=officer):
        application = db.session.execute(db.select(Application).where(Application.reference == reference)).scalar_one()
        assessment.give_back(application, [Missing(Part.OFFICES, "The address is not complete.")], by=officer)
    with clock.frozen(clock.now() + timedelta(days=11)):
        client = browser_of(app, broker.member)
        page = client.get(f"/apply/{reference}")
        assert "The address is not complete." in page.words
        page = page.click("Offices and phones")
        assert "The address is not complete." in page.words
        page.submit("Save and continue", address="1 River Road, 2nd floor")
        page = client.get(f"/apply/{reference}/declaration").submit("Declare and send", declared="yes")
        assert page.h1.startswith("Application received"), page.words
    with transaction(actor=actor_of(broker.member)):
        application = queries.get(reference, by=actor_of(broker.member))
        assert application.snapshot["agency"]["address"] == "1 River Road, 2nd floor"
        assert application.due_on == clock.today() + timedelta(days=61)  # one day with the applicant


def test_a_broker_withdraws_after_being_asked_again(broker):
    reference = reference_of(begin(broker))
    page = broker.get(f"/apply/{reference}").click("Withdraw this application").submit("Withdraw")
    assert page.errors == ["Tick the box if you want to withdraw the application."]
    page = page.submit("Withdraw", sure="yes", reason="We closed.")
    assert f"Your application {reference} is withdrawn." in page.words
    assert broker.get(f"/apply/{reference}").status == 200
    assert broker.get(f"/apply/{reference}/offices").status == 409
    assert begin_again(broker) != reference


def begin_again(client: Client) -> str:
    return reference_of(client.get("/apply").click("Start a new application").submit("Start"))


def test_an_installation_without_classes_says_so(app):
    page = signed_in(app, "broker").get("/apply", status=200)
    assert "The regulator has not opened any class of licence here." in page.words
    assert signed_in(app, "broker").get("/apply/start").h1 == "Start an application"


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "' OR 1=1 --", "{{ 7 * 7 }}", "%(name)s %s", "\u202eevil", "x" * 301, "🏝️" * 40],
)
def test_hostile_text_is_kept_as_text_or_refused_with_a_sentence(broker, hostile):
    reference = reference_of(begin(broker))
    page = broker.get(f"/apply/{reference}/names")
    token = page.soup.find(attrs={"name": "csrf_token"})["value"]
    sent = {"csrf_token": token, "name": hostile, "kind": "trading", "action": "add"}
    page = broker.post(f"/apply/{reference}/names", data=sent, check=False)  # the text itself looks like a slip of ours
    assert page.status in (200, 422)
    assert not page.soup.find("script", src=False)


def test_control_characters_and_forged_fields_are_refused(broker):
    reference = reference_of(begin(broker))
    page = broker.get(f"/apply/{reference}/business")
    assert page.submit("Save and continue", legal_name="a\x00b").status == 422
    for forged in ({"version": "nonsense"}, {"version": "9" * 30}, {"version": "-1"}):
        assert page.submit("Save and continue", legal_name="Another", **forged).status == 409
    page = broker.get(f"/apply/{reference}/destinations")
    assert page.submit("Save and continue", country_0="XX").status == 422
    assert broker.get(f"/apply/{reference}/work").submit("Save and continue", sectors=["piracy"]).status == 422
    assert broker.get(f"/apply/{reference}/volume").submit("Save and continue", workers_a_year="-5").status == 422
    assert broker.get(f"/apply/{reference}/money/ILL").status == 404
    assert broker.get(f"/apply/{reference}/money/%00").status in (400, 404, 422)
    assert broker.get("/apply/A-0000-0000").status == 404


def test_removing_can_be_undone(broker):
    reference = filled(broker)
    page = broker.get(f"/apply/{reference}/people").submit("Remove Sita Rai")
    assert "Sita Rai" not in page.words.replace("Sita Rai Blue River", "")
    page = page.submit("Undo")
    assert page.soup.find("button", string=re.compile("Remove Sita Rai"))
    page = broker.get(f"/apply/{reference}/phones").submit("Remove +97714000000").submit("Undo")
    assert "+97714000000" in page.words
    page = broker.get(f"/apply/{reference}/names").submit("Add this name", name="नीलो नदी", kind="local")
    page = page.submit("Remove नीलो नदी").submit("Undo")
    assert "नीलो नदी" in page.words


def test_more_countries_fit_without_losing_those_chosen(broker):
    reference = reference_of(begin(broker))
    page = broker.get(f"/apply/{reference}/destinations")
    page = page.submit("Add more countries", country_0="JO", country_1="QA", country_2="KW")
    assert page.status == 200
    assert page.soup.find("select", attrs={"name": "country_5"})
    page.submit("Save and come back later", country_3="OM")
    page = broker.get(f"/apply/{reference}/answers")
    assert "Jordan, Qatar, Kuwait, Oman" in page.words


def test_pages_ask_the_database_few_questions(broker):
    reference = filled(broker)
    most = {"": 20, "/money": 20, "/money/ADM": 20, "/people": 16, "/phones": 16, "/answers": 20}
    for path, bound in most.items():
        page = broker.get(f"/apply/{reference}{path}", status=200)
        assert page.queries <= bound, (path, page.queries)
    assert broker.get("/apply").queries <= 16


class Api:
    """The API as one broker's program uses it."""

    def __init__(self, client: Client) -> None:
        self.http = client.app.test_client()
        sent = {"email": client.member.person.email, "password": "a long enough password"}
        token = self.http.post("/api/v1/sessions", json=sent).json["token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def __call__(self, method: str, path: str, status: int = 200, **body: object) -> dict:
        answer = self.http.open(
            f"/api/v1/applications{path}", method=method, json=body if method != "GET" else None, headers=self.headers
        )
        assert answer.status_code == status, answer.json
        return answer.json


@pytest.fixture
def api(broker):
    return Api(broker)


def items(api) -> list[str]:
    return [row["code"] for row in api.http.get("/api/v1/cost-items?declared=true&size=200").json["rows"]]


def fill_over_api(api) -> tuple[str, int]:
    made = api("POST", "", 201, class_code="overseas", registration_number="NP-9/2021")
    at = f"/{made['reference']}"
    made = api(
        "PUT",
        f"{at}/business",
        legal_name="Blue River",
        registration_number="NP-9/2021",
        country="NP",
        version=made["version"],
    )
    made = api("PUT", f"{at}/office", address="1 River Road", city="Kathmandu", version=made["version"])
    made = api("POST", f"{at}/phones", 201, phone="01 4000000", label="Main office")
    made = api("POST", f"{at}/people", 201, name="Sita Rai", role="principal", control_percent=100)
    made = api(
        "PUT",
        f"{at}/destinations",
        destinations=["jo", "QA"],
        sectors=["domestic"],
        workers_a_year=20,
        version=made["version"],
    )
    lines = [{"item": code, "payer": "employer"} for code in items(api)]
    lines[0] |= {"amount_minor": 125000, "currency": "QAR"}
    made = api("PUT", f"{at}/fee-plan", lines=lines, version=made["version"])
    return made["reference"], made["version"]


def test_a_broker_applies_over_the_api(api):
    assert [row["code"] for row in api("GET", "/classes")] == ["overseas"]
    reference, version = fill_over_api(api)
    made = api("GET", f"/{reference}")
    assert [part["status"] for part in made["parts"]] == ["completed"] * 5 + ["not-started"]
    assert made["work"]["destinations"] == ["JO", "QA"]
    sent = api("POST", f"/{reference}/submission", version=version, declared=True)
    assert sent["status"] == "submitted"
    assert len(sent["snapshot_hash"]) == 64
    again = api("POST", f"/{reference}/submission", version=version, declared=True)
    assert again["snapshot_hash"] == sent["snapshot_hash"]
    assert again["submitted_at"] == sent["submitted_at"]
    assert api("GET", "")["rows"][0]["reference"] == reference
    assert (
        api("PUT", f"/{reference}/office", 409, address="", city="", version=sent["version"])["code"]
        == "application-not-open"
    )
    assert api("GET", f"/{reference}/licence", 404)["code"] == "no-licence"


def test_the_api_refuses_an_item_charged_to_a_worker_and_saves_nothing_of_that_plan(api):
    made = api("POST", "", 201, class_code="overseas", registration_number="NP-9/2021")
    lines = [
        {"item": "A03", "payer": "employer"},
        {"item": "V03", "payer": "worker"},
        {"item": "X01", "payer": "broker"},
    ]
    problem = api("PUT", f"/{made['reference']}/fee-plan", 422, lines=lines, version=made["version"])
    assert set(problem["fields"]) == {"V03.payer", "X01"}
    assert "International ticket" in problem["fields"]["V03.payer"]
    assert "EP-1" in problem["fields"]["V03.payer"]
    assert "ILO" in problem["fields"]["V03.payer"]
    assert api("GET", f"/{made['reference']}")["fee_plan"] == []


def test_the_api_refuses_to_hand_in_what_is_incomplete_with_a_field_for_each_gap(api):
    made = api("POST", "", 201, class_code="overseas", registration_number="NP-9/2021")
    problem = api("POST", f"/{made['reference']}/submission", 422, version=made["version"], declared=False)
    assert {"people.principal", "address", "city", "phones", "destinations", "fee_plan.FEE", "declared"} <= set(
        problem["fields"]
    )
    assert "Visa (A03)" in problem["fields"]["fee_plan.ADM"]


def test_the_api_refuses_an_old_version_and_another_brokers_application(app, api):
    made = api("POST", "", 201, class_code="overseas", registration_number="NP-9/2021")
    at = f"/{made['reference']}"
    api("PUT", f"{at}/office", address="A", city="B", version=made["version"])
    problem = api("PUT", f"{at}/office", 409, address="C", city="D", version=made["version"])
    assert problem["code"] == "application-stale"
    assert "Sita Rai" in problem["detail"]
    stranger = Api(signed_in(app, "broker"))
    stranger("GET", at, 404)
    stranger("PUT", f"{at}/office", 404, address="C", city="D", version=made["version"])
    stranger("POST", f"{at}/submission", 404, version=1, declared=True)
    stranger("POST", f"{at}/withdrawal", 404)


@pytest.mark.parametrize(
    "lines",
    [
        [{"item": "A03", "payer": "relative"}],
        [{"item": "A03", "payer": "employer", "amount_minor": -1, "currency": "QAR"}],
        [{"item": "A03", "payer": "employer", "amount_minor": 5}],
        [{"item": "A03", "payer": "employer", "amount_minor": 5, "currency": "ZZZ"}],
        [{"item": "A03", "payer": "not-applicable", "amount_minor": 5, "currency": "QAR"}],
        [{"item": "A03", "payer": "employer"}, {"item": "A03", "payer": "broker"}],
        [{"item": "'; --", "payer": "employer"}],
        [{"item": "A03", "payer": "employer", "extra": 1}],
        [{"item": 3}],
        [],
        "nothing",
    ],
)
def test_impossible_plans_are_refused(api, lines):
    made = api("POST", "", 201, class_code="overseas", registration_number="NP-9/2021")
    assert api("PUT", f"/{made['reference']}/fee-plan", 422, lines=lines, version=made["version"])["fields"]


def test_rows_are_removed_and_brought_back_over_the_api(api):
    reference, _version = fill_over_api(api)
    made = api("POST", f"/{reference}/names", 201, name="Nilo Nadi", kind="trading")
    for kind in ("names", "phones", "people"):
        row = made[kind][-1]["id"]
        less = api("DELETE", f"/{reference}/{kind}/{row}")
        assert row not in [entry["id"] for entry in less[kind]]
        more = api("POST", f"/{reference}/{kind}/{row}/restoration")
        assert len(more[kind]) == len(made[kind])
        api("DELETE", f"/{reference}/{kind}/00000000-0000-4000-8000-000000000000", 404)


def test_only_brokers_apply(app, licence_class):
    officer = Api(signed_in(app, "officer"))
    officer("POST", "", 403, class_code="overseas", registration_number="1")
    assert officer.http.post("/api/v1/applications", json={}).status_code == 401


def test_after_the_grant_the_broker_sees_its_licence_its_conditions_and_what_workers_see(app, broker):
    cases.law()
    condition = Condition("Only to Jordan.", "Only to Jordan.", None)
    number = cases.licence(by=actor_of(broker.member), conditions=[condition])
    reference = broker.get("/apply", status=200).soup.find("a", href=re.compile("/apply/A-")).get_text()
    page = broker.get(f"/apply/{reference}", status=200)
    assert "Licence granted" in page.words
    page = page.click(f"Your licence {number}")
    assert "Licensed with rules" in page.words
    assert "Only to Jordan." in page.words
    page = page.click("Open the page that workers see")
    assert "Licensed with rules" in page.words
    answer = Api(broker)("GET", f"/{reference}/licence")
    assert (answer["number"], answer["status"]) == (number, "conditions")
    assert [row["public_text"] for row in answer["conditions"]] == ["Only to Jordan."]


def test_a_licence_page_before_the_decision_says_where_the_application_stands(broker):
    reference = filled(broker)
    assert broker.get(f"/apply/{reference}/licence").path == f"/apply/{reference}"


def test_the_reason_of_a_refusal_is_told_with_its_ground(app, broker):
    cases.law()
    reference = cases.recommended(by=actor_of(broker.member), outcome=Outcome.REFUSE)
    decider = actor("decider")
    with transaction(actor=decider):
        assessment.decide(
            assessment_queries.get(reference), Outcome.REFUSE, ground_code="not-fit", reason=cases.REASON, by=decider
        )  # fmt: skip
    page = broker.get(f"/apply/{reference}", status=200)
    assert "Refused" in page.words
    assert cases.REASON in page.words
    assert "Not fit. (Act, s. 12)" in page.words


def test_the_holder_of_a_licence_cannot_change_what_workers_see_through_a_new_draft(app, broker):
    """An open draft edits the agency's names and telephones; a holder's are checked before they change."""
    cases.law()
    number = cases.licence(by=actor_of(broker.member))
    answer = Api(broker)("POST", "", 409, class_code=applying.CLASS)
    assert answer["code"] == "licence-held"
    assert number in answer["detail"]
