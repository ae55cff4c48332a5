"""`bin/fairgate screening`: JSON lines in and out, one clear sentence for what cannot be read."""

import itertools
import json
import os
import subprocess
import sys
import time
from io import BytesIO

import pytest

from core.config import ROOT
from screening import commands
from screening.bulk import Bulk, Terms
from screening.flat_lists import FlatListError, entries
from screening.index import NameIndex
from screening.json_lines import LineError, Question, batches
from screening.names import normalise
from screening.scoring import ALERT_THRESHOLD, QUALIFY_FLOOR, score

HEADER = "list_id,entity_id,type,name,is_primary,alias_kind,country,program\n"
LIST = HEADER + (
    "a,1,person,Igor Ivanovich Sechin,True,primary,Russia,X\n"
    'a,2,org,"AL-BASHAIR TRADING COMPANY",True,primary,,X\n'
    "a,2,org,BASHAIR TRADING,False,aka,,X\n"
    "a,3,org,RED DOT,True,weak,,X\n"
    "a,4,vessel,OCEAN LOTUS,True,primary,,X\n"
    "a,5,unknown,,True,primary,,X\n"
)


def screening(*arguments, asked=""):
    return subprocess.run(
        [sys.executable, "-P", "-m", "core.cli", "screening", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=asked,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def lines(*objects):
    return "".join(json.dumps(found, ensure_ascii=False) + "\n" for found in objects)


@pytest.fixture
def flat(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_the_command_writes_whatever_may_become_an_alert():
    assert commands.LEAST_SCORE <= QUALIFY_FLOOR


def test_pairs_are_scored_as_the_scoring_scores_them():
    asked = [
        {"id": 1, "type": "person", "query": "Igor Setchin", "name": "Igor Ivanovich Sechin"},
        {"id": "zwei", "type": "org", "query": "Роснефть", "name": "Rosneft"},
        {"id": 2.5, "type": "vessel", "query": "Ocean Lotus", "name": "Ocean Rose"},
        {"id": 3, "query": "🙂", "name": ""},
    ]
    answered = screening("pairs", asked=lines(*asked) + "\n \n")
    assert (answered.returncode, answered.stderr) == (0, "")
    found = [json.loads(line) for line in answered.stdout.splitlines()]
    kinds = ["person", "organisation", "organisation", "unknown"]
    assert found == [
        {"id": row["id"], "score": score(normalise(row["query"], kind), normalise(row["name"], kind)).score}
        for row, kind in zip(asked, kinds, strict=True)
    ]
    assert found[1]["score"] == 1.0


def test_a_list_is_searched_and_the_last_line_tells_what_it_took(flat):
    asked = [
        {"id": 0, "type": "person", "query": "Igor Setchin", "country": "RU"},
        {"id": 1, "type": "org", "query": "Al Bashayr Trdg Co."},
        {"id": 2, "type": "unknown", "query": "Ocean Lotus"},
        {"id": 3, "type": "org", "query": "Wenzhou Kingstar Leather"},
        {"id": 4, "type": "org", "query": "Red Dot"},
        {"id": 5, "type": "org", "query": ""},
    ]
    answered = screening("search", "--list", flat, "--k", 10, asked=lines(*asked))
    assert answered.returncode == 0, answered.stderr
    found = {row["id"]: row["hits"] for row in map(json.loads, answered.stdout.splitlines())}
    assert list(found) == [0, 1, 2, 3, 4, 5]
    assert [[hit["entity_id"] for hit in found[number]] for number in (0, 1, 2, 3, 5)] == [["1"], ["2"], ["4"], [], []]
    assert found[0][0]["score"] >= ALERT_THRESHOLD
    assert [hit["score"] for hit in found[4]] == [
        score(normalise("Red Dot", "organisation"), normalise("RED DOT", "organisation"), weak=True).score
    ]
    figures = json.loads(answered.stderr.splitlines()[-1])
    assert set(figures) == {"build_s", "search_s", "peak_rss_mb", "threshold"}
    assert figures["threshold"] == ALERT_THRESHOLD
    assert figures["peak_rss_mb"] > 10


def test_only_what_reaches_the_threshold_is_written_and_no_more_than_asked_for(flat):
    asked = lines({"id": 0, "type": "org", "query": "Bashair Trading"}, {"id": 1, "type": "org", "query": "Red Dot"})
    high = screening("search", "--list", flat, "--k", 1, "--threshold", 0.99, asked=asked)
    assert [json.loads(line)["hits"] for line in high.stdout.splitlines()] == [[{"entity_id": "2", "score": 1.0}], []]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "it is not JSON; write one object a line."),
        ("[1]", "it is not a JSON object; write {...} with id, type and query."),
        ('{"id": 1, "type": "org"}', "“query” has to be a text."),
        ('{"id": 1, "type": "org", "query": null}', "“query” has to be a text."),
        ('{"type": "org", "query": "x"}', "“id” has to be a text or a number."),
        ('{"id": true, "type": "org", "query": "x"}', "“id” has to be a text or a number."),
        ('{"id": 1, "type": "ship", "query": "x"}', "“type” has to be one of person, org, vessel, aircraft, unknown."),
        ('{"id": 1, "type": ["org"], "query": "x"}', "“type” has to be one of person, org, vessel, aircraft, unknown."),
        (
            '{"id": 1, "type": "org", "query": "' + "a" * 10_001 + '"}',
            "a name has 10,001 characters; it can have at most 10,000.",
        ),
        ("[" * 100_000, "it is not JSON; write one object a line."),
        ("x" * 1_000_001, "it is longer than 1,000,000 bytes; write one JSON object a line."),
    ],
)
def test_a_line_that_cannot_be_read_is_named_in_one_sentence(line, sentence):
    good = lines({"id": 0, "type": "org", "query": "Rosneft"}) + "\n"
    with pytest.raises(LineError) as refused:
        list(batches(BytesIO((good + line + "\n").encode())))
    assert str(refused.value) == f"Line 3: {sentence}"


def test_a_line_that_is_not_in_utf_8_is_named():
    with pytest.raises(LineError, match=r"^Line 1: it is not written in UTF-8\.$"):
        list(batches(BytesIO(b'{"id": 1, "query": "caf\xe9"}')))


def test_the_command_says_the_sentence_and_nothing_else(flat):
    good = lines({"id": 0, "type": "org", "query": "100% %(x)s Rosneft"})
    answered = screening("search", "--list", flat, asked=good + '{"id": 1, "type": "100%", "query": ""}\n')
    sentence = "Line 2: “type” has to be one of person, org, vessel, aircraft, unknown.\n"
    assert (answered.returncode, answered.stdout, answered.stderr) == (1, "", sentence)


def test_a_pair_without_the_listed_name_is_named():
    answered = screening("pairs", asked=lines({"id": 0, "type": "org", "query": "x"}))
    assert (answered.returncode, answered.stderr) == (1, "Line 1: “name” has to be a text.\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "list.csv has no column entity_id; the first row has to name the columns."),
        ("entity_id,name\n", "list.csv has no column type; the first row has to name the columns."),
        (HEADER + "a,1,ship,X,True,aka,,\n", "list.csv, row 2: the type “ship” is not one of person, org, vessel, aircraft, unknown."),
        (HEADER + "a,1\n", "list.csv, row 2: it has 2 cells and 6 are needed."),
        (HEADER + f"a,1,org,{'a' * 10_001},True,aka,,\n", "list.csv, row 2: the name has more than 10,000 characters."),
        (HEADER + "a,1,org,caf\udce9,True,aka,,\n", "list.csv is not written in UTF-8; save it as UTF-8 and try again."),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_read_is_refused_in_one_sentence(tmp_path, text, sentence):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(FlatListError) as refused:
        list(entries(path))
    assert str(refused.value) == sentence


def test_our_own_columns_and_the_weak_aliases_of_the_un_are_understood(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("name,entity_type,entity_id,name_kind\nRED DOT,org,9,Low\n", encoding="utf-8-sig")
    assert list(entries(path)) == [("9", "RED DOT", "organisation", True)]


def test_a_list_that_cannot_be_read_ends_the_command_with_its_sentence(tmp_path):
    path = tmp_path / "100%.csv"
    path.write_text("entity_id,name\n", encoding="utf-8")
    answered = screening("search", "--list", path)
    sentence = "100%.csv has no column type; the first row has to name the columns.\n"
    assert (answered.returncode, answered.stderr) == (1, sentence)


def test_processes_side_by_side_answer_like_one_and_search_equal_names_once():
    made_up = ["".join(letters) for letters in itertools.product("bdgk", "aiou", "lmrst", "ae", "dnz", "aiou")]
    index = NameIndex.build((number, f"{word} Trading", "organisation") for number, word in enumerate(made_up[::40]))
    names = [f"{made_up[number % 1_900]} Trading" for number in range(6_000)]
    questions = [Question(str(number), name, "organisation") for number, name in enumerate(names)]
    parts = [questions[:5_500], questions[5_500:]]
    answers = []
    for processes in (1, 2):
        with Bulk(Terms(index, 0.6, 3), processes) as bulk:
            answers.append(list(bulk.answers(parts)))
            assert bulk.peak_mb() > 10
    assert answers[0] == answers[1]
    assert [json.loads(line)["id"] for text in answers[1] for line in text.splitlines()] == list(range(6_000))


def test_it_starts_without_the_application_and_the_database():
    question = (
        "import sys; sys.argv[1:] = ['screening', 'pairs']; from core.cli import fairgate;"
        " fairgate(['screening', 'pairs'], standalone_mode=False);"
        " print([name for name in ('flask', 'sqlalchemy', 'psycopg', 'alembic') if name in sys.modules])"
    )
    begun = time.monotonic()
    answered = subprocess.run(
        [sys.executable, "-c", question],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=lines({"id": 0, "type": "org", "query": "Rosneft", "name": "Rosneft"}),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert answered.stdout.splitlines() == ['{"id": 0, "score": 1.0000}', "[]"]
    assert time.monotonic() - begun < 30  # three seconds are the aim; a busy machine is not a fault
