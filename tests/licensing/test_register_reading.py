"""How what was typed is read, which names count as the same, and in what others differ: rules without a database."""

from uuid import UUID

import pytest

from licensing.register import texts
from licensing.register.likeness import Candidate, alike, difference, same
from licensing.register.question import phones_in, read

REGIONS = ["NP", "QA"]
ONE, TWO = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("typed", "letters", "figures"),
    [
        ("RA-00417", "RA", "417"), ("ra 417", "RA", "417"), ("417", "", "417"), ("٤١٧", "", "417"), ("०४१७", "", "417"),
        ("RA-OO4I7", "RA", "417"), ("Licence no: RA/417", "RA", "417"), ("no. 417", "", "417"), ("\u202eRA-417", "RA", "417"),
        ("Gulf 21", "GULF", "21"), ("Sunrise", "", ""), ("صن رايز 4", "", ""),
    ],
)  # fmt: skip
def test_a_licence_number_is_read_in_any_form(typed, letters, figures):
    question = read(typed, REGIONS)
    assert (question.letters, question.figures) == (letters, figures)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("01-4000000", "+97714000000"), ("०१-४००००००", "+97714000000"), ("+977 1 4000000", "+97714000000"),
        ("00977 1 4000000", "+97714000000"), ("9771 4000000", "+97714000000"), ("(01) 4000000", "+97714000000"),
        ("4412 3456", "+97444123456"), ("WhatsApp: +977 9841-000000", "+9779841000000"),
    ],
)  # fmt: skip
def test_a_telephone_number_is_read_as_the_corridor_writes_it(typed, number):
    assert number in phones_in(typed, REGIONS)


@pytest.mark.parametrize("typed", ["12345", "Sunrise 01-4000000 Overseas", "1" * 40, "", "+", "99:99"])
def test_what_cannot_be_a_telephone_number_is_none(typed):
    assert phones_in(typed, REGIONS) == ()


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("!!!", "empty"),
        ("😀", "empty"),
        ("ab", "short"),
        ("Rai", ""),
        ("王海", ""),
        ("7", ""),
    ],
)
def test_nothing_and_too_little_are_told_apart(typed, refusal):
    assert read(typed, REGIONS).refusal == refusal


@pytest.mark.parametrize(
    ("typed", "listed", "is_same"),
    [
        ("sunrise overseas", "Sunrise Overseas Pvt. Ltd.", True),
        ("SUNRISE  OVERSEAS, LTD", "Sunrise Overseas Pvt. Ltd.", True),
        ("Société Générale", "Societe Generale", True),
        ("Sun Rise Overseas", "Sunrise Overseas Pvt. Ltd.", False),
        ("Sunrise", "Sunrise Overseas Pvt. Ltd.", False),
        ("Sunr1se Overseas", "Sunrise Overseas Pvt. Ltd.", False),
        ("Overseas Sunrise", "Sunrise Overseas", False),
        ("سانرايز", "سانرايز", True),
    ],
)  # fmt: skip
def test_only_the_same_words_in_the_same_order_are_the_same_name(typed, listed, is_same):
    assert same(typed, [Candidate(ONE, listed, "legal")]) == ([ONE] if is_same else [])


@pytest.mark.parametrize(
    "typed",
    ["Sun Rise Overseas", "Sunr1se Overseas", "Sunrize Oversees", "sunrise", "Sunrise Manpower", "Surnise Ovreseas",
     "सनराइज ओभरसिज"],
)  # fmt: skip
def test_a_misspelt_part_or_foreign_spelling_looks_like_the_name(typed):
    listed = [Candidate(ONE, "Sunrise Overseas Pvt. Ltd.", "legal"), Candidate(TWO, "Golden Gate Placement", "legal")]
    assert [like.agency_id for like in alike(typed, listed)] == [ONE]


@pytest.mark.parametrize("typed", ["Golden Bridge Fisheries", "Moonlight", "😀😀😀"])
def test_another_name_does_not_look_like_it(typed):
    assert alike(typed, [Candidate(ONE, "Sunrise Overseas Pvt. Ltd.", "legal")]) == []


def test_the_likest_name_hides_what_is_much_less_like():
    listed = [
        Candidate(UUID(int=n), f"Sunrise {word}", "legal") for n, word in enumerate(("Overseas", "Catering", "Metals"))
    ]
    assert [like.name for like in alike("Sunrize Overseas", listed)] == ["Sunrise Overseas"]


@pytest.mark.parametrize(
    ("typed", "listed", "marked", "words"),
    [
        ("Sunrize Overseas", "Sunrise Overseas Pvt. Ltd.", "Sunri[s]e Overseas Pvt. Ltd.", ["Sunrise"]),
        ("Sun Rise Overseas", "Sunrise Overseas", "Su[nr]ise Overseas", ["Sunrise"]),
        ("sunrise overseas", "Sunrise Overseas Ltd", "Sunrise Overseas Ltd", []),
        ("Sunrise", "Sunrise Overseas", "Sunrise [Overseas]", ["Overseas"]),
        ("सनराइज", "Sunrise", "Sunrise", ["Sunrise"]),
    ],
)  # fmt: skip
def test_the_letters_and_words_that_differ_are_named(typed, listed, marked, words):
    runs, different = difference(typed, listed)
    assert "".join(f"[{run.text}]" if run.changed else run.text for run in runs) == marked
    assert list(different) == words


def test_no_text_has_more_than_three_steps_and_each_has_its_icon():
    for text in texts.TEXTS.values():
        assert len(text.steps) <= 3
        assert text.icon in {"tick", "triangle", "stop", "clock", "info"}
        assert text.title
        assert text.body


def test_all_texts_of_the_table_are_there():
    keys = ("licensed conditions frozen watched pending renewing suspended revoked cancelled expired surrendered banned"
            " appeal none similar many phone_ok phone_no phone_bad agent_yes agent_no qr_fake qr_old other_country offline"
            " error")  # fmt: skip
    assert set(keys.split()) == set(texts.TEXTS)
