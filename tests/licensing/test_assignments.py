"""Who works on which case: next by rule, handed over with a reason, kept from those with an interest, looked at again."""

from datetime import date, timedelta

import pytest

from accounts.sessions.queries import actor_of
from core import clock, installation
from core.db import db, transaction
from core.errors import Conflict, Invalid, NotFound, Refused
from licensing.applications.models import Application
from licensing.assessment import queries as cases_queries
from licensing.assignments import queries, rules, service
from licensing.assignments.models import CaseAssignment
from licensing.assignments.states import How, Interest, ReviewOutcome, Task
from tests.conftest import NOON
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing import cases
from tests.licensing.test_assessment import bearer

REASON = "She speaks the language of the people of this agency."


@pytest.fixture(autouse=True)
def law(app):
    cases.law()


def three_cases() -> list[str]:
    """Three cases, the oldest first."""
    references = []
    for number in range(3):
        with clock.frozen(NOON - timedelta(days=9 - number)):
            references.append(
                cases.hand_in(name=f"Agency Number {number}", person=f"Person {number}", phone=f"01 400000{number}")
            )
    return references


def late(reference: str) -> None:
    with transaction(role="none"):
        db.session.execute(
            db.update(Application).where(Application.reference == reference).values(due_on=date(2026, 11, 1))
        )


def interest(by, reference: str, **changed: object):
    with transaction(actor=by):
        told = {"detail": "A brother is its accountant.", "from_on": date(2024, 1, 1)} | changed
        return service.declare(cases_queries.get(reference).agency, Interest.RELATIVE, by=by, **told)


def next_of(by, task: Task = Task.ASSESS) -> str | None:
    with transaction(actor=by):
        row = service.take_next(task, by=by)
        return row.application.reference if row else None


# ------------------------------------------------------------------------------------------ next by the rule


def test_the_next_case_is_a_late_one_then_the_oldest_and_nobody_gets_the_same(app):
    oldest, middle, newest = three_cases()
    late(newest)
    officers = [actor("officer") for _ in range(3)]
    assert [next_of(officer) for officer in officers] == [newest, oldest, middle]
    assert next_of(actor("officer")) is None


def test_the_next_case_passes_over_agencies_that_the_officer_has_an_interest_in(app):
    oldest, middle, _ = three_cases()
    by = actor("officer")
    interest(by, oldest)
    assert next_of(by) == middle


def test_a_decider_is_not_given_a_case_to_decide_that_the_decider_worked_on(app):
    first = cases.recommended(officer=actor("officer"))
    decider = actor("decider")
    second = cases.recommended(officer=decider, name="Second Agency", person="Other Person", phone="01 4000001")
    assert {next_of(actor("decider"), Task.DECIDE), next_of(actor("decider"), Task.DECIDE)} == {first, second}
    with transaction(role="none"):
        db.session.execute(db.text("ALTER TABLE case_assignment DISABLE TRIGGER USER"))
        db.session.execute(db.delete(CaseAssignment))
        db.session.execute(db.text("ALTER TABLE case_assignment ENABLE TRIGGER USER"))
    assert next_of(decider, Task.DECIDE) == first
    assert next_of(decider, Task.DECIDE) is None


def test_the_button_gives_the_next_case_and_goes_to_it(app):
    references = three_cases()
    officer = signed_in(app, "officer", name="Amina Otieno")
    page = officer.get("/staff/assignments", status=200).submit("Take the next case")
    assert page.path == f"/staff/case/{references[0]}"
    assert "This case is yours" in page.words
    page = officer.get("/staff/assignments?whose=mine", status=200)
    assert references[0] in page.words
    assert references[1] not in page.words
    for _ in range(2):
        officer.get("/staff/assignments").submit("Take the next case")
    page = officer.get("/staff/assignments").submit("Take the next case")
    assert "No case is waiting that you may take." in page.words


def test_the_list_of_work_asks_as_much_of_three_cases_as_of_one(app):
    officer = signed_in(app, "officer")
    by = actor_of(officer.member)
    three_cases()
    next_of(by)
    one = officer.get("/staff/assignments").queries
    next_of(by)
    next_of(by)
    assert officer.get("/staff/assignments").queries == one


# ------------------------------------------------------------------------------------------ handing over


def test_a_decider_hands_a_case_over_with_a_reason_and_the_history_says_so(app):
    reference = cases.hand_in()
    holder, other = member("officer", name="Amina Otieno"), member("officer", name="Lucía Ferrer")
    next_of(actor_of(holder))
    decider = signed_in(app, "decider", name="Bikash Thapa")
    page = decider.get(f"/staff/cases/{reference}/assignment", status=200)
    assert "Amina Otieno" in page.words
    page = page.submit("Hand over", task="assess", person=str(other.person_id), reason="short")
    assert page.status == 422
    assert "Give a reason of 10 to 4000 characters." in page.errors[0]
    page = page.submit("Hand over", task="assess", person=str(other.person_id), reason=REASON)
    assert "The case is handed over." in page.words, page.errors
    assert "Ended on 21 November 2026" in page.words
    assert REASON in page.words
    page = page.submit("Put it back", reason="She is away for two months.")
    assert "The case waits for the next person." in page.words, page.errors
    with transaction(role="none"):
        rows = queries.history(cases_queries.get(reference).id)
    assert sorted((row.person_name, row.how, row.ended_at is None) for row in rows) == [
        ("Amina Otieno", How.NEXT, False), ("Lucía Ferrer", How.GIVEN, False),
    ]  # fmt: skip


def test_an_officer_hands_over_only_what_that_officer_has(app):
    reference = cases.hand_in()
    next_of(actor("officer"))
    other, third = actor("officer"), actor("officer")
    with pytest.raises(Refused, match="not-yours"), transaction(actor=other):
        service.give(cases_queries.get(reference), Task.ASSESS, third.person_id, reason=REASON, by=other)
    with pytest.raises(Conflict, match="case-taken"), transaction(actor=other):
        service.take(cases_queries.get(reference), Task.ASSESS, by=other)


def test_no_case_is_given_to_somebody_with_an_interest_or_without_the_role(app):
    reference = cases.hand_in()
    near, decider = actor("officer"), actor("decider")
    interest(near, reference)
    for person, code in ((near.person_id, "conflict-of-interest"), (actor("inspector").person_id, "person-unknown")):
        with pytest.raises(Invalid, match=code), transaction(actor=decider):
            service.give(cases_queries.get(reference), Task.ASSESS, person, reason=REASON, by=decider)


# ------------------------------------------------------------------------------------------ conflicts of interest


def test_an_officer_declares_an_interest_and_loses_the_case_at_once(app):
    reference = cases.hand_in()
    officer = signed_in(app, "officer", name="Amina Otieno")
    officer.get("/staff/assignments").submit("Take the next case")
    page = officer.get("/staff/conflicts/new", status=200).submit("Find", q="blue river")
    page = page.click("Blue River Placement")
    page = page.submit("Declare", kind="relative", detail="A brother.")
    assert page.errors == ["Enter since when."]
    page = page.fill("Declare", {
        "kind": "relative", "detail": "My brother is its accountant.", "from_on-day": "1", "from_on-month": "3",
        "from_on-year": "2025",
    })  # fmt: skip
    assert "The interest is declared. It blocks from now on." in page.words, page.errors
    assert "My brother is its accountant." in page.words
    page = officer.get(f"/staff/cases/{reference}/assignment", status=200)
    assert "Something stands between you and this agency" in page.words
    assert "A conflict of interest was declared." in page.words
    assert not page.soup.find("button", string="Take this case")


def test_who_has_an_interest_cannot_record_a_check(app):
    reference = cases.hand_in()
    cases.screen(reference)
    officer = signed_in(app, "officer")
    interest(actor_of(officer.member), reference)
    page = officer.get(f"/staff/case/{reference}")
    page = officer.get(f"/staff/case/{reference}").submit("Take into checks")
    page = officer.get(f"/staff/case/{reference}/checks/identity")
    if page.soup.find("button", string="Record the result"):
        page = page.submit("Record the result", result="pass", reason="Looked at it, and all is in order.")
    assert page.status in (200, 403, 409)
    assert cases.application_of(reference).status in {"submitted", "completeness", "checks"}
    with transaction(role="none"):
        assert cases_queries.get(reference).checks == []


def test_only_another_decider_ends_an_interest_and_not_in_the_past(app):
    reference = cases.hand_in()
    officer, decider = actor("officer"), signed_in(app, "decider", name="Bikash Thapa")
    row = interest(officer, reference)
    other = actor("officer")
    with pytest.raises(Refused, match="not-yours"), transaction(actor=other):
        service.end_interest(queries.conflict(row.id), until_on=clock.today(), reason=REASON, by=other)
    page = decider.get("/staff/conflicts", status=200).click("End")
    page = page.fill("End it", {"until_on-day": "1", "until_on-month": "11", "until_on-year": "2026", "reason": REASON})
    assert page.errors == ["Enter today or a later day: what was declared counted until now."]
    page = page.fill(
        "End it", {"until_on-day": "21", "until_on-month": "11", "until_on-year": "2026", "reason": REASON}
    )
    assert "Ended by Bikash Thapa" in page.words, page.errors


def test_nobody_declares_the_interest_of_another_but_a_decider(app):
    reference = cases.hand_in()
    other = actor("officer")
    with pytest.raises(Refused, match="not-yours"):
        interest(actor("officer"), reference, person_id=other.person_id)
    decider = actor("decider")
    assert interest(decider, reference, person_id=other.person_id).person_name == other.name


def test_an_officer_with_the_name_of_someone_of_the_agency_is_one_to_ask(app):
    cases.hand_in(person="Amina Otieno")
    next_of(actor("officer", name="Amina Otieno"))
    page = signed_in(app, "decider").get("/staff/conflicts", status=200)
    assert "Someone of the agency has the same name" in page.words


@pytest.mark.parametrize(
    ("kind", "until", "blocked"),
    [
        (Interest.RELATIVE, None, True), (Interest.RELATIVE, date(2026, 11, 21), True),
        (Interest.RELATIVE, date(2026, 11, 20), False), (Interest.EMPLOYER, date(2023, 11, 21), True),
        (Interest.EMPLOYER, date(2023, 11, 20), False), (Interest.EMPLOYER, date(2024, 2, 29), True),
    ],
)  # fmt: skip
def test_an_interest_blocks_to_its_last_day_and_an_employer_three_years_longer(kind, until, blocked):
    assert rules.blocks(kind, date(2020, 1, 1), until, date(2026, 11, 21)) == blocked


def test_a_leap_day_later_is_the_last_day_of_february():
    assert rules.later(date(2024, 2, 29), 3) == date(2027, 2, 28)


# ------------------------------------------------------------------------------------------ grants again


def test_a_drawn_grant_is_looked_at_again_by_another_officer(app):
    with transaction(role="none"):
        installation.state("rereview_share", 100)
    worker, decider = member("officer", name="Amina Otieno"), member("decider")
    cases.licence(officer=actor_of(worker), decider=actor_of(decider))
    page = browser_of(app, worker).get("/staff/re-reviews", status=200)
    assert "1 of 1 grants were drawn" in page.words
    reference = page.soup.select_one("td a, th a").get_text()
    page = browser_of(app, worker).get(f"/staff/re-reviews/{reference}", status=200)
    assert "You worked on this case. Someone else must look at it again." in page.words
    assert not page.soup.find("button", string="Record")
    other = signed_in(app, "officer", name="Lucía Ferrer")
    page = other.get(f"/staff/re-reviews/{reference}", status=200)
    page = page.submit("Record", outcome="doubtful", reason="The office was never visited, says the file.")
    assert "Your second look is recorded." in page.words, page.errors
    page = other.get("/staff/re-reviews?done=yes", status=200)
    assert "There are doubts" in page.words
    assert "Lucía Ferrer" in page.words
    someone = actor("officer")
    with pytest.raises(Conflict, match="grant-reviewed"), transaction(actor=someone):
        service.review(queries.draw_of(reference), ReviewOutcome.CONFIRMED, reason=REASON, by=someone)


def test_about_five_of_a_hundred_are_drawn():
    seeds = [f"seed {number}" for number in range(4000)]
    assert 150 < sum(rules.drawn(seed, "decision", 5) for seed in seeds) < 250
    assert all(rules.drawn(seed, "decision", 100) for seed in seeds[:50])
    assert not any(rules.drawn(seed, "decision", 0) for seed in seeds[:50])


# ------------------------------------------------------------------------------------------ over the API


def test_the_api_gives_hands_over_and_keeps_the_register(app):
    references = three_cases()
    officer, decider, http = member("officer"), member("decider"), app.test_client()
    mine, theirs = bearer(app, officer), bearer(app, decider)
    taken = http.post("/api/v1/assignments/next", headers=mine, json={})
    assert (taken.status_code, taken.json["application"]) == (201, references[0])
    assert http.post("/api/v1/assignments/next", headers=mine, json={"task": "decide"}).status_code == 403
    assert http.get("/api/v1/assignments", headers=mine).json["total"] == 1
    address = f"/api/v1/cases/{references[0]}/assignments"
    given = http.post(address, headers=theirs, json={"person": str(decider.person_id), "reason": REASON})
    assert (given.status_code, given.json["how"]) == (201, "given")
    back = http.post(f"{address}/release", headers=theirs, json={"reason": REASON})
    assert [row["ended_at"] is None for row in back.json] == [False, False]
    with transaction(role="none"):
        agency = cases_queries.get(references[1]).agency.reference
    told = {"agency": agency, "kind": "employer", "detail": "Worked there for years.", "from_on": "2020-01-01"}
    declared = http.post("/api/v1/conflicts", headers=mine, json=told)
    assert declared.status_code == 201
    assert http.get("/api/v1/conflicts", headers=mine).json["total"] == 1
    end = f"/api/v1/conflicts/{declared.json['id']}/end"
    ended = http.post(end, headers=theirs, json={"until_on": "2026-11-21", "reason": REASON})
    assert ended.json["until_on"] == "2026-11-21"
    refused = http.post("/api/v1/conflicts", headers=mine, json=told | {"agency": "G-0000-0000"})
    assert (refused.status_code, refused.json["code"]) == (422, "agency-unknown")


def test_the_api_takes_a_second_look(app):
    with transaction(role="none"):
        installation.state("rereview_share", 100)
    cases.licence()
    headers, http = bearer(app, member("officer")), app.test_client()
    drawn = http.get("/api/v1/re-reviews?done=false", headers=headers).json
    row = drawn["rows"][0]
    assert row["value"] == rules.value_of(row["seed"], row["decision"])
    answer = http.post(
        f"/api/v1/re-reviews/{row['application']}", headers=headers, json={"outcome": "confirmed", "reason": REASON}
    )
    assert answer.status_code == 201
    assert answer.json["review"]["outcome"] == "confirmed"
    with pytest.raises(NotFound, match="draw-not-found"), transaction(role="none"):
        queries.draw_of("A-0000-0000")
