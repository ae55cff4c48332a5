"""Inspections: planned for a case, drawn by the system, recorded by the inspector, answered by the agency, closed."""

from datetime import date, timedelta

import pytest

from accounts.sessions.queries import actor_of
from core import clock
from core.db import transaction
from core.errors import Conflict, Invalid, Refused
from licensing.applications.states import CheckKind, CheckResult, Outcome
from licensing.assessment import queries as cases_queries
from licensing.assessment import service as casework
from licensing.inspections import queries, sampling, service
from licensing.inspections.service import Plan
from licensing.inspections.states import FrameKind, Seen, Status
from licensing.inspections.states import Outcome as Result
from licensing.standards import queries as sheets
from licensing.standards.offering import offered
from licensing.standards.states import FindingOutcome
from tests.conftest import NOON
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing import cases, standards
from tests.licensing.test_assessment import bearer

REASON = "See the office and talk with workers before a licence is granted."
LIST = "\n".join(f"W-{number:03d}" for number in range(120))


@pytest.fixture(autouse=True)
def law(app):
    cases.law()


def in_checks(*, with_standards: bool = False, broker=None) -> str:
    if with_standards:
        with clock.frozen(NOON - timedelta(days=1)):
            standards.in_force()
    reference, by = cases.hand_in(broker), actor("officer")
    cases.screen(reference)
    with transaction(actor=by):
        casework.start(cases_queries.get(reference), by=by)
    return reference


def planned(reference: str, inspector, **changed: object) -> str:
    """An inspection of a case; its reference."""
    by = actor("officer")
    told = {"purpose": REASON, "place": "1 River Road", "planned_on": date(2026, 11, 23)} | changed
    with transaction(actor=by):
        application = cases_queries.get(reference)
        plan = Plan(**told, inspector_id=inspector.person_id)
        return service.plan(application.agency, plan, application=application, by=by).reference


def reported(reference: str, inspector, outcome: FindingOutcome = FindingOutcome.MET, code: str | None = None) -> None:
    """Visit, find one thing and report."""
    with transaction(actor=inspector):
        service.start(queries.get(reference, lock=True), by=inspector)
    with transaction(actor=inspector):
        service.find(queries.get(reference), outcome, text=REASON, standard_code=code, by=inspector)
    with transaction(actor=inspector):
        service.report(queries.get(reference, lock=True), Result.SHORTCOMINGS, text=REASON, by=inspector)


# ------------------------------------------------------------------------------------------ from plan to end


def test_an_inspection_is_planned_visited_reported_answered_and_closed_on_its_pages(app):
    owner = member("broker", name="Sita Rai", organisation_name="Blue River Placement")
    reference = in_checks(broker=actor_of(owner))
    chosen = member("inspector", name="Dawit Bekele")
    officer = signed_in(app, "officer", name="Amina Otieno")
    page = officer.get(f"/staff/case/{reference}", status=200).click("Plan an inspection")
    page = page.fill("Plan the inspection", {
        "purpose": REASON, "planned_on-day": "23", "planned_on-month": "11", "planned_on-year": "2026",
        "inspector": str(chosen.person_id), "announced": "yes",
    })  # fmt: skip
    assert "The inspection is planned." in page.words, page.errors
    visit = page.path.rpartition("/")[2]
    assert cases.application_of(reference).status == "inspection"
    broker = browser_of(app, owner)
    page = broker.get("/apply/inspections", status=200).click(visit)
    page = page.submit("Send the list", kind="workers", entries="Ram Bahadur\nW-001")
    assert page.errors == ["“Ram Bahadur” is no reference. Use letters and figures without spaces, never a name."]
    page = page.submit("Send the list", kind="workers", entries=LIST)
    assert "Your list is with the inspector." in page.words, page.errors
    inspector = browser_of(app, chosen)
    page = inspector.get("/staff/inspections", status=200).click(visit).submit("Begin the visit")
    page = page.submit("Draw the sample")
    assert "The sample is drawn. It stays as it is." in page.words
    drawn = [option["value"] for option in page.soup.select("select[name=entry] option") if option["value"]]
    assert len(drawn) == 12
    for entry in drawn:
        page = page.submit("Record", entry=entry, result="seen")
    page = page.submit("Record the finding", found="met", text="short")
    assert page.status == 422
    page = page.submit("Record the finding", found="not-met", text="Two files lack a contract in Nepali.")
    assert "The finding is recorded." in page.words, page.errors
    assert page.queries <= 25
    page = page.submit(
        "File the report", outcome="shortcomings", report="The office is as described; two files lack contracts."
    )
    assert "The report is filed." in page.words, page.errors
    assert cases.application_of(reference).status == "checks"
    page = officer.get(f"/staff/inspections/{visit}", status=200)
    page = page.submit("Close the inspection", reason="Nothing more is needed.")
    assert page.errors == ["The agency may still answer. Close the inspection after its last day."]
    page = broker.get(f"/apply/inspections/{visit}", status=200)
    assert "two files lack contracts" in page.words
    assert drawn[0].partition(":")[2] not in page.words, "whom the inspector talked with is not for the agency to know"
    page = page.submit("Send the answer", text="The two contracts are translated and signed now.")
    assert "Your answer is with the regulator." in page.words, page.errors
    page = officer.get(f"/staff/inspections/{visit}").submit("Close the inspection", reason="The contracts were sent.")
    assert "Closed by Amina Otieno" in page.words, page.errors


def test_the_agency_is_not_told_of_an_unannounced_visit_until_its_report(app):
    owner = member("broker", organisation_name="Blue River Placement")
    reference, inspector = in_checks(broker=actor_of(owner)), actor("inspector")
    visit = planned(reference, inspector, announced=False)
    broker = browser_of(app, owner)
    assert visit not in broker.get("/apply/inspections", status=200).words
    assert broker.get(f"/apply/inspections/{visit}").status == 404
    reported(visit, inspector)
    assert visit in broker.get("/apply/inspections", status=200).words
    other = signed_in(app, "broker")
    assert other.get(f"/apply/inspections/{visit}").status == 404


def test_only_the_inspector_of_the_visit_records(app):
    reference = in_checks()
    visit = planned(reference, actor("inspector"))
    other = signed_in(app, "inspector")
    page = other.get(f"/staff/inspections/{visit}", status=200)
    assert not page.soup.find("button", string="Begin the visit")
    by = actor("inspector")
    for command in (
        lambda row: service.start(row, by=by),
        lambda row: service.draw(row, FrameKind.WORKERS, by=by),
        lambda row: service.find(row, FindingOutcome.MET, text=REASON, by=by),
        lambda row: service.report(row, Result.IN_ORDER, text=REASON, by=by),
    ):
        with pytest.raises(Refused, match="not-inspector"), transaction(actor=by):
            command(queries.get(visit))


def test_a_report_waits_for_a_finding_and_for_everything_that_was_drawn(app):
    reference, by = in_checks(), actor("inspector")
    visit = planned(reference, by)
    with transaction(actor=by):
        service.start(queries.get(visit, lock=True), by=by)
    with pytest.raises(Conflict, match="finding-missing"), transaction(actor=by):
        service.report(queries.get(visit), Result.IN_ORDER, text=REASON, by=by)
    with transaction(actor=by):
        row = queries.get(visit)
        service.find(row, FindingOutcome.MET, text=REASON, by=by)
        service.declare(row, FrameKind.FILES, "F-1\nF-2", by=by)
    with transaction(actor=by):
        service.draw(queries.get(visit), FrameKind.FILES, by=by)
    with pytest.raises(Conflict, match="sample-unseen"), transaction(actor=by):
        service.report(queries.get(visit), Result.IN_ORDER, text=REASON, by=by)
    with pytest.raises(Invalid, match="not-drawn"), transaction(actor=by):
        service.see(queries.get(visit), FrameKind.FILES, "F-9", Seen.SEEN, by=by)
    for entry, result in (("F-1", Seen.SEEN), ("F-2", Seen.REFUSED), ("F-2", Seen.SEEN)):
        with transaction(actor=by):
            service.see(queries.get(visit), FrameKind.FILES, entry, result, by=by)
    with transaction(actor=by):
        service.report(queries.get(visit, lock=True), Result.IN_ORDER, text=REASON, by=by)
    with transaction(role="none"):
        row = queries.get(visit)
        assert queries.newest_items(row.samples[0])["F-2"].result == Seen.SEEN
        assert row.respond_by == date(2026, 12, 5)


# ------------------------------------------------------------------------------------------ the case


def test_checks_go_on_during_an_inspection_but_no_recommendation_is_made(app):
    reference, inspector, by = in_checks(), actor("inspector"), actor("officer")
    visit = planned(reference, inspector)
    with transaction(actor=by):
        application = cases_queries.get(reference)
        for kind in CheckKind:
            casework.record_check(application, kind, CheckResult.PASS, reason=REASON, by=by)
    with pytest.raises(Conflict, match="inspection-open"), transaction(actor=by):
        casework.recommend(cases_queries.get(reference), Outcome.GRANT, reason=REASON, by=by)
    reported(visit, inspector)
    with transaction(actor=by):
        casework.recommend(cases_queries.get(reference), Outcome.GRANT, reason=REASON, by=by)


def test_a_cancelled_inspection_lets_the_case_go_on(app):
    reference = in_checks()
    visit = planned(reference, actor("inspector"))
    page = signed_in(app, "officer").get(f"/staff/inspections/{visit}", status=200)
    page = page.submit("Cancel the inspection", reason="The agency has moved to another town.")
    assert "The inspection is cancelled." in page.words, page.errors
    assert cases.application_of(reference).status == "checks"


def test_what_an_inspection_found_is_evidence_for_the_standards_of_the_case(app):
    reference, inspector, by = in_checks(with_standards=True), actor("inspector"), actor("officer")
    visit = planned(reference, inspector)
    reported(visit, inspector, FindingOutcome.NOT_MET, "A1")
    with transaction(actor=by):
        application = cases_queries.get(reference)
        evidence = [item for item in offered(application) if item.kind == "inspection"]
        assert evidence[0].label.startswith(f"{visit}: A1 See the office")
        from licensing.standards import service as finding

        finding.record_finding(application, "A1", FindingOutcome.NOT_MET, reason=REASON, evidence=evidence, by=by)
        assert sheets.score_of(application.id) == 8


# ------------------------------------------------------------------------------------------ who may not


def test_no_inspector_is_planned_who_may_not_inspect_or_stands_near_the_agency(app):
    owner = member("broker", organisation_name="Blue River Placement")
    reference = in_checks(broker=actor_of(owner))
    with pytest.raises(Invalid, match="inspector-unfit"):
        planned(reference, actor("officer"))
    near = actor("inspector")
    from tests.licensing.test_assignments import interest

    interest(near, reference)
    with pytest.raises(Invalid, match="inspector-unfit"):
        planned(reference, near)
    with pytest.raises(Invalid, match="day-past"):
        planned(reference, actor("inspector"), planned_on=date(2026, 11, 1))


def test_a_planned_visit_goes_to_another_inspector_with_a_reason(app):
    visit = planned(in_checks(), actor("inspector"))
    other = member("inspector", name="Lucía Ferrer")
    page = signed_in(app, "officer").get(f"/staff/inspections/{visit}").click("Give the visit to another inspector")
    page = page.submit("Hand over", inspector="", reason=REASON)
    assert page.errors == ["Choose an inspector from the list."]
    page = page.submit("Hand over", inspector=str(other.person_id), reason=REASON)
    assert "Lucía Ferrer" in page.words
    with transaction(actor=actor_of(other)):
        service.start(queries.get(visit, lock=True), by=actor_of(other))
    with pytest.raises(Conflict, match="inspection-begun"), transaction(actor=actor("officer")):
        service.hand_over(queries.get(visit), other.person_id, reason=REASON, by=actor_of(other))


# ------------------------------------------------------------------------------------------ the draw


def test_the_same_seed_and_list_give_the_same_sample_and_another_seed_another():
    entries = sampling.listed(LIST)
    assert sampling.draw(entries, "seed") == sampling.draw(list(reversed(entries)), "seed")
    assert sampling.draw(entries, "seed") != sampling.draw(entries, "other")
    assert len(set(sampling.draw(entries, "seed"))) == 12


def test_each_entry_is_about_as_likely_as_any_other():
    entries = [f"W-{number}" for number in range(50)]
    count = dict.fromkeys(entries, 0)
    for number in range(2000):
        for entry in sampling.draw(entries, f"seed {number}"):
            count[entry] += 1
    assert 140 < min(count.values()) <= max(count.values()) < 265


def test_a_list_is_read_a_line_an_entry_each_once():
    assert sampling.listed(" W-1 \n\nW-2\nW-1\n  ") == ["W-1", "W-2"]


# ------------------------------------------------------------------------------------------ over the API


def test_the_api_goes_from_plan_to_end(app):
    owner, chosen = member("broker", organisation_name="Blue River Placement"), member("inspector")
    reference, http = in_checks(broker=actor_of(owner)), app.test_client()
    officer, inspector, broker = (bearer(app, item) for item in (member("officer"), chosen, owner))
    told = {"case": reference, "purpose": REASON, "place": "1 River Road", "planned_on": "2026-11-23",
            "inspector": str(chosen.person_id)}  # fmt: skip
    made = http.post("/api/v1/inspections", headers=officer, json=told)
    assert made.status_code == 201, made.json
    visit = made.json["reference"]
    own = f"/api/v1/own-inspections/{visit}"
    assert http.get("/api/v1/own-inspections", headers=broker).json["total"] == 1
    listed = http.post(f"{own}/lists", headers=broker, json={"kind": "workers", "entries": ["W-1", "W-2", "W-3"]})
    assert listed.status_code == 201, listed.json
    address = f"/api/v1/inspections/{visit}"
    assert (
        http.post(f"{address}/samples", headers=bearer(app, member("inspector")), json={"kind": "workers"}).status_code
        == 403
    )
    drawn = http.post(f"{address}/samples", headers=inspector, json={"kind": "workers"}).json["samples"][0]
    assert drawn["picked"] == sampling.draw(["W-1", "W-2", "W-3"], drawn["seed"])
    assert http.get(own, headers=broker).json["samples"] == []
    late = http.post(f"{own}/lists", headers=broker, json={"kind": "workers", "entries": ["W-9"]})
    assert (late.status_code, late.json["code"]) == (409, "sample-drawn")
    assert http.post(f"{address}/start", headers=inspector).status_code == 200
    for entry in drawn["picked"]:
        seen = {"kind": "workers", "entry": entry, "result": "seen"}
        assert http.post(f"{address}/seen", headers=inspector, json=seen).status_code == 201
    assert (
        http.post(f"{address}/findings", headers=inspector, json={"outcome": "met", "text": REASON}).status_code == 201
    )
    filed = http.post(f"{address}/report", headers=inspector, json={"outcome": "in-order", "report": REASON})
    assert filed.json["status"] == Status.REPORTED
    assert http.post(f"{own}/answer", headers=broker, json={"text": "We have nothing to add."}).status_code == 201
    closed = http.post(f"{address}/close", headers=officer, json={"reason": "It was answered."})
    assert closed.json["status"] == Status.CLOSED
    assert http.get("/api/v1/inspections?status=closed", headers=officer).json["total"] == 1
