"""Pages and API of securities: an agency lodges, officers verify, call and release, the formula is confirmed."""

import io

import pytest

from accounts.sessions.queries import actor_of
from core import clock
from core.db import transaction
from licensing.securities import calls, queries
from tests.factories import actor, browser_of, member, signed_in
from tests.licensing import cases, securing
from tests.licensing.securing import NOTE
from tests.licensing.test_assessment import bearer


@pytest.fixture
def agency(app):
    """A member of an agency that has applied, where the class asks for security."""
    cases.law()
    securing.formula()
    holder = member("broker", name="Sita Rai", organisation_name="Blue River Placement")
    cases.hand_in(actor_of(holder))
    return holder


ANSWERS = {
    "form": "letter-of-credit", "issuer": "First Bank", "number": "LC-77", "amount": "40,000.00", "expires_on-day": "20",
    "expires_on-month": "11", "expires_on-year": "2027", "notice_days": "90",
}  # fmt: skip


def pdf() -> tuple[io.BytesIO, str]:
    return io.BytesIO(securing.PDF), "letter.pdf"


def test_an_agency_sees_what_is_missing_lodges_and_an_officer_verifies(app, agency):
    client = browser_of(app, agency)
    page = client.get("/licence/security", status=200)
    assert "QAR 40,000.00 is missing." in page.words
    assert page.soup.find("meter")["value"] == "0"
    page = page.click("Lodge a security")
    page = page.submit("Lodge it", files={"paper": pdf()}, **ANSWERS)
    assert "Lodged. It counts as soon as an officer has verified it." in page.words
    assert "To verify" in page.words
    officer = signed_in(app, "officer")
    page = officer.get("/staff/securities", status=200).click("Blue River Placement").click("Verify or reject")
    page = page.submit("Save", answer="verify", note=NOTE)
    assert "Verified. It counts from now on." in page.words
    assert "Enough is held." in page.words
    assert "Enough is held." in client.get("/licence/security", status=200).words


def test_what_was_typed_stays_and_each_fault_has_its_sentence(app, agency):
    client = browser_of(app, agency)
    page = client.get("/licence/security/lodge/overseas", status=200)
    page = page.submit("Lodge it", files={"paper": pdf()}, **{**ANSWERS, "notice_days": "30"})
    assert page.status == 422
    assert page.errors == [
        "The issuer must give at least 90 days' notice that it ends. Ask the issuer for such a paper."
    ]
    assert "First Bank" in page.text
    page = page.submit("Lodge it", files={"paper": (io.BytesIO(b"MZ not a paper"), "letter.pdf")}, **ANSWERS)
    assert page.errors == ["This is not a PDF, JPG or PNG file. Save it as one of these, or take a photo of the page."]
    page = page.submit("Lodge it", **ANSWERS)
    assert page.errors == ["Add the paper that the issuer signed."]


def test_the_paper_is_sent_to_its_agency_and_to_the_regulator_alone(app, agency):
    reference = securing.lodge(actor_of(agency))
    paper = f"/securities/papers/{papers_of(reference)}"
    for client in (browser_of(app, agency), signed_in(app, "officer")):
        answer = client.http.get(paper)
        assert (answer.status_code, answer.data) == (200, securing.PDF)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    for stranger in ("broker", "analyst"):
        other = signed_in(app, stranger)
        assert other.get(paper, check=False).status == 404
    assert signed_in(app, "broker").get(f"/licence/security/{reference}", check=False).status == 404


def papers_of(reference: str):
    with transaction(role="none"):
        return queries.get(reference).papers[0].id


def test_three_people_call_and_the_agency_reads_of_it_only_then(app, agency):
    reference = securing.verified(actor_of(agency))
    one, two, three = (signed_in(app, "decider") for _ in range(3))
    page = one.get(f"/staff/securities/{reference}/call", status=200)
    page = page.submit(
        "Propose", amount="15,000.00", purpose="refund-workers", purpose_reference="R-7", reason=NOTE * 2
    )
    assert "Nothing is called until two others confirm it." in page.words
    assert "Someone else must confirm it." in page.words
    call = page.path.rsplit("/", 1)[1]
    assert "QAR 15,000.00" not in browser_of(app, agency).get(f"/licence/security/{reference}").words
    for client, said in ((two, "One more person must confirm."), (three, "It is called now.")):
        page = client.get(f"/staff/securities/calls/{call}", status=200).click("Confirm or decline")
        page = page.submit("Save the decision", answer="confirm")
        assert said in page.words
        again = client.get(f"/staff/securities/calls/{call}/decide", status=200)
        assert not again.soup.find("button", string="Save the decision")
    page = browser_of(app, agency).get(f"/licence/security/{reference}", status=200)
    assert "QAR 15,000.00" in page.words
    assert "QAR 25,000.00" in page.words
    day = clock.today()
    page = one.get(f"/staff/securities/calls/{call}", status=200).click("Record that it was paid")
    page = page.submit("Save", **{"paid_on-day": day.day, "paid_on-month": day.month, "paid_on-year": day.year})
    assert "Paid" in page.words
    assert "15,000.00" in one.get("/staff/securities/calls", status=200).words


def test_a_notice_and_why_it_is_not_released_stand_on_the_page(app, agency):
    reference = securing.verified(actor_of(agency))
    officer = signed_in(app, "officer")
    page = officer.get(f"/staff/securities/{reference}", status=200)
    assert "It cannot be released today: The licence that it secures has not ended." in page.words
    page = page.click("Notice of non-renewal")
    page = page.submit("Save", answer="ends", note=NOTE)
    assert page.errors == ["Write the last day on which it holds."]
    page = page.submit("Save", answer="ends", note=NOTE,
                       **{"ends_on-day": "1", "ends_on-month": "3", "ends_on-year": "2027"})  # fmt: skip
    assert "Will not be renewed" in page.words
    assert "30 January 2027" in page.words
    page = page.click("Notice of non-renewal").submit("Save", answer="kept", note=NOTE)
    assert "The issuer renews it after all" in page.words
    page = officer.get(f"/staff/securities/{reference}/release", status=200)
    assert "The licence that it secures has not ended." in page.words


def test_a_version_of_the_formula_is_proposed_on_a_page_and_confirmed_by_two(app, agency):
    one, two, three = (signed_in(app, "decider") for _ in range(3))
    page = one.get("/staff/securities/formulas", status=200).click("Propose a version")
    terms = {"class_code": "overseas", "currency": "QAR", "amounts": "0, 0, 30000.00\n200, 4, 70000.00",
             "per_branch": "5000.00", "instrument": "Order 7 of 2026", "effective_from-day": "1",
             "effective_from-month": "4", "effective_from-year": "2027"}  # fmt: skip
    page = page.submit("Propose", **{**terms, "amounts": "200; four; 7"})
    assert "Line 1: write workers, points and amount with commas between" in page.errors[0]
    page = page.submit("Propose", **terms)
    assert "Two others must confirm it before its first day." in page.words
    assert "QAR 70,000.00" in page.words
    assert "Someone else must confirm it." in page.click("Confirm or decline").words
    for client in (two, three):
        page = client.get("/staff/securities/formulas", status=200).click("Confirm or decline")
        page = page.submit("Save the decision", answer="confirm")
    assert "Waits for others" not in page.words


def test_the_lists_ask_as_few_questions_for_many_as_for_one(app, agency):
    for number in range(6):
        reference = securing.verified(actor_of(agency), number=f"N-{number}")
        officer = actor("officer")
        with transaction(actor=officer):
            calls.propose(queries.get(reference, lock=True), 100, purpose="wages", purpose_reference="W", reason=NOTE,
                          by=officer)  # fmt: skip
    client = signed_in(app, "officer")
    assert client.get("/staff/securities", status=200).queries <= 12
    assert client.get("/staff/securities/calls", status=200).queries <= 8
    assert client.get(f"/staff/securities/{reference}", status=200).queries <= 25
    assert browser_of(app, agency).get("/licence/security", status=200).queries <= 20


def test_the_case_page_says_what_security_the_licence_will_need(app, agency):
    with transaction(role="none"):
        from licensing.applications.models import Application

        reference = queries.db.session.execute(queries.select(Application.reference)).scalars().first()
    page = signed_in(app, "officer").get(f"/staff/case/{reference}", status=(200, 404))
    if page.status == 404:
        page = signed_in(app, "officer").get(f"/staff/cases/{reference}", status=200)
    assert "Security (bond)" in page.words
    assert "Security of QAR 40,000.00 is missing" in page.words


def test_everything_goes_through_the_api(app, agency):
    http, own = app.test_client(), bearer(app, agency)
    one, two, three = (bearer(app, member("decider")) for _ in range(3))
    cover = http.get("/api/v1/securities/cover", headers=own).json[0]
    assert (cover["missing_minor"], cover["sufficient"]) == (4_000_000, False)
    body = {"class_code": "overseas", "form": "surety-bond", "issuer": "Guarantors", "number": "B-1",
            "amount_minor": "4000000", "currency": "QAR", "notice_days": "90", "expires_on": "2027-11-20"}  # fmt: skip
    made = http.post("/api/v1/securities", headers=own, data={**body, "paper": pdf()})
    assert made.status_code == 201, made.json
    reference = made.json["reference"]
    assert http.post("/api/v1/securities", headers=own, data={**body, "paper": pdf()}).status_code == 422
    verdict = {"good": True, "note": NOTE}
    answer = http.post(f"/api/v1/securities/{reference}/verification", headers=one, json=verdict)
    assert answer.json["status"] == "verified"
    assert http.get("/api/v1/securities/cover", headers=own).json[0]["sufficient"] is True
    call = {"amount_minor": 4_000_001, "purpose": "wages", "purpose_reference": "W-1", "reason": NOTE}
    answer = http.post(f"/api/v1/securities/{reference}/calls", headers=one, json=call)
    assert (answer.status_code, answer.json["code"]) == (422, "call-unsound")
    call = http.post(
        f"/api/v1/securities/{reference}/calls", headers=one, json={**call, "amount_minor": 4_000_000}
    ).json
    decision = f"/api/v1/securities/calls/{call['reference']}/decision"
    assert http.post(decision, headers=one, json={"confirm": True}).status_code == 403
    assert http.post(decision, headers=two, json={"confirm": True}).json["status"] == "proposed"
    assert http.post(decision, headers=two, json={"confirm": True}).status_code == 403
    assert http.post(decision, headers=three, json={"confirm": True}).json["status"] == "confirmed"
    assert http.get(f"/api/v1/securities/{reference}", headers=own).json["status"] == "called"
    assert http.get("/api/v1/securities/calls", headers=one).json["total"] == 1
    assert http.get("/api/v1/securities/orders", headers=one).json["total"] == 0
    assert http.get("/api/v1/securities/formulas", headers=own).json["rows"][0]["bands"][0]["amount_minor"] == 2_000_000
    answer = http.post(f"/api/v1/securities/{reference}/release", headers=one, json={"reason": NOTE})
    assert (answer.status_code, answer.json["code"]) == (409, "security-held")
