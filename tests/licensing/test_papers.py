"""Papers of an application: what is asked for and why, sent, shown back, taken back, judged, asked for again."""

import io
from datetime import date, timedelta

import pytest
from PIL import Image
from sqlalchemy.exc import IntegrityError

from accounts.permissions import Role
from accounts.sessions.queries import actor_of
from accounts.sessions.service import start
from core import clock, ids, trail
from core.db import db, transaction
from core.mail import MailMessage
from licensing.applications import queries as applications
from licensing.applications import service as applying_service
from licensing.evidence import papers, queries
from licensing.evidence.models import EvidenceRequirement
from licensing.evidence.states import Status
from tests.client import Browser
from tests.factories import browser_of, member, signed_in
from tests.licensing import applying

PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


@pytest.fixture
def asked(app):
    """A class of licence that asks for two papers, one of which runs out, and offers to take a third."""
    applying.licence_class()
    with transaction(role="none"):
        for place, (code, title, required, dated) in enumerate(
            [("extract", "Extract of the trade register", True, False), ("identity", "Identity card", True, True),
             ("sign", "Photo of the office sign", False, False)]
        ):  # fmt: skip
            db.session.add(
                EvidenceRequirement(
                    id=ids.new_id(), code=code, class_code=applying.CLASS, kinds=["new"], title=title,
                    why=f"Why we ask for it: {title}.", required=required, dated=dated, place=place,
                    instrument="Demonstration Act, section 9", effective_from=date(2020, 1, 1),
                )
            )  # fmt: skip


def upload(content: bytes = PDF, name: str = "extract.pdf"):
    return (io.BytesIO(content), name)


def picture(shade: int = 200, size: tuple[int, int] = (900, 600)) -> bytes:
    """A photo of a page: lines of another shade on a ground of `shade`."""
    image = Image.new("L", size, shade)
    for row in range(0, size[1], 20):
        image.paste(max(shade - 40, 0), (0, row, size[0], row + 6))
    held = io.BytesIO()
    image.save(held, "JPEG")
    return held.getvalue()


@pytest.fixture
def draft(asked, app):
    """A broker's browser on an application whose other parts are complete."""
    broker = member(Role.BROKER)
    reference = begun(actor_of(broker))
    return browser_of(app, broker), reference


def begun(by) -> str:
    """An application with every part complete but the papers."""
    with transaction(actor=by):
        application = applying_service.begin(applying.CLASS, ids.new_reference("N"), by=by)
    applying.complete(application.reference, by, papers=False)
    return application.reference


def test_the_checklist_says_why_each_paper_is_asked_for_and_a_missing_one_holds_the_application_back(draft):
    browser, reference = draft
    page = browser.get(f"/apply/{reference}")
    assert "Papers" in page.words and "Cannot start yet" in page.words
    page = page.click("Papers")
    assert "Why we ask for it: Identity card." in page.words and "at most 10 MB" in page.words
    page = page.submit("Save and continue")
    assert page.status == 422
    assert page.errors == ["Papers: send “Extract of the trade register”.", "Papers: send “Identity card”."]


def test_a_paper_is_sent_shown_back_removed_and_brought_back(draft):
    browser, reference = draft
    page = (
        browser.get(f"/apply/{reference}/papers")
        .click("Send this paper")
        .fill("Send", {}, {"Choose the file": upload()})
    )
    assert page.status == 200 and "extract.pdf" in page.words and "Received" in page.words
    page = page.click("Send another paper").submit("Remove extract.pdf")
    assert "The paper was removed." in page.words and "extract.pdf" not in page.words
    page = page.submit("Undo")
    assert "extract.pdf" in page.words
    sent = browser.http.get(_link(page))
    assert sent.data == PDF and "attachment" in sent.headers["Content-Disposition"]
    assert "sandbox" in sent.headers["Content-Security-Policy"]


def _link(page) -> str:
    return next(a["href"] for a in page.soup.find_all("a", href=True) if a["href"].endswith("/file"))


def test_a_file_that_is_not_what_its_name_says_is_refused_with_what_to_do(draft):
    browser, reference = draft
    page = browser.get(f"/apply/{reference}/papers").click("Send this paper")
    page = page.fill("Send", {}, {"Choose the file": upload(b"MZ\x90 not a paper", "extract.pdf")})
    assert page.status == 422 and page.errors == [papers.UNKNOWN]
    page = page.submit("Send")
    assert page.errors == ["Choose the file to send."]
    page = page.fill("Send", {}, {"Choose the file": upload(PDF, "extract.exe")})
    assert "PDF, JPG" in page.errors[0]


def test_a_paper_that_runs_out_asks_for_its_last_day_and_refuses_one_that_has_passed(draft):
    browser, reference = draft
    page = browser.get(f"/apply/{reference}/papers")
    link = [a for a in page.soup.find_all("a") if "Send this paper" in a.text][1]["href"]
    page = browser.get(link).fill("Send", {}, {"Choose the file": upload()})
    assert page.errors == ["Enter the last day on which this paper is valid."]
    past = clock.today() - timedelta(days=1)
    dated = {"valid_until-day": past.day, "valid_until-month": past.month, "valid_until-year": past.year}
    page = page.fill("Send", dated, {"Choose the file": upload()})
    assert page.errors == ["This paper is no longer valid. Send one that is."]
    coming = clock.today() + timedelta(days=400)
    dated = {"valid_until-day": coming.day, "valid_until-month": coming.month, "valid_until-year": coming.year}
    assert page.fill("Send", dated, {"Choose the file": upload()}).status == 200


def test_a_photo_too_dark_to_read_is_remarked_upon_and_taken_all_the_same(draft):
    browser, reference = draft
    page = browser.get(f"/apply/{reference}/papers").click("Send this paper")
    page = page.fill("Send", {}, {"Choose the file": upload(picture(12), "dark.jpg")})
    assert page.status == 200 and "too dark to read" in page.words and "Received" in page.words


def test_remarks_on_pictures():
    assert papers.remark(picture(200), "image/jpeg") is None
    assert papers.remark(picture(10), "image/jpeg") == papers.TOO_DARK
    assert papers.remark(picture(200, (200, 100)), "image/jpeg") == papers.TOO_SMALL
    assert papers.remark(b"\xff\xd8\xff broken", "image/jpeg") == papers.EMPTY
    assert papers.remark(PDF, "application/pdf") is None


def test_an_officer_rejects_a_paper_with_a_reason_asks_for_another_and_accepts_what_then_comes(draft, app):
    browser, reference = draft
    send_all(browser, reference)
    browser.get(f"/apply/{reference}/papers").submit("Save and continue")
    page = browser.get(f"/apply/{reference}/declaration").submit("Declare and send", declared="yes")
    assert page.h1.startswith("Application received"), page.words[:300]
    officer = signed_in(app, Role.OFFICER)
    page = officer.get(f"/staff/case/{reference}")
    assert "Look at the papers" in page.words
    page = officer.get(f"/staff/case/{reference}/papers").click("extract.pdf")
    page = page.submit("Record", accepted="no")
    assert page.errors == ["Say in at least 10 characters what is wrong with the paper; the agency reads it."]
    page = page.submit("Record", accepted="no", note="The extract is of another company.")
    assert "Not accepted" in page.words
    page = page.submit("Ask for it", title="Proof of address", why="The lease names another street.")
    assert "Proof of address" in page.words
    page = browser.get(f"/apply/{reference}/papers")
    assert "The extract is of another company." in page.words and "The lease names another street." in page.words
    page = page.click("Extract of the trade register").fill(
        "Send", {}, {"Choose the file": upload(PDF + b"2", "right.pdf")}
    )
    assert "right.pdf" in page.words
    page = page.click("Proof of address").fill("Send", {}, {"Choose the file": upload(PDF + b"3", "proof.pdf")})
    page = officer.get(f"/staff/case/{reference}/papers").click("right.pdf").submit("Record", accepted="yes")
    assert "Accepted" in page.words


def send_all(browser, reference):
    """Send the two papers that are required."""
    page = browser.get(f"/apply/{reference}/papers").click("Extract of the trade register")
    page.fill("Send", {}, {"Choose the file": upload()})
    day = clock.today() + timedelta(days=400)
    dated = {"valid_until-day": day.day, "valid_until-month": day.month, "valid_until-year": day.year}
    page = browser.get(f"/apply/{reference}/papers").click("Identity card")
    page.fill("Send", dated, {"Choose the file": upload(PDF + b"1", "identity.pdf")})


def test_after_handing_in_only_what_an_officer_asks_for_is_taken(draft):
    browser, reference = draft
    send_all(browser, reference)
    browser.get(f"/apply/{reference}/papers").submit("Save and continue")
    browser.get(f"/apply/{reference}/declaration").submit("Declare and send", declared="yes")
    page = browser.get(f"/apply/{reference}/papers")
    assert not any("Send" in a.text for a in page.soup.select("main a"))
    link = page.soup.select_one("main form")
    assert link is None


def test_another_agency_sees_neither_the_papers_nor_their_bytes(draft, app):
    browser, reference = draft
    send_all(browser, reference)
    address = _link(browser.get(f"/apply/{reference}/papers"))
    other = signed_in(app, Role.BROKER)
    assert other.get(f"/apply/{reference}/papers").status == 404
    assert other.http.get(address).status_code == 404


def test_an_agency_cannot_accept_its_own_paper_by_sql(draft, app):
    browser, reference = draft
    send_all(browser, reference)
    by = actor_of(browser.member)
    with pytest.raises(IntegrityError, match="judged by the regulator"):
        accepted_by_itself(reference, by)


def accepted_by_itself(reference, by):
    """Write what only an officer may write."""
    with transaction(actor=by):
        item = queries.items(applications.get(reference, by=by).id)[0]
        item.status, item.judged_by, item.judged_at = Status.VERIFIED, by.person_id, clock.now()
        trail.record("licensing.evidence.judge", item, by=by)
        db.session.flush()


def test_the_api_sends_lists_and_judges_papers(draft, app):
    browser, reference = draft
    broker = api(app, browser.member)
    lines = broker.get(f"/api/v1/applications/{reference}/papers").json
    assert [line["missing"] for line in lines] == [True, True, False]
    sent = broker.post(
        f"/api/v1/applications/{reference}/papers/{lines[0]['key']}", data={"file": (io.BytesIO(PDF), "a.pdf")}
    )
    assert sent.status_code == 201, sent.text
    again = broker.post(
        f"/api/v1/applications/{reference}/papers/{lines[0]['key']}", data={"file": (io.BytesIO(PDF), "a.pdf")}
    )
    assert again.json["id"] == sent.json["id"], "the same bytes are one paper"
    assert broker.delete(f"/api/v1/applications/{reference}/papers/{sent.json['id']}").json["status"] == "removed"
    back = broker.post(f"/api/v1/applications/{reference}/papers/{sent.json['id']}/restoration")
    assert back.json["status"] == "received"


def api(app, membership):
    """A client of the JSON API signed in as a member."""
    with transaction(actor=None):
        secret = start(membership).secret
    client = Browser(app, app.response_class)
    client.environ_base = {**client.environ_base, "HTTP_AUTHORIZATION": f"Bearer {secret}"}
    return client


def test_messages_go_both_ways_are_marked_read_and_told_by_a_mail_that_does_not_hold_them(app, run_jobs):
    applying.licence_class()
    membership = member(Role.BROKER)
    reference = applying.submitted(actor_of(membership)).reference
    browser, officer = browser_of(app, membership), signed_in(app, Role.OFFICER)
    page = browser.get(f"/apply/{reference}/messages")
    assert "No messages yet" in page.words
    page = page.fill("Send", {"Your message": "When will you visit us?"}, {"Add a paper": upload()})
    assert "When will you visit us?" in page.words and "extract.pdf" in page.words
    page = officer.get(f"/staff/case/{reference}")
    assert "To answer" in page.words and "When will you visit us?" in page.words
    assert officer.http.get(_link(officer.get(f"/staff/case/{reference}/messages"))).data == PDF
    page = officer.get(f"/staff/case/{reference}/messages").submit("Send", body="On Tuesday, without a fixed hour.")
    assert "On Tuesday" in page.words
    run_jobs()
    page = browser.get(f"/apply/{reference}/messages")
    assert "On Tuesday" in page.words and officer.member.person.name not in page.words
    with transaction(actor=actor_of(membership)):
        bodies = [row.body for row in db.session.scalars(db.select(MailMessage))]
    assert any("has written to you" in body for body in bodies) and not any("Tuesday" in body for body in bodies)
    page = page.submit("Mark as read")
    assert "Mark as read" not in page.words
    assert signed_in(app, Role.BROKER).get(f"/apply/{reference}/messages").status == 404
