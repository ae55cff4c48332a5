"""The same index inside Spark: row by row what one machine finds.

Spark lives in an environment of its own (docs/operations/spark.md). SPARK_PYTHON names its interpreter; without it,
the interpreter that runs the tests is asked.
"""

import json
import os
import subprocess
import sys
import zipfile
from functools import cache

import pytest

from core.config import ROOT
from screening import distributed
from screening.index import NameIndex
from screening.scoring import recompute

PYTHON = os.environ.get("SPARK_PYTHON", sys.executable)
LISTED = [
    ("1", "Igor Ivanovich Sechin", "person", False),
    ("2", "AL-BASHAIR TRADING COMPANY", "org", False),
    ("2", "BASHAIR TRADING", "org", False),
    ("3", "RED DOT", "org", True),
    ("4", "GOLDEN BRIDGE MANPOWER (formerly SILVER BRIDGE RECRUITING)", "org", False),
    ("5", "OCEAN LOTUS", "vessel", False),
    ("6", "Сечин, Игорь", "person", False),
    *((f"7{n}", f"PETRO STAR {word}", "org", False) for n, word in enumerate(("AL", "EL", "1", "2", "II", "III"))),
]
NAMES = [
    ("a", "Igor Setchin", "person", "RU"),
    ("b", "Al Bashayr Trdg Co.", "org", None),
    ("c", "Red Dot", "org", "SG"),
    ("d", "Sliver Bridge Recruiting", "unknown", ""),
    ("e", "Wenzhou Kingstar Leather", "org", "CN"),
    ("f", "Petro Star", "org", None),
    ("g", "Petrostar 2", None, None),
    ("h", None, "org", None),
    ("i", "🙂", "org", None),
    ("j", "Igor Setchin", "person", "TR"),
    ("k", "Ocean Lotus", "vessel", None),
]
KINDS = {"person": "person", "org": "organisation", "vessel": "organisation", "unknown": "unknown", None: "unknown"}
WRITE = """
import json, sys
from pyarrow import parquet, table
rows = json.load(sys.stdin)
parquet.write_table(table({name: [row[place] for row in rows] for place, name in enumerate(sys.argv[2:])}), sys.argv[1])
"""
READ = """
import json, sys
from pyarrow import parquet
print(json.dumps(parquet.read_table(sys.argv[1]).to_pylist()))
"""


@cache
def lacking():
    """Return what keeps Spark from running here, or nothing."""
    code = "import pandas, pyarrow, pyspark"
    asked = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=False)
    if asked.returncode:
        return f"no Spark in {PYTHON}: {asked.stderr.strip().splitlines()[-1]}"
    try:
        subprocess.run(["java", "-version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return f"no Java for Spark: {error}"
    return ""


@pytest.fixture
def spark(tmp_path):
    if lacking():
        pytest.skip(lacking())
    text = "".join(f'{key},{kind},"{name}",{"weak" if weak else "aka"}\n' for key, name, kind, weak in LISTED)
    (tmp_path / "list.csv").write_text("entity_id,type,name,alias_kind\n" + text, encoding="utf-8")

    def run(rows, *options, columns=("id", "name", "type", "country")):
        python("-c", WRITE, tmp_path / "names.parquet", *columns, asked=json.dumps(rows))
        return python(
            *("-P", "-m", "core.cli", "screening", "spark", "--names", tmp_path / "names.parquet"),
            *("--list", tmp_path / "list.csv", "--out", tmp_path / "found.parquet", "--partitions", "3"),
            *("--master", "local[2]", "--conf", "spark.ui.enabled=false", *options),
        )

    return run


def python(*arguments, asked=None):
    return subprocess.run(
        [PYTHON, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=asked,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def on_one_machine(k):
    index = NameIndex.build((key, name, KINDS[kind], weak) for key, name, kind, weak in LISTED)
    answers = index.search_many([(name or "", KINDS[kind]) for _, name, kind, _ in NAMES], threshold=0.6, k=k)
    return {
        (row, name, type_, country, hit.entry_id, hit.name, hit.score): hit.explanation.as_dict()
        for (row, name, type_, country), hits in zip(NAMES, answers, strict=True)
        for hit in hits
    }


@pytest.mark.slow
@pytest.mark.parametrize(("shards", "k"), [("1", 10), ("3", 10), ("3", 2)])
def test_spark_finds_row_by_row_what_one_machine_finds(spark, tmp_path, shards, k):
    ran = spark(NAMES, "--threshold", "0.6", "--shards", shards, "--k", str(k), "--explain")
    assert ran.returncode == 0, ran.stderr
    rows = json.loads(python("-c", READ, tmp_path / "found.parquet").stdout)
    explanations = [json.loads(row.pop("explanation")) for row in rows]
    found = {tuple(row.values()): explanation for row, explanation in zip(rows, explanations, strict=True)}
    expected = on_one_machine(k)
    assert len(rows) == len(found) == len(expected) > 8
    assert found == {row: json.loads(json.dumps(explanation)) for row, explanation in expected.items()}
    assert all(recompute(found[row]) == row[-1] for row in found)
    figures = json.loads("{" + ran.stderr.splitlines()[-1].rpartition("{")[2])
    assert (figures["names"], figures["matches"]) == (len(NAMES), len(expected))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "columns", "sentence"),
    [
        ([("a", "x")], ("id", "title"), "The names have no column name; they need id and name."),
        (
            [("a", "x", "ship")],
            ("id", "name", "type"),
            "Row a: the type “ship” is not one of person, org, vessel, aircraft, unknown.",
        ),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_a_sentence(spark, rows, columns, sentence):
    ran = spark(rows, columns=columns)
    assert ran.returncode == 1
    assert ran.stderr.rstrip().endswith(sentence)


def test_where_there_is_no_spark_the_command_says_what_to_install(tmp_path):
    (tmp_path / "list.csv").write_text("entity_id,type,name\n", encoding="utf-8")
    code = "import sys; sys.modules['pyspark'] = None; from core.cli import main; main()"
    arguments = ("screening", "spark", "--names", "n", "--list", tmp_path / "list.csv", "--out", tmp_path / "o")
    ran = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 1
    assert ran.stderr.startswith("Spark is not installed here: make an environment for it and install")


def test_all_names_of_an_entity_stand_in_one_shard():
    entries = [(f"e{number % 97}", f"name {number}", "unknown") for number in range(1_000)]
    cut = distributed.shards(entries, 4)
    assert sorted(entry for part in cut for entry in part) == sorted(entries)
    homes = [{entry[0] for entry in part} for part in cut]
    assert sum(map(len, homes)) == len(set().union(*homes)) == 97
    assert all(homes)


def test_what_goes_to_executors_is_the_pure_core_alone(tmp_path):
    with zipfile.ZipFile(distributed.packed()) as archive:
        held = archive.namelist()
        archive.extractall(tmp_path)
    assert {"screening/index.py", "screening/frequencies.txt", "screening/distributed.py"} <= set(held)
    assert not [name for name in held if name.count("/") > 1]
    code = "from screening.distributed import NameIndex; print(len(NameIndex.build([(1, 'Rosneft', 'organisation')])))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout == "1\n"
