"""Audits: planned, recorded finding by finding, submitted, accepted; seen by who may and by nobody else."""

from datetime import timedelta

import pytest

from core import clock
from core.db import transaction
from tests.audits.visiting import (
    FINDING,
    Cast,
    begun,
    engaged,
    found,
    headers,
    planned,
    submitted,
    supplier,
    today,
)
from tests.conftest import NOON


@pytest.fixture
def cast(app) -> Cast:
    return Cast(app)


def test_an_auditor_records_an_audit_and_the_company_sees_it_at_the_supplier(cast):
    page = cast.analyst.get(f"/co/suppliers/{cast.supplier.reference}", status=200)
    assert "No audit of this supplier has been recorded." in page.words
    page = page.click("Engage an auditor firm").fill(
        "Engage the firm",
        {
            "Auditor firm": str(cast.firm.organisation_id),
            "ends_on-day": "31",
            "ends_on-month": "12",
            "ends_on-year": "2026",
        },
    )
    assert "The firm is engaged" in page.words
    assert "Clear Audit is engaged until 31 December 2026." in page.words

    page = cast.auditor.get("/visit", status=200)
    assert "Engaged by Northwind Apparel until 31 December 2026." in page.words
    page = page.click("Plan an audit").fill(
        "Plan the audit",
        {"Standard": "SMETA 7.0", "audit_type": "unannounced", "starts_on-day": "21", "starts_on-month": "11",
         "starts_on-year": "2026"},
    )  # fmt: skip
    assert page.h1.endswith("Peel & Pack Ltd")
    page = page.submit("Start the audit")
    assert "Record what you find" in page.words
    page = page.click("Record a finding").fill("Save and record another", FINDING)
    assert page.h1.endswith("Record a finding"), page.errors
    observed = {"clause": "10 Business ethics", "severity": "observation", "description": "Some posters are faded."}
    page = page.fill("Save the finding", observed)
    assert "business critical" in page.words
    reference = page.path.rsplit("/", 1)[1]

    assert "Findings are shown when the audit is submitted." in cast.analyst.get(f"/visit/{reference}").words
    page = page.click("Submit the audit")
    assert "2 draft findings become open" in page.words
    page = page.submit("Submit the audit", summary="Forty people were heard; two dormitories were seen.")
    assert "The audit is submitted. Its findings are open." in page.words

    page = cast.analyst.get(f"/co/suppliers/{cast.supplier.reference}", status=200)
    assert "2 open findings" in page.words
    assert "Critical 1 Observation 1" in page.words
    page = page.click("SMETA 7.0")
    assert "Forty people were heard" in page.words
    page = page.submit("Accept as final")
    assert "The audit is final." in page.words
    page = page.click("1.2 Deposits").click("Close the finding")
    page = page.submit("Close the finding", note="Second visit on 20 November: all papers are with the workers.")
    assert "Closed, verified" in page.words
    assert "all papers are with the workers" in page.words


def test_an_analyst_records_an_audit_and_a_colleague_accepts_it(cast):
    page = cast.analyst.get(f"/co/suppliers/{cast.supplier.reference}").click("Record an audit")
    page = page.fill(
        "Plan the audit",
        {"Standard": "Own code 2026", "audit_type": "announced", "starts_on-day": "21", "starts_on-month": "11",
         "starts_on-year": "2026"},
    )  # fmt: skip
    reference = page.path.rsplit("/", 1)[1]
    page = page.submit("Start the audit").click("Submit the audit")
    page = page.submit("Submit the audit", summary="Nothing that breaks the code was seen or heard.")
    assert "Someone else in your company must accept it." in page.words
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    page = cast.analyst.post(f"/visit/{reference}/accept", data={"csrf_token": token, "version": "4"})
    assert (page.status, page.errors) == (403, ["You led this audit. Someone else in your company must accept it."])
    assert "The audit is final." in cast.compliance.get(f"/visit/{reference}").submit("Accept as final").words


def test_what_is_missing_is_said_and_what_was_typed_is_kept(cast):
    audit = begun(cast.company, cast.supplier)
    page = cast.analyst.get(f"/visit/{audit.reference}/findings/new", status=200)
    again = page.fill(
        "Save the finding", {"clause": "1.2", "severity": "major", "description": "Papers are kept away."}
    )
    assert (again.status, again.errors) == (422, ["Say by when this must be put right."])
    assert again.soup.find("input", attrs={"name": "clause"})["value"] == "1.2"
    again = page.fill("Save the finding", {**FINDING, "due_on-year": "2020"})
    assert again.errors == ["The day must be today or later, within five years."]
    again = page.submit("Save the finding")
    assert again.errors[0] == "Name the clause as the standard does."
    page = cast.analyst.get(f"/visit/{audit.reference}/submit").submit("Submit the audit", summary="Too short")
    assert (page.status, page.errors) == (422, ["Sum the audit up in at least 20 characters."])
    assert "Too short" in page.text


def test_a_step_on_a_stale_page_is_refused_and_loses_nothing(cast):
    audit = planned(cast.company, cast.supplier)
    stale = cast.analyst.get(f"/visit/{audit.reference}")
    cast.compliance.get(f"/visit/{audit.reference}").submit("Start the audit")
    page = stale.submit("Start the audit")
    assert page.status == 409
    assert page.errors == ["This audit was changed in the meantime. Look at it as it is now, then try again."]
    page = cast.analyst.get(f"/visit/{audit.reference}/submit")
    cast.compliance.get(f"/visit/{audit.reference}/abort").submit("Break off", reason="Access was denied at the gate.")
    page = page.submit("Submit the audit", summary="A long summary that must not be lost.")
    assert page.status == 409
    assert "A long summary that must not be lost." in page.text


def test_a_draft_is_changed_by_one_person_at_a_time(cast):
    audit = begun(cast.company, cast.supplier)
    finding = found(cast.company, audit)
    mine = cast.analyst.get(f"/visit/findings/{finding.reference}").click("Change")
    theirs = cast.compliance.get(f"/visit/findings/{finding.reference}/edit")
    assert "The finding is changed." in theirs.submit("Save the finding", clause="1.3").words
    page = mine.submit("Save the finding", clause="1.4")
    assert (page.status, len(page.errors)) == (409, 1)
    assert page.soup.find("input", attrs={"name": "clause"})["value"] == "1.4"
    assert "The finding is changed." in page.submit("Save the finding").words


def test_an_issued_finding_is_withdrawn_with_a_reason_and_not_rewritten(cast):
    audit = begun(cast.company, cast.supplier)
    finding = found(cast.company, audit)
    submitted(cast.company, audit)
    page = cast.analyst.get(f"/visit/findings/{finding.reference}/edit").submit("Save the finding", clause="9.9")
    assert page.errors == ["This finding was issued and is not rewritten. Withdraw it and record a new one."]
    page = cast.analyst.get(f"/visit/findings/{finding.reference}").click("Withdraw")
    assert page.submit("Withdraw", reason="  ").status == 422
    page = page.submit("Withdraw", reason="It was recorded at the wrong supplier.")
    assert "wrong supplier" in page.words
    assert "Withdrawn" in page.words


def test_a_closed_finding_can_be_opened_again(cast):
    audit = begun(cast.company, cast.supplier)
    finding = found(cast.company, audit)
    submitted(cast.company, audit)
    page = cast.compliance.get(f"/visit/findings/{finding.reference}/close")
    assert page.submit("Close the finding", note="ok").errors == [
        "Say how you verified that it was put right, in at least 10 characters."
    ]
    page = page.submit("Close the finding", note="Second visit: papers are with the workers.")
    page = page.click("Open again").submit("Open again", reason="They were taken away again.")
    assert "The finding is open again." in page.words
    assert "Not yet" in page.words


def test_a_submitted_audit_goes_back_and_further_findings_are_added(cast):
    engaged(cast.company, cast.firm, cast.supplier)
    audit = begun(cast.firm, cast.supplier)
    found(cast.firm, audit, clause="First")
    submitted(cast.firm, audit)
    page = cast.analyst.get(f"/visit/{audit.reference}").click("Send back")
    page = page.submit("Send back", reason="The night shift is missing.")
    assert "In progress" in page.words
    page = cast.auditor.get(f"/visit/{audit.reference}/findings/new").fill("Save the finding", FINDING)
    page = page.click("Submit the audit")
    assert "Forty people were heard" in page.text
    assert "1 draft finding becomes open" in page.words
    page.submit("Submit the audit")
    page = cast.analyst.get(f"/visit/{audit.reference}")
    assert "The night shift is missing." in page.words
    assert page.words.count("Open") >= 2


def test_a_broken_off_audit_withdraws_its_drafts(cast):
    engaged(cast.company, cast.firm, cast.supplier)
    audit = begun(cast.firm, cast.supplier)
    finding = found(cast.firm, audit)
    page = cast.analyst.get(f"/visit/{audit.reference}").click("Break off")
    assert "Broken off" in page.submit("Break off", reason="The company needs the auditors elsewhere.").words
    assert "Withdrawn" in cast.auditor.get(f"/visit/findings/{finding.reference}", status=200).words
    assert cast.analyst.get(f"/visit/findings/{finding.reference}").status == 404


# ------------------------------------------------------------------------------------------- who sees what


def test_drafts_are_the_auditors_own(cast):
    engaged(cast.company, cast.firm, cast.supplier)
    audit = begun(cast.firm, cast.supplier)
    finding = found(cast.firm, audit)
    assert cast.auditor.get(f"/visit/findings/{finding.reference}").status == 200
    assert cast.analyst.get(f"/visit/findings/{finding.reference}").status == 404
    assert finding.reference not in cast.analyst.get(f"/visit/{audit.reference}").text
    assert finding.reference not in cast.analyst.get("/visit/findings").text
    submitted(cast.firm, audit)
    assert cast.analyst.get(f"/visit/findings/{finding.reference}").status == 200


def test_another_company_sees_neither_audit_nor_finding_nor_engagement(cast):
    engagement = engaged(cast.company, cast.firm, cast.supplier)
    audit = begun(cast.company, cast.supplier)
    finding = found(cast.company, audit)
    submitted(cast.company, audit)
    for path in (
        f"/visit/{audit.reference}", f"/visit/{audit.reference}/submit", f"/visit/{audit.reference}/findings/new",
        f"/visit/findings/{finding.reference}", f"/visit/findings/{finding.reference}/close",
        f"/visit/engagements/{engagement.id}/end", f"/visit/new?supplier={cast.supplier.reference}",
        f"/visit/engagements/new?supplier={cast.supplier.reference}",
    ):  # fmt: skip
        assert cast.stranger.get(path).status == 404, path
    for path in ("/visit", "/visit/findings", "/visit/engagements", "/visit/audits.csv", "/visit/findings.csv"):
        text = cast.stranger.http.get(path).get_data(as_text=True)
        assert "Peel" not in text, path


def test_an_auditor_sees_engaged_suppliers_only(cast):
    elsewhere = supplier(cast.company, "Not engaged here")
    own = begun(cast.company, cast.supplier)
    engaged(cast.company, cast.firm, cast.supplier)
    assert cast.auditor.get(f"/visit/new?supplier={cast.supplier.reference}").status == 200
    assert cast.auditor.get(f"/visit/new?supplier={elsewhere.reference}").status == 404
    assert cast.auditor.get(f"/visit/{own.reference}").status == 404, "the company's own audit is not the firm's"
    assert "Not engaged here" not in cast.auditor.get("/visit").words


def test_when_the_engagement_is_over_the_auditor_sees_nothing_more(cast):
    engaged(cast.company, cast.firm, cast.supplier, last=5)
    audit = begun(cast.firm, cast.supplier)
    finding = found(cast.firm, audit)
    paths = (f"/visit/{audit.reference}", f"/visit/findings/{finding.reference}", f"/visit/{audit.reference}/submit")
    with clock.frozen(NOON + timedelta(days=5)):
        assert [cast.auditor.get(path).status for path in paths] == [200, 200, 200]
    with clock.frozen(NOON + timedelta(days=6)):
        cast.auditor.sign_in(cast.auditor.member.person.email)
        assert [cast.auditor.get(path).status for path in paths] == [404, 404, 404]
        assert "Peel" not in cast.auditor.get("/visit").words
    with clock.frozen(NOON + timedelta(days=6)):
        cast.analyst.sign_in(cast.analyst.member.person.email)
        assert cast.analyst.get(f"/visit/{audit.reference}").status == 200


def test_an_engagement_that_has_not_begun_lets_nobody_in(cast):
    engaged(cast.company, cast.firm, cast.supplier, first=3)
    assert cast.auditor.get(f"/visit/new?supplier={cast.supplier.reference}").status == 404


def test_the_company_ends_an_engagement_at_once(cast):
    engaged(cast.company, cast.firm, cast.supplier)
    audit = begun(cast.firm, cast.supplier)
    page = cast.analyst.get("/visit/engagements", status=200).click("End")
    page = page.submit("End the engagement", reason="The firm was caught selling reports.")
    assert "The firm no longer sees this supplier." in page.words
    assert "Ended early" in page.words
    assert cast.auditor.get(f"/visit/{audit.reference}").status == 404
    assert "No company has engaged your firm now." in cast.auditor.get("/visit").words


def test_two_engagements_of_a_firm_do_not_overlap(cast):
    engaged(cast.company, cast.firm, cast.supplier)
    page = cast.analyst.get(f"/visit/engagements/new?supplier={cast.supplier.reference}")
    given = {"firm": str(cast.firm.organisation_id), "ends_on-day": "1", "ends_on-month": "12", "ends_on-year": "2026"}
    again = page.fill("Engage the firm", given)
    assert (again.status, again.errors) == (
        409,
        ["This firm is engaged for this supplier on some of these days already."],
    )
    assert page.fill("Engage the firm", {**given, "ends_on-year": "2025"}).status == 422
    assert page.fill("Engage the firm", {**given, "ends_on-year": "2031"}).errors == [
        "An engagement lasts three years at most. Give a new one afterwards."
    ]


def test_who_does_not_record_an_audit_takes_no_step_in_it(cast):
    engaged(cast.company, cast.firm, cast.supplier)
    audit = begun(cast.firm, cast.supplier)
    assert cast.analyst.get(f"/visit/{audit.reference}/findings/new").status == 403
    page = cast.analyst.get(f"/visit/{audit.reference}")
    assert not page.soup.find_all("a", string="Record a finding")
    bearer = headers(cast.analyst)
    answer = cast.analyst.http.post(
        f"/api/v1/audits/{audit.reference}/submission", headers=bearer, json={"version": 2, "summary": "x" * 40}
    )
    assert (answer.status_code, answer.json["code"]) == (403, "not-your-audit")
    answer = cast.auditor.http.post(
        f"/api/v1/audits/{audit.reference}/acceptance", headers=headers(cast.auditor), json={"version": 2}
    )
    assert answer.status_code == 403


# ------------------------------------------------------------------------------------------- lists and figures


def test_late_findings_are_counted_on_the_first_page_and_listed(cast):
    audit = begun(cast.company, cast.supplier)
    found(cast.company, audit, days=3, clause="Soon late")
    found(cast.company, audit, days=60, clause="Not yet late")
    submitted(cast.company, audit)
    with clock.frozen(NOON + timedelta(days=4)):
        cast.analyst.sign_in(cast.analyst.member.person.email)
        page = cast.analyst.get("/visit", status=200)
        assert "1 late" in page.words
        page = page.click("late findings")
        assert "Soon late" in page.words
        assert "Not yet late" not in page.words
        page = cast.analyst.get(f"/co/suppliers/{cast.supplier.reference}")
        assert "2 open findings 1 late" in page.words
        assert (
            "This should have been put right by 24 November 2026."
            in cast.analyst.get("/visit/findings").click("Soon late").words
        )
        assert "Late findings" in cast.analyst.get("/co", status=200).words


def test_audits_are_found_filtered_and_given_as_csv(cast):
    other = supplier(cast.company, "=Golden Thread")
    planned(cast.company, cast.supplier, standard="RBA VAP 8.0")
    begun(cast.company, other)
    page = cast.analyst.get("/visit")
    assert "1 to 2 of 2" in page.words
    assert "1 to 1 of 1" in page.submit("Apply filters", q="rba").words
    assert "1 to 1 of 1" in page.submit("Apply filters", status="in_progress").words
    assert "No audit fits." in page.submit("Apply filters", q="nothing like this").words
    text = cast.analyst.http.get("/visit/audits.csv?q=golden").get_data(as_text=True)
    assert "'=Golden Thread" in text
    assert len(text.splitlines()) == 2
    assert "Clause" in cast.analyst.http.get("/visit/findings.csv").get_data(as_text=True)


def test_empty_pages_say_what_to_do(cast):
    assert "Record an audit at the page of a supplier" in cast.analyst.get("/visit", status=200).words
    assert "They come from audits" in cast.analyst.get("/visit/findings", status=200).words
    assert "No firm is engaged" in cast.analyst.get("/visit/engagements", status=200).words
    assert "No company has engaged your firm now" in cast.auditor.get("/visit", status=200).words
    assert "No company has engaged your firm now" in cast.auditor.get("/visit/engagements", status=200).words


def test_long_lists_need_no_more_queries_than_short_ones(cast):
    engaged(cast.company, cast.firm, cast.supplier)
    for number in range(8):
        audit = begun(cast.company, supplier(cast.company, f"Site {number}"))
        for _ in range(3):
            found(cast.company, audit)
        submitted(cast.company, audit)
    assert cast.analyst.get("/visit").queries <= 14
    assert cast.analyst.get("/visit/findings").queries <= 10
    assert cast.analyst.get(f"/visit/{audit.reference}").queries <= 13
    assert cast.auditor.get("/visit").queries <= 14


def test_a_step_that_is_not_lawful_is_refused(cast):
    audit = planned(cast.company, cast.supplier)
    bearer = headers(cast.analyst)
    answer = cast.analyst.http.post(
        f"/api/v1/audits/{audit.reference}/submission", headers=bearer, json={"version": 1, "summary": "x" * 40}
    )
    assert answer.status_code == 409
    answer = cast.compliance.http.post(
        f"/api/v1/audits/{audit.reference}/acceptance", headers=headers(cast.compliance), json={"version": 1}
    )
    assert answer.status_code == 409
    assert cast.analyst.get(f"/visit/{audit.reference}/findings/new").status == 409


def test_the_whole_journey_over_the_api(cast):
    company, firm = headers(cast.analyst), headers(cast.auditor)

    def call(client, method: str, path: str, bearer, **body):
        answer = client.http.open(f"/api/v1{path}", method=method, headers=bearer, json=body or None)
        return answer.status_code, answer.json

    status, firms = call(cast.analyst, "GET", "/engagements/firms", company)
    chosen = next(row for row in firms if row["name"] == "Clear Audit")
    given = {
        "supplier": cast.supplier.reference,
        "firm": chosen["id"],
        "starts_on": "2026-11-21",
        "ends_on": "2026-12-31",
    }
    status, engagement = call(cast.analyst, "POST", "/engagements", company, **given)
    assert (status, engagement["runs"]) == (201, True)
    status, audit = call(
        cast.auditor, "POST", "/audits", firm, supplier=cast.supplier.reference, standard="SMETA 7.0",
        audit_type="unannounced", starts_on="2026-11-21",
    )  # fmt: skip
    assert (status, audit["status"], audit["by_auditor_firm"]) == (201, "planned", True)
    reference = audit["reference"]
    status, audit = call(cast.auditor, "POST", f"/audits/{reference}/start", firm, version=audit["version"])
    assert audit["status"] == "in_progress"
    given = {"clause": "1.2", "severity": "major", "description": "Papers are kept from workers."}
    status, problem = call(cast.auditor, "POST", f"/audits/{reference}/findings", firm, **given)
    assert (status, problem["fields"]) == (422, {"due_on": "Say by when this must be put right."})
    status, finding = call(cast.auditor, "POST", f"/audits/{reference}/findings", firm, **given, due_on="2027-01-31")
    assert (status, finding["status"], finding["late"]) == (201, "draft", False)
    path = f"/findings/{finding['reference']}"
    change = {**given, "clause": "1.3", "due_on": "2027-01-31", "stamp": finding["stamp"]}
    assert call(cast.auditor, "PUT", path, firm, **change)[1]["clause"] == "1.3"
    assert call(cast.auditor, "PUT", path, firm, **change)[0] == 409
    assert call(cast.analyst, "GET", path, company)[0] == 404
    status, audit = call(
        cast.auditor, "POST", f"/audits/{reference}/submission", firm, version=audit["version"],
        summary="Forty people were heard.",
    )  # fmt: skip
    assert audit["status"] == "submitted"
    assert call(cast.analyst, "GET", path, company)[1]["status"] == "open"
    status, audit = call(cast.analyst, "POST", f"/audits/{reference}/acceptance", company, version=audit["version"])
    assert audit["status"] == "final"
    status, closed = call(cast.auditor, "POST", f"{path}/closure", firm, note="Seen on a second visit.")
    assert (status, closed["status"]) == (200, "closed_verified")
    assert call(cast.analyst, "POST", f"{path}/reopening", company, reason="Taken away again.")[1]["status"] == "open"
    assert call(cast.analyst, "GET", "/findings?status=open", company)[1]["total"] == 1
    assert call(cast.stranger, "GET", f"/audits/{reference}", headers(cast.stranger))[0] == 404
    ended = call(cast.analyst, "POST", f"/engagements/{engagement['id']}/end", company, reason="Done.")
    assert (ended[0], ended[1]["runs"]) == (200, False)
    assert call(cast.auditor, "GET", f"/audits/{reference}", firm)[0] == 404
    assert call(cast.auditor, "GET", path, firm)[0] == 404


def test_every_step_is_in_the_trail(cast):
    from core import trail

    audit = begun(cast.company, cast.supplier)
    finding = found(cast.company, audit)
    submitted(cast.company, audit)
    with transaction(actor=cast.company):
        assert {entry.action for entry in trail.of("audit", audit.id)} == {
            "audits.audit.plan", "audits.audit.start", "audits.audit.submit"
        }  # fmt: skip
        assert {entry.action for entry in trail.of("finding", finding.id)} == {
            "audits.finding.record", "audits.finding.issue"
        }  # fmt: skip


def test_a_day_within_the_engagement_is_needed(cast):
    engaged(cast.company, cast.firm, cast.supplier, last=5)
    later = today() + timedelta(days=6)
    page = cast.auditor.get(f"/visit/new?supplier={cast.supplier.reference}").fill(
        "Plan the audit",
        {"standard": "SMETA 7.0", "audit_type": "announced", "starts_on-day": later.day, "starts_on-month": later.month,
         "starts_on-year": later.year},
    )  # fmt: skip
    assert page.errors == ["Choose a day within your engagement for this supplier."]
