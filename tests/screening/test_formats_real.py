"""The real lists, read whole: their counts are those that another way of counting gives."""

import csv
import json
import re
from pathlib import Path

import pytest

from screening.watchlists import formats
from screening.watchlists.formats import content_hash, ftm

SHARED = Path(__file__).parents[3] / "shared" / "data" / "screening" / "lists"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real lists are not at {SHARED}")


def whole(name, code):
    path = SHARED / name
    assert formats.detect(path) == code
    skipped = []
    records = list(formats.read(path, code, skipped=skipped.append))
    assert len({record.entity_key for record in records}) == len(records)
    assert len({content_hash(record) for record in records}) == len(records)
    assert all(record.caption and record.names[0].name for record in records)
    assert skipped == []
    return records


@pytest.mark.parametrize(
    ("folder", "code", "entities", "names"),
    [
        ("ofac_sdn_2024-01", "ofac_sdn", 13_827, 30_915),
        ("ofac_consolidated", "ofac_consolidated", 442, 1_513),
    ],
)
def test_ofac_s_lists_are_read_whole(folder, code, entities, names):
    records = whole(folder, code)
    assert len(records) == entities
    # three aliases of the SDN list repeat another name of their entity word for word
    assert sum(name.kind != "weak" for record in records for name in record.names) == names


def test_no_column_of_ofac_s_lists_is_lost():
    records = {record.entity_key: record for record in whole("ofac_sdn_2024-01", "ofac_sdn")}
    with (SHARED / "ofac_sdn_2024-01" / "sdn.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == 12]
    for row in rows:
        record = records[row[0]]
        said = "\n".join(
            (record.caption, record.remarks or "", *record.programs, *map(str, record.identifiers.values()))
        )
        for cell in (row[1], *row[3].split("] ["), *(row[at] for at in (4, 5, 6, 7, 8, 9, 10, 11))):
            assert cell.strip() in {"", "-0-"} or " ".join(cell.split()) in " ".join(said.split()), row
    # (a few go on from sdn.csv into sdn_comments.csv)
    linked = sum("Linked To:" in row[11] for row in rows)
    assert linked <= sum("Linked To:" in (record.reason or "") for record in records.values()) <= linked + 13


def test_the_un_list_is_read_whole():
    text = (SHARED / "un" / "UN_consolidated.xml").read_text(encoding="utf-8")
    records = whole("un/UN_consolidated.xml", "un_xml")
    assert len(records) == text.count("<INDIVIDUAL>") + text.count("<ENTITY>") == 1_003
    assert sum(record.schema == "Person" for record in records) == text.count("<INDIVIDUAL>")
    aliases = len(re.findall(r"<ALIAS_NAME>\s*\S", text))
    originals = len(re.findall(r"<NAME_ORIGINAL_SCRIPT>\s*\S", text))
    names = [name for record in records for name in record.names]
    # some elements hold several names, between semicolons or in brackets
    assert 0 <= len(names) - (len(records) + aliases + originals) < 100
    assert sum(name.kind == "original_script" for name in names) >= originals
    assert all(record.listed_on for record in records)
    low = len(re.findall(r"<QUALITY>Low</QUALITY>\s*<ALIAS_NAME>\s*\S", text))
    assert 0 <= sum(name.kind == "weak" for name in names) - low < 40


def test_every_country_of_the_un_list_is_known():
    text = (SHARED / "un" / "UN_consolidated.xml").read_text(encoding="utf-8")
    said = set(re.findall(r"<COUNTRY>([^<]+)</COUNTRY>|<NATIONALITY>\s*<VALUE>([^<]+)</VALUE>", text))
    from screening.watchlists.countries import country_code

    assert [pair for pair in said if country_code("".join(pair).replace("&amp;", "&")) is None] == []


@pytest.mark.parametrize("name", ["us_csl/csl.csv", "us_csl/consolidated_sample.csv"])
def test_both_layouts_of_the_consolidated_screening_list_are_read_whole(name):
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    records = whole(name, "us_csl")
    assert [record.caption.split()[0] for record in records] == [
        row["name"].replace("\x92", "’").split()[0] for row in rows
    ]
    assert [record.programs[0] for record in records] == [row["source"] for row in rows]
    assert [record.listed_on or "" for record in records] == [row["start_date"] for row in rows]
    aliases = sum(len([alias for alias in row["alt_names"].split(";") if alias.strip()]) for row in rows)
    assert aliases - 3 <= sum(len(record.names) - 1 for record in records) <= aliases


def test_the_denied_persons_list_is_read_whole():
    with (SHARED / "us_dpl" / "dpl.txt").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    records = whole("us_dpl/dpl.txt", "us_dpl")
    parties = {
        tuple(
            " ".join(row[at].lower().split())
            for at in ("Name", "Street_Address", "City", "State", "Country", "Postal_Code")
        )
        for row in rows
    }
    assert len(rows) == 581
    assert len(records) == len(parties) == 579
    assert all(record.listed_on and record.addresses for record in records)


def test_the_followthemoney_samples_are_read_whole():
    path = SHARED / "us_tel" / "us_tel.json"
    assert len(whole("us_tel/us_tel.json", "ftm")) == len(json.loads(path.read_text(encoding="utf-8")))
    lines = (SHARED / "ftm_delta" / "entities.ftm.sample.json").read_text(encoding="utf-8").splitlines()
    targets = [entity["id"] for entity in map(json.loads, lines) if entity["target"]]
    records = list(formats.read(SHARED / "ftm_delta" / "entities.ftm.sample.json", "ftm"))
    assert [record.entity_key for record in records] == targets


def test_the_files_of_changes_are_read_whole_and_merged(tmp_path):
    folder = SHARED / "ftm_delta"
    index = ftm.read_delta_index(folder / "t2" / "delta.json")
    deltas = [folder / "t2" / version / "entities.delta.json" for version, _address in index]
    assert len(deltas) == 5
    said = [json.loads(line) for delta in deltas for line in delta.read_text(encoding="utf-8").splitlines()]
    operations = [operation for delta in deltas for operation in ftm.read_delta(delta)]
    assert [(operation.op, operation.key) for operation in operations] == [
        (op["op"], op["entity"]["id"]) for op in said
    ]
    merged = tmp_path / "merged.json"
    ftm.merge(folder / "entities.ftm.sample.json", deltas, merged)
    before = {record.entity_key for record in formats.read(folder / "entities.ftm.sample.json", "ftm")}
    after = {record.entity_key for record in formats.read(merged, "ftm")}
    assert after - before == {"NK-2T3S8Hu29ktYnKSTgQp2wL", "NK-2sJaJRaPJcWUfMbHjTtWcL", "Q4365364"}
    assert before <= after


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("features_format.jsonl", 2),
        ("opensanctions_peps_senzing.json", 3),
        ("organizations.json", 2),
        ("persons.jsonl", 3),
    ],
)
def test_senzing_s_samples_are_read_whole(name, count):
    assert len(whole(f"senzing/{name}", "senzing")) == count
