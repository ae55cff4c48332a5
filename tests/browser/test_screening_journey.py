"""One name is screened: found with its reasons, not found in words that claim no more, and nothing of it kept."""

import pytest

from tests.browser.tab import PHONE

pytestmark = pytest.mark.browser


def test_an_analyst_screens_a_name_and_reads_why(room):
    tab = room.person("analyst@harvest.example").open("/co").follow("Screen a name", within="nav")
    tab.press("Compare with the lists", status=422).error_links_lead_into_fields()
    name = "Tallow Bay Fods Co" if room.size == PHONE else "Brightlom Textile Mill"
    tab.fill("Name", name).tick("Organisation")
    tab.reach("Compare with the lists")
    tab.press("Compare with the lists").sees(f"like “{name}”", "agrees with", "Goods made with forced labour")
    assert tab.page.url.endswith("/screening"), "a name stands in no address"
    tab.page.get_by_text("Word by word, point by point").first.click()
    tab.check().sees(
        "The score, word by word", "Points of 100; they add up to the score", "Computed again from these words"
    )
    with tab.page.expect_download() as waiting:
        tab.page.get_by_role("button", name="Download as CSV").click()
    assert waiting.value.suggested_filename.startswith("screening-")
    tab.follow_to(tab.page.locator("article h3 a").first).sees("What the publisher says", "On the list")


def test_nothing_found_and_nothing_to_compare_are_told_apart(room):
    tab = room.person("analyst@harvest.example").open("/screening")
    tab.fill("Name", "Blue Mountain Bakery").press("Compare with the lists")
    tab.sees(
        "Nothing similar to “Blue Mountain Bakery”", "No more than that was searched", "Goods made with forced labour"
    )
    tab.fill("Name", "LLC").press("Compare with the lists")
    tab.sees("Nothing of “LLC” is left to compare", "Nothing was compared.")


def test_the_answer_reads_from_right_to_left_in_arabic(room):
    tab = room.person("analyst@harvest.example").open("/ar/screening")
    tab.page.locator("#name").fill("شركة Tallow Bay Foods")
    tab.follow_to(tab.page.locator("main form button").last)
    assert tab.page.evaluate("() => document.documentElement.dir") == "rtl"
    assert tab.page.locator("#result bdi").inner_text() == "شركة Tallow Bay Foods"
