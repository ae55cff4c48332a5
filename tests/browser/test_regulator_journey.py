"""Step 2: an officer checks and recommends, and somebody else decides. Step 6: a licence is suspended by two people."""

import re

import pytest

from tests.browser.tab import PHONE

pytestmark = pytest.mark.browser

OFFICER, DECIDER = "officer@meridia.example", "decider@meridia.example"
SEEN = "Seen, compared with the register of companies and found in order on the spot."


def test_an_officer_recommends_and_only_somebody_else_decides(room):
    # two cases of the demonstration: one that nobody has begun, and one that is half checked
    agency = "New Dawn Overseas Ltd" if room.size == PHONE else "Eastgate Domestic Care Ltd"
    officer = room.person(OFFICER).open("/staff").sees("Late", "Due this week", "Nobody has them yet")
    officer.follow("Applications", within="nav").follow(agency).sees("What is asked", "What is wrong", "What is next")
    case = officer.path
    if room.size == PHONE:
        officer.press("Take into checks")
    check_everything(officer, case)
    officer.follow("Recommend", within="main", exact=True)
    officer.press("Send the recommendation", status=422).error_links_lead_into_fields()
    officer.tick("Grant the licence").fill("Why?", "All checks passed; the fee plan charges nothing to workers.")
    officer.press("Send the recommendation").sees("Your recommendation is recorded.", "Someone else must decide.")
    officer.open(f"{case}/decide", status=403)

    decider = room.person(DECIDER).open("/staff/queue?status=recommended").follow(agency)
    decider.sees("Amina Otieno is reading.")
    decider.follow("Decide", within="main", exact=True).sees("What workers will read", "You must not pay for a job.")
    decider.press("Grant the licence", status=422).error_links_lead_into_fields()
    decider.choose("Legal ground", "The applicant is fit and proper and meets the licensing standards.")
    decider.fill("Reason", SEEN)
    decider.reach("Grant the licence")
    decider.press("Grant the licence").sees("Granted, but not in force", "once security and fee are there")


def check_everything(officer, case):
    """Record that each check passed: the case leads to the first, and each result to the next check."""
    officer.follow_to(officer.page.locator("main a").filter(has_text=re.compile(r"^\s*Check: ")).first)
    while officer.path != case:
        officer.tick("Pass").fill("Reason", SEEN)
        officer.press("Record the result")


def test_a_suspension_reaches_workers_at_once_and_the_company_as_an_alert(room):
    agency, number, email, supplier = (
        ("Sunrise Overseas Placement Ltd", "RA-00006", "analyst@northwind.example", "Lakeview Garments Ltd")
        if room.size == PHONE
        else ("Silver Line Placement Ltd", "RA-00013", "analyst@bluepeak.example", "Penang Circuit Assembly")
    )
    worker = room.visitor().open(f"/check?q={number}")
    assert worker.h1 == "Licensed"
    officer = room.person(OFFICER).open("/staff/licences").follow(number).follow("Suspend", within="main", exact=True)
    officer.press("Propose", status=422).error_links_lead_into_fields()
    officer.choose("Legal ground", "There is evidence that workers were charged for recruitment.")
    officer.fill("Reason", "Eleven workers showed receipts for a placement fee that the agency had taken from them.")
    officer.fill("How the workers already placed are protected", "The agency pays wages due and tickets home.")
    officer.tick("As soon as a second person confirms it")
    officer.press("Propose").sees("A measure waits for a second person", "You proposed this measure.")
    assert worker.open(f"/check?q={number}").h1 == "Licensed", "a proposal alone changes nothing"

    decider = room.person(DECIDER).open(f"/staff/licences/{number}").follow("Confirm or decline")
    decider.press("Save the decision", status=422).error_links_lead_into_fields()
    decider.tick("Confirm").press("Save the decision")
    worker.open(f"/check?q={number}")
    assert worker.h1 == "Stopped for now"
    worker.sees("This agency must not find jobs for anyone now.", agency)

    analyst = room.person(email)
    analyst.open_until("/co/alerts?kind=licence", agency, supplier)
    analyst.follow(agency).sees("Does", "recruit without a licence?", "The licence changed", supplier)
