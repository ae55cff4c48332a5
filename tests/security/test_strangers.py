"""Attacks on what belongs to others, and with what others typed, at every address of the running application."""

import csv
import io

import pytest

from tests.client import Client
from tests.security.attacking import (
    FORMULA,
    PEOPLE,
    XSS,
    addresses,
    as_owner,
    bearer,
    broker_of,
    browser,
    pages,
    poison,
    things,
)

COMPANY_ROOMS = {"alerts", "suppliers", "lists", "visits", "findings", "engagements"}
STRANGERS = [
    ("compliance@bluepeak.example", COMPANY_ROOMS), ("analyst@harvest.example", COMPANY_ROOMS),
    ("decider@meridia.example", COMPANY_ROOMS), ("sunrise@brokers.example", COMPANY_ROOMS),
    ("sunrise@brokers.example", {"applications"}), ("compliance@bluepeak.example", {"applications"}),
    ("auditor@lantern.example", {"applications", "assessment", "licences", "alerts", "lists", "suppliers"}),
    ("sunrise@brokers.example", {"assessment", "licences"}), ("compliance@northwind.example", {"assessment", "licences"}),
]  # fmt: skip


@pytest.mark.parametrize(("email", "rooms"), STRANGERS, ids=lambda value: value if isinstance(value, str) else "")
def test_no_page_and_no_route_gives_or_changes_what_belongs_to_others(demonstrated, email, rooms):
    known = things()
    client, headers = browser(demonstrated, email), bearer(demonstrated, email)
    token = client.get("/account").soup.find(attrs={"name": "csrf_token"})["value"]
    tries = addresses(demonstrated, known, rooms)
    assert len(tries) > 8
    open_doors = []
    for method, address in tries:
        options = {"headers": headers, "json": {"version": 1, "note": "a long enough note"}}
        if not address.startswith("/api/"):
            options = {"data": {"csrf_token": token, "version": "1"}} if method == "POST" else {}
        if method == "GET":
            options.pop("json", None)
        status = client.http.open(address, method=method, **options).status_code
        if status not in (403, 404, 422) or (status == 422 and method == "GET"):
            open_doors.append(f"{method} {address}: {status}")
    assert open_doors == []


@pytest.mark.parametrize("role", PEOPLE, ids=str)
def test_no_page_runs_what_somebody_typed(demonstrated, role):
    known = things("returned")
    email = PEOPLE[role] or broker_of(known["application"])
    client = browser(demonstrated, email)
    assert poison(XSS) > 40
    broken, looked, shown = [], 0, 0
    for _endpoint, address in pages(demonstrated, known):
        response = client.http.get(address)
        if response.status_code in (303, 403, 404):
            continue
        looked += 1
        body = response.get_data(as_text=True)
        if response.status_code >= 500:
            broken.append(f"{address}: {response.status_code}")
        elif response.mimetype == "text/html":
            shown += "&lt;script&gt;alert(1)" in body
            if "<script>alert(1)" in body or ">49" in body or "'><script" in body:
                broken.append(f"{address} runs it")
    assert broken == []
    assert looked >= 4
    assert shown >= 2, "the payload was shown nowhere, so nothing was tried"


def test_no_public_page_runs_what_a_broker_typed(demonstrated):
    reference = as_owner("SELECT a.reference FROM agency a JOIN licence l ON l.agency_id = a.id ORDER BY 1 LIMIT 1")[0][
        0
    ]
    poison(XSS)
    client = Client(demonstrated)
    for address in (f"/a/{reference}", "/check?q=RA-00002", f"/check?q={XSS}", f"/a/{reference}/phone?n={XSS}"):
        body = client.http.get(address).get_data(as_text=True)
        assert "<script>alert(1)" not in body, address
    answer = client.http.get(f"/a/{reference}")
    assert "&lt;script&gt;alert(1)" in answer.get_data(as_text=True)
    assert answer.headers.getlist("Set-Cookie") == []


def test_no_table_for_a_spreadsheet_holds_a_formula(demonstrated):
    known = things("returned")
    emails = ("officer@meridia.example", "analyst@northwind.example", "auditor@lantern.example")
    clients = [browser(demonstrated, email) for email in emails]
    poison(FORMULA)
    as_owner("UPDATE supplier_list_row SET status = 'rejected' WHERE row_number < 5")
    files, cells = set(), 0
    for client in clients:
        for _endpoint, address in pages(demonstrated, known):
            if not address.endswith(".csv"):
                continue
            response = client.http.get(address)
            if response.status_code != 200:
                continue
            files.add(address)
            assert response.headers["Cache-Control"] == "private, no-store", address
            assert response.headers["Content-Disposition"].startswith("attachment"), address
            for row in csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))):
                cells += any("HYPERLINK" in cell for cell in row)
                assert not [cell for cell in row if cell.lstrip(" \t\r\n\xa0").startswith(("=", "@", "+H", "-H"))], (
                    address
                )
    assert len(files) >= 6, files
    assert cells > 20
