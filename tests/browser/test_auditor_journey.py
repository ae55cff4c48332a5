"""Step 5: an auditor records an audit with a finding, and the company sees it at its supplier."""

import pytest

from tests.browser.tab import PHONE

pytestmark = pytest.mark.browser

FOUND = "Nine of fourteen people heard had paid between 900 and 1,100 dollars for their job; none was repaid."


def test_an_auditor_records_a_finding_and_the_company_sees_it_at_its_supplier(room):
    supplier, email = (
        ("Jerash Sewing Company", "analyst@northwind.example")
        if room.size == PHONE
        else ("Costa Verde Berries SL", "analyst@harvest.example")
    )
    auditor = room.person("auditor@lantern.example").open("/visit").sees("Where you are engaged", supplier)
    card = auditor.page.locator(".fg-card").filter(has_text=supplier)
    auditor.follow_to(card.locator("a").filter(has_text="Plan an audit").first)
    auditor.press("Plan the audit", status=422).error_links_lead_into_fields()
    auditor.fill("Standard", "Fair Work Code 2").tick("Unannounced")
    day(auditor, "First day", 21, 11, 2026)
    auditor.press("Plan the audit").sees("The audit is planned.")
    audit = auditor.path
    auditor.press("Start the audit")
    auditor.follow("Record a finding", within="main")
    auditor.press("Save the finding", status=422).error_links_lead_into_fields()
    auditor.fill("Clause", "1.1 No fees to workers").tick("Critical").fill("What you found", FOUND)
    day(auditor, "To be put right by", 31, 1, 2027)
    auditor.reach("Save the finding")
    auditor.press("Save the finding").sees("1.1 No fees to workers", "Critical")
    auditor.follow("Submit the audit", within="main")
    auditor.press("Submit the audit", status=422).error_links_lead_into_fields()
    auditor.fill("Summary", "Fourteen people were heard in two languages. Fees were paid in the home country.")
    auditor.press("Submit the audit").sees("Submitted")

    company = room.person(email).open("/co/suppliers").follow(supplier)
    company.sees("Fair Work Code 2", "open finding", "Critical")
    company.follow("Fair Work Code 2", within="main").sees("This audit waits for your company", FOUND[:40])
    assert company.path == audit


def day(tab, legend, *numbers):
    """Fill in the three boxes of a date."""
    group = tab.page.get_by_role("group", name=legend)
    for label, number in zip(("Day", "Month", "Year"), numbers, strict=True):
        group.get_by_label(label, exact=True).fill(str(number))
