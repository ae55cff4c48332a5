"""List files: every reader gives entities, and names line, column and fault of a bad row."""

from dataclasses import replace
from pathlib import Path

import pytest

from screening.watchlists.countries import country_code
from screening.watchlists.formats import FormatError, NameRecord, content_hash, detect, read

SDN = (
    '306,"BANCO DE PRUEBA",-0- ,"CUBA] [SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"a.k.a. \'BNC\'."\r\n'
    '2676,"MUSTER, Max","individual","SDGT","Director",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB 05 Jun 1957; alt. DOB 1958; POB Giza, Egypt; nationality Egypt; Passport A1084010 (Egypt) issued 08 Sep 2006; '
    "alt. Passport 19820215 issued 28 Feb 1996 expires 27 Feb 2001; Listing Date (CMIC) 03 Jun 2021; Tax ID No. 77-07 (Russia); "
    "a.k.a. 'ABU MAX'; Linked To: SOMEBODY.\"\r\n"
    '7000,"SEA STAR","vessel","CUBA",-0- ,"P3QY",-0- ,-0- ,-0- ,"Cuba",-0- ,'
    '"Vessel Registration Identification IMO 7406784"\r\n'
    "\x1a"
)
ALT = '2676,4760,"aka","MUSTERMANN, Max",-0- \r\n2676,4761,"fka","MUSTAR, Max",-0- \r\n99,1,"aka","GONE",-0- \r\n\x1a'
ADD = '306,1,"Ibex House","Havana","Cuba",-0- \r\n2676,2,-0- ,-0- ,"Egypt",-0- \r\n'
COMMENTS = '2676," OF SOMEWHERE; D-U-N-S Number 123456789; Gender Male."\r\n'
SIMPLE = (
    "entity_id,entity_type,name,name_kind,country,birth_date,id_type,id_value,program,listed_on,delisted_on\n"
    "b-1,org,Golden Bridge Manpower,primary,NP;Qatar,,licence,123/065,revoked,2025-01-31,\n"
    "b-1,org,GBM,weak,NP,,,,revoked,2025-01-31,\n"
    "b-2,person,Asha Rai,primary,NP,1980-05,,,banned,,2025-02-01\n"
)


@pytest.fixture
def ofac(tmp_path):
    for name, text in (("sdn", SDN), ("alt", ALT), ("add", ADD), ("sdn_comments", COMMENTS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return tmp_path


def simple(tmp_path, text, name="list.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_ofac_files_are_joined_into_entities(ofac):
    bank, person, ship = read(ofac, "ofac_sdn")
    assert (bank.entity_key, bank.schema, bank.programs) == ("306", "Organization", ("CUBA", "SDGT"))
    assert bank.names == (NameRecord("BANCO DE PRUEBA"), NameRecord("BNC", "weak"))
    assert bank.addresses == ("Ibex House, Havana, Cuba",)
    assert bank.kind == "organisation"
    assert [(name.name, name.kind) for name in person.names] == [
        ("MUSTER, Max", "primary"),
        ("MUSTERMANN, Max", "aka"),
        ("MUSTAR, Max", "fka"),
        ("ABU MAX", "weak"),
    ]
    assert person.birth_dates == ("1957-06-05", "1958")
    assert person.countries == ("EG",)
    assert person.identifiers == {
        "duns": ("123456789",),
        "passport": ("A1084010", "19820215"),
        "tax_id": ("77-07",),
    }
    assert person.source_url.endswith("2676")
    assert (person.listed_on, bank.listed_on) == ("2021-06-03", None)
    assert ship.schema == "Vessel"
    assert ship.identifiers == {"call_sign": ("P3QY",), "imo": ("7406784",)}
    assert ship.countries == ("CU",)


def test_the_comments_file_carries_the_remarks_on(ofac):
    person = list(read(ofac, "ofac_sdn"))[1]
    assert "Linked To: SOMEBODY. OF SOMEWHERE; D-U-N-S Number 123456789; Gender Male." in person.remarks
    assert person.remarks.endswith("Title: Director")
    assert person.reason == "Linked To: SOMEBODY. OF SOMEWHERE"


def test_a_folder_or_its_primary_file_is_recognised(ofac):
    assert detect(ofac) == detect(ofac / "sdn.csv") == "ofac_sdn"
    assert len(list(read(ofac / "sdn.csv", "ofac_sdn"))) == 3
    assert len(list(read([ofac / "sdn.csv"], "ofac_sdn"))) == 3


@pytest.mark.parametrize(
    ("row", "line", "column"),
    [
        ("x,NAME", 4, "ent_num"),
        ("1,NAME", 4, ""),
        ('306,"AGAIN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ', 4, "ent_num"),
        ("1,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ", 4, "SDN_Name"),
        ('1,"N","planet",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ', 4, "SDN_Type"),
    ],
)
def test_a_bad_ofac_row_is_named(ofac, row, line, column):
    (ofac / "sdn.csv").write_text(SDN.rstrip("\x1a") + row + "\r\n", encoding="utf-8", newline="")
    with pytest.raises(FormatError) as refused:
        list(read(ofac, "ofac_sdn"))
    assert (refused.value.line, refused.value.column, refused.value.file) == (line, column, "sdn.csv")
    assert refused.value.sentence.endswith(".")


def test_a_folder_without_the_primary_file_is_refused(ofac):
    (ofac / "sdn.csv").unlink()
    with pytest.raises(FormatError, match=r"sdn\.csv is missing"):
        list(read(ofac, "ofac_sdn"))


def test_older_files_that_are_not_utf_8_are_read(ofac):
    (ofac / "sdn.csv").write_bytes(SDN.replace("BANCO", "BAÑCO").encode("cp1252"))
    assert next(read(ofac, "ofac_sdn")).caption == "BAÑCO DE PRUEBA"


def test_our_own_csv_is_read(tmp_path):
    path = simple(tmp_path, b"\xef\xbb\xbf" + SIMPLE.encode())
    assert detect(path) == "fairgate_csv"
    agency, person = read(path, "fairgate_csv")
    assert agency.names == (NameRecord("Golden Bridge Manpower"), NameRecord("GBM", "weak"))
    assert agency.countries == ("NP", "QA")
    assert agency.identifiers == {"licence": ("123/065",)}
    assert agency.listed_on == "2025-01-31"
    assert (person.kind, person.birth_dates, person.delisted_on) == ("person", ("1980-05",), "2025-02-01")


def test_our_own_json_lines_are_read_like_the_csv(tmp_path):
    lines = (
        '{"entity_id": "b-1", "entity_type": "org", "name": "Golden Bridge Manpower", '
        '"country": ["NP", "Qatar"]}\n\n'
        '{"entity_id": "b-1", "entity_type": "org", "name": "GBM", "name_kind": "weak"}\n'
    )
    path = simple(tmp_path, lines, "list.jsonl")
    assert detect(path) == "fairgate_jsonl"
    (agency,) = read(path, "fairgate_jsonl")
    assert [name.kind for name in agency.names] == ["primary", "weak"]
    assert agency.countries == ("NP", "QA")


@pytest.mark.parametrize(
    ("change", "line", "column"),
    [
        (("Asha Rai", ""), 4, "name"),
        (("person", "planet"), 4, "entity_type"),
        (("1980-05", "05/1980"), 4, "birth_date"),
        (("NP;Qatar", "Atlantis"), 2, "country"),
        (("licence,123", ",123"), 2, "id_value"),
        (("weak", "secret"), 3, "name_kind"),
        (("name_kind,country", "name_lang,country"), 2, "name_lang"),
        (("b-2,person,Asha Rai", "b-2,person," + "x" * 1001), 4, "name"),
        (("GBM,weak,NP,,,,revoked,2025-01-31,", "GBM,weak,NP,,,,revoked,2025-01-31,,,"), 3, ""),
        (("b-1,org,GBM", "b-1,person,GBM"), 3, "entity_type"),
    ],
)
def test_a_bad_row_of_our_own_format_is_named(tmp_path, change, line, column):
    path = simple(tmp_path, SIMPLE.replace(*change))
    with pytest.raises(FormatError) as refused:
        list(read(path, "fairgate_csv"))
    assert (refused.value.line, refused.value.column) == (line, column)


def test_our_own_csv_and_json_say_the_same():
    samples = Path(__file__).parent / "samples"
    table, lines = (list(read(samples / name, code)) for name, code in
                    (("fairgate.csv", "fairgate_csv"), ("fairgate.jsonl", "fairgate_jsonl")))  # fmt: skip
    assert [content_hash(record) for record in table] == [content_hash(record) for record in lines]
    agency = table[0]
    assert agency.identifiers == {"licence": ("123/065",), "phone": ("+977 1 400000",)}
    assert (agency.addresses, agency.reason, agency.remarks) == (("1 Road",), "Charged fees.", "Asked twice.")


@pytest.mark.parametrize("column", ["list_id", "list_version"])
def test_two_lists_in_one_file_are_refused(tmp_path, column):
    path = simple(tmp_path, f"{column},entity_id,entity_type,name\na,1,org,A\na,2,org,B\nb,3,org,C\n")
    with pytest.raises(FormatError) as refused:
        list(read(path, "fairgate_csv"))
    assert (refused.value.line, refused.value.column) == (4, column)


def test_rows_of_one_entity_have_to_stand_together(tmp_path):
    path = simple(tmp_path, SIMPLE + "b-1,org,Again,aka,,,,,,,\n")
    with pytest.raises(FormatError, match="stand together"):
        list(read(path, "fairgate_csv"))


@pytest.mark.parametrize("line", ["[1]", "{", '{"entity_id": {}, "entity_type": "org", "name": "x"}', "[" * 5000])
def test_a_bad_json_line_is_refused(tmp_path, line):
    with pytest.raises(FormatError):
        list(read(simple(tmp_path, line), "fairgate_jsonl"))


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00\x01", b"a;b\n1;2\n", b"{}"])
def test_an_unknown_file_is_refused(tmp_path, content):
    with pytest.raises(FormatError, match="not a list"):
        detect(simple(tmp_path, content, "some.bin"))


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(FormatError, match="not known"):
        read(tmp_path, "planets")


def test_the_content_hash_ignores_order_and_sees_every_change(tmp_path):
    record = next(read(simple(tmp_path, SIMPLE), "fairgate_csv"))
    assert content_hash(record) == content_hash(
        replace(record, names=record.names[::-1], countries=record.countries[::-1])
    )
    assert content_hash(record) != content_hash(replace(record, reason="another"))
    assert content_hash(record) != content_hash(replace(record, names=record.names[:1]))
    assert content_hash(record) == content_hash(next(read(simple(tmp_path, SIMPLE), "fairgate_csv")))


@pytest.mark.parametrize(
    ("text", "code"),
    [("Korea, North", "KP"), ("np", "NP"), ("Türkiye", "TR"), ("Congo, Democratic Republic of the", "CD"),
     ("Region: Gaza", "PS"), ("undetermined", None), ("", None)],
)  # fmt: skip
def test_country_names_become_codes(text, code):
    assert country_code(text) == code
