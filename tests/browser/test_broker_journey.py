"""Step 1: a broker registers, fills in every part, is refused a charge to workers, and sends its application."""

import pytest

from core import ids
from tests.browser.tab import PHONE

pytestmark = pytest.mark.browser


def test_a_broker_registers_fills_in_every_part_and_sends_the_application(room, tmp_path):
    name = f"Copper Gate {'Mobile' if room.size == PHONE else 'Central'} Ltd"
    tab = room.visitor(worker=False).open("/sign-in")
    tab.follow("Register your agency")
    tab.press("Register", status=422).error_links_lead_into_fields()
    register(tab, name)
    tab.sees("You have no application yet")
    tab.reach("Start an application", role="link")
    tab.follow("Start an application")
    tab.fill("Number of your agency in the trade register", f"MR-{ids.new_id().hex[:6]}")
    tab.press("Start").sees("You have completed 0 of")

    business(tab)
    people(tab)
    offices(tab)
    destinations(tab)
    money(tab)
    papers(tab, tmp_path)
    tab.sees("Check your answers", name)
    tab.follow("Continue to the declaration")
    tab.press("Declare and send", status=422).error_links_lead_into_fields()
    tab.tick("I declare this")
    tab.press("Declare and send")
    assert tab.h1 == "One step is left: pay the fee"
    done = tab.path
    pay(tab)
    tab.open_until(done, "Application received")
    tab.sees("Do not recruit yet. You have no licence.")
    tab.follow("Your applications", within="main").sees("Sent on")


def pay(tab):
    """Pay on the page of the stand-in, be brought back, and wait until its message has arrived."""
    tab.follow("Pay the fee", within="main")
    assert tab.h1 == "Application fee: EUR 250.00"
    tab.sees("Never take it from a worker")
    tab.page.get_by_role("button", name="Pay EUR 250.00 by card").click()
    tab.page.get_by_role("heading", name="Application fee").wait_for()
    assert "This page stands in for Stripe." in tab.page.locator("main").inner_text()
    tab.page.get_by_role("button", name="Pay now").click()
    tab.page.get_by_text("You have paid: Application fee.").wait_for(timeout=60_000)  # it looks again every five seconds
    tab.check()
    tab.follow("See and print the receipt").sees("This is a test: no money moved.")


def register(tab, name):
    tab.fill("Name of the agency", name).select("Country where it is registered", "Meridia")
    tab.fill("Your full name", "Nadia Forrester").fill("Your e-mail address", f"{ids.new_id().hex[:10]}@example.org")
    tab.fill("Password", "three words remembered")
    tab.press("Register")


def business(tab):
    tab.follow("Business")
    tab.press("Save and continue")
    assert tab.h1 == "Other names of your agency"
    tab.fill("Name", "Copper Gate", exact=True).tick("A name you trade under")
    tab.press("Add this name").sees("Copper Gate")
    tab.press("Save and continue")
    assert tab.h1 == "Related companies"
    tab.press("Save and continue")
    assert tab.h1 == "Bank accounts"
    tab.press("Save and continue")


def people(tab):
    assert tab.h1 == "People of your agency"
    tab.press("Save and continue", status=422)
    tab.follow("Add a person")
    tab.press("Save this person", status=422).error_links_lead_into_fields()
    tab.fill("Full name", "Nadia Forrester").tick("Principal authority").select("Nationality", "Meridia")
    tab.fill("Day", "31", exact=True).fill("Month", "3", exact=True).fill("Year", "1976", exact=True)
    tab.fill("Share of the agency", "100")
    tab.press("Save this person").sees("Nadia Forrester", "Principal authority")
    tab.press("Save and continue")


def offices(tab):
    assert tab.h1 == "Your main office"
    tab.fill("Address of the main office", "8 Foundry Street").fill("Town or city", "Port Selma")
    tab.press("Save and continue")
    assert tab.h1 == "Other places of your agency"
    tab.fill("Address", "2 Harbour Road", exact=True).fill("Town or city", "Port Selma").tick("Training centre")
    tab.press("Add this place").sees("2 Harbour Road, Port Selma")
    tab.press("Remove 2 Harbour Road, Port Selma").sees("The entry was removed.")
    tab.press("Undo").sees("2 Harbour Road, Port Selma")
    tab.press("Save and continue")
    assert tab.h1 == "Phone numbers of your agency"
    tab.fill("Phone number", "12").fill("What is it for?", "Office")
    tab.press("Add this number", status=422).error_links_lead_into_fields()
    tab.fill("Phone number", "020 7946 0777")
    tab.press("Add this number").sees("+442079460777")
    tab.press("Save and continue")
    assert tab.h1 == "Where workers find you on the web"
    tab.press("Save and continue")
    assert tab.h1 == "Sub-agents"
    tab.press("Save and continue")


def destinations(tab):
    assert tab.h1 == "Where you send workers"
    tab.press("Save and continue", status=422).error_links_lead_into_fields()
    tab.select("Country 1", "Jordan")
    tab.press("Save and continue")
    assert tab.h1 == "For which kinds of work?"
    tab.page.get_by_role("checkbox").first.check()
    tab.press("Save and continue")
    tab.fill("How many workers do you expect", "120")
    tab.press("Save and continue")


def money(tab):
    assert tab.h1 == "Who pays for what"
    tab.page.locator("main .govuk-task-list a").first.click()
    tab.page.wait_for_load_state()
    tab.check()
    tab.choose("Placement or service fee", "The worker")
    tab.press("The employer pays for all that I left open", status=422).error_links_lead_into_fields()
    refusal = tab.page.locator(".govuk-error-summary").inner_text()
    assert "worker" in refusal and "ILO" in refusal, refusal
    tab.choose("Placement or service fee", "The employer")
    tab.press("Save and continue")
    while tab.h1 != "Who pays for what":
        tab.press("The employer pays for all that I left open")
    tab.press("Save and continue")


def papers(tab, folder):
    """Send the papers that the demonstration's law asks for; one of them runs out on a day."""
    paper = folder / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n")
    assert tab.h1 == "Papers"
    tab.press("Save and continue", status=422)
    for place in range(5):
        tab.follow_to(tab.page.get_by_role("link", name="Send this paper").first)
        if place == 0:
            tab.press("Send", status=422).error_links_lead_into_fields()
        tab.attach("Choose the file", paper)
        if tab.page.get_by_label("Year", exact=True).count():
            tab.fill("Day", "31", exact=True).fill("Month", "3", exact=True).fill("Year", "2028", exact=True)
        tab.press("Send").sees("paper.pdf")
    tab.press("Save and continue")
