"""Broken, cut, foreign and hostile files: a clear refusal or a list, never a crash, never without bound."""

import json
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.watchlists import formats
from screening.watchlists.formats import FORMATS, FormatError, detect, read

SAMPLES = Path(__file__).parent / "samples"
ONE_OF_EACH = {
    "eu_csv": "eu_fsf.csv", "eu_xml": "eu_fsf.xml", "uk_csv": "uk_sanctions_list.csv", "ftm": "entities.ftm.json",
    "opensanctions_csv": "targets.simple.csv", "senzing": "senzing.jsonl", "uflpa_html": "uflpa.html",
    "cbp_csv": "cbp.csv", "cbp_html": "cbp.html", "lista_suja": "cadastro_de_empregadores.csv",
    "register_csv": "register.csv", "register_json": "register.json", "un_xml": "un.xml", "us_csl": "us_csl.csv",
    "us_dpl": "us_dpl.txt", "fairgate_csv": "fairgate.csv", "fairgate_jsonl": "fairgate.jsonl",
    "ofac_sdn": "sdn.csv", "ofac_consolidated": "cons_prim.csv",
}  # fmt: skip
PAGE = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Access denied</body></html>"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">]>"""
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
quick = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def outcome(path, code):
    """The number of entities, or the sentence of the refusal."""
    try:
        return len(list(read(path, code)))
    except FormatError as error:
        sentence = error.sentence
    assert sentence.endswith((".", "?"))
    assert len(sentence) < 400
    return sentence


def test_every_format_has_a_sample():
    assert set(ONE_OF_EACH) == set(FORMATS)


@pytest.mark.parametrize(("code", "name"), ONE_OF_EACH.items())
def test_a_format_is_told_from_all_others(code, name):
    assert detect(SAMPLES / name) == code
    assert isinstance(outcome(SAMPLES / name, code), int)


@pytest.mark.parametrize(("code", "name"), ONE_OF_EACH.items())
def test_the_same_file_read_twice_gives_the_same_entities(code, name):
    first, second = (list(read(SAMPLES / name, code)) for _ in range(2))
    assert first == second
    assert [formats.content_hash(record) for record in first] == [formats.content_hash(record) for record in second]
    assert len({record.entity_key for record in first}) == len(first)


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("name", sorted({*ONE_OF_EACH.values()}))
def test_a_file_of_another_publisher_is_refused(code, name):
    allowed = {code for code, sample in ONE_OF_EACH.items() if sample == name}
    # the two lists of OFAC look the same inside; our own lines are no licences and no FollowTheMoney
    if code in allowed or {code, *allowed} <= {"ofac_sdn", "ofac_consolidated"}:
        return
    assert isinstance(outcome(SAMPLES / name, code), str)


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n\n", b"\x00" * 1000, b"\xff\xfe", b"\xff\xfe\x00", b"\x81\x8d\x8f\x90\x9d" * 50, bytes(range(256)) * 20,
        b"PK\x03\x04" + b"\x00" * 500, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b'"' * 5000, b"[" * 100_000, b'{"a":' * 100_000,
        b"{}", b"[]", b"null", b"[1, 2]", b'{"id": 1' + b"9" * 10_000 + b"}", b"<", b"<a>", b"<a/>",
        LAUGHS + b"<CONSOLIDATED_LIST>&lol2;</CONSOLIDATED_LIST>", OUTSIDE + b"<export><sanctionEntity>&file;</sanctionEntity></export>",
        PAGE, b"<html>" * 20_000, b"<table><tr><td>" * 20_000,
    ],
)  # fmt: skip
def test_hostile_content_is_refused_by_every_reader(tmp_path, code, content):
    path = tmp_path / "list.bin"
    path.write_bytes(content)
    before = time.monotonic()
    assert isinstance(outcome(path, code), str)
    assert time.monotonic() - before < 10


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize(("code", "root"), [("un_xml", "CONSOLIDATED_LIST"), ("eu_xml", "export")])
def test_entities_of_an_xml_file_s_own_are_refused_by_name(tmp_path, content, code, root):
    path = tmp_path / "list.xml"
    path.write_bytes(content + f"<{root}></{root}>".encode())
    assert "entities of its own" in outcome(path, code)


def test_a_page_that_came_instead_of_a_list_is_called_one(tmp_path):
    for code in FORMATS:
        path = tmp_path / ONE_OF_EACH[code]
        path.write_bytes(PAGE)
        if not code.endswith("_html"):
            assert "web page, not a list" in outcome(path, code)
    path = path.rename(tmp_path / "list.csv")
    with pytest.raises(FormatError, match="web page, not a list"):
        detect(path)


@pytest.mark.parametrize("code", [code for code in FORMATS if not code.endswith(("_html", "_xml"))])
def test_a_line_without_end_is_refused_in_little_memory(tmp_path, code):
    start = (SAMPLES / ONE_OF_EACH[code]).read_bytes()
    path = tmp_path / Path(ONE_OF_EACH[code]).name
    filler = b"A long value, \xc3\xa9" * 700_000
    if code in {"ftm", "senzing", "fairgate_jsonl", "register_json"}:
        body = start.rstrip().removesuffix(b"]").rstrip() + b',\n{"x": "' + filler + b'"}'
    else:
        body = start + filler
    path.write_bytes(body)
    tracemalloc.start()
    sentence = outcome(path, code)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(sentence, str)
    assert peak < 80_000_000


def test_an_xml_entry_without_end_is_refused_in_little_memory(tmp_path):
    path = tmp_path / "un.xml"
    with path.open("wb") as file:
        file.write(b"<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>")
        for _ in range(30):
            file.write(b"<NOTE>" + b"x" * 1_000_000 + b"</NOTE>")
    assert "without the end of an entry" in outcome(path, "un_xml")


@pytest.mark.parametrize("code", FORMATS)
@given(data=st.data())
@quick
def test_a_file_cut_off_anywhere_gives_a_list_or_a_clear_refusal(tmp_path, code, data):
    content = (SAMPLES / ONE_OF_EACH[code]).read_bytes()
    cut = data.draw(st.integers(0, len(content)))
    path = tmp_path / ONE_OF_EACH[code]
    path.write_bytes(content[:cut])
    outcome(path, code)


@pytest.mark.parametrize("code", FORMATS)
@given(data=st.data())
@quick
def test_a_file_with_damaged_bytes_gives_a_list_or_a_clear_refusal(tmp_path, code, data):
    content = bytearray((SAMPLES / ONE_OF_EACH[code]).read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        content = content or bytearray(b"x")
    path = tmp_path / ONE_OF_EACH[code]
    path.write_bytes(bytes(content))
    outcome(path, code)


@given(content=st.binary(max_size=300))
@quick
def test_random_bytes_are_in_no_format(tmp_path, content):
    path = tmp_path / "list.bin"
    path.write_bytes(content)
    with pytest.raises(FormatError):
        detect(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("code", ["eu_csv", "uk_csv", "us_dpl", "register_csv", "cbp_csv", "senzing", "lista_suja"])
def test_other_encodings_of_text_are_read_alike(tmp_path, code, encoding):
    source = SAMPLES / ONE_OF_EACH[code]
    text = source.read_bytes().decode("cp1252" if code == "lista_suja" else "utf-8-sig")
    path = tmp_path / source.name
    path.write_bytes(text.encode(encoding))
    assert detect(path) == code
    assert list(read(path, code)) == list(read(source, code))


def test_a_name_longer_than_any_is_left_out_and_told(tmp_path):
    path = tmp_path / "list.jsonl"
    names = ["Specimen", "x" * 1_001]
    path.write_text(
        json.dumps({"DATA_SOURCE": "S", "RECORD_ID": "1", "NAMES": [{"NAME_FULL": name} for name in names]})
    )
    skipped = []
    (record,) = read(path, "senzing", skipped=skipped.append)
    assert [name.name for name in record.names] == ["Specimen"]
    assert "more than 1,000 characters" in skipped[0].reason


def test_an_entity_with_control_characters_in_its_name_is_refused(tmp_path):
    path = tmp_path / "list.jsonl"
    path.write_text(json.dumps({"DATA_SOURCE": "S", "RECORD_ID": "1", "NAME_FULL": "a\x07b\ud800"}))
    assert "no text" in outcome(path, "senzing")


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("un_xml", "Sample Persson; Sampel Person", ";(" * 50_000),
        ("un_xml", "Sample Persson; Sampel Person", "( " * 50_000),
        ("uflpa_html", "Specimen Textile Co., Ltd.", "A and its subsidiary " * 4_000),
        ("uflpa_html", "Specimen Textile Co., Ltd.", "(including two aliases: " * 4_000),
        ("cbp_csv", "Specimen Glove Sdn. Bhd.; Muster", "A and its subsidiary " * 6_000),
        ("cbp_csv", "Specimen Glove Sdn. Bhd.; Muster", "x" + " " * 120_000 + "x"),
        ("lista_suja", "Fazenda Exemplo Ltda (*1)", "*" * 120_000 + "x"),
        ("lista_suja", "05/10/2024", "1" * 120_000),
        ("register_csv", "Specimen Overseas / Jobs", "x" + " " * 120_000 + "x"),
        ("us_dpl", "SPECIMEN EXPORTS", "A.K.A. (" * 15_000),
        ("us_csl", "Specimen I/E", ", and any successo" * 7_000),
        ("uk_csv", "105000000; 999", "(1" * 60_000),
        ("ofac_sdn", "a.k.a. 'BNC'.", "a.k.a. '" * 15_000),
    ],
)
def test_a_cell_made_to_take_long_is_read_or_refused_at_once(tmp_path, code, old, new):
    source = SAMPLES / ONE_OF_EACH[code]
    encoding = "cp1252" if code == "lista_suja" else "utf-8-sig"
    text = source.read_bytes().decode(encoding)
    assert old in text
    path = tmp_path / source.name
    path.write_bytes(text.replace(old, new).encode(encoding))
    before = time.monotonic()
    outcome(path, code)
    assert time.monotonic() - before < 5


def test_a_list_that_mentions_a_web_page_is_none(tmp_path):
    path = tmp_path / "list.jsonl"
    path.write_text(json.dumps({"DATA_SOURCE": "S", "RECORD_ID": "1", "NAME_FULL": "A", "NOTE": "<html>"}))
    assert detect(path) == "senzing"
    assert outcome(path, "senzing") == 1
