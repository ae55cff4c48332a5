"""Why two names were found alike: one sentence, a table, points that add up, and the score made again."""

import itertools

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.names import normalise
from screening.scoring import MODEL_VERSION, Attributes, identifier_match, qualify, score
from screening.sentences import sentence
from screening.showing import check, points, rows, shown


@pytest.fixture(scope="module")
def page(application):
    """The application, in whose requests sentences find their language."""
    with application[0].test_request_context():
        yield application[0]


def found(ours: str, theirs: str, kind: str = "organisation", **more) -> dict:
    return score(normalise(ours, kind), normalise(theirs, kind), **more).as_dict()


def said(ours: str, theirs: str, kind: str = "organisation", **more) -> str:
    return sentence(found(ours, theirs, kind, **more), ours, theirs)


def test_a_match_is_one_plain_sentence(page):
    told = said("ROSNEFT ZELMARKO OOO", "ROSNEFT ZELMARTO LLC")
    assert told.startswith(
        "ROSNEFT ZELMARKO OOO agrees with ROSNEFT ZELMARTO LLC: ROSNEFT is the same word; "
        "ZELMARKO and ZELMARTO differ by one letter; OOO and LLC are legal forms of the same kind"
    )
    assert told.endswith("Nothing is left over.")


def test_words_left_over_are_named_with_the_name_that_has_them(page):
    told = said("Kuznetsov Heavy Machinery", "Kuznetsov Heavy Machinery Export Import")
    assert "HEAVY, KUZNETSOV and MACHINERY are the same words" in told
    assert "Kuznetsov Heavy Machinery Export Import also has the words EXPORT and IMPORT" in told
    assert "Nothing is left over" not in told


def test_one_word_left_over_is_told_in_the_singular(page):
    assert "also has the word EXPORT, which" in said("Kuznetsov Heavy Machinery", "Kuznetsov Heavy Machinery Export")


@pytest.mark.parametrize(
    ("ours", "theirs", "clause"),
    [
        ("Orlov Steel Limited", "Orlov Steel Limited", "both have the legal form LIMITED"),
        ("Orlov Steel", "Orlov Steel LLC", "only the listed name has a legal form, LLC"),
        ("Orlov Steel GmbH", "Orlov Steel", "only the first name has a legal form, GMBH"),
        ("Orlov Steel LLC", "Orlov Steel JSC", "LLC and JSC are legal forms of different kinds"),
    ],
)
def test_legal_forms_are_told_apart_from_the_name(page, ours, theirs, clause):
    assert clause in said(ours, theirs)


def test_titles_do_not_count_and_that_is_said(page):
    assert "the title DR does not count" in said("Dr. Ivan Petrov", "Petrov, Ivan", "person")


def test_a_weak_alias_and_what_else_is_known_are_told(page):
    weak = score(normalise("Golden Eagle", "organisation"), normalise("Golden Eagle", "organisation"), weak=True)
    told = qualify(weak, Attributes(("IR",), ("1968",)), Attributes(("IR",), ("1968-03-01",)))
    words = sentence(told.as_dict(), "Golden Eagle", "Golden Eagle")
    assert "The listed name is a weak alias" in words
    assert "A country is the same." in words
    assert "The year of birth is the same." in words


def test_a_word_that_was_mended_or_translated_is_told(page):
    told = said("Rosneft Trding", "Rosneft Trading")
    read = "In Rosneft Trding the word TRADING is not written so: that is how it was read."
    assert ("TRDING and TRADING differ by one letter" in told) != (read in told)
    assert "not written so" not in said("Роснефть", "Rosneft")
    assert "not written so" not in said("Dr. Abdul-Rahman O'Neill", "Abdul Rahman ONeill", "person")


def test_words_of_one_meaning_are_no_short_forms_of_a_given_name(page):
    told = said("Rosneft Ticaret AS", "Rosneft Trading JSC")
    assert "given name" not in told
    assert "given name" not in str(rows(found("Rosneft Ticaret AS", "Rosneft Trading JSC")))
    assert "short form of the other given name" in said("Bill Kowalczyk", "William Kowalczyk", "person")


def test_the_same_number_needs_no_names(page):
    match = identifier_match(
        Attributes(identifiers={"tax_id": ("77-0812-55",)}), Attributes(identifiers={"tax_id": ("77081255",)})
    )
    told = sentence(match.as_dict(), "Orlov Steel", "Anything Else")
    assert "Orlov Steel and Anything Else have the same number (Tax number: 77-0812-55)" in told


def test_names_and_words_are_marked_up_and_escaped_on_a_page(page):
    ours = "<b>Rosneft</b> شركة"
    markup = sentence(found(ours, "Rosneft"), ours, "Rosneft", html=True)
    assert "<b>" not in markup
    assert "<bdi>&lt;b&gt;Rosneft&lt;/b&gt; شركة</bdi>" in markup
    assert '<bdi dir="ltr">ROSNEFT</bdi>' in markup


def test_a_name_that_runs_from_right_to_left_is_isolated_in_plain_text(page):
    assert "\u2068شركة النفط\u2069 agrees with" in said("شركة النفط", "شركة النفط")


def test_the_sentence_can_be_said_in_arabic(page):
    with force_locale("ar"):
        told = said("ROSNEFT ZELMARKO OOO", "ROSNEFT ZELMARTO LLC")
    assert told.startswith("ROSNEFT ZELMARKO OOO يوافق ROSNEFT ZELMARTO LLC: ROSNEFT هي الكلمة نفسها؛ ")
    assert "%(" not in told
    with force_locale("ar"):
        two = said("Kuznetsov Heavy Machinery", "Kuznetsov Heavy Machinery Quarry Dredging")
    assert "الكلمتان" in two  # the dual, which English has not


def test_every_point_is_shown_and_they_add_up_to_the_score(page):
    told = found("Rosneft Zelmarko Export OOO", "Rosneft Zelmarto LLC")
    made = points(told)
    assert made[0].start == 0
    assert made[-1].end == pytest.approx(told["score"], abs=0.0006)
    assert all(later.start == pytest.approx(earlier.end, abs=0.0006) for earlier, later in itertools.pairwise(made))


def test_points_stand_in_their_order_whatever_the_database_made_of_it(page):
    told = found("Rosneft Zelmarko Export OOO", "Rosneft Zelmarto LLC")
    shuffled = {**told, "contributions": dict(sorted(told["contributions"].items(), reverse=True))}
    assert points(shuffled) == points(told)
    assert points(shuffled)[0].what == "Start: words of both names agree"


def test_the_score_comes_out_again_of_what_is_stored(page):
    told = found("Rosneft Zelmarko OOO", "Rosneft Zelmarto LLC")
    assert (check(told).agrees, check(told).score) == (True, told["score"])
    assert not check({**told, "score": told["score"] - 0.01}).agrees
    older = check({**told, "model": "scoring-0"})
    assert (older.score, older.agrees, older.made_by, older.now) == (None, False, "scoring-0", MODEL_VERSION)


def test_the_table_has_words_left_over_and_legal_forms_set_aside(page):
    made = {(row.left, row.right): row for row in rows(found("Orlov Stel Export OOO", "Orlov Steel LLC"))}
    assert made["orlov", "orlov"].reason == "the same word"
    assert made["stel", "steel"].similarity < 1
    assert made["export", None].similarity is None
    assert made["export", None].reason == "not in the listed name"
    assert made["ooo", "llc"].share is None
    assert "legal forms of the same kind" in made["ooo", "llc"].reason
    assert sum(row.share or 0 for row in made.values()) == pytest.approx(1)


def test_the_component_shows_it_all_with_a_table_that_reads_aloud(page):
    told = found("Orlov Stel Export OOO", "Orlov Steel LLC")
    given_ = shown(told, "Orlov Stel Export OOO", "Orlov Steel LLC", left="Ours", right="Theirs")
    html = render_template_string(
        '{% import "components/ui.html" as ui %}{{ ui.explanation(given, ["Version 3."]) }}', given=given_
    )
    soup = BeautifulSoup(html, "html.parser")
    assert [cell.get_text(strip=True) for cell in soup.select("thead th")][:5] == [
        "Ours",
        "Theirs",
        "Alike",
        "Weight",
        "Why",
    ]
    assert len(soup.find_all("caption")) == 2
    assert "Computed again from these words" in soup.get_text()
    assert "Agrees" in soup.get_text()
    assert "Version 3." in soup.get_text()
    bars = soup.select(".fg-points rect")
    assert len(bars) == len(given_.points) + 1
    for bar in bars:
        assert 0 <= float(bar["x"]) <= 100
        assert 0 < float(bar["width"]) <= 100.05 - float(bar["x"])


NAMES = st.text(st.sampled_from("abcdeiou -.&'أبНиколай中🙂\u202eLtd OOO LLC"), max_size=40)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ours=NAMES, theirs=NAMES, kind=st.sampled_from(["person", "organisation", "unknown"]))
def test_whatever_two_names_are_there_is_a_whole_sentence_and_points_that_add_up(page, ours, theirs, kind):
    told = found(ours, theirs, kind)
    for html in (False, True):
        words = sentence(told, ours, theirs, html=html)
        assert words.endswith(".")
        assert "%(" not in words
    assert check(told).agrees
    assert sum(point.points for point in points(told)) == pytest.approx(100 * told["score"], abs=0.3)
