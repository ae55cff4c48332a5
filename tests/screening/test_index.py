"""The index finds what comparing every name would find, and nothing else."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import compiled
from screening.index import NameIndex
from screening.names import NameTooLong, normalise
from screening.scoring import ALERT_THRESHOLD, recompute, score
from screening.watchlists import formats

SHARED = Path(__file__).parents[3] / "shared" / "data" / "screening"
LISTED = [
    (1, "SECHIN, Igor Ivanovich", "person"),
    (2, "AL-BASHAIR TRADING COMPANY", "organisation"),
    (2, "BASHAIR TRADING", "organisation"),
    (3, "365 DAYS FREIGHT SERVICES FZCO", "organisation"),
    (4, "BROUJEN PETROCHEMICAL COMPANY", "organisation"),
    (5, "SET PETROCHEMICALS OY", "organisation"),
    (6, "ABDUL RAHMAN, Mohammed", "person"),
    (7, "GOLDEN BRIDGE MANPOWER (formerly SILVER BRIDGE RECRUITING)", "organisation"),
    (8, "LLC", "organisation"),
    (9, "RED DOT", "organisation", True),
]
INDEX = NameIndex.build(LISTED)


@pytest.mark.parametrize(
    ("name", "kind", "entry_id"),
    [
        ("Igor Setchin", "person", 1),
        ("I. Ivanovich Sechin", "person", 1),
        ("Al Bashayr Trdg Co.", "organisation", 2),
        ("Setpetrochemicals", "organisation", 5),
        ("Brojen Petrochem", "organisation", 4),
        ("Muhammad Abdulrahman", "person", 6),
        ("Sliver Bridge Recruiting", "unknown", 7),
    ],
)
def test_a_listed_name_is_found_however_it_is_spelled(name, kind, entry_id):
    hits = INDEX.search(name, kind)
    assert [hit.entry_id for hit in hits][:1] == [entry_id]
    assert hits[0].score == hits[0].explanation.score == recompute(hits[0].explanation.as_dict())


@pytest.mark.parametrize(
    "name", ["Wenzhou Kingstar Leather", "368 Days Freight Services", "LLC", "", "🙂", "Igor Petrov"]
)
def test_an_innocent_name_is_left_alone(name):
    assert INDEX.search(name, "unknown") == []


def test_an_entity_with_several_names_is_found_once_by_its_best_name():
    hits = INDEX.search("Bashair Trading", "organisation")
    assert [(hit.entry_id, hit.name, hit.score) for hit in hits] == [(2, "BASHAIR TRADING", 1.0)]


def test_a_weak_alias_says_so():
    hit = INDEX.search("Red Dot", "organisation", threshold=0.5)[0]
    assert hit.weak
    assert hit.explanation.circumstances == ("weak_alias",)


def test_many_names_are_answered_in_their_order_and_like_one_by_one():
    names = ["Igor Setchin", ("Igor Setchin", "person"), "nobody", "Setpetrochemicals", "Igor Setchin"]
    answers = INDEX.search_many(names, kind="unknown")
    assert len(answers) == len(names)
    assert answers[0] == answers[4]
    for item, found in zip(names, answers, strict=True):
        assert found == INDEX.search(*((item, "unknown") if isinstance(item, str) else item))


def test_no_more_matches_than_asked_for():
    assert len(INDEX.search("Trading Company Igor Sechin", threshold=0.0, k=1)) <= 1


def test_an_empty_list_finds_nothing():
    assert NameIndex.build([]).search("Rosneft") == []


def test_a_name_that_is_too_long_is_refused():
    with pytest.raises(NameTooLong):
        INDEX.search("a" * 10_001)


WORDS = st.sampled_from(
    [
        "rosneft",
        "rosnft",
        "bashair",
        "bashayir",
        "setpetro",
        "set",
        "petro",
        "golden",
        "bridge",
        "brigde",
        "trading",
        "sechin",
        "setchin",
        "igor",
        "ivan",
        "iran",
        "mohammed",
        "muhammad",
        "365",
        "366",
        "a",
        "co",
        "ltd",
        "ao",
        "petrochemical",
        "petrochem",
        "silver",
        "kazan",
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(st.lists(NAMES, min_size=1, max_size=12), NAMES, st.sampled_from(["person", "organisation", "unknown"]))
@settings(max_examples=200, deadline=None)
def test_the_index_finds_what_comparing_every_name_finds(listed, name, kind):
    index = NameIndex.build(enumerate_names(listed, kind))
    found = {hit.entry_id: hit.score for hit in index.search(name, kind, k=100)}
    query = normalise(name, kind)
    scores = {number: score(query, normalise(text, kind)).score for number, text in enumerate(listed)}
    assert found == {number: value for number, value in scores.items() if value >= ALERT_THRESHOLD}


def enumerate_names(listed, kind):
    return [(number, text, kind) for number, text in enumerate(listed)]


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real lists are not at {SHARED}")
def test_the_whole_ofac_list_finds_the_right_entity_and_leaves_traders_alone():
    records = formats.read(SHARED / "lists" / "ofac_sdn_2024-01", "ofac_sdn")
    index = NameIndex.build((r.entity_key, n.name, r.kind, n.kind == "weak") for r in records for n in r.names)
    kinds = {"person": "person", "org": "organisation"}
    cases = [row for row in rows("cases/synthetic_ofac.csv") if row["is_match"] == "1"][::20]
    answers = index.search_many([(row["query_name"], kinds[row["query_type"]]) for row in cases])
    right = sum(
        row["list_entity_id"] in {hit.entry_id for hit in hits} for row, hits in zip(cases, answers, strict=True)
    )
    assert right / len(cases) >= 0.95
    ordinary = rows("suppliers/clean_orgs.csv")[::40] + rows("persons/clean_persons.csv")[::40]
    raised = index.search_many([(row["name"], kinds[row["type"]]) for row in ordinary])
    assert sum(map(bool, raised)) / len(ordinary) <= 0.015


def test_every_file_with_compiled_code_counts_for_the_folder_it_is_kept_in():
    here = Path(compiled.__file__).parent
    assert {path.stem for path in here.glob("*.py") if "@compiled" in path.read_text("utf-8")} <= set(compiled.SOURCES)


CUSTOMERS = [
    (number, name, kind)
    for number, (name, kind) in enumerate(
        [
            ("Igor Setchin", "person"),
            ("Bashair Trdg Co", "organisation"),
            ("Setpetrochemicals", "organisation"),
            ("Red Dot", "organisation"),
            ("General Trading Company", "organisation"),
            ("Muhammad Abdulrahman", "person"),
            ("Wenzhou Kingstar Leather", "organisation"),
        ]
    )
]


def test_both_directions_find_the_same_pairs_with_the_same_scores():
    forward = INDEX.find([entry[1:] for entry in CUSTOMERS], threshold=0.55)
    back = NameIndex.build(CUSTOMERS).find([(*entry[1:], False)[:3] for entry in LISTED], threshold=0.55, flipped=True)
    best = {}
    for listed, customer, points in zip(*map(list, back), strict=True):
        pair = (int(customer), LISTED[listed][0])
        best[pair] = max(best.get(pair, 0), int(points))
    assert best == {
        (int(customer), LISTED[listed][0]): int(points)
        for customer, listed, points in zip(*map(list, forward), strict=True)
    }
    assert len(best) >= 4


@given(
    st.lists(NAMES, min_size=1, max_size=8),
    st.lists(NAMES, min_size=1, max_size=8),
    st.sampled_from(["person", "organisation", "unknown"]),
)
@settings(max_examples=100, deadline=None)
def test_any_two_lists_find_the_same_pairs_whichever_is_indexed(parties, listed, kind):
    forward = NameIndex.build(enumerate_names(listed, kind)).find([(name, kind) for name in parties], threshold=0.55)
    back = NameIndex.build(enumerate_names(parties, kind)).find(
        [(name, kind) for name in listed], threshold=0.55, flipped=True
    )
    # names may come twice, so the texts are compared, not their places
    there = {(parties[a], listed[b], p) for a, b, p in zip(*(column.tolist() for column in forward), strict=True)}
    again = {(parties[b], listed[a], p) for a, b, p in zip(*(column.tolist() for column in back), strict=True)}
    assert there == again


def test_two_threads_find_what_one_finds():
    asked = [
        (f"{name} {number}", "organisation")
        for number in range(1500)
        for name in ("Bashair Trading", "Set Petro", "Ivan")
    ]
    one, two = INDEX.find(asked, threshold=0.5), INDEX.find(asked, threshold=0.5, threads=2)
    assert all((a == b).all() for a, b in zip(one, two, strict=True))


def rows(path):
    with (SHARED / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
