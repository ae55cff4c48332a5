"""Registering is open to everyone, so it is bounded."""

from accounts.organisations import service
from accounts.permissions import Kind
from core.actor import SYSTEM
from core.db import transaction


def test_a_flood_of_registrations_is_told_to_wait_and_nothing_typed_is_lost(client):
    with transaction(actor=None):
        for number in range(service.MOST_REGISTRATIONS):
            service.found(kind=Kind.BROKER, name=f"Agency {number}", country="NP", by=SYSTEM)
    page = client.get("/account/register").submit(
        "Register", agency_name="One Too Many", country="NP", name="Sita Rai", email="sita@example.org",
        password="three words to remember",
    )  # fmt: skip
    assert page.errors == ["Many agencies are registering just now. Try again in ten minutes."]
    assert page.soup.find("input", attrs={"name": "agency_name"})["value"] == "One Too Many"
