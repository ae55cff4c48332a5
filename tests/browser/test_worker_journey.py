"""Step 3: a worker finds an agency by number, by a misspelt name, by telephone: one request, no cookie, no script."""

import pytest

pytestmark = pytest.mark.browser


def test_a_worker_finds_an_agency_by_number_and_checks_the_caller(room):
    tab = room.visitor().open("/")
    assert tab.h1 == "Check an agency or agent"
    tab.sees("You must not pay for a job")
    tab.press("Check", status=422).sees("Type a name or a number")
    assert tab.page.title().startswith("Error: ")
    ask(tab, "ra 00009")
    assert tab.h1 == "Licensed with rules"
    tab.sees("Blue River", "Sends workers only to Jordan and Qatar", "You must not pay for a job.")
    tab.fill("Their phone number", "+44 20 7946 0999").press("Check this number")
    assert tab.h1 == "This phone number is not theirs"
    tab.page.go_back(wait_until="load")
    tab.fill("Their phone number", "020 7946 0111").press("Check this number")
    assert tab.h1 == "This number belongs to them"


def test_a_worker_finds_an_agency_by_a_misspelt_name_and_by_telephone(room):
    tab = room.visitor().open("/")
    tab.reach("Check")
    ask(tab, "Riverston Human Resorces")
    assert tab.h1 == "Be careful. The name is not the same"
    tab.follow("Riverstone")
    assert tab.h1 == "Licensed"
    ask(tab.open("/"), "020 7946 0181")
    assert tab.h1 == "No longer licensed"
    tab.sees("Cedar Grove")


def test_a_revoked_agency_stays_visible_and_an_unknown_one_is_not_found(room):
    tab = room.visitor().open("/")
    ask(tab, "Ironwood Labour Supply Ltd")
    assert tab.h1 == "Licence taken away"
    tab.sees("It must not find jobs for anyone.", "Do not pay.")
    ask(tab.open("/"), "Quartz Peninsula Vexillology", status=404)
    assert tab.h1 == "No licence found"
    tab.sees("Do not give your passport.")


def test_everything_works_without_script(room):
    tab = room.visitor(script=False).open("/")
    ask(tab, "RA-00011")
    assert tab.h1 == "Stopped for now"
    tab.sees("The agency does not agree")
    tab.open("/rights")


def test_everything_works_from_right_to_left_in_arabic(room):
    tab = room.visitor().open("/")
    tab.follow("العربية")
    assert tab.path.startswith("/ar")
    mirrored(tab)
    tab.page.get_by_role("searchbox").or_(tab.page.get_by_role("textbox")).first.fill("الجسر الذهبي للتوظيف")
    tab.follow_to(tab.page.locator("main form button").first)
    mirrored(tab)
    assert "Golden Bridge" in tab.words
    assert tab.page.locator("bdi", has_text="RA-00010").count()


def mirrored(tab):
    """Assert that the page runs from right to left, with its first column on the right."""
    assert tab.page.evaluate("() => [document.documentElement.dir, document.documentElement.lang]") == ["rtl", "ar"]
    field = tab.page.locator("h1").bounding_box()
    width = tab.page.viewport_size["width"]
    assert width - (field["x"] + field["width"]) <= field["x"] + 1 or field["width"] > width * 0.6, field


def ask(tab, question, *, status=200):
    """Type into the one field and press the one button."""
    tab.fill("Name, licence number or phone number", question)
    tab.press("Check", status=status)
