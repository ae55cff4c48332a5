"""One small file a publisher, with invented names in the exact published layout."""

import json
from pathlib import Path

import pytest

from screening.watchlists.formats import FormatError, NameRecord, detect, ftm, read

SAMPLES = Path(__file__).parent / "samples"


def entities(name, code):
    path = SAMPLES / name
    assert detect(path) == code
    skipped = []
    return list(read(path, code, skipped=skipped.append)), skipped


def kinds(record):
    return [(name.name, name.kind) for name in record.names]


@pytest.mark.parametrize(("name", "code"), [("eu_fsf.csv", "eu_csv"), ("eu_fsf.xml", "eu_xml")])
def test_the_eu_list_is_read_from_csv_and_xml_alike(name, code):
    (person, company), _ = entities(name, code)
    assert (person.entity_key, person.schema, person.caption) == ("9001", "Person", "Lukas Probnev")
    assert person.names[:2] == (NameRecord("Lukas Probnev", "primary", "en"), NameRecord("Лукас Пробнев", "aka", "ru"))
    assert ("Abu Lukas", "weak") in kinds(person)
    assert person.programs == ("UTP",)
    assert person.countries == ("BY",)
    assert person.birth_dates[0] == "1966-11-30"
    assert person.identifiers == {"passport": ("MP0000001",)}
    assert person.addresses[0].endswith("Oldtown, BELARUS")
    assert person.reason == "Regulation: 2022/9999 (OJ L99)"
    assert 'Remark: (UNSC RESOLUTION 9999; "so-called" minister)' in person.remarks
    assert "UNSC" not in "".join(name.name for name in person.names)
    assert person.listed_on == "2022-02-23"
    assert person.source_url.startswith("https://eur-lex.europa.eu/")
    assert (company.schema, company.caption, company.listed_on) == (
        "Organization",
        'OOO "Beispiel Handel"',
        "2023-06-23",
    )


def test_the_rest_of_the_eu_csv_is_kept():
    (person, company), _ = entities("eu_fsf.csv", "eu_csv")
    assert ("Luka Staryi", "fka") in kinds(person)
    assert person.birth_dates == ("1966-11-30", "1964", "1965", "1966")
    assert company.identifiers == {"fiscal_code": ("7700000000",), "registration_number": ("1027700000000",)}
    assert company.addresses == ("Nowhere",)
    assert company.countries == ()


def test_eu_rows_that_do_not_stand_together_still_make_one_party(tmp_path):
    head, *rows = (SAMPLES / "eu_fsf.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path = tmp_path / "eu.csv"
    path.write_text("".join([head, *rows[::2], *rows[1::2]]), encoding="utf-8")
    scattered = {record.entity_key: record for record in read(path, "eu_csv")}
    assert {key: set(record.names) for key, record in scattered.items()} == {
        record.entity_key: set(record.names) for record in entities("eu_fsf.csv", "eu_csv")[0]
    }


def test_the_uk_list_is_read():
    (person, company, ship), _ = entities("uk_sanctions_list.csv", "uk_csv")
    assert kinds(person) == [
        ("Aung Specimen SAMPLEMAN", "primary"),
        ("အောင်", "original_script"),
        ("Ang SAMPLEMANN", "aka"),
        ("THE BOSS", "weak"),
    ]
    assert person.names[1].language == "my"
    assert person.schema == "Person"
    assert person.birth_dates == ("1969", "1970-12-31")
    assert person.countries == ("MM", "TH")
    assert person.addresses == ("1 Example Road, Yangon, 11181, Myanmar", "2 Example Road, Thailand")
    assert person.programs == ("The Utopia (Sanctions) Regulations 2019",)
    assert person.reason == "Is involved in forced labour, and profits from it."
    assert person.listed_on == "2022-03-15"
    assert person.identifiers == {"passport": ("A1234567",)}
    assert kinds(company) == [("SPECIMEN FISHING CO., LTD", "primary"), ("SPECIMEN TRADING", "aka")]
    assert company.identifiers["registration_number"] == ("105000000", "999")
    assert (ship.schema, ship.identifiers, ship.countries) == ("Vessel", {"imo": ("9000001",)}, ("GA",))


def test_opensanctions_table_is_read():
    (company, person), skipped = entities("targets.simple.csv", "opensanctions_csv")
    assert kinds(company) == [
        ("Specimen Garments Ltd", "primary"),
        ("Specimen Apparel", "aka"),
        ("Specimen; the second", "aka"),
    ]
    assert company.countries == ("BD", "IN")
    assert company.identifiers == {
        "email": ("office@specimen.example",), "identifier": ("C-100", "VAT 5"), "phone": ("+880000",),
    }  # fmt: skip
    assert company.programs == ("US-UFLPA", "us_sample_list")
    assert company.reason == "Forced labour - Import ban - 2024-05-01"
    assert (person.schema, person.birth_dates) == ("Person", ("1970", "1971-05"))
    assert [(item.line, item.text) for item in skipped] == [(4, "bc1qsample")]


def test_followthemoney_entities_are_read_with_what_belongs_to_them():
    (mill, broker), skipped = entities("entities.ftm.json", "ftm")
    assert kinds(mill) == [
        ("Specimen Spinning Mills", "primary"),
        ("สิ่งทอตัวอย่าง", "aka"),
        ("SSM Textiles", "aka"),
        ("Specimen Cotton", "fka"),
        ("SSM", "weak"),
    ]
    assert mill.programs == ("Forced Labour Regulation",)
    assert mill.reason == "Runs the dormitories of which workers may not leave."
    assert (mill.listed_on, mill.delisted_on) == ("2024-04-30", None)
    assert mill.source_url == "https://example.org/order/1"
    assert mill.addresses == ("1 Spinning Road, Bangkok",)
    assert "Topics: sanction; export.risk" in mill.remarks
    assert broker.identifiers == {"document": ("NP0001",)}
    assert (broker.birth_dates, broker.countries, broker.delisted_on) == (("1980-02",), ("NP",), "2023-01-01")
    assert [item.text for item in skipped] == ["NK-s2"]


def test_changes_are_read_as_operations_and_merged_into_the_list(tmp_path):
    delta = SAMPLES / "entities.delta.json"
    operations = list(ftm.read_delta(delta))
    assert [(operation.op, operation.key) for operation in operations] == [
        ("DEL", "NK-s3"), ("MOD", "san-1"), ("ADD", "NK-s4"),
    ]  # fmt: skip
    assert [operation.record is not None for operation in operations] == [False, False, True]
    merged = tmp_path / "merged.json"
    ftm.merge(SAMPLES / "entities.ftm.json", [delta], merged)
    mill, ship = read(merged, "ftm")
    # only its Sanction changed
    assert (mill.caption, mill.delisted_on) == ("Specimen Spinning Mills", "2025-01-01")
    assert (ship.schema, ship.identifiers) == ("Vessel", {"imo": ("IMO9000001",)})
    with pytest.raises(FormatError, match="together with the list"):
        detect(delta)


def test_an_index_of_changes_names_versions_oldest_first(tmp_path):
    path = tmp_path / "delta.json"
    path.write_text('{"versions": {"20240528-b": "https://example.org/b", "20240527-a": "https://example.org/a"}}')
    assert ftm.read_delta_index(path) == [
        ("20240527-a", "https://example.org/a"),
        ("20240528-b", "https://example.org/b"),
    ]
    for broken in ("[]", "{}", '{"versions": []}', "x"):
        path.write_text(broken)
        with pytest.raises(FormatError):
            ftm.read_delta_index(path)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ({"op": "PUT", "entity": {"id": "x"}}, "op"),
        ({"op": "DEL", "entity": {}}, "entity"),
        ({"op": "DEL"}, "entity"),
        ({"op": "ADD", "entity": []}, "entity"),
        ({"op": "ADD", "entity": {"id": "x", "schema": "Person"}}, "properties"),
        ({"op": "MOD", "entity": {"schema": "Person", "properties": {}}}, "id"),
    ],
)
def test_a_bad_operation_is_named(tmp_path, line, column):
    path = tmp_path / "delta.json"
    path.write_text("\n" + json.dumps(line))
    with pytest.raises(FormatError) as refused:
        list(ftm.read_delta(path))
    assert (refused.value.line, refused.value.column) == (2, column)


def test_senzing_s_two_layouts_are_read():
    (company, person), _ = entities("senzing.jsonl", "senzing")
    assert kinds(company) == [("Specimen Recruiting", "primary"), ("Specimen Manpower", "aka"), ("SR", "weak")]
    assert company.addresses == ("1 Sample Lane, Kathmandu", "2 Lane, Doha, QA")
    assert company.countries == ("QA", "NP")
    assert company.identifiers == {"lei": ("5493000IBP32UQZ0KL24",), "national_id": ("NP-1",)}
    assert company.programs == ("SAMPLE", "forced.labor")
    assert kinds(person) == [("Sample Person", "primary"), ("Person, Sample", "primary"), ("Old Person", "fka")]
    assert (person.entity_key, person.birth_dates) == ("SAMPLE:2", ("1978-12-11",))


def test_the_un_list_is_read():
    (person, airline), _ = entities("un.xml", "un_xml")
    assert kinds(person) == [
        ("SAMPLE PERSON", "primary"),
        ("نموذج", "original_script"),
        ("Sample Persson", "aka"),
        ("Sampel Person", "aka"),
        ("Abu Sample", "weak"),
        ("Абу", "weak"),
        ("Old Person", "fka"),
    ]
    assert (person.entity_key, person.programs, person.listed_on) == ("UTi.001", ("Utopia",), "2015-04-07")
    assert (person.countries, person.birth_dates) == (("TZ", "KE"), ("1968", "1969", "1970"))
    assert person.identifiers == {"passport": ("8208 555627",)}
    assert person.addresses == ("1 Road, Oldtown, Kenya",)
    assert person.reason == "Runs & owns a recruiting agency."
    assert "Updated: 2016-10-13" in person.remarks
    assert kinds(airline) == [
        ("SPECIMEN AIRLINES (SA)", "primary"),
        ("SPECIMEN CARGO", "aka"),
        ("SPECIMEN AIR", "fka"),
    ]


@pytest.mark.parametrize(
    ("alias", "names"),
    [
        ("a) Sample One b) Sample Two; Sample Three", ["Sample One", "Sample Two", "Sample Three"]),
        ("Sample One, born 1 Jan. 1953 (Utopian passport no. 1)", ["Sample One"]),
        ("Sample One born in 1963", ["Sample One"]),
        ("Samborn Nasser", ["Samborn Nasser"]),
        ("Sample One (formerly listed as)", ["Sample One"]),
        ("Sample (S) (عينة (original script); Sampel; Zampel)", ["Sample (S)", "عينة", "Sampel", "Zampel"]),
        ("عينة (Sample; Sampel)", ["عينة", "Sample", "Sampel"]),
        ("Sample (Hong Kong) Limited", ["Sample (Hong Kong) Limited"]),
    ],
)
def test_one_alias_of_the_un_may_hold_several_names(tmp_path, alias, names):
    path = tmp_path / "un.xml"
    text = (SAMPLES / "un.xml").read_text(encoding="utf-8")
    path.write_text(text.replace("Sample Persson; Sampel Person", alias), encoding="utf-8")
    person = next(read(path, "un_xml"))
    assert [name.name for name in person.names[2:-3]] == names


def test_the_consolidated_screening_list_is_read():
    (company,), _ = entities("us_csl.csv", "us_csl")
    assert kinds(company) == [
        ("Specimen Import and Export Company", "primary"),
        ("Specimen I/E", "aka"),
        ("Specimen Trading", "aka"),
    ]
    assert company.addresses == ("1 Road, Oldtown, CN", "2 Road, Newtown, KP")
    assert company.countries == ("CN", "KP")
    assert company.identifiers == {"registration_number": ("C1",)}
    assert company.programs == ("Nonproliferation Sanctions (ISN) - State Department", "SAMPLE-ACT")
    assert "Grounds: Secondary sanctions risk:, Sample Regulations" in company.reason
    assert "any successor" in company.remarks


def test_several_orders_against_one_party_at_one_address_are_one(tmp_path):
    (party,), _ = entities("us_dpl.txt", "us_dpl")
    assert (party.countries, party.listed_on, party.delisted_on) == (("US",), "2003-06-19", None)
    assert party.reason == "Federal Register: 68 F.R. 1 6/27/03; Federal Register: 75 F.R. 1"
    path = tmp_path / "dpl.txt"
    text = (SAMPLES / "us_dpl.txt").read_text(encoding="utf-8")
    path.write_text(text.replace("SPECIMEN EXPORTS", "SAMPLE (A.K.A. SAM PEL) PERSON"), encoding="utf-8")
    (person,) = read(path, "us_dpl")
    assert kinds(person) == [("SAMPLE PERSON", "primary"), ("SAM PEL", "aka")]
    path.write_text(text.replace("06/19/2003", "19 June"), encoding="utf-8")
    with pytest.raises(FormatError) as refused:
        list(read(path, "us_dpl"))
    assert (refused.value.line, refused.value.column) == (2, "Effective_Date")


def test_a_party_with_only_weak_names_keeps_them_weak(tmp_path):
    path = tmp_path / "entities.ftm.json"
    entity = {"id": "x", "schema": "Person", "caption": "Boss", "properties": {"weakAlias": ["Boss", "The Man"]}}
    path.write_text(json.dumps(entity))
    (person,) = read(path, "ftm")
    assert kinds(person) == [("Boss", "weak"), ("The Man", "weak")]
    path = tmp_path / "eu.xml"
    text = (SAMPLES / "eu_fsf.xml").read_text(encoding="utf-8").replace('strong="true"', 'strong="false"')
    path.write_text(text, encoding="utf-8")
    assert {name.kind for record in read(path, "eu_xml") for name in record.names} == {"weak"}
