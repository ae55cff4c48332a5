"""Step 4: a company uploads its suppliers, sees what is wrong row by row, and decides the alerts that come of it."""

import pytest

from tests.browser.tab import PHONE

pytestmark = pytest.mark.browser

ROWS = """Factory;Street;Land;Recruiter;Recruiter licence
Greenfield Tailoring Ltd;12 Mill Road;BD;;
{flagged};Zone 4;{land};;
Pelican Packaging;3 Dock Lane;Atlantis;;
Harbour Knitwear;9 Sea Wall;MY;Ironwood Labour Supply Ltd;RA-00003
"""


def test_a_company_uploads_suppliers_reviews_rows_and_decides_an_alert(room, tmp_path):
    flagged, land = ("Brightlom Textile Mill", "IN") if room.size == PHONE else ("Karvexx Cotton Ginning Work", "UZ")
    file = tmp_path / f"suppliers-{room.size['width']}.csv"
    file.write_text(ROWS.format(flagged=flagged, land=land), encoding="utf-8")
    tab = room.person("analyst@harvest.example").open("/co")
    tab.follow("Supplier lists", within="nav").follow("Upload a list")
    tab.press("Upload and check", status=422).error_links_lead_into_fields()
    tab.attach("Your supplier list", file)
    tab.reach("Upload and check")
    tab.press("Upload and check")
    settle(tab)
    assert tab.h1 == "Which column is which?"
    tab.select("Column A", "Supplier name (needed)").select("Column B", "Address (needed)")
    tab.select("Column C", "Country (needed)").select("Column D", "Labour broker")
    tab.select("Column E", "Broker's licence number")
    tab.press("Check every row")
    settle(tab)
    assert tab.h1 == "3 good rows, 1 to mend"
    tab.sees("Pelican Packaging", "Atlantis")
    tab.press("Import 3 good rows, keep 1 to fix")
    settle(tab)
    assert "alert" in tab.h1, tab.h1
    tab.follow("Decide the alerts").sees(flagged, "Ironwood Labour Supply Ltd")
    tab.follow(flagged).sees("Why they look alike", "Side by side", "Our supplier", "Listed party")
    decide(tab)
    tab.follow("Suppliers", within="nav", exact=True).follow("Harbour Knitwear").sees("Ironwood Labour Supply Ltd")


def settle(tab):
    """Look again until the worker has done its part."""
    for _ in range(100):
        look = tab.page.get_by_role("link", name="Look again now")
        if not look.count():
            tab.check()
            return
        tab.page.wait_for_timeout(300)
        tab.page.reload(wait_until="load")
    raise AssertionError(f"{tab.path} still works: {tab.words}")


def decide(tab):
    """Refuse to decide without a reason, then decide."""
    tab.press("Record the decision", status=422).error_links_lead_into_fields()
    tab.tick("Not the same").select("Reason", "Another company or person")
    tab.fill("Note", "Another owner, another town, founded eight years later; the supplier sent its trade register.")
    tab.press("Record the decision").sees("Not the same", "Another company or person")
