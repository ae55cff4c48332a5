"""Uploading a supplier list: read, columns, review, import, screening, each step as a person sees it."""

import pytest

from tests.factories import actor, browser_of, member, signed_in
from tests.supplychain.supply import BAD, GOOD, HEAD, csv, flagged, licensed, upload


def test_a_company_uploads_a_list_and_is_led_from_the_file_to_an_alert_and_a_decision(app, run_jobs):
    flagged("Kuznetsov Heavy Machinery OOO", "Kuznetsov Heavy Industries")
    licensed()
    client = signed_in(app, "analyst")
    page = upload(client, csv(*GOOD, BAD))
    assert page.h1 == "We are reading your list"
    run_jobs()
    page = client.get(page.path)
    assert page.h1 == "Which column is which?"
    assert "Peel & Pack Ltd" in page.words
    page = page.submit("Check every row")
    assert page.h1 == "We are checking each row"
    run_jobs()
    page = client.get(page.path)
    assert page.h1 == "3 good rows, 1 to mend"
    assert "Country 'Qatra' is not known. Did you mean Qatar?" in page.words
    page = page.submit("Import 3 good rows, keep 1 to fix")
    assert "We are importing" in page.h1
    run_jobs()
    page = client.get(page.path)
    assert page.h1 == "1 alert to decide"
    assert "Screened 21 November 2026, 09:00: 3 suppliers against 1 lists with 2 names." in page.words
    page = page.click("Decide the alerts").click("Kuznetsov Heavy Machinery OOO")
    assert "Is “Kuznetsov Heavy Machinery OOO” the same as" in page.h1
    page = page.submit("Record the decision", verdict="not-same", reason="different-party", note="Another site.")
    assert "Your decision is recorded." in page.words
    assert "Hidden until either record changes, at most until 21 November 2027." in page.words
