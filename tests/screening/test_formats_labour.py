"""Lists on forced labour and on licences: small files with invented names in the published layouts."""

from pathlib import Path

import pytest

from screening.watchlists.formats import FormatError, NameRecord, detect, read
from screening.watchlists.formats.lista_suja import is_cnpj, is_cpf
from screening.watchlists.formats.party_cells import parse

SAMPLES = Path(__file__).parent / "samples"


def entities(path, code):
    path = SAMPLES / path
    assert detect(path) == code
    skipped = []
    return list(read(path, code, skipped=skipped.append)), skipped


def names(records):
    return [record.caption for record in records]


# ------------------------------------------------------------------------------------------- one cell


@pytest.mark.parametrize(
    ("cell", "aliases", "subsidiaries", "family"),
    [
        ("A Textile Co., Ltd.", [], [], ""),
        ("A (including one alias: B (Group) Hair)", ["B (Group) Hair"], [], ""),
        ("A Co. (and one alias: B)", ["B"], [], ""),
        ("A (including two aliases: B Cotton and C Import and Export Co., Ltd.)",
         ["B Cotton", "C Import and Export Co., Ltd."], [], ""),
        ("A (including two aliases: B; and C)", ["B", "C"], [], ""),
        ("A (including three aliases: B Co., Ltd.; C; and D (Holding) Inc.) and its subordinate and affiliated entities",
         ["B Co., Ltd.", "C", "D (Holding) Inc."], [], "subordinate and affiliated entities"),
        ("A (including two aliases: B and formerly known as C)", ["B", "fka C"], [], ""),
        ("A (formerly known as B Ltd. and C Ltd.)", ["fka B Ltd.", "fka C Ltd."], [], ""),
        ("A Sdn. Bhd. a/k/a B", ["B"], [], ""),
        ("A Co. and its three X-based subsidiaries, which include B Co., Ltd., C Science and Technology Ltd., and D",
         [], ["B Co., Ltd.", "C Science and Technology Ltd.", "D"], ""),
        ("A and its subsidiary B Co., Ltd.", [], ["B Co., Ltd."], ""),
        ("A Metals, and Subsidiaries", [], [], "Subsidiaries"),
        ("A Co., Ltd. and its Xinjiang-based subsidiaries", [], [], "subsidiaries"),
        ("A (Xinjiang) Co., Ltd.", [], [], ""),
    ],
)  # fmt: skip
def test_a_cell_is_taken_apart_into_names_and_subsidiaries(cell, aliases, subsidiaries, family):
    party = parse(cell)
    assert party.names[0].kind == "primary"
    assert [f"fka {n.name}" if n.kind == "fka" else n.name for n in party.names[1:]] == aliases
    assert [member.names[0].name for member in party.subsidiaries] == subsidiaries
    assert party.family == family
    assert party.certain == (not aliases and not subsidiaries and not family)


@pytest.mark.parametrize(
    "cell", ["", "(", ")", "(((", "A (including two aliases:", "and its subsidiary", " and ", "(a/k/a)"]
)
def test_a_strange_cell_is_taken_as_it_is(cell):
    assert isinstance(parse(cell).names, tuple)


# --------------------------------------------------------------------------------------------- UFLPA


def test_the_uflpa_tables_are_read_with_names_aliases_and_subsidiaries():
    records, _ = entities("uflpa.html", "uflpa_html")
    assert names(records) == [
        "Specimen Textile Co., Ltd.",
        "Beispiel Hair Products Co., Ltd.",
        "Muster Metals Group Co., Ltd.",
        "Muster Zinc Co., Ltd.",
        "Muster Import and Export Co., Ltd.",
        "Muster Gold",
        "Ejemplo Farm",
    ]
    textile, hair, metals, zinc, _export, gold, farm = records
    assert textile.listed_on == "2022-06-21"
    assert "(B)(i) A list" in textile.reason
    assert "(B)(ii) A list" in textile.reason
    assert textile.remarks is None
    assert hair.names[1:] == (NameRecord("Beispiel Haircare", "aka"), NameRecord("Beispiel (Group) Hair", "aka"))
    assert "confirmed by a person" in hair.remarks
    assert metals.listed_on == zinc.listed_on == gold.listed_on == "2024-08-09"
    assert zinc.remarks.startswith("Listed as a subsidiary of Muster Metals Group Co., Ltd.")
    assert farm.names[1] == NameRecord("Ejemplo Brigade", "fka")
    assert "Listed with its subordinate and affiliated entities." in farm.remarks
    assert {record.countries for record in records} == {("CN",)}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("June 12, 2023", "soon"), "no date"),
        (("Name of Entity", "Nome"), "no table"),
        (("Specimen Textile Co., Ltd.", ""), "name is missing"),
    ],
)
def test_a_changed_uflpa_page_is_refused(tmp_path, change, fault):
    path = tmp_path / "page.html"
    path.write_text((SAMPLES / "uflpa.html").read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(FormatError, match=fault):
        list(read(path, "uflpa_html"))


# ----------------------------------------------------------------------------------------------- CBP


def test_orders_against_companies_are_read_and_rules_on_goods_reported():
    records, skipped = entities("cbp.csv", "cbp_csv")
    assert names(records) == [
        "Specimen Fiber Co., Ltd.",
        "Beispiel Ocean Fishing Co., Ltd.",
        "Specimen Glove Sdn. Bhd.",
        "Muster Glove Sdn. Bhd.",
        "Specimen Star (fishing vessel)",
    ]
    fiber, ocean, glove, _muster, ship = records
    assert (ocean.schema, ship.schema) == ("Organization", "Vessel")
    assert fiber.names[1] == NameRecord("Specimen Viscose", "aka")
    assert "Listed with its: subsidiaries" in fiber.remarks
    assert (fiber.programs, fiber.countries, fiber.listed_on) == (("WRO",), ("CN",), "2016-10-31")
    assert fiber.reason == "Goods: Viscose rayon; Industry: Manufacturing"
    assert fiber.source_url == "https://www.cbp.gov/newsroom/sample"
    assert ocean.names[1] == NameRecord("Beispiel Pelagic", "aka")
    assert (glove.listed_on, glove.delisted_on) == ("2020-07-15", "2021-09-10")
    assert [(item.line, item.text) for item in skipped] == [
        (4, "Zimbabwe, Artisanal rough diamonds"),
        (5, "Turkmenistan, All cotton"),
        (8, "Old Specimen Factory"),
    ]
    assert "names no company" in skipped[0].reason


def test_the_page_of_orders_is_read_like_the_file():
    records, skipped = entities("cbp.html", "cbp_html")
    assert names(records) == ["Specimen Glove Sdn. Bhd.", "Specimen Latex Sdn. Bhd."]
    assert {record.countries for record in records} == {("MY",)}
    assert [item.text for item in skipped] == ["Turkmenistan, All cotton or products in whole or in part with cotton"]


# ----------------------------------------------------------------------------------------- lista suja


def test_the_lista_suja_is_read():
    (farm, person, workshop, masked), skipped = entities("cadastro_de_empregadores.csv", "lista_suja")
    assert (farm.caption, farm.schema) == ("Fazenda Exemplo Ltda", "Organization")
    assert farm.identifiers == {"registration_number": ("11222333000181",), "tax_id": ("11222333000181",)}
    assert (farm.listed_on, farm.delisted_on) == ("2025-04-09", None)
    assert "On the list: 05/04/2024 a 10/05/2024, 09/04/2025" in farm.remarks
    assert (
        farm.reason == "Conditions like slavery, inspected in: 2021; Workers involved: 14; Final decision: 15/03/2023"
    )
    assert farm.addresses == ("Fazenda Exemplo, zona rural; km 12, Cidade Exemplar, MG, Brasil",)
    assert (person.caption, person.schema) == ("JOÃO DA AMOSTRA", "Person")
    assert person.identifiers == {"tax_id": ("52998224725",)}
    assert workshop.identifiers == {}
    assert "check digits are wrong" in workshop.remarks
    assert (masked.identifiers, masked.listed_on, masked.delisted_on) == ({}, "2023-04-05", "2024-12-01")
    assert [item.line for item in skipped] == [11]


def test_the_key_of_an_employer_does_not_hang_on_the_row_s_number(tmp_path):
    text = (SAMPLES / "cadastro_de_empregadores.csv").read_bytes()
    path = tmp_path / "next.csv"
    path.write_bytes(text.replace(b"\n1;2021", b"\n77;2021"))
    before, _ = entities("cadastro_de_empregadores.csv", "lista_suja")
    assert [record.entity_key for record in read(path, "lista_suja")] == [record.entity_key for record in before]


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("11222333000181", True),
        ("11222333000180", False),
        ("00000000000000", False),
        ("52998224725", False),
        ("", False),
    ],
)
def test_a_company_s_tax_number_is_checked(digits, valid):
    assert is_cnpj(digits) is valid


@pytest.mark.parametrize(("digits", "valid"), [("52998224725", True), ("52998224726", False), ("11111111111", False)])
def test_a_person_s_tax_number_is_checked(digits, valid):
    assert is_cpf(digits) is valid


def test_a_row_of_the_lista_suja_without_a_date_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes((SAMPLES / "cadastro_de_empregadores.csv").read_bytes().replace(b"05/10/2024", b"?"))
    with pytest.raises(FormatError) as refused:
        list(read(path, "lista_suja"))
    assert (refused.value.line, refused.value.column) == (8, "Inclusão no Cadastro de Empregadores")


# ------------------------------------------------------------------------------------------- register


def test_another_regulator_s_register_flags_every_licence_not_in_force():
    (revoked, suspended), skipped = entities("register.csv", "register_csv")
    assert (revoked.entity_key, revoked.caption, revoked.programs) == (
        "101/060",
        "Specimen Manpower Pvt. Ltd.",
        ("Licence revoked",),
    )
    assert revoked.names[1] == NameRecord("Specimen Overseas / Jobs", "aka")
    assert revoked.identifiers == {"licence": ("101/060",), "phone": ("+977 1 4000000",)}
    assert (revoked.listed_on, revoked.reason, revoked.countries) == ("2024-02-01", "Charged workers fees.", ("NP",))
    assert [name.name for name in suspended.names] == ["Muster Overseas Pvt. Ltd.", "Muster Jobs", "Muster Visa"]
    assert suspended.identifiers["phone"] == ("+977 1 4000001", "+977 1 4000002")
    assert suspended.listed_on == "2025-08-15"
    assert [(item.text, item.reason) for item in skipped] == [
        ("Beispiel Recruiting Pvt. Ltd.", "The licence is in force."),
        ("New Overseas", "There is no licence yet."),
    ]


def test_a_register_in_json_is_read_alike():
    (agency,), skipped = entities("register.json", "register_json")
    assert agency.names == (NameRecord("Specimen Agency"), NameRecord("नमूना एजेन्सी", "aka"))
    assert agency.identifiers == {"licence": ("RA-00001",), "phone": ("+97714000000",)}
    assert (agency.programs, agency.listed_on, agency.reason) == (("Licence cancelled",), "2025-01-31", "Got by fraud.")
    assert len(skipped) == 1


def test_a_register_that_is_an_answer_of_an_api_is_read_alike(tmp_path):
    path = tmp_path / "answer.json"
    path.write_text(
        '{"total": 2, "licences": ' + (SAMPLES / "register.json").read_text(encoding="utf-8") + "}", "utf-8"
    )
    assert detect(path) == "register_json"
    assert list(read(path, "register_json")) == list(read(SAMPLES / "register.json", "register_json"))


def test_a_register_without_a_status_is_refused(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("Licence No.,Name\n1,A\n")
    with pytest.raises(FormatError, match="No column holds the status"):
        list(read(path, "register_csv"))
    path.write_text("Licence No.,Name,Status\n1,A,\n")
    with pytest.raises(FormatError) as refused:
        list(read(path, "register_csv"))
    assert (refused.value.line, refused.value.column) == (2, "status")
