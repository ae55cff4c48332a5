"""Suppliers: the first page, the list and its search, one supplier with what other rooms add."""

import pytest
from markupsafe import Markup
from sqlalchemy import text

from core.db import transaction
from core.errors import Invalid
from core.spreadsheets import as_csv, safe
from supplychain.suppliers import panels
from supplychain.suppliers.keys import broker_key, supplier_key
from supplychain.suppliers.panels import Panel
from tests.factories import signed_in
from tests.supplychain.supply import GOOD, bearer, flagged, imported, licensed


def test_the_first_page_of_a_new_company_leads_to_the_upload(app):
    page = signed_in(app, "analyst").get("/co", status=200)
    assert "No suppliers yet" in page.words
    assert page.click("Upload a list").h1 == "Upload a supplier list"


def test_the_first_page_shows_what_waits_and_when_suppliers_were_screened(app, run_jobs):
    flagged("Kuznetsov Heavy Machinery OOO")
    licensed()
    client = signed_in(app, "analyst")
    imported(client, run_jobs, *GOOD)
    page = client.get("/co", status=200)
    assert "1 Alerts to decide" in page.words
    assert "3 Suppliers in 2 countries" in page.words
    assert "1 With a labour broker" in page.words
    assert "Last screening 21 November 2026, 09:00: 3 suppliers, 1 list, 1 name." in page.words


def test_suppliers_are_found_by_name_own_number_broker_and_country(app, run_jobs):
    client = signed_in(app, "analyst")
    imported(client, run_jobs, *GOOD)

    def found(**query):
        page = client.get("/co/suppliers", query_string=query, status=200)
        return [link.get_text() for link in page.soup.select(".fg-split__main tbody th a")]

    assert found() == ["Golden Thread Garments", "Kuznetsov Heavy Machinery OOO", "Peel & Pack Ltd"]
    assert found(q="golden THREAD") == ["Golden Thread Garments"]
    assert found(q="V-3") == ["Kuznetsov Heavy Machinery OOO"]
    assert found(q="sunrise") == ["Peel & Pack Ltd"]
    assert found(q="100%_") == []
    assert found(country="RU") == ["Kuznetsov Heavy Machinery OOO"]
    assert found(alerts="open") == ["Peel & Pack Ltd"]
    assert found(brokers="none", sort="country") == ["Golden Thread Garments", "Kuznetsov Heavy Machinery OOO"]
    assert "No supplier fits" in client.get("/co/suppliers", query_string={"q": "nobody"}).words


def test_the_list_is_given_as_csv(app, run_jobs):
    client = signed_in(app, "analyst")
    imported(client, run_jobs, *GOOD)
    body = client.http.get("/co/suppliers.csv?country=BD").get_data(as_text=True)
    assert "Golden Thread Garments" in body
    assert "Kuznetsov" not in body


def test_a_supplier_page_tells_its_facts_its_brokers_and_what_happened(app, run_jobs):
    head = "external_ref,supplier_name,address,country,tier,workers_total,broker_name,fee_payer,Buyer"
    client = signed_in(app, "analyst")
    imported(
        client,
        run_jobs,
        'V-1,Peel & Pack,"14 Mill Road, Unit 2",Bangladesh,2,100-500,Dream Jobs,worker,Ms Khan',
        head=head,
    )
    page = client.get("/co/suppliers").click("Peel & Pack")
    assert "14 Mill Road, Unit 2" in page.words
    assert "100–500" in page.words
    assert "Ms Khan" in page.words
    assert "Dream Jobs Not in our register" in page.words
    assert "Your list says that workers pay the recruitment fee here." in page.words
    assert "Named in a supplier list" in page.words
    assert "row 2." in page.words


def test_two_brokers_of_one_supplier_are_two_rows_and_one_supplier(app, run_jobs):
    client = signed_in(app, "analyst")
    imported(client, run_jobs, GOOD[0], GOOD[0].replace("Sunrise Overseas,RA-00017", "Moonlight Manpower,"))
    page = client.get("/co/suppliers")
    assert "1 to 1 of 1" in page.words
    page = page.click("Peel & Pack")
    assert "Sunrise Overseas" in page.words and "Moonlight Manpower" in page.words


def test_who_applies_under_the_name_of_a_licensed_agency_does_not_make_it_unknown(app, run_jobs):
    licensed(status="suspended")
    _impostor, spare = licensed(number="RA-00018")
    with transaction(role="none") as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text("DELETE FROM licence WHERE id = :id"), {"id": spare})
    client = signed_in(app, "analyst")
    unnumbered = "V-1,Peel & Pack Ltd,14 Mill Road Unit 2,Gazipur,Bangladesh,Sunrise Overseas,,Nepal,employer"
    imported(client, run_jobs, unnumbered)
    page = client.get("/co/suppliers", status=200).click("Peel & Pack Ltd")
    assert "Licence suspended" in page.words


def test_a_higher_room_adds_a_block_and_events_without_being_known_here(app, run_jobs, monkeypatch):
    from tests.conftest import NOON

    monkeypatch.setattr(panels, "_panels", [])
    monkeypatch.setattr(panels, "_figures", [])

    @panels.register
    def audits(supplier, by):
        event = {"title": "Audit finished", "at": NOON, "by": by.name, "text": supplier.name, "kind": "good"}
        return Panel("audits", "Audits", "supplychain/lists/parts.html", {"x": Markup("")}, [event])

    panels.register(audits)
    panels.register_figure(lambda _by: {"value": 4, "label": "Overdue findings", "kind": "bad"})
    client = signed_in(app, "analyst")
    imported(client, run_jobs, *GOOD)
    page = client.get("/co/suppliers").click("Peel & Pack")
    assert page.words.count("Audit finished") == 1
    assert "4 Overdue findings" in client.get("/co").words


def test_another_company_sees_no_supplier(app, run_jobs):
    client = signed_in(app, "analyst")
    imported(client, run_jobs, *GOOD)
    path = client.get("/co/suppliers").click("Peel & Pack").path
    stranger = signed_in(app, "analyst")
    assert stranger.get(path).status == 404
    reference = path.split("/")[-1]
    assert stranger.http.get(f"/api/v1/suppliers/{reference}", headers=bearer(stranger)).status_code == 404
    assert stranger.http.get("/api/v1/suppliers", headers=bearer(stranger)).json["total"] == 0
    mine = client.http.get(f"/api/v1/suppliers/{reference}", headers=bearer(client)).json
    assert mine["brokers"][0]["licence_state"] == "not-found"
    assert "Peel" not in stranger.http.get("/co/suppliers.csv").get_data(as_text=True)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "-", "+977 1 400"]
)
def test_what_looks_like_a_formula_is_given_out_as_text(cell):
    assert safe(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-12.5", "+4", "Peel & Pack", "", "V-1", "3-4"])
def test_plain_values_are_given_out_as_they_are(cell):
    assert safe(cell) == cell


def test_a_table_is_utf_8_with_the_mark_that_spreadsheet_programs_need():
    assert as_csv(["ø"], [[None], ['a"b'], [3]]) == b'\xef\xbb\xbf\xc3\xb8\r\n""\r\n"a""b"\r\n3\r\n'


def test_a_supplier_is_known_again_by_its_number_or_by_name_and_place():
    place = {"supplier_name": "Peel & Pack Ltd", "address": "14, Mill Road", "country": "BD"}
    assert supplier_key(place) == supplier_key(
        {**place, "supplier_name": "PEEL   & PACK LTD.", "address": "14 Mill Road"}
    )
    assert supplier_key(place) != supplier_key({**place, "country": "IN"})
    assert supplier_key({**place, "external_ref": "v 1"}) == supplier_key({"external_ref": "V  1"})
    assert broker_key({}) is None
    assert broker_key({"broker_name": "Sunrise"}) == broker_key({"broker_name": "SUNRISE", "broker_licence_no": "1"})
    assert issubclass(Invalid, Exception)
