import json
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from supplychain.lists import checking, columns, identifiers

GOOD = {"country": "BD", "supplier_name": "Alpha Garments Ltd", "address": "14 Mill Road Gazipur"}


def check(**values):
    return checking.check_row({**GOOD, **values}, checking.CheckContext(), row=2)


def codes(row) -> Counter[str]:
    return Counter(finding.code for finding in row.findings)


@pytest.mark.parametrize(
    ("values", "code", "status"),
    [
        ({"supplier_name": "A" * 301}, "R02", "rejected"),
        ({"country": "Qatra"}, "R03", "rejected"),
        ({"address": "14 Mill Road, Hanoi, Vietnam"}, "R04", "accepted"),
        ({"subdivision": "IN-KA"}, "R05", "accepted"),
        ({"lat": "north", "lng": "90"}, "R06", "accepted"),
        ({"lat": "23.8"}, "R06", "accepted"),
        ({"lat": "0", "lng": "0.0"}, "R06", "accepted"),
        ({"lat": "48.8", "lng": "2.3"}, "R07", "accepted"),
        ({"lat": "90.4", "lng": "23.8"}, "R08", "accepted"),
        ({"country": "VN", "lat": "70.5", "lng": "10.7", "address": "1 Long Road"}, "R07", "accepted"),
        ({"lei": "FAIRGATEEXAMPLE00129"}, "R09", "accepted"),
        ({"gln": "4012345000008"}, "R09", "accepted"),
        ({"duns": "12-345"}, "R09", "accepted"),
        ({"os_id": "XX1"}, "R09", "accepted"),
        ({"duns": "12345678"}, "R16", "accepted"),
        ({"external_ref": "1.5E+10"}, "R17", "accepted"),
        ({"supplier_name": "2-Mar"}, "R17", "accepted"),
        ({"notes": "-cmd|calc"}, "R18", "accepted"),
        ({"city": "#N/A"}, "R19", "accepted"),
        ({"city": "TBD"}, "R20", "accepted"),
        ({"address": "P.O. Box 1234, Dhaka"}, "R21", "accepted"),
        ({"address": "Dhaka"}, "R22", "accepted"),
        ({"workers_total": "100", "workers_migrant": "120"}, "R26", "rejected"),
        ({"tier": "second"}, "R27", "accepted"),
        ({"broker_name": "Bright Path"}, "R29", "accepted"),
        (
            {"broker_name": "Bright Path", "broker_licence_no": "L-1", "fee_payer": "Worker"},
            "R31",
            "accepted",
        ),
        ({"hs_codes": "62; nine"}, "R32", "accepted"),
        ({"notes": "Call Ms Rahman on +880 1711 000 000"}, "R33", "accepted"),
        ({"notes": "write to a.person@example.org"}, "R33", "accepted"),
        ({"notes": "passport no. A1234567"}, "R33", "accepted"),
        ({"supplier_name": "Mr. Abdul Karim"}, "R34", "accepted"),
        ({"workers_total": "many"}, "R36", "accepted"),
        ({"broker_country": "Atlantis"}, "R36", "accepted"),
        ({"fee_payer": "the moon"}, "R36", "accepted"),
        ({"relationship_start": "2025-01-02", "relationship_end": "2024-01-01"}, "R36", "accepted"),
    ],
)
def test_a_row_gets_the_finding_it_deserves(values, code, status):
    row = check(**values)
    assert codes(row)[code] >= 1
    assert row.status == status


def test_a_good_row_gets_none():
    row = check(
        lei="FAIRGATEEXAMPLE00128",
        gln="4012345000009",
        duns="12-345-6789",
        lat="23.81",
        lng="90,41 E",
        workers_total="1,200",
        workers_migrant="100 - 200",
        tier="Tier 2",
        products="Shirts | Trousers",
        fee_payer="Employer",
        broker_name="Bright Path",
        broker_licence_no="L-7K2M-9QXD",
        corridor_from="Népal",
        corridor_to="মালয়েশিয়া",
        relationship_start="13/04/2025",
        hs_codes="62.05;6203",
    )
    assert row.findings == []
    assert row.values["duns"] == "123456789"
    assert (row.values["lat"], row.values["lng"]) == (23.81, 90.41)
    assert row.values["workers_total"] == [1200, 1200]
    assert row.values["workers_migrant"] == [100, 200]
    assert row.values["tier"] == 2
    assert row.values["products"] == ["Shirts", "Trousers"]
    assert (row.values["corridor_from"], row.values["corridor_to"]) == ("NP", "MY")
    assert row.values["relationship_start"] == "2025-04-13"
    assert row.values["hs_codes"] == ["6205", "6203"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Viet Nam", "VN"), ("Hong Kong SAR", "HK"), ("U.S.A.", "US"), ("bgd", "BD"), ("Deutschland", "DE"),
        ("中国", "CN"), ("বাংলাদেশ", "BD"), ("Turquía", "TR"), ("Korea, Republic of", "KR"), ("NA", "NA"),
        ("Slovak Republic", "SK"), ("Republic of China", "TW"), ("Côte d’Ivoire", "CI"), ("The Gambia", "GM"),
    ],
)  # fmt: skip
def test_countries_are_known_by_many_names(name, code):
    assert check(country=name).values["country"] == code


def test_congo_alone_is_two_countries():
    assert codes(check(country="Congo"))["R03"] == 1


def test_suggestions_end_so_that_a_bad_file_cannot_make_us_search_forever():
    context = checking.CheckContext()
    for number in range(300):
        checking.check_row({**GOOD, "country": f"Nowhere {number}"}, context, row=number + 2)
    assert len(context.suggestions) == 200


def test_rows_are_compared_within_the_file():
    context = checking.CheckContext()
    table = [
        ({}, "accepted", None),
        ({"supplier_name": "ALPHA  Garments, Ltd."}, "duplicate", "R23"),
        ({"broker_name": "Bright Path", "broker_licence_no": "L-1"}, "accepted", None),
        ({"broker_name": "Other Path", "broker_licence_no": "L-2"}, "accepted", None),
        ({"broker_name": "Other Path", "broker_licence_no": "L-2"}, "duplicate", "R23"),
        ({"address": "15 Mill Road Gazipur"}, "accepted", "R25"),
        ({"supplier_name": "Alpha Garment Ltd"}, "accepted", "R24"),
        ({"country": "India"}, "accepted", None),
    ]
    for number, (values, status, code) in enumerate(table, 2):
        row = checking.check_row({**GOOD, **values}, context, row=number)
        assert (row.status, [finding.code for finding in row.findings]) == (status, [code] if code else [])
    assert context.counts == {"accepted": 6, "rejected": 0, "duplicate": 2, "blank": 0}


def test_references_are_followed_when_the_file_is_read():
    context = checking.CheckContext()
    table = [
        ("V1", "V2", "1"),
        ("V2", "V3", "1"),
        ("V3", "V1", None),
        ("V4", "nowhere", None),
        (None, "lost", None),
    ]
    for number, (own, source, tier) in enumerate(table, 2):
        values = {**GOOD, "supplier_name": f"Maker {chr(70 + number)}", "buys_from_ref": source}
        values |= {"external_ref": own} if own else {}
        values |= {"tier": tier} if tier else {}
        checking.check_row(values, context, row=number)
    found = [(finding.row, finding.params.get("reason"), finding.params["value"]) for finding in context.finish()]
    assert (2, "circle", "V1 → V2 → V3 → V1") in found
    assert (5, None, "nowhere") in found
    assert (6, None, "lost") in found


def test_a_tier_must_be_further_away_than_the_one_that_buys_from_it():
    context = checking.CheckContext()
    checking.check_row({**GOOD, "external_ref": "V1", "buys_from_ref": "V2", "tier": "2"}, context, row=2)
    checking.check_row({**GOOD, "supplier_name": "Beta", "external_ref": "V2", "tier": "1"}, context, row=3)
    assert [(finding.code, finding.row) for finding in context.finish()] == [("R27", 3)]


def test_one_reference_for_two_suppliers_is_said():
    context = checking.CheckContext()
    checking.check_row({**GOOD, "external_ref": "V1"}, context, row=2)
    row = checking.check_row({**GOOD, "supplier_name": "Beta", "external_ref": "V1"}, context, row=3)
    assert codes(row)["R10"] == 1


def test_ambiguous_dates_are_asked_about_once_per_file():
    values = {**GOOD, "relationship_start": "03/04/2025"}
    assert checking.check_row(values, checking.CheckContext(), row=2).findings[0].params["reason"] == "ambiguous"
    assert (
        checking.check_row(values, checking.CheckContext(day_first=True), row=2).values["relationship_start"]
        == "2025-04-03"
    )
    assert (
        checking.check_row(values, checking.CheckContext(day_first=False), row=2).values["relationship_start"]
        == "2025-03-04"
    )


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=18, max_size=18),
    st.integers(0, 17),
    st.integers(1, 35),
)
def test_one_wrong_character_in_an_lei_is_always_noticed(base, place, shift):
    number = int("".join(str(int(character, 36)) for character in base + "00"))
    lei = f"{base}{98 - number % 97:02}"
    assert identifiers.fault("lei", lei) is None
    # ISO 7064 mod 97-10 promises this for a digit taken for a digit and a letter for a letter, not between the two.
    signs = "0123456789" if lei[place].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    other = signs[(signs.index(lei[place]) + shift) % len(signs)]
    assume(other != lei[place])
    assert identifiers.fault("lei", lei[:place] + other + lei[place + 1 :]) is not None


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(columns.LABELS)), st.text(max_size=80), max_size=12))
def test_no_cell_makes_the_checks_fail(values):
    context = checking.CheckContext()
    for number in (2, 3):
        row = checking.check_row(values, context, row=number)
        json.dumps(row.values)
        for finding in row.findings:
            assert "%(" not in finding.sentence() or "%(" in str(values)
    assert sum(context.counts.values()) == 2
    context.finish()
