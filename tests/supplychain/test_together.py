"""Rows checked in blocks are judged as if each had been looked at alone."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from supplychain.lists import blocks, cells, checking, child, columns, countries
from supplychain.lists.blocks import Block
from supplychain.lists.together import Checker
from tests.supplychain.quirks import QUIRKS, Quirk

NAMES = sorted(columns.LABELS)
REQUIRED = ("country", "supplier_name", "address")
TELLING = (
    "", " ", "N/A", "TBD", "NA", "unknown", "#REF!", "=1+1", "-5", "+880 1711 000 000", "2-Mar", "1.5E+10", "2025-01-02",
    "03/04/2025", "Tier 2", "9", "420", "100-500", "１２", "0.0", "0", "90.4", "23.8", "-0", "Bangladesh", "Bangladesch",
    "bd", "Viet Nam", "Congo", "PO Box 12", "P.O. Box 1234, Dhaka", "14 Mill Road, Hanoi, Vietnam", "14 Mill Road",
    "Peel & Pack Ltd", "PEEL  & PACK LTD", "Peel et Pâck", "Pa\u0302ck", "a\u200bb", "\u202ename", "Ã©", "Mr. Abdul Karim",
    "employer", "worker", "Shirts | Trousers", "62; nine", "FAIRGATEEXAMPLE00128", "12-345-6789", "12345678", "L-1",
    "V-1", "V-2", "write to a.person@example.org", "x" * 600, "路工厂", "ñandú", "a\nb", "\x1fq", "İzmir", "ſtreet", "1704",
)  # fmt: skip
cell = st.sampled_from(TELLING) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=25
)


@st.composite
def tables(draw):
    """Headings, and rows under them."""
    chosen = draw(st.lists(st.sampled_from(NAMES), max_size=6, unique=True))
    head = list(dict.fromkeys([*REQUIRED, *chosen]))
    width = len(head) + 1
    few = draw(st.lists(cell, min_size=2, max_size=8))  # so that rows and cells repeat
    row = st.lists(st.sampled_from([*few, "Bangladesh", "14 Mill Road"]) | cell, min_size=width, max_size=width)
    return head, draw(st.lists(row, min_size=1, max_size=25))


def block(rows, first=2, notes=None):
    return Block(
        list(range(first, first + len(rows))), ["\0".join(column) for column in zip(*rows, strict=True)], notes or {}
    )


def alone(mapping, parts):
    context = checking.CheckContext()
    found = []
    for part in parts:
        for at, (number, row) in enumerate(zip(part.numbers, part.rows(), strict=True)):
            values, notes = mapping.apply(row), part.notes.get(at, ())
            found.append(checking.check_row(values, context, row=number, notes=notes, mapping=mapping))
    return found, context


def together(mapping, parts):
    checker = Checker(mapping, checking.CheckContext())
    return [row for part in parts for row in checker.check(part)], checker.context


def same(mapping, parts):
    one, context = alone(mapping, parts)
    other, at_once = together(mapping, parts)
    assert other == one
    assert at_once.counts == context.counts
    assert at_once.suggestions == context.suggestions
    assert at_once.finish() == context.finish()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.integers(1, 25), st.data())
def test_a_block_of_rows_is_judged_as_each_row_alone(table, size, data):
    head, rows = table
    mapping = columns.propose([*(columns.LABELS[name] for name in head), "Something else"])
    assert mapping.columns == (*head, None)
    noted = data.draw(
        st.dictionaries(st.integers(0, len(rows) - 1), st.just([("R17", 1, {"reason": "formula"})]), max_size=2)
    )
    same(mapping, list(block(rows, notes=noted).parts(size)))


@pytest.mark.parametrize("quirk", QUIRKS, ids=lambda quirk: quirk.name)
def test_the_files_that_people_upload_are_judged_the_same_row_by_row_and_in_blocks(quirk: Quirk):
    stream = child.stream_file(quirk.make(), quirk.file_name, limits=quirk.limits)
    mapping = columns.propose(stream.header.headers if stream.header else [])
    found = list(stream.blocks())
    if mapping.ok:
        same(mapping, found)
        same(mapping, [part for whole in found for part in whole.parts(3)])


@given(st.lists(cell, min_size=1, max_size=12), st.sampled_from(NAMES))
def test_a_column_is_passed_over_only_when_cleaning_would_find_nothing_in_it(texts, name):
    if not cells.any_stands_out(name, "\0".join(["", *texts, ""]), set(texts)):
        for text in texts:
            noticed = []
            assert cells.clean(name, text, noticed) == text
            assert noticed == []


@given(st.lists(cell, min_size=1, max_size=12))
@example(["ᾳ\u0345", "á_b", ""])
def test_folding_a_column_is_folding_its_cells(texts):
    assert cells.fold_all("\0".join(texts)) == [cells.fold(text) for text in texts]


@given(st.text(st.characters(codec="ascii")))
def test_a_country_is_compared_in_the_same_form_whichever_way_that_is_made(text):
    assert countries.key(text) == countries.key(text + "é").removesuffix("e").strip()


@given(
    st.text(min_size=1)
    | st.sampled_from(["Hanoi, Viet Nam", "the Netherlands", "Road 12", "- bd", "republic of India"])
)
def test_a_country_at_the_end_of_an_address_is_found_like_any_other(text):
    text = text if len(text) >= 3 else text * 3
    assert countries.find_in_text(text) == countries.find(text)


@given(st.lists(st.lists(st.text(max_size=5), min_size=3, max_size=3), max_size=12), st.integers(1, 5))
def test_blocks_are_the_rows_they_were_made_of(table, size):
    events = [("row", number, [cell.replace("\0", "") for cell in row], []) for number, row in enumerate(table, 2)]
    made = [Block(*event[1:3]) for event in blocks.gathered([*events, ("end",)]) if event[0] == "rows"]
    parts = [part for whole in made for part in whole.parts(size)]
    assert all(len(part) <= size for part in parts)
    assert [row for part in parts for row in part.rows()] == [tuple(event[2]) for event in events]


def test_a_nul_in_a_cell_is_taken_out_and_said():
    rows = [("row", 2, ["a\0b", "c"], []), ("row", 3, ["d", "e"], [])]
    assert list(blocks.gathered([*rows, ("end", 2, 0)])) == [
        ("rows", (2, 3), ["ab\0d", "c\0e"], [[0, "R13", 0, {}]]), ("end", 2, 0),
    ]  # fmt: skip
