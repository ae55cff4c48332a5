"""Signing in and registering, as people do it."""

import pytest

pytestmark = pytest.mark.browser


def test_signing_in_with_a_wrong_password_says_so_and_keeps_the_address(room):
    tab = room.visitor(worker=False).open("/sign-in")
    tab.press("Sign in", status=422).error_links_lead_into_fields()
    tab.fill("E-mail address", "officer@meridia.example").fill("Password", "not this one at all")
    tab.press("Sign in", status=422)
    assert tab.page.get_by_label("E-mail address").input_value() == "officer@meridia.example"
    tab.reach("Sign in")
